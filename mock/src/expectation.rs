//! Expectations: which requests an action gets, and how the server answers them.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tencent_runtime::{Action, ErrorCode, StreamingAction};

use crate::expected::{Condition, Expected};
use crate::fault::Fault;
use crate::state::State;
use crate::step::{Reply, Step, Steps};

/// An expectation of an action, which has no answer yet. [`MockServer::on`](crate::MockServer::on) returns it.
///
/// Expectations are tried in the order in which they were set. The first one that matches the
/// request and has an answer left gives the answer.
///
/// ```
/// use serde::Serialize;
/// use tencent_mock::MockServer;
/// use tencent_runtime::{Action, ErrorCode};
///
/// /// The action fails twice, then succeeds.
/// fn fail_twice<A>(mock: &MockServer)
/// where
///     A: Action + 'static,
///     A::Response: Serialize,
/// {
///     mock.on::<A>().fails(ErrorCode::INTERNAL_ERROR).times(2).then().reply_default();
/// }
/// ```
#[must_use = "an expectation without an answer has no effect"]
pub struct Expectation<'m, A> {
    state: &'m State,
    conditions: Vec<(Condition, String)>,
    /// The position of the expectation that gets one more answer.
    extends: Option<usize>,
    action: PhantomData<fn(A)>,
}

impl<A> fmt::Debug for Expectation<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation").finish_non_exhaustive()
    }
}

impl<'m, A> Expectation<'m, A>
where
    A: Action + 'static,
    A::Response: Serialize,
{
    pub(crate) fn new(state: &'m State) -> Self {
        Self {
            state,
            conditions: Vec::new(),
            extends: None,
            action: PhantomData,
        }
    }

    /// Limits the expectation to requests for which the condition is true. If there are several
    /// conditions, all must be true. A condition after [`then`](Answered::then) also limits the answers
    /// before it.
    #[track_caller]
    pub fn matching(mut self, condition: impl Fn(&A) -> bool + Send + 'static) -> Self {
        let condition: Condition =
            Box::new(move |request| request.downcast_ref::<A>().is_some_and(&condition));
        self.conditions.push((condition, caller()));
        self
    }

    /// Answers with a response.
    #[track_caller]
    pub fn reply(self, response: A::Response) -> Answered<'m, A>
    where
        A::Response: Send + 'static,
    {
        let response = serde_json::to_value(response).unwrap_or_default();
        self.step(move |_| Reply::Response(response.clone()))
    }

    /// Answers with a response that is made from the request.
    #[track_caller]
    pub fn reply_with(
        self,
        response: impl Fn(&A) -> A::Response + Send + 'static,
    ) -> Answered<'m, A> {
        self.step(move |request| match request.downcast_ref::<A>() {
            Some(request) => {
                Reply::Response(serde_json::to_value(response(request)).unwrap_or_default())
            }
            None => Reply::Default,
        })
    }

    /// Answers with server-sent events, one for each part of the response.
    #[track_caller]
    pub fn reply_events(self, parts: impl IntoIterator<Item = A::Response>) -> Answered<'m, A>
    where
        A: StreamingAction,
    {
        let parts = parts.into_iter();
        let parts: Vec<Value> = parts
            .map(|part| serde_json::to_value(part).unwrap_or_default())
            .collect();
        self.step(move |_| Reply::Events(parts.clone()))
    }

    /// Answers as without an expectation.
    #[track_caller]
    pub fn reply_default(self) -> Answered<'m, A> {
        self.step(|_| Reply::Default)
    }

    /// Answers with an error of the service.
    #[track_caller]
    pub fn fails(self, code: ErrorCode) -> Answered<'m, A> {
        self.fails_with(code, "The mock fails on purpose.")
    }

    /// Answers with an error of the service, with this message.
    #[track_caller]
    pub fn fails_with(self, code: ErrorCode, message: impl Into<String>) -> Answered<'m, A> {
        let message = message.into();
        self.step(move |_| Reply::Error {
            code: code.clone(),
            message: message.clone(),
        })
    }

    /// Injects a fault of the server or the network.
    ///
    /// [`Fault::DropBeforeBody`] does not evaluate conditions, because they need the body.
    #[track_caller]
    pub fn injects(self, fault: Fault) -> Answered<'m, A> {
        let before_body = fault == Fault::DropBeforeBody;
        let answered = self.step(move |_| Reply::Fault(fault.clone()));
        answered.last(|step| step.before_body = before_body);
        answered
    }

    #[track_caller]
    fn step(self, answer: impl Fn(&dyn Any) -> Reply + Send + 'static) -> Answered<'m, A> {
        let step = Step::new(answer);
        let mut expected = self.state.expected();
        let position = match self.extends {
            Some(position) => {
                expected[position].steps.0.push(step);
                expected[position].conditions.extend(self.conditions);
                position
            }
            None => {
                expected.push(Expected {
                    action: A::INFO.name,
                    conditions: self.conditions,
                    steps: Steps(vec![step]),
                    place: caller(),
                });
                expected.len() - 1
            }
        };
        Answered {
            state: self.state,
            position,
            action: PhantomData,
        }
    }
}

/// An expectation with an answer. It is in effect already.
///
/// By default, the last answer is given any number of times, at least once, and each earlier one
/// once.
///
/// ```
/// use std::time::Duration;
///
/// use serde::Serialize;
/// use tencent_mock::Answered;
/// use tencent_runtime::Action;
///
/// fn late<A>(answered: Answered<'_, A>) -> Answered<'_, A>
/// where
///     A: Action + 'static,
///     A::Response: Serialize,
/// {
///     answered.delay(Duration::from_millis(50)).times(1)
/// }
/// ```
pub struct Answered<'m, A> {
    state: &'m State,
    position: usize,
    action: PhantomData<fn(A)>,
}

impl<A> fmt::Debug for Answered<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered").finish_non_exhaustive()
    }
}

impl<'m, A> Answered<'m, A>
where
    A: Action + 'static,
    A::Response: Serialize,
{
    /// Gives the answer exactly that often.
    pub fn times(self, times: usize) -> Self {
        self.last(|step| step.times = Some(times));
        self
    }

    /// Waits before the answer.
    pub fn delay(self, delay: Duration) -> Self {
        self.last(|step| step.delay = delay);
        self
    }

    /// Sets what follows after this answer.
    pub fn then(self) -> Expectation<'m, A> {
        Expectation {
            state: self.state,
            conditions: Vec::new(),
            extends: Some(self.position),
            action: PhantomData,
        }
    }

    fn last(&self, change: impl FnOnce(&mut Step)) {
        let mut expected = self.state.expected();
        if let Some(step) = expected[self.position].steps.0.last_mut() {
            change(step);
        }
    }
}

#[track_caller]
fn caller() -> String {
    std::panic::Location::caller().to_string()
}
