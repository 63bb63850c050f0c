//! The blocking client: a thin shell over what a call is without its I/O.
//!
//! It sends with the same HTTP client as the asynchronous one. Clients made for blocking were
//! considered; the best of them writes every byte that it sends, keys of people's identity and the
//! signature included, to the log of whoever turns tracing on.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::builder::{BuildError, Open};
use crate::credential::CredentialError;
use crate::exchange::{Call, Core, PreparedRequest, RawAnswer, SendFailure, Step};
use crate::http::Http;
use crate::options::CallOptions;
use crate::{Action, Error};

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
        let mut call = Call::start(&self.core, &A::INFO, request, options);
        self.drive(&mut call);
        call.response()
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
        let options = CallOptions::new().rate_limit(false).or(options);
        let mut call = Call::start(&self.core, &A::INFO, request, &options);
        let next = call.next();
        if let Step::Credential = next {
            self.find_credential(&mut call);
        }
        call.prepared(next)
    }

    /// The options that the client was set up with.
    #[must_use]
    pub fn default_options(&self) -> CallOptions {
        self.core.options.clone()
    }

    fn drive(&self, call: &mut Call<'_>) {
        #[cfg(feature = "tracing")]
        let span = call.telemetry.span().clone();
        #[cfg(feature = "tracing")]
        let _inside = span.enter();
        loop {
            match call.next() {
                Step::Wait(pause) => std::thread::sleep(pause),
                Step::Credential => self.find_credential(call),
                Step::Send(request) => call.answered(self.driver.send(&self.http, request)),
                Step::Done => return,
            }
        }
    }

    /// Asks for a credential as long as the call may take. Providers wait for what asynchronous
    /// clients wait for, so they are asked where that works: on the driver's thread.
    fn find_credential(&self, call: &mut Call<'_>) {
        let (core, left) = (Arc::clone(&self.core), call.left());
        let found = async move { tokio::time::timeout(left, core.credential.credential()).await };
        match self.driver.run(found) {
            Some(Ok(found)) => call.credential(found),
            Some(Err(_)) => call.out_of_time(),
            None => call.credential(Err(CredentialError::provider("it panicked"))),
        }
    }
}

impl Open for Transport {
    fn open(core: Arc<Core>) -> Result<Self, BuildError> {
        let http = Http::open(&core.limits)?;
        let driver = Arc::new(Driver::start()?);
        Ok(Self { core, http, driver })
    }
}

/// The one thread that drives all connections of a client. Callers wait for it without entering its
/// runtime, so that they may themselves be inside one.
struct Driver(Option<Runtime>);

impl Driver {
    fn start() -> Result<Self, BuildError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("tencent-runtime")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| BuildError::Http(error.to_string()))?;
        Ok(Self(Some(runtime)))
    }

    fn send(&self, http: &Http, request: Box<PreparedRequest>) -> Result<RawAnswer, SendFailure> {
        let http = http.clone();
        let answer = self.run(async move { http.send(&request).await });
        answer.unwrap_or(Err(SendFailure::NoRuntime))
    }

    /// What comes of a task, or nothing where it panics.
    fn run<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> Option<T> {
        #[cfg(feature = "tracing")]
        let task = tracing::Instrument::in_current_span(task);
        let (done, outcome) = std::sync::mpsc::sync_channel(1);
        self.0.as_ref()?.spawn(async move {
            // The caller waits, or its thread is gone.
            let _ = done.send(task.await);
        });
        outcome.recv().ok()
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
