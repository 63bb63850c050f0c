//! The generated command line, as a person uses it in a shell.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tests::actions;
use tests::schema::{self, Example};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

struct Ran {
    status: i32,
    shown: String,
    told: String,
}

fn call(arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command
        .args(arguments)
        .env_clear()
        .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
    ran(command, input)
}

fn ran(mut command: Command, input: &str) -> Ran {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Ran {
        status: status.code().unwrap(),
        shown: String::from_utf8(stdout).unwrap(),
        told: String::from_utf8(stderr).unwrap(),
    }
}

fn example() -> Example {
    schema::examples().remove(0)
}

#[test]
fn a_call_prints_the_response() {
    let example = example();
    let server = Server::start(
        tencent_ess::SERVICE.name,
        vec![Reply::json(&example.response)],
    );
    let file = std::env::temp_dir().join(format!("request-{}.json", std::process::id()));
    std::fs::write(&file, example.request.to_string()).unwrap();
    let file_name = file.to_str().unwrap().to_owned();
    for (from, input) in [
        ("-", example.request.to_string()),
        (&*file_name, String::new()),
    ] {
        let url = server.url();
        let arguments = [
            &*example.action,
            from,
            "--endpoint",
            &url,
            "--region",
            "ap-guangzhou",
        ];
        let ran = call(&arguments, &input);
        assert_eq!(ran.status, 0, "{}", ran.told);
        let printed: Value = serde_json::from_str(&ran.shown).unwrap();
        assert_eq!(printed, example.response["Response"]);
    }
    std::fs::remove_file(file).unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|seen| seen.signature == Ok(())));
    assert!(
        seen.iter()
            .all(|seen| seen.headers["x-tc-region"] == "ap-guangzhou")
    );
}

#[test]
fn an_error_of_the_server_is_told_with_its_code() {
    let reply = Reply::error("FailedOperation.Unheard", "no luck");
    let server = Server::start(tencent_ess::SERVICE.name, vec![reply]);
    let example = example();
    let url = server.url();
    let ran = call(
        &[&example.action, "-", "--endpoint", &url],
        &example.request.to_string(),
    );
    assert_eq!((ran.status, &*ran.shown), (1, ""));
    assert!(ran.told.contains("FailedOperation.Unheard"), "{}", ran.told);
    assert!(ran.told.contains("req-1"), "{}", ran.told);
}

#[test]
fn a_dry_run_shows_the_request_and_no_secret() {
    let example = example();
    let ran = call(
        &[&example.action, "-", "--dry-run"],
        &example.request.to_string(),
    );
    assert_eq!(ran.status, 0, "{}", ran.told);
    let host = format!("POST https://{}", tencent_ess::SERVICE.host);
    for told in [&*host, "X-TC-Action", &*example.action, "redacted"] {
        let found = ran.shown.to_lowercase().contains(&told.to_lowercase());
        assert!(found, "{told} is not in {}", ran.shown);
    }
    assert!(
        !ran.shown.contains(SECRET_KEY) && !ran.shown.contains(SECRET_ID),
        "{}",
        ran.shown
    );
    let mut lines = ran.shown.lines();
    let signed = lines
        .find(|line| line.to_lowercase().starts_with("authorization"))
        .unwrap();
    assert!(signed.contains("redacted"), "{signed}");
}

#[test]
fn a_request_that_breaks_rules_is_not_sent() {
    let server = Server::start(tencent_ess::SERVICE.name, vec![Reply::none()]);
    let url = server.url();
    let ran = call(&[&example().action, "-", "--endpoint", &url], "{}");
    assert_eq!(ran.status, 1);
    assert!(ran.told.contains("required"), "{}", ran.told);
    assert!(server.seen().is_empty());
}

#[test]
fn lines_are_checked_in_order() {
    let mut lines = String::new();
    let mut expected = Vec::new();
    for (rule, bases) in schema::rule_cases().into_iter().take(12) {
        for case in &rule.cases {
            lines.push_str(&format!("{}\n", case.request(&bases)));
            expected.push(case.violations.clone());
        }
    }
    let action = &example().action;
    let ran = call(&[action, "--validate"], &lines);
    assert_eq!(ran.status, 1);
    let printed: Vec<&str> = ran.shown.lines().collect();
    assert_eq!(printed.len(), expected.len());
    for (line, mut expected) in printed.iter().zip(expected) {
        let line: Value = serde_json::from_str(line).unwrap();
        let mut found: Vec<schema::Broken> =
            serde_json::from_value(line["violations"].clone()).unwrap();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        for violation in line["violations"].as_array().unwrap() {
            assert!(!violation["message"].as_str().unwrap().is_empty());
        }
    }
}

#[test]
fn lines_that_are_no_requests_are_told_in_their_place() {
    let good = example().request.to_string();
    let action = &example().action;
    let all_good = call(&[action, "--validate"], &format!("{good}\n{good}"));
    assert_eq!(all_good.status, 0, "{}", all_good.told);
    assert_eq!(all_good.shown, "{\"violations\":[]}\n{\"violations\":[]}\n");

    let input = format!("{good}\nnonsense\n[]\n{{\"Nonsense\":1}}\n{good}\n");
    let ran = call(&[action, "--validate"], &input);
    assert_eq!(ran.status, 1);
    let lines: Vec<Value> = ran
        .shown
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<bool> = lines
        .iter()
        .map(|line| line.get("error").is_some())
        .collect();
    assert_eq!(kinds, [false, true, true, true, false]);
}

#[test]
fn wrong_use_is_told_with_the_way_out() {
    let action = example().action;
    let near = format!("{action}s");
    let unknown = call(&[&near, "-"], "{}");
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.told.contains(&format!("mean {action}?")),
        "{}",
        unknown.told
    );
    for arguments in [
        &[&*action][..],
        &[],
        &[&action, "nowhere.json"],
        &[&action, "-", "--nonsense"],
    ] {
        let ran = call(arguments, "");
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.told);
        assert!(!ran.told.is_empty());
    }
    let help = call(&["--help"], "");
    assert_eq!(help.status, 0);
    assert!(help.shown.contains("Examples"), "{}", help.shown);
}

#[test]
fn without_a_credential_it_says_what_was_looked_for() {
    let example = example();
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command
        .args([&example.action, "-"])
        .env_clear()
        .env("HOME", "/nonexistent");
    let ran = ran(command, &example.request.to_string());
    assert_eq!(ran.status, 1);
    for place in [
        "TENCENTCLOUD_SECRET_ID",
        ".tencentcloud/credentials",
        ".tccli",
    ] {
        assert!(ran.told.contains(place), "{place} is not in {}", ran.told);
    }
}

#[test]
fn every_action_has_an_entry() {
    for entry in actions::all() {
        let ran = call(&[entry.info.name, "--validate"], "");
        assert_eq!(ran.status, 0, "{}", ran.told);
    }
}
