//! The differences between what stands there and what was generated, as a person reads them.

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::counted::counted;
use crate::say::say;
use crate::sync::{Change, Plan};

/// Lines of one file that are shown; whoever wants more lets the command write and asks git.
const LINES: usize = 60;
/// Files that are shown.
const FILES: usize = 12;

/// Shows every change that says something new, the first of them with their lines.
pub(crate) fn show(plan: &Plan) {
    let mut shown = 0;
    let mut hidden = 0;
    for (path, change) in &plan.files {
        let (old, new) = match change {
            Change::Created { new } => ("", new.as_str()),
            Change::Updated { old, new, .. } => (old.as_str(), new.as_str()),
            Change::Removed { old } => (old.as_str(), ""),
            Change::Unchanged | Change::Left(_) => continue,
        };
        if plan.follows(path, change) {
            continue;
        }
        if shown == FILES {
            hidden += 1;
        } else {
            shown += 1;
            show_file(path, old, new);
        }
    }
    if hidden > 0 {
        say!(
            "… and the differences of {}\n",
            counted(hidden, "more file")
        );
    }
}

fn show_file(path: &str, old: &str, new: &str) {
    let bold = Style::new().bold();
    say!("{bold}--- {path}\n+++ {path}{bold:#}");
    let lines = lines(old, new);
    for line in lines.iter().take(LINES) {
        say!("{line}");
    }
    if lines.len() > LINES {
        say!("… and {}", counted(lines.len() - LINES, "more line"));
    }
    say!();
}

fn lines(old: &str, new: &str) -> Vec<String> {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let cyan = colour(AnsiColor::Cyan);
        lines.push(format!("{cyan}{}{cyan:#}", hunk.header()));
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', colour(AnsiColor::Red)),
                ChangeTag::Insert => ('+', colour(AnsiColor::Green)),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let text = visible(change.value());
            lines.push(format!("{style}{sign}{text}{style:#}"));
            if change.missing_newline() {
                lines.push("\\ no end of line".to_owned());
            }
        }
    }
    lines
}

/// A line without its end, of which only the unusual part is shown: `^M`, as git has it.
fn visible(line: &str) -> String {
    let line = line.trim_end_matches('\n');
    match line.strip_suffix('\r') {
        Some(text) => format!("{text}^M"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_marked() {
        for (old, new, marked) in [
            ("a\nb", "a\nb\n", "-b|\\ no end of line|+b"),
            ("a\r\n", "a\n", "-a^M|+a"),
        ] {
            let shown = lines(old, new).join("|");
            let plain = anstream::adapter::strip_str(&shown).to_string();
            assert!(plain.contains(marked), "{plain}");
        }
    }
}
