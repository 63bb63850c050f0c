//! The entry of an update in the changelog.

use tencent_codegen::compare::{Comparison, Level};

use super::comparison::{changes_of, step};
use crate::console::counted;

/// The entry of an update, for users of the crate.
pub(super) fn entry(title: &str, comparison: &Comparison) -> String {
    let mut text = format!("### {title}\n");
    for (level, heading) in [
        (Level::Major, "Breaking"),
        (Level::Minor, "New"),
        (Level::Patch, "Other"),
    ] {
        let changes: Vec<_> = changes_of(comparison, level).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{heading}:\n\n"));
        for change in changes {
            let step = step(change);
            text.push_str(&format!("- `{}`: {step}{}.\n", change.path, change.why));
        }
    }
    if !comparison.prose.is_empty() {
        let places = counted(comparison.prose.len(), "place");
        text.push_str(&format!(
            "\nUpstream reworded its documentation in {places}.\n"
        ));
    }
    text
}

/// The changelog with an entry: the first of the unreleased entries, below any text before them, so that
/// no other text changes its heading. If there is an entry with that title, the changelog stays as it is.
pub(super) fn with_entry(changelog: &str, entry: &str) -> String {
    let title = entry.lines().next().unwrap_or_default();
    if changelog.lines().any(|line| line.trim_end() == title) {
        return changelog.to_owned();
    }
    let end = match changelog.contains("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    let (place, is_begun) = place(changelog);
    let (before, after) = changelog.split_at(place);
    let mut text = before.trim_end_matches(['\r', '\n']).to_owned();
    if changelog.trim().is_empty() {
        text = "# Changelog".to_owned();
    }
    let heading = (!is_begun).then_some("## Unreleased");
    for part in heading.into_iter().chain([entry.trim_end()]) {
        if !text.is_empty() {
            text.push_str(end);
            text.push_str(end);
        }
        text.push_str(&part.replace('\n', end));
    }
    text.push_str(end);
    if !after.is_empty() {
        text.push_str(end);
    }
    text + after
}

/// The position of the entry, and whether it is below a heading for unreleased entries.
fn place(changelog: &str) -> (usize, bool) {
    let mut is_begun = false;
    let mut start = 0;
    for line in changelog.split_inclusive('\n') {
        let ends_there = line.starts_with("## ") || (is_begun && line.starts_with("### "));
        if !is_begun && is_unreleased(line) {
            is_begun = true;
        } else if ends_there {
            return (start, is_begun);
        }
        start += line.len();
    }
    (start, is_begun)
}

/// `## Unreleased`, or `## [Unreleased]` as in Keep a Changelog.
fn is_unreleased(line: &str) -> bool {
    let title = line.strip_prefix("## ").unwrap_or_default().trim();
    let bare = title
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(title).eq_ignore_ascii_case("unreleased")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_first_and_only_once_and_no_text_changes_its_heading() {
        let entry = "### demo 0.2.0\n";
        for (before, after) in [
            ("", "# Changelog\n\n## Unreleased\n\n### demo 0.2.0\n"),
            (
                "# Changelog\n\nWords.\n\n## 0.1.0\n\n- old\n",
                "# Changelog\n\nWords.\n\n## Unreleased\n\n### demo 0.2.0\n\n## 0.1.0\n\n- old\n",
            ),
            (
                "# C\n\nWords.\n",
                "# C\n\nWords.\n\n## Unreleased\n\n### demo 0.2.0\n",
            ),
            (
                "## 0.1.0\n\n- old\n",
                "## Unreleased\n\n### demo 0.2.0\n\n## 0.1.0\n\n- old\n",
            ),
            (
                "# C\n\n## Unreleased\n\n- new\n\n## 0.1.0\n",
                "# C\n\n## Unreleased\n\n- new\n\n### demo 0.2.0\n\n## 0.1.0\n",
            ),
            (
                "# C\n\n## Unreleased\n\n- new\n\n### demo 0.1.1\n\nNew:\n\n- one\n\n## 0.1.0\n",
                "# C\n\n## Unreleased\n\n- new\n\n### demo 0.2.0\n\n### demo 0.1.1\n\nNew:\n\n- one\n\n## 0.1.0\n",
            ),
            (
                "# C\n\n## 0.1.0\n\n### demo\n",
                "# C\n\n## Unreleased\n\n### demo 0.2.0\n\n## 0.1.0\n\n### demo\n",
            ),
        ] {
            assert_eq!(with_entry(before, entry), after);
            assert_eq!(with_entry(after, entry), after);
            // A file with CRLF keeps it.
            let windows = |text: &str| text.replace('\n', "\r\n");
            if !before.is_empty() {
                assert_eq!(with_entry(&windows(before), entry), windows(after));
            }
        }
    }

    #[test]
    fn every_spelling_of_the_unreleased_heading_is_found() {
        let entry = "### demo 0.2.0\n\n- new\n";
        for heading in [
            "# C\n\n## Unreleased",
            "# C\n\n## Unreleased\n",
            "# C\n\n## Unreleased  \n\n",
            "# C\n\n## [Unreleased]\n",
            "# C\n\n## unreleased\n",
        ] {
            let text = with_entry(heading, entry);
            let title = heading.trim_end_matches('\n');
            assert_eq!(text, format!("{title}\n\n### demo 0.2.0\n\n- new\n"));
        }
    }
}
