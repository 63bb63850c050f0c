//! Why a client cannot be built.

use std::error::Error as StdError;

use super::error::Unsendable;

/// Why [`ClientBuilder::build`](super::ClientBuilder::build) failed.
///
/// ```
/// use tencent_runtime::Service;
/// use tencent_runtime::client::{BuildError, ClientBuilder, Transport};
///
/// static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// let built = ClientBuilder::<Transport>::new(&SERVICE).endpoint("ftp://localhost").build();
/// assert!(matches!(built, Err(BuildError::Endpoint { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The endpoint is not the address of a server.
    #[error("the endpoint `{given}` cannot be used: {reason}; write it like https://host:port")]
    #[non_exhaustive]
    Endpoint {
        /// The endpoint that was set, without user name and password.
        given: String,
        /// The reason.
        reason: String,
    },
    /// The proxy of the builder, or that of an environment variable, cannot be used.
    #[error(
        "{variable} cannot be used: {reason}; write it like http://host:port{}",
        without_it(variable)
    )]
    #[non_exhaustive]
    Proxy {
        /// The name of the variable, or `proxy` for the setting of the builder. Its value is not shown, because it may contain a password.
        variable: &'static str,
        /// The reason.
        reason: String,
    },
    /// A setting has an invalid value.
    #[error("{setting}: {reason}")]
    #[non_exhaustive]
    Setting {
        /// The name of the setting.
        setting: &'static str,
        /// The reason.
        reason: &'static str,
    },
    /// A header cannot be sent.
    #[error("{reason}")]
    #[non_exhaustive]
    Header {
        /// The reason, with the name of the header.
        reason: String,
    },
    /// The HTTP client cannot be created, because the machine lacks something.
    #[error("the HTTP client cannot be set up: {reason}")]
    #[non_exhaustive]
    Http {
        /// The message of the innermost error.
        reason: String,
    },
}

impl BuildError {
    pub(crate) fn endpoint(given: &str, reason: &str) -> Self {
        Self::Endpoint {
            given: without_password(given).to_owned(),
            reason: reason.to_owned(),
        }
    }

    pub(crate) fn header(error: &Unsendable) -> Self {
        Self::Header {
            reason: error.to_string(),
        }
    }

    pub(crate) fn http(error: impl StdError) -> Self {
        let mut innermost: &dyn StdError = &error;
        while let Some(source) = innermost.source() {
            innermost = source;
        }
        Self::Http {
            reason: innermost.to_string(),
        }
    }
}

/// Returns the other ways to correct a proxy of an environment variable.
fn without_it(variable: &str) -> &'static str {
    match variable {
        "proxy" => "",
        _ => ", unset it, exclude the endpoint with NO_PROXY, or turn `system_proxy` off",
    }
}

/// Removes user name and password from an address.
pub(super) fn without_password(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}
