//! Features of the crate, one for each action of a large service.

use super::{Changes, Kind, Level};
use crate::model::{Feature, Model};

/// Features come and go with the actions that they are called after, and with their methods' names.
/// What is told here is that a crate comes to have any, or has none any more.
pub(super) fn compare(old: &Model, new: &Model, changes: &mut Changes) {
    if !old.is_callable() || !new.is_callable() {
        return;
    }
    match (of_actions(old), of_actions(new)) {
        (None, Some(features)) => {
            let why = "nothing changes on the wire; callers that turn the default features off have \
                       to name the feature `full`, or those of the actions that they call";
            let pair = (None, Some(features));
            changes.push(Kind::FeaturesAdded, Level::Major, "features", pair, why);
        }
        (Some(features), None) => {
            let why = "nothing changes on the wire; callers that name the feature of an action \
                       have to leave it out";
            let pair = (Some(features), None);
            changes.push(Kind::FeaturesRemoved, Level::Major, "features", pair, why);
        }
        _ => {}
    }
}

/// How many features there are for users, in words.
fn of_actions(model: &Model) -> Option<String> {
    let public = model.features.iter().filter(|feature| is_public(feature));
    let count = public.count();
    (count > 0).then(|| format!("{count} features"))
}

fn is_public(feature: &Feature) -> bool {
    !feature.name.starts_with('_')
}
