//! Cargo features of a large service: one for each action, so that users compile only the actions that
//! they call.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ALL_ACTIONS, ANY_ACTION, Action, Enum, Feature, Name, OF_EVERY_CRATE, Object};
use crate::names::Scope;

/// The maximum number of actions in a service without a feature for each action.
const MAX_WITHOUT_FEATURES: usize = 16;

/// Assigns a feature to each action, object and enum, and returns all features. A small service has
/// none.
pub(super) fn assign(
    actions: &mut [Action],
    objects: &mut [Object],
    enums: &mut [Enum],
) -> Vec<Feature> {
    if actions.len() <= MAX_WITHOUT_FEATURES {
        return Vec::new();
    }
    let others = OF_EVERY_CRATE.iter().map(|feature| feature.name);
    let taken: Vec<&str> = others.chain(["default", ALL_ACTIONS, ANY_ACTION]).collect();
    let mut scope = Scope::holding(taken.iter().copied());
    let of_action = |action: &Action| scope.feature(&wanted(action, &taken));
    let names: Vec<String> = actions.iter().map(of_action).collect();
    let reached = reached(actions, objects, enums);
    let mut shared: BTreeMap<&[usize], String> = BTreeMap::new();
    let mut enables: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); actions.len()];
    let objects = objects
        .iter_mut()
        .map(|object| (&object.module, &mut object.feature));
    let enums = enums
        .iter_mut()
        .map(|named| (&named.module, &mut named.feature));
    for ((module, feature), by) in objects.chain(enums).zip(&reached) {
        *feature = match by.as_slice() {
            [only] => Some(names[*only].clone()),
            all if all.len() == actions.len() => None,
            several => {
                let name = shared.entry(several);
                let wanted = format!("_{module}");
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

/// The actions that reach each object, and then each enum, by their positions.
fn reached(actions: &[Action], objects: &[Object], enums: &[Enum]) -> Vec<Vec<usize>> {
    let names = objects.iter().map(|object| &object.rust);
    let places: BTreeMap<&Name, usize> = names
        .chain(enums.iter().map(|named| &named.rust))
        .enumerate()
        .map(|(place, name)| (name, place))
        .collect();
    let placed = |name: &Name| places.get(name).copied();
    let used = |object: &Object| object.uses().into_iter().filter_map(placed).collect();
    // Enums use no other types.
    let mut inner: Vec<Vec<usize>> = objects.iter().map(used).collect();
    inner.resize(places.len(), Vec::new());
    let mut reached = vec![Vec::new(); places.len()];
    for (position, action) in actions.iter().enumerate() {
        let roots = [&action.request, &action.response];
        let mut open: Vec<usize> = roots.into_iter().filter_map(placed).collect();
        while let Some(place) = open.pop() {
            if reached[place].last() != Some(&position) {
                reached[place].push(position);
                open.extend(&inner[place]);
            }
        }
    }
    reached
}

/// The preferred name of an action's feature.
fn wanted(action: &Action, taken: &[&str]) -> String {
    let name = action.method.as_str().trim_matches('_').replace('_', "-");
    if taken.contains(&name.as_str()) {
        format!("{name}-action")
    } else {
        name
    }
}
