//! The proxy for an endpoint, from a setting or from environment variables.

use std::ffi::OsString;
use std::fmt;
use std::net::IpAddr;

use http::Uri;
use reqwest::Url;
use secrecy::ExposeSecret;

use super::settings::Proxy;
use crate::client::build_error::BuildError;
use crate::client::endpoint::Endpoint;

/// The name of the setting, in errors.
const SETTING: &str = "proxy";

/// The address of a proxy.
#[derive(Clone)]
pub(super) struct ProxyAddress {
    /// The variable that contains it, unless a setting does.
    variable: Option<&'static str>,
    url: Url,
}

impl ProxyAddress {
    /// Returns the proxy of a setting, or `None` if it excludes the endpoint.
    ///
    /// # Errors
    ///
    /// [`BuildError::Proxy`] if the setting cannot be used.
    pub(super) fn of_setting(
        proxy: &Proxy,
        endpoint: &Endpoint,
    ) -> Result<Option<Self>, BuildError> {
        let invalid = |reason| BuildError::Proxy {
            variable: SETTING,
            reason,
        };
        let address = proxy.url.expose_secret();
        let mut url = parse(address, cfg!(feature = "socks")).map_err(invalid)?;
        if let Some((name, password)) = &proxy.credential {
            let set = url
                .set_username(name)
                .and_then(|()| url.set_password(Some(password.expose_secret())));
            set.map_err(|()| invalid("its address cannot have a name and a password".to_owned()))?;
        }
        let host = endpoint.uri().host().unwrap_or_default();
        let is_excluded = is_excluded(host, &proxy.no_proxy);
        Ok((!is_excluded).then_some(Self {
            variable: None,
            url,
        }))
    }

    /// Returns the proxy for an endpoint, or `None` if the variables name none.
    ///
    /// # Errors
    ///
    /// [`BuildError::Proxy`] if the value cannot be used.
    pub(super) fn of_environment(endpoint: &Endpoint) -> Result<Option<Self>, BuildError> {
        Self::find(endpoint.uri(), |name| std::env::var_os(name))
    }

