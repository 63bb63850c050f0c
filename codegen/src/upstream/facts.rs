//! Extracts the facts of selected actions: names, types and flags, without the prose.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::api_json::ApiMember;
use super::event_streams::answers_with_events;
use super::page_numbers::numbering;
use super::{PACKAGE, Upstream, body_form, region, repeating, unsupported};
use crate::characters::visible;
use crate::description::{
    Action, BodyForm, Crate, Facts, Member, Object, Release, Scalar, called_by, closure,
};
use crate::diagnostics::{Diagnostics, MOST_PROBLEMS, Problem, nearest};
use crate::hash::prose_hash;
use crate::json::Pointer;
use crate::names::wire;

impl Upstream {
    /// Returns the facts of the named actions and of all objects that they reach.
    ///
    /// # Errors
    ///
    /// If an action or an object does not exist, or if upstream says something about them that facts cannot
    /// express.
    pub fn facts<'a>(
        &self,
        actions: impl IntoIterator<Item = &'a str>,
    ) -> Result<Facts, Diagnostics> {
        let selected = select(self, actions)?;
        let mut objects = reached_by(self, &selected)?;
        add_bodies(&selected, &mut objects);
        Ok(Facts {
            schema: Some("../facts.schema.json".to_owned()),
            service: self.service().to_owned(),
            version: self.version().to_owned(),
            requires_region: region::is_required(&self.api),
            source: Release {
                package: PACKAGE.to_owned(),
                release: self.release.clone(),
            },
            krate: Crate::default(),
            actions: selected,
            objects,
            received: BTreeSet::new(),
        })
    }
}

fn select<'a>(
    upstream: &Upstream,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Action>, Diagnostics> {
    let mut problems = Vec::new();
    let mut selected = BTreeMap::new();
    for name in names {
        let Some(action) = upstream.api.actions.get(name) else {
            let (origin, shown) = (&upstream.origin, visible(name));
            let problem = Problem::new(format!("{origin} has no action `{shown}`"));
            problems.push(suggest(problem, name, upstream.api.actions.keys()));
            continue;
        };
        let at = Pointer::root().to("actions").to(name);
        problems.extend(unsupported::action_name(upstream, name, &at));
        let status = match unsupported::status(upstream, name, action) {
            Ok(status) => status,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let body = match body_form::of(&upstream.api, action) {
            Ok(body) => body,
            Err(reason) => {
                let message = format!("no client can call `{}`: {reason}", visible(name));
                problems.push(upstream.problem(&at, message).help("leave it out"));
                continue;
            }
        };
        let response = upstream.api.objects.get(&action.output);
        let action = Action {
            input: action.input.clone(),
            output: action.output.clone(),
            status,
            body,
            unsigned: action.skip_sign,
            answers_with_events: response.is_some_and(answers_with_events),
            has_effects: repeating::has_effects(name, &action.document),
            prose: Some(prose_hash(&action.document)),
        };
        selected.insert(name.to_owned(), action);
    }
    Diagnostics::check(problems)?;
    Ok(selected)
}

/// Adds the members for bodies that consist of bytes.
fn add_bodies(actions: &BTreeMap<String, Action>, objects: &mut BTreeMap<String, Object>) {
    let octets = actions
        .values()
        .filter(|action| action.body == BodyForm::Octets);
    for action in octets {
        if let Some(object) = objects.get_mut(&action.input) {
            let body = body_form::body_member(&object.members);
            object.members.push(body);
        }
    }
}

/// Returns every object that the actions reach.
fn reached_by(
    upstream: &Upstream,
    actions: &BTreeMap<String, Action>,
) -> Result<BTreeMap<String, Object>, Diagnostics> {
    let known = &upstream.api.objects;
    let reached = closure(called_by(actions), |name| {
        let members = known.get(name)?.members.iter();
        let objects = members.filter(|member| Scalar::named(&member.member).is_none());
        Some(objects.map(|member| member.member.as_str()))
    });
    let mut problems = Vec::new();
    for (name, action) in actions {
        let at = Pointer::root().to("actions").to(name);
        for (word, of) in [("input", &action.input), ("output", &action.output)] {
            if problems.len() > MOST_PROBLEMS {
                break;
            }
            problems.extend(missing_object(upstream, of, name, &at.to(word)));
        }
    }
    let mut objects = BTreeMap::new();
    for (name, object) in reached.iter().filter_map(|name| known.get_key_value(*name)) {
        if problems.len() > MOST_PROBLEMS {
            break;
        }
        let at = Pointer::root().to("objects").to(name);
        problems.extend(unsupported::name(upstream, name, name, &at));
        problems.extend(unsupported::scalar_object(upstream, name, &at));
        let at = at.to("members");
        let mut names = HashSet::new();
        for (position, member) in object.members.iter().enumerate() {
            if !names.insert(&member.name) && problems.len() <= MOST_PROBLEMS {
                problems.push(unsupported::repeated(
                    upstream,
                    name,
                    member,
                    &at.to(position),
                ));
            }
            if problems.len() <= MOST_PROBLEMS && !is_plain(upstream, member) {
                problems.extend(member_problems(upstream, name, member, &at.to(position)));
            }
        }
        let object = Object {
            prose: Some(prose_hash(&object.document)),
            members: object.members.iter().map(import_member).collect(),
        };
        objects.insert(name.clone(), object);
    }
    Diagnostics::check(problems)?;
    Ok(objects)
}

/// Whether a member is certainly valid. Nearly all are, so this check avoids the cost of the others.
fn is_plain(upstream: &Upstream, member: &ApiMember) -> bool {
    let (of, kind) = (member.member.as_str(), member.kind.as_str());
    let is_object = upstream.api.objects.contains_key(of);
    let typed = match Scalar::named(of) {
        Some(scalar) => unsupported::is_written_as(scalar, kind) && !is_object,
        None => is_object && matches!(kind, "list" | "object"),
    };
    typed && wire::problem_in_name(&member.name).is_none()
}

/// Returns the problems of a member: its name, its type, or an object that does not exist.
fn member_problems(
    upstream: &Upstream,
    object: &str,
    member: &ApiMember,
    at: &Pointer,
) -> Vec<Problem> {
    let path = format!("{object}.{}", member.name);
    let name = unsupported::name(upstream, &member.name, &path, &at.to("name"));
    let path = visible(&path);
    let of = match unsupported::member_type(upstream, &path, member, at) {
        None if Scalar::named(&member.member).is_none() => {
            missing_object(upstream, &member.member, &path, &at.to("member"))
        }
        problem => problem,
    };
    name.into_iter().chain(of).collect()
}

/// Returns a problem if the object does not exist.
fn missing_object(
    upstream: &Upstream,
    object: &str,
    wanted_by: &str,
    at: &Pointer,
) -> Option<Problem> {
    let known = &upstream.api.objects;
    (!known.contains_key(object)).then(|| {
        let (origin, shown) = (&upstream.origin, visible(object));
        let message = format!("{origin} has no object `{shown}`, which {wanted_by} refers to");
        suggest(upstream.problem(at, message), object, known.keys())
    })
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
        numbers_pages: (member.kind == "int")
            .then(|| numbering(&member.name, &member.document))
            .flatten(),
        // A promise that upstream hides is none.
        idempotency_token: member.kind == "string"
            && !member.disabled
            && repeating::is_idempotency_token(&member.name, &member.document),
        prose: Some(prose_hash(&member.document)),
    }
}
