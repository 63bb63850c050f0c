//! What rules were read from: each piece of prose is one that the facts know.

use super::Context;
use super::index::At;
use crate::description::ReadFrom;
use crate::diagnostics::Problem;

/// Pieces of prose that upstream does not have.
pub(super) fn report_unknown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let known = known(context);
    let mut check = |sources: &[ReadFrom], at: &At<'_>| {
        for (position, source) in sources.iter().enumerate() {
            if !known.contains(&source.of) {
                let message = format!("the facts know nothing of the name `{}`", source.of);
                let at = at.to("read_from").to(position).to("of");
                let known = known.iter().map(String::as_str);
                problems.push(at.dangling(&message, &source.of, known));
            }
        }
    };
    for said in context.index.objects.values() {
        for (name, member) in &said.value.members {
            check(&member.read_from, &said.at.to("members").to(name));
        }
        for (position, rule) in said.value.rules.iter().enumerate() {
            check(&rule.read_from, &said.at.to("rules").to(position));
        }
    }
    for said in context.index.enums.values() {
        check(&said.value.read_from, &said.at);
    }
}

/// The names of everything that has prose: actions, objects, and members as `Object.Member`.
fn known(context: &Context<'_>) -> Vec<String> {
    let facts = context.facts;
    let objects = facts.objects.iter();
    let members = objects.flat_map(|(object, content)| {
        let members = content.members.iter();
        members.map(move |member| format!("{object}.{}", member.name))
    });
    let names = facts.actions.keys().chain(facts.objects.keys()).cloned();
    names.chain(members).collect()
}
