//! Cargo features of a large service: one for each action, so that a user compiles what they call.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ALL_ACTIONS, ANY_ACTION, Action, Feature, Name, OF_EVERY_CRATE, Object, Type};
use crate::names::Scope;

/// A service with more actions than this has a feature for each.
const FEW: usize = 16;

/// Sets what each action and object needs, and gives all features; none for a small service.
pub(super) fn gate(actions: &mut [Action], objects: &mut [Object]) -> Vec<Feature> {
    if actions.len() <= FEW {
        return Vec::new();
    }
    let others = OF_EVERY_CRATE.iter().map(|feature| feature.name);
    let taken: Vec<&str> = others.chain(["default", ALL_ACTIONS, ANY_ACTION]).collect();
    let mut scope = Scope::holding(taken.iter().copied());
    let of_action = |action: &Action| scope.feature(&wanted(action, &taken));
    let names: Vec<String> = actions.iter().map(of_action).collect();
    let reached = reached(actions, objects);
    let mut shared: BTreeMap<&[usize], String> = BTreeMap::new();
    let mut enables: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); actions.len()];
    for (object, by) in objects.iter_mut().zip(&reached) {
        object.feature = match by.as_slice() {
            [only] => Some(names[*only].clone()),
            all if all.len() == actions.len() => None,
            several => {
                let name = shared.entry(several);
                let wanted = format!("_{}", object.module);
                Some(name.or_insert_with(|| scope.feature(&wanted)).clone())
            }
        };
    }
    for (by, name) in &shared {
        for action in *by {
            enables[*action].insert(name);
        }
    }
    let mut features: Vec<Feature> = names
        .iter()
        .zip(&enables)
        .map(|(name, enables)| Feature {
            name: name.clone(),
            enables: std::iter::once(ANY_ACTION)
                .chain(enables.iter().copied())
                .map(str::to_owned)
                .collect(),
        })
        .collect();
    features.extend(shared.into_values().map(Feature::alone));
    features.push(Feature::alone(ANY_ACTION.to_owned()));
    features.push(Feature {
        name: ALL_ACTIONS.to_owned(),
        enables: names.clone(),
    });
    for (action, name) in actions.iter_mut().zip(names) {
        action.feature = Some(name);
    }
    features
}

/// The actions that reach each object, by their positions.
fn reached(actions: &[Action], objects: &[Object]) -> Vec<Vec<usize>> {
    let places: BTreeMap<&Name, usize> = objects
        .iter()
        .enumerate()
        .map(|(place, object)| (&object.rust, place))
        .collect();
    let inner: Vec<Vec<usize>> = objects
        .iter()
        .map(|object| {
            let fields = object.fields.iter();
            let named = fields.filter_map(|field| match &field.of {
                Type::Object(name) => places.get(name).copied(),
                _ => None,
            });
            named.collect()
        })
        .collect();
    let mut reached = vec![Vec::new(); objects.len()];
    for (position, action) in actions.iter().enumerate() {
        let roots = [&action.request, &action.response];
        let mut open: Vec<usize> = roots
            .into_iter()
            .filter_map(|root| places.get(root).copied())
            .collect();
        while let Some(object) = open.pop() {
            if reached[object].last() != Some(&position) {
                reached[object].push(position);
                open.extend(&inner[object]);
            }
        }
    }
    reached
}

/// The name of an action's feature, as long as no other action has it.
fn wanted(action: &Action, taken: &[&str]) -> String {
    let name = action.method.as_str().trim_matches('_').replace('_', "-");
    if taken.contains(&name.as_str()) {
        format!("{name}-action")
    } else {
        name
    }
}
