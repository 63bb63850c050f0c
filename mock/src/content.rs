//! The content of answers.

use serde_json::{Value, json};

use crate::actions::Entry;
use crate::default_answer::DefaultAnswer;
use crate::ids;
use crate::service_error::ServiceError;
use crate::state::State;

impl State {
    /// Returns the content of the default answer: a response, or an error if an id is unknown.
    pub(crate) fn default_answer(&self, entry: &Entry, body: &[u8]) -> Value {
        let request = serde_json::from_slice(body).unwrap_or_default();
        if !self.lenient
            && let Some((member, id)) = self.ids().unknown(&request)
        {
            return ServiceError::not_found(entry.errors, &member, &id).content();
        }
        let new_id = |member: &str| self.ids().make(self.next_number(), member);
        DefaultAnswer::build(entry.parsed(), &request, &new_id)
    }

    /// Adds a request id, and puts the content into the object `Response`.
    pub(crate) fn envelope(&self, mut content: Value) -> Value {
        if let Some(members) = content.as_object_mut()
            && members.get("RequestId").is_none_or(Value::is_null)
        {
            let id = ids::make(self.seed, self.next_number(), "RequestId");
            let parts = [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]];
            members.insert("RequestId".to_owned(), Value::from(parts.join("-")));
        }
        json!({ "Response": content })
    }
}
