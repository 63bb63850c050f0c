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
        let mut content = DefaultAnswer::build(entry.parsed(), &request, &new_id);
        let error = entry.info.event_stream.and_then(|info| info.error);
        if let Some(members) = content.as_object_mut() {
            // In an event, these members mean an error.
            let names = error.iter().flatten().filter_map(|path| path.first());
            names.for_each(|name| drop(members.remove(*name)));
        }
        content
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
