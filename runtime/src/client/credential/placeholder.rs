//! Placeholders: texts that tools and templates write instead of a value.

/// Returns a value without surrounding whitespace, or why it counts as missing.
///
/// A real id, key, token or name never looks like a placeholder. A request that is signed with one
/// fails, and the sources that really have a credential are not asked.
pub(super) fn present(text: &str) -> Result<&str, &'static str> {
    match text.trim() {
        "" => Err("is empty"),
        text if is_placeholder(text) => Err("is a placeholder"),
        text => Ok(text),
    }
}

fn is_placeholder(text: &str) -> bool {
    // tccli wrote `None` when a user left a value out. Python, JSON and Go print the others.
    const NOTHING: [&str; 5] = ["none", "null", "nil", "undefined", "n/a"];
    // tccli shows a secret as 16 asterisks and its last four characters.
    const MASK: &str = "****";
    // Templates, before a tool replaces their variables.
    const BRACKETS: [(&str, &str); 4] = [("<", ">"), ("${", "}"), ("{{", "}}"), ("[", "]")];
    let word = text.to_ascii_lowercase();
    NOTHING.contains(&&*word)
        || text.starts_with(MASK)
        || (text.len() > 1
            && text
                .bytes()
                .all(|byte| matches!(byte, b'x' | b'X' | b'*' | b'.')))
        || BRACKETS
            .iter()
            .any(|(open, close)| text.starts_with(open) && text.ends_with(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_as_missing() {
        for text in [
            "None",
            "none",
            " NULL\n",
            "nil",
            "undefined",
            "N/A",
            "xxx",
            "XXXXXXXX",
            "***",
            "...",
            "****************abcd",
            "<secret id>",
            "<>",
            "${SECRET_ID}",
            "{{ secret_id }}",
            "[id]",
        ] {
            assert_eq!(present(text), Err("is a placeholder"), "{text}");
        }
        for text in ["", " ", "\t\r\n"] {
            assert_eq!(present(text), Err("is empty"), "{text:?}");
        }
    }

    #[test]
    fn values_are_kept() {
        for text in [
            "AKIDxxxx",
            "x",
            "Nonesuch",
            "a<b>",
            "qcs::cam::uin/1:roleName/x",
            "-",
        ] {
            assert_eq!(present(&format!(" {text} ")), Ok(text));
        }
    }
}
