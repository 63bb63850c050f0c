//! The meaning of the data of an event.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::error_text::as_text;
use crate::ActionInfo;
use crate::client::sse::ServerEvent;

/// The data with which some services end a stream, as other services for language models do.
const END: &[u8] = b"[DONE]";

/// The type of an event whose data is an error.
const ERROR: &str = "error";

/// The meaning of an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The stream ends.
    End,
    /// An error of the service.
    Failure(Failure),
    /// A part of the response. `is_wrapped` is whether it is in the member `Response`.
    Part { is_wrapped: bool },
    /// The data is not an object.
    Text,
}

/// An error of the service in an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) request_id: Option<String>,
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

impl Meaning {
    pub(super) fn of(event: &ServerEvent, action: &ActionInfo) -> Self {
        if event.data.trim_ascii() == END {
            return Self::End;
        }
        let Some(document) = members(&event.data) else {
            return Self::Text;
        };
        let wrapped = wrapped(&event.data);
        let wrapped = wrapped.and_then(|response| members(response.as_bytes()));
        let is_wrapped = wrapped.is_some();
        let members = wrapped.as_ref().unwrap_or(&document);
        let described = action.event_stream.and_then(|info| info.error);
        let mut paths = vec![[&["Error", "Code"][..], &["Error", "Message"]]];
        paths.extend(described);
        if event.event_type.as_deref() == Some(ERROR) {
            paths.push([&["Code"], &["Message"]]);
        }
        let text = |path: &[&str]| as_text(value_at(members, path)?);
        let failure = paths.into_iter().find_map(|[code, message]| {
            Some(Failure {
                // Zero means success.
                code: text(code).filter(|code| code != "0")?,
                message: text(message).unwrap_or_default(),
                request_id: text(&["RequestId"]),
            })
        });
        failure.map_or(Self::Part { is_wrapped }, Self::Failure)
    }
}

/// Returns the content of the member `Response`, if it is an object.
pub(super) fn wrapped(data: &[u8]) -> Option<&str> {
    let response = members(data)?.get("Response")?.get();
    response.starts_with('{').then_some(response)
}

/// Returns the members of an object. Of duplicate members, the last one counts.
fn members(json: &[u8]) -> Option<Members<'_>> {
    serde_json::from_slice(json).ok()
}

fn value_at(members: &Members<'_>, path: &[&str]) -> Option<Value> {
    let (first, rest) = path.split_first()?;
    let value: Value = serde_json::from_str(members.get(*first)?.get()).ok()?;
    let found = rest.iter().try_fold(&value, |value, name| value.get(name));
    found.cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EventStreamInfo, Service};

    static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");

    fn meaning(event_type: Option<&str>, data: &str) -> Meaning {
        let info = EventStreamInfo::new().error(&["ErrorMsg", "Code"], &["ErrorMsg", "Msg"]);
        let action = ActionInfo::new("Do", &SERVICE).event_stream(info);
        let event = ServerEvent {
            event_type: event_type.map(str::to_owned),
            data: data.into(),
            ..ServerEvent::default()
        };
        Meaning::of(&event, &action)
    }

    fn failure(code: &str, message: &str, request_id: Option<&str>) -> Meaning {
        Meaning::Failure(Failure {
            code: code.to_owned(),
            message: message.to_owned(),
            request_id: request_id.map(str::to_owned),
        })
    }

    #[test]
    fn errors_are_found_where_services_write_them() {
        let error = r#"{"Code": "Busy", "Message": "wait"}"#;
        let (plain, wrapped) = (
            format!(r#"{{"Type": "error", "RequestId": "r", "Error": {error}}}"#),
            format!(r#"{{"Response": {{"RequestId": "r", "Error": {error}}}}}"#),
        );
        assert_eq!(meaning(None, &plain), failure("Busy", "wait", Some("r")));
        assert_eq!(meaning(None, &wrapped), failure("Busy", "wait", Some("r")));
        let described = r#"{"ErrorMsg": {"Code": 4001, "Msg": "slow"}}"#;
        assert_eq!(meaning(None, described), failure("4001", "slow", None));
        assert_eq!(meaning(Some("error"), error), failure("Busy", "wait", None));
    }

    #[test]
    fn other_objects_are_parts_of_the_response() {
        for data in [
            "{}",
            r#"{"Error": null}"#,
            r#"{"Error": "none"}"#,
            r#"{"ErrorMsg": {"Code": 0, "Msg": ""}}"#,
            r#"{"ErrorMsg": {"Code": null}}"#,
            r#"{"Code": "Busy", "Message": "wait"}"#,
            r#"{"Response": null}"#,
        ] {
            let part = Meaning::Part { is_wrapped: false };
            assert_eq!(meaning(None, data), part, "{data}");
        }
        let wrapped = Meaning::Part { is_wrapped: true };
        assert_eq!(meaning(None, r#"{"Response": {"Id": 1}}"#), wrapped);
    }

    #[test]
    fn the_end_and_texts_are_not_objects() {
        assert_eq!(meaning(None, "[DONE]"), Meaning::End);
        assert_eq!(meaning(None, " [DONE]\n"), Meaning::End);
        for data in ["", "ping", "[]", "\"[DONE]\"", "{", "{} {}"] {
            assert_eq!(meaning(None, data), Meaning::Text, "{data}");
        }
    }
}
