//! Checks `provenance`: every rule names the upstream prose from which it was read.

use std::collections::BTreeSet;

use super::context::Context;
use super::location::Location;
use super::rule_members::rule_members;
use crate::description::Provenance;
use crate::diagnostics::Problem;
use crate::hash::prose_hash;

/// Reports constraints, enums, rules and waiters without `provenance`, because `review` would not list them when the
/// prose changes. It may be missing only if upstream has no prose about the owner.
pub(super) fn report_missing(
    context: &Context<'_>,
    subjects: &[Subject<'_>],
    problems: &mut Vec<Problem>,
) {
    for subject in subjects {
        if subject.provenance.is_empty() && subject.has_prose(context) {
            let what = subject.what;
            let message = format!("this {what} does not say which prose it was read from");
            let problem = subject.at.to_subject().problem(message);
            problems.push(problem.help(subject.proposal()));
        }
    }
}

/// Reports `provenance` that names only prose about something else.
pub(super) fn report_unrelated(
    context: &Context<'_>,
    subjects: &[Subject<'_>],
    problems: &mut Vec<Problem>,
) {
    for subject in subjects {
        let is_related = |source: &Provenance| subject.is_related(context, &source.of);
        let is_known = !subject.provenance.is_empty() && !subject.members.is_empty();
        if !is_known || subject.provenance.iter().any(is_related) {
            continue;
        }
        let what = subject.what;
        let message = format!("no prose that this {what} was read from is about its members");
        let help = format!(
            "name the prose that a person read, such as {}",
            subject.entries()
        );
        let at = subject.at.entry.to("provenance");
        problems.push(at.problem(message).help(help));
    }
}

/// A constraint, a rule, an enum or a waiter of the overlay.
pub(super) struct Subject<'a> {
    what: &'static str,
    provenance: &'a [Provenance],
    at: SubjectLocation<'a>,
    /// The object that contains it. Empty for an enum.
    object: &'a str,
    /// The members that it is about and that upstream has prose about, or their objects.
    members: Vec<String>,
}

/// The location of the entry with `provenance`, and the member of the entry that holds the subject.
struct SubjectLocation<'a> {
    entry: Location<'a>,
    member: Option<&'static str>,
}

impl<'a> SubjectLocation<'a> {
    fn to_subject(&self) -> Location<'a> {
        match self.member {
            Some(member) => self.entry.to(member),
            None => self.entry.clone(),
        }
    }
}

impl Subject<'_> {
    /// Whether upstream has prose that it can have been read from: for a rule, also that of other members.
    fn has_prose(&self, context: &Context<'_>) -> bool {
        let object = context.facts.objects.get(self.object);
        let mut others = object.into_iter().flat_map(|object| &object.members);
        let is_described = |hash: &Option<String>| hash.as_deref().is_some_and(is_text);
        !self.members.is_empty()
            || self.what == "rule" && others.any(|member| is_described(&member.prose))
    }

    /// The members that it is about; for a rule whose members have no prose, the object.
    fn owners(&self) -> Vec<&str> {
        match self.members.is_empty() {
            true => vec![self.object],
            false => self.members.iter().map(String::as_str).collect(),
        }
    }

    /// The `provenance` entries for these members.
    fn entries(&self) -> String {
        let owners = self.owners().into_iter();
        let entries: Vec<String> = owners.map(|of| format!("{{ \"of\": \"{of}\" }}")).collect();
        format!("\"provenance\": [{}]", entries.join(", "))
    }

    fn proposal(&self) -> String {
        format!(
            "read the prose (`cargo xtask review --show {}`), name the owners of the sentences beside this \
             entry, such as {}, then run `cargo xtask review --fill`",
            self.owners().join(" "),
            self.entries()
        )
    }

    /// Whether prose can be about this subject: prose of one of its members, of a member that holds its object,
    /// of its object, or of an action.
    fn is_related(&self, context: &Context<'_>, of: &str) -> bool {
        let Some((object, member)) = of.split_once('.') else {
            return true;
        };
        let holds_object = || {
            let objects = context.facts.objects.get(object);
            let mut members = objects.into_iter().flat_map(|object| &object.members);
            members.any(|known| known.name == member && known.of == self.object)
        };
        self.members.iter().any(|known| known == of)
            || self.what == "rule" && object == self.object
            || holds_object()
    }
}

