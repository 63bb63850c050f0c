//! Validates all requests that upstream documents for the generated actions, if `UPSTREAM_DIR` is set. The project
//! stores only some of them.

use std::path::{Path, PathBuf};

use tests::actions::{self, Entry};
use tests::documented::{self, Rejected};
use tests::schema;

#[test]
fn documented_requests_are_valid_or_listed_with_a_reason() {
    let Some(upstream) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    let mut failures = Vec::new();
    let mut validated = 0;
    for service in schema::service_folders() {
        let name = service.file_name().unwrap();
        let calls = upstream.join(name).join("examples.json");
        if calls.is_file() {
            validated += validate(&service, &calls, &mut failures);
        }
    }
    println!("{validated} documented requests");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(validated > 0, "{}", upstream.display());
}

#[test]
fn each_rejected_request_has_a_reason() {
    for service in schema::service_folders() {
        for folder in schema::files_in(&service.join("examples")) {
            let action = folder.file_name().unwrap().to_str().unwrap();
            for (number, rejected) in documented::rejected(&service, action) {
                assert!(!rejected.reason.trim().is_empty(), "{action}, {number}");
                let has_violations = !rejected.violations.is_empty();
                assert_ne!(
                    has_violations,
                    rejected.unreadable.is_some(),
                    "{action}, {number}: list violations or the error"
                );
            }
        }
    }
}

/// Validates the documented requests of one service. Returns their number.
fn validate(service: &Path, calls: &Path, failures: &mut Vec<String>) -> usize {
    let documented = documented::requests(calls);
    let mut validated = 0;
    for action in actions::all() {
        let name = action.info.name;
        let mut listed = documented::rejected(service, name);
        for (number, request) in documented.get(name).into_iter().flatten() {
            validated += 1;
            let found = rejection(&action, request, listed.remove(number));
            failures.extend(found.map(|found| format!("{name}, request {number}: {found}")));
        }
        let missing = listed.keys();
        failures.extend(missing.map(|number| format!("{name} has no request {number}")));
    }
    validated
}

/// Returns the difference between the result for a request and the list.
fn rejection(action: &Entry, request: &str, listed: Option<Rejected>) -> Option<String> {
    let (violations, error) = match listed {
        Some(listed) => (listed.violations, listed.unreadable),
        None => (Vec::new(), None),
    };
    match (action.check)(request) {
        Ok(checked) if checked.violations == violations && error.is_none() => None,
        Ok(checked) => Some(checked.messages.join("; ")),
        Err(found) if error.is_some_and(|words| found.contains(&words)) => None,
        Err(found) => Some(found),
    }
}
