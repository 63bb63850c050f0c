//! A mock of Tencent Cloud services, for the tests of programs that use a generated client.
//!
//! [`MockServer`] answers over real HTTP on a port of this machine, so a test exercises encoding,
//! signing, retries and decoding. It knows the types and the rules of every action of the generated
//! crate, checks each request like the service does, and answers with the documented error codes.
//!
//! ```no_run
//! # use tencent_mock::{Connect, MockServer};
//! # use tencent_runtime::Action;
//! # use tencent_runtime::client::{BuildClient, ClientBuilder};
//! # fn example<C: BuildClient, A, B>(actions: impl tencent_mock::ServiceActions, builder: ClientBuilder<C>, response: A::Response) -> Result<(), Box<dyn std::error::Error>>
//! # where A: Action + serde::de::DeserializeOwned + Clone + 'static, A::Response: serde::Serialize + Send + 'static {
//! // `tencent_ess::actions()`, for example.
//! let mock = MockServer::start(actions)?;
//! mock.on::<A>().reply(response);
//! let client = builder.connect(&mock).build()?;
//! // … calls of the client …
//! assert_eq!(mock.received::<A>().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Answers
//!
//! - [`MockServer::on`] sets the answers of an action: a typed response, an error code, or a
//!   [`Failure`] of the server or the network.
//! - An action without any expectation gets a default answer: a response with the shape of its type.
//!   Its values come from the request where the names match, and from a seed otherwise, so they are
//!   the same every time.
//!
//! # Checks
//!
//! The server checks the protocol (signature, date, action, version, token) and all rules of the
//! request. [`MockServer::lenient`] turns the rules off.
//!
//! When a `MockServer` is dropped, it panics if an expectation was not met, or if a request matched
//! none of the expectations of its action. So does [`MockServer::verify`], which returns the reasons.

mod actions;
mod connect;
mod default_answer;
mod expectation;
mod failure;
mod handler;
mod mismatch;
mod protocol;
mod received;
mod server;
mod signature;
mod step;

pub use actions::ServiceActions;
pub use connect::Connect;
pub use expectation::{Answered, Expectation};
pub use failure::Failure;
pub use mismatch::Unmet;
pub use received::Received;
pub use server::{MockServer, SECRET_ID, SECRET_KEY};
