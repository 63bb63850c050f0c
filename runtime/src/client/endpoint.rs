//! The address that requests are sent to.

use std::net::IpAddr;

use http::Uri;
use http::uri::{Authority, Scheme};

use super::build_error::BuildError;

/// The scheme and the host of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    uri: Uri,
    host: String,
}

impl Endpoint {
    /// Parses `host`, `host:port`, `https://host` or `http://host`, with or without a final slash.
    pub(crate) fn parse(text: &str) -> Result<Self, BuildError> {
        let invalid = |reason: &str| BuildError::endpoint(text, reason);
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            None => (Scheme::HTTPS, text),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (Scheme::HTTPS, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (Scheme::HTTP, rest),
            Some(_) => return Err(invalid("it begins neither with https:// nor with http://")),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        if host.contains(['/', '?', '#']) {
            return Err(invalid(
                "requests go to the root; leave out the path and the query",
            ));
        }
        if host.contains('@') {
            return Err(invalid("the credential is not part of the endpoint"));
        }
        let authority: Authority = host
            .parse()
            .map_err(|_| invalid("there is no host in it, or not a valid one"))?;
        let port = authority.as_str().rsplit_once(':').map(|(_, port)| port);
        let has_port = port.is_some_and(|port| !port.ends_with(']'));
        if authority.host().is_empty() || (has_port && authority.port_u16().is_none()) {
            return Err(invalid("the host or the port is not valid"));
        }
        let uri = Uri::builder()
            .scheme(scheme)
            .authority(authority)
            .path_and_query("/")
            .build()
            .map_err(|_| invalid("it is not a valid address"))?;
        Ok(Self {
            uri,
            host: host.into(),
        })
    }

    /// Returns the address as a URL of reqwest.
    pub(crate) fn url(&self) -> Result<reqwest::Url, BuildError> {
        let text = self.uri.to_string();
        reqwest::Url::parse(&text).map_err(|error| BuildError::endpoint(&text, &error.to_string()))
    }

    /// Returns whether the server is on this machine. Such requests never use a proxy.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.address();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost")
            || address
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// Returns the address.
    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the host without its port.
    pub(crate) fn address(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }

    /// Returns the host, with its port if one was given. It is signed and sent like this.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_kept_as_it_is_given() {
        for (text, uri, host) in [
            (
                "demo.example.com",
                "https://demo.example.com/",
                "demo.example.com",
            ),
            (
                " https://demo.example.com/ ",
                "https://demo.example.com/",
                "demo.example.com",
            ),
            (
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080/",
                "127.0.0.1:8080",
            ),
            (
                "https://demo.example.com:443",
                "https://demo.example.com:443/",
                "demo.example.com:443",
            ),
            ("http://[::1]:99", "http://[::1]:99/", "[::1]:99"),
            ("HTTPS://demo", "https://demo/", "demo"),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(
                (endpoint.uri().to_string().as_str(), endpoint.host()),
                (uri, host)
            );
        }
    }

    #[test]
    fn loopback_addresses_are_recognised() {
        for (text, loopback) in [
            ("http://127.0.0.1:80", true),
            ("http://127.8.9.10", true),
            ("http://[::1]:80", true),
            ("http://LocalHost:80", true),
            ("http://10.0.0.1", false),
            ("localhost.example.com", false),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(endpoint.is_loopback(), loopback, "{text}");
        }
    }

    #[test]
    fn invalid_endpoints_are_rejected() {
        for text in [
            "",
            "https://",
            "ftp://host",
            "https://host/path",
            "https://host?query",
            "id:key@host",
            "host name",
            "host:99999",
            "256.1.1.1",
            "host:",
            "ho\nst",
        ] {
            let endpoint = Endpoint::parse(text).and_then(|endpoint| endpoint.url());
            assert!(endpoint.is_err(), "{text:?}");
        }
    }
}
