//! Control characters that text must not contain: they would break the generated files or disguise them.

/// Returns whether a character is invisible and changes how the text around it is read. Line feeds and
/// tabs are allowed.
#[must_use]
pub fn is_unwanted(character: char) -> bool {
    let changes_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    changes_direction || (character.is_control() && !matches!(character, '\n' | '\t'))
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
