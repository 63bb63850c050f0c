//! Limits for prose that is parsed as Markdown and HTML. Larger prose becomes plain text.
//!
//! The HTML standard asks for steps that take time in proportion to the number of open elements, and tables can
//! describe far more cells than they have. The limits are four to thirteen times what upstream needs.

use std::collections::HashMap;

use super::printer::Printer;
use super::tags::element;

/// The maximum length of prose, in bytes.
const LENGTH: usize = 100_000;

/// The maximum number of elements of a page.
const ELEMENTS_OF_PAGE: usize = 5_000;

/// The maximum number of elements that are open at the same time.
const OPEN: usize = 100;

/// Whether prose is too long to be parsed.
pub(super) fn is_too_long(prose: &str) -> bool {
    prose.len() > LENGTH
}

/// Whether a page has too many elements, or nests them too deep.
pub(super) fn is_too_large(page: &str) -> bool {
    let mut open: HashMap<&str, usize> = HashMap::new();
    let (mut depth, mut count) = (0, 0);
    for part in page.split('<').skip(1) {
        let (is_end, rest) = match part.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, part),
        };
        let Some(name) = element(rest).filter(|name| !["br", "hr", "img"].contains(name)) else {
            continue;
        };
        let open = open.entry(name).or_default();
        if !is_end {
            (*open, depth, count) = (*open + 1, depth + 1, count + 1);
        } else if *open > 0 {
            (*open, depth) = (*open - 1, depth - 1);
        }
        if depth > OPEN || count > ELEMENTS_OF_PAGE {
            return true;
        }
    }
    false
}

/// Returns prose without its tags, as text: each line is a paragraph.
pub(super) fn without_tags(prose: &str) -> String {
    let mut printer = Printer::default();
    for line in prose.lines() {
        let mut text = String::with_capacity(line.len());
        let mut parts = line.split('<');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            match after_tag(part) {
                Some(rest) => text.push_str(rest),
                None => {
                    text.push('<');
                    text.push_str(part);
                }
            }
        }
        printer.text(&text);
        printer.line_end();
    }
    printer.finish()
}

/// Returns the text after a tag of a known element. `part` begins after its `<`.
fn after_tag(part: &str) -> Option<&str> {
    element(part.strip_prefix('/').unwrap_or(part))?;
    Some(part.split_once('>')?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_within_the_limits_are_parsed() {
        let list = "<li>甲</li>".repeat(ELEMENTS_OF_PAGE - 1);
        assert!(!is_too_large(&format!("<ul>{list}</ul>")));
        assert!(is_too_large(&format!("<ul>{list}<li></ul>")));
        assert!(!is_too_large(&"<div>".repeat(OPEN)));
        assert!(is_too_large(&"<div>".repeat(OPEN + 1)));
        // An end tag without a start tag closes nothing.
        assert!(is_too_large(&"<div></span>".repeat(OPEN + 1)));
        assert!(!is_too_large(&"甲<br>1 < 2 <x>".repeat(OPEN + 1)));
    }

    #[test]
    fn text_without_tags_keeps_everything_else() {
        assert_eq!(
            without_tags("<p>甲 <b>乙</b></p>\n1 < 2, <InstanceId> [a]\n<div\n"),
            "甲 乙\n\n1 \\< 2, \\<InstanceId\\> \\[a\\]\n\n\\<div"
        );
    }
}
