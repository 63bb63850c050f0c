//! The rules that apply to each object. A rule that is limited to actions also applies to their requests: its
//! constraint applies to each value of its object in the request. JSON Schemas and examples need this form.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::index::Index;
use super::location::{Located, Location};
use crate::description::{Constraint, Facts, Member, ObjectOverlay, Rule};
use crate::diagnostics::{Problem, nearest};

/// A rule is limited to actions only if at most this many paths lead from a request to its object.
const MAX_PATHS: usize = 64;

/// The maximum number of members in such a path.
const MAX_STEPS: usize = 32;

/// A rule, and the constraint of an object that it means.
#[derive(Debug)]
pub(super) struct AppliedRule<'a> {
    pub(super) rule: Located<'a, Rule>,
    /// The object that has the rule in the overlay.
    pub(super) owner: &'a str,
    /// The constraint of the object to which the rule applies.
    pub(super) schema: Cow<'a, Constraint>,
    /// Whether that object is the owner.
    pub(super) is_own: bool,
}

/// The rules of all objects, by the object to which they apply.
#[derive(Debug, Default)]
pub(super) struct Rules<'a>(BTreeMap<&'a str, Vec<AppliedRule<'a>>>);

impl<'a> Rules<'a> {
    /// Reports rules that are limited to actions to which they cannot apply.
    pub(super) fn new(
        facts: &'a Facts,
        index: &Index<'a>,
        is_whole: bool,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut rules = Self::default();
        let sent = facts.sent();
        let objects = index.objects.iter();
        let all = objects.flat_map(|(owner, overlay)| {
            let rules = rules_of(overlay);
            rules.map(move |rule| (*owner, rule))
        });
        let (limited, others): (Vec<_>, Vec<_>) =
            all.partition(|(_, rule)| !rule.value.actions.is_empty());
        for (owner, rule) in others {
            let applied = AppliedRule {
                owner,
                schema: Cow::Borrowed(&rule.value.schema),
                is_own: true,
                rule,
            };
            rules.0.entry(owner).or_default().push(applied);
        }
        // `objects` reports the rules of objects that no request contains.
        let limited = limited.into_iter();
        for (owner, rule) in limited.filter(|(owner, _)| sent.contains(owner)) {
            rules.limit(facts, owner, &rule, is_whole, problems);
        }
        rules
    }

    /// Returns the action of a request, if a rule of an object in it is limited to the action.
    pub(super) fn limited_action(&self, facts: &Facts, request: &str) -> Option<String> {
        let applied = self.of(request).iter().find(|applied| !applied.is_own)?;
        let mut actions = applied.rule.value.actions.iter();
        actions
            .find(|name| {
                facts
                    .actions
                    .get(*name)
                    .is_some_and(|action| action.input == request)
            })
            .cloned()
    }

    /// Returns the rules that apply to an object: its own, and those of objects in it that are limited to its
    /// action.
    pub(super) fn of(&self, object: &str) -> &[AppliedRule<'a>] {
        self.0.get(object).map_or(&[], Vec::as_slice)
    }

    /// Adds a limited rule to the request of each of its actions.
    fn limit(
        &mut self,
        facts: &'a Facts,
        owner: &'a str,
        rule: &Located<'a, Rule>,
        is_whole: bool,
        problems: &mut Vec<Problem>,
    ) {
        for (position, name) in rule.value.actions.iter().enumerate() {
            let at = rule.at.to("actions").to(position);
            let Some(action) = facts.actions.get(name) else {
                problems.push(unknown_action(facts, name, &at));
                continue;
            };
            let request = action.input.as_str();
            match paths(facts, request, owner) {
                Ok(paths) if paths.is_empty() && is_whole => {
                    let message = format!("the request of `{name}` does not contain `{owner}`");
                    problems.push(at.problem(message).help("remove the action from this list"));
                }
                Ok(paths) => {
                    self.report_repeated(request, name, owner, rule, problems);
                    let applied = paths.into_iter().map(|path| AppliedRule {
                        rule: rule.clone(),
                        owner,
                        is_own: path.is_empty(),
                        schema: Cow::Owned(at_path(&path, rule.value.schema.clone())),
                    });
                    self.0.entry(request).or_default().extend(applied);
                }
                Err(message) => {
                    let help = "remove `actions`, or write a rule of the request";
                    problems.push(at.problem(message).help(help));
                }
            }
        }
    }

