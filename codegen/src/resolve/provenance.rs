//! Checks `provenance`: every rule names the upstream prose from which it was read.

use std::collections::BTreeSet;

use super::context::Context;
use super::location::Location;
use crate::description::{Member, Object, Provenance};
use crate::diagnostics::Problem;
use crate::hash::prose_hash;

/// Reports constraints, enums and rules without `provenance`, because `review` would not list them when the
/// prose changes. It may be missing only if upstream has no prose about the owner.
pub(super) fn report_missing(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let lookup = ProseLookup {
        empty: prose_hash(""),
    };
    let mut require =
        |what: &str, sources: &[Provenance], at: &Location<'_>, prose: Option<Prose>| {
            if let (true, Some(prose)) = (sources.is_empty(), prose) {
                let message = format!("this {what} does not say which prose it was read from");
                problems.push(at.problem(message).help(prose.entry(context)));
            }
        };
    for (name, located) in &context.index.objects {
        let Some(object) = context.facts.objects.get(*name) else {
            continue;
        };
        for (member, entry) in &located.value.members {
            if entry.constraint.is_some() {
                let at = located.at.to("members").to(member).to("constraint");
                let prose = lookup.of_member(name, object, member);
                require("constraint", &entry.provenance, &at, prose);
            }
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            let at = located.at.to("rules").to(position);
            require(
                "rule",
                &rule.provenance,
                &at,
                lookup.of_object(name, object),
            );
        }
    }
    for (name, located) in &context.index.enums {
        let prose = lookup.of_enum(context, name);
        require("enum", &located.value.provenance, &located.at, prose);
    }
}

/// Prose that a rule may have been read from.
struct Prose {
    of: String,
    sha256: String,
}

impl Prose {
    /// Suggests the `provenance` entry for this prose, as help.
    fn entry(&self, context: &Context<'_>) -> String {
        let Self { of, sha256 } = self;
        let release = &context.facts.source.release;
        format!(
            "let a person read the prose, then add it beside this entry, such as \
             \"provenance\": [{{ \"of\": \"{of}\", \"sha256\": \"{sha256}\", \"release\": \"{release}\" }}]"
        )
    }
}

/// Finds upstream prose.
struct ProseLookup {
    /// The hash of an empty text.
    empty: String,
}

impl ProseLookup {
    fn prose(&self, of: String, prose: Option<&String>) -> Option<Prose> {
        let sha256 = prose.filter(|hash| **hash != self.empty)?.clone();
        Some(Prose { of, sha256 })
    }

    fn of_member(&self, name: &str, object: &Object, member: &str) -> Option<Prose> {
        let known = object.members.iter().find(|known| known.name == member)?;
        self.own(name, known)
            .or_else(|| self.prose(name.to_owned(), object.prose.as_ref()))
    }

    /// Prose about the member itself.
    fn own(&self, object: &str, member: &Member) -> Option<Prose> {
        let hash = member.prose.as_ref().filter(|hash| **hash != self.empty)?;
        self.prose(format!("{object}.{}", member.name), Some(hash))
    }

    fn of_object(&self, name: &str, object: &Object) -> Option<Prose> {
        let members = object.members.iter();
        let mut prose = members.filter_map(|member| self.own(name, member));
        prose
            .next()
            .or_else(|| self.prose(name.to_owned(), object.prose.as_ref()))
    }

    /// Prose about the members that have the enum.
    fn of_enum(&self, context: &Context<'_>, wanted: &str) -> Option<Prose> {
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

/// Reports `provenance` entries whose owner upstream does not have.
pub(super) fn report_unknown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let prose = context.facts.prose();
    let known: BTreeSet<String> = prose.map(|(kind, _)| kind.to_string()).collect();
    let mut check = |sources: &[Provenance], at: &Location<'_>| {
        for (position, source) in sources.iter().enumerate() {
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
}
