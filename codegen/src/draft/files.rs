//! Drafts the overlay files of actions.

use std::ffi::OsStr;
use std::path::Path;

use super::Draft;
use super::insertion::{Node, insert, new_file};
use super::missing::{Drafting, ENUMS};
use super::present::present;
use crate::characters::visible;
use crate::description::Facts;
use crate::diagnostics::{Diagnostics, Problem, nearest};
use crate::load::read_facts;
use crate::source::{ServiceSources, SourceFile};
use crate::text_edit::TextEdit;
use crate::upstream::Upstream;

const SCHEMA: &str = "../../overlay.schema.json";

/// Drafts the overlay entries that actions and the objects that they reach lack. `folder` is the folder of
/// the overlay.
///
/// # Errors
///
/// If an action is unknown, a file cannot be read, or the prose is not that of the facts.
pub fn draft(
    sources: &ServiceSources,
    folder: &Path,
    upstream: &Upstream,
    actions: &[String],
) -> Result<Draft, Diagnostics> {
    let facts = read_facts(&sources.facts)?;
    refuse_unknown(&facts, actions)?;
    let present = present(&sources.additions.overlay)?;
    let (missing, mut draft) = Drafting::new(&facts, upstream, &present).run(actions)?;
    for (name, missing) in missing {
        let known = present.iter().find(|file| file.name() == name);
        match known {
            Some(file) => {
                let edits = insert(&file.document, &missing);
                let changed = TextEdit::apply(edits, std::slice::from_ref(file.source));
                draft.files.extend(changed);
            }
            None => {
                let mut whole = Node::empty();
                whole.set("$schema", Node::of(&SCHEMA));
                if let Node::Object(members) = missing {
                    members
                        .into_iter()
                        .for_each(|(name, value)| whole.set(&name, value));
                }
                let file = SourceFile::new(folder.join(&name), new_file(&whole));
                draft.files.push(file);
            }
        }
    }
    // Enums come first: if the command is killed, the next run drafts the members that refer to them.
    let is_enums = |file: &SourceFile| file.path.file_name() == Some(OsStr::new(ENUMS));
    draft.files.sort_by_key(|file| !is_enums(file));
    Ok(draft)
}

fn refuse_unknown(facts: &Facts, actions: &[String]) -> Result<(), Diagnostics> {
    let unknown = actions
        .iter()
        .filter(|name| !facts.actions.contains_key(*name));
    let problems = unknown.map(|name| {
        let shown = visible(name);
        let problem = Problem::new(format!("the facts have no action `{shown}`"));
        problem.help(
            match nearest(name, facts.actions.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("add it with `cargo xtask add {shown}`"),
            },
        )
    });
    Diagnostics::check(problems.collect())
}
