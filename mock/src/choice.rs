//! Chooses the answer of a request: a fault of the scenario, an expectation, or the default answer.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use http::HeaderMap;
use tencent_runtime::ErrorCode;

use crate::actions::{Entry, Request};
use crate::fault::Fault;
use crate::mismatch;
use crate::scenario::Scenario;
use crate::service_error::ServiceError;
use crate::state::State;
use crate::step::Reply;

/// The header that selects a scenario for one request.
const SCENARIO: &str = "x-mock-scenario";

impl State {
    /// Returns the fault of the scenario that the request selects, or of the server's scenario.
    pub(crate) fn draw_fault(&self, headers: &HeaderMap) -> Result<Option<Fault>, ServiceError> {
        let random = self.random();
        let Some(selected) = headers.get(SCENARIO) else {
            return Ok(self.scenario().draw(random).cloned());
        };
        let text = String::from_utf8_lossy(selected.as_bytes());
        let invalid = |reason: String| {
            let message = format!("The header {SCENARIO} is invalid: {reason}");
            ServiceError::new(ErrorCode::INVALID_PARAMETER_VALUE, message)
        };
        let scenario: Scenario = text.parse().map_err(|error| invalid(format!("{error}")))?;
        Ok(scenario.draw(random).cloned())
    }

    /// The body is not read yet, so conditions are not evaluated.
    pub(crate) fn drops_before_body(&self, entry: &Entry) -> bool {
        let mut expected = self.expected();
        let of_action = expected
            .iter_mut()
            .find(|expected| expected.action == entry.info.name && !expected.steps.are_all_given());
        of_action.is_some_and(|expected| expected.steps.drops_before_body())
    }

    /// Returns the answer of the first expectation that matches, or the default answer.
    pub(crate) fn choose(&self, entry: &Entry, request: &Request) -> (Reply, Duration) {
        let mut expected = self.expected();
        let action = entry.info.name;
        if expected.iter().all(|expected| expected.action != action) {
            return (Reply::Default, Duration::ZERO);
        }
        // The closures belong to the test. Their panics must not end the connection without a reason.
        let chosen = catch_unwind(AssertUnwindSafe(|| {
            let mut matching = expected.iter_mut().filter(|expected| {
                expected.action == action && expected.unmatched(&**request).next().is_none()
            });
            let chosen = matching.find_map(|expected| expected.steps.next(&**request));
            chosen.ok_or_else(|| mismatch::describe(action, &**request, &expected))
        }));
        drop(expected);
        let reason = match chosen {
            Ok(Ok(chosen)) => return chosen,
            Ok(Err(reason)) => reason,
            Err(panic) => format!(
                "{action}: a closure of an expectation panicked: {}",
                text_of(&*panic)
            ),
        };
        self.keep_unexpected(reason.clone());
        let message = format!("The test does not expect this request. {reason}");
        (
            Reply::Error {
                code: ErrorCode::FAILED_OPERATION,
                message,
            },
            Duration::ZERO,
        )
    }
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
