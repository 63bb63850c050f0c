//! What new facts bring, and what is left to do then, told to a person.

use miette::Result;
use tencent_codegen::compare::{Change, Kind};

use crate::adoption::Adoption;
use crate::comparison;
use crate::counted::counted;
use crate::say::say;
use crate::sentences::{Texts, show_open};

/// Shows what changes. Where `texts` are given, the rules whose sentences changed are shown with them.
pub(crate) fn show(adoption: &Adoption, texts: Option<&Texts<'_>>) -> Result<()> {
    let (from, to) = &adoption.releases;
    if from == to {
        say!("tccli {to}");
    } else {
        say!("tccli {from} -> {to}");
    }
    comparison::show(&adoption.comparison);
    if adoption.is_news() {
        let (from, to) = &adoption.versions;
        let level = adoption.comparison.level.as_str();
        say!("version {from} -> {to} ({level})");
    }
    texts.map_or(Ok(()), |texts| show_open(&adoption.open, texts))
}

/// Shows what a person has to do.
pub(crate) fn show_next_steps(adoption: &Adoption) {
    say!("Now:");
    for (position, step) in next_steps(adoption).iter().enumerate() {
        say!("  {}. {step}", position + 1);
    }
}

fn next_steps(adoption: &Adoption) -> Vec<String> {
    let mut steps = Vec::new();
    let offline = paths_of(adoption, |change| {
        change.kind == Kind::ActionStatus && change.to.as_deref() == Some("offline")
    });
    if !offline.is_empty() {
        steps.push(format!(
            "upstream serves {} no longer; take out of the selection what you do not need with `cargo \
             xtask remove {}`",
            offline.join(", "),
            offline.join(" ")
        ));
    }
    let open = adoption.open.len();
    if open > 0 {
        steps.push(format!(
            "read what changed behind {}, mend the overlay where it is no longer true, and settle \
             each with `cargo xtask review --accept PATH`",
            counted(open, "rule")
        ));
    }
    let undocumented = paths_of(adoption, |change| {
        use Kind::{ActionAdded, MemberAdded, MemberRenamed, ObjectAdded};
        matches!(
            change.kind,
            ActionAdded | MemberAdded | MemberRenamed | ObjectAdded
        )
    });
    if !undocumented.is_empty() {
        steps.push(format!(
            "describe what is new in the overlay: {}",
            shortened(&undocumented)
        ));
    }
    steps.push("run `cargo test --workspace`".to_owned());
    steps.push("read the changelog's entry, and commit".to_owned());
    steps
}

fn paths_of(adoption: &Adoption, wanted: impl Fn(&Change) -> bool) -> Vec<&str> {
    let changes = adoption.comparison.changes.iter();
    let changes = changes.filter(|change| wanted(change));
    changes.map(|change| change.path.as_str()).collect()
}

fn shortened(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => names.join(", "),
        Some(more) => {
            let shown = names.iter().take(SHOWN).copied();
            let shown: Vec<&str> = shown.collect();
            format!(
                "{} and {more} more, which `cargo xtask coverage` lists",
                shown.join(", ")
            )
        }
    }
}
