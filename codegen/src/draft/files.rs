//! Drafts the overlay files of actions.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use super::entry::{Enums, Target, member};
use super::insertion::{Node, insert, new_file};
use super::read;
use crate::characters::visible;
use crate::description::{ActionOverlay, Facts, Member, MemberOverlay, Overlay, Provenance};
use crate::diagnostics::{Diagnostics, Problem, nearest};
use crate::hash::prose_hash;
use crate::json::Document;
use crate::load::read_facts;
use crate::names::wire;
use crate::source::{ServiceSources, SourceFile};
use crate::upstream::Upstream;

const SCHEMA: &str = "../../overlay.schema.json";
const ENUMS: &str = "enums.json";

/// New texts of overlay files, and the number of drafted entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The files that are created or extended.
    pub files: Vec<SourceFile>,
    /// The number of drafted objects.
    pub objects: usize,
    /// The number of drafted members.
    pub members: usize,
    /// The number of drafted enums.
    pub enums: usize,
    /// The number of values that a person must compare with their sentences.
    pub proposals: usize,
}

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
    let present = present(&sources.overlay)?;
    let drafting = Drafting {
        facts: &facts,
        upstream,
        present: &present,
    };
    let (missing, mut draft) = drafting.missing(actions)?;
    for (name, missing) in missing {
        let known = present
            .iter()
            .find(|file| is_named(&file.source.path, &name));
        draft.files.push(match known {
            Some(file) => {
                SourceFile::new(file.source.path.clone(), insert(&file.document, &missing))
            }
            None => {
                let mut whole = Node::Object(Vec::new());
                whole.set("$schema", Node::of(&SCHEMA));
                if let Node::Object(members) = missing {
                    members
                        .into_iter()
                        .for_each(|(name, value)| whole.set(&name, value));
                }
                SourceFile::new(folder.join(&name), new_file(&whole))
            }
        });
    }
    Ok(draft)
}

/// An overlay file of the project.
struct Present<'a> {
    source: &'a SourceFile,
    document: Document,
    overlay: Overlay,
}

/// Parses the overlay. Drafts that people did not complete yet are valid here.
fn present(files: &[SourceFile]) -> Result<Vec<Present<'_>>, Diagnostics> {
    let mut problems = Vec::new();
    let mut present = Vec::new();
    for source in files {
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        problems.extend(document.repeated_names());
        match serde_json::from_value(document.value().clone()) {
            Ok(overlay) => present.push(Present {
                source,
                document,
                overlay,
            }),
            Err(error) => {
                let help = "correct the file, then run the command again; nothing was changed";
                problems.push(document.whole_problem(error.to_string()).help(help));
            }
        }
    }
    Diagnostics::check(problems)?;
    Ok(present)
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name() == Some(OsStr::new(name))
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

struct Drafting<'a> {
    facts: &'a Facts,
    upstream: &'a Upstream,
    present: &'a [Present<'a>],
}

/// Missing parts of files, by the names of the files.
type Missing = BTreeMap<String, Node>;

