//! The blocking client: a thin shell over what a call is without its I/O.
//!
//! It sends with the same HTTP client as the asynchronous one. Clients made for blocking were
//! considered; the best of them writes every byte that it sends, keys of people's identity and the
//! signature included, to the log of whoever turns tracing on.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::builder::{BuildError, Open};
use crate::credential::{Credential, CredentialError};
use crate::exchange::{
    Answer, Answered, Call, Core, Draft, PreparedRequest, RawAnswer, Reason, SendFailure, Step,
};
use crate::http::Http;
use crate::options::CallOptions;
use crate::wire::Encode;
use crate::{Action, ActionInfo, Error};

/// How much longer than a task may take its thread is waited for.
const GRACE: Duration = Duration::from_secs(1);

/// Sets up a blocking client `C`.
pub type ClientBuilder<C> = crate::builder::ClientBuilder<Transport, C>;

/// Sends requests from a thread of its own, and waits for it. It is cheap to clone, and clones share
/// that thread and their connections.
#[derive(Clone)]
pub struct Transport {
    core: Arc<Core>,
    http: Http,
    driver: Arc<Driver>,
}

impl Transport {
    /// Calls an action: waits for its turn, signs, sends, tries again, decodes.
    ///
    /// The request is not validated here; see [`CallOptions::check`].
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong.
    pub fn call<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<A::Response, Error> {
        let answered = self.exchange(&A::INFO, request, options)?;
        answered.response()
    }

    /// Makes a call, of whatever action. All but the response's type is compiled once.
    fn exchange<'a>(
        &'a self,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<Answered<'a>, Error> {
        let mut call = Call::start(&self.core, action, request, options)?;
        let outcome = self.drive(&mut call);
        call.over(outcome)
    }

    /// Signs a request as [`Transport::call`] does, and does not send it.
    ///
    /// # Errors
    ///
    /// Where there is no credential, or the request cannot be sent.
    pub fn prepare<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
    ) -> Result<PreparedRequest, Error> {
        let draft = Draft::new(&self.core, &A::INFO, request, options)?;
        if !draft.needs_credential() {
            return Ok(draft.unsigned(&self.core));
        }
        let limit = draft.limit();
        draft.sealed(&self.core, self.find_credential(limit))
    }

    /// The options that the client was set up with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.core.options.clone()
    }

    fn drive(&self, call: &mut Call<'_>) -> Result<Answer, Error> {
        #[cfg(feature = "tracing")]
        let span = call.telemetry.span().clone();
        #[cfg(feature = "tracing")]
        let _inside = span.enter();
        let mut step = call.turn();
        loop {
            step = match step {
                Step::Wait(pause) => {
                    std::thread::sleep(pause);
                    call.turn()
                }
                Step::Credential => match self.find_credential(call.left()) {
                    Some(found) => call.credential(found),
                    None => call.out_of_time(),
                },
                Step::Send(request) => call.answered(self.driver.send(&self.http, request)),
                Step::Done(outcome) => return outcome,
            };
        }
    }

    /// Asks for a credential for that long. Providers wait for what asynchronous clients wait for, so
    /// they are asked where that works: in the driver's runtime.
    fn find_credential(&self, left: Duration) -> Option<Result<Credential, CredentialError>> {
        if let Some(found) = self.core.credential.at_hand() {
            return Some(Ok(found));
        }
        let core = Arc::clone(&self.core);
        let found = async move { tokio::time::timeout(left, core.credential.credential()).await };
        match self.driver.outcome(left, found) {
            Ok(in_time) => in_time.ok(),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                Some(Err(CredentialError::provider("it panicked")))
            }
        }
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let http = Http::open(&core)?;
        let driver = Arc::new(Driver::start()?);
        Ok(Self { core, http, driver })
    }
}

/// The one thread that drives all connections of a client. Callers wait for it without running its
/// runtime, so that they may themselves be inside one.
struct Driver(Option<Runtime>);

impl Driver {
    fn start() -> Result<Self, BuildError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("tencent-runtime")
            .enable_all()
            .build();
        let runtime = runtime.map_err(BuildError::http)?;
        Ok(Self(Some(runtime)))
    }

    fn send(&self, http: &Http, request: Box<PreparedRequest>) -> Result<RawAnswer, SendFailure> {
        let (http, limit) = (http.clone(), request.timeout());
        let answer = self.outcome(limit, async move { http.send(&request).await });
        // Whether a thread that is gone has sent something, nobody can say.
        answer.unwrap_or(Err(SendFailure {
            reason: Reason::Gone,
            sent: true,
            status: None,
        }))
    }

    /// What comes of a task on the driver's thread.
    fn outcome<T: Send + 'static>(
        &self,
        limit: Duration,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, RecvTimeoutError> {
        #[cfg(feature = "tracing")]
        let task = tracing::Instrument::in_current_span(task);
        let (done, outcome) = sync_channel(1);
        let runtime = self.0.as_ref().ok_or(RecvTimeoutError::Timeout)?;
        runtime.spawn(async move {
            // The caller waits, or its thread is gone.
            let _ = done.send(task.await);
        });
        // After a fork there is no such thread any more, and where a provider blocks it, it is as good
        // as gone: nobody else would end the wait.
        outcome.recv_timeout(limit.saturating_add(GRACE))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Waiting for the thread would panic inside another runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("service", &self.core.service.name)
            .field("host", &self.core.endpoint.host())
            .finish_non_exhaustive()
    }
}

/// What a stub answers where it implements nothing.
///
/// # Errors
///
/// Always [`Error::NotStubbed`].
pub fn not_stubbed<T>(action: &'static str) -> Result<T, Error> {
    Err(Error::NotStubbed { action })
}
