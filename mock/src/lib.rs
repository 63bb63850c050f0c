//! A mock of Tencent Cloud services, for tests of programs that use a generated client.
//!
//! [`MockServer`] answers over real HTTP on a port of this machine, so a test exercises encoding,
//! signing, retries and decoding. It knows the types and the rules of every action of the generated
//! crate, checks each request like the service does, and answers with the documented error codes.
//!
//! The feature `mock` of a generated crate exports this crate as `mock`, and adds the function
//! `actions`:
//!
//! ```text
//! use tencent_ess::mock::{ClientBuilderExt, MockServer};
//!
//! let mock = MockServer::start(tencent_ess::actions())?;
//! mock.on::<SomeRequest>().reply(response);
//! let client = Client::builder().mock(&mock).build()?;
//! // … calls of the client …
//! assert_eq!(mock.received::<SomeRequest>().len(), 1);
//! ```
//!
//! # Answers
//!
//! - [`MockServer::on`] sets the answers of an action: a typed response, an error code, or a [`Fault`]
//!   of the server or the network.
//! - An action without an expectation gets a default answer: the documented response whose request is
//!   most similar, or else a response with the shape of its type. Ids, names and numbers come from the
//!   request where the names match. The same seed gives the same answers to the same requests.
//! - A [`Scenario`] adds faults to all answers: always, or with a probability.
//!
//! # States
//!
//! Crates of services with states have commands, such as `mock.sign(id)` for a contract. They change the state that
//! later answers show. With the feature `callback`, the server also posts the callbacks that report the change:
//! see `MockServerBuilder::callback_url`. `POST /_mock/<command>` does the same for other programs, and
//! `GET /_mock/` lists the commands.
//!
//! The server keeps the states of the latest 10,000 things that its actions created or that commands changed. For
//! others, each action is possible, and answers show no state of their own.
//!
//! # Checks
//!
//! The server checks the protocol (signature, date, action, version, token) and all rules of the
//! request. [`MockServerBuilder::lenient`] turns the rules off.
//! [`MockServerBuilder::requests_per_second`] limits the rate of each action.
//!
//! A `MockServer` that is dropped panics if an expectation was not met, or if a request matched none
//! of the expectations of its action. [`MockServer::verify`] returns the reasons earlier.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod actions;
mod builder;
#[cfg(feature = "callback")]
mod callback;
mod changes;
mod choice;
pub mod cli;
#[cfg(feature = "client")]
mod client;
mod command_error;
mod content;
mod control;
mod default_answer;
mod expectation;
mod expected;
mod fault;
#[cfg(test)]
mod fixtures;
mod handler;
mod ids;
#[doc(hidden)]
pub mod machine;
mod mismatch;
mod protocol;
mod rate_limit;
mod received;
mod resource;
mod resources;
mod response;
mod scenario;
mod sent;
mod server;
mod service_error;
mod show;
mod signature;
mod similarity;
mod state;
mod step;

pub use actions::{Actions, Documented};
pub use builder::MockServerBuilder;
#[cfg(feature = "callback")]
pub use callback::{UndeliveredCallback, UndeliveredCallbacks};
#[cfg(feature = "client")]
pub use client::ClientBuilderExt;
pub use command_error::CommandError;
pub use expectation::{Answered, Expectation};
pub use fault::Fault;
pub use mismatch::Unmet;
pub use protocol::{SECRET_ID, SECRET_KEY, TOKEN};
pub use received::Received;
pub use scenario::{InvalidScenario, Scenario};
pub use server::MockServer;
