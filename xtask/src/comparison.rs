//! What changed, as a person or a machine reads it.

use crate::say::say;
use anstyle::{AnsiColor, Style};
use tencent_codegen::compare::{Change, Comparison, Level};

/// The levels, strongest first.
const LEVELS: [Level; 3] = [Level::Major, Level::Minor, Level::Patch];

/// The changes of one level.
pub(crate) fn changes_of(comparison: &Comparison, level: Level) -> impl Iterator<Item = &Change> {
    let changes = comparison.changes.iter();
    changes.filter(move |change| change.level == level)
}

/// What stood there and what stands there, where both tell something.
pub(crate) fn step(change: &Change) -> String {
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("from `{from}` to `{to}`; "),
        _ => String::new(),
    }
}

/// Shows the changes by level, in colour where the terminal has it.
pub(crate) fn show(comparison: &Comparison) {
    for level in LEVELS {
        let changes: Vec<_> = changes_of(comparison, level).collect();
        if changes.is_empty() {
            continue;
        }
        let style = style(level);
        say!("{style}{} ({}){style:#}", level.as_str(), changes.len());
        for change in changes {
            let bold = Style::new().bold();
            let kind = change.kind.name().replace('_', " ");
            say!("  {bold}{}{bold:#}  {kind}{}", change.path, arrow(change));
            say!("      {}", change.why);
        }
    }
    let behind = comparison
        .prose
        .iter()
        .filter(|prose| !prose.constraints.is_empty());
    match (comparison.prose.len(), behind.count()) {
        (0, _) => {}
        (count, behind) => say!(
            "prose changed in {count} {}; rules were read from {behind} of them",
            if count == 1 { "place" } else { "places" }
        ),
    }
    if comparison.level == Level::None {
        say!("nothing changed");
    }
}

fn arrow(change: &Change) -> String {
    let short = |text: &str| -> String {
        let mut cut: String = text.chars().take(60).collect();
        if cut.len() < text.len() {
            cut.push('…');
        }
        cut
    };
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!(": {} -> {}", short(from), short(to)),
        (None, Some(value)) | (Some(value), None) if *value != change.path => {
            format!(": {}", short(value))
        }
        _ => String::new(),
    }
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Major => AnsiColor::Red,
        Level::Minor => AnsiColor::Yellow,
        _ => AnsiColor::Green,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// The changes as the text of a pull request.
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
            let cell = |value: &Option<String>| value.as_deref().map(code).unwrap_or_default();
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                code(&change.path),
                change.kind.name().replace('_', " "),
                cell(&change.from),
                cell(&change.to),
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

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}
