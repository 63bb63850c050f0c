//! Takes people's data out of what servers say.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use super::reading::{Glyph, Reading, each_reading, folded};
use crate::credential::Credential;

/// What stands where something was taken out.
const REDACTED: &str = "[redacted]";

/// How much of a text is shown at most, in bytes. No message is that long, and all that is shown is
/// looked through several times.
const MOST: usize = 16 * 1024;

/// Values of fewer characters are found within words and numbers that have nothing to do with them.
const LONG: usize = 4;

/// The longest escape, in characters, of one that was escaped before.
const LONGEST_ESCAPE: usize = 32;

/// Values that are never shown. Servers repeat names and numbers of the request in their messages.
#[derive(Default)]
pub(crate) struct Scrubber {
    /// By their first characters.
    values: HashMap<char, Vec<Hidden>>,
}

/// A value, as it is looked for.
#[derive(PartialEq, Eq)]
struct Hidden {
    chars: Vec<char>,
    /// Whether it is a value only where no letter or digit stands next to it.
    word: bool,
}

impl Scrubber {
    /// Knows the values of the sensitive members of a request, and the secrets of the credential.
    pub(crate) fn of(sensitive: &[&str], body: &[u8], credential: Option<&Credential>) -> Self {
        let mut scrubber = Self::default();
        if let Some(credential) = credential {
            scrubber.hide(credential.secret_id());
            scrubber.hide(credential.secret_key());
            scrubber.hide(credential.token().unwrap_or_default());
        }
        if let Ok(request) = serde_json::from_slice(body) {
            scrubber.hide_sensitive(&request, sensitive, false);
        }
        scrubber
    }

    /// Knows that text as well.
    pub(crate) fn and(mut self, text: &str) -> Self {
        self.hide(text);
        self
    }

    /// Everything below a sensitive member is sensitive.
    fn hide_sensitive(&mut self, value: &Value, sensitive: &[&str], inside: bool) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let hidden = inside || sensitive.contains(&name.as_str());
                    self.hide_sensitive(member, sensitive, hidden);
                }
            }
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.hide_sensitive(item, sensitive, inside)),
            Value::String(text) if inside => self.hide(text),
            Value::Number(number) if inside => self.hide(&number.to_string()),
            _ => {}
        }
    }

    fn hide(&mut self, text: &str) {
        let chars = folded(text);
        // A single character tells nobody anything, and stands in every message.
        let [first, _, ..] = chars[..] else {
            return;
        };
        let plain = chars.iter().all(char::is_ascii_alphanumeric);
        let word = plain && chars.len() < LONG;
        let hidden = Hidden { chars, word };
        let values = self.values.entry(first).or_default();
        if !values.contains(&hidden) {
            values.push(hidden);
        }
    }

    /// The text without them, however they are written in it. A text longer than any message is cut.
    pub(crate) fn scrub(&self, text: &str) -> String {
        self.scrub_until(text, text.len())
    }

    /// The start of the text without them. One that begins there and ends behind it is taken out as
    /// well.
    pub(super) fn scrub_until(&self, text: &str, end: usize) -> String {
        let looked_at = start_of(text, MOST);
        let cut = looked_at.len() < text.len();
        let mut scrubbed = String::with_capacity(looked_at.len().min(end));
        let mut shown = 0;
        for place in self.places(looked_at, cut) {
            if place.start >= end {
                break;
            }
            scrubbed.push_str(&looked_at[shown..place.start]);
            scrubbed.push_str(REDACTED);
            shown = place.end;
        }
        let end = end.min(looked_at.len());
        scrubbed.push_str(looked_at.get(shown..end).unwrap_or_default());
        if end < text.len() {
            scrubbed.push('…');
        }
        scrubbed
    }

    /// Where they stand in the text, in order, where they overlap as one.
    fn places(&self, text: &str, cut: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if !self.values.is_empty() {
            each_reading(text, &mut |reading| self.find(reading, cut, &mut found));
        }
        found.sort_by_key(|place| place.start);
        let mut places: Vec<Range<usize>> = Vec::new();
        for place in found {
            match places.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => places.push(place),
            }
        }
        places
    }

    fn find(&self, reading: &Reading, cut: bool, found: &mut Vec<Range<usize>>) {
        let glyphs = reading.folded();
        for (at, first) in glyphs.iter().enumerate() {
            let Some(values) = self.values.get(&first.char) else {
                continue;
            };
            let ends = values
                .iter()
                .filter_map(|hidden| hidden.end(&glyphs, at, cut));
            if let Some(end) = ends.max() {
                found.push(first.start..glyphs[end - 1].end);
            }
        }
    }
}

