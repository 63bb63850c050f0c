//! Formats JSON as the server sent it: with unknown members, their order, and all digits of
//! numbers.

use serde_json::Result;

/// The maximum indentation, in levels.
const MAX_INDENT: usize = 64;

/// Formats a JSON text token by token. Parsing it into values would lose details, and recursion
/// could overflow the stack.
pub(super) fn lay_out(json: &str) -> String {
    let mut layout = Layout {
        text: String::with_capacity(json.len() * 2),
        depth: 0,
    };
    let mut rest = json.trim_ascii();
    while !rest.is_empty() {
        let (token, behind) = rest.split_at(token_length(rest));
        rest = behind.trim_ascii_start();
        layout.put(token, rest);
    }
    layout.text
}

struct Layout {
    text: String,
    depth: usize,
}

impl Layout {
    /// Writes a token. `rest` begins with the next one.
    fn put(&mut self, token: &str, rest: &str) {
        match token {
            "{" | "[" => {
                self.text.push_str(token);
                self.depth += 1;
                if !rest.starts_with(['}', ']']) {
                    self.end_line();
                }
            }
            "}" | "]" => {
                self.depth = self.depth.saturating_sub(1);
                if !self.text.ends_with(['{', '[']) {
                    self.end_line();
                }
                self.text.push_str(token);
            }
            "," => {
                self.text.push_str(token);
                self.end_line();
            }
            ":" => self.text.push_str(": "),
            text if text.starts_with('"') => match unescaped(text) {
                Ok(plain) => self.text.push_str(&plain),
                // Half of a surrogate pair is kept as it is.
                Err(_) => self.text.push_str(text),
            },
            other => self.text.push_str(other),
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        let depth = self.depth.min(MAX_INDENT);
        self.text.extend(std::iter::repeat_n("  ", depth));
    }
}

/// Removes unnecessary escapes from a string. Some servers escape the `&` of links.
fn unescaped(string: &str) -> Result<String> {
    let value: String = serde_json::from_str(string)?;
    serde_json::to_string(&value)
}

/// Returns the length of the first token, in bytes.
fn token_length(text: &str) -> usize {
    match text.as_bytes() {
        [b'"', inside @ ..] => string_length(inside),
        [b'{' | b'}' | b'[' | b']' | b',' | b':', ..] => 1,
        _ => text
            .find(['{', '}', '[', ']', ',', ':', '"', ' ', '\t', '\r', '\n'])
            .unwrap_or(text.len()),
    }
}

/// Returns the length of a string with both quotes, from its content.
fn string_length(content: &[u8]) -> usize {
    let mut escaped = false;
    let end = content.iter().position(|byte| {
        let ends = !escaped && *byte == b'"';
        escaped = !escaped && *byte == b'\\';
        ends
    });
    1 + end.map_or(content.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_looks_as_json_is_usually_laid_out() {
        let json = r#" {"a":[1,{"b":"x, {y}: \"z\" \\"}],"c":{},"d":[ ],"e":null,"f":true} "#;
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(lay_out(json), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn nothing_is_lost() {
        let json = r#"{"z":123456789012345678901234567890,"a":1.10,"a":-0,"s":"\ud800"}"#;
        let expected = "{\n  \"z\": 123456789012345678901234567890,\n  \"a\": 1.10,\n  \
                        \"a\": -0,\n  \"s\": \"\\ud800\"\n}";
        assert_eq!(lay_out(json), expected);
    }

    #[test]
    fn links_can_be_copied() {
        assert_eq!(
            lay_out(r#""https:\/\/a.example\/?b=1\u0026c=\u5178""#),
            r#""https://a.example/?b=1&c=典""#
        );
        assert_eq!(lay_out(r#""\u001b[31m""#), r#""\u001b[31m""#);
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let laid_out = lay_out(&deep);
        assert!(laid_out.len() < 200 * deep.len());
        assert_eq!(laid_out.split_whitespace().collect::<String>(), deep);
    }

    #[test]
    fn what_is_no_json_is_kept() {
        for text in ["", "no\"", "\"\\", "}}", "典[", "a b"] {
            let kept: String = lay_out(text).split_whitespace().collect();
            assert_eq!(kept, text.replace(' ', ""), "{text:?}");
        }
    }
}
