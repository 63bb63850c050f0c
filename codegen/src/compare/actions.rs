//! Actions that came, went or changed.

use std::collections::BTreeMap;

use super::{Changes, Kind, Level, Snapshot};
use crate::description::{self, Status};
use crate::model::Action;

/// An action on one side: its facts, and what is made of them where it can be called.
#[derive(Clone, Copy)]
struct Side<'a> {
    fact: &'a description::Action,
    made: Option<&'a Action>,
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

fn by_wire_name(snapshot: &Snapshot) -> BTreeMap<&str, Side<'_>> {
    let actions = snapshot.model.actions.iter();
    let made: BTreeMap<&str, &Action> = actions
        .map(|action| (action.wire.as_str(), action))
        .collect();
    let facts = snapshot.facts().actions.iter();
    facts
        .map(|(name, fact)| {
            let made = made.get(name.as_str()).copied();
            (name.as_str(), Side { fact, made })
        })
        .collect()
}

fn removed(name: &str, action: Side<'_>, changes: &mut Changes) {
    let (level, why) = match action.made {
        Some(_) => (
            Level::Major,
            "the action can no longer be called; its method and its request are gone",
        ),
        None => (
            Level::Patch,
            "the action could not be called before either; there was no method",
        ),
    };
    let pair = (Some(name.to_owned()), None);
    changes.push(Kind::ActionRemoved, level, name, pair, why);
}

fn added(name: &str, action: Side<'_>, changes: &mut Changes) {
    let (level, why) = match action.made {
        Some(_) => (
            Level::Minor,
            "another action can be called; the client and the stub have a new method",
        ),
        None => (
            Level::Patch,
            "upstream does not serve the action any more, so there is no method for it",
        ),
    };
    let pair = (None, Some(name.to_owned()));
    changes.push(Kind::ActionAdded, level, name, pair, why);
}

fn action_change(name: &str, old: Side<'_>, new: Side<'_>, changes: &mut Changes) {
    if let (Some(was), Some(is)) = (old.made, new.made) {
        objects(name, old.fact, new.fact, changes);
        method(was, is, changes);
        handling(was, is, changes);
    }
    let (from, to) = (old.fact.status, new.fact.status);
    if from != to {
        let (level, why) = status(from, to);
        let pair = (Some(word(from)), Some(word(to)));
        changes.push(Kind::ActionStatus, level, name, pair, why);
    }
}

/// What it sends and what it answers.
fn objects(
    name: &str,
    old: &description::Action,
    new: &description::Action,
    changes: &mut Changes,
) {
    for (kind, what, from, to) in [
        (Kind::ActionInput, "sends", &old.input, &new.input),
        (Kind::ActionOutput, "answers", &old.output, &new.output),
    ] {
        if from != to {
            let why = format!("the action {what} another object; its method has another signature");
            let pair = (Some(from.clone()), Some(to.clone()));
            changes.push(kind, Level::Major, name, pair, why);
        }
    }
}

fn method(old: &Action, new: &Action, changes: &mut Changes) {
    if old.method != new.method {
        let pair = (Some(old.method.to_string()), Some(new.method.to_string()));
        let why = "nothing changes on the wire; the method has another name in Rust";
        changes.push(Kind::RustName, Level::Major, &old.wire, pair, why);
    }
}

/// How it is called: signed or not, how often, and whether again.
fn handling(old: &Action, new: &Action, changes: &mut Changes) {
    let signed = |action: &Action| match action.unsigned {
        true => "unsigned".to_owned(),
        false => "signed".to_owned(),
    };
    let repeated = |action: &Action| match action.idempotent {
        true => "safe to repeat".to_owned(),
        false => "not safe to repeat".to_owned(),
    };
    let limit = |action: &Action| match action.requests_per_second {
        Some(limit) => format!("{limit} a second"),
        None => "no known limit".to_owned(),
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
        "it is sent with a signature or without, as upstream's own SDKs do",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &repeated,
        "a call whose outcome is unknown is made again, or no longer is",
    );
    compare(
        Kind::HandlingChanged,
        Level::Minor,
        &limit,
        "a client that minds the limits sends as many requests as that",
    );
}

fn status(from: Status, to: Status) -> (Level, &'static str) {
    match (from, to) {
        (_, Status::Offline) => (
            Level::Major,
            "the action is no longer served; its method is gone",
        ),
        (Status::Offline, _) => (
            Level::Minor,
            "the action is served again; its method is back",
        ),
        (_, Status::Deprecated) => (
            Level::Minor,
            "upstream advises against the action; callers of its method are warned",
        ),
        (_, Status::Online) => (
            Level::Patch,
            "upstream no longer advises against the action; callers are no longer warned",
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
