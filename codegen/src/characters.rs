//! Characters that text must not contain: they would break the generated files or disguise them.

use std::borrow::Cow;

/// Returns whether a character is invisible, or changes how the text around it is read. Line feeds and
/// tabs are allowed, and so are the selectors that give emoji their shape.
#[must_use]
pub fn is_unwanted(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Most characters.
        ' '..='~' | '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{9fff}' => false,
        // Characters that change the direction of text.
        '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            true
        }
        // Separators of lines and of paragraphs.
        '\u{2028}'..='\u{2029}' => true,
        // Characters without a width.
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' => true,
        // Letters without a shape.
        '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{3164}' | '\u{ffa0}' => true,
        // Tags, which can hide a text in another one.
        '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

/// Returns a text in which these characters are escaped, and line feeds and tabs too, so that it is one
/// line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c| matches!(c, '\n' | '\t') || is_unwanted(c))
}

/// Returns a text in which unwanted characters are escaped. Line feeds and tabs stay.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    escaped(text, is_unwanted)
}

fn escaped(text: &str, hides: fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hides(c) {
            shown.extend(c.escape_debug());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Describes the first character that a name, or another text of one line, must not contain.
pub(crate) fn problem_in_line(text: &str) -> Option<String> {
    let found = text
        .chars()
        .find(|c| matches!(c, '\n' | '\t') || is_unwanted(*c));
    found.map(in_words)
}

/// Describes the first character that a text of several lines must not contain. Lines may end with
/// `\r\n`.
pub(crate) fn problem_in_lines(text: &str) -> Option<String> {
    let is_line_end = |at: usize| text[at..].starts_with("\r\n");
    let found = text
        .char_indices()
        .find(|(at, c)| is_unwanted(*c) && !is_line_end(*at));
    found.map(|(_, character)| in_words(character))
}

fn in_words(character: char) -> String {
    format!(
        "the character U+{:04X} is not allowed here",
        u32::from(character)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_unwanted() {
        for c in "\0\u{8}\u{b}\r\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{61c}\u{200b}\u{200d}\u{200f}\u{2028}\u{2029}\u{202e}\u{2060}\u{2069}\u{3164}\u{feff}\u{e0041}".chars() {
            assert!(is_unwanted(c), "{c:?}");
        }
        for c in "\n\t a~é\u{301}ไทย、甲🙂\u{fe0f}".chars() {
            assert!(!is_unwanted(c), "{c:?}");
        }
    }

    #[test]
    fn a_visible_text_is_one_line_without_commands() {
        assert_eq!(visible("甲 a"), "甲 a");
        assert_eq!(
            visible("a\n\u{1b}[2J\u{202e}\u{feff}\0甲"),
            "a\\n\\u{1b}[2J\\u{202e}\\u{feff}\\0甲"
        );
    }
}