impl Hidden {
    /// Where the value ends that begins there. In a text that was cut, it may be halved.
    fn end(&self, glyphs: &[Glyph], at: usize, cut: bool) -> Option<usize> {
        let there = glyphs[at..].iter().zip(&self.chars);
        let same = there
            .take_while(|(glyph, char)| glyph.char == **char)
            .count();
        let end = at + same;
        if same == self.chars.len() {
            let joins = |glyph: &Glyph| glyph.char.is_ascii_alphanumeric();
            let before = at > 0 && joins(&glyphs[at - 1]);
            let behind = glyphs.get(end).is_some_and(joins);
            return (!self.word || !(before || behind)).then_some(end);
        }
        let halved = cut && end + LONGEST_ESCAPE >= glyphs.len();
        halved.then_some(glyphs.len())
    }
}

/// At most so many bytes of a text.
fn start_of(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"Signer": {"Name": "Ada", "Phones": ["1320", "132"]}, "Id": "7"}"#;

    /// Hides one value.
    fn scrub(value: &str, text: &str) -> String {
        Scrubber::default().and(value).scrub(text)
    }

    #[test]
    fn sensitive_values_are_taken_out_wherever_they_stand() {
        let credential = Credential::new("AKID", "sk").with_token("to");
        let scrubber = Scrubber::of(&["Name", "Phones"], BODY, Some(&credential));
        assert_eq!(
            scrubber.scrub("no Ada (1320, 132) in 7; AKID sk to"),
            "no [redacted] ([redacted], [redacted]) in 7; [redacted] [redacted] [redacted]"
        );
    }

    #[test]
    fn what_is_not_sensitive_stays() {
        let scrubber = Scrubber::of(&[], BODY, None);
        assert_eq!(scrubber.scrub("no Ada (1320) in 7"), "no Ada (1320) in 7");
    }

    #[test]
    fn values_are_found_however_they_are_written() {
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
            let scrubbed = scrub(value, &format!("say {text}!"));
            assert_eq!(scrubbed, "say [redacted]!", "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_value_is_not_decoded() {
        assert_eq!(
            scrub("典子谦", r"%41 \u0041 &#65; %E5%85%B8%E5%AD%90%E8%B0%A6 +"),
            r"%41 \u0041 &#65; [redacted] +"
        );
    }

    #[test]
    fn short_values_are_words() {
        assert_eq!(
            scrub("10", "100 items, 10 of them (10) on 编号10 A10 2010"),
            "100 items, [redacted] of them ([redacted]) on 编号[redacted] A10 2010"
        );
        assert_eq!(scrub("10", "%2010%20"), "%20[redacted]%20");
        assert_eq!(scrub("1320", "B13200"), "B[redacted]0");
        assert_eq!(scrub("李四", "姓李四方"), "姓[redacted]方");
        assert_eq!(scrub("7", "7 of 7"), "7 of 7");
    }

    #[test]
    fn what_was_taken_out_is_not_looked_through() {
        let scrubber = Scrubber::default()
            .and("Ada Lovelace")
            .and("redacted")
            .and("Love");
        assert_eq!(
            scrubber.scrub("Ada Lovelace, Love"),
            "[redacted], [redacted]"
        );
    }

    #[test]
    fn values_that_overlap_are_one() {
        let scrubber = Scrubber::default().and("Ada Byron").and("Byron King");
        assert_eq!(scrubber.scrub("to Ada Byron King"), "to [redacted]");
        assert_eq!(scrubber.scrub("Ada ByronAda Byron"), "[redacted][redacted]");
    }

    #[test]
    fn a_value_that_the_end_halves_is_taken_out() {
        let scrubber = Scrubber::default().and("Lovelace");
        assert_eq!(scrubber.scrub_until("I, Lovelace, am", 6), "I, [redacted]…");
        for halved in ["Lovel", r"\u004c\u006fve\u00", "%4Cove%6"] {
            let before = " ".repeat(MOST - halved.len());
            let text = format!("{before}{halved}ace and more");
            let scrubbed = scrubber.scrub(&text);
            assert_eq!(scrubbed.trim(), "[redacted]…", "{halved}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "典".repeat(MOST);
        let scrubbed = scrub("Ada", &text);
        assert!(scrubbed.len() <= MOST + '…'.len_utf8());
        assert!(scrubbed.ends_with("典…"));
    }
}
