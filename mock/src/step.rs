//! The answers of an expectation, one after the other.

use std::any::Any;
use std::time::Duration;

use serde_json::Value;
use tencent_runtime::ErrorCode;

use crate::fault::Fault;

/// The answer to a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A response of the action.
    Response(Value),
    /// Events, each with a part of a response of the action.
    Events(Vec<Value>),
    /// The default answer of the action.
    Default,
    /// An error of the service.
    Error { code: ErrorCode, message: String },
    /// A fault of the server or the network.
    Fault(Fault),
}

type Answer = Box<dyn Fn(&dyn Any) -> Reply + Send>;

/// An answer, and how often it is given.
pub(crate) struct Step {
    answer: Answer,
    /// `None` means any number, at least once.
    pub(crate) times: Option<usize>,
    pub(crate) delay: Duration,
    /// Whether the connection closes before the body is read.
    pub(crate) before_body: bool,
    given: usize,
}

impl Step {
    pub(crate) fn new(answer: impl Fn(&dyn Any) -> Reply + Send + 'static) -> Self {
        Self {
            answer: Box::new(answer),
            times: None,
            delay: Duration::ZERO,
            before_body: false,
            given: 0,
        }
    }
}

/// The steps of an expectation.
#[derive(Default)]
pub(crate) struct Steps(pub(crate) Vec<Step>);

impl Steps {
    /// Returns the next answer, and counts it. Returns `None` if all were given.
    pub(crate) fn next(&mut self, request: &dyn Any) -> Option<(Reply, Duration)> {
        let position = self.current()?;
        let step = &mut self.0[position];
        // First, so that it counts if the closure of the test panics.
        step.given += 1;
        Some(((step.answer)(request), step.delay))
    }

    /// Returns whether the next answer is to close the connection before the body is read, and then
    /// counts it.
    pub(crate) fn drops_before_body(&mut self) -> bool {
        let position = self
            .current()
            .filter(|position| self.0[*position].before_body);
        if let Some(position) = position {
            self.0[position].given += 1;
        }
        position.is_some()
    }

    pub(crate) fn are_all_given(&self) -> bool {
        self.current().is_none()
    }

    /// Returns the position of the next answer.
    fn current(&self) -> Option<usize> {
        let mut steps = self.0.iter().enumerate();
        let current = steps.find(|(position, step)| {
            // Only the last answer without a number repeats. An earlier one is given once.
            let is_last = position + 1 == self.0.len();
            let times = step.times.or((!is_last).then_some(1));
            times.is_none_or(|times| step.given < times)
        });
        current.map(|(position, _)| position)
    }

    /// Returns how many answers were given.
    pub(crate) fn given(&self) -> usize {
        self.0.iter().map(|step| step.given).sum()
    }

    /// Returns the smallest number of answers that meets the expectation.
    pub(crate) fn wanted(&self) -> usize {
        self.0.iter().map(|step| step.times.unwrap_or(1)).sum()
    }
}
