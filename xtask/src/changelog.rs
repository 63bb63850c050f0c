//! The entry of an update in the changelog.

use std::io::ErrorKind;
use std::path::Path;

use fs_err as fs;
use tencent_codegen::compare::{Comparison, Level};

use crate::comparison::{changes_of, step};
use crate::counted::counted;
use crate::problem::{Problem, while_doing};

const UNRELEASED: &str = "## Unreleased\n";

/// The changelog as it is, which an entry is added to; nothing where there is none yet.
pub(crate) fn read(path: &Path) -> Result<String, Problem> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(while_doing("reading the changelog")),
    }
}

/// What users of the crate have to know of an update.
pub(crate) fn entry(title: &str, comparison: &Comparison) -> String {
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

/// The changelog with one more entry, at the top of what is not released.
pub(crate) fn with_entry(changelog: &str, entry: &str) -> String {
    let place = changelog
        .find(UNRELEASED)
        .map(|start| start + UNRELEASED.len());
    match place {
        Some(place) => {
            let (before, after) = changelog.split_at(place);
            format!("{before}\n{entry}{after}")
        }
        None => {
            let place = changelog
                .find("\n## ")
                .map_or(changelog.len(), |start| start + 1);
            let (before, after) = changelog.split_at(place);
            let title = if before.is_empty() {
                "# Changelog\n\n"
            } else {
                before
            };
            let gap = if title.ends_with("\n\n") { "" } else { "\n" };
            let after = if after.is_empty() {
                String::new()
            } else {
                format!("\n{after}")
            };
            format!("{title}{gap}{UNRELEASED}\n{entry}{after}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_on_top_and_nothing_else_moves() {
        let entry = "### demo 0.2.0\n";
        assert_eq!(
            with_entry("", entry),
            "# Changelog\n\n## Unreleased\n\n### demo 0.2.0\n"
        );
        assert_eq!(
            with_entry("# Changelog\n\nWords.\n\n## 0.1.0\n\n- old\n", entry),
            "# Changelog\n\nWords.\n\n## Unreleased\n\n### demo 0.2.0\n\n## 0.1.0\n\n- old\n"
        );
        assert_eq!(
            with_entry("# C\n\n## Unreleased\n\n- new\n\n## 0.1.0\n", entry),
            "# C\n\n## Unreleased\n\n### demo 0.2.0\n\n- new\n\n## 0.1.0\n"
        );
    }
}
