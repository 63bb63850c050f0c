//! Removes sensitive values from texts of the server.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;

use super::escape::DecodedText;
use crate::ActionInfo;
use crate::client::credential::Credential;
use crate::wire::{Encode, to_json};

/// The text that replaces a sensitive value.
pub(super) const REDACTED: &str = "[redacted]";

/// The maximum length of a redacted text, in bytes. Twice as much is searched, so that a value across
/// the end is found.
const MAX_TEXT: usize = 16 * 1024;

/// How many bytes of a longer value are searched. Everything after a match is redacted too.
const MAX_VALUE: usize = 256;

/// Shorter values of ASCII letters and digits are found only as whole words.
const MIN_PART: usize = 4;

/// Removes sensitive values from texts of the server, which may repeat values of the request.
#[derive(Default)]
pub(crate) struct Redactor {
    /// The values, folded like the texts in which they are searched.
    values: BTreeSet<String>,
}

impl Redactor {
    /// Collects the sensitive members of a request, and the secrets of the credential.
    pub(crate) fn new(sensitive: &[&str], body: &[u8], credential: Option<&Credential>) -> Self {
        let mut redactor = Self::default();
        if let Some(credential) = credential {
            redactor.add(credential.secret_id());
            redactor.add(credential.secret_key());
            redactor.add(credential.token().unwrap_or_default());
        }
        if let Ok(request) = serde_json::from_slice(body) {
            redactor.add_members(&request, sensitive, false);
        }
        redactor
    }

    /// Collects the sensitive members of a request that is not encoded yet.
    pub(super) fn of_request(action: &ActionInfo, request: &dyn Encode) -> Self {
        let mut body = Vec::new();
        // A request with an infinite number has no JSON. It is never sent, so no server repeats it.
        match to_json(request, &mut body) {
            Ok(()) => Self::new(action.sensitive, &body, None),
            Err(_) => Self::default(),
        }
    }

    /// Adds a value.
    pub(crate) fn and(mut self, value: &str) -> Self {
        self.add(value);
        self
    }

    /// Adds the sensitive members, with everything in them.
    fn add_members(&mut self, value: &Value, sensitive: &[&str], inside: bool) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let inside = inside || sensitive.contains(&name.as_str());
                    self.add_members(member, sensitive, inside);
                }
            }
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.add_members(item, sensitive, inside)),
            Value::String(text) if inside => self.add(text),
            Value::Number(number) if inside => self.add(&number.to_string()),
            _ => {}
        }
    }

    fn add(&mut self, value: &str) {
        for decoded in [DecodedText::verbatim(value), DecodedText::unescaped(value)] {
            let folded = decoded.folded().text;
            let folded = start_of(folded.trim(), MAX_VALUE);
            // A single character reveals nothing, and most messages contain it.
            if folded.chars().count() > 1 {
                self.values.insert(folded.to_owned());
            }
        }
    }

    /// Removes the values, even if they are escaped. Cuts a text of more than 16 KiB.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redact_start(text, text.len())
    }

    /// Removes the values from the start of a text, including one across its end.
    pub(super) fn redact_start(&self, text: &str, end: usize) -> String {
        let end = end.min(start_of(text, MAX_TEXT).len());
        let searched = start_of(text, end + MAX_TEXT);
        let mut redacted = String::new();
        let mut done = 0;
        for place in self.find(searched) {
            if place.start >= end {
                break;
            }
            if place.start >= done {
                redacted.push_str(&text[done..place.start]);
                redacted.push_str(REDACTED);
            }
            done = done.max(place.end);
        }
        redacted.push_str(text.get(done..end).unwrap_or_default());
        if end < text.len() {
            redacted.push('…');
        }
        redacted
    }

    /// Returns the positions of the values, in order. They may overlap.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for decoded in [DecodedText::verbatim(text), DecodedText::unescaped(text)] {
            let folded = decoded.folded();
            for value in &self.values {
                for (start, _) in folded.text.match_indices(value.as_str()) {
                    let end = start + value.len();
                    if value.len() + char::MAX.len_utf8() > MAX_VALUE {
                        places.push(folded.origin(start)..text.len());
                    } else if !is_part_of_word(&folded.text, start, end) {
                        places.push(folded.origin(start)..folded.origin(end));
                    }
                }
            }
        }
        places.sort_by_key(|place| place.start);
        places
    }
}

/// Returns whether a short value is a part of a longer word or number.
fn is_part_of_word(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let is_alphanumeric = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    end - start < MIN_PART
        && bytes[start..end].iter().all(u8::is_ascii_alphanumeric)
        && (is_alphanumeric(bytes[..start].last()) || is_alphanumeric(bytes.get(end)))
}

