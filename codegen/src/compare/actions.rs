//! Actions that came, went or changed.

use super::{Changes, Kind, Level, Snapshot};
use crate::description::{Action, Status};

pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    let (before, after) = (&old.facts().actions, &new.facts().actions);
    for (name, action) in before {
        match after.get(name) {
            None => changes.push(
                Kind::ActionRemoved,
                Level::Major,
                name,
                (Some(name.clone()), None),
                "the action can no longer be called; its method and its request are gone",
            ),
            Some(now) => action_change(name, action, now, changes),
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        changes.push(
            Kind::ActionAdded,
            Level::Minor,
            name,
            (None, Some(name.clone())),
            "another action can be called; the client and the stub have a new method",
        );
    }
}

fn action_change(name: &str, old: &Action, new: &Action, changes: &mut Changes) {
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
    if old.unsigned != new.unsigned {
        let signed = |action: &Action| {
            Some(
                if action.unsigned {
                    "unsigned"
                } else {
                    "signed"
                }
                .to_owned(),
            )
        };
        let why = "it is sent with a signature or without, as upstream's own SDKs do";
        changes.push(
            Kind::ActionSigning,
            Level::Patch,
            name,
            (signed(old), signed(new)),
            why,
        );
    }
    if old.status != new.status {
        let (level, why) = status(old.status, new.status);
        let pair = (Some(word(old.status)), Some(word(new.status)));
        changes.push(Kind::ActionStatus, level, name, pair, why);
    }
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
