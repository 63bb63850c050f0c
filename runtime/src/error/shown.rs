//! What servers say, fit to be shown.

#[cfg(feature = "tracing")]
use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::Scrubber;

/// How long a code or an id is at most, in characters.
const LONGEST_LABEL: usize = 128;

/// A text in one line: with a line break in it, a message could begin a line of a log as if the
/// program had said it.
pub(super) struct OneLine<'a>(pub(super) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| {
            if directs(char) {
                write!(f, "{}", char.escape_default())
            } else {
                f.write_char(char)
            }
        })
    }
}

/// Whether a character tells a terminal what to do, ends a line, or turns the direction of others.
fn directs(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A code or an id as it stands where it looks like one, or else the start of it, quoted.
#[cfg(feature = "tracing")]
pub(crate) fn label(text: &str) -> Cow<'_, str> {
    if is_label(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// The same, without what nobody may see. Nothing is looked for in what looks like a code: it would
/// be a piece of the code.
pub(super) fn scrubbed_label(text: &str, scrubber: &Scrubber) -> String {
    if is_label(text) {
        text.to_owned()
    } else {
        quoted(&scrubber.scrub(text))
    }
}

fn is_label(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=LONGEST_LABEL).contains(&text.len()) && text.bytes().all(fits)
}

fn quoted(text: &str) -> String {
    let start: String = text.chars().take(LONGEST_LABEL).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("{start:?}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_one_line_is_otherwise_the_same() {
        for text in ["参数 \"x\" is wrong: C:\\典", "", "👩‍💻 é"] {
            assert_eq!(OneLine(text).to_string(), text);
        }
        assert_eq!(
            OneLine("a\r\nb\t\u{1b}[2J\u{85}\u{2028}\u{202e}").to_string(),
            r"a\r\nb\t\u{1b}[2J\u{85}\u{2028}\u{202e}"
        );
    }

    #[test]
    fn codes_and_ids_are_shown_as_they_stand() {
        let longest = "x".repeat(LONGEST_LABEL);
        for text in ["AuthFailure.TokenFailure", "6ef60bec-0242_43af", &longest] {
            let hides = Scrubber::default().and("Failure");
            assert_eq!(scrubbed_label(text, &hides), text);
        }
    }

    #[test]
    fn what_is_no_code_is_quoted_and_cut() {
        let label = |text| scrubbed_label(text, &Scrubber::default());
        assert_eq!(label("Invalid\nParameter"), r#""Invalid\nParameter""#);
        assert_eq!(label(""), r#""""#);
        let long = "x".repeat(LONGEST_LABEL + 1);
        assert_eq!(label(&long), format!("\"{}\"…", &long[1..]));
        let hides = Scrubber::default().and("典子谦");
        assert_eq!(
            scrubbed_label("Invalid 典子谦", &hides),
            r#""Invalid [redacted]""#
        );
    }
}
