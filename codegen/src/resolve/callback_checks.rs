//! Finds mistakes that only a description of callbacks can have.

use std::collections::BTreeSet;

use serde_json::Value;

use super::location::Location;
use crate::description::{BareMessage, CallbackEnum, Callbacks, Facts, Scalar};
use crate::diagnostics::Problem;
use crate::load::ParsedFile;
use crate::names::wire;

/// Reports all such mistakes. The objects of the callbacks are the facts.
pub(super) fn report(file: &ParsedFile<Callbacks>, facts: &Facts, problems: &mut Vec<Problem>) {
    let (callbacks, root) = (&file.content, Location::root(&file.document));
    report_messages(callbacks, &root, problems);
    report_objects(callbacks, facts, &root.to("objects"), problems);
    report_sources(callbacks, &root, problems);
    for (name, named) in &callbacks.enums {
        let at = root.to("enums").to(name).to("values");
        report_states(named, &at, problems);
    }
}

/// Reports invalid types of messages, and references to unknown objects, messages and members.
fn report_messages(callbacks: &Callbacks, root: &Location<'_>, problems: &mut Vec<Problem>) {
    for (name, message) in &callbacks.messages {
        let at = root.to("messages").to(name);
        if name.is_empty() {
            problems.push(at.unknown("a message has a type", name, []));
        } else if let Some(problem) = wire::problem_in_name(name) {
            problems.push(at.unknown(&problem, name, []).help(wire::NAME));
        }
        if let Some(data) = &message.data
            && !callbacks.objects.contains_key(data)
        {
            let what = format!("there is no object `{data}`");
            let objects = callbacks.objects.keys().map(String::as_str);
            problems.push(at.to("data").dangling(&what, data, objects));
        }
    }
    if let Some(bare) = &callbacks.without_envelope {
        report_bare(callbacks, bare, &root.to("without_envelope"), problems);
    }
}

fn report_bare(
    callbacks: &Callbacks,
    bare: &BareMessage,
    at: &Location<'_>,
    problems: &mut Vec<Problem>,
) {
    let BareMessage { message, member } = bare;
    let Some(known) = callbacks.messages.get(message) else {
        let what = format!("there is no message `{message}`");
        let messages = callbacks.messages.keys().map(String::as_str);
        problems.push(at.to("message").dangling(&what, message, messages));
        return;
    };
    let object = known.data.as_ref();
    let object = object.and_then(|data| callbacks.objects.get(data));
    let members = || object.into_iter().flat_map(|object| &object.members);
    if !members().any(|known| known.name == *member) {
        let what = format!("the data of `{message}` has no member `{member}`");
        let known = members().map(|known| known.name.as_str());
        problems.push(at.to("member").dangling(&what, member, known));
    }
}

/// Reports objects that no message contains, and floating-point numbers: a message can always be encoded.
fn report_objects(
    callbacks: &Callbacks,
    facts: &Facts,
    root: &Location<'_>,
    problems: &mut Vec<Problem>,
) {
    let reached = facts.answered();
    for (name, object) in &callbacks.objects {
        let at = root.to(name);
        if !reached.contains(name.as_str()) {
            let message = format!("no message contains the object `{name}`");
            let problem = at.unknown(&message, name, []);
            problems.push(problem.help("remove it, or name it in `data` of a message"));
        }
        for (position, member) in object.members.iter().enumerate() {
            if Scalar::named(&member.of) == Some(Scalar::Float) {
                let at = at.to("members").to(position).to("type");
                let problem =
                    at.problem("a member of a callback must not be a floating-point number");
                problems.push(problem.help("write `int64` or `string`"));
            }
        }
    }
}

/// Reports unknown sources, and sources that no fact has.
fn report_sources(callbacks: &Callbacks, root: &Location<'_>, problems: &mut Vec<Problem>) {
    let mut used = BTreeSet::new();
    let mut check = |names: &[String], at: Location<'_>| {
        for (position, name) in names.iter().enumerate() {
            used.insert(name.clone());
            if !callbacks.sources.contains_key(name) {
                let at = at.to("sources").to(position);
                let known = callbacks.sources.keys().map(String::as_str);
                problems.push(at.dangling(&format!("there is no source `{name}`"), name, known));
            }
        }
    };
    for (name, message) in &callbacks.messages {
        check(&message.sources, root.to("messages").to(name));
    }
    for (name, object) in &callbacks.objects {
        let at = root.to("objects").to(name);
        check(&object.sources, at.clone());
        for (position, member) in object.members.iter().enumerate() {
            check(&member.sources, at.to("members").to(position));
        }
    }
    for (name, named) in &callbacks.enums {
        let at = root.to("enums").to(name);
        check(&named.sources, at.clone());
        for (position, value) in named.values.iter().enumerate() {
            check(&value.sources, at.to("values").to(position));
        }
    }
    for name in callbacks
        .sources
        .keys()
        .filter(|name| !used.contains(*name))
    {
        let message = format!("no fact has the source `{name}`");
        let problem = root.to("sources").to(name).unknown(&message, name, []);
        problems.push(problem.help("remove it, or name it in `sources` of a fact"));
    }
}

/// Reports successors of states that are not final, and unknown ones.
fn report_states(named: &CallbackEnum, at: &Location<'_>, problems: &mut Vec<Problem>) {
    for (position, value) in named.values.iter().enumerate() {
        let at = at.to(position).to("may_become");
        if !value.is_final && !value.may_become.is_empty() {
            let problem = at.problem("every value can follow a state that is not final");
            problems.push(problem.help("remove `may_become`, or add `final`"));
        }
        let is_other = |next: &Value| {
            let known = named.values.iter().any(|known| known.value == *next);
            known && *next != value.value
        };
        for (position, next) in value.may_become.iter().enumerate() {
            if !is_other(next) {
                let message = format!("the enum has no other value {next}");
                problems.push(at.to(position).problem(message));
            }
        }
    }
}
