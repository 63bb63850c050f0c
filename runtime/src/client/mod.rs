//! Calls of actions: a client's settings, credentials, signatures, retries, transport and errors.
//!
//! [`Transport`] is the asynchronous client, `blocking::Transport` the blocking one. Both run the
//! steps in `exchange`, which do no I/O, and send with the HTTP client in `http`.

mod backend;
#[cfg(feature = "blocking")]
pub mod blocking;
mod build_error;
mod builder;
pub mod clock;
pub mod credential;
mod endpoint;
mod endpoints;
pub mod error;
mod event_stream;
mod exchange;
mod extras;
mod header;
mod host_kind;
mod http;
mod idempotency_token;
mod inner;
mod json_request;
mod options;
mod pagination;
pub mod rate_limit;
mod recorder;
mod response_future;
mod retry;
pub mod sign;
mod sse;
mod telemetry;
mod transport;
mod waiter;

pub use backend::{Backend, JsonStubMethod, StubMethod};
pub use build_error::BuildError;
pub use builder::{BuildClient, ClientBuilder};
pub use error::Error;
#[doc(hidden)]
pub use event_stream::StreamMethod;
pub use event_stream::{Event, EventStream, StreamableCall};
#[cfg(feature = "cli")]
pub(crate) use exchange::CompletedCall;
pub use exchange::PreparedRequest;
pub use host_kind::HostKind;
pub use http::{Certificates, Identity, Proxy};
pub use inner::BuildTransport;
#[cfg(feature = "cli")]
pub(crate) use inner::MAX_RESPONSE_BYTES;
pub use json_request::JsonRequest;
pub use options::{CallOptions, Language};
#[doc(hidden)]
pub use pagination::{FromPosition, Position, StubbedBy};
pub use pagination::{Items, Pages, Paginate, Pagination, Paginator};
pub use rate_limit::{RateLimit, RateLimiter};
pub use recorder::{AttemptRecord, CallRecord, CallRecorder, RawResponse};
pub use reqwest;
pub use response_future::ResponseFuture;
pub use retry::RetryPolicy;
pub use transport::{Transport, not_stubbed};
#[doc(hidden)]
pub use waiter::{State, Waiter};
pub use waiter::{WaitError, WaitFuture};
