//! Finds actions that can answer with server-sent events. Upstream says it only in prose.

use super::api_json::ApiObject;

/// The member of each response that upstream documents with a fixed text.
const REQUEST_ID: &str = "RequestId";

/// The sentence that upstream adds to this text for an action with a streaming interface.
const SENTENCE: &str = "本接口为流式响应接口";

/// Returns whether upstream says that the action with this response can answer with server-sent events.
pub(super) fn answers_with_events(response: &ApiObject) -> bool {
    let mut members = response.members.iter();
    members.any(|member| member.name == REQUEST_ID && member.document.contains(SENTENCE))
}
