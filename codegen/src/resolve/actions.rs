//! Actions, and the error codes that they document.

use std::collections::{BTreeMap, BTreeSet};

use super::action_docs::Derived;
use super::context::{Context, Fields};
use super::event_stream::Events;
use super::location::Located;
use super::waiters::Waiters;
use super::{
    action_docs, aliases, docs, event_stream, id_links, idempotency, pagination, retryable_codes,
};
use crate::description::{self, ActionOverlay, Status};
use crate::diagnostics::{MOST_PROBLEMS, Problem};
use crate::model::{Action, Documented, ErrorCode, EventStream};
use crate::names::{Scope, wire};

/// Resolves the actions that upstream still serves.
pub(super) fn resolve(
    context: &Context<'_>,
    fields: &Fields,
    errors: &[ErrorCode],
    problems: &mut Vec<Problem>,
) -> Vec<Action> {
    let mut methods = Scope::default();
    let mut senders = BTreeMap::new();
    let (mut actions, mut streams) = (Vec::new(), Vec::new());
    for (name, action) in &context.facts.actions {
        if problems.len() > MOST_PROBLEMS {
            break;
        }
        let located = context.index.actions.get(name.as_str());
        if let Some(located) = located {
            report_unknown_errors(context, located, problems);
        }
        report_unsendable(context, name, problems);
        if !report_dangling(context, name, action, problems) && action.status != Status::Offline {
            report_shared(context, name, action, &mut senders, problems);
            let overlay = located.map(|located| located.value);
            let pagination = pagination::resolve(context, fields, action, located, problems);
            let events = event_stream::resolve(context, fields, action, located, problems);
            let idempotency = idempotency::resolve(context, name, action, located, problems);
            if let Some(located) = located {
                retryable_codes::report(located, &idempotency, problems);
            }
            let derived = Derived {
                idempotency: &idempotency,
                pagination: pagination.as_ref(),
                has_events: events.is_some(),
            };
            let lines = action_docs::lines(context, name, overlay, &derived, errors);
            let method = methods.method(name);
            actions.push(Action {
                wire: name.clone(),
                aliases: located.map_or_else(Vec::new, |Located { value, at }| {
                    aliases::resolve(&value.aliases, &method, at, problems)
                }),
                method,
                request: context.type_name(&action.input),
                response: context.type_name(&action.output),
                summary: docs::first_paragraph(&lines),
                doc: lines,
                sentence: sentence(located),
                example: Vec::new(),
                is_example_written: false,
                is_example_complete: false,
                deprecated: (action.status == Status::Deprecated)
                    .then(|| "upstream advises against this action".to_owned()),
                feature: None,
                idempotency,
                unsigned: action.unsigned,
                body: action.body,
                requests_per_second: overlay.and_then(|overlay| overlay.requests_per_second),
                server_timeout_seconds: overlay.and_then(|overlay| overlay.server_timeout_seconds),
                retry_on: retryable_codes::resolve(overlay),
                max_request_bytes: overlay.and_then(|overlay| overlay.max_request_bytes),
                sensitive: sensitive(context, action),
                documented: documented((context, fields), name, action, located, problems),
                pagination,
                event_stream: None,
                waiters: Vec::new(),
            });
            streams.push(events);
        }
    }
    // Methods of actions keep their names.
    for (action, events) in actions.iter_mut().zip(streams) {
        action.event_stream = events.map(|Events { switch, error }| EventStream {
            method: methods.method(&format!("{}Stream", action.wire)),
            switch,
            error,
        });
    }
    add_waiters(context, fields, &mut actions, &mut methods, problems);
    actions
}

/// Adds the waiters. Methods of actions keep their names.
fn add_waiters(
    context: &Context<'_>,
    fields: &Fields,
    actions: &mut [Action],
    methods: &mut Scope,
    problems: &mut Vec<Problem>,
) {
    let mut waiters = Waiters::new(context, fields);
    for action in actions {
        let name = action.wire.as_str();
        let located = context.index.actions.get(name);
        if let (Some(fact), Some(located)) = (context.facts.actions.get(name), located) {
            action.waiters = waiters.resolve((fact, &action.method), located, methods, problems);
        }
    }
}

