//! Runs the generated command line as a process.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tests::actions;
use tests::outcomes::serve;
use tests::schema::{self, Example};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

pub const TOKEN: &str = "a-token-that-must-stay-secret";

/// The result of a command.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Asserts that standard error contains each of these.
    #[track_caller]
    pub fn assert_stderr(&self, parts: &[&str]) {
        for part in parts {
            assert!(
                self.stderr.contains(part),
                "{part} is not in {}",
                self.stderr
            );
        }
    }

    /// Returns each line of standard output as JSON.
    pub fn json_lines(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Returns for each line whether it is reported as invalid JSON or an invalid request.
    pub fn errors(&self) -> Vec<bool> {
        let answers = self.json_lines();
        answers
            .iter()
            .map(|answer| answer.get("error").is_some_and(Value::is_string))
            .collect()
    }
}

/// Creates the command in an environment without credentials.
pub fn command(arguments: &[&str]) -> Command {
    command_of(env!("CARGO_BIN_EXE_call"), arguments)
}

fn command_of(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        // Without a credential, the command would look up the metadata service in the DNS.
        .env("TENCENTCLOUD_METADATA_ENDPOINT", "http://127.0.0.1:1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Creates the command with a credential.
pub fn with_credential(arguments: &[&str]) -> Command {
    with_credential_of(env!("CARGO_BIN_EXE_call"), arguments)
}

/// Creates a command of another program with a credential.
pub fn with_credential_of(program: &str, arguments: &[&str]) -> Command {
    let mut command = command_of(program, arguments);
    command
        .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
    command
}

pub fn call(arguments: &[&str], input: &str) -> Ran {
    ran(with_credential(arguments), input.as_bytes())
}

pub fn ran(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Writes and reads at the same time, because otherwise each process would wait for the other. A
        // command that reads no input may have ended already.
        scope.spawn(move || drop(stdin.write_all(input)));
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    })
}

/// A temporary folder.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and returns its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path_text(&path)
    }
}

pub fn path_text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

pub fn example() -> Example {
    actions::example()
}

pub fn server(reply: Reply) -> Server {
    serve(vec![reply])
}

/// Returns a valid request with a warning, and its action.
pub fn request_with_warning() -> (String, Value, schema::Broken) {
    let rules = schema::rule_cases().into_iter();
    let found = rules.flat_map(|(rule, bases)| {
        let action = rule.action.clone();
        rule.cases.into_iter().filter_map(move |case| {
            let warning = case.warnings.clone()?.into_iter().next()?;
            let has_only_warnings = case.violations.is_empty() && !warning.path.is_empty();
            has_only_warnings.then(|| (action.clone(), case.request(&bases), warning))
        })
    });
    found.into_iter().next().unwrap()
}

/// Returns the documented response, with one member of the response changed or added.
pub fn response_with(member: &str, value: Value) -> Value {
    let mut answer = example().response;
    answer["Response"][member] = value;
    answer
}
