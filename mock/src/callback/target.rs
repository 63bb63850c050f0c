//! The URL that receives callbacks.

use http::Uri;
use http::uri::Scheme;

/// The URL that receives callbacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The host and the port, to connect.
    pub(crate) address: String,
    /// The value of the header `Host`.
    pub(crate) host: String,
    /// The path and the query.
    pub(crate) path: String,
}

impl Target {
    /// Parses a URL.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        let invalid = |reason: &str| {
            format!(
                "the callback URL `{url}` is invalid: {reason}, such as http://127.0.0.1:8080/callbacks"
            )
        };
        let uri: Uri = url.parse().map_err(|_| invalid("write a URL"))?;
        let authority = uri
            .authority()
            .filter(|_| uri.scheme() == Some(&Scheme::HTTP));
        let authority = authority.ok_or_else(|| invalid("write a URL with http"))?;
        if authority.as_str().contains('@') {
            return Err(invalid("write it without a user"));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            address: format!(
                "{}:{}",
                authority.host(),
                authority.port_u16().unwrap_or(80)
            ),
            host: authority.to_string(),
            path: path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_has_a_host_and_may_have_a_port_and_a_path() {
        for (url, address, path) in [
            ("http://localhost", "localhost:80", "/"),
            (
                "http://127.0.0.1:8080/a/b?c=d",
                "127.0.0.1:8080",
                "/a/b?c=d",
            ),
            ("http://[::1]:8080/", "[::1]:8080", "/"),
        ] {
            let target = Target::parse(url).unwrap();
            assert_eq!(
                (target.address.as_str(), target.path.as_str()),
                (address, path)
            );
        }
    }

    #[test]
    fn other_texts_are_errors_with_an_example() {
        for url in [
            "",
            "localhost",
            "/callbacks",
            "https://localhost/",
            "http://",
            "http://a b/",
            "http://u:p@localhost/",
        ] {
            let error = Target::parse(url).unwrap_err();
            assert!(error.contains("such as http://"), "{error}");
        }
    }
}
