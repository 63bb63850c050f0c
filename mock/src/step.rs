//! The answers of an expectation, one after the other.

use std::any::Any;
use std::time::Duration;

use serde_json::Value;

use crate::failure::Failure;

/// What the server sends.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A response of the action.
    Response(Value),
    /// The default answer of the action.
    Default,
    /// An error of the service.
    Error { code: String, message: String },
    /// A failure of the server or the network.
    Failure(Failure),
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
        let step = self.current()?;
        step.given += 1;
        Some(((step.answer)(request), step.delay))
    }

    /// Returns whether the next answer is to close the connection before the body is read, and then
    /// counts it.
    pub(crate) fn drops_before_body(&mut self) -> bool {
        let Some(step) = self.current().filter(|step| step.before_body) else {
            return false;
        };
        step.given += 1;
        true
    }

    fn current(&mut self) -> Option<&mut Step> {
        let count = self.0.len();
        let mut steps = self.0.iter_mut().enumerate();
        let current = steps.find(|(position, step)| {
            // Only the last step without a number repeats. An earlier one is given once.
            let last = position + 1 == count;
            let times = step.times.or((!last).then_some(1));
            times.is_none_or(|times| step.given < times)
        });
        current.map(|(_, step)| step)
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
