//! Runs the generated command line as a person does in a shell.

use std::time::Duration;

use serde_json::Value;
use tests::actions;
use tests::schema;
use tests::server::{Reply, SECRET_ID, SECRET_KEY};

use crate::shell::{
    Folder, TOKEN, call, command, example, path_text, ran, request_with_warning, response_with,
    server, with_credential,
};

#[test]
fn a_call_prints_the_response() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let folder = Folder::new();
    let file = folder.file("request.json", example.request.to_string());
    for (from, input) in [("-", example.request.to_string()), (&*file, String::new())] {
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
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(printed, example.response["Response"]);
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|seen| seen.signature == Ok(())));
    assert!(
        seen.iter()
            .all(|seen| seen.headers["x-tc-region"] == "ap-guangzhou")
    );
}

#[test]
fn unknown_members_are_printed() {
    let example = example();
    let mut answer = response_with("AddedYesterday", Value::Null).to_string();
    let number = "123456789012345678901234567890.10";
    answer = answer.replacen("null", number, 1);
    let server = server(Reply::new(200, answer));
    let arguments = [&*example.action, "-", "--endpoint", &server.url()];
    let ran = call(&arguments, &example.request.to_string());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let line = format!("  \"AddedYesterday\": {number},\n");
    assert!(ran.stdout.contains(&line), "{}", ran.stdout);
    let mut printed: Value = serde_json::from_str(&ran.stdout).unwrap();
    printed.as_object_mut().unwrap().remove("AddedYesterday");
    assert_eq!(printed, example.response["Response"]);
}

#[test]
fn an_answer_that_cannot_be_decoded_is_printed_with_a_warning() {
    let example = example();
    let members = example.response["Response"].as_object().unwrap();
    for member in members.keys() {
        let answer = response_with(member, serde_json::json!([[true]]));
        let server = server(Reply::json(&answer));
        let arguments = [&*example.action, "-", "--endpoint", &server.url()];
        let ran = call(&arguments, &example.request.to_string());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(printed, answer["Response"]);
        let cause = format!("{member}: found a list, expected ");
        let warning = ran.stderr.lines().find(|line| line.contains(&cause));
        assert!(warning.unwrap().starts_with("warning: "), "{}", ran.stderr);
        assert!(!ran.stderr.contains("cannot be made"), "{}", ran.stderr);
    }
}

#[test]
fn an_answer_that_is_not_a_response_is_printed_with_an_error() {
    let example = example();
    for (body, printed) in [
        (
            "<html>\r\nbusy \u{1b}[2J</html>",
            "<html>\nbusy \\u{1b}[2J</html>\n",
        ),
        ("{\"Code\":5}", "{\"Code\":5}\n"),
    ] {
        let server = server(Reply::new(200, body));
        let arguments = [&*example.action, "-", "--endpoint", &server.url()];
        let ran = call(&arguments, &example.request.to_string());
        assert_eq!((ran.status, &*ran.stdout), (1, printed), "{}", ran.stderr);
        assert!(ran.stderr.contains("cannot be decoded"), "{}", ran.stderr);
    }
}

/// Only Linux has a file that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_error_of_output_says_that_the_call_succeeded() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let mut command = with_credential(&[&example.action, "-", "--endpoint", &server.url()]);
    command.stdout(std::fs::File::create("/dev/full").unwrap());
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("the call succeeded"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("cannot be made"), "{}", ran.stderr);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_api_error_is_printed_with_code_message_and_request_id() {
    let server = server(Reply::error("FailedOperation.Unheard", "no luck"));
    let example = example();
    let url = server.url();
    let ran = call(
        &[&example.action, "-", "--endpoint", &url],
        &example.request.to_string(),
    );
    assert_eq!((ran.status, &*ran.stdout), (1, ""));
    ran.assert_stderr(&["FailedOperation.Unheard", "no luck", "req-1"]);
}

#[test]
fn warnings_are_printed_before_the_request_is_sent() {
    let (action, request, warning) = request_with_warning();
    let request = request.to_string();
    let note = format!("note: {}: ", warning.path);
    let example = example();
    let server = server(Reply::json(&example.response));
    let url = server.url();
    for arguments in [
        &[&*action, "-", "--endpoint", &url][..],
        &[&action, "-", "--dry-run"],
    ] {
        let ran = call(arguments, &request);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
        let notes: Vec<&str> = ran.stderr.lines().collect();
        let lines = notes
            .iter()
            .filter(|line| line.starts_with(&note) && line.len() > note.len());
        assert_eq!(lines.count(), 1, "{note} is not in {notes:?}");
        assert!(!ran.stdout.contains("note:"), "{}", ran.stdout);
    }
    // Once, although a request that cannot be signed is prepared twice.
    let unsigned = ran(
        command(&[&action, "-", "--dry-run"]),
        request.to_string().as_bytes(),
    );
    assert_eq!(
        unsigned.stderr.matches(&note).count(),
        1,
        "{}",
        unsigned.stderr
    );

    let checked = call(&[&action, "--validate"], &request);
    assert_eq!((checked.status, &*checked.stderr), (0, ""));
    assert_eq!(checked.stdout, "{\"violations\":[]}\n");
}

