//! Where credentials come from and what becomes of them during calls, with both clients and a server
//! on this machine.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tencent_runtime::Error;
use tencent_runtime::clock::HeldClock;
use tencent_runtime::credential::{
    Credential, CredentialError, Environment, IniFileProvider, ProvideCredential,
};
use tests::callers::{Settings, each};
use tests::schema;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

fn serve(replies: Vec<Reply>) -> Server {
    Server::start(tencent_ess::SERVICE.name, replies)
}

fn answer() -> Reply {
    Reply::json(&schema::examples().remove(0).response)
}

fn good() -> Credential {
    Credential::new(SECRET_ID, SECRET_KEY)
}

fn with(credential: impl ProvideCredential + 'static, server: &Server) -> Settings {
    Settings {
        credential: Arc::new(credential),
        ..Settings::to(server)
    }
}

#[test]
fn files_are_read_by_both_clients() {
    let home = std::env::temp_dir().join(format!("tests-credentials-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let file = home.join("credentials");
    let text = format!("[default]\nsecret_id = {SECRET_ID}\nsecret_key = {SECRET_KEY}\n");
    std::fs::write(&file, text).unwrap();
    let variable = ("TENCENTCLOUD_CREDENTIALS_FILE", file.as_os_str());
    let environment: Environment = [variable].into_iter().collect();
    each(|open| {
        let server = serve(vec![answer()]);
        let provider = IniFileProvider::new(environment.clone(), "default");
        open(&with(provider, &server)).example().unwrap();
        assert_eq!(server.seen()[0].signature, Ok(()));
    });
    std::fs::remove_dir_all(&home).unwrap();
}

#[test]
fn a_credential_that_ran_out_is_not_sent() {
    const NOW: u64 = 1_600_000_000;
    let until = |second| good().with_expiry(UNIX_EPOCH + Duration::from_secs(second));
    let expired = |outcome: Result<Value, Error>| {
        let error = outcome.unwrap_err();
        let Error::Credential(CredentialError::Expired { .. }) = &error else {
            panic!("{error:?}");
        };
        assert!(error.is_auth());
        assert!(error.to_string().contains("ran out at 20"), "{error}");
    };
    each(|open| {
        let server = serve(vec![answer()]);
        let clock = Arc::new(HeldClock::at(NOW));
        let settings = |second| Settings {
            clock: clock.clone(),
            ..with(until(second), &server)
        };
        expired(open(&settings(NOW)).example());
        assert!(server.seen().is_empty());
        open(&settings(NOW + 1)).example().unwrap();
        // The server knows better what time it is.
        let date = "Wed, 15 Nov 2023 06:13:20 GMT";
        let late = Reply::error("AuthFailure.SignatureExpire", "…").header("Date", date);
        let server = serve(vec![late, answer()]);
        let settings = Settings {
            endpoint: server.url(),
            ..settings(NOW + 1)
        };
        expired(open(&settings).example());
        assert_eq!(server.seen().len(), 1);
    });
}
