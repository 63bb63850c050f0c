//! Tests `cargo xtask replay`: generated types decode and encode the documented calls.

use std::process::Command;

use serde_json::{Value, json};

use crate::cargo::{self, root, work};
use crate::project::{Project, Ran};
use crate::sdk_fixture::{Sdk, description, member};

/// Creates a documented call: title, request and response.
fn example(input: &str, output: &str) -> Value {
    json!({ "title": "", "input": format!("POST / HTTP/1.1\n\n{input}"), "output": output })
}

fn answer(members: &str) -> String {
    format!("{{\"Response\": {{{members}}}}}")
}

/// Returns calls that fit their types, and one call for each kind of failure.
fn examples() -> Value {
    let fine = answer(r#""Count": "5", "RequestId": "1""#);
    let error = answer(r#""Error": {"Code": "No", "Message": ""}"#);
    let with = |input, output: &str| example(input, output);
    json!({ "actions": {
        "Ask": [
            with(r#"{"Filter": {"Name": "a"}, "Count": 5}"#, &fine),
            // Two calls cannot be compared: an address, and an error.
            json!({ "title": "", "input": "https://a.b/?Count=5", "output": error }),
            with(r#"{"Count": "5"}"#, &answer(r#""Count": "-""#)),
            with(r#"{"Count": }"#, &error),
            // It lacks a required member, so the validator rejects it.
            with(r#"{"Filter": {}}"#, &error),
            with(r#"{"Colour": "red"}"#, &answer(r#""Colour": "red""#)),
        ],
        "Gone": [with("{}", &fine)],
    }})
}

fn project_with_examples() -> Project {
    let project = Project::new();
    let mut asked = description("asked", "2020-01-01", &["Ask", "Gone"]);
    asked["actions"]["Gone"]["status"] = "offline".into();
    for object in ["AskRequest", "AskResponse"] {
        let members = asked["objects"][object]["members"].as_array_mut().unwrap();
        let mut count = member("Count", "int64");
        count["type"] = "int".into();
        count["required"] = true.into();
        members.push(count);
    }
    project.put("asked/v20200101", &asked);
    let beside = project
        .described("asked/v20200101")
        .with_file_name("examples.json");
    std::fs::write(beside, examples().to_string()).unwrap();
    // The other service has no documented calls.
    project.put(
        "quiet/v20200101",
        &description("quiet", "2020-01-01", &["Do"]),
    );
    project
}

fn replay(project: &Project, more: &[&str]) -> Ran {
    let from = project.folder.path().join("target/tccli");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("replay")
        .arg("--from")
        .arg(from)
        .arg("--work")
        .arg(work())
        .args(more)
        .current_dir(root())
        .env("CARGO", cargo::program())
        // Settings for the builds of users do not apply here.
        .env("CARGO_TARGET_DIR", project.folder.path().join("elsewhere"))
        .output()
        .unwrap();
    Ran::of(output)
}

#[test]
fn documented_calls_pass_or_are_reported_with_a_reason() {
    let project = project_with_examples();
    let ran = replay(&project, &["--json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report[0]["service"], "tencent-asked");
    assert_eq!(report[0]["inputs"], json!({ "passed": 2, "failed": 4 }));
    assert_eq!(report[0]["outputs"], json!({ "passed": 1, "failed": 3 }));
    let reasons = json!({
        "input: not JSON": 1, "input: unknown member": 1, "input: withdrawn action": 1, "input: wrong type": 1,
        "output: unknown member": 1, "output: withdrawn action": 1, "output: wrong type": 1,
    });
    assert_eq!(report[0]["reasons"], reasons);
    assert_eq!(report[0]["failures"][0]["path"], "Count");
    assert_eq!(report[0]["rejected"], 1);
    let rejection = &report[0]["rejections"][0];
    assert_eq!(rejection["action"], "Ask");
    let required = json!({
        "path": "Count", "keyword": "required", "rule": null, "message": "is required",
    });
    assert_eq!(rejection["violations"], json!([required]));
    assert_eq!(report[1]["rejected"], 0);
    assert_eq!(report[1]["service"], "tencent-quiet");
    let programs = work().join("checker/src/bin");
    assert!(programs.join("tencent-quiet.rs").exists());

    // With fewer services, nothing of the other services is built or read.
    let ran = replay(&project, &["--service", "asked"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let words: Vec<&str> = ran.stdout.split_whitespace().collect();
    for line in [
        "tencent-asked 2 of 6 1 1 of 4 input: not JSON 1,",
        "1 rejected: Count (required)",
    ] {
        assert!(words.join(" ").contains(line), "{}", ran.stdout);
    }
    assert!(!programs.join("tencent-quiet.rs").exists());
    let ran = replay(&project, &["--service", "quiet"]);
    ran.assert_stdout(["documents no calls"]);

    // An unreadable file is named.
    let beside = project
        .described("quiet/v20200101")
        .with_file_name("examples.json");
    std::fs::write(beside, "{").unwrap();
    let ran = replay(&project, &["--service", "quiet"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["holds no documented calls: EOF"]);
}
