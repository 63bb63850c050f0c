//! Finds the actions, objects and members that the overlay lacks, and drafts their entries.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Enums, Target, member};
use super::insertion::Node;
use super::present::Present;
use super::repeated::DescribedMembers;
use super::{Draft, read};
use crate::characters::visible;
use crate::description::{
    ActionOverlay, Facts, Member, MemberOverlay, ObjectOverlay, Overlay, Provenance, Rule,
};
use crate::diagnostics::{Diagnostics, Problem};
use crate::hash::prose_hash;
use crate::names::wire;
use crate::upstream::Upstream;

/// The file of drafted enums.
pub(super) const ENUMS: &str = "enums.json";

/// The missing parts of files, by the names of the files.
pub(super) type MissingParts = BTreeMap<String, Node>;

/// Collects what the overlay lacks.
pub(super) struct Drafting<'a> {
    facts: &'a Facts,
    upstream: &'a Upstream,
    present: &'a [Present<'a>],
    sent: BTreeSet<&'a str>,
    described: DescribedMembers<'a>,
    enums: Enums,
    missing: MissingParts,
    draft: Draft,
    problems: Vec<Problem>,
}

impl<'a> Drafting<'a> {
    pub(super) fn new(
        facts: &'a Facts,
        upstream: &'a Upstream,
        present: &'a [Present<'a>],
    ) -> Self {
        let overlays = present.iter().map(|file| &file.overlay);
        Self {
            facts,
            upstream,
            present,
            sent: facts.sent(),
            described: DescribedMembers::new(present, facts),
            enums: Enums::new(overlays, facts.objects.keys()),
            missing: MissingParts::new(),
            draft: Draft::default(),
            problems: Vec::new(),
        }
    }

    /// Drafts what the actions reach. Returns the missing parts, and a draft without files.
    pub(super) fn run(mut self, actions: &[String]) -> Result<(MissingParts, Draft), Diagnostics> {
        let facts = self.facts;
        let selected: BTreeMap<_, _> = actions
            .iter()
            .filter_map(|name| facts.actions.get_key_value(name))
            .collect();
        let mut homes: BTreeMap<&str, String> = BTreeMap::new();
        for (name, action) in &selected {
            let file = self.action(name);
            for object in [&action.input, &action.output] {
                homes.entry(object).or_insert_with(|| file.clone());
            }
        }
        let calls = selected
            .values()
            .flat_map(|action| [&*action.input, &*action.output]);
        for name in facts.reached_from(calls) {
            let home = homes.remove(name).unwrap_or_else(|| format!("{name}.json"));
            self.object(name, home);
        }
        Diagnostics::check(self.problems)?;
        for (name, of) in &self.enums.drafted {
            let file = self
                .missing
                .entry(ENUMS.to_owned())
                .or_insert_with(Node::empty);
            file.member("enums").set(name, Node::of(of));
            self.draft.enums += 1;
            self.draft.proposals += of.values.len();
        }
        Ok((self.missing, self.draft))
    }

    /// Drafts an action. Returns the name of its file.
    fn action(&mut self, name: &str) -> String {
        if let Some(file) = self.file_with(|overlay| overlay.actions.contains_key(name)) {
            return file.name();
        }
        let file = format!("{name}.json");
        if !wire::is_action(name) {
            let message = format!("`{}` is not a valid name of an action", visible(name));
            self.problems.push(Problem::new(message).help(wire::ACTION));
            return file;
        }
        let entry = ActionOverlay {
            doc: Some(String::new()),
            ..ActionOverlay::default()
        };
        let root = self.missing.entry(file.clone()).or_insert_with(Node::empty);
        root.member("actions").set(name, Node::of(&entry));
        file
    }

    /// Drafts an object, or the members that its entry lacks. `home` is the name of a file for a new entry.
    fn object(&mut self, name: &'a str, home: String) {
        if let Some(problem) = wire::problem_in_name(name) {
            let message = format!("in the name `{}`, {problem}", visible(name));
            self.problems
                .push(Problem::new(message).help("import the facts again"));
            return;
        }
        let facts = self.facts;
        let Some(object) = facts.objects.get(name) else {
            return;
        };
        let file = self.file_with(|overlay| overlay.objects.contains_key(name));
        let known = file.and_then(|file| file.overlay.objects.get(name));
        let home = file.map_or(home, Present::name);
        let mut entry = Node::empty();
        if known.is_none() {
            entry.set("doc", Node::of(&""));
            self.draft.objects += 1;
        }
        let mut rules = Vec::new();
        for member in &object.members {
            if known.is_some_and(|known| known.members.contains_key(&member.name)) {
                continue;
            }
            match self.member(name, member) {
                Ok((mut overlay, rule)) => {
                    if self.is_shared(name, member) {
                        overlay.doc = None;
                    }
                    let drafted = Node::of(&overlay);
                    if drafted.is_empty() {
                        continue;
                    }
                    entry.member("members").set(&member.name, drafted);
                    let rule =
                        rule.filter(|rule| !known.is_some_and(|known| has_rule(known, rule)));
                    self.draft.members += 1;
                    self.draft.proposals += overlay.proposed.len() + usize::from(rule.is_some());
                    rules.extend(rule.as_ref().map(Node::of));
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        if !rules.is_empty() {
            entry.set("rules", Node::Items(rules));
        }
        if !entry.is_empty() {
            let root = self.missing.entry(home).or_insert_with(Node::empty);
            root.member("objects").set(name, entry);
        }
    }

    fn member(
        &mut self,
        object: &'a str,
        of: &'a Member,
    ) -> Result<(MemberOverlay, Option<Rule>), Problem> {
        let path = format!("{object}.{}", of.name);
        let Some(prose) = self.upstream.prose(&path) else {
            let message = format!("the description has no member `{path}`");
            return Err(Problem::new(message).help(SAME_DESCRIPTION));
        };
        let sha256 = prose_hash(prose);
        if of.prose.as_ref().is_some_and(|known| *known != sha256) {
            let message = format!("the prose of `{path}` is not that of the facts");
            return Err(Problem::new(message).help(SAME_DESCRIPTION));
        }
        let target = Target {
            object,
            member: of,
            is_sent: self.sent.contains(object),
            provenance: Provenance {
                of: path,
                sha256,
                release: self.facts.source.release.clone(),
            },
        };
        Ok(match self.described.repeat(&target) {
            Some(repeated) => (repeated, None),
            None => member(&target, read(of, prose), &mut self.enums),
        })
    }

    /// Whether the overlay documents a member for all requests or responses.
    fn is_shared(&self, object: &str, member: &Member) -> bool {
        let has = |overlay: &Overlay| overlay.members.contains_key(&member.name);
        self.facts.is_called(object) && self.file_with(has).is_some()
    }

    fn file_with(&self, has: impl Fn(&Overlay) -> bool) -> Option<&'a Present<'a>> {
        self.present.iter().find(|file| has(&file.overlay))
    }
}

const SAME_DESCRIPTION: &str = "use the description from which the facts were imported, or import another one with \
                                `cargo xtask update`; nothing was changed";

fn has_rule(object: &ObjectOverlay, rule: &Rule) -> bool {
    object.rules.iter().any(|known| known.name == rule.name)
}
