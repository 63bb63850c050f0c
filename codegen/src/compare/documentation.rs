//! Compares documentation.

use std::collections::BTreeMap;

use super::change::{Changes, Kind, Level};
use super::values;
use crate::description::{ActionOverlay, MemberOverlay, ObjectOverlay, ProseOwner};
use crate::snapshot::Snapshot;

/// Compares the documentation of items that both sides have.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, changes: &mut Changes) {
    compare_texts(&written(old), &written(new), changes);
}

/// Compares texts by the paths of their items.
pub(super) fn compare_texts(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    changes: &mut Changes,
) {
    let both = before
        .iter()
        .filter_map(|(path, text)| Some((path, text, after.get(path)?)));
    for (path, _, _) in both.filter(|(_, text, now)| text != now) {
        let why = "nothing changes on the wire or for callers; its documentation changes";
        changes.push(Kind::Documentation, Level::Patch, path, (None, None), why);
    }
}

/// Returns the documentation of each item; empty if it has none.
fn written(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let model = &snapshot.model;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (owner, _) in snapshot.facts().prose() {
        // An action and an object with the same name have the same path.
        let text = found.entry(owner.to_string()).or_default();
        text.push_str(&words_of(snapshot, owner).unwrap_or_default());
    }
    found.extend(model.enums.iter().map(|named| {
        let text = format!("{:?}", (&named.doc, &named.aliases, values::docs(named)));
        (format!("enum:{}", named.rust), text)
    }));
    found.extend(
        model
            .errors
            .iter()
            .map(|error| (format!("error:{}", error.rust), error.doc.join("\n"))),
    );
    let service = &model.service;
    found.extend(service.environments.iter().map(|environment| {
        let path = format!("environment:{}", environment.rust);
        (path, environment.doc.join("\n"))
    }));
    found.insert(
        "service".to_owned(),
        format!("{:?}", (&service.title, &service.doc)),
    );
    found
}

fn words_of(snapshot: &Snapshot, owner: ProseOwner<'_>) -> Option<String> {
    let object = |name: &str| {
        snapshot
            .overlays()
            .find_map(|overlay| overlay.objects.get(name))
    };
    Some(match owner {
        ProseOwner::Action(name) => {
            let said = snapshot
                .overlays()
                .find_map(|overlay| overlay.actions.get(name))?;
            let ActionOverlay {
                doc,
                aliases,
                documentation,
                idempotent,
                not_idempotent,
                errors,
                example,
                ..
            } = said;
            let said = (
                doc,
                aliases,
                documentation,
                idempotent,
                not_idempotent,
                errors,
                example,
            );
            format!("{said:?}")
        }
        ProseOwner::Object(name) => {
            let ObjectOverlay {
                doc,
                aliases,
                rules,
                ..
            } = object(name)?;
            let rules = rules
                .iter()
                .map(|rule| (&rule.name, &rule.message, &rule.provenance));
            format!("{:?}", (doc, aliases, rules.collect::<Vec<_>>()))
        }
        ProseOwner::Member(name, member) => {
            let mut overlays = snapshot.overlays();
            let shared = overlays.find_map(|overlay| overlay.members.get(member));
            let shared = shared.filter(|_| snapshot.facts().is_called(name));
            let shared = shared.map(|shared| shared.doc.clone());
            let own = object(name).and_then(|object| object.members.get(member));
            if own.is_none() && shared.is_none() {
                return None;
            }
            let MemberOverlay {
                doc,
                aliases,
                unit,
                default,
                provenance,
                ..
            } = own.cloned().unwrap_or_default();
            let doc = doc.or(shared);
            format!("{:?}", (doc, aliases, unit, default, provenance))
        }
    })
}
