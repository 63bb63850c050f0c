//! Texts that fit one line of a log.

use std::fmt::{self, Write as _};

/// Writes a text without line breaks and control characters. A line break could forge a log line.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

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
}
