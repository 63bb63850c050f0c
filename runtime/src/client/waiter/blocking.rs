//! The blocking client's use of waiters.

use std::time::Duration;

use super::polling::{Next, Polling};
use super::{WaitError, Waiter};
use crate::Action;
use crate::client::backend::Backend;
use crate::client::blocking::{StubMethod, Transport};
use crate::client::options::CallOptions;
use crate::wire::Encode;

impl<S: ?Sized> Backend<Transport, S> {
    /// Calls an action until a member of its response has a final value.
    ///
    /// # Errors
    ///
    /// See the variants of [`WaitError`].
    pub fn wait<A: Action<Response: Encode>>(
        &self,
        request: A,
        options: &CallOptions,
        stub_method: StubMethod<S, A>,
        waiter: &'static Waiter,
    ) -> Result<A::Response, WaitError<A::Response>> {
        wait(self, &request, options, stub_method, waiter)
    }
}

/// With a stub, pauses count as time but are not slept, so tests are fast.
fn wait<A, S>(
    backend: &Backend<Transport, S>,
    request: &A,
    options: &CallOptions,
    stub_method: StubMethod<S, A>,
    waiter: &'static Waiter,
) -> Result<A::Response, WaitError<A::Response>>
where
    A: Action<Response: Encode>,
    S: ?Sized,
{
    let polling = Polling::start(waiter, options);
    let mut skipped = Duration::ZERO;
    loop {
        let response = backend.send(
            request,
            &polling.call_options(&A::INFO, skipped),
            stub_method,
        )?;
        match polling.on_response(response, skipped) {
            Next::Done(outcome) => return outcome,
            Next::Pause(pause) if backend.is_stub() => skipped = skipped.saturating_add(pause),
            Next::Pause(pause) => std::thread::sleep(pause),
        }
    }
}
