//! Text as HTML entities, which neither Markdown nor HTML takes for markup.

/// Appends code; its punctuation becomes entities.
pub(super) fn push_text(code: &str, text: &mut String) {
    for c in code.chars() {
        if c.is_ascii_punctuation() {
            push_entity(c, text);
        } else {
            text.push(c);
        }
    }
}

/// Appends a character as a numeric entity.
pub(super) fn push_entity(c: char, text: &mut String) {
    text.push_str(&format!("&#{};", u32::from(c)));
}
