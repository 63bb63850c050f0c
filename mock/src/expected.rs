//! Expectations as the server keeps them.

use std::any::Any;

use crate::step::Steps;

/// A condition of a request, whose type it knows.
pub(crate) type Condition = Box<dyn Fn(&dyn Any) -> bool + Send>;

/// An expectation as the server keeps it.
pub(crate) struct Expected {
    pub(crate) action: &'static str,
    /// Conditions with the place in the test that set them.
    pub(crate) conditions: Vec<(Condition, String)>,
    pub(crate) steps: Steps,
    /// The place in the test that set the first answer.
    pub(crate) place: String,
}

impl Expected {
    /// Returns the places of the conditions that are false for a request.
    pub(crate) fn unmatched(&self, request: &dyn Any) -> impl Iterator<Item = &str> {
        let conditions = self.conditions.iter();
        let is_false = move |(condition, _): &&(Condition, String)| !condition(request);
        conditions.filter(is_false).map(|(_, place)| place.as_str())
    }
}
