//! The facts of the selected actions: what they reach, without the prose.

use std::collections::{BTreeMap, BTreeSet};

use super::api_json::ApiMember;
use super::{PACKAGE, Upstream, prose_hash, strange};
use crate::description::{Action, Facts, Member, Object, Scalar, Source};
use crate::diagnostics::{Diagnostics, Problem, nearest};

/// The facts of the named actions and of everything that they reach.
pub(super) fn facts<'a>(
    upstream: &Upstream,
    actions: impl IntoIterator<Item = &'a str>,
) -> Result<Facts, Diagnostics> {
    let selected = select(upstream, actions)?;
    let objects = closure(upstream, &selected)?;
    Ok(Facts {
        schema: Some("../facts.schema.json".to_owned()),
        service: upstream.service().to_owned(),
        version: upstream.version().to_owned(),
        source: Source {
            package: PACKAGE.to_owned(),
            release: upstream.release.clone(),
        },
        actions: selected,
        objects,
    })
}

fn select<'a>(
    upstream: &Upstream,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Action>, Diagnostics> {
    let mut problems = Vec::new();
    let mut selected = BTreeMap::new();
    for name in names {
        let Some(action) = upstream.api.actions.get(name) else {
            let problem = Problem::new(format!("{} has no action `{name}`", upstream.origin));
            problems.push(suggest(problem, name, upstream.api.actions.keys()));
            continue;
        };
        problems.extend(strange::name(upstream, name));
        let status = match strange::status(upstream, name, action) {
            Ok(status) => status,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let action = Action {
            input: action.input.clone(),
            output: action.output.clone(),
            status,
            unsigned: action.skip_sign,
            prose: Some(prose_hash(&action.document)),
        };
        selected.insert(name.to_owned(), action);
    }
    Diagnostics::check(problems)?;
    Ok(selected)
}

/// Every object that the actions reach, found by walking from their inputs and outputs.
fn closure(
    upstream: &Upstream,
    actions: &BTreeMap<String, Action>,
) -> Result<BTreeMap<String, Object>, Diagnostics> {
    let mut problems = Vec::new();
    let mut objects = BTreeMap::new();
    let mut wanted: BTreeSet<(&str, String)> = actions
        .iter()
        .flat_map(|(name, action)| {
            [&action.input, &action.output].map(|object| (object.as_str(), name.clone()))
        })
        .collect();
    while let Some((name, wanted_by)) = wanted.pop_first() {
        if objects.contains_key(name) {
            continue;
        }
        let Some(object) = upstream.api.objects.get(name) else {
            let message = format!(
                "{} has no object `{}`, which {wanted_by} refers to",
                upstream.origin,
                name.escape_debug()
            );
            problems.push(suggest(
                Problem::new(message),
                name,
                upstream.api.objects.keys(),
            ));
            continue;
        };
        problems.extend(strange::name(upstream, name));
        for member in &object.members {
            let path = format!("{name}.{}", member.name);
            problems.extend(strange::name(upstream, &path));
            match strange::member_type(upstream, &path, member) {
                Some(problem) => problems.push(problem),
                None if Scalar::named(&member.member).is_some() => {}
                None => drop(wanted.insert((&member.member, path))),
            }
        }
        let members = object.members.iter().map(import_member).collect();
        objects.insert(
            name.to_owned(),
            Object {
                prose: Some(prose_hash(&object.document)),
                members,
            },
        );
    }
    Diagnostics::check(problems)?;
    Ok(objects)
}

fn suggest<'a>(
    problem: Problem,
    name: &str,
    known: impl IntoIterator<Item = &'a String>,
) -> Problem {
    match nearest(name, known.into_iter().map(String::as_str)) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}

fn import_member(member: &ApiMember) -> Member {
    Member {
        name: member.name.clone(),
        of: member.member.clone(),
        list: member.kind == "list",
        required: member.required,
        disabled: member.disabled,
        output_required: member.output_required,
        nullable: member.value_allowed_null,
        prose: Some(prose_hash(&member.document)),
    }
}
