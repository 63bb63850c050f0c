//! Settings of connections: the proxy, certificates, and a client of the caller.

use std::fmt;

use secrecy::SecretString;

/// The proxy that a client uses for all requests, in place of those of the environment and the system.
///
/// ```
/// use tencent_runtime::client::Proxy;
///
/// let proxy = Proxy::new("http://proxy.example.com:3128")
///     .basic_auth("name", "password")
///     .no_proxy("10.0.0.0/8, internal.example.com");
/// ```
#[derive(Clone)]
pub struct Proxy {
    pub(super) url: SecretString,
    pub(super) credential: Option<(String, SecretString)>,
    pub(super) no_proxy: String,
}

impl Proxy {
    /// Creates a proxy with an address such as `http://host:port`. `socks5://host:port` needs the feature
    /// `socks`. The address may contain a name and a password.
    pub fn new(url: impl Into<SecretString>) -> Self {
        Self {
            url: url.into(),
            credential: None,
            no_proxy: String::new(),
        }
    }

    /// Sets the name and the password for the proxy.
    #[must_use]
    pub fn basic_auth(
        mut self,
        name: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        self.credential = Some((name.into(), password.into()));
        self
    }

    /// Sets the endpoints that the client connects to without the proxy, as in the variable `NO_PROXY`: hosts,
    /// domains, addresses and networks such as `10.0.0.0/8`, separated by commas.
    #[must_use]
    pub fn no_proxy(mut self, list: impl Into<String>) -> Self {
        self.no_proxy = list.into();
        self
    }
}

/// Shows neither the address, which may contain a password, nor the credential.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("no_proxy", &self.no_proxy)
            .finish_non_exhaustive()
    }
}

/// The certificates of authorities that a client trusts. `build` checks them.
#[derive(Clone)]
pub struct Certificates(pub(super) Encoded);

#[derive(Clone)]
pub(super) enum Encoded {
    Pem(Vec<u8>),
    Der(Vec<u8>),
}

impl Certificates {
    /// Takes all certificates of a text in PEM.
    pub fn from_pem(text: impl Into<Vec<u8>>) -> Self {
        Self(Encoded::Pem(text.into()))
    }

    /// Takes one certificate in DER.
    pub fn from_der(certificate: impl Into<Vec<u8>>) -> Self {
        Self(Encoded::Der(certificate.into()))
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

/// The certificate with which a client identifies itself to a server or a proxy in front of it. `build` checks
/// it.
#[derive(Clone)]
pub struct Identity {
    pub(super) certificates: Vec<u8>,
    pub(super) key: SecretString,
}

impl Identity {
    /// Takes the certificate chain, beginning with that of the client, and its private key, both in PEM.
    pub fn from_pem(certificates: impl Into<Vec<u8>>, key: impl Into<SecretString>) -> Self {
        Self {
            certificates: certificates.into(),
            key: key.into(),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// The settings of the connections of a client.
#[derive(Clone, Debug)]
pub(crate) struct HttpSettings {
    pub(crate) proxy: Option<Proxy>,
    /// Whether requests go through the proxy of the environment or the system.
    pub(crate) system_proxy: bool,
    pub(crate) root_certificates: Vec<Certificates>,
    pub(crate) built_in_root_certificates: bool,
    pub(crate) identity: Option<Identity>,
    /// The client of the caller, which has settings of its own.
    pub(crate) client: Option<Client>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            proxy: None,
            system_proxy: true,
            root_certificates: Vec::new(),
            built_in_root_certificates: true,
            identity: None,
            client: None,
        }
    }
}

/// An HTTP client. `Debug` does not show its settings, which may contain secrets.
#[derive(Clone)]
pub(crate) struct Client(pub(crate) reqwest::Client);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
