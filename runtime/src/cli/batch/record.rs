//! The lines of the output of a batch.
//!
//! The output is also the journal. Each line is a JSON object: the batch, requests that are started,
//! or the outcome of a request. The last line about a request is its state.
//!
//! ```text
//! {"batch":{"action":"…","version":"…","endpoint":"…","region":null,"requests":2,"digest":"…"}}
//! {"started":{"1":"5fd924625f6ab16a","2":"d4735e3a265e16ee"},"at":"2026-11-30T12:00:00Z"}
//! {"line":1,"outcome":"response","response":{…}}
//! {"line":2,"outcome":"error","code":"…","message":"…","request_id":"…"}
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::digest::Digest;

/// The batch that an output belongs to.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BatchInfo {
    pub(super) action: String,
    pub(super) version: String,
    pub(super) endpoint: String,
    pub(super) region: Option<String>,
    /// The number of requests.
    pub(super) requests: u64,
    /// The digest of all requests.
    pub(super) digest: Digest,
}

/// The first line.
#[derive(Debug, Serialize)]
pub(super) struct BatchRecord<'a> {
    pub(super) batch: &'a BatchInfo,
}

/// The beginning of every output.
pub(super) const BEGINNING: &[u8] = b"{\"batch\":{";

/// Requests that are sent as soon as this line is on the disk.
#[derive(Debug, Serialize)]
pub(super) struct StartRecord {
    /// The digests of the requests, by line number.
    pub(super) started: BTreeMap<u64, Digest>,
    pub(super) at: String,
}

/// The outcome of a request.
#[derive(Debug, Serialize)]
pub(super) struct OutcomeRecord {
    pub(super) line: u64,
    pub(super) outcome: OutcomeKind,
    /// The error code of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// The reason, if there is no response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<String>,
    /// The response as the server sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<Box<RawValue>>,
    /// The values of the response that do not have the described type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<String>,
    /// The answer of the server, if it is not a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
}

impl OutcomeRecord {
    /// Creates an outcome without any detail.
    pub(super) fn new(line: u64, outcome: OutcomeKind) -> Self {
        Self {
            line,
            outcome,
            code: None,
            message: None,
            request_id: None,
            response: None,
            warnings: Vec::new(),
            body: None,
        }
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutcomeKind {
    /// The server answered with a response.
    Response,
    /// The server refused the request.
    Error,
    /// The server did not execute the request, for a reason that may go away.
    NotExecuted,
    /// The server may have executed the request.
    Ambiguous,
}

/// A line of any kind, as far as a resumed batch needs it.
#[derive(Debug, Deserialize)]
pub(super) struct AnyRecord {
    pub(super) batch: Option<BatchInfo>,
    pub(super) started: Option<BTreeMap<u64, Digest>>,
    pub(super) line: Option<u64>,
    pub(super) outcome: Option<OutcomeKind>,
}

/// Returns the bytes of a line.
pub(super) fn line(record: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(record)?;
    bytes.push(b'\n');
    Ok(bytes)
}
