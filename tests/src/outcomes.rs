//! What both clients get for a series of replies to the first documented example.

use serde_json::Value;
use tencent_runtime::client::Error;

use crate::clients::{Settings, each};
use crate::schema;
use crate::server::{Reply, Server};

/// A server for the signatures of the generated crate.
#[must_use]
pub fn serve(replies: Vec<Reply>) -> Server {
    Server::start(tencent_ess::SERVICE.name, replies)
}

/// The documented answer to the first documented request.
#[must_use]
pub fn answer() -> Value {
    schema::examples().remove(0).response
}

/// What both clients get for these replies, and how many requests they sent for it.
#[must_use]
pub fn outcomes(replies: &[Reply]) -> Vec<(Result<Value, Error>, usize)> {
    let outcomes = std::cell::RefCell::new(Vec::new());
    each(|open| {
        let server = serve(replies.to_vec());
        let outcome = open(&Settings::to(&server)).example();
        for seen in server.seen() {
            assert_eq!(seen.signature, Ok(()));
        }
        outcomes.borrow_mut().push((outcome, server.seen().len()));
    });
    outcomes.into_inner()
}

/// The error that both clients get for these replies, and how many requests they sent for it.
#[must_use]
pub fn errors(replies: &[Reply]) -> Vec<(Error, usize)> {
    outcomes(replies)
        .into_iter()
        .map(|(outcome, sent)| (outcome.unwrap_err(), sent))
        .collect()
}

/// Both clients get the documented answer, and send so many requests for it.
pub fn succeeds(replies: &[Reply], requests: usize) {
    for (outcome, sent) in outcomes(replies) {
        assert_eq!(outcome.unwrap(), answer()["Response"]);
        assert_eq!(sent, requests);
    }
}
