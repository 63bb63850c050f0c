//! Resolves the waiters of an action.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::{Context, Fields};
use super::docs;
use super::location::{Located, Location};
use super::member_path::Paths;
use super::member_value::member_value;
use crate::description::{self, ActionOverlay, WaiterOverlay};
use crate::diagnostics::Problem;
use crate::model::{Doc, Field, Name, State, Type, Waiter};
use crate::names::Scope;

/// The waiters of all actions.
pub(super) struct Waiters<'a> {
    context: &'a Context<'a>,
    fields: &'a Fields,
    /// The place of each waiter, by its name.
    places: BTreeMap<&'a str, Location<'a>>,
}

impl<'a> Waiters<'a> {
    pub(super) fn new(context: &'a Context<'a>, fields: &'a Fields) -> Self {
        Self {
            context,
            fields,
            places: BTreeMap::new(),
        }
    }

    /// Resolves the waiters of an action. `methods` contains the names of all methods of the client.
    pub(super) fn resolve(
        &mut self,
        (action, method): (&description::Action, &Name),
        located: &Located<'a, ActionOverlay>,
        methods: &mut Scope,
        problems: &mut Vec<Problem>,
    ) -> Vec<Waiter> {
        let mut found = Vec::new();
        for (name, written) in &located.value.waiters {
            let at = located.at.to("waiters").to(name);
            if let Some(first) = self.places.get(name.as_str()) {
                let message = format!("`{name}` is described twice, here and in {first}");
                problems.push(
                    at.unknown(&message, name, [])
                        .help("give one of the two another name"),
                );
                continue;
            }
            self.places.insert(name, at.clone());
            let paths = Paths {
                context: self.context,
                fields: self.fields,
                object: self.context.type_name(&action.output),
            };
            let waiter = Reading {
                context: self.context,
                written,
                at,
            };
            if let Some((member, success, failure)) = waiter.read(&paths, problems) {
                let doc = doc(written, method, &success, &failure);
                found.push(Waiter {
                    name: name.clone(),
                    method: methods.method(&format!("WaitUntil{name}")),
                    constant: Scope::default().constant(name),
                    summary: docs::first_paragraph(&doc),
                    doc,
                    sentence: docs::first_sentence(&written.doc),
                    member,
                    success,
                    failure,
                    pause: written.pause_seconds,
                    timeout: written.timeout_seconds,
                });
            }
        }
        found
    }
}

/// One waiter of the overlay.
struct Reading<'a> {
    context: &'a Context<'a>,
    written: &'a WaiterOverlay,
    at: Location<'a>,
}

impl Reading<'_> {
    /// Returns the path of the member, and the values of success and of failure.
    fn read(
        &self,
        paths: &Paths<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<(Vec<String>, Vec<State>, Vec<State>)> {
        let WaiterOverlay {
            success,
            failure,
            pause_seconds: pause,
            timeout_seconds: timeout,
            ..
        } = self.written;
        if pause >= timeout {
            let problem = self.at.to("timeout_seconds").problem(format!(
                "the wait would end before its second call: `pause` is {pause} seconds"
            ));
            problems.push(problem.help("a time limit is longer than several pauses"));
        }
        let at = self.at.to("member");
        let path = paths.follow(&self.written.member, &at, problems)?;
        let member = *path.last()?;
        if let Some(reason) = unusable(member) {
            let message = format!("`{}` {reason}", member.wire);
            let help = "name a text, a number without fraction or a flag that contains the state";
            problems.push(at.problem(message).help(help));
            return None;
        }
        let mut states: Vec<State> = Vec::new();
        let mut read = |key: &str, values: &[Value], problems: &mut Vec<Problem>| {
            let first = states.len();
            for (position, value) in values.iter().enumerate() {
                let at = self.at.to(key).to(position);
                match member_value(member, self.context.enums.values(), value) {
                    Ok(state) if states.contains(&state) => {
                        let problem = at.problem(format!("the value {value} is listed twice"));
                        problems.push(problem.help("a value means success, failure or neither"));
                    }
                    Ok(state) => states.push(state),
                    Err((message, help)) => problems.push(at.problem(message).help(help)),
                }
            }
            states[first..].to_vec()
        };
        let success = read("success", success, problems);
        let failure = read("failure", failure, problems);
        let names = path.iter().map(|field| field.wire.clone());
        Some((names.collect(), success, failure))
    }
}

/// Why a member cannot contain the state of a wait.
fn unusable(member: &Field) -> Option<&'static str> {
    match &member.of {
        _ if member.sensitive => Some("is sensitive, but errors show the state"),
        Type::Object(_) => Some("is an object"),
        Type::Float => Some("is a float, whose values cannot be compared"),
        _ => None,
    }
}

/// The documentation of the method.
fn doc(written: &WaiterOverlay, action: &Name, success: &[State], failure: &[State]) -> Doc {
    let WaiterOverlay {
        doc,
        member,
        pause_seconds: pause,
        timeout_seconds: timeout,
        ..
    } = written;
    let mut lines = docs::lines(doc);
    let codes = |states: &[State]| {
        let codes: Vec<String> = states.iter().map(|state| format!("`{state}`")).collect();
        codes.join(" or ")
    };
    let seconds = |seconds: u64| match seconds {
        1 => "1 second".to_owned(),
        _ => format!("{seconds} seconds"),
    };
    let quantity = if member.contains("[]") { "every " } else { "" };
    docs::paragraph(
        &mut lines,
        format!(
            "Calls [`{action}`](Self::{action}) at once, and then again after pauses of {}, until {quantity}`{member}` \
         is {}. All other values mean waiting, also values that this version of the crate does not know.",
            seconds(*pause),
            codes(success),
        ),
    );
    if !failure.is_empty() {
        let any = if member.contains("[]") { "a" } else { "the" };
        docs::paragraph(
            &mut lines,
            format!("If {any} value is {}, it fails at once.", codes(failure)),
        );
    }
    docs::paragraph(
        &mut lines,
        format!(
            "The time limit of the whole wait is the [timeout](crate::CallOptions::timeout) of the client, or {} if \
         it has none.",
            seconds(*timeout),
        ),
    );
    docs::paragraph(&mut lines, "# Errors");
    docs::paragraph(
        &mut lines,
        "[`WaitError`](crate::WaitError) contains the final state, the last response, or \
         the error of a call.",
    );
    lines
}
