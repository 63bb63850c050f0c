//! Compares the features of the crate. A large service has one for each action.

use super::change::{Changes, Kind, Level};
use crate::model::{Feature, Model};

/// Reports if a crate gets its first features, or loses all. Other features change together with their
/// actions, which are reported already.
pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    if !old.is_callable() || !new.is_callable() {
        return;
    }
    match (of_actions(old), of_actions(new)) {
        (None, Some(features)) => {
            let why = "nothing changes on the wire; callers without default features must enable `full`, or \
                       the features of the actions that they call";
            let pair = (None, Some(features));
            changes.push(Kind::FeaturesAdded, Level::Major, "features", pair, why);
        }
        (Some(features), None) => {
            let why =
                "nothing changes on the wire; callers must no longer enable features of actions";
            let pair = (Some(features), None);
            changes.push(Kind::FeaturesRemoved, Level::Major, "features", pair, why);
        }
        _ => {}
    }
}

/// Returns the number of public features, in words.
fn of_actions(model: &Model) -> Option<String> {
    let public = model.features.iter().filter(|feature| is_public(feature));
    let count = public.count();
    (count > 0).then(|| format!("{count} features"))
}

fn is_public(feature: &Feature) -> bool {
    !feature.name.starts_with('_')
}
