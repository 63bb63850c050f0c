//! Tests the example `mock` of the generated crate, with the example `call`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tencent_ess::mock::{SECRET_ID, SECRET_KEY};
use tests::schema;

use crate::shell::{Ran, command, ran};

/// A running server. It ends when it is dropped.
struct Mock(Child, String);

impl Mock {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let lines: Vec<String> = lines.take(4).map(Result::unwrap).collect();
        let (_, url) = lines[3].split_once("--endpoint ").unwrap();
        assert!(lines[2].contains(SECRET_ID) && lines[2].contains(SECRET_KEY));
        Self(child, url.to_owned())
    }

    /// Calls the action of the first documented request that keeps all rules and succeeds.
    fn call(&self, key: &str) -> Ran {
        let mut examples = schema::examples().into_iter();
        let example = examples.find(|example| {
            example.violations.is_empty() && example.response["Response"].get("Error").is_none()
        });
        let example = example.unwrap();
        let mut call = command(&[&example.action, "-", "--endpoint", &self.1]);
        call.env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", key);
        ran(call, example.request.to_string().as_bytes())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_command_line_calls_the_mock_as_it_says() {
    let mock = Mock::start(&[]);
    let ran = mock.call(SECRET_KEY);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(response["RequestId"].is_string());
    let refused = mock.call("wrongkey");
    assert_ne!(refused.status, 0);
    refused.assert_stderr(&["AuthFailure.SignatureFailure"]);
}

#[test]
fn the_scenario_is_an_option() {
    let mock = Mock::start(&["--scenario", "expired-token"]);
    let ran = mock.call(SECRET_KEY);
    assert_ne!(ran.status, 0);
    ran.assert_stderr(&["AuthFailure.TokenFailure"]);
}

#[test]
fn a_wrong_argument_is_an_error_and_help_lists_scenarios_and_commands() {
    let run = |argument: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mock"));
        let done = command.arg(argument).output().unwrap();
        let text = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8(text).unwrap())
    };
    let (status, text) = run("--prot");
    assert_eq!(status, Some(2));
    assert!(text.contains("--prot") && text.contains("--help"), "{text}");
    let (status, text) = run("--help");
    assert_eq!(status, Some(0));
    for part in ["--scenario", "numbers-as-text", "--callback-url", "/_mock/"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let (status, text) = run("--callback-url=ftp://localhost/");
    assert_eq!(status, Some(2));
    assert!(
        text.contains("ftp://localhost/") && text.contains("http://127"),
        "{text}"
    );
}
