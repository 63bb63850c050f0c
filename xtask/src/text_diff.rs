//! The differences between what stands there and what was generated, as a person reads them.

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::header;
use crate::say::say;
use crate::sync::{Change, MANIFEST, Plan};

/// Lines of one file that are shown; whoever wants more lets the command write and asks git.
const LINES: usize = 60;
/// Files that are shown.
const FILES: usize = 12;

/// Shows every change, the first of them with their lines.
///
/// A new release changes the first line of every file, and with that every digest of the manifest.
/// Such files are counted, so that they do not hide the ones that say something else now.
pub(crate) fn show(plan: &Plan) {
    let mut shown = 0;
    let mut hidden = 0;
    let mut releases = 0;
    for (path, change) in &plan.files {
        let (old, new) = match change {
            Change::Created { new } => ("", new.as_str()),
            Change::Updated { old, new, .. } => (old.as_str(), new.as_str()),
            Change::Removed { old } => (old.as_str(), ""),
            Change::Unchanged | Change::Left { .. } => continue,
        };
        if path == MANIFEST || header::alone_differs(old, new) {
            releases += 1;
        } else if shown == FILES {
            hidden += 1;
        } else {
            shown += 1;
            show_file(path, old, new);
        }
    }
    if hidden > 0 {
        say!("… and the differences of {hidden} more files");
    }
    if releases > 0 {
        say!("… and {releases} files that only name another release or digest");
    }
    if hidden + releases > 0 {
        say!();
    }
}

fn show_file(path: &str, old: &str, new: &str) {
    let bold = Style::new().bold();
    say!("{bold}--- {path}\n+++ {path}{bold:#}");
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let cyan = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        lines.push(format!("{cyan}{}{cyan:#}", hunk.header()));
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', Style::new().fg_color(Some(AnsiColor::Red.into()))),
                ChangeTag::Insert => ('+', Style::new().fg_color(Some(AnsiColor::Green.into()))),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let text = change.to_string_lossy();
            lines.push(format!(
                "{style}{sign}{}{style:#}",
                text.trim_end_matches('\n')
            ));
        }
    }
    for line in lines.iter().take(LINES) {
        say!("{line}");
    }
    if lines.len() > LINES {
        say!("… and {} more lines", lines.len() - LINES);
    }
    say!();
}
