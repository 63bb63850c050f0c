//! Headers and members that a caller adds to a request.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::error::Unsendable;
use crate::BodyForm;
use crate::wire::append_member;

/// Headers that the client or the HTTP connection sets, besides all that begin with `x-tc-`.
const RESERVED: [&str; 12] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Headers and members that a caller adds. Their values may be secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Extras {
    headers: Vec<(String, String)>,
    members: Vec<(String, Value)>,
}

impl Extras {
    /// Adds a header. It replaces one with the same name.
    pub(crate) fn set_header(&mut self, name: String, value: String) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
    }

    /// Adds a member. It replaces one with the same name.
    pub(crate) fn set_member(&mut self, name: String, value: Value) {
        self.members.retain(|(known, _)| *known != name);
        self.members.push((name, value));
    }

    /// Merges two sets. The entries of `self` take precedence.
    pub(crate) fn or(&self, others: &Self) -> Self {
        let mut merged = others.clone();
        for (name, value) in &self.headers {
            merged.set_header(name.clone(), value.clone());
        }
        for (name, value) in &self.members {
            merged.set_member(name.clone(), value.clone());
        }
        merged
    }

    /// Returns the names of the members. Their values are sensitive.
    pub(crate) fn member_names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the values of the headers, which are sensitive.
    pub(crate) fn header_values(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(|(_, value)| value.as_str())
    }

    /// Returns the value of a member.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        let mut members = self.members.iter();
        members
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Returns the headers, if there is one.
    ///
    /// # Errors
    ///
    /// [`Unsendable::Header`] if a header is invalid or reserved.
    pub(crate) fn headers(&self) -> Result<Option<Arc<HeaderMap>>, Unsendable> {
        if self.headers.is_empty() {
            return Ok(None);
        }
        let mut headers = HeaderMap::with_capacity(self.headers.len());
        for (name, value) in &self.headers {
            let (name, value) = parse_header(name, value)?;
            headers.insert(name, value);
        }
        Ok(Some(Arc::new(headers)))
    }

    /// Appends the members to the JSON object in a body.
    ///
    /// # Errors
    ///
    /// [`Unsendable::Member`] if the object has a member with the same name, or the body is not JSON.
    pub(crate) fn append_members(
        &self,
        form: BodyForm,
        body: &mut Vec<u8>,
    ) -> Result<(), Unsendable> {
        let Some((first, _)) = self.members.first() else {
            return Ok(());
        };
        if form != BodyForm::Json {
            let reason = "the action sends no JSON, and members can be added only to JSON";
            return Err(Unsendable::member(first, reason));
        }
        let present: HashMap<String, IgnoredAny> = serde_json::from_slice(body)
            .map_err(|_| Unsendable::json("the request is not an object"))?;
        for (name, value) in &self.members {
            if present.contains_key(name) {
                return Err(Unsendable::member(name, "the request has it already"));
            }
            append_member(body, name, value)
                .map_err(|error| Unsendable::json(error.to_string()))?;
        }
        Ok(())
    }
}

/// Parses a header. The value is marked as sensitive.
fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Unsendable> {
    let invalid = |reason| Unsendable::header(name.escape_debug().to_string(), reason);
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| invalid("it is not a valid name of a header"))?;
    if RESERVED.contains(&parsed.as_str())
        || ["x-tc-", "proxy-"]
            .iter()
            .any(|prefix| parsed.as_str().starts_with(prefix))
    {
        return Err(invalid("the client sets it itself"));
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| invalid("its value must be visible ASCII characters and spaces"))?;
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// Shows the names only.
impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let members: Vec<&str> = self.member_names().collect();
        f.debug_struct("Extras")
            .field("headers", &headers)
            .field("members", &members)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn headers(given: &[(&str, &str)]) -> Extras {
        let mut extras = Extras::default();
        for (name, value) in given {
            extras.set_header((*name).into(), (*value).into());
        }
        extras
    }

    fn members(given: &[(&str, Value)]) -> Extras {
        let mut extras = Extras::default();
        for (name, value) in given {
            extras.set_member((*name).into(), value.clone());
        }
        extras
    }

    #[test]
    fn reserved_and_invalid_headers_are_refused() {
        for name in [
            "Host",
            "authorization",
            "Content-Type",
            "X-TC-Token",
            "x-tc-anything",
            "Proxy-Authorization",
            "Transfer-Encoding",
            "",
            "a b",
            "a\r\nb",
        ] {
            let refused = headers(&[(name, "1")]).headers().unwrap_err();
            assert!(matches!(refused, Unsendable::Header { .. }), "{name}");
        }
        let refused = headers(&[("X-Trace", "secret\r\nHost: x")]).headers();
        let message = refused.unwrap_err().to_string();
        assert!(
            message.contains("X-Trace") && !message.contains("secret"),
            "{message}"
        );
    }

    #[test]
    fn the_last_header_of_a_name_counts_and_is_sensitive() {
        let call = headers(&[("x-trace", "2")]);
        let merged = call.or(&headers(&[("X-Trace", "1"), ("X-Other", "3")]));
        let sent = merged.headers().unwrap().unwrap();
        assert_eq!(
            (sent.len(), &sent["x-trace"], &sent["x-other"]),
            (2, &"2".parse().unwrap(), &"3".parse().unwrap())
        );
        assert!(sent["x-trace"].is_sensitive());
        assert!(!format!("{merged:?}{sent:?}").contains('2'));
    }

    #[test]
    fn members_are_added_unless_the_request_has_them() {
        let extras = members(&[("B", json!({ "C": [1] })), ("D\"", json!(null))]);
        for (before, after) in [
            (r#"{}"#, r#"{"B":{"C":[1]},"D\"":null}"#),
            (r#"{"A":1}"#, r#"{"A":1,"B":{"C":[1]},"D\"":null}"#),
        ] {
            let mut body = before.as_bytes().to_vec();
            extras.append_members(BodyForm::Json, &mut body).unwrap();
            assert_eq!(String::from_utf8(body).unwrap(), after);
        }
        let mut body = br#"{"A":{"D\"":1},"B":null}"#.to_vec();
        let refused = extras
            .append_members(BodyForm::Json, &mut body)
            .unwrap_err();
        assert!(refused.to_string().contains("`B`"), "{refused}");
    }
    #[test]
    fn members_are_refused_if_the_body_is_not_json() {
        for form in [BodyForm::Multipart, BodyForm::Octets] {
            let mut body = b"a".to_vec();
            let refused = members(&[("B", json!(1))]).append_members(form, &mut body);
            assert!(matches!(refused, Err(Unsendable::Member { .. })));
            assert_eq!(Extras::default().append_members(form, &mut body), Ok(()));
            assert_eq!(body, b"a");
        }
    }
}
