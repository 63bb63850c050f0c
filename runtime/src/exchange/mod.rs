//! A call without its I/O: what to send, what the answer means, and whether to send it again.
//!
//! The clients are thin shells over it. They do what each [`Step`] says and tell the [`Call`] what
//! came of it, which is the next step, until it is over.

mod answer;
mod call;
mod draft;
mod failure;
mod prepared;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub(crate) use answer::{Answer, RawAnswer};
pub(crate) use call::{Answered, Call, Step};
pub(crate) use draft::Draft;
pub(crate) use failure::{Reason, SendFailure};
pub use prepared::PreparedRequest;

use crate::Service;
use crate::clock::{self, Clock, ClockCorrection};
use crate::credential::ProvideCredential;
use crate::endpoint::Endpoint;
use crate::limiter::Limiter;
use crate::options::CallOptions;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::sign::Signer;

/// What all calls of a client share.
#[derive(Debug)]
pub struct Core {
    pub(crate) service: &'static Service,
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Arc<dyn ProvideCredential>,
    pub(crate) request_client: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) limiter: Limiter,
    pub(crate) limits: Limits,
    /// Whether the system's proxy is used.
    pub(crate) proxy: bool,
    pub(crate) options: CallOptions,
    pub(crate) signer: Signer,
    pub(crate) correction: ClockCorrection,
    pub(crate) budget: RetryBudget,
}

impl Core {
    /// The server's time, as far as it is known, in seconds since the Unix epoch.
    fn now(&self) -> u64 {
        self.correction.corrected(self.clock.now())
    }

    /// The same time, as the machine counts it.
    fn time(&self) -> SystemTime {
        clock::at(self.now()).unwrap_or_else(SystemTime::now)
    }
}

/// What a call may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) response_bytes: usize,
}

/// How long a call may take with everything in it, unless it is said.
const CALL: Duration = Duration::from_secs(60);

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(20),
            response_bytes: 16 * 1024 * 1024,
        }
    }
}

/// Whether a text can be the value of a header.
pub(crate) fn fits_header(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Whether a text can be said to be a region. The empty one says that there is none.
pub(crate) fn is_region(text: &str) -> bool {
    text.is_empty() || fits_header(text)
}
