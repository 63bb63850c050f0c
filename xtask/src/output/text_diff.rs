//! Shows the differences between the files of a folder and the generated ones, line by line.

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::change::Change;
use super::plan::Plan;
use crate::console::{counted, outln};

/// The number of lines of one file that are shown. `git diff` shows the rest after `codegen`.
const LINES: usize = 60;
/// The number of files that are shown.
const FILES: usize = 12;

/// Shows the changes of the first files.
pub(crate) fn show(plan: &Plan) {
    let mut shown = 0;
    let mut hidden = 0;
    for (path, change) in &plan.files {
        let (old, new) = match change {
            Change::Created { new } => ("", new.as_str()),
            Change::Updated { old, new } | Change::Edited { old, new } => (&**old, &**new),
            Change::Removed { old } => (old.as_str(), ""),
            Change::Unchanged | Change::Left(_) => continue,
        };
        if shown == FILES {
            hidden += 1;
        } else {
            shown += 1;
            show_file(path, old, new);
        }
    }
    if hidden > 0 {
        outln!(
            "… and the differences of {}\n",
            counted(hidden, "more file")
        );
    }
}

fn show_file(path: &str, old: &str, new: &str) {
    let bold = Style::new().bold();
    outln!("{bold}--- {path}\n+++ {path}{bold:#}");
    let lines = lines(old, new);
    for line in lines.iter().take(LINES) {
        outln!("{line}");
    }
    if lines.len() > LINES {
        outln!("… and {}", counted(lines.len() - LINES, "more line"));
    }
    outln!();
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

/// A line without its end. A carriage return is shown as `^M`, as git does, and other characters that cannot
/// be seen as their numbers.
fn visible(line: &str) -> String {
    let line = line.trim_end_matches('\n');
    let (text, end) = match line.strip_suffix('\r') {
        Some(text) => (text, "^M"),
        None => (line, ""),
    };
    // Tabs are visible enough.
    let parts: Vec<_> = text.split('\t').map(tencent_codegen::visible).collect();
    parts.join("\t") + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_differences_are_marked() {
        for (old, new, marked) in [
            ("a\nb", "a\nb\n", "-b|\\ no end of line|+b"),
            ("a\r\n", "a\n", "-a^M|+a"),
            ("\ta\u{9b}\n", "a\n", "-\ta\\u{9b}|+a"),
        ] {
            let shown = lines(old, new).join("|");
            let plain = anstream::adapter::strip_str(&shown).to_string();
            assert!(plain.contains(marked), "{plain}");
        }
    }
}
