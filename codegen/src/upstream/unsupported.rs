//! Reports values in upstream's description that facts cannot express. None is replaced by a guess.

use super::Upstream;
use super::api_json::{ApiAction, ApiMember};
use crate::characters::visible;
use crate::description::{Scalar, Status};
use crate::diagnostics::{Problem, nearest};
use crate::json::Pointer;
use crate::names::wire;

/// The kinds of JSON values that upstream gives members.
const KINDS: [&str; 7] = ["binary", "bool", "float", "int", "list", "object", "string"];

const PACKAGE: &str = "check that the file comes from upstream's package";

/// Whether a kind of JSON value is known.
pub(super) fn is_kind(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// Whether values of a scalar type are written as this kind of JSON value. A list has them as items.
pub(super) fn is_written_as(scalar: Scalar, kind: &str) -> bool {
    kind == "list"
        || match scalar {
            Scalar::Int64 | Scalar::Uint64 => kind == "int",
            Scalar::Float => kind == "float",
            Scalar::Bool => kind == "bool",
            Scalar::Binary => kind == "binary",
            Scalar::String | Scalar::Date | Scalar::Datetime | Scalar::DatetimeIso => {
                kind == "string"
            }
        }
}

/// Returns a problem if an object or a member cannot have this name. `path` is the name with that of the
/// object before it.
pub(super) fn name(upstream: &Upstream, name: &str, path: &str, at: &Pointer) -> Option<Problem> {
    let problem = wire::problem_in_name(name)?;
    let (origin, path) = (&upstream.origin, visible(path));
    let message = format!("{origin}: in the name `{path}`, {problem}");
    Some(upstream.problem(at, message).help(PACKAGE))
}

/// Returns a problem if an action cannot have this name.
pub(super) fn action_name(upstream: &Upstream, name: &str, at: &Pointer) -> Option<Problem> {
    if wire::is_action(name) {
        return None;
    }
    let (origin, name) = (&upstream.origin, visible(name));
    let message = format!("{origin}: `{name}` is not a valid name of an action");
    Some(upstream.problem(at, message).help(wire::ACTION))
}

/// Returns a problem if an object has the name of a scalar type, so that a member could mean either.
pub(super) fn scalar_object(upstream: &Upstream, name: &str, at: &Pointer) -> Option<Problem> {
    Scalar::named(name)?;
    let origin = &upstream.origin;
    let message = format!("{origin}: the object `{name}` has the name of a scalar type");
    Some(upstream.problem(at, message).help(PACKAGE))
}

/// The problem of a member whose name another member of the object has.
pub(super) fn repeated(
    upstream: &Upstream,
    object: &str,
    member: &ApiMember,
    at: &Pointer,
) -> Problem {
    let (origin, name) = (&upstream.origin, visible(&member.name));
    let message = format!("{origin}: the object `{object}` has the member `{name}` twice");
    upstream.problem(&at.to("name"), message).help(PACKAGE)
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
            let (origin, other) = (&upstream.origin, visible(other));
            let message = format!("{origin} gives the action `{name}` the status `{other}`");
            let at = Pointer::root().to("actions").to(name).to("status");
            Err(upstream.problem(&at, message).help(
                "known statuses are `online`, `deprecated` and `offline`; leave the action out, or add the \
                 status to the generator",
            ))
        }
    }
}

/// Returns a problem if the type of a member is unknown, or contradicts its kind of JSON value.
pub(super) fn member_type(
    upstream: &Upstream,
    path: &str,
    member: &ApiMember,
    at: &Pointer,
) -> Option<Problem> {
    let kind = member.kind.as_str();
    if !is_kind(kind) {
        return Some(unknown_kind(upstream, path, kind, at));
    }
    let of = member.member.as_str();
    let is_object = upstream.api.objects.contains_key(of);
    match Scalar::named(of) {
        Some(_) if kind == "list" && is_object => scalar_object(upstream, of, &at.to("member")),
        Some(scalar) if is_written_as(scalar, kind) => None,
        None if is_object && matches!(kind, "list" | "object") => None,
        // The caller reports a missing object.
        None if !is_object && (kind == "object" || of.starts_with(char::is_uppercase)) => None,
        None if !is_object => Some(unknown_type(upstream, path, of, at)),
        _ => Some(contradiction(upstream, path, member, at)),
    }
}

fn unknown_kind(upstream: &Upstream, path: &str, kind: &str, at: &Pointer) -> Problem {
    let (origin, kind) = (&upstream.origin, visible(kind));
    let message = format!("{origin} gives `{path}` the type `{kind}`, which is not known");
    let known = KINDS.join(", ");
    upstream.problem(&at.to("type"), message).help(format!(
        "known types are {known}; leave out the actions that reach it, or add the type to the generator"
    ))
}

fn unknown_type(upstream: &Upstream, path: &str, of: &str, at: &Pointer) -> Problem {
    let message = format!(
        "{} gives `{path}` the type `{}`, which is neither a scalar nor an object",
        upstream.origin,
        visible(of)
    );
    let objects = upstream.api.objects.keys().map(String::as_str);
    let scalars = Scalar::ALL.iter().map(|scalar| scalar.name());
    let problem = upstream.problem(&at.to("member"), message);
    problem.help(match nearest(of, scalars.clone().chain(objects)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "known scalars are {}",
            scalars.collect::<Vec<_>>().join(", ")
        ),
    })
}

fn contradiction(upstream: &Upstream, path: &str, member: &ApiMember, at: &Pointer) -> Problem {
    let (origin, kind) = (&upstream.origin, &member.kind);
    let message = format!(
        "{origin} gives `{path}` the type `{kind}`, but its `member` is `{}`",
        visible(&member.member)
    );
    upstream.problem(&at.to("member"), message).help(
        "`int` is written for int64 and uint64, `string` for string, date, datetime and datetime_iso, `object` \
         for an object, `list` for a list of any of these, and other types for themselves",
    )
}