fn report_dangling(
    context: &Context<'_>,
    name: &str,
    action: &description::Action,
    problems: &mut Vec<Problem>,
) -> bool {
    let at = context.facts_at.to("actions").to(name);
    let mut dangling = false;
    for (word, object) in [("input", &action.input), ("output", &action.output)] {
        if !context.facts.objects.contains_key(object) {
            let message = format!("there is no object `{object}`");
            let known = context.facts.objects.keys().map(String::as_str);
            problems.push(at.to(word).dangling(&message, object, known));
            dangling = true;
        }
    }
    dangling
}

/// Reports names that an HTTP header cannot contain.
fn report_unsendable(context: &Context<'_>, name: &str, problems: &mut Vec<Problem>) {
    if !wire::is_action(name) {
        let at = context.facts_at.to("actions").to(name);
        let message = format!("`{name}` is not a valid name of an action");
        problems.push(at.unknown(&message, name, []).help(wire::ACTION));
    }
}

/// Reports an object that is the request of two actions.
fn report_shared<'a>(
    context: &Context<'_>,
    name: &'a str,
    action: &'a description::Action,
    senders: &mut BTreeMap<&'a str, &'a str>,
    problems: &mut Vec<Problem>,
) {
    if let Some(first) = senders.insert(&action.input, name) {
        let at = context.facts_at.to("actions").to(name).to("input");
        let message = format!("`{first}` sends `{}` too", action.input);
        let help = "upstream gives each action an input of its own; leave one of the two out, or \
                    copy the object under another name";
        problems.push(at.problem(message).help(help));
    }
}

fn report_unknown_errors(
    context: &Context<'_>,
    located: &Located<'_, ActionOverlay>,
    problems: &mut Vec<Problem>,
) {
    for (position, code) in located.value.errors.iter().enumerate() {
        if !context.index.errors.contains_key(code.as_str()) {
            let at = located.at.to("errors").to(position);
            let known = context.index.errors.keys().copied();
            problems.push(at.dangling("this error code has no entry in `errors`", code, known));
        }
    }
}

/// The first sentence of the documentation, or an empty text if there is none.
fn sentence(located: Option<&Located<'_, ActionOverlay>>) -> String {
    let written = located.and_then(|located| located.value.doc.as_deref());
    written.map(docs::first_sentence).unwrap_or_default()
}

/// Returns the documentation that the mock uses, and reports created ids that no response contains.
fn documented(
    (context, fields): (&Context<'_>, &Fields),
    name: &str,
    action: &description::Action,
    located: Option<&Located<'_, ActionOverlay>>,
    problems: &mut Vec<Problem>,
) -> Documented {
    let calls = context.calls.iter().filter(|call| call.action == name);
    let calls = calls.map(|call| (call.request.clone(), call.response.clone()));
    let mut documented = Documented {
        calls: calls.collect(),
        ids: id_links::resolve(context, fields, action, problems),
        ..Documented::default()
    };
    let Some(located) = located else {
        return documented;
    };
    documented.errors.clone_from(&located.value.errors);
    documented.creates.clone_from(&located.value.creates);
    let objects = context.facts.reached_from([action.output.as_str()]);
    let objects = objects
        .into_iter()
        .filter_map(|object| context.facts.objects.get(object));
    let members = objects.flat_map(|object| object.members.iter());
    let ids: BTreeSet<&str> = members
        .map(|member| member.name.strip_suffix('s').unwrap_or(&member.name))
        .collect();
    for (position, id) in located.value.creates.iter().enumerate() {
        if !ids.contains(id.as_str()) {
            let at = located.at.to("creates").to(position);
            let message = format!("no response of `{name}` has a member `{id}` or `{id}s`");
            problems.push(at.unknown(&message, id, ids.iter().copied()));
        }
    }
    documented
}

/// Returns the wire names of all sensitive members in the request and the response.
fn sensitive(context: &Context<'_>, action: &description::Action) -> Vec<String> {
    let roots = [action.input.as_str(), action.output.as_str()];
    let objects = context.facts.reached_from(roots).into_iter();
    let names: BTreeSet<&str> = objects
        .flat_map(|name| context.sensitive.of(name))
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The error codes that the service documents.
pub(super) fn errors(context: &Context<'_>) -> Vec<ErrorCode> {
    let mut constants = Scope::default();
    context
        .index
        .errors
        .iter()
        .map(|(code, located)| {
            let mut doc = docs::lines(&located.value.doc);
            docs::paragraph(&mut doc, format!("Code: `{code}`."));
            ErrorCode {
                code: (*code).to_owned(),
                rust: constants.constant(code),
                doc,
            }
        })
        .collect()
}
