//! Compares the paginators, the streams of events and the waiters of an action.

use super::change::{Changes, Kind, Level};
use super::surface;
use crate::model::{Action, EventStream, PageStep, Pagination, State, Waiter};

/// Compares an action that both sides can call.
pub(super) fn compare(old: &Action, new: &Action, changes: &mut Changes) {
    paginators(old, new, changes);
    event_streams(old, new, changes);
    for waiter in &old.waiters {
        match new.waiters.iter().find(|now| now.name == waiter.name) {
            Some(now) => waiters(old, waiter, now, changes),
            None => {
                let pair = (Some(waiter.method.to_string()), None);
                let why = "nothing changes on the wire; the method is removed from both clients";
                let path = path(old, waiter);
                changes.push(Kind::WaiterRemoved, Level::Major, path, pair, why);
            }
        }
    }
    let is_new = |waiter: &&Waiter| old.waiters.iter().all(|known| known.name != waiter.name);
    for waiter in new.waiters.iter().filter(is_new) {
        let pair = (None, Some(waiter.method.to_string()));
        let why = "nothing changes on the wire; both clients have a new method";
        changes.push(
            Kind::WaiterAdded,
            Level::Minor,
            path(new, waiter),
            pair,
            why,
        );
    }
}

fn paginators(old: &Action, new: &Action, changes: &mut Changes) {
    let (kind, level, why) = match (&old.pagination, &new.pagination) {
        (None, Some(_)) => (
            Kind::PaginatorAdded,
            Level::Minor,
            "nothing changes on the wire; `paginate` also reads the list of this action",
        ),
        (Some(_), None) => (
            Kind::PaginatorRemoved,
            Level::Major,
            "`paginate` no longer reads the list of this action; describe its `pagination` in the overlay \
             to keep it",
        ),
        (Some(was), Some(is)) if was.item != is.item => (
            Kind::PaginatorChanged,
            Level::Major,
            "the items of the paginator have another type",
        ),
        (Some(was), Some(is)) if was != is => (
            Kind::PaginatorChanged,
            Level::Patch,
            "the paginator uses other members",
        ),
        _ => return,
    };
    let pair = (text(old.pagination.as_ref()), text(new.pagination.as_ref()));
    changes.push(kind, level, &old.wire, pair, why);
}

/// Describes a pagination: `Offset` to `Items`, of the type `Thing`.
fn text(pagination: Option<&Pagination>) -> Option<String> {
    let pagination = pagination?;
    let items = pagination.items.iter().map(|step| step.wire.as_str());
    let items: Vec<&str> = items.collect();
    let total = pagination.total.iter().map(|total| total.join("."));
    let total: String = total.map(|total| format!(" of {total}")).collect();
    let step = match &pagination.step {
        PageStep::Offset => String::new(),
        PageStep::Page(Some(first)) => format!(" by page from {first}"),
        PageStep::Page(None) => " by page".to_owned(),
        PageStep::Token(next) => format!(" by token {}", next.join(".")),
        PageStep::Cursor(next) => format!(" by cursor {}", next.join(".")),
    };
    Some(format!(
        "{} selects {}{total}{step}, each {}",
        pagination.position.0,
        items.join("."),
        surface::value_type_text(&pagination.item),
    ))
}

fn event_streams(old: &Action, new: &Action, changes: &mut Changes) {
    let (kind, level, why) = match (&old.event_stream, &new.event_stream) {
        (None, Some(_)) => (
            Kind::EventStreamAdded,
            Level::Major,
            "the method returns another type, which also reads events; `.await` still works",
        ),
        (Some(_), None) => (
            Kind::EventStreamRemoved,
            Level::Major,
            "the events of this action can no longer be read; describe its `event_stream` in the overlay to \
             keep them",
        ),
        (Some(was), Some(is)) if was.method != is.method => (
            Kind::EventStreamChanged,
            Level::Major,
            "nothing changes on the wire; the name of the method changes",
        ),
        (Some(was), Some(is)) if was != is => (
            Kind::EventStreamChanged,
            Level::Patch,
            "other members ask for events or contain their errors",
        ),
        _ => return,
    };
    let text = |action: &Action| action.event_stream.as_ref().map(event_stream);
    changes.push(kind, level, &old.wire, (text(old), text(new)), why);
}

/// Describes a stream: `do_thing_stream, asked for by Stream, errors in Error.Code and Error.Message`.
fn event_stream(stream: &EventStream) -> String {
    let switch = stream.switch.iter();
    let switch: String = switch
        .map(|(wire, _)| format!(", asked for by {wire}"))
        .collect();
    let error = stream.error.iter();
    let error: String = error
        .map(|[code, message]| format!(", errors in {} and {}", code.join("."), message.join(".")))
        .collect();
    format!("{}{switch}{error}", stream.method)
}

fn waiters(action: &Action, old: &Waiter, new: &Waiter, changes: &mut Changes) {
    let path = || path(action, new);
    if old.method != new.method {
        let pair = (Some(old.method.to_string()), Some(new.method.to_string()));
        let why = "nothing changes on the wire; the name of the method changes";
        changes.push(Kind::RustName, Level::Major, path(), pair, why);
    }
    let (was, is) = (states(old), states(new));
    if was != is {
        let why = "the method succeeds, fails or pauses in other cases";
        changes.push(
            Kind::WaiterChanged,
            Level::Minor,
            path(),
            (Some(was), Some(is)),
            why,
        );
    }
    if old.doc != new.doc && states(old) == states(new) {
        let why = "nothing changes on the wire or for callers; its documentation changes";
        changes.push(Kind::Documentation, Level::Patch, path(), (None, None), why);
    }
}

/// Describes the states and the times of a waiter.
fn states(waiter: &Waiter) -> String {
    let join = |states: &[State]| {
        let states: Vec<String> = states.iter().map(ToString::to_string).collect();
        states.join(", ")
    };
    format!(
        "{}: success {}; failure {}; every {} s, at most {} s",
        waiter.member.join("."),
        join(&waiter.success),
        join(&waiter.failure),
        waiter.pause,
        waiter.timeout
    )
}

fn path(action: &Action, waiter: &Waiter) -> String {
    format!("{}:{}", action.wire, waiter.name)
}
