//! Compares actions.

use std::collections::BTreeMap;

use super::call_sequences;
use super::change::{Changes, Kind, Level};
use crate::description::{self, Status};
use crate::model::{Action, Idempotency, RetryableCode};
use crate::snapshot::Snapshot;

/// An action on one side: its facts, and its model if it can be called.
#[derive(Clone, Copy)]
struct ActionSide<'a> {
    fact: &'a description::Action,
    model: Option<&'a Action>,
}

pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (by_wire_name(old), by_wire_name(new));
    for (name, action) in &before {
        match after.get(name) {
            None => removed(name, *action, changes),
            Some(now) => action_change(name, *action, *now, changes),
        }
    }
    for (name, action) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        added(name, *action, changes);
    }
}

fn by_wire_name(snapshot: &Snapshot) -> BTreeMap<&str, ActionSide<'_>> {
    let actions = snapshot.model.actions.iter();
    let model: BTreeMap<&str, &Action> = actions
        .map(|action| (action.wire.as_str(), action))
        .collect();
    let facts = snapshot.facts().actions.iter();
    facts
        .map(|(name, fact)| {
            let model = model.get(name.as_str()).copied();
            (name.as_str(), ActionSide { fact, model })
        })
        .collect()
}

fn removed(name: &str, action: ActionSide<'_>, changes: &mut Changes) {
    let (level, why) = match action.model {
        Some(_) => (
            Level::Major,
            "the action can no longer be called; its method and its request are removed",
        ),
        None => (Level::Patch, "the action had no method before either"),
    };
    let pair = (Some(name.to_owned()), None);
    changes.push(Kind::ActionRemoved, level, name, pair, why);
}

fn added(name: &str, action: ActionSide<'_>, changes: &mut Changes) {
    let (level, why) = match action.model {
        Some(_) => (
            Level::Minor,
            "a new action; the client and the stub have a new method",
        ),
        None => (
            Level::Patch,
            "upstream no longer serves the action, so it has no method",
        ),
    };
    let pair = (None, Some(name.to_owned()));
    changes.push(Kind::ActionAdded, level, name, pair, why);
}

fn action_change(name: &str, old: ActionSide<'_>, new: ActionSide<'_>, changes: &mut Changes) {
    if let (Some(was), Some(is)) = (old.model, new.model) {
        objects(name, old.fact, new.fact, changes);
        method(was, is, changes);
        handling(was, is, changes);
        call_sequences::compare(was, is, changes);
    }
    let (from, to) = (old.fact.status, new.fact.status);
    if from != to {
        let (level, why) = status(from, to);
        let pair = (Some(word(from)), Some(word(to)));
        changes.push(Kind::ActionStatus, level, name, pair, why);
    }
}

/// Compares the request and the response.
fn objects(
    name: &str,
    old: &description::Action,
    new: &description::Action,
    changes: &mut Changes,
) {
    for (kind, what, from, to) in [
        (Kind::ActionInput, "request", &old.input, &new.input),
        (Kind::ActionOutput, "response", &old.output, &new.output),
    ] {
        if from != to {
            let why = format!(
                "the {what} of the action is another object; the signature of its method changes"
            );
            let pair = (Some(from.clone()), Some(to.clone()));
            changes.push(kind, Level::Major, name, pair, why);
        }
    }
}

fn method(old: &Action, new: &Action, changes: &mut Changes) {
    if old.method != new.method {
        let pair = (Some(old.method.to_string()), Some(new.method.to_string()));
        let why = "nothing changes on the wire; the name of the method changes";
        changes.push(Kind::RustName, Level::Major, &old.wire, pair, why);
    }
}

/// Compares signing, idempotency, the limits and the retryable codes.
fn handling(old: &Action, new: &Action, changes: &mut Changes) {
    let signed = |action: &Action| match action.unsigned {
        true => "unsigned".to_owned(),
        false => "signed".to_owned(),
    };
    let idempotent = |action: &Action| match &action.idempotency {
        Idempotency::None => "not idempotent".to_owned(),
        Idempotency::Always => "idempotent".to_owned(),
        Idempotency::WithToken(member) => format!("idempotent with the same {member}"),
    };
    let limit = |action: &Action| match action.requests_per_second {
        Some(limit) => format!("{limit} a second"),
        None => "no known limit".to_owned(),
    };
    let body = |action: &Action| format!("{:?}", action.body).to_lowercase();
    let server_timeout = |action: &Action| match action.server_timeout_seconds {
        Some(seconds) => format!("given up after {seconds} s"),
        None => "no known time limit of the server".to_owned(),
    };
    let retry_on = |action: &Action| match action.retry_on.as_slice() {
        [] => "no retryable codes".to_owned(),
        codes => codes.iter().map(in_words).collect::<Vec<_>>().join(", "),
    };
    let size = |action: &Action| match action.max_request_bytes {
        Some(bytes) => format!("{bytes} bytes"),
        None => "the default size".to_owned(),
    };
    let mut compare = |kind, level, of: &dyn Fn(&Action) -> String, why: &str| {
        let (from, to) = (of(old), of(new));
        if from != to {
            changes.push(kind, level, &old.wire, (Some(from), Some(to)), why);
        }
    };
    compare(
        Kind::ActionSigning,
        Level::Patch,
        &signed,
        "requests are signed or not, as in upstream's own SDKs",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &body,
        "the request body has another form",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &idempotent,
        "calls with an unknown outcome are retried, or no longer are",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &limit,
        "clients with `RateLimit::Documented` use the new limit",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &server_timeout,
        "the default time limit of an attempt changes",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &retry_on,
        "calls are retried after other error codes, or with other pauses",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &size,
        "clients send requests up to the new size",
    );
}

fn in_words(entry: &RetryableCode) -> String {
    let RetryableCode {
        code,
        pause_seconds,
        within_seconds,
    } = entry;
    format!("{code} every {pause_seconds} s in {within_seconds} s")
}

fn status(from: Status, to: Status) -> (Level, &'static str) {
    match (from, to) {
        (_, Status::Offline) => (
            Level::Major,
            "upstream no longer serves the action; its method is removed",
        ),
        (Status::Offline, _) => (
            Level::Minor,
            "upstream serves the action again; it has a method again",
        ),
        (_, Status::Deprecated) => (
            Level::Minor,
            "upstream deprecates the action; rustc warns its callers",
        ),
        (_, Status::Online) => (
            Level::Patch,
            "upstream no longer deprecates the action; rustc no longer warns its callers",
        ),
    }
}

fn word(status: Status) -> String {
    let word = match status {
        Status::Online => "online",
        Status::Deprecated => "deprecated",
        Status::Offline => "offline",
    };
    word.to_owned()
}
