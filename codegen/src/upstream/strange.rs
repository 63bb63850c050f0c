//! What upstream may write one day, and no fact can say: it is told, and never taken for something else.

use super::Upstream;
use super::api_json::{ApiAction, ApiMember};
use crate::description::{Scalar, Status};
use crate::diagnostics::{Problem, nearest};
use crate::load::unwanted_in_name;

/// How upstream says what a member's value looks like in JSON.
const KINDS: [&str; 7] = ["binary", "bool", "float", "int", "list", "object", "string"];

/// Whether that is a word for what a member's value looks like.
pub(super) fn is_kind(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// A name with a character that nobody sees, or that moves what is around it.
pub(super) fn name(upstream: &Upstream, name: &str) -> Option<Problem> {
    let what = unwanted_in_name(name)?;
    let (origin, name) = (&upstream.origin, name.escape_debug());
    let message = format!("{origin}: in the name `{name}`, {what}");
    Some(Problem::new(message).help("make sure that the file comes from where it should"))
}

/// Whether an action may still be called, where upstream says it in a word that is known.
pub(super) fn status(
    upstream: &Upstream,
    name: &str,
    action: &ApiAction,
) -> Result<Status, Problem> {
    match action.status.as_str() {
        "" | "online" => Ok(Status::Online),
        "deprecated" => Ok(Status::Deprecated),
        "offline" => Ok(Status::Offline),
        other => {
            let (origin, other) = (&upstream.origin, other.escape_debug());
            let message = format!("{origin} gives the action `{name}` the status `{other}`");
            Err(Problem::new(message).help(
                "known are `online`, `deprecated` and `offline`; leave the action out, or teach the \
                 generator what that means",
            ))
        }
    }
}

/// A type that is not known, which would become code that does not fit what travels.
pub(super) fn member_type(upstream: &Upstream, path: &str, member: &ApiMember) -> Option<Problem> {
    let origin = &upstream.origin;
    let kind = member.kind.as_str();
    if !is_kind(kind) {
        let kind = kind.escape_debug();
        let message = format!("{origin} gives `{path}` the type `{kind}`, which is not known");
        let known = KINDS.join(", ");
        return Some(Problem::new(message).help(format!(
            "known are {known}; leave out what reaches it, or teach the generator what travels there"
        )));
    }
    let of = member.member.as_str();
    let objects = &upstream.api.objects;
    // That an object is missing is told where it is looked for.
    let means_object = kind == "object" || of.starts_with(char::is_uppercase);
    if means_object || Scalar::named(of).is_some() || objects.contains_key(of) {
        return None;
    }
    let message = format!(
        "{origin} has no type `{}`, which `{path}` is of: it is neither a scalar nor an object",
        of.escape_debug()
    );
    let scalars = Scalar::ALL.iter().map(|scalar| scalar.name());
    let known = scalars.clone().chain(objects.keys().map(String::as_str));
    Some(Problem::new(message).help(match nearest(of, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "known scalars are {}",
            scalars.collect::<Vec<_>>().join(", ")
        ),
    }))
}
