//! The loop of a wait, without I/O, and the asynchronous client's use of it.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

use super::{Progress, WaitError, WaitFuture, Waiter};
use crate::client::backend::{Backend, StubMethod};
use crate::client::error::{Error, TransportCause, TransportError};
use crate::client::options::CallOptions;
use crate::client::transport::Transport;
use crate::wire::Encode;
use crate::{Action, ActionInfo};

/// The state of a wait.
pub(super) struct Polling<'a> {
    waiter: &'static Waiter,
    options: &'a CallOptions,
    timeout: Duration,
    started: Instant,
}

/// What follows a response.
pub(super) enum Next<R> {
    /// Pause, then call again.
    Pause(Duration),
    /// The wait is over.
    Done(Result<R, WaitError<R>>),
}

impl<'a> Polling<'a> {
    pub(super) fn start(waiter: &'static Waiter, options: &'a CallOptions) -> Self {
        Self {
            waiter,
            options,
            timeout: options.timeout.unwrap_or(waiter.timeout),
            started: Instant::now(),
        }
    }

    /// Returns the options of the next call, which must not take longer than the wait. `skipped` is the time of
    /// pauses that were not slept.
    pub(super) fn call_options(&self, action: &ActionInfo, skipped: Duration) -> CallOptions {
        let mut options = self.options.clone();
        options.limit_time(action, self.time_left(skipped));
        options
    }

    pub(super) fn on_response<R: Encode>(&self, response: R, skipped: Duration) -> Next<R> {
        let Waiter { name, pause, .. } = *self.waiter;
        Next::Done(match self.waiter.progress(&response) {
            Progress::Succeeded => Ok(response),
            Progress::Failed(state) => Err(WaitError::failed(name, state.to_string(), response)),
            Progress::Waiting if pause < self.time_left(skipped) => return Next::Pause(pause),
            Progress::Waiting => Err(WaitError::timeout(name, self.timeout, response)),
        })
    }

    fn time_left(&self, skipped: Duration) -> Duration {
        let used = self.started.elapsed().saturating_add(skipped);
        self.timeout.saturating_sub(used)
    }
}

impl<S: Send + Sync + ?Sized> Backend<Transport, S> {
    /// Calls an action until a member of its response has a final value.
    pub fn wait<'a, A: Action<Response: Encode> + 'a>(
        &'a self,
        request: A,
        options: &'a CallOptions,
        stub_method: StubMethod<S, A>,
        waiter: &'static Waiter,
    ) -> WaitFuture<'a, A::Response> {
        Box::pin(async move { wait(self, &request, options, stub_method, waiter).await })
    }
}

async fn wait<A, S>(
    backend: &Backend<Transport, S>,
    request: &A,
    options: &CallOptions,
    stub_method: StubMethod<S, A>,
    waiter: &'static Waiter,
) -> Result<A::Response, WaitError<A::Response>>
where
    A: Action<Response: Encode>,
    S: Send + Sync + ?Sized,
{
    let polling = Polling::start(waiter, options);
    loop {
        let options = polling.call_options(&A::INFO, Duration::ZERO);
        let response = backend.send(request, &options, stub_method).await?;
        match polling.on_response(response, Duration::ZERO) {
            Next::Done(outcome) => return outcome,
            Next::Pause(pause) => {
                if Handle::try_current().is_err() {
                    // Only a stub can answer without a runtime. A timer would panic.
                    let cause = TransportCause::NoRuntime;
                    let error = TransportError::new(cause, A::INFO.service.host);
                    return Err(Error::NotSent(error).into());
                }
                tokio::time::sleep(pause).await;
            }
        }
    }
}