#[test]
fn a_request_without_warnings_prints_nothing_else() {
    let example = example();
    let clean = schema::examples().into_iter().find(|example| {
        let checked = (actions::named(&example.action).check)(&example.request.to_string());
        checked.is_ok_and(|checked| checked.violations.is_empty() && checked.warnings.is_empty())
    });
    let clean = clean.unwrap();
    let server = server(Reply::json(&example.response));
    let arguments = [&*clean.action, "-", "--endpoint", &server.url()];
    let ran = call(&arguments, &clean.request.to_string());
    assert_eq!((ran.status, &*ran.stderr), (0, ""));
}

#[test]
fn an_explicit_profile_is_read_from_the_home_folder() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let home = Folder::new();
    let ini = format!(
        "[default]\nsecret_id = other\nsecret_key = other\n\
         [work]\nsecret_id = {SECRET_ID}\nsecret_key = {SECRET_KEY}\ntoken = {TOKEN}\n"
    );
    home.file(".tencentcloud/credentials", ini);
    let tccli = format!(r#"{{"secretId": "{SECRET_ID}", "secretKey": "{SECRET_KEY}"}}"#);
    home.file(".tccli/play.credential", tccli);
    let run = |profile: &str| {
        let url = server.url();
        let arguments = [
            &*example.action,
            "-",
            "--endpoint",
            &url,
            "--profile",
            profile,
        ];
        let mut command = command(&arguments);
        // An explicit profile takes precedence over these.
        command
            .env("TENCENTCLOUD_SECRET_ID", "wrong")
            .env("TENCENTCLOUD_SECRET_KEY", "wrong")
            .env("HOME", home.path());
        ran(command, example.request.to_string().as_bytes())
    };
    for profile in ["work", "play"] {
        let ran = run(profile);
        assert_eq!(ran.status, 0, "{profile}: {}", ran.stderr);
    }
    let unknown = run("nobody");
    assert_eq!((unknown.status, &*unknown.stdout), (1, ""));
    unknown.assert_stderr(&[
        "no profile `nobody`, only default, work",
        "nobody.credential",
    ]);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.signature == Ok(())));
    let tokens: Vec<_> = seen
        .iter()
        .map(|seen| seen.headers.get("x-tc-token").map(String::as_str))
        .collect();
    assert_eq!(tokens, [Some(TOKEN), None]);
}

#[test]
fn an_invalid_request_is_not_sent() {
    let server = server(Reply::none());
    let url = server.url();
    let ran = call(&[&example().action, "-", "--endpoint", &url], "{}");
    assert_eq!((ran.status, &*ran.stdout), (1, ""));
    assert!(ran.stderr.contains("required"), "{}", ran.stderr);
    let ran = call(
        &[&example().action, "-", "--endpoint", &url],
        "{\"Nonsense\": 1}",
    );
    assert_eq!((ran.status, &*ran.stdout), (1, ""));
    assert!(ran.stderr.contains("Nonsense"), "{}", ran.stderr);
    assert!(server.seen().is_empty());
}

#[test]
fn an_invalid_request_is_sent_without_validation() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let arguments = [&*example.action, "-", "--endpoint", &server.url()];
    let refused = call(&arguments, "{}");
    assert_eq!(refused.status, 1);
    let arguments = [&arguments[..], &["--no-validate"]].concat();
    let ran = call(&arguments, "{}");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(server.seen().len(), 1);
    assert_eq!(server.seen()[0].body, b"{}");
    let shown = call(&[&example.action, "-", "--dry-run", "--no-validate"], "{}");
    assert_eq!(shown.status, 0, "{}", shown.stderr);
}

#[test]
fn the_limits_of_a_call_can_be_raised() {
    let example = example();
    let slow = Reply::json(&example.response).after(Duration::from_millis(300));
    let server = server(slow);
    let url = server.url();
    let arguments = [&*example.action, "-", "--endpoint", &url];
    let request = example.request.to_string();
    let length = serde_json::to_string(&example.request).unwrap().len();
    for (options, status, expected) in [
        (["--max-request-bytes", "10"], 1, "the limit is 10"),
        (["--timeout", "100ms"], 1, "100ms"),
        (["--max-request-bytes", &length.to_string()], 0, ""),
        (["--timeout", "1m"], 0, ""),
        (["--max-response-bytes", "10"], 1, "larger than 10 bytes"),
        (["--max-response-bytes", "1000000"], 0, ""),
        (["--timeout", "1"], 2, "time unit"),
    ] {
        let ran = call(&[&arguments[..], &options].concat(), &request);
        assert_eq!(ran.status, status, "{options:?}: {}", ran.stderr);
        ran.assert_stderr(&[expected]);
    }
    let lines = call(
        &[&example.action, "--validate", "--max-request-bytes", "10"],
        &request,
    );
    assert_eq!(lines.status, 1);
    assert!(
        lines.stdout.contains("--max-request-bytes"),
        "{}",
        lines.stdout
    );
}

