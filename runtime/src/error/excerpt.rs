//! The start of a body that is no answer, for messages.

use super::Scrubber;

/// How many characters are shown: the title of a page is telling, the rest is not.
const SHOWN: usize = 120;

/// The start of a body that is a page or a plain text. JSON is left out, whatever it is wrapped in:
/// what it holds may be somebody's.
pub(super) fn excerpt(body: &[u8], scrubber: &Scrubber) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches(|char: char| char == '\u{feff}' || char.is_whitespace());
    // Everything is scrubbed before something is left out: a halved value is not found any more.
    let scrubbed = scrubber.scrub_until(text, shown_until(text)?);
    let words: Vec<&str> = scrubbed.split_whitespace().collect();
    let shown: String = words.join(" ").chars().take(SHOWN).collect();
    Some(shown).filter(|shown| !shown.is_empty())
}

/// Where what may be shown ends.
fn shown_until(text: &str) -> Option<usize> {
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
        excerpt(body.as_bytes(), &Scrubber::default().and("Ada  Lovelace"))
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
        assert_eq!(of(&long).map(|shown| shown.chars().count()), Some(SHOWN));
    }

    #[test]
    fn json_is_not_shown_whatever_stands_around_it() {
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
    fn values_are_taken_out_before_anything_is_cut_or_joined() {
        assert_eq!(of("no Ada  Lovelace").as_deref(), Some("no [redacted]"));
        assert_eq!(of("no Ada\n Lovelace").as_deref(), Some("no [redacted]"));
        for before in 100..SHOWN {
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