    /// Reports a limited rule with the name of another rule of the same request. Callers distinguish violations
    /// by this name.
    fn report_repeated(
        &self,
        request: &str,
        action: &str,
        owner: &str,
        rule: &Located<'a, Rule>,
        problems: &mut Vec<Problem>,
    ) {
        let mut others = self.of(request).iter();
        let other =
            others.find(|other| other.owner != owner && other.rule.value.name == rule.value.name);
        if let Some(other) = other {
            let message = format!(
                "the request of `{action}` has two rules with this name, this one and that of `{}`",
                other.owner
            );
            let at = rule.at.to("name");
            problems.push(at.problem(message).help("give one of them another name"));
        }
    }
}

pub(super) fn rules_of<'a>(
    overlay: &Located<'a, ObjectOverlay>,
) -> impl Iterator<Item = Located<'a, Rule>> {
    let at = overlay.at.to("rules");
    let rules = overlay.value.rules.iter().enumerate();
    rules.map(move |(position, value)| Located {
        value,
        at: at.to(position),
    })
}

fn unknown_action(facts: &Facts, name: &str, at: &Location<'_>) -> Problem {
    let message = format!("the facts have no action `{name}`");
    let meant = nearest(name, facts.actions.keys().map(String::as_str));
    let meant = meant.map(|meant| format!("did you mean `{meant}`? "));
    let help = format!(
        "{}select the action (`cargo xtask add {name}`), or remove it from this list",
        meant.unwrap_or_default()
    );
    at.problem(message).help(help)
}

/// Returns the members that lead from a request to each value of an object in it: one empty path if the object
/// is the request.
fn paths<'a>(facts: &'a Facts, request: &'a str, to: &str) -> Result<Vec<Vec<&'a Member>>, String> {
    let containers = containers(facts, to);
    if containers.contains(to) {
        return Err(format!(
            "a rule of `{to}` cannot be limited, because it contains itself"
        ));
    }
    if request == to {
        return Ok(vec![Vec::new()]);
    }
    let mut found = Vec::new();
    let mut open: VecDeque<(&str, Vec<&Member>)> = VecDeque::from([(request, Vec::new())]);
    while let Some((object, path)) = open.pop_front() {
        let members = facts
            .objects
            .get(object)
            .map(|object| object.members.iter());
        for member in members.into_iter().flatten() {
            let path = || path.iter().copied().chain([member]).collect();
            if member.of == to {
                found.push(path());
            } else if containers.contains(member.of.as_str()) {
                open.push_back((&member.of, path()));
            }
        }
        if path.len() > MAX_STEPS || found.len() + open.len() > MAX_PATHS {
            return Err(format!(
                "a rule cannot be limited to this action, because its request contains `{to}` in too many \
                 places, or contains itself"
            ));
        }
    }
    Ok(found)
}

/// Returns the objects that contain this object, also in other objects.
fn containers<'a>(facts: &'a Facts, object: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![object];
    while let Some(inner) = open.pop() {
        for (name, container) in &facts.objects {
            if container.members.iter().any(|member| member.of == inner)
                && found.insert(name.as_str())
            {
                open.push(name);
            }
        }
    }
    found
}

/// Returns a constraint of a request that applies the given one to the values at a path.
fn at_path(path: &[&Member], constraint: Constraint) -> Constraint {
    path.iter().rev().fold(constraint, |inner, member| {
        let value = match member.list {
            true => Constraint {
                items: Some(Box::new(inner)),
                ..Constraint::default()
            },
            false => inner,
        };
        Constraint {
            properties: Some(BTreeMap::from([(member.name.clone(), value)])),
            ..Constraint::default()
        }
    })
}
