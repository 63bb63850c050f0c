//! Calls the first documented example with both clients and a series of replies.

use serde_json::Value;
use tencent_runtime::client::Error;

use crate::actions;
use crate::clients::{Settings, each};
use crate::server::{Reply, Server};

/// Starts a server that accepts the signatures of the generated crate.
#[must_use]
pub fn serve(replies: Vec<Reply>) -> Server {
    Server::start(tencent_ess::SERVICE.name, replies)
}

/// Returns the documented response of the first example.
#[must_use]
pub fn answer() -> Value {
    actions::example().response
}

/// Returns the outcome of each client, and the number of requests that it sent.
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

/// Returns the error of each client, and the number of requests that it sent.
#[must_use]
pub fn errors(replies: &[Reply]) -> Vec<(Error, usize)> {
    outcomes(replies)
        .into_iter()
        .map(|(outcome, sent)| (outcome.unwrap_err(), sent))
        .collect()
}

/// Asserts that both clients return the documented response after that number of requests.
pub fn succeeds(replies: &[Reply], requests: usize) {
    for (outcome, sent) in outcomes(replies) {
        assert_eq!(outcome.unwrap(), answer()["Response"]);
        assert_eq!(sent, requests);
    }
}
