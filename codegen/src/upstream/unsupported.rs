//! Reports values in upstream's description that facts cannot express. None is replaced by a guess.

use super::Upstream;
use super::api_json::{ApiAction, ApiMember};
use crate::characters::problem_in_line;
use crate::description::{Scalar, Status};
use crate::diagnostics::{Problem, nearest};

/// The kinds of JSON values that upstream gives members.
const KINDS: [&str; 7] = ["binary", "bool", "float", "int", "list", "object", "string"];

/// Whether a kind of JSON value is known.
pub(super) fn is_kind(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// Returns a problem if a name contains an invisible character.
pub(super) fn name(upstream: &Upstream, name: &str) -> Option<Problem> {
    let problem = problem_in_line(name)?;
    let (origin, name) = (&upstream.origin, name.escape_debug());
    let message = format!("{origin}: in the name `{name}`, {problem}");
    Some(Problem::new(message).help("check that the file comes from upstream's package"))
}

/// Returns the status of an action. Fails if upstream uses an unknown word.
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
                "known statuses are `online`, `deprecated` and `offline`; leave the action out, or add the \
                 status to the generator",
            ))
        }
    }
}

/// Returns a problem if the type of a member is unknown.
pub(super) fn member_type(upstream: &Upstream, path: &str, member: &ApiMember) -> Option<Problem> {
    let origin = &upstream.origin;
    let kind = member.kind.as_str();
    if !is_kind(kind) {
        let kind = kind.escape_debug();
        let message = format!("{origin} gives `{path}` the type `{kind}`, which is not known");
        let known = KINDS.join(", ");
        return Some(Problem::new(message).help(format!(
            "known types are {known}; leave out the actions that reach it, or add the type to the generator"
        )));
    }
    let of = member.member.as_str();
    let objects = &upstream.api.objects;
    // The caller reports a missing object.
    let means_object = kind == "object" || of.starts_with(char::is_uppercase);
    if means_object || Scalar::named(of).is_some() || objects.contains_key(of) {
        return None;
    }
    let message = format!(
        "{origin} gives `{path}` the type `{}`, which is neither a scalar nor an object",
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
