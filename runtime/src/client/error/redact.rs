//! Removes sensitive values from texts of the server.

use std::collections::BTreeSet;
use std::ops::Range;

use super::sensitive_values::{Sensitive, sensitive_values};
use crate::ActionInfo;
use crate::client::credential::Credential;
use crate::client::json_request::JsonRequest;
use crate::wire::{Encode, to_json};

/// The text that replaces a sensitive value.
pub(super) const REDACTED: &str = "[redacted]";

/// The maximum length of a redacted text, in bytes.
const MAX_TEXT: usize = 16 * 1024;

/// How many bytes of a longer value are searched. Everything after a match is redacted too.
const MAX_VALUE: usize = 256;

/// Shorter values of ASCII letters and digits are found only as whole words.
const MIN_PART: usize = 4;

/// Replaces the sensitive values of a request in texts of the server.
///
/// A value is found where the text contains its characters, without spaces at its ends. A text in
/// JSON is decoded before. A value that the server encodes, changes or cuts is not found.
#[derive(Default)]
pub(crate) struct Redactor {
    values: BTreeSet<String>,
}

impl Redactor {
    /// Collects the sensitive members of a request, and the secrets of the credential.
    pub(crate) fn new(
        sensitive: Sensitive<'_>,
        body: &[u8],
        credential: Option<&Credential>,
    ) -> Self {
        let mut redactor = Self::default();
        if let Some(credential) = credential {
            redactor.add(credential.secret_id());
            redactor.add(credential.secret_key());
            redactor.add(credential.token().unwrap_or_default());
        }
        redactor.add_values(sensitive, body);
        redactor
    }

    /// Collects more members of the request.
    pub(crate) fn and_members(mut self, members: &[&str], body: &[u8]) -> Self {
        self.add_values(Sensitive::Members(members), body);
        self
    }

    fn add_values(&mut self, sensitive: Sensitive<'_>, body: &[u8]) {
        if !sensitive.is_empty() {
            sensitive_values(body, sensitive, &mut |value| self.add(value));
        }
    }

    /// Collects the values of a request that no crate contains.
    pub(super) fn of_json(request: &JsonRequest) -> Self {
        let body = request.members().to_string();
        Self::new(Sensitive::All, body.as_bytes(), None)
    }

    /// Collects the sensitive members of a request that is not encoded yet.
    pub(super) fn of_request(action: &ActionInfo, request: &dyn Encode) -> Self {
        let mut body = Vec::new();
        // A request with an infinite number has no JSON. It is never sent, so no server repeats it.
        match to_json(request, &mut body) {
            Ok(()) => Self::new(Sensitive::Members(action.sensitive), &body, None),
            Err(_) => Self::default(),
        }
    }

    /// Adds a value.
    pub(crate) fn and(mut self, value: &str) -> Self {
        self.add(value);
        self
    }

    fn add(&mut self, value: &str) {
        let value = start_of(value.trim(), MAX_VALUE);
        // A single character reveals nothing, and most messages contain it.
        if value.chars().count() > 1 {
            self.values.insert(value.to_owned());
        }
    }

    /// Replaces the values. Cuts a text of more than 16 KiB.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redact_start(text, text.len())
    }

    /// Replaces the values in the start of a text, including one across its end.
    pub(super) fn redact_start(&self, text: &str, end: usize) -> String {
        let end = end.min(start_of(text, MAX_TEXT).len());
        let mut redacted = String::new();
        let mut done = 0;
        for place in self.find(start_of(text, end + MAX_VALUE)) {
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
        for value in &self.values {
            for (start, _) in text.match_indices(value.as_str()) {
                let end = start + value.len();
                if value.len() + char::MAX.len_utf8() > MAX_VALUE {
                    places.push(start..text.len());
                } else if !is_part_of_word(text, start, end) {
                    places.push(start..end);
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
        let redactor = Redactor::new(
            Sensitive::Members(&["Name", "Phones"]),
            BODY,
            Some(&credential),
        );
        assert_eq!(
            redactor.redact("no Ada (1320, 132) in 7; AKID sk to"),
            "no [redacted] ([redacted], [redacted]) in 7; [redacted] [redacted] [redacted]"
        );
    }

    #[test]
    fn other_members_are_kept() {
        let redactor = Redactor::new(Sensitive::Members(&[]), BODY, None);
        assert_eq!(redactor.redact("no Ada (1320) in 7"), "no Ada (1320) in 7");
    }

    #[test]
    fn a_value_is_found_as_it_is_in_the_decoded_text() {
        let value = " 典子 \"O'Byron\" <a&b>\n9+9 %41 ";
        assert_eq!(
            redact(value, "say 典子 \"O'Byron\" <a&b>\n9+9 %41!"),
            "say [redacted]!"
        );
    }

    #[test]
    fn short_values_are_words() {
        assert_eq!(
            redact("10", "100 items, 10 of them (10) on 编号10 A10 2010"),
            "100 items, [redacted] of them ([redacted]) on 编号[redacted] A10 2010"
        );
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
        for shown in 1.."Lovelace".len() {
            let spaces = " ".repeat(MAX_TEXT - shown);
            let text = format!("{spaces}Lovelace and more");
            assert_eq!(redactor.redact(&text).trim(), "[redacted]…", "{shown}");
        }
    }

    #[test]
    fn the_start_of_a_long_value_is_enough() {
        let value = "典z".repeat(MAX_TEXT);
        for text in [&value, &value[..600]] {
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
