//! Formats texts of the server for messages and logs.

#[cfg(feature = "tracing")]
use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::redact::Redactor;

/// The maximum length of a code or an id, in characters.
const MAX_LABEL: usize = 128;

/// Writes a text without line breaks and control characters. A line break could forge a log line.
pub(super) struct OneLine<'a>(pub(super) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| {
            if is_control(char) {
                write!(f, "{}", char.escape_default())
            } else {
                f.write_char(char)
            }
        })
    }
}

/// Returns whether a character controls a terminal, ends a line or changes the text direction.
fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

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

/// Returns a code or an id, quoted and cut if it does not look like one.
#[cfg(feature = "tracing")]
pub(crate) fn label(text: &str) -> Cow<'_, str> {
    if is_label(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// Like [`label`], but redacts the text first.
pub(super) fn redacted_label(text: &str, redactor: &Redactor) -> String {
    let redacted = redactor.redact(text);
    if is_label(&redacted) {
        redacted
    } else {
        quoted(&redacted)
    }
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
    fn only_control_characters_are_escaped() {
        for text in ["参数 \"x\" is wrong: C:\\典", "", "👩‍💻 é"] {
            assert_eq!(OneLine(text).to_string(), text);
        }
        assert_eq!(
            OneLine("a\r\nb\t\u{1b}[2J\u{85}\u{2028}\u{202e}").to_string(),
            r"a\r\nb\t\u{1b}[2J\u{85}\u{2028}\u{202e}"
        );
    }

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
