//! Calls over TLS, to a server whose certificate is one that no public authority has signed.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tests::schema::{self, Example};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

/// An authority of nobody's, and a server that it vouches for.
struct Place {
    authority: String,
    server: Server,
}

impl Place {
    fn of(name: &str, example: &Example) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let replies = vec![Reply::json(&example.response)];
        Self {
            authority: authority.pem(),
            server: Server::start_tls(tencent_ess::SERVICE.name, replies, Arc::new(tls)),
        }
    }

    /// Calls the server from a process of its own, which trusts the authorities in that file.
    fn call(&self, example: &Example, authorities: &Path) -> Output {
        let folder = authorities.parent().unwrap();
        let request = folder.join("request.json");
        std::fs::write(&request, example.request.to_string()).unwrap();
        Command::new(env!("CARGO_BIN_EXE_call"))
            .arg(&example.action)
            .arg(&request)
            .arg("--endpoint")
            .arg(format!("https://localhost:{}", self.server.port()))
            .env_clear()
            .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY)
            .env("SSL_CERT_FILE", authorities)
            .output()
            .unwrap()
    }
}

fn example() -> Example {
    schema::examples().remove(0)
}

#[test]
fn a_server_is_believed_where_its_authority_is_trusted() {
    let (example, folder) = (example(), tempfile::tempdir().unwrap());
    let place = Place::of("localhost", &example);
    let trusted = folder.path().join("authorities.pem");
    std::fs::write(&trusted, &place.authority).unwrap();
    let Output { status, stderr, .. } = place.call(&example, &trusted);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(place.server.seen()[0].signature, Ok(()));
}

#[test]
fn a_server_that_nobody_vouches_for_is_sent_nothing() {
    let (example, folder) = (example(), tempfile::tempdir().unwrap());
    let place = Place::of("localhost", &example);
    let others = folder.path().join("authorities.pem");
    std::fs::write(&others, Place::of("localhost", &example).authority).unwrap();
    refuses(&place, &example, &others);
}

#[test]
fn a_certificate_of_another_server_is_not_enough() {
    let (example, folder) = (example(), tempfile::tempdir().unwrap());
    let place = Place::of("elsewhere.example", &example);
    let trusted = folder.path().join("authorities.pem");
    std::fs::write(&trusted, &place.authority).unwrap();
    refuses(&place, &example, &trusted);
}

fn refuses(place: &Place, example: &Example, authorities: &Path) {
    let Output { status, stderr, .. } = place.call(example, authorities);
    let told = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{told}");
    assert!(told.contains("nothing was sent"), "{told}");
    assert!(told.contains("certificate"), "{told}");
    assert!(place.server.seen().is_empty());
}
