//! Decodes documented examples with the types of a crate, encodes them again, and validates requests.
//!
//! The programs that `cargo xtask replay` builds use this module. It is part of the runtime because
//! it needs private functions of [`wire`](crate::wire).

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufWriter, Write as _};
use std::process::ExitCode;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::validate::Violation;
use crate::wire::{Decode, Difference, DifferenceKind, Encode, JsonError, RequestJsonError};
use crate::wire::{first_difference, from_json, is_same_value, redacted_reason, request_from_json};
use crate::{Action, VisitActions};

/// The checks of each action.
#[derive(Debug, Default)]
pub struct Replay {
    actions: BTreeMap<&'static str, Checks>,
}

#[derive(Clone, Copy, Debug)]
struct Checks {
    input: fn(&str) -> Result<Vec<Violation>, Objection>,
    output: fn(&str) -> Result<(), Objection>,
}

/// A documented example.
#[derive(Debug, Deserialize)]
struct Documented {
    action: String,
    /// Whether the text is a request, not a response.
    sent: bool,
    text: String,
}

/// The result for an example.
#[derive(Debug, Serialize)]
struct Answer {
    objection: Option<Objection>,
    /// The violations of a request that matches the types.
    violations: Vec<Violation>,
}

/// Why an example does not match the types.
#[derive(Debug, Default, Serialize)]
struct Objection {
    kind: &'static str,
    path: String,
    reason: String,
}

impl Objection {
    fn new(kind: &'static str, path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            reason: reason.into(),
        }
    }
}

impl VisitActions for Replay {
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + 'static,
        A::Response: Encode + Serialize + DeserializeOwned,
    {
        let checks = Checks {
            input: |text| {
                let request = request_from_json::<A>(text)?;
                let valid = request.validate();
                Ok(valid.map_or_else(|found| found.into_iter().collect(), |()| Vec::new()))
            },
            output: output::<A::Response>,
        };
        self.actions.insert(A::INFO.name, checks);
    }
}

/// Reads examples from standard input, one `{"action":…,"sent":…,"text":…}` per line. Prints
/// `{"objection":…,"violations":[…]}` for each: `null` or the mismatch, and the violations of a request without
/// one.
#[must_use]
pub fn replay(visit: fn(&mut Replay)) -> ExitCode {
    let mut table = Replay::default();
    visit(&mut table);
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let report = line.map_err(|error| error.to_string()).and_then(|line| {
            let documented = serde_json::from_str(&line).map_err(|error| error.to_string())?;
            serde_json::to_string(&table.check(&documented)).map_err(|error| error.to_string())
        });
        let written = match report {
            Ok(report) => writeln!(output, "{report}").map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        if let Err(reason) = written {
            eprintln!("error: {reason}");
            return ExitCode::FAILURE;
        }
    }
    match output.flush() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

impl Replay {
    fn check(&self, documented: &Documented) -> Answer {
        let Documented { action, sent, text } = documented;
        let result = match self.actions.get(action.as_str()) {
            None => Err(Objection::new("withdrawn action", "", action)),
            Some(checks) if *sent => (checks.input)(text),
            Some(checks) => (checks.output)(text).map(|()| Vec::new()),
        };
        match result {
            Ok(violations) => Answer {
                objection: None,
                violations,
            },
            Err(objection) => Answer {
                objection: Some(objection),
                violations: Vec::new(),
            },
        }
    }
}

fn output<R: Decode + Encode>(text: &str) -> Result<(), Objection> {
    let read: R = from_json(text.as_bytes())?;
    check_round_trip(text, &read)
}

fn check_round_trip(text: &str, read: &dyn Encode) -> Result<(), Objection> {
    match first_difference(text, read, is_similar) {
        Ok(None) => Ok(()),
        Ok(Some(loss)) => Err(loss.into()),
        Err(error) => Err(Objection::new("not JSON", "", redacted_reason(&error))),
    }
}

/// Returns whether two values are equal, if numbers may be written as strings.
fn is_similar(one: &Value, other: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        _ => None,
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let (Value::Number(_), Value::Number(_)) = (one, other) {
        return is_same_value(one, other);
    }
    text(one).eq_ignore_ascii_case(&text(other))
        || matches!((number(one), number(other)), (Some(one), Some(other)) if one == other)
}

impl From<Difference> for Objection {
    fn from(Difference { path, of }: Difference) -> Self {
        match of {
            DifferenceKind::Member => {
                Self::new("unknown member", path, "the type has no such member")
            }
            DifferenceKind::Value { .. } => {
                Self::new("changed", path, "it is written as another value")
            }
        }
    }
}

impl From<JsonError> for Objection {
    fn from(unreadable: JsonError) -> Self {
        let JsonError { path, error } = unreadable;
        let kind = if error.is_data() {
            "wrong type"
        } else {
            "not JSON"
        };
        Self::new(kind, path, redacted_reason(&error))
    }
}

impl From<RequestJsonError> for Objection {
    fn from(error: RequestJsonError) -> Self {
        match error {
            RequestJsonError::Syntax { reason, .. } => Self::new("not JSON", "", reason),
            RequestJsonError::Type { path, reason } => Self::new("wrong type", path, reason),
            RequestJsonError::UnknownMember { path } => {
                Self::new("unknown member", path, "the type has no such member")
            }
            RequestJsonError::Changed {
                path,
                expected,
                found,
            } => Self::new(
                "wrong type",
                path,
                format!("{found} in the place of {expected}"),
            ),
        }
    }
}