/// Returns the start of a text, with at most that many bytes.
fn start_of(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"Signer": {"Name": "Ada", "Phones": ["1320", "132"]}, "Id": "7"}"#;

    /// Redacts one value.
    fn redact(value: &str, text: &str) -> String {
        Redactor::default().and(value).redact(text)
    }

    #[test]
    fn sensitive_members_and_secrets_are_redacted() {
        let credential = Credential::new("AKID", "sk").with_token("to");
        let redactor = Redactor::new(&["Name", "Phones"], BODY, Some(&credential));
        assert_eq!(
            redactor.redact("no Ada (1320, 132) in 7; AKID sk to"),
            "no [redacted] ([redacted], [redacted]) in 7; [redacted] [redacted] [redacted]"
        );
    }

    #[test]
    fn other_members_are_kept() {
        let redactor = Redactor::new(&[], BODY, None);
        assert_eq!(redactor.redact("no Ada (1320) in 7"), "no Ada (1320) in 7");
    }

    #[test]
    fn escaped_values_are_redacted() {
        let value = " 典子 \"O'Byron\" <a&b> 9+9 ";
        for text in [
            "典子 \"O'Byron\" <a&b> 9+9",
            "典子  \"o'byron\"\n<A&B>\t9+9",
            r#"\u5178\u5B50 \"O'Byron\" <a&b> 9+9"#,
            r#"\u5178\u5b50 \u0022O\u0027Byron\u0022 \u003Ca\u0026b\u003e 9\u002b9"#,
            "%E5%85%B8%e5%ad%90%20%22O%27Byron%22%20%3Ca%26b%3E%209%2B9",
            "%E5%85%B8%E5%AD%90+%22O%27Byron%22+%3Ca%26b%3E+9%2B9",
            "典子%20%22O'Byron%22%20%3Ca&b%3E%209+9",
            "&#20856;&#x5B50;&nbsp;&quot;O&#39;Byron&quot; &lt;a&amp;b&gt; 9+9",
            r"\u5178\u5b50 &quot;O&#39;Byron&quot; &lt;a&amp;b&gt; 9+9",
        ] {
            let redacted = redact(value, &format!("say {text}!"));
            assert_eq!(redacted, "say [redacted]!", "{text}");
        }
    }

    #[test]
    fn values_that_look_escaped_are_redacted() {
        let value = r"50%41 \u0041 &amp; 典";
        for text in [value, r"50%2541 \\u0041 &amp;amp; %E5%85%B8"] {
            assert_eq!(redact(value, text), "[redacted]", "{text}");
        }
    }

    #[test]
    fn text_around_a_value_is_not_decoded() {
        assert_eq!(
            redact("典子谦", r"%41 \u0041 &#65; %E5%85%B8%E5%AD%90%E8%B0%A6 +"),
            r"%41 \u0041 &#65; [redacted] +"
        );
    }

    #[test]
    fn short_values_are_words() {
        assert_eq!(
            redact("10", "100 items, 10 of them (10) on 编号10 A10 2010"),
            "100 items, [redacted] of them ([redacted]) on 编号[redacted] A10 2010"
        );
        assert_eq!(redact("10", "%2010%20"), "%20[redacted]%20");
        assert_eq!(redact("1320", "B13200"), "B[redacted]0");
        assert_eq!(redact("李四", "姓李四方"), "姓[redacted]方");
        assert_eq!(redact("7", "7 of 7"), "7 of 7");
    }

    #[test]
    fn overlapping_values_are_redacted_together() {
        let redactor = Redactor::default().and("Ada Byron").and("Byron King");
        assert_eq!(redactor.redact("to Ada Byron King"), "to [redacted]");
        assert_eq!(
            redactor.redact("Ada ByronAda Byron"),
            "[redacted][redacted]"
        );
        let redactor = Redactor::default()
            .and("Ada Byron")
            .and("redacted")
            .and("By");
        assert_eq!(redactor.redact("Ada Byron, By"), "[redacted], [redacted]");
    }

    #[test]
    fn a_value_across_the_end_is_redacted() {
        let redactor = Redactor::default().and("Lovelace");
        assert_eq!(
            redactor.redact_start("I, Lovelace, am", 6),
            "I, [redacted]…"
        );
        for value in ["Lovelace", r"\u004c\u006f\u0076elace", "%4Cove%6Cace"] {
            for shown in [1, value.len() / 2, value.len() - 1] {
                let spaces = " ".repeat(MAX_TEXT - shown);
                let text = format!("{spaces}{value} and more");
                assert_eq!(
                    redactor.redact(&text).trim(),
                    "[redacted]…",
                    "{value} {shown}"
                );
            }
        }
    }

    #[test]
    fn the_start_of_a_long_value_is_enough() {
        let value = "典z".repeat(MAX_TEXT);
        let escaped = value.replace('典', "%E5%85%B8");
        for text in [&value, &escaped, &value[..600]] {
            let redacted = redact(&value, text);
            assert!(!redacted.contains('z'), "{redacted}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "典".repeat(MAX_TEXT);
        let redacted = redact("Ada", &text);
        assert!(redacted.len() <= MAX_TEXT + '…'.len_utf8());
        assert!(redacted.ends_with("典…"));
    }
}
