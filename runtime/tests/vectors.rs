//! Compares each part of the signature with vectors on which two official implementations agree.

use serde::Deserialize;
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::sign::{Signable, Signer};

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    service: String,
    host: String,
    method: String,
    timestamp: u64,
    content_type: String,
    query: String,
    payload: String,
    unsigned_payload: bool,
    secret_id: String,
    secret_key: String,
    token: String,
    signed_headers: String,
    payload_sha256: String,
    canonical_request: String,
    string_to_sign: String,
    signature: String,
    authorization: String,
}

#[test]
fn every_vector_is_reproduced_in_every_field() {
    let vectors: Vectors = serde_json::from_str(include_str!("data/tc3-vectors.json")).unwrap();
    assert_eq!(vectors.cases.len(), 34);
    // One signer for all vectors: its key cache must distinguish all credentials, days and services.
    let signer = Signer::new();
    for case in &vectors.cases {
        let credential = Credential::new(&case.secret_id, &case.secret_key);
        let credential = match case.token.as_str() {
            "" => credential,
            token => credential.with_token(token),
        };
        let what = match case.method.as_str() {
            "GET" => Signable::get(&case.host, &case.content_type, &case.query),
            _ => Signable::post(&case.host, &case.content_type, case.payload.as_bytes()),
        };
        let what = if case.unsigned_payload {
            what.unsigned_payload()
        } else {
            what
        };
        let trace = signer.trace(&credential, &case.service, &what, case.timestamp);
        let name = &case.name;
        assert_eq!(trace.payload_sha256, case.payload_sha256, "{name}");
        assert_eq!(trace.canonical_request, case.canonical_request, "{name}");
        assert_eq!(trace.string_to_sign, case.string_to_sign, "{name}");
        assert_eq!(trace.signature, case.signature, "{name}");
        assert_eq!(trace.signed_headers, case.signed_headers, "{name}");
        assert_eq!(trace.authorization, case.authorization, "{name}");
    }
}
