//! Connects clients with a mock.

use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{BuildClient, ClientBuilder};

use crate::server::{MockServer, SECRET_ID, SECRET_KEY};

/// Sets the endpoint and the credential of a mock.
pub trait Connect {
    /// Sends all calls to the mock, with a credential that it accepts.
    #[must_use]
    fn connect(self, mock: &MockServer) -> Self;
}

impl<C: BuildClient> Connect for ClientBuilder<C> {
    fn connect(self, mock: &MockServer) -> Self {
        self.endpoint(mock.url())
            .credential(Credential::new(SECRET_ID, SECRET_KEY))
            .system_proxy(false)
    }
}
