//! Calls a server over TLS whose certificate no public authority has signed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tests::actions;
use tests::schema::Example;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

/// A server with a certificate of the authority in `tls/authority.pem`.
struct Place {
    server: Server,
}

impl Place {
    /// Starts a server with a certificate for that host.
    fn of(name: &str, example: &Example) -> Self {
        let certificate = CertificateDer::from_pem_file(file(&format!("{name}.pem"))).unwrap();
        let key = PrivateKeyDer::from_pem_file(file(&format!("{name}.key.pem"))).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let replies = vec![Reply::json(&example.response)];
        Self {
            server: Server::start_tls(tencent_ess::SERVICE.name, replies, Arc::new(tls)),
        }
    }

    /// Calls the server from a separate process that trusts the authority.
    fn call(&self, example: &Example, authority: &str) -> Output {
        let folder = tempfile::tempdir().unwrap();
        let request = folder.path().join("request.json");
        std::fs::write(&request, example.request.to_string()).unwrap();
        Command::new(env!("CARGO_BIN_EXE_call"))
            .arg(&example.action)
            .arg(&request)
            .arg("--endpoint")
            .arg(format!("https://localhost:{}", self.server.port()))
            .env_clear()
            .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY)
            .env("SSL_CERT_FILE", file(authority))
            .output()
            .unwrap()
    }
}

fn example() -> Example {
    actions::example()
}

/// Returns the path of a file that `tls/make.sh` created.
fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls");
    folder.join(name)
}

#[test]
fn a_trusted_certificate_is_accepted() {
    let example = example();
    let place = Place::of("localhost", &example);
    let Output { status, stderr, .. } = place.call(&example, "authority.pem");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(place.server.seen()[0].signature, Ok(()));
}

#[test]
fn nothing_is_sent_to_an_untrusted_server() {
    let example = example();
    refuses(
        &Place::of("localhost", &example),
        &example,
        "other-authority.pem",
    );
}

#[test]
fn a_certificate_of_another_host_is_rejected() {
    let example = example();
    refuses(
        &Place::of("elsewhere.example", &example),
        &example,
        "authority.pem",
    );
}

fn refuses(place: &Place, example: &Example, authority: &str) {
    let Output { status, stderr, .. } = place.call(example, authority);
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("nothing was sent"), "{stderr}");
    assert!(stderr.contains("certificate"), "{stderr}");
    assert!(place.server.seen().is_empty());
}
