//! Checks the names in code style in documentation.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::context::Context;
use super::location::Location;
use crate::description::{Constraint, Rule};
use crate::diagnostics::{Problem, nearest};

const HELP: &str = "correct the name; if it is a name of something else, write it without code style or as a \
                    link";

/// Reports names in code style that are names of nothing, but similar to a name that exists: `Nmae`, or
/// `Object.Member` with a member that the object does not have.
pub(super) fn report_unknown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let names = Names::of(context);
    let mut messages = Vec::new();
    let mut check = |text: &str, at: &Location<'_>| {
        let unknown = codes(text).into_iter().filter_map(|code| {
            let meant = names.meant(&code)?;
            let message = format!("`{code}` is the name of nothing in this description");
            let help = format!("did you mean `{meant}`? {HELP}");
            Some(at.problem(message).help(help))
        });
        problems.extend(unknown);
    };
    for located in context.index.actions.values() {
        let said = located.value;
        for (key, text) in [
            ("doc", &said.doc),
            ("idempotent", &said.idempotent),
            ("not_idempotent", &said.not_idempotent),
        ] {
            if let Some(text) = text {
                check(text, &located.at.to(key));
            }
        }
        for (name, waiter) in &said.waiters {
            check(&waiter.doc, &located.at.to("waiters").to(name).to("doc"));
        }
        for (position, entry) in said.retry_on.iter().enumerate() {
            let at = located.at.to("retry_on").to(position).to("reason");
            check(&entry.reason, &at);
        }
    }
    for (object, located) in &context.index.objects {
        if let Some(text) = &located.value.doc {
            check(text, &located.at.to("doc"));
        }
        for (name, member) in &located.value.members {
            if let Some(text) = &member.doc {
                check(text, &located.at.to("members").to(name).to("doc"));
            }
        }
        for (position, rule) in located.value.rules.iter().enumerate() {
            let at = located.at.to("rules").to(position).to("message");
            check(&rule.message, &at);
            messages.push((*object, rule, at));
        }
    }
    for located in context.index.state_machines.values() {
        check(&located.value.doc, &located.at.to("doc"));
        for (name, command) in &located.value.commands {
            let at = located.at.to("commands").to(name).to("doc");
            check(command.doc.as_deref().unwrap_or_default(), &at);
        }
    }
    for located in context.index.members.values() {
        check(&located.value.doc, &located.at.to("doc"));
    }
    for located in context.index.enums.values() {
        check(&located.value.doc, &located.at.to("doc"));
        for (position, value) in located.value.values.iter().enumerate() {
            check(&value.doc, &located.at.to("values").to(position).to("doc"));
        }
    }
    for located in context.index.errors.values() {
        check(&located.value.doc, &located.at.to("doc"));
    }
    for (object, rule, at) in messages {
        problems.extend(names.unknown_members(object, rule, &at));
    }
}

/// Returns the codes of a text that are not part of a link.
fn codes(text: &str) -> Vec<String> {
    if !text.contains('`') {
        return Vec::new();
    }
    let mut in_link = 0_usize;
    let mut found = Vec::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => in_link += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = in_link.saturating_sub(1),
            Event::Code(code) if in_link == 0 => found.push(code.to_string()),
            _ => {}
        }
    }
    found
}