    fn find(
        server: &Uri,
        get: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Option<Self>, BuildError> {
        let first = |names: &[&'static str]| {
            let mut values = names.iter().filter_map(|&name| Some((name, get(name)?)));
            values.find(|(_, value)| !value.is_empty())
        };
        // A web server passes the header `Proxy` of a request to a CGI program as HTTP_PROXY.
        if get("REQUEST_METHOD").is_some() {
            return Ok(None);
        }
        let proxy = if server.scheme() == Some(&http::uri::Scheme::HTTPS) {
            first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
        } else {
            first(&["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
        };
        let Some((variable, value)) = proxy else {
            return Ok(None);
        };
        let host = server.host().unwrap_or_default();
        let excluded = first(&["NO_PROXY", "no_proxy"])
            .is_some_and(|(_, list)| is_excluded(host, &list.to_string_lossy()));
        if excluded {
            return Ok(None);
        }
        match parse(&value.to_string_lossy(), cfg!(feature = "socks")) {
            Ok(url) => Ok(Some(Self {
                variable: Some(variable),
                url,
            })),
            Err(reason) => Err(BuildError::Proxy { variable, reason }),
        }
    }

    /// Converts the proxy to one for all requests of a client.
    pub(super) fn to_reqwest(&self) -> reqwest::Result<reqwest::Proxy> {
        reqwest::Proxy::all(self.url.clone())
    }
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        write!(f, "the proxy {}://{host}", self.url.scheme())?;
        if let Some(port) = self.url.port() {
            write!(f, ":{port}")?;
        }
        match self.variable {
            Some(variable) => write!(f, " of {variable}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the URL, because it may contain a password.
        f.write_str(&self.to_string())
    }
}

/// Parses the value of a variable. The reason of an error does not contain it, because it may
/// contain a password.
fn parse(value: &str, has_socks: bool) -> Result<Url, String> {
    let value = value.trim();
    let has_scheme = value.contains("://");
    let url = if has_scheme {
        Url::parse(value)
    } else {
        Url::parse(&format!("http://{value}"))
    };
    let url = url.map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" => {}
        "socks4" | "socks4a" | "socks5" | "socks5h" if has_socks => {}
        "socks4" | "socks4a" | "socks5" | "socks5h" => {
            return Err("it names a SOCKS proxy; turn on the feature `socks`".to_owned());
        }
        _ => return Err("its scheme is not http, https, socks4 or socks5".to_owned()),
    }
    // reqwest would ignore a value without an authority. `http//host` has a path but no scheme.
    let uri: Option<Uri> = url.as_str().parse().ok();
    let has_host = uri.is_some_and(|uri| uri.host().is_some_and(|host| !host.is_empty()));
    if has_host && (has_scheme || url.path() == "/") {
        Ok(url)
    } else {
        Err("it is not an address".to_owned())
    }
}

/// Returns whether the value of `NO_PROXY` contains a host: `*`, the host itself, a domain above it,
/// its address or a network like `10.0.0.0/8`.
fn is_excluded(host: &str, list: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address: Option<IpAddr> = host.parse().ok();
    list.split(',').map(str::trim).any(|entry| match address {
        _ if entry == "*" => true,
        Some(address) => is_in_network(address, entry),
        None => is_in_domain(host, entry.trim_start_matches('.')),
    })
}

fn is_in_domain(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    let rest = host.strip_suffix(&domain).filter(|_| !domain.is_empty());
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_in_network(address: IpAddr, network: &str) -> bool {
    let (first, length) = match network.split_once('/') {
        Some((first, length)) => (first, length.parse().ok()),
        None => (network, Some(u32::MAX)),
    };
    let (Ok(first), Some(length)) = (first.parse(), length) else {
        return false;
    };
    // The number of equal bits at the start.
    match (address, first) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            let equal = (u32::from(one) ^ u32::from(other)).leading_zeros();
            equal >= length.min(u32::BITS)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            let equal = (u128::from(one) ^ u128::from(other)).leading_zeros();
            equal >= length.min(u128::BITS)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the proxy for a server, as messages name it.
    fn find(server: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        ProxyAddress::find(&server.parse().unwrap(), get)
            .map(|proxy| proxy.map(|proxy| proxy.to_string()))
            .map_err(|error| error.to_string())
    }

    const SERVER: &str = "https://demo.example.com/";

    #[test]
    fn the_first_variable_for_the_scheme_is_used() {
        let all = [
            ("HTTP_PROXY", "http://one:1"),
            ("HTTPS_PROXY", ""),
            ("https_proxy", "two:2"),
            ("ALL_PROXY", "http://three:3"),
        ];
        for (server, variables, named) in [
            (SERVER, &all[..], "the proxy http://two:2 of https_proxy"),
            ("http://demo/", &all, "the proxy http://one:1 of HTTP_PROXY"),
            (SERVER, &all[3..], "the proxy http://three:3 of ALL_PROXY"),
            (
                "http://demo/",
                &all[3..],
                "the proxy http://three:3 of ALL_PROXY",
            ),
        ] {
            let found = find(server, variables);
            assert_eq!(found, Ok(Some(named.to_owned())));
        }
        assert_eq!(find(SERVER, &all[..1]), Ok(None));
        let cgi = [("HTTPS_PROXY", "http://one:1"), ("REQUEST_METHOD", "GET")];
        assert_eq!(find(SERVER, &cgi), Ok(None));
    }

    #[test]
    fn a_password_is_not_shown() {
        let variables = [("HTTPS_PROXY", "http://me:secret@proxy:3128/")];
        let named = "the proxy http://proxy:3128 of HTTPS_PROXY";
        assert_eq!(find(SERVER, &variables), Ok(Some(named.to_owned())));
        let error = find(SERVER, &[("HTTPS_PROXY", "http://me:secret@proxy:no")]).unwrap_err();
        assert!(
            error.contains("HTTPS_PROXY") && !error.contains("secret"),
            "{error}"
        );
    }

    #[test]
    fn invalid_values_are_errors() {
        for value in [
            "http//proxy:8080",
            "http:/proxy:8080",
            "htp://proxy:8080",
            "http://",
            "http://pro xy:8080",
            "proxy:99999",
            "socks5://",
            ":8080",
            "://proxy",
            "\u{fffd}",
        ] {
            let error = find(SERVER, &[("HTTPS_PROXY", value)]).unwrap_err();
            assert!(error.contains("HTTPS_PROXY"), "{value}: {error}");
            // Other programs may understand it.
            assert_eq!(find(SERVER, &[("HTTP_PROXY", value)]), Ok(None));
            let excluded = [("HTTPS_PROXY", value), ("NO_PROXY", "*")];
            assert_eq!(find(SERVER, &excluded), Ok(None));
        }
    }

    #[test]
    fn a_socks_proxy_needs_the_feature() {
        for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
            let value = format!("{scheme}://proxy:1080");
            assert_eq!(parse(&value, true).unwrap().as_str(), value);
            let reason = parse(&value, false).unwrap_err();
            assert!(reason.contains("`socks`"), "{reason}");
        }
    }

    #[test]
    fn no_proxy_excludes_hosts_domains_and_networks() {
        for (host, list, excluded) in [
            ("demo.example.com", "*", true),
            ("demo.example.com", "other, Demo.Example.com", true),
            ("demo.example.com", ".example.com", true),
            ("demo.example.com", "example.com", true),
            ("demo.example.com", "ample.com", false),
            ("demo.example.com", "demo", false),
            ("demo.example.com", ", ,", false),
            ("10.1.2.3", "10.0.0.0/8", true),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.0/31", false),
            ("10.1.2.3", "0.0.0.0/0", true),
            ("10.1.2.3", "10.0.0.0/x", false),
            ("[fd00::1]", "fd00::/8", true),
            ("[fd00::1]", "10.0.0.0/8, fd00::2", false),
        ] {
            assert_eq!(is_excluded(host, list), excluded, "{host} {list}");
        }
    }
}
