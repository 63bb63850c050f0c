//! Servers that issue temporary credentials: STS, and the metadata service of CVM instances.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use tencent_runtime::client::clock::ManualClock;
use tencent_runtime::client::credential::{
    AssumeRoleProvider, Credential, CvmRoleProvider, ProvideCredential, WebIdentityProvider,
};

use crate::server::{Reply, SECRET_ID, SECRET_KEY, Server};

/// The role that is assumed.
pub const ROLE: &str = "qcs::cam::uin/100000000001:roleName/deploy";

/// A token of an identity provider.
pub const IDENTITY_TOKEN: &str = "an-identity-token-that-nobody-may-see";

/// The time when the tests begin, in seconds since the Unix epoch.
pub const NOW: u64 = 1_700_000_000;

/// How long a credential is valid, in seconds.
pub const DURATION: u64 = 7200;

/// A provider of temporary credentials, and the server that it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// Exchanges another credential.
    AssumeRole,
    /// Exchanges a token of an identity provider.
    WebIdentity,
    /// Asks the metadata service.
    CvmRole,
}

impl Issuer {
    /// All providers.
    pub const ALL: [Self; 3] = [Self::AssumeRole, Self::WebIdentity, Self::CvmRole];

    /// Starts a server that gives these replies.
    #[must_use]
    pub fn serve(self, replies: Vec<Reply>) -> Server {
        Server::start("sts", replies)
    }

    /// Creates the provider.
    #[must_use]
    pub fn provider(self, url: String, clock: &Arc<ManualClock>) -> Arc<dyn ProvideCredential> {
        let clock = Arc::clone(clock);
        match self {
            Self::AssumeRole => {
                let base = Credential::new(SECRET_ID, SECRET_KEY);
                let provider = AssumeRoleProvider::builder(ROLE, base);
                let provider = provider.session_name("nightly").endpoint(url).clock(clock);
                Arc::new(provider.build().unwrap())
            }
            Self::WebIdentity => {
                let provider = WebIdentityProvider::builder(ROLE, "my-provider", token_file());
                let provider = provider.session_name("nightly").endpoint(url).clock(clock);
                Arc::new(provider.build().unwrap())
            }
            Self::CvmRole => {
                let provider = CvmRoleProvider::builder().role_name("worker");
                let provider = provider.endpoint(url).clock(clock);
                Arc::new(provider.build().unwrap())
            }
        }
    }

    /// The reply with a credential whose token has this number.
    #[must_use]
    pub fn issued(self, number: usize, expires_at: u64) -> Reply {
        self.response(
            SECRET_ID,
            SECRET_KEY,
            &format!("token-{number}"),
            expires_at,
        )
    }

    /// The reply with another credential.
    #[must_use]
    pub fn response(self, id: &str, key: &str, token: &str, expires_at: u64) -> Reply {
        let keys = json!({ "TmpSecretId": id, "TmpSecretKey": key, "Token": token });
        let mut response = match self {
            Self::CvmRole => keys,
            _ => json!({ "Credentials": keys, "RequestId": "req-1" }),
        };
        response["ExpiredTime"] = json!(expires_at);
        match self {
            Self::CvmRole => {
                response["Code"] = json!("Success");
                Reply::json(&response)
            }
            _ => Reply::json(&json!({ "Response": response })),
        }
    }

    /// The reply of a server that failed, but may succeed later.
    #[must_use]
    pub fn failure(self) -> Reply {
        match self {
            Self::CvmRole => Reply::new(503, "busy"),
            _ => Reply::error("InternalError", "busy"),
        }
    }

    /// The requests that assumed a role: their actions and bodies.
    #[must_use]
    pub fn requests(server: &Server) -> Vec<(String, Value)> {
        let seen = server.seen().into_iter();
        seen.map(|seen| {
            let body = serde_json::from_slice(&seen.body).unwrap();
            (seen.headers["x-tc-action"].clone(), body)
        })
        .collect()
    }
}

/// Returns the file with the token of the identity provider. Writes it once.
fn token_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("tests-identity-{}", std::process::id()));
        std::fs::write(&path, format!("{IDENTITY_TOKEN}\n")).unwrap();
        path
    })
}
