//! The error codes after which a request is retried.

use super::location::Located;
use crate::description::{self, ActionOverlay};
use crate::diagnostics::Problem;
use crate::model::{Idempotency, RetryableCode};

/// The families of codes that do not say whether the server executed the request.
const AMBIGUOUS: [&str; 2] = ["InternalError", "ServiceUnavailable"];

/// Returns the retryable codes of an action.
pub(super) fn resolve(overlay: Option<&ActionOverlay>) -> Vec<RetryableCode> {
    let codes = overlay.into_iter().flat_map(|overlay| &overlay.retry_on);
    let codes = codes.map(|entry| RetryableCode {
        code: entry.code.clone(),
        pause_seconds: entry.pause_seconds,
        within_seconds: entry.within_seconds,
    });
    codes.collect()
}

/// Reports retryable codes that have no effect, or contradict the action.
pub(super) fn report(
    located: &Located<'_, ActionOverlay>,
    idempotency: &Idempotency,
    problems: &mut Vec<Problem>,
) {
    let action = located.value;
    for (position, entry) in action.retry_on.iter().enumerate() {
        let at = located.at.to("retry_on").to(position);
        let code = entry.code.as_str();
        if !action.errors.contains(&entry.code) {
            let known = action.errors.iter().map(String::as_str);
            let message = "the action does not list this error code in `errors`";
            problems.push(at.to("code").dangling(message, code, known));
        }
        let earlier = &action.retry_on[..position];
        if earlier.iter().any(|other| other.code == entry.code) {
            let problem = at.to("code").problem("another entry has the same code");
            problems.push(problem.help("keep one of them"));
        }
        let family = code.split('.').next().unwrap_or_default();
        if AMBIGUOUS.contains(&family) && *idempotency == Idempotency::None {
            let message = "the server may have executed the request before it returned this code";
            let problem = at.to("code").problem(message);
            problems.push(problem.help(
                "remove the entry: an action is retried after this code if it is idempotent",
            ));
        }
        if entry.within_seconds <= entry.pause_seconds {
            let message = "no retry can begin in this time, because the pause is not shorter";
            let problem = at.to("within_seconds").problem(message);
            problems.push(problem.help("correct one of the two"));
        }
    }
}

/// Describes when a request is retried after this code.
pub(super) fn in_words(entry: &description::RetryableCode) -> String {
    format!(
        "Retried after `{}`, with pauses of {}, in the first {} of the call and within its time limit: {}",
        entry.code,
        duration(entry.pause_seconds),
        duration(entry.within_seconds),
        entry.reason.trim()
    )
}

/// Returns a number of seconds in words.
pub(super) fn duration(seconds: u32) -> String {
    let (number, unit) = match seconds % 60 {
        0 if seconds > 0 => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}
