//! Connects clients with a mock.

use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{BuildClient, ClientBuilder};

use crate::protocol::{SECRET_ID, SECRET_KEY};
use crate::server::MockServer;

/// Adds the settings for a mock to builders of clients.
///
/// ```
/// use tencent_mock::{ClientBuilderExt, MockServer};
/// use tencent_runtime::client::{BuildClient, BuildError, ClientBuilder};
///
/// fn connect<C: BuildClient>(builder: ClientBuilder<C>, mock: &MockServer) -> Result<C, BuildError> {
///     builder.mock(mock).build()
/// }
/// ```
pub trait ClientBuilderExt {
    /// Sends all calls to a mock, with a credential that it accepts and without a proxy.
    #[must_use]
    fn mock(self, mock: &MockServer) -> Self;
}

impl<C: BuildClient> ClientBuilderExt for ClientBuilder<C> {
    fn mock(self, mock: &MockServer) -> Self {
        self.endpoint(mock.url())
            .credential(Credential::new(SECRET_ID, SECRET_KEY))
            .system_proxy(false)
    }
}
