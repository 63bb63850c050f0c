//! Flags of members that have no effect, or that no value can satisfy.

use super::context::Context;
use super::location::Located;
use crate::description::{Member, MemberOverlay};
use crate::diagnostics::Problem;
/// Reports flags that have no effect, and flags that no value can satisfy.
pub(super) fn report(
    context: &Context<'_>,
    object: &str,
    member: &Member,
    located: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) {
    let overlay = located.value;
    if overlay.always_present && context.direction(object).request {
        let message = "a member of requests cannot be `always_present`";
        problems.push(located.at.to("always_present").problem(message));
    }
    if overlay.always_present && context.never_answered(object) {
        let message = "no response contains this member";
        let problem = located.at.to("always_present").problem(message);
        problems.push(problem.help("remove `always_present`"));
    }
    if overlay.always_present && member.nullable {
        let message = "upstream says that this member can be null";
        let problem = located.at.to("always_present").problem(message);
        problems.push(problem.help("remove `always_present`; the field is an `Option` then"));
    }
    if overlay.always_present
        && !member.list
        && let Some(reason) = no_default(context, member, overlay)
    {
        let problem = located.at.to("always_present").problem(reason);
        problems.push(problem.help("remove `always_present`; the field is an `Option` then"));
    }
    if let Some(why) = context.never_sent(object) {
        if overlay.always_required {
            let message = format!("a member of an object that {why} cannot be required");
            problems.push(located.at.to("always_required").problem(message));
        }
        if overlay.constraint.is_some() {
            let message = format!("a constraint on an object that {why} is never checked");
            problems.push(located.at.to("constraint").problem(message));
        }
    }
    let flag = if overlay.always_present {
        "always_present"
    } else {
        "always_required"
    };
    let is_always_there = context.is_always_there(object, member);
    if is_always_there && context.endless.closes(object, member) {
        let message = "the object would always contain itself, so it could have no value";
        problems.push(located.at.to(flag).problem(message));
    }
}

/// Returns why a member cannot be a field without `Option`. Such a field needs a value before the response is
/// decoded.
fn no_default(
    context: &Context<'_>,
    member: &Member,
    overlay: &MemberOverlay,
) -> Option<&'static str> {
    if overlay.of.is_some() {
        return Some("an enum has no default, so it cannot be `always_present`");
    }
    let object = context.index.objects.get(member.of.as_str())?;
    let mut members = object.value.members.values();
    let required =
        context.direction(&member.of).request && members.any(|member| member.always_required);
    required
        .then_some("an object with a constructor has no default, so it cannot be `always_present`")
}
