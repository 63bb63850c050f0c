//! Counts the results of documented calls.

use std::collections::BTreeMap;

use serde::Serialize;

use super::checker::{Answer, Objection};
use super::examples::Documented;
use super::rejections::{self, Rejection};
use crate::console::outln;

/// The results of the documented calls of a service.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Tally {
    service: String,
    inputs: Count,
    outputs: Count,
    /// The number of failures for each reason.
    reasons: BTreeMap<String, usize>,
    failures: Vec<Failure>,
    /// The number of inputs that pass and that the validators reject.
    rejected: usize,
    rejections: Vec<Rejection>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Count {
    passed: usize,
    failed: usize,
}

#[derive(Debug, Serialize)]
struct Failure {
    action: String,
    title: String,
    of: &'static str,
    kind: String,
    path: String,
    reason: String,
}

impl Tally {
    /// Counts the answers to texts. If the last texts have no answer, the checker crashed.
    pub(super) fn of(service: &str, texts: Vec<Documented>, answers: Vec<Answer>) -> Self {
        let mut tally = Self {
            service: service.to_owned(),
            ..Self::default()
        };
        let crashed = || Answer {
            objection: Some(Objection {
                kind: "crashed".to_owned(),
                path: String::new(),
                reason: "the checker came to no end".to_owned(),
            }),
            violations: Vec::new(),
        };
        let answers = answers.into_iter().chain(std::iter::repeat_with(crashed));
        for (text, answer) in texts.into_iter().zip(answers) {
            tally.count(text, answer);
        }
        tally
    }

    fn count(&mut self, text: Documented, answer: Answer) {
        let (count, of) = if text.sent {
            (&mut self.inputs, "input")
        } else {
            (&mut self.outputs, "output")
        };
        let Some(objection) = answer.objection else {
            count.passed += 1;
            if !answer.violations.is_empty() {
                self.rejected += 1;
                self.rejections.push(Rejection {
                    action: text.action,
                    title: text.title,
                    violations: answer.violations,
                });
            }
            return;
        };
        count.failed += 1;
        let reason = format!("{of}: {}", objection.kind);
        *self.reasons.entry(reason).or_default() += 1;
        self.failures.push(Failure {
            action: text.action,
            title: text.title,
            of,
            kind: objection.kind,
            path: objection.path,
            reason: objection.reason,
        });
    }

    fn add(&mut self, other: &Self) {
        self.inputs.add(other.inputs);
        self.outputs.add(other.outputs);
        self.rejected += other.rejected;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
    }

    fn show(&self) {
        let Self {
            service,
            inputs,
            outputs,
            reasons,
            rejected,
            rejections,
            ..
        } = self;
        if inputs.all() + outputs.all() == 0 {
            outln!("{service:<32} documents no calls");
            return;
        }
        let reasons = reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        outln!(
            "{service:<32} {:>6} of {:<6} {rejected:>8} {:>6} of {:<6} {}",
            inputs.passed,
            inputs.all(),
            outputs.passed,
            outputs.all(),
            reasons.join(", ")
        );
        rejections::show(rejections);
    }
}

impl Count {
    fn all(self) -> usize {
        self.passed + self.failed
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Shows a line for each service, and one for all.
pub(crate) fn show(tallies: &[Tally]) {
    outln!(
        "{:<32} {:>16} {:>8} {:>16}",
        "crate",
        "inputs",
        "rejected",
        "outputs"
    );
    let mut all = Tally {
        service: "all".to_owned(),
        ..Tally::default()
    };
    for tally in tallies {
        tally.show();
        all.add(tally);
    }
    all.show();
}
