//! Finds Markdown that texts must not contain: HTML, which rustdoc copies to its pages, and code blocks in texts
//! of one line, which it compiles as tests.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// Returns the message and the help for the first such part of a text. Documentation may contain tests that
/// people write; texts of one line have no code blocks.
pub(super) fn problem(text: &str, has_tests: bool) -> Option<(&'static str, &'static str)> {
    // Most texts have none of these.
    if !text.contains(['<', '`', '~']) && !text.contains("    ") && !text.contains('\t') {
        return None;
    }
    Parser::new_ext(text, Options::ENABLE_TABLES).find_map(|event| match event {
        Event::Start(Tag::CodeBlock(_)) if !has_tests => Some((
            "rustdoc would compile this text as a test",
            "begin it with a word, and put code between single backticks",
        )),
        Event::Html(_) | Event::InlineHtml(_) => Some((
            "rustdoc would copy this HTML to its pages",
            "put it between backticks, or write \\< for <",
        )),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_found_and_code_in_a_line() {
        for text in [
            "a <script>evil()</script>",
            "<img src=x onerror=evil()>",
            "<!-- a -->",
        ] {
            assert!(problem(text, true).is_some(), "{text}");
        }
        for text in ["``` evil();", "~~~", "    evil();", "- ```rust"] {
            assert!(problem(text, false).is_some(), "{text}");
            assert_eq!(problem(text, true), None, "{text}");
        }
        for text in [
            "a `<b>` ```c``` 1 < 2 ~~d~~",
            "see <https://a.b/c>",
            "\\<b>",
        ] {
            assert_eq!(problem(text, false), None, "{text}");
        }
    }
}
