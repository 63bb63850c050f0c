//! Tests proxies, certificates and HTTP clients that a program sets in code.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{
    CallOptions, Certificates, ClientBuilder, Error, Identity, Proxy, Transport, blocking, reqwest,
};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::{Plain, answer};

type Builder = ClientBuilder<blocking::Transport>;

fn builder(endpoint: &str) -> Builder {
    ClientBuilder::new(&tencent_ess::SERVICE)
        .endpoint(endpoint)
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .retry(tencent_runtime::client::RetryPolicy::never())
}

fn call(builder: Builder) -> Result<(), Error> {
    let client = builder.build().unwrap();
    client.call(&Plain, &CallOptions::new()).map(drop)
}

/// Returns the error of a builder.
fn refused(builder: Builder) -> String {
    builder.build().map(drop).unwrap_err().to_string()
}

#[test]
fn a_proxy_gets_the_requests_of_all_endpoints_except_the_excluded_ones() {
    let server = serve(vec![Reply::json(&answer())]);
    // The proxy is a server that reads requests without TLS, and answers them itself.
    let proxy = || Proxy::new(server.url()).basic_auth("some body", "pass:word");
    call(builder("http://demo.invalid").proxy(proxy())).unwrap();
    let seen = &server.seen()[0];
    assert!(seen.line.contains("http://demo.invalid/"), "{}", seen.line);
    // `some body:pass:word` in base64.
    let sent = &seen.headers["proxy-authorization"];
    assert_eq!(sent, "Basic c29tZSBib2R5OnBhc3M6d29yZA==");

    let own = serve(vec![Reply::json(&answer())]);
    let excluded = proxy().no_proxy("demo.invalid, 127.0.0.0/8");
    call(builder(&own.url()).proxy(excluded)).unwrap();
    assert_eq!((own.seen().len(), server.seen().len()), (1, 1));
    // An endpoint on this machine is not excluded by itself.
    call(builder(&own.url()).proxy(proxy())).unwrap();
    assert_eq!((own.seen().len(), server.seen().len()), (1, 2));
}

#[test]
fn a_proxy_that_refuses_is_named_without_its_password() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut byte = [0];
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
                head.push(byte[0]);
            }
            stream
                .write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                .unwrap();
        }
    });
    let proxy = Proxy::new(format!("http://somebody:pass-word@{address}"));
    let builder = builder("https://demo.invalid").proxy(proxy);
    let mut shown = format!("{builder:?}");
    let error = call(builder).unwrap_err();
    shown.push_str(&format!("{error} {error:?}"));
    assert!(
        shown.contains(&format!("the proxy http://{address}")),
        "{shown}"
    );
    assert!(!shown.contains("pass-word"), "{shown}");
}

#[test]
fn an_invalid_proxy_is_an_error_of_the_builder() {
    for url in ["", "ftp://proxy:21", "http//proxy", "http://proxy:secret@"] {
        let error = refused(builder("https://demo.invalid").proxy(Proxy::new(url)));
        assert!(error.starts_with("proxy cannot be used"), "{url}: {error}");
        assert!(
            !error.contains("secret") && !error.contains("NO_PROXY"),
            "{error}"
        );
    }
}

/// Returns the content of a file that `tls/make.sh` created.
fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls");
    std::fs::read(folder.join(name)).unwrap()
}

