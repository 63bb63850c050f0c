//! Checks `read_from`: every rule names the upstream prose that it was read from.

use std::collections::BTreeSet;

use super::context::Context;
use super::location::Location;
use crate::description::{Member, Object, ReadFrom};
use crate::diagnostics::Problem;
use crate::hash::prose_hash;

/// Reports constraints, enums and rules without `read_from`: nobody would review them when the prose
/// changes. It may be missing only if upstream has no prose about the subject.
pub(super) fn report_missing(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let speech = Speech {
        silence: prose_hash(""),
    };
    let mut require =
        |what: &str, sources: &[ReadFrom], at: &Location<'_>, spoken: Option<Spoken>| {
            if let (true, Some(spoken)) = (sources.is_empty(), spoken) {
                let message = format!("it is not said what this {what} was read from");
                problems.push(at.problem(message).help(spoken.entry(context)));
            }
        };
    for (name, located) in &context.index.objects {
        let Some(object) = context.facts.objects.get(*name) else {
            continue;
        };
        for (member, entry) in &located.value.members {
            if entry.constraint.is_some() {
                let at = located.at.to("members").to(member).to("constraint");
                let spoken = speech.of_member(name, object, member);
                require("constraint", &entry.read_from, &at, spoken);
            }
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            let at = located.at.to("rules").to(position);
            require("rule", &rule.read_from, &at, speech.of_object(name, object));
        }
    }
    for (name, located) in &context.index.enums {
        let spoken = speech.of_enum(context, name);
        require("enum", &located.value.read_from, &located.at, spoken);
    }
}

/// Prose that a rule may have been read from.
struct Spoken {
    of: String,
    sha256: String,
}

impl Spoken {
    /// The `read_from` entry for this prose, as help.
    fn entry(&self, context: &Context<'_>) -> String {
        let Self { of, sha256 } = self;
        let release = &context.facts.source.release;
        format!(
            "once a person has read the prose, name it beside this, such as \
             \"read_from\": [{{ \"of\": \"{of}\", \"sha256\": \"{sha256}\", \"release\": \"{release}\" }}]"
        )
    }
}

/// Finds upstream prose.
struct Speech {
    /// The hash of an empty text.
    silence: String,
}

impl Speech {
    fn spoken(&self, of: String, prose: Option<&String>) -> Option<Spoken> {
        let sha256 = prose.filter(|hash| **hash != self.silence)?.clone();
        Some(Spoken { of, sha256 })
    }

    fn of_member(&self, name: &str, object: &Object, member: &str) -> Option<Spoken> {
        let known = object.members.iter().find(|known| known.name == member)?;
        self.own(name, known)
            .or_else(|| self.spoken(name.to_owned(), object.prose.as_ref()))
    }

    /// Prose about the member itself.
    fn own(&self, object: &str, member: &Member) -> Option<Spoken> {
        let hash = member
            .prose
            .as_ref()
            .filter(|hash| **hash != self.silence)?;
        self.spoken(format!("{object}.{}", member.name), Some(hash))
    }

    fn of_object(&self, name: &str, object: &Object) -> Option<Spoken> {
        let members = object.members.iter();
        let mut spoken = members.filter_map(|member| self.own(name, member));
        spoken
            .next()
            .or_else(|| self.spoken(name.to_owned(), object.prose.as_ref()))
    }

    /// Prose about the members that have the enum.
    fn of_enum(&self, context: &Context<'_>, wanted: &str) -> Option<Spoken> {
        let mut objects = context.index.objects.iter();
        objects.find_map(|(name, located)| {
            let object = context.facts.objects.get(*name)?;
            let mut members = located.value.members.iter();
            members.find_map(|(member, entry)| {
                let refers = entry.of.as_deref() == Some(wanted);
                refers.then(|| self.of_member(name, object, member))?
            })
        })
    }
}

/// Reports `read_from` entries whose subject upstream does not have.
pub(super) fn report_unknown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let prose = context.facts.prose();
    let known: BTreeSet<String> = prose.map(|(kind, _)| kind.to_string()).collect();
    let mut check = |sources: &[ReadFrom], at: &Location<'_>| {
        for (position, source) in sources.iter().enumerate() {
            if !known.contains(&source.of) {
                let message = format!("the facts know nothing of the name `{}`", source.of);
                let at = at.to("read_from").to(position).to("of");
                let known = known.iter().map(String::as_str);
                problems.push(at.dangling(&message, &source.of, known));
            }
        }
    };
    for located in context.index.objects.values() {
        for (name, member) in &located.value.members {
            check(&member.read_from, &located.at.to("members").to(name));
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            check(&rule.read_from, &located.at.to("rules").to(position));
        }
    }
    for located in context.index.enums.values() {
        check(&located.value.read_from, &located.at);
    }
}
