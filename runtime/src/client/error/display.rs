//! Formats texts of the server for messages and logs.

use std::fmt;

use super::redact::{REDACTED, Redactor};

/// The maximum length of a code or an id, in characters.
const MAX_LABEL: usize = 128;

/// Writes the HTTP status and the request id of a response.
pub(super) struct RequestInfo<'a>(pub(super) u16, pub(super) &'a Option<String>);

impl fmt::Display for RequestInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(status, Some(id)) => write!(f, "HTTP status {status}, request {id}"),
            Self(status, None) => write!(f, "HTTP status {status}, no request id"),
        }
    }
}

/// Redacts a code or an id. Quotes and cuts it if it does not look like one.
pub(crate) fn redacted_label(text: &str, redactor: &Redactor) -> String {
    let redacted = redactor.redact(text);
    if is_label(&redacted) {
        redacted
    } else {
        quoted(&redacted)
    }
}

/// Like [`redacted_label`], if the sensitive values are not known.
pub(super) fn label_or_redacted(text: &str) -> String {
    let shown = if is_label(text) { text } else { REDACTED };
    shown.to_owned()
}

fn is_label(text: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=MAX_LABEL).contains(&text.len()) && text.bytes().all(is_valid)
}

fn quoted(text: &str) -> String {
    let start: String = text.chars().take(MAX_LABEL).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("{start:?}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ids_are_not_changed() {
        let longest = "x".repeat(MAX_LABEL);
        for text in ["AuthFailure.TokenFailure", "6ef60bec-0242_43af", &longest] {
            assert_eq!(redacted_label(text, &Redactor::default()), text);
        }
    }

    #[test]
    fn codes_and_ids_that_contain_a_value_are_redacted() {
        let redactor = Redactor::default().and("AKIDexample").and("43");
        for (text, shown) in [
            ("AKIDexample", r#""[redacted]""#),
            ("Invalid.AKIDexample", r#""Invalid.[redacted]""#),
            ("6ef60bec-0242-43af", "6ef60bec-0242-43af"),
        ] {
            assert_eq!(redacted_label(text, &redactor), shown);
        }
    }

    #[test]
    fn other_texts_are_quoted_and_cut() {
        let label = |text| redacted_label(text, &Redactor::default());
        assert_eq!(label("Invalid\nParameter"), r#""Invalid\nParameter""#);
        assert_eq!(label(""), r#""""#);
        let long = "x".repeat(MAX_LABEL + 1);
        assert_eq!(label(&long), format!("\"{}\"…", &long[1..]));
        let redactor = Redactor::default().and("典子谦");
        assert_eq!(
            redacted_label("Invalid 典子谦", &redactor),
            r#""Invalid [redacted]""#
        );
    }
}
