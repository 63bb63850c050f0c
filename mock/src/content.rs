//! The content of answers.

use serde_json::{Value, json};

use crate::actions::Entry;
use crate::default_answer::DefaultAnswer;
use crate::ids;
use crate::service_error::ServiceError;
use crate::state::State;

impl State {
    /// Returns the content of the default answer: a response, or an error if an id is unknown or a
    /// state does not allow the action.
    pub(crate) fn default_answer(&self, entry: &Entry, body: &[u8]) -> Value {
        let request = serde_json::from_slice(body).unwrap_or_default();
        if !self.lenient
            && let Some((member, id)) = self.ids().unknown(&request, entry.ids)
        {
            return ServiceError::not_found(entry.errors, &member, &id).content();
        }
        let new_id = |member: &str| self.ids().make(self.next_number(), member);
        let mut answer = DefaultAnswer::build(entry.parsed(), &request, &new_id);
        remove_error_of_events(entry, &mut answer);
        if answer.get("Error").is_none() {
            if let Err(error) = self.execute(entry, &request, &answer) {
                return error.content();
            }
            self.show(entry, &mut answer);
        }
        answer
    }

    /// Uses a response that a test set: its ids are known, and it changes states if that is possible.
    pub(crate) fn learn(&self, entry: &Entry, body: &[u8], response: &Value) {
        self.ids().learn(response, &[]);
        let mut machines = self.actions.state_machines.iter();
        if machines.any(|machine| machine.transition(entry.info.name).is_some()) {
            let request = serde_json::from_slice(body).unwrap_or_default();
            // The response of the test counts, also in a state that does not allow the action.
            let _ = self.execute(entry, &request, response);
        }
    }

    /// Adds a request id, and puts the content into the object `Response`.
    pub(crate) fn envelope(&self, mut content: Value) -> Value {
        if let Some(members) = content.as_object_mut()
            && members.get("RequestId").is_none_or(Value::is_null)
        {
            members.insert("RequestId".to_owned(), Value::from(self.request_id()));
        }
        json!({ "Response": content })
    }

    /// Returns a new request id.
    pub(crate) fn request_id(&self) -> String {
        let id = ids::make(self.seed, self.next_number(), "RequestId");
        [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-")
    }
}

/// Removes the members that mean an error in an event.
fn remove_error_of_events(entry: &Entry, answer: &mut Value) {
    let error = entry.info.event_stream.and_then(|info| info.error);
    if let Some(members) = answer.as_object_mut() {
        let names = error.iter().flatten().filter_map(|path| path.first());
        names.for_each(|name| drop(members.remove(*name)));
    }
}
