//! Cargo features: those of every crate, and those of a large one.

/// The feature that every feature of an action brings: the client.
pub(crate) const ANY_ACTION: &str = "_actions";

/// The feature that brings those of all actions.
pub(crate) const ALL_ACTIONS: &str = "full";

/// A feature of the crate.
#[derive(Debug)]
pub(crate) struct Feature {
    pub(crate) name: String,
    /// The features that it brings.
    pub(crate) enables: Vec<String>,
}

impl Feature {
    pub(crate) fn alone(name: String) -> Self {
        Self {
            name,
            enables: Vec::new(),
        }
    }
}

/// A feature that does not depend on what a service has.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) name: &'static str,
    /// What the manifest says of it.
    pub(crate) comment: &'static str,
    pub(crate) enables: &'static [&'static str],
    /// Without an action to call it would do nothing.
    pub(crate) for_calls: bool,
}

/// The features that crates have, whatever their service. No action can have a feature of that name.
pub(crate) const OF_EVERY_CRATE: &[Common] = &[
    Common {
        name: "client",
        comment: "The asynchronous client.",
        enables: &["tencent-runtime/client"],
        for_calls: true,
    },
    Common {
        name: "blocking",
        comment: "The blocking client, for programs without an asynchronous runtime.",
        enables: &["tencent-runtime/blocking"],
        for_calls: true,
    },
    Common {
        name: "tracing",
        comment: "Spans and events of calls, without secrets.",
        enables: &["tencent-runtime/tracing"],
        for_calls: true,
    },
    Common {
        name: "serde",
        comment: "Serialize and Deserialize for all types, to load requests from JSON and to store responses.",
        enables: &["dep:serde"],
        for_calls: false,
    },
    Common {
        name: "schemars",
        comment: "JSON Schemas of all types.",
        enables: &["serde", "tencent-runtime/schemars"],
        for_calls: false,
    },
    Common {
        name: "default-tls",
        comment: "TLS of the clients: with ring, and with Mozilla's list of certificate authorities, compiled in.",
        enables: &["ring", "webpki-roots"],
        for_calls: true,
    },
    Common {
        name: "ring",
        comment: "TLS with ring.",
        enables: &["tencent-runtime/ring"],
        for_calls: true,
    },
    Common {
        name: "aws-lc-rs",
        comment: "TLS with aws-lc-rs, which goes before ring where both are on.",
        enables: &["tencent-runtime/aws-lc-rs"],
        for_calls: true,
    },
    Common {
        name: "webpki-roots",
        comment: "Trusts the certificate authorities of Mozilla's list.",
        enables: &["tencent-runtime/webpki-roots"],
        for_calls: true,
    },
    Common {
        name: "native-roots",
        comment: "Trusts the certificate authorities that the system trusts.",
        enables: &["tencent-runtime/native-roots"],
        for_calls: true,
    },
];
