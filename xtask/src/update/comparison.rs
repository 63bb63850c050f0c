//! Shows a comparison of two descriptions, in the terminal or as Markdown.

use anstyle::{AnsiColor, Style};
use tencent_codegen::compare::{Change, Comparison, Level};

use crate::console::{counted, outln};

/// The levels, strongest first.
const LEVELS: [Level; 3] = [Level::Major, Level::Minor, Level::Patch];

/// The changes of one level.
pub(crate) fn changes_of(comparison: &Comparison, level: Level) -> impl Iterator<Item = &Change> {
    let changes = comparison.changes.iter();
    changes.filter(move |change| change.level == level)
}

/// The old and the new value of a change, if it has both.
pub(crate) fn step(change: &Change) -> String {
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("from {} to {}; ", code(from), code(to)),
        _ => String::new(),
    }
}

/// Shows the changes by level, in colour if the terminal supports it.
pub(crate) fn show(comparison: &Comparison) {
    for level in LEVELS {
        let changes: Vec<_> = changes_of(comparison, level).collect();
        if changes.is_empty() {
            continue;
        }
        let style = style(level);
        outln!("{style}{} ({}){style:#}", level.as_str(), changes.len());
        for change in changes {
            let bold = Style::new().bold();
            let kind = change.kind.name().replace('_', " ");
            outln!("  {bold}{}{bold:#}  {kind}{}", change.path, arrow(change));
            outln!("      {}", change.why);
        }
    }
    let behind = comparison
        .prose
        .iter()
        .filter(|prose| !prose.constraints.is_empty());
    match (comparison.prose.len(), behind.count()) {
        (0, _) => {}
        (count, behind) => outln!(
            "prose changed in {}; rules were read from {behind} of them",
            counted(count, "place")
        ),
    }
    if comparison.level == Level::None {
        outln!("nothing changed");
    }
}

fn arrow(change: &Change) -> String {
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => {
            let start = start_of_difference(from, to);
            format!(": {} -> {}", short(from, start), short(to, start))
        }
        (None, Some(value)) | (Some(value), None) if *value != change.path => {
            format!(": {}", short(value, 0))
        }
        _ => String::new(),
    }
}

/// The number of characters of a value in a line.
const SHOWN: usize = 60;
/// The number of equal characters that are shown before a difference.
const BEFORE: usize = 20;

/// The first character that is shown of two long values, so that their difference is visible.
fn start_of_difference(from: &str, to: &str) -> usize {
    let fits = |text: &str| text.chars().count() <= SHOWN;
    if fits(from) && fits(to) {
        return 0;
    }
    let same = from.chars().zip(to.chars()).take_while(|(a, b)| a == b);
    same.count().saturating_sub(BEFORE)
}

fn short(text: &str, start: usize) -> String {
    let cut: String = text.chars().skip(start).take(SHOWN).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if text.chars().count() > start + SHOWN {
        "…"
    } else {
        ""
    };
    format!("{before}{cut}{after}")
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Major => AnsiColor::Red,
        Level::Minor => AnsiColor::Yellow,
        _ => AnsiColor::Green,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// The changes as Markdown, for a pull request.
pub(crate) fn markdown(comparison: &Comparison) -> String {
    let mut text = format!("Level: **{}**\n", comparison.level.as_str());
    for level in LEVELS {
        let changes: Vec<_> = changes_of(comparison, level).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!(
            "\n### {}\n\n| Where | What | From | To | Why |\n|---|---|---|---|---|\n",
            level.as_str()
        ));
        for change in changes {
            let value = |value: &Option<String>| value.as_deref().map(cell).unwrap_or_default();
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                cell(&change.path),
                change.kind.name().replace('_', " "),
                value(&change.from),
                value(&change.to),
                change.why.replace('|', "\\|"),
            ));
        }
    }
    if !comparison.prose.is_empty() {
        text.push_str("\n### prose\n\n");
        for prose in &comparison.prose {
            let rules: Vec<_> = prose.constraints.iter().map(|path| code(path)).collect();
            let behind = if rules.is_empty() {
                String::new()
            } else {
                format!(", behind {}", rules.join(", "))
            };
            text.push_str(&format!("- {}{behind}\n", code(&prose.path)));
        }
    }
    text
}

/// Code in Markdown, between more backticks than it contains in a row.
fn code(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// Code in a table. A bar would end the cell, so it is escaped.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_differ() {
        let long = |end: &str| format!("{{\"pattern\":\"{}{end}\"}}", "a".repeat(100));
        let (from, to) = (long("b"), long("c"));
        let start = start_of_difference(&from, &to);
        let shown = (short(&from, start), short(&to, start));
        assert_eq!(shown.0, format!("…{}b\"}}", "a".repeat(BEFORE)));
        assert_eq!(shown.1, format!("…{}c\"}}", "a".repeat(BEFORE)));
        assert_eq!(start_of_difference("a", "b"), 0);
        assert_eq!(short(&from, 0).chars().count(), SHOWN + 1);
    }

    #[test]
    fn code_stays_as_it_is_in_markdown() {
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(cell("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("``a"), "``` ``a ```");
    }
}