/// Returns all constraints, rules, enums and waiters of the overlay about facts that exist.
pub(super) fn subjects<'a>(context: &'a Context<'a>) -> Vec<Subject<'a>> {
    let mut found = Vec::new();
    for (name, located) in &context.index.objects {
        if !context.facts.objects.contains_key(*name) {
            continue;
        }
        for (member, entry) in &located.value.members {
            // A member that does not exist is reported as such.
            if entry.constraint.is_some() && context.names_member(name, member) {
                found.push(Subject {
                    what: "constraint",
                    provenance: &entry.provenance,
                    at: SubjectLocation {
                        entry: located.at.to("members").to(member),
                        member: Some("constraint"),
                    },
                    object: name,
                    members: with_prose(context, [format!("{name}.{member}")]),
                });
            }
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            let members = rule_members(&rule.schema).into_iter();
            let owners = members.filter_map(|path| owner_of(context, name, &path));
            found.push(Subject {
                what: "rule",
                provenance: &rule.provenance,
                at: SubjectLocation {
                    entry: located.at.to("rules").to(position),
                    member: None,
                },
                object: name,
                members: with_prose(context, owners),
            });
        }
    }
    for (name, located) in &context.index.enums {
        let objects = context.index.objects.iter();
        let users = objects.flat_map(|(object, located)| {
            let members = located.value.members.iter();
            let members = members.filter(|(member, entry)| {
                entry.of.as_deref() == Some(*name) && context.names_member(object, member)
            });
            members.map(move |(member, _)| format!("{object}.{member}"))
        });
        found.push(Subject {
            what: "enum",
            provenance: &located.value.provenance,
            at: SubjectLocation {
                entry: located.at.clone(),
                member: None,
            },
            object: "",
            members: with_prose(context, users),
        });
    }
    for (name, located) in &context.index.actions {
        let Some(action) = context.facts.actions.get(*name) else {
            continue;
        };
        for (waiter, written) in &located.value.waiters {
            let owner = owner_of(context, &action.output, &written.member);
            found.push(Subject {
                what: "waiter",
                provenance: &written.provenance,
                at: SubjectLocation {
                    entry: located.at.to("waiters").to(waiter),
                    member: None,
                },
                object: &action.output,
                members: with_prose(context, owner),
            });
        }
    }
    found
}

/// Returns the members that upstream has prose about, each once. The prose of an object can describe its
/// members.
fn with_prose(context: &Context<'_>, members: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for member in members {
        let object = member.split_once('.').map(|(object, _)| object.to_owned());
        let mut owners = std::iter::once(member).chain(object);
        let owner = owners.find(|of| context.facts.prose_at(of).is_some_and(is_text));
        found.extend(owner.filter(|of| !found.contains(of)));
    }
    found
}

/// Whether a hash is that of a text.
fn is_text(hash: &str) -> bool {
    hash != prose_hash("")
}

/// Returns the owner of the prose about a member of a rule: `Part.Id` for `Parts[].Id` of an object whose
/// `Parts` are of the type `Part`.
fn owner_of(context: &Context<'_>, object: &str, path: &str) -> Option<String> {
    let mut object = object;
    let mut steps = path.split('.').map(|step| step.trim_end_matches("[]"));
    let mut name = steps.next()?;
    for step in steps {
        let members = &context.facts.objects.get(object)?.members;
        object = &members.iter().find(|member| member.name == name)?.of;
        name = step;
    }
    Some(format!("{object}.{name}"))
}

/// Reports `provenance` entries whose owner upstream does not have.
pub(super) fn report_unknown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let prose = context.facts.prose();
    let known: BTreeSet<String> = prose.map(|(kind, _)| kind.to_string()).collect();
    let mut check = |sources: &[Provenance], at: &Location<'_>| {
        for (position, source) in sources.iter().enumerate() {
            let at_entry = at.to("provenance").to(position);
            if sources[..position]
                .iter()
                .any(|other| other.of == source.of)
            {
                let message = format!("the prose of `{}` is named twice", source.of);
                problems.push(
                    at_entry
                        .to("of")
                        .problem(message)
                        .help("keep one of the two"),
                );
            }
            if !is_text(&source.sha256) {
                let problem = at_entry
                    .to("sha256")
                    .problem("this is the hash of an empty text");
                problems.push(problem.help("name the prose that a person read"));
            }
            if !known.contains(&source.of) {
                let message = format!("the facts have no prose of `{}`", source.of);
                let at = at.to("provenance").to(position).to("of");
                let known = known.iter().map(String::as_str);
                problems.push(at.dangling(&message, &source.of, known));
            }
        }
    };
    for located in context.index.objects.values() {
        for (name, member) in &located.value.members {
            check(&member.provenance, &located.at.to("members").to(name));
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            check(&rule.provenance, &located.at.to("rules").to(position));
        }
    }
    for located in context.index.enums.values() {
        check(&located.value.provenance, &located.at);
    }
    for located in context.index.actions.values() {
        for (name, waiter) in &located.value.waiters {
            check(&waiter.provenance, &located.at.to("waiters").to(name));
        }
    }
}