/// The names that documentation can mention.
struct Names<'a> {
    context: &'a Context<'a>,
    /// Names of actions, objects, members, enums, variants and error codes, and values of enums.
    known: BTreeSet<&'a str>,
    /// The same without members.
    others: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(context: &'a Context<'a>) -> Self {
        let facts = context.facts;
        let mut others: BTreeSet<&str> = facts.actions.keys().map(String::as_str).collect();
        others.extend(facts.objects.keys().map(String::as_str));
        others.extend(context.index.enums.keys());
        others.extend(context.index.errors.keys());
        for named in context.index.enums.values() {
            for value in &named.value.values {
                others.insert(&value.name);
                others.extend(value.value.as_str());
            }
        }
        let members = facts.objects.values().flat_map(|object| &object.members);
        let members = members.map(|member| member.name.as_str());
        Self {
            context,
            known: others.iter().copied().chain(members).collect(),
            others,
        }
    }

    /// Returns the existing name that a code most likely means, if it is the name of nothing.
    fn meant(&self, code: &str) -> Option<String> {
        let objects = &self.context.facts.objects;
        if let Some((name, member)) = code.split_once('.') {
            if self.known.contains(code) || !is_name(name) || !is_name(member) {
                return None;
            }
            let Some(object) = objects.get(name) else {
                let meant = self.similar(name, objects.keys().map(String::as_str))?;
                return Some(format!("{meant}.{member}"));
            };
            let known = || object.members.iter().map(|known| known.name.as_str());
            if known().any(|known| known == member) {
                return None;
            }
            let meant = nearest(member, known()).or_else(|| known().next());
            return Some(meant.map_or_else(|| name.to_owned(), |meant| format!("{name}.{meant}")));
        }
        if !is_name(code) || self.known.contains(code) {
            return None;
        }
        self.similar(code, self.known.iter().copied())
            .map(str::to_owned)
    }

    /// Reports words of a message that are similar to a member which its rule can mean, and that are the name of
    /// no such member. Messages are plain text.
    fn unknown_members(&self, object: &str, rule: &Rule, at: &Location<'_>) -> Vec<Problem> {
        let mut members = BTreeSet::new();
        self.add_members(object, &rule.schema, &mut members);
        let in_code = codes(&rule.message);
        let is_known = |word: &str| members.contains(word) || self.others.contains(word);
        let unknown = capitalized(&rule.message).into_iter().filter(|word| {
            is_name(word) && !is_known(word) && !in_code.iter().any(|code| code == word)
        });
        let reported = unknown.filter_map(|word| {
            let meant = self.similar(word, members.iter().copied())?;
            let message = format!("`{word}` is no member that this rule is about");
            let help = format!("did you mean `{meant}`?");
            Some(at.problem(message).help(help))
        });
        reported.collect()
    }

    /// Adds the members of an object, and of the objects that a constraint reaches from it.
    fn add_members(&self, object: &str, constraint: &Constraint, members: &mut BTreeSet<&'a str>) {
        let Some(facts) = self.context.facts.objects.get(object) else {
            return;
        };
        members.extend(facts.members.iter().map(|member| member.name.as_str()));
        constraint.visit(&mut |part| {
            for (name, below) in part.properties.iter().flatten() {
                let mut known = facts.members.iter();
                if let Some(member) = known.find(|member| member.name == *name) {
                    self.add_members(&member.of, below, members);
                }
            }
        });
    }

    /// Returns a name that differs from an unknown one by a typing error. Short words with one
    /// other letter are often similar by chance, such as `None` and `Note`.
    fn similar<'n>(&self, name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let limit = if name.len() < 9 { 1 } else { 2 };
        let distance = |known: &str| strsim::damerau_levenshtein(name, known);
        let is_by_chance = |known: &str| {
            name.len() < 6 && known.len() == name.len() && letters(known) != letters(name)
        };
        known
            .filter(|known| known.len() > 2 && known.len().abs_diff(name.len()) <= limit)
            .filter(|known| !is_by_chance(known))
            .filter(|known| distance(known) <= limit)
            .min_by_key(|known| distance(known))
    }
}

/// Returns the words that begin with a capital letter, except the first of a sentence, unless another capital
/// letter follows.
fn capitalized(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut starts_sentence = true;
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let name = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_compound = name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        if is_compound || (!starts_sentence && !name.is_empty()) {
            words.push(name);
        }
        starts_sentence = match name {
            "" => starts_sentence,
            _ => word.ends_with(['.', ':', '?', '!']),
        };
    }
    words
}

fn letters(name: &str) -> Vec<u8> {
    let mut letters = name.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// Whether a code looks like the name of a member, an object or an action.
fn is_name(code: &str) -> bool {
    code.len() > 2
        && code.starts_with(|first: char| first.is_ascii_uppercase())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && code.bytes().any(|byte| byte.is_ascii_lowercase())
}
