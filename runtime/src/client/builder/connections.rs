//! The settings of connections.

use std::time::Duration;

use super::{BuildClient, ClientBuilder};
use crate::client::build_error::BuildError;
use crate::client::http::{Certificates, Client, Identity, Proxy};
use crate::client::inner::Limits;

impl<C: BuildClient> ClientBuilder<C> {
    /// Sets the time limit for making a connection. Default: 5 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// Sets the maximum number of idle connections that are kept. Default: 100, in each Tokio runtime
    /// that the client is used in.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.limits.pool_max_idle_per_host = connections;
        self
    }

    /// Sets whether requests go through the proxy of `HTTPS_PROXY` or `ALL_PROXY`, or of the system's
    /// settings. Default: true, except for endpoints on this machine.
    ///
    /// `NO_PROXY` excludes endpoints. A SOCKS proxy (`socks5://host:port`) needs the feature `socks`.
    pub fn system_proxy(mut self, enabled: bool) -> Self {
        self.http.system_proxy = enabled;
        self
    }

    /// Sets the proxy for all requests, in place of those of the environment and the system. Default: none.
    ///
    /// Clients of credential providers do not use it.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.http.proxy = Some(proxy);
        self
    }

    /// Adds root certificates that the client trusts, for example those of a company. May be called several
    /// times.
    pub fn root_certificates(mut self, certificates: Certificates) -> Self {
        self.http.root_certificates.push(certificates);
        self
    }

    /// Sets whether the client trusts the root certificates of the features `webpki-roots` and `native-roots`.
    /// Default: true. With `false`, it trusts only those of [`root_certificates`](Self::root_certificates).
    pub fn built_in_root_certificates(mut self, trusted: bool) -> Self {
        self.http.built_in_root_certificates = trusted;
        self
    }

    /// Sets the certificate with which the client identifies itself. Default: none.
    pub fn identity(mut self, identity: Identity) -> Self {
        self.http.identity = Some(identity);
        self
    }

    /// Sets the HTTP client that sends the requests, for settings that this builder does not have. Its proxy,
    /// certificates, connections and time limits replace those of this builder; `attempt_timeout` and `timeout`
    /// apply as well.
    ///
    /// The type belongs to reqwest 0.13, which the runtime re-exports: a new major version of reqwest is a new
    /// major version of the runtime. Turn redirects off (`redirect(Policy::none())`), because a signature is
    /// valid only for the original host; a call fails if the client followed one. A connection breaks if the Tokio runtime in which it was opened
    /// stops, so use the client in one runtime. The blocking client has a runtime of its own.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http.client = Some(Client(client));
        self
    }

    /// Checks that no setting is lost.
    pub(super) fn check_connections(&self) -> Result<(), BuildError> {
        let (http, limits, unset) = (&self.http, &self.limits, Limits::default());
        let has_others = http.proxy.is_some()
            || !http.system_proxy
            || !http.root_certificates.is_empty()
            || !http.built_in_root_certificates
            || http.identity.is_some()
            || limits.connect_timeout != unset.connect_timeout
            || limits.pool_max_idle_per_host != unset.pool_max_idle_per_host;
        if http.client.is_some() && has_others {
            return Err(BuildError::Setting {
                setting: "http_client",
                reason: "set the proxy, the certificates, `connect_timeout` and `pool_max_idle_per_host` of \
                         this client instead of those of the builder",
            });
        }
        Ok(())
    }
}
