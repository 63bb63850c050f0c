//! Documented calls, read with the types of a crate and written again: does anything get lost?
//!
//! `cargo xtask replay` builds programs with it. It is here and not there because it reads with what
//! only this crate sees of reading and writing.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufWriter, Write as _};
use std::process::ExitCode;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wire::{Decode, Encode, Loss, Lost, RequestJsonError, Unreadable};
use crate::wire::{exactly, first_loss, from_json, plain_reason, request_from_json};
use crate::{Action, VisitActions};

/// What is read with the types of each action.
#[derive(Debug, Default)]
pub struct Replay {
    actions: BTreeMap<&'static str, Checks>,
}

#[derive(Clone, Copy, Debug)]
struct Checks {
    input: fn(&str) -> Result<(), Objection>,
    output: fn(&str) -> Result<(), Objection>,
}

/// One documented text.
#[derive(Debug, Deserialize)]
struct Documented {
    action: String,
    /// Whether it is what is sent, not what is answered.
    sent: bool,
    text: String,
}

/// Why a text is not what the types say.
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
                request_from_json::<A>(text)
                    .map(drop)
                    .map_err(Objection::from)
            },
            output: output::<A::Response>,
        };
        self.actions.insert(A::INFO.name, checks);
    }
}

/// Reads documented texts from standard input, as `{"action":…,"sent":…,"text":…}`, one on a line;
/// prints for each `null`, or what the types object to.
#[must_use]
pub fn replay(visit: fn(&mut Replay)) -> ExitCode {
    let mut table = Replay::default();
    visit(&mut table);
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let told = line.map_err(|error| error.to_string()).and_then(|line| {
            let documented = serde_json::from_str(&line).map_err(|error| error.to_string())?;
            serde_json::to_string(&table.check(&documented)).map_err(|error| error.to_string())
        });
        let written = match told {
            Ok(told) => writeln!(output, "{told}").map_err(|error| error.to_string()),
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
    fn check(&self, documented: &Documented) -> Option<Objection> {
        let Some(checks) = self.actions.get(documented.action.as_str()) else {
            return Some(Objection::new("withdrawn action", "", &*documented.action));
        };
        let check = if documented.sent {
            checks.input
        } else {
            checks.output
        };
        check(&documented.text).err()
    }
}

fn output<R: Decode + Encode>(text: &str) -> Result<(), Objection> {
    let read: R = from_json(text.as_bytes())?;
    nothing_is_lost(text, &read)
}

fn nothing_is_lost(text: &str, read: &dyn Encode) -> Result<(), Objection> {
    match first_loss(text, read, same_text) {
        Ok(None) => Ok(()),
        Ok(Some(loss)) => Err(loss.into()),
        Err(error) => Err(Objection::new("not JSON", "", plain_reason(&error))),
    }
}

/// Whether both say the same. A number may have been written as a string.
fn same_text(one: &Value, other: &Value) -> bool {
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
        return exactly(one, other);
    }
    text(one).eq_ignore_ascii_case(&text(other))
        || matches!((number(one), number(other)), (Some(one), Some(other)) if one == other)
}

impl From<Loss> for Objection {
    fn from(Loss { path, of }: Loss) -> Self {
        match of {
            Lost::Member => Self::new("unknown member", path, "the type has no such member"),
            Lost::Value { .. } => Self::new("changed", path, "it is written as another value"),
        }
    }
}

impl From<Unreadable> for Objection {
    fn from(unreadable: Unreadable) -> Self {
        let Unreadable { path, error } = unreadable;
        let kind = if error.is_data() {
            "wrong type"
        } else {
            "not JSON"
        };
        Self::new(kind, path, plain_reason(&error))
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
