//! Prose without its layout, to search it for words.

/// Removes tags and white space from prose, and unifies letters and punctuation marks.
pub(super) fn plain(prose: &str) -> String {
    let mut is_tag = false;
    let mut plain = String::with_capacity(prose.len());
    for char in prose.chars() {
        match char {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if is_tag || char.is_whitespace() => {}
            '：' => plain.push(':'),
            _ => plain.extend(char.to_lowercase()),
        }
    }
    plain
}
