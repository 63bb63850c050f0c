//! Cargo features: those of most crates, and those of a large one.

/// The feature that the features of all actions enable: it brings the clients.
pub(crate) const ANY_ACTION: &str = "_actions";

/// The feature that enables the features of all actions.
pub(crate) const ALL_ACTIONS: &str = "full";

/// A feature of the crate.
#[derive(Debug)]
pub(crate) struct Feature {
    pub(crate) name: String,
    /// The features that it enables.
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

/// A feature of every crate.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) name: &'static str,
    /// Its definition in the manifest.
    pub(crate) comment: &'static str,
    pub(crate) enables: &'static [&'static str],
    pub(crate) needs: Option<Needs>,
}

/// The part of a description without which a crate does not have a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// An action to call.
    Actions,
    Callbacks,
}

/// The features of every crate. The feature of an action cannot have such a name.
pub(crate) const OF_EVERY_CRATE: &[Common] = &[
    Common {
        name: "client",
        comment: "The asynchronous client.",
        enables: &["tencent-runtime/client", "tencent-mock?/client"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "blocking",
        comment: "The blocking client, for programs without an asynchronous runtime.",
        enables: &["tencent-runtime/blocking", "tencent-mock?/client"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "tracing",
        comment: "Spans and events of calls, without secrets.",
        enables: &["tencent-runtime/tracing"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "socks",
        comment: "SOCKS proxies.",
        enables: &["tencent-runtime/socks"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "callback",
        comment: "Callbacks: messages that the service posts to applications. It needs no HTTP stack.",
        enables: &["tencent-runtime/callback", "tencent-mock?/callback"],
        needs: Some(Needs::Callbacks),
    },
    Common {
        name: "serde",
        comment: "Serialize and Deserialize for all types, to load requests from JSON and to store responses.",
        enables: &["dep:serde"],
        needs: None,
    },
    Common {
        name: "schemars",
        comment: "JSON Schemas of all types.",
        enables: &["serde", "tencent-runtime/schemars"],
        needs: None,
    },
    Common {
        name: "mock",
        comment: "A mock of the service, for tests and for trying out.",
        enables: &["schemars", "dep:tencent-mock"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "cli",
        comment: "A program with calls, a mock, completions for shells and manual pages.",
        enables: &["client", "serde", "mock", "tencent-runtime/program"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "hash",
        comment: "Hash for all types without floats.",
        enables: &[],
        needs: None,
    },
    Common {
        name: "default-tls",
        comment: "TLS of the clients: with ring, and with Mozilla's list of certificate authorities, compiled in.",
        enables: &["ring", "webpki-roots"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "ring",
        comment: "TLS with ring.",
        enables: &["tencent-runtime/ring"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "aws-lc-rs",
        comment: "TLS with aws-lc-rs. It takes precedence over ring if both are on.",
        enables: &["tencent-runtime/aws-lc-rs"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "webpki-roots",
        comment: "Trusts the certificate authorities of Mozilla's list.",
        enables: &["tencent-runtime/webpki-roots"],
        needs: Some(Needs::Actions),
    },
    Common {
        name: "native-roots",
        comment: "Trusts the certificate authorities that the system trusts.",
        enables: &["tencent-runtime/native-roots"],
        needs: Some(Needs::Actions),
    },
];