#[test]
fn usage_errors_name_the_next_step() {
    let action = &*example().action;
    let folder = Folder::new();
    let broken = folder.file("broken.json", "{\n  \"A\": 1,\n  \"B\" 2\n}\n");
    let binary = folder.file("binary.json", b"\xff\xfe{}");
    let place = path_text(folder.path());
    let absent = path_text(&folder.path().join("absent.json"));
    let near = format!("{}s", action.to_lowercase());
    let meant = format!("did you mean {action}?");
    let environments = tencent_ess::SERVICE.environments;
    let environments: Vec<&str> = environments.iter().map(|known| known.name).collect();
    let environment = environments[0];
    for (arguments, expected) in [
        (&[][..], &["ACTION"][..]),
        (&[action], &["FILE"]),
        (&[&near, "-"], &[&near, &meant]),
        (&["Nonsense", "-"], &["`Nonsense`", action]),
        (&[action, &absent], &[&absent, "No such file"]),
        (&[action, &absent, "--validate"], &[&absent, "No such file"]),
        (&[action, &place], &[&place, "directory"]),
        (&[action, &place, "--validate"], &[&place, "directory"]),
        (&[action, &broken], &[&broken, "line 3", "column 7"]),
        (&[action, &binary], &[&binary, "not UTF-8"]),
        (&[action, "-"], &["standard input", "not JSON"]),
        (&[action, "-", "--nonsense"], &["--nonsense"]),
        (&[action, "-", "-"], &["unexpected argument"]),
        (
            &[action, "--validate", "--dry-run"],
            &["--validate", "--dry-run"],
        ),
        (
            &[action, "--validate", "--profile", "p"],
            &["--validate", "--profile"],
        ),
        (
            &[action, "--validate", "--no-validate"],
            &["--validate", "--no-validate"],
        ),
        (
            &[action, "-", "--endpoint", "ftp://host"],
            &["ftp://host", "https://"],
        ),
        (&[action, "-", "--region", "\u{5e7f}"], &["region"]),
        (&[action, "-", "--environment", "nowhere"], &environments),
        (
            &[
                action,
                "-",
                "--environment",
                environment,
                "--endpoint",
                "http://host",
            ],
            &["--environment", "--endpoint"],
        ),
        (
            &[action, "--validate", "--environment", environment],
            &["--validate", "--environment"],
        ),
    ] {
        let ran = call(arguments, "");
        assert_eq!((ran.status, &*ran.stdout), (2, ""), "{arguments:?}");
        ran.assert_stderr(expected);
    }
}

#[test]
fn help_lists_options_variables_and_exit_status() {
    let help = call(&["--help"], "");
    assert_eq!((help.status, &*help.stderr), (0, ""));
    for taught in [
        "Examples",
        &format!(
            "call {} request.json --dry-run",
            actions::all()[0].info.name
        ),
        "--validate",
        "--batch requests.jsonl --out results.jsonl",
        "--resend-ambiguous",
        "note: PATH:",
        "Empty lines at the end",
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_CREDENTIALS_FILE",
        "TENCENTCLOUD_REGION",
        "TCCLI_PROFILE",
        "Exit status",
    ] {
        assert!(
            help.stdout.contains(taught),
            "{taught} is not in {}",
            help.stdout
        );
    }
    // Lines fit narrow terminals, except lines with the name of an action.
    for line in help.stdout.lines() {
        let is_short = line.chars().count() <= 80 || line.contains(&example().action);
        assert!(is_short, "{line}");
    }
    let short = call(&["-h"], "");
    assert_eq!(short.status, 0);
    assert!(short.stdout.lines().count() < 30, "{}", short.stdout);
}

#[test]
fn help_lists_the_environments_with_their_hosts() {
    let help = call(&["--help"], "").stdout;
    let environments = tencent_ess::SERVICE.environments;
    for environment in environments {
        let line = format!("- {}: ", environment.name);
        let line = help
            .lines()
            .find(|known| known.trim_start().starts_with(&line));
        assert!(line.unwrap().ends_with(environment.host), "{help}");
    }
    let default = format!("Default: {}.", environments[0].name);
    assert!(help.contains(&default), "{help}");
}

#[test]
fn a_refused_credential_is_reported_with_the_environment() {
    let server = server(Reply::error("AuthFailure.SecretIdNotFound", "no such key"));
    let example = example();
    let arguments = [&*example.action, "-", "--endpoint", &server.url()];
    let ran = call(&arguments, &example.request.to_string());
    assert_eq!(ran.status, 1);
    ran.assert_stderr(&["no such key", tencent_ess::SERVICE.environments[0].name]);
}

#[test]
fn a_missing_credential_lists_every_source() {
    let example = example();
    let ran = ran(
        command(&[&example.action, "-"]),
        example.request.to_string().as_bytes(),
    );
    assert_eq!(ran.status, 1);
    for place in [
        "TENCENTCLOUD_SECRET_ID",
        ".tencentcloud/credentials",
        ".tccli",
    ] {
        assert!(
            ran.stderr.contains(place),
            "{place} is not in {}",
            ran.stderr
        );
    }
}

#[test]
fn every_action_is_available() {
    for entry in actions::all() {
        let ran = call(&[entry.info.name, "--validate"], "");
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
}
