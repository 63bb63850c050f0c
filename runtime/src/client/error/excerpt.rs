//! The start of a response body, for messages.

use super::redact::Redactor;

/// The maximum length of an excerpt, in characters.
const MAX_EXCERPT: usize = 120;

/// Returns the start of a body that is an HTML page or plain text.
///
/// Leaves out JSON, also inside other text, because it may contain personal data.
pub(super) fn excerpt(body: &[u8], redactor: &Redactor) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches(|char: char| char == '\u{feff}' || char.is_whitespace());
    // Redact before cutting, because the start of a value would not be found.
    let redacted = redactor.redact_start(text, plain_length(text)?);
    let words: Vec<&str> = redacted.split_whitespace().collect();
    let excerpt: String = words.join(" ").chars().take(MAX_EXCERPT).collect();
    Some(excerpt).filter(|excerpt| !excerpt.is_empty())
}

/// Returns the length of the text before any JSON, or `None` if the text may be JSON.
fn plain_length(text: &str) -> Option<usize> {
    let json = text.find(['{', '[', '\0']);
    if text.starts_with('<') {
        return Some(json.unwrap_or(text.len()));
    }
    let plain = json.is_none() && !text.contains('"');
    plain.then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Option<String> {
        excerpt(body.as_bytes(), &Redactor::default().and("Ada  Lovelace"))
    }

    #[test]
    fn pages_and_plain_texts_are_shown() {
        for (body, shown) in [
            ("<html>\n  <title>503</title>", "<html> <title>503</title>"),
            ("\u{feff} \n<p class=\"x\">no", "<p class=\"x\">no"),
            ("upstream can't be reached\n", "upstream can't be reached"),
        ] {
            assert_eq!(of(body).as_deref(), Some(shown), "{body:?}");
        }
        let long = format!("<p>{}</p>", "典".repeat(200));
        assert_eq!(
            of(&long).map(|shown| shown.chars().count()),
            Some(MAX_EXCERPT)
        );
    }

    #[test]
    fn json_is_not_shown_whatever_surrounds_it() {
        for body in [
            r#"{"Url": "https://secret"}"#,
            "\u{feff}{\"Url\": \"https://secret\"}",
            ")]}'\n{\"Url\": \"https://secret\"}",
            r#"callback({"Url": "https://secret"})"#,
            r#"callback("https://secret")"#,
            r#"data: ["https://secret"]"#,
            " \n ",
            "",
        ] {
            assert_eq!(of(body), None, "{body:?}");
        }
        let wrapped = of(r#"<pre>{"Url": "https://secret"}</pre>"#);
        assert_eq!(wrapped.as_deref(), Some("<pre>…"));
    }

    #[test]
    fn values_are_redacted_before_the_text_is_cut() {
        assert_eq!(of("no Ada  Lovelace").as_deref(), Some("no [redacted]"));
        for before in 100..MAX_EXCERPT {
            let shown = of(&format!("<{}> Ada  Lovelace", "-".repeat(before)));
            assert!(
                shown.is_some_and(|shown| !shown.contains("Ada")),
                "{before}"
            );
        }
        for before in [470, 479, 1 << 14, (1 << 14) - 5] {
            let shown = of(&format!("<p>{}Ada  Lovelace", " ".repeat(before)));
            assert!(
                shown.is_some_and(|shown| !shown.contains("Ada")),
                "{before}"
            );
        }
    }
}