fn key(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

/// A server with a certificate for `localhost`. It asks for the certificate of an authority, or for none.
fn tls_server(client_authority: Option<&str>) -> Server {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match client_authority {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots
                .add(CertificateDer::from_pem_slice(&file(authority)).unwrap())
                .unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let certificate = CertificateDer::from_pem_slice(&file("localhost.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&file("localhost.key.pem")).unwrap();
    let config = config.with_single_cert(vec![certificate], key).unwrap();
    let replies = vec![Reply::json(&answer())];
    Server::start_tls(tencent_ess::SERVICE.name, replies, Arc::new(config))
}

fn to(server: &Server) -> Builder {
    builder(&format!("https://localhost:{}", server.port()))
}

#[test]
fn certificates_of_the_program_are_trusted() {
    let server = tls_server(None);
    let authority = || Certificates::from_pem(file("authority.pem"));
    let der = CertificateDer::from_pem_slice(&file("authority.pem"))
        .unwrap()
        .to_vec();
    let both = [file("other-authority.pem"), file("authority.pem")].concat();
    for (builder, trusted) in [
        (to(&server).root_certificates(authority()), true),
        (
            to(&server).root_certificates(Certificates::from_der(der)),
            true,
        ),
        (
            to(&server).root_certificates(Certificates::from_pem(both)),
            true,
        ),
        (
            to(&server)
                .root_certificates(authority())
                .built_in_root_certificates(false),
            true,
        ),
        (
            to(&server).root_certificates(Certificates::from_pem(file("other-authority.pem"))),
            false,
        ),
        (to(&server), false),
    ] {
        let shown = format!("{builder:?}");
        match call(builder) {
            Ok(()) => assert!(trusted, "{shown}"),
            Err(error) => {
                assert!(!trusted, "{error:?}");
                assert!(matches!(error, Error::NotSent(_)), "{error:?}");
            }
        }
    }
}

#[test]
fn a_client_identifies_itself_with_its_certificate() {
    // The authority has signed both certificates.
    let server = tls_server(Some("authority.pem"));
    let trusting = || to(&server).root_certificates(Certificates::from_pem(file("authority.pem")));
    let identity = Identity::from_pem(file("localhost.pem"), key("localhost.key.pem"));
    call(trusting().identity(identity)).unwrap();
    assert_eq!(server.seen().len(), 1);
    call(trusting()).unwrap_err();
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn invalid_certificates_are_errors_of_the_builder() {
    let builder = || builder("https://demo.invalid");
    let mut cut = file("authority.pem");
    cut.truncate(cut.len() / 2);
    for certificates in [
        Certificates::from_pem("no certificate"),
        Certificates::from_pem(cut),
        Certificates::from_pem(key("localhost.key.pem")),
        Certificates::from_der("no certificate"),
    ] {
        let error = refused(builder().root_certificates(certificates));
        assert!(error.starts_with("root_certificates: "), "{error}");
    }
    for identity in [
        Identity::from_pem("", key("localhost.key.pem")),
        Identity::from_pem(file("localhost.pem"), "no key"),
        Identity::from_pem(file("localhost.pem"), key("elsewhere.example.key.pem")),
    ] {
        let error = refused(builder().identity(identity));
        assert!(error.starts_with("identity: "), "{error}");
    }
    let error = refused(builder().built_in_root_certificates(false));
    assert!(error.contains("root_certificates"), "{error}");
}

/// Returns a client with a header that the builder of the runtime does not set.
fn own_client() -> reqwest::Client {
    let builder = own_builder().redirect(reqwest::redirect::Policy::none());
    builder.build().unwrap()
}

fn own_builder() -> reqwest::ClientBuilder {
    let name = reqwest::header::HeaderName::from_static("x-own-client");
    let value = reqwest::header::HeaderValue::from_static("yes");
    // reqwest has no TLS provider of its own in this program.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .default_headers([(name, value)].into_iter().collect())
        .no_proxy()
}

#[test]
fn an_http_client_of_the_program_sends_the_requests() {
    let server = serve(vec![Reply::json(&answer())]);
    call(builder(&server.url()).http_client(own_client())).unwrap();
    let builder = ClientBuilder::<Transport>::new(&tencent_ess::SERVICE)
        .endpoint(server.url())
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .http_client(own_client());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = builder.build().unwrap();
    runtime
        .block_on(client.call(&Plain, &CallOptions::new()))
        .unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for seen in seen {
        assert_eq!(
            (seen.signature, &*seen.headers["x-own-client"]),
            (Ok(()), "yes")
        );
    }
}

#[test]
fn a_redirect_that_an_http_client_of_the_program_follows_is_an_error() {
    let target = serve(vec![Reply::json(&answer())]);
    let location = format!("{}/other", target.url());
    let server = serve(vec![Reply::new(302, "").header("Location", &location)]);
    let own = own_builder().build().unwrap();
    let error = call(builder(&server.url()).http_client(own)).unwrap_err();
    assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
    assert!(
        format!("{error:?}").contains("turn its redirects off"),
        "{error:?}"
    );
    assert_eq!(target.seen().len(), 1);
}

#[test]
fn time_limits_of_the_builder_apply_to_an_http_client_of_the_program() {
    let server = serve(vec![Reply::json(&answer()).after(Duration::from_secs(2))]);
    let builder = builder(&server.url()).attempt_timeout(Duration::from_millis(50));
    let error = call(builder.http_client(own_client())).unwrap_err();
    assert!(
        matches!(error, Error::Ambiguous(_)) && error.is_timeout(),
        "{error:?}"
    );
}

#[test]
fn settings_that_an_http_client_of_the_program_would_ignore_are_errors() {
    let own = || builder("https://demo.invalid").http_client(own_client());
    for builder in [
        own().proxy(Proxy::new("http://proxy:3128")),
        own().system_proxy(false),
        own().root_certificates(Certificates::from_pem(file("authority.pem"))),
        own().built_in_root_certificates(false),
        own().identity(Identity::from_pem(
            file("localhost.pem"),
            key("localhost.key.pem"),
        )),
        own().connect_timeout(Duration::from_secs(1)),
        own().pool_max_idle_per_host(1),
    ] {
        let error = refused(builder);
        assert!(error.starts_with("http_client: "), "{error}");
    }
    own().build().unwrap();
}
