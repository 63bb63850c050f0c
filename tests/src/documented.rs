//! The calls that upstream documents, and those of them that the generated types reject.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::schema::{self, Broken};

/// A request that upstream documents and that is rejected, in `examples/<Action>/rejected.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// Why it is right to reject the request.
    pub reason: String,
    /// All violations, if the request has the described types.
    #[serde(default)]
    pub violations: Vec<Broken>,
    /// Words of the error, if the request does not have the described types.
    #[serde(default)]
    pub unreadable: Option<String>,
}

/// The rejected requests of an action, by their number in upstream's list, which begins with 1.
pub type RejectedRequests = BTreeMap<usize, Rejected>;

/// Returns the rejected requests of an action. `service` is its folder in `schema/`.
#[must_use]
pub fn rejected(service: &Path, action: &str) -> RejectedRequests {
    let file = service.join("examples").join(action).join("rejected.json");
    match file.is_file() {
        true => schema::json(&file),
        false => RejectedRequests::new(),
    }
}

#[derive(Deserialize)]
struct Documented {
    actions: BTreeMap<String, Vec<Call>>,
}

#[derive(Deserialize)]
struct Call {
    input: String,
}

/// Returns the documented requests of each action, with their numbers. Upstream documents some as addresses,
/// which have no generated type.
#[must_use]
pub fn requests(file: &Path) -> BTreeMap<String, Vec<(usize, String)>> {
    let documented: Documented = schema::json(file);
    let numbered = |calls: Vec<Call>| {
        let numbered = calls.into_iter().zip(1..);
        let requests = numbered.filter_map(|(call, number)| {
            let input = call.input.replace("\r\n", "\n");
            let (_, body) = input.strip_prefix("POST")?.split_once("\n\n")?;
            Some((number, body.to_owned()))
        });
        requests.collect()
    };
    let actions = documented.actions.into_iter();
    actions
        .map(|(action, calls)| (action, numbered(calls)))
        .collect()
}
