//! The end of a batch: its summary and its exit status.

use std::fmt::Write as _;

use super::Batch;
use super::plan::{Plan, State};
use super::record::OutcomeKind;
use super::tally::Tally;
use crate::cli::{AMBIGUOUS, FAILED, INCOMPLETE, SUCCESS, print_error};

/// How many ranges of lines are listed.
const MAX_RANGES: usize = 20;

/// Prints the summary, and returns the exit status.
pub(super) fn print(batch: &Batch<'_>, plan: &Plan) -> u8 {
    let tally = Tally::of(plan);
    print_error(text(batch, plan, &tally));
    status(batch, &tally)
}

fn text(batch: &Batch<'_>, plan: &Plan, tally: &Tally) -> String {
    let output = batch.output.display();
    let mut text = format!(
        "{output}: {} of {} requests have a response",
        tally.responses, tally.requests
    );
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            // Writing to a `String` does not fail.
            let _ = write!(text, "\n  {count} {what}");
        }
    };
    add(tally.errors, "have an error of the server");
    add(
        tally.unsent(),
        "were not executed; run the same command again to send them",
    );
    if batch.entry.info.idempotent {
        add(
            tally.ambiguous,
            "have no known outcome; run the same command again to repeat them, which does no harm",
        );
    } else if tally.ambiguous > 0 {
        add(
            tally.ambiguous,
            &format!(
                "are ambiguous, that is, the server may have executed them: {}; look for their \
                 outcome, then send them again with --resend-ambiguous if that does no harm",
                ambiguous_lines(plan)
            ),
        );
    }
    text
}

fn status(batch: &Batch<'_>, tally: &Tally) -> u8 {
    let repeated = if batch.entry.info.idempotent {
        tally.ambiguous
    } else {
        0
    };
    match tally {
        _ if tally.unsent() + repeated > 0 => INCOMPLETE,
        _ if tally.ambiguous > 0 => AMBIGUOUS,
        _ if tally.errors > 0 => FAILED,
        _ => SUCCESS,
    }
}

/// Lists the lines of ambiguous requests: `lines 3, 7-9`.
fn ambiguous_lines(plan: &Plan) -> String {
    let is_ambiguous =
        |state| matches!(state, State::Started | State::Ended(OutcomeKind::Ambiguous));
    let lines = plan.states().filter(|(_, state)| is_ambiguous(*state));
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for (line, _) in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let listed = ranges
        .iter()
        .take(MAX_RANGES)
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}-{last}"),
        });
    let listed = listed.collect::<Vec<_>>().join(", ");
    let more = if ranges.len() > MAX_RANGES {
        ", …"
    } else {
        ""
    };
    format!("lines {listed}{more}")
}