impl Drafting<'_> {
    fn missing(&self, actions: &[String]) -> Result<(Missing, Draft), Diagnostics> {
        let overlays = || self.present.iter().map(|file| &file.overlay);
        let mut enums = Enums::new(overlays(), self.facts.objects.keys());
        let described = self.described();
        let sent = self.facts.sent();
        let mut missing = Missing::new();
        let mut draft = Draft::default();
        let mut problems = Vec::new();
        let homes = self.homes(actions);
        for name in actions {
            if self
                .file_of(|overlay| overlay.actions.contains_key(name))
                .is_none()
            {
                let entry = ActionOverlay {
                    doc: Some(String::new()),
                    ..ActionOverlay::default()
                };
                let file = missing.entry(format!("{name}.json")).or_insert_with(empty);
                file.member("actions").set(name, Node::of(&entry));
            }
        }
        for (name, home) in &homes {
            let Some(object) = self.facts.objects.get(*name) else {
                continue;
            };
            if let Some(problem) = wire::problem_in_name(name) {
                let message = format!("in the name `{}`, {problem}", visible(name));
                problems.push(Problem::new(message).help("import the facts again"));
                continue;
            }
            let known = self.file_of(|overlay| overlay.objects.contains_key(*name));
            let described_members = known.and_then(|file| file.overlay.objects.get(*name));
            let is_new = |member: &&Member| {
                described_members.is_none_or(|known| !known.members.contains_key(&member.name))
            };
            let mut entry = empty();
            if known.is_none() {
                entry.set("doc", Node::of(&""));
                draft.objects += 1;
            }
            let mut rules = Vec::new();
            for member in object.members.iter().filter(is_new) {
                let provenance = match self.provenance(name, member) {
                    Ok(provenance) => provenance,
                    Err(problem) => {
                        problems.push(problem);
                        continue;
                    }
                };
                let target = Target {
                    object: name,
                    member,
                    is_sent: sent.contains(*name),
                    provenance,
                };
                let (overlay, rule) = self.entry(&target, &described, &mut enums);
                draft.members += 1;
                draft.proposals += overlay.proposed.len() + usize::from(rule.is_some());
                entry
                    .member("members")
                    .set(&member.name, Node::of(&overlay));
                let is_known = |rule: &&crate::description::Rule| {
                    described_members
                        .is_none_or(|known| known.rules.iter().all(|known| known.name != rule.name))
                };
                rules.extend(rule.as_ref().filter(is_known).map(Node::of));
            }
            if !rules.is_empty() {
                entry.set("rules", Node::Items(rules));
            }
            if matches!(&entry, Node::Object(members) if !members.is_empty()) {
                let file = known.and_then(|file| file.source.path.file_name());
                let file =
                    file.map_or_else(|| home.clone(), |file| file.to_string_lossy().into_owned());
                let file = missing.entry(file).or_insert_with(empty);
                file.member("objects").set(name, entry);
            }
        }
        Diagnostics::check(problems)?;
        for (name, of) in &enums.drafted {
            let file = missing.entry(ENUMS.to_owned()).or_insert_with(empty);
            file.member("enums").set(name, Node::of(of));
            draft.enums += 1;
            draft.proposals += of.values.len();
        }
        Ok((missing, draft))
    }

    /// Returns the objects that the actions reach, and the file of each. Requests and responses are in the
    /// file of their action.
    fn homes(&self, actions: &[String]) -> BTreeMap<&str, String> {
        let named: Vec<_> = actions
            .iter()
            .filter_map(|name| self.facts.actions.get_key_value(name))
            .collect();
        let calls = named
            .iter()
            .flat_map(|(_, action)| [action.input.as_str(), action.output.as_str()]);
        let reached: BTreeSet<&str> = self.facts.reached_from(calls);
        let home = |name: &str| {
            let mut owners = named.iter();
            let owner = owners.find(|(_, action)| action.input == name || action.output == name);
            format!("{}.json", owner.map_or(name, |(action, _)| action.as_str()))
        };
        reached.into_iter().map(|name| (name, home(name))).collect()
    }

    fn file_of(&self, has: impl Fn(&Overlay) -> bool) -> Option<&Present<'_>> {
        self.present.iter().find(|file| has(&file.overlay))
    }

    /// Returns the members that people described, by what has to be equal.
    fn described(&self) -> BTreeMap<Described<'_>, &MemberOverlay> {
        let objects = self.present.iter().flat_map(|file| &file.overlay.objects);
        let members = objects.flat_map(|(object, overlay)| {
            let members = overlay.members.iter();
            members.filter_map(move |(name, overlay)| {
                let object = self.facts.objects.get(object)?;
                let member = object.members.iter().find(|member| member.name == *name)?;
                let is_done = overlay.proposed.is_empty()
                    && overlay.doc.as_ref().is_some_and(|doc| !doc.is_empty());
                is_done.then(|| (Described::of(member), overlay))
            })
        });
        members.collect()
    }

    fn entry(
        &self,
        target: &Target<'_>,
        described: &BTreeMap<Described<'_>, &MemberOverlay>,
        enums: &mut Enums,
    ) -> (MemberOverlay, Option<crate::description::Rule>) {
        if let Some(known) = described.get(&Described::of(target.member)) {
            return (same_again(known, target), None);
        }
        let path = format!("{}.{}", target.object, target.member.name);
        let prose = self.upstream.prose(&path).unwrap_or_default();
        member(target, read(target.member, prose), enums)
    }

    /// Returns the provenance of rules that are read from the prose of a member.
    fn provenance(&self, object: &str, member: &Member) -> Result<Provenance, Problem> {
        let of = format!("{object}.{}", member.name);
        let sha256 = self.upstream.prose(&of).map(prose_hash);
        match (sha256, &member.prose) {
            (Some(now), Some(known)) if now != *known => Err(Problem::new(format!(
                "the prose of `{of}` is not that of the facts"
            ))
            .help("use the description from which the facts were imported, or run `cargo xtask update` first")),
            (Some(sha256), _) => Ok(Provenance {
                of,
                sha256,
                release: self.facts.source.release.clone(),
            }),
            (None, _) => Err(Problem::new(format!("the description has no member `{of}`"))
                .help("use the description from which the facts were imported")),
        }
    }
}

fn empty() -> Node {
    Node::Object(Vec::new())
}

/// Members with the same name, type and prose mean the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Described<'a> {
    name: &'a str,
    of: &'a str,
    list: bool,
    prose: Option<&'a str>,
}

impl<'a> Described<'a> {
    fn of(member: &'a Member) -> Self {
        Self {
            name: &member.name,
            of: &member.of,
            list: member.list,
            prose: member.prose.as_deref(),
        }
    }
}

/// Repeats the entry of another member with the same prose, which a person read.
fn same_again(known: &MemberOverlay, target: &Target<'_>) -> MemberOverlay {
    let mut entry = MemberOverlay {
        always_required: false,
        always_present: false,
        provenance: Vec::new(),
        ..known.clone()
    };
    if !target.is_sent {
        entry.constraint = None;
        entry.default = None;
    }
    if entry.constraint.is_some() {
        entry.provenance = vec![target.provenance.clone()];
    }
    entry
}
