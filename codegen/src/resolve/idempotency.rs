//! Finds out whether executing an action twice does no harm: from the overlay, from its name, or from a member
//! with an idempotency token.

use super::context::Context;
use super::location::Located;
use super::refusal::Refusal;
use crate::description::{self, ActionOverlay, BodyForm, Member};
use crate::diagnostics::Problem;
use crate::model::Idempotency;
use crate::names::wire;

/// Endings of members with the id of a task that a call has started.
const TASKS: [&str; 3] = ["TaskId", "JobId", "AsyncRequestId"];

/// Resolves whether an action is idempotent.
pub(super) fn resolve(
    context: &Context<'_>,
    name: &str,
    action: &description::Action,
    located: Option<&Located<'_, ActionOverlay>>,
    problems: &mut Vec<Problem>,
) -> Idempotency {
    let derived = derive(context, name, action);
    let Some(located) = located else {
        return derived;
    };
    let (reason, refusal) = (&located.value.idempotent, &located.value.not_idempotent);
    if refusal.is_some() {
        let refusal = Refusal {
            action: &located.at,
            key: "not_idempotent",
            opposite: "idempotent",
            otherwise: "the action is not idempotent",
        };
        refusal.check(reason.is_some(), derived != Idempotency::None, problems);
        return Idempotency::None;
    }
    match reason {
        Some(_) => Idempotency::Always,
        None => derived,
    }
}

fn derive(context: &Context<'_>, name: &str, action: &description::Action) -> Idempotency {
    let members = |object: &str| {
        let object = context.facts.objects.get(object);
        object.map_or(&[][..], |object| object.members.as_slice())
    };
    if wire::is_named_like_a_read(name)
        && !action.has_effects
        && !starts_task(members(&action.output))
    {
        return Idempotency::Always;
    }
    // Clients add tokens only to JSON.
    if action.body != BodyForm::Json {
        return Idempotency::None;
    }
    let token = members(&action.input)
        .iter()
        .find(|member| member.idempotency_token && !member.list);
    match token {
        Some(token) => Idempotency::WithToken(token.name.clone()),
        None => Idempotency::None,
    }
}

/// Whether a response contains nothing but the id of a task. Then the call has started the task.
fn starts_task(response: &[Member]) -> bool {
    let mut members = response.iter().filter(|member| member.name != "RequestId");
    let is_task = |member: &Member| TASKS.iter().any(|task| member.name.ends_with(task));
    members.next().is_some_and(is_task) && members.next().is_none()
}
