//! Writes TOML.

use crate::characters::is_unwanted;

/// Returns a text as a basic string of TOML, which is one line. Unlike the debug format of Rust, it escapes
/// only what TOML can escape.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let mut toml = String::with_capacity(text.len() + 2);
    toml.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => toml.extend(['\\', c]),
            c if matches!(c, '\n' | '\t') || is_unwanted(c) => {
                toml.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => toml.push(c),
        }
    }
    toml.push('"');
    toml
}

/// Returns texts as an array of TOML.
#[must_use]
pub fn toml_strings(texts: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = texts
        .iter()
        .map(|text| toml_string(text.as_ref()))
        .collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_end_or_disguise_a_string_is_escaped() {
        for (text, toml) in [
            ("a b", "\"a b\""),
            ("Cafe\u{301} ไทย 甲", "\"Cafe\u{301} ไทย 甲\""),
            ("C:\\sdk \"x\"", r#""C:\\sdk \"x\"""#),
            (
                "a\nb\0\u{1b}\u{202e}",
                r#""a\U0000000Ab\U00000000\U0000001B\U0000202E""#,
            ),
        ] {
            assert_eq!(toml_string(text), toml);
        }
        assert_eq!(toml_strings(&["a", "\""]), r#"["a", "\""]"#);
    }
}
