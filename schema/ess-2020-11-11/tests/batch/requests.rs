//! The check of all requests before the first call.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use tencent_ess::mock::Scenario;

use crate::trial::{OPERATOR, Ran, Trial, bare_mock, mock, received, request};

#[test]
fn all_requests_are_answered_with_their_line() {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 3);
    let ran = trial.run(&[]);
    ran.assert(0, &["3 of 3 requests have a response"]);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    for (line, outcomes) in trial.outcomes() {
        let [record] = &outcomes[..] else {
            panic!("{outcomes:?}")
        };
        assert_eq!(record["outcome"], "response");
        let document = format!("yDwFmUUckdoc{line:020}");
        assert_eq!(record["response"]["DocumentId"], json!(document));
    }
    assert_eq!(received(&mock), [(1, 1), (2, 1), (3, 1)].into());
    let mode = trial.output().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // A batch that ended sends nothing again.
    let before = std::fs::read(trial.output()).unwrap();
    trial.run(&[]).assert(0, &["3 of 3"]);
    assert_eq!(std::fs::read(trial.output()).unwrap(), before);
    assert_eq!(received(&mock).len(), 3);
}

#[test]
fn every_violation_is_listed_and_nothing_is_sent() {
    let mock = bare_mock();
    let trial = Trial::new(&mock, 0);
    let lines = [
        request(1),
        json!({ "Operator": { "UserId": OPERATOR }, "FlowId": "short" }).to_string(),
        "{\"Nonsense\": 1}".to_owned(),
        String::new(),
        "{".to_owned(),
        request(6),
        String::new(),
    ];
    trial.write_input(lines.join("\n"));
    let ran = trial.run(&[]);
    ran.assert(
        1,
        &[
            "requests.jsonl:2: TemplateId: ",
            "requests.jsonl:2: FlowId: ",
            "requests.jsonl:3: ",
            "requests.jsonl:4: the line is empty",
            "requests.jsonl:5: not JSON",
            "4 requests are invalid",
            "nothing was sent",
        ],
    );
    assert!(!ran.stderr.contains("requests.jsonl:1:"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("requests.jsonl:6:"), "{}", ran.stderr);
    assert!(!trial.output().exists());
    assert!(received(&mock).is_empty());
}

#[test]
fn invalid_requests_are_sent_without_validation() {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 0);
    trial.write_input(json!({ "FlowId": "yDwFmUUckpst1" }).to_string());
    trial.run(&[]).assert(1, &["nothing was sent"]);
    trial.run(&["--no-validate"]).assert(0, &["1 of 1"]);
}

#[test]
fn a_request_that_is_too_large_is_found_before_the_first_call() {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 1);
    let length = request(1).len();
    let limit = (length - 1).to_string();
    let ran = trial.run(&["--max-request-bytes", &limit]);
    ran.assert(1, &["requests.jsonl:1: ", &limit, "nothing was sent"]);
    let limit = length.to_string();
    trial.run(&["--max-request-bytes", &limit]).assert(0, &[]);
}

#[test]
fn windows_line_ends_and_empty_lines_at_the_end_are_accepted() {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 0);
    trial.write_input(format!(
        "\u{feff}{}\r\n{}\r\n\r\n\n",
        request(1),
        request(2)
    ));
    trial.run(&[]).assert(0, &["2 of 2"]);
    // The line end does not change a request.
    trial.write_input(format!("{}\n{}", request(1), request(2)));
    trial.run(&[]).assert(0, &["2 of 2"]);
    assert_eq!(received(&mock), [(1, 1), (2, 1)].into());
}

#[test]
fn a_missing_credential_is_found_before_the_first_call() {
    let trial = Trial::at("http://127.0.0.1:1".to_owned(), 2);
    let mut command = trial.command(&[]);
    command.env_remove("TENCENTCLOUD_SECRET_KEY");
    let ran: Ran = command.output().unwrap().into();
    ran.assert(1, &["TENCENTCLOUD_SECRET_KEY"]);
    assert!(!trial.output().exists());
}

#[test]
fn options_that_exclude_each_other_are_usage_errors() {
    let trial = Trial::at("http://127.0.0.1:1".to_owned(), 1);
    for (arguments, text) in [
        (&["--validate"][..], "--validate"),
        (&["--dry-run"], "--dry-run"),
        (&["request.json"], "FILE"),
        (&["--concurrency", "0"], "--concurrency"),
    ] {
        trial.run(arguments).assert(2, &[text]);
    }
    std::fs::remove_file(trial.input()).unwrap();
    trial.run(&[]).assert(2, &["requests.jsonl"]);
}
