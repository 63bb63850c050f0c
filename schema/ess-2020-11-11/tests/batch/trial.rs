//! One batch: its files, its server, and its runs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY, Scenario};
use tencent_ess::model::{CreateDocumentRequest, CreateDocumentResponse, UserInfo};

/// An action that is not idempotent.
pub const ACTION: &str = "CreateDocument";

pub const OPERATOR: &str = "yDxVwUyKQWho8CUuO4zjEyQOAgwvr4Zy";

/// Starts a server. Each document is named after its contract, and so after its line.
pub fn mock(scenario: Scenario, seed: u64) -> MockServer {
    let builder = MockServer::builder(tencent_ess::actions()).lenient(true);
    let mock = builder.scenario(scenario).seed(seed).start().unwrap();
    expect_others(&mock);
    mock
}

/// Starts a server without expectations.
pub fn bare_mock() -> MockServer {
    let builder = MockServer::builder(tencent_ess::actions());
    builder.lenient(true).start().unwrap()
}

/// Answers requests that match no earlier expectation.
pub fn expect_others(mock: &MockServer) {
    mock.on::<CreateDocumentRequest>()
        .reply_with(|request| CreateDocumentResponse::default().document_id(document(request)));
}

/// Returns the contract of a line.
pub fn flow(line: usize) -> String {
    format!("yDwFmUUckpst{line:020}")
}

fn document(request: &CreateDocumentRequest) -> String {
    let flow = request.flow_id.as_deref().unwrap();
    flow.replace("yDwFmUUckpst", "yDwFmUUckdoc")
}

/// Returns the request of a line.
pub fn request(line: usize) -> String {
    let request = CreateDocumentRequest::new("yDRS4UUgygqdcj51UuO4zjEyWTmzsIAR")
        .operator(UserInfo::default().user_id(OPERATOR))
        .flow_id(flow(line));
    serde_json::to_string(&request).unwrap()
}

/// The files of a batch.
pub struct Trial {
    folder: TempDir,
    url: String,
}

impl Trial {
    /// Creates a batch with requests for these lines.
    pub fn new(mock: &MockServer, requests: usize) -> Self {
        Self::at(mock.url(), requests)
    }

    pub fn at(url: String, requests: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let trial = Self { folder, url };
        trial.write_input((1..=requests).map(|line| request(line) + "\n").collect());
        trial
    }

    pub fn write_input(&self, text: String) {
        std::fs::write(self.input(), text).unwrap();
    }

    pub fn input(&self) -> PathBuf {
        self.folder.path().join("requests.jsonl")
    }

    pub fn output(&self) -> PathBuf {
        self.folder.path().join("results.jsonl")
    }

    /// Creates the command with more arguments.
    pub fn command(&self, more: &[&str]) -> Command {
        self.command_of(ACTION, more)
    }

    pub fn command_of(&self, action: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
        command
            .arg(action)
            .arg("--batch")
            .arg(self.input())
            .arg("--out")
            .arg(self.output())
            .args(["--endpoint", &self.url])
            .args(more)
            .env_clear()
            .env("HOME", "/nonexistent")
            .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn start(&self, more: &[&str]) -> Child {
        self.command(more).spawn().unwrap()
    }

    /// Runs the command to its end.
    pub fn run(&self, more: &[&str]) -> Ran {
        self.start(more).wait_with_output().unwrap().into()
    }

    /// Returns the lines of the output.
    pub fn records(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.output()).unwrap();
        assert!(text.ends_with('\n'), "the last line is incomplete");
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Returns all outcomes of each line, in order.
    pub fn outcomes(&self) -> BTreeMap<usize, Vec<Value>> {
        let mut outcomes = BTreeMap::<usize, Vec<Value>>::new();
        for record in self.records() {
            if let Some(line) = record["line"].as_u64() {
                outcomes.entry(line as usize).or_default().push(record);
            }
        }
        outcomes
    }

    /// Returns the last outcome of each line.
    pub fn last_outcomes(&self) -> BTreeMap<usize, String> {
        let last = self.outcomes().into_iter();
        last.map(|(line, outcomes)| (line, outcome(outcomes.last().unwrap())))
            .collect()
    }
}

/// Returns the kind of an outcome.
pub fn outcome(record: &Value) -> String {
    record["outcome"].as_str().unwrap().to_owned()
}

/// Returns how many requests the server received for each line.
pub fn received(mock: &MockServer) -> BTreeMap<usize, usize> {
    let mut received = BTreeMap::new();
    for request in mock.received::<CreateDocumentRequest>() {
        let flow = request.request.flow_id.unwrap();
        let line = flow.trim_start_matches("yDwFmUUckpst").parse().unwrap();
        *received.entry(line).or_default() += 1;
    }
    received
}

/// The end of a command.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Asserts the exit status, and that standard error contains these texts.
    #[track_caller]
    pub fn assert(&self, status: i32, texts: &[&str]) {
        assert_eq!(self.status, Some(status), "{}", self.stderr);
        assert_eq!(self.stdout, "");
        for text in texts {
            assert!(
                self.stderr.contains(text),
                "{text} is not in {}",
                self.stderr
            );
        }
    }
}
