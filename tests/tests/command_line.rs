//! The generated command line, as a person uses it in a shell.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tests::actions;
use tests::outcomes::serve;
use tests::schema::{self, Example};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};

const TOKEN: &str = "a-token-that-nobody-may-see";

/// What came of a command.
struct Ran {
    status: i32,
    shown: String,
    told: String,
}

impl Ran {
    /// Each line of what was shown, as JSON.
    fn answers(&self) -> Vec<Value> {
        let lines = self.shown.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Whether each line was told to be no request.
    fn errors(&self) -> Vec<bool> {
        let answers = self.answers();
        answers
            .iter()
            .map(|answer| answer.get("error").is_some_and(Value::is_string))
            .collect()
    }
}

/// The command without anything around it that could hold a credential.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The command with a credential.
fn with_credential(arguments: &[&str]) -> Command {
    let mut command = command(arguments);
    command
        .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
    command
}

fn call(arguments: &[&str], input: &str) -> Ran {
    ran(with_credential(arguments), input.as_bytes())
}

fn ran(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Both ends at once, or each would wait for the other. A command that reads no input may be
        // gone already.
        scope.spawn(move || drop(stdin.write_all(input)));
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().unwrap(),
            shown: String::from_utf8(output.stdout).unwrap(),
            told: String::from_utf8(output.stderr).unwrap(),
        }
    })
}

/// A folder that goes away with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("command-line-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file, and tells its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        shown(&path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn example() -> Example {
    schema::examples().remove(0)
}

fn server(reply: Reply) -> Server {
    serve(vec![reply])
}

/// A valid request that the server is likely to take otherwise than it is meant, with its action.
fn ill_advised() -> (String, Value, schema::Broken) {
    let rules = schema::rule_cases().into_iter();
    let found = rules.flat_map(|(rule, bases)| {
        let action = rule.action.clone();
        rule.cases.into_iter().filter_map(move |case| {
            let advice = case.advice.clone()?.into_iter().next()?;
            let told = case.violations.is_empty() && !advice.path.is_empty();
            told.then(|| (action.clone(), case.request(&bases), advice))
        })
    });
    found.into_iter().next().unwrap()
}

/// The documented answer, with a member of the response changed or added.
fn answer_with(member: &str, value: Value) -> Value {
    let mut answer = example().response;
    answer["Response"][member] = value;
    answer
}

#[test]
fn a_call_prints_the_response() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let folder = Folder::new("call");
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
        assert_eq!(ran.status, 0, "{}", ran.told);
        let printed: Value = serde_json::from_str(&ran.shown).unwrap();
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
fn what_the_crate_does_not_know_is_printed_as_well() {
    let example = example();
    let mut answer = answer_with("AddedYesterday", Value::Null).to_string();
    let number = "123456789012345678901234567890.10";
    answer = answer.replacen("null", number, 1);
    let server = server(Reply::new(200, answer));
    let arguments = [&*example.action, "-", "--endpoint", &server.url()];
    let ran = call(&arguments, &example.request.to_string());
    assert_eq!(ran.status, 0, "{}", ran.told);
    let line = format!("  \"AddedYesterday\": {number},\n");
    assert!(ran.shown.contains(&line), "{}", ran.shown);
    let mut printed: Value = serde_json::from_str(&ran.shown).unwrap();
    printed.as_object_mut().unwrap().remove("AddedYesterday");
    assert_eq!(printed, example.response["Response"]);
}

#[test]
fn an_answer_that_cannot_be_read_is_told_as_one() {
    let example = example();
    let members = example.response["Response"].as_object().unwrap();
    for member in members.keys() {
        let answer = answer_with(member, serde_json::json!([[true]]));
        let server = server(Reply::json(&answer));
        let arguments = [&*example.action, "-", "--endpoint", &server.url()];
        let ran = call(&arguments, &example.request.to_string());
        assert_eq!((ran.status, &*ran.shown), (1, ""), "{}", ran.told);
        let told = format!(
            "the answer to {} cannot be read: Response.{member}",
            example.action
        );
        assert!(ran.told.contains(&told), "{}", ran.told);
        assert!(!ran.told.contains("cannot be made"), "{}", ran.told);
    }
}

/// A file to which nothing can be written is a thing of Linux.
#[cfg(target_os = "linux")]
#[test]
fn a_response_that_cannot_be_written_was_called_for_all_the_same() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let mut command = with_credential(&[&example.action, "-", "--endpoint", &server.url()]);
    command.stdout(std::fs::File::create("/dev/full").unwrap());
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 1);
    assert!(ran.told.contains("the call was made"), "{}", ran.told);
    assert!(!ran.told.contains("cannot be made"), "{}", ran.told);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_error_of_the_server_is_told_with_all_that_support_asks_for() {
    let server = server(Reply::error("FailedOperation.Unheard", "no luck"));
    let example = example();
    let url = server.url();
    let ran = call(
        &[&example.action, "-", "--endpoint", &url],
        &example.request.to_string(),
    );
    assert_eq!((ran.status, &*ran.shown), (1, ""));
    for told in ["FailedOperation.Unheard", "no luck", "req-1"] {
        assert!(ran.told.contains(told), "{told} is not in {}", ran.told);
    }
}

#[test]
fn a_dry_run_shows_what_is_not_sent() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let url = server.url();
    let arguments = [
        &*example.action,
        "-",
        "--dry-run",
        "--endpoint",
        &url,
        "--region",
        "ap-guangzhou",
    ];
    let mut command = with_credential(&arguments);
    command.env("TENCENTCLOUD_TOKEN", TOKEN);
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.told);
    assert!(server.seen().is_empty());
    for secret in [SECRET_ID, SECRET_KEY, TOKEN] {
        assert!(!ran.shown.contains(secret), "{}", ran.shown);
        assert!(!ran.told.contains(secret), "{}", ran.told);
    }

    let (head, body) = ran.shown.split_once("\n\n").unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body, example.request);
    let (first, headers) = head.split_once('\n').unwrap();
    assert_eq!(first, format!("POST {url}/"));
    let headers: Vec<(&str, &str)> = headers
        .lines()
        .map(|line| line.split_once(": ").unwrap())
        .collect();
    let value = |name| headers.iter().find(|header| header.0 == name).unwrap().1;
    let seconds = value("X-TC-Timestamp");
    assert!(seconds.parse::<u64>().is_ok(), "{seconds}");
    let signed = value("Authorization");
    let date = signed.split('/').nth(1).unwrap();
    let service = tencent_ess::SERVICE;
    let authorization = format!(
        "TC3-HMAC-SHA256 Credential=[redacted]/{date}/{}/tc3_request, \
         SignedHeaders=content-type;host, Signature=[redacted]",
        service.name
    );
    let client = value("X-TC-RequestClient");
    let expected = [
        ("Content-Type", "application/json"),
        ("Host", url.strip_prefix("http://").unwrap()),
        ("X-TC-Action", &example.action),
        ("X-TC-Version", service.version),
        ("X-TC-Timestamp", seconds),
        ("X-TC-Language", "zh-CN"),
        ("X-TC-RequestClient", client),
        ("X-TC-Region", "ap-guangzhou"),
        ("X-TC-Token", "[redacted]"),
        ("Authorization", &authorization),
    ];
    assert_eq!(headers, expected);
}

#[test]
fn a_dry_run_goes_to_the_service_itself() {
    let example = example();
    let arguments = [&*example.action, "-", "--dry-run"];
    let ran = call(&arguments, &example.request.to_string());
    assert_eq!(ran.status, 0, "{}", ran.told);
    let first = format!("POST https://{}/", tencent_ess::SERVICE.host);
    assert_eq!(ran.shown.lines().next(), Some(&*first));
}

#[test]
fn a_dry_run_without_a_credential_says_what_would_become_of_the_call() {
    let example = example();
    let command = command(&[&example.action, "-", "--dry-run"]);
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.told);
    let header = "\nAuthorization: [not signed: there is no credential]\n";
    assert!(ran.shown.contains(header), "{}", ran.shown);
    for told in [
        "this call would fail",
        "TENCENTCLOUD_SECRET_ID",
        ".tencentcloud/credentials",
    ] {
        assert!(ran.told.contains(told), "{told} is not in {}", ran.told);
    }
}

#[test]
fn advice_is_told_before_the_request_is_sent() {
    let (action, request, advice) = ill_advised();
    let request = request.to_string();
    let note = format!("note: {}: ", advice.path);
    let example = example();
    let server = server(Reply::json(&example.response));
    let url = server.url();
    for arguments in [
        &[&*action, "-", "--endpoint", &url][..],
        &[&action, "-", "--dry-run"],
    ] {
        let ran = call(arguments, &request);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.told);
        let notes: Vec<&str> = ran.told.lines().collect();
        let told = notes
            .iter()
            .filter(|line| line.starts_with(&note) && line.len() > note.len());
        assert_eq!(told.count(), 1, "{note} is not in {notes:?}");
        assert!(!ran.shown.contains("note:"), "{}", ran.shown);
    }
    // Once, though a request that cannot be signed is prepared twice.
    let unsigned = ran(
        command(&[&action, "-", "--dry-run"]),
        request.to_string().as_bytes(),
    );
    assert_eq!(unsigned.told.matches(&note).count(), 1, "{}", unsigned.told);

    let checked = call(&[&action, "--validate"], &request);
    assert_eq!((checked.status, &*checked.told), (0, ""));
    assert_eq!(checked.shown, "{\"violations\":[]}\n");
}

#[test]
fn what_breaks_no_advice_is_sent_without_a_word() {
    let example = example();
    let clean = schema::examples().into_iter().find(|example| {
        let checked = (actions::named(&example.action).check)(&example.request.to_string());
        checked.is_ok_and(|checked| checked.violations.is_empty() && checked.advice.is_empty())
    });
    let clean = clean.unwrap();
    let server = server(Reply::json(&example.response));
    let arguments = [&*clean.action, "-", "--endpoint", &server.url()];
    let ran = call(&arguments, &clean.request.to_string());
    assert_eq!((ran.status, &*ran.told), (0, ""));
}

#[test]
fn a_profile_is_looked_for_in_the_files_of_the_user() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let home = Folder::new("profile");
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
        // Who names a profile does not mean these.
        command
            .env("TENCENTCLOUD_SECRET_ID", "wrong")
            .env("TENCENTCLOUD_SECRET_KEY", "wrong")
            .env("HOME", &home.0);
        ran(command, example.request.to_string().as_bytes())
    };
    for profile in ["work", "play"] {
        let ran = run(profile);
        assert_eq!(ran.status, 0, "{profile}: {}", ran.told);
    }
    let unknown = run("nobody");
    assert_eq!((unknown.status, &*unknown.shown), (1, ""));
    for told in [
        "no profile `nobody`, only default, work",
        "nobody.credential",
    ] {
        assert!(unknown.told.contains(told), "{}", unknown.told);
    }
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.signature == Ok(())));
    let tokens: Vec<_> = seen
        .iter()
        .map(|seen| seen.headers.get("x-tc-token").map(String::as_str))
        .collect();
    assert_eq!(tokens, [Some(TOKEN), None]);
}

#[test]
fn a_request_that_breaks_rules_is_not_sent() {
    let server = server(Reply::none());
    let url = server.url();
    let ran = call(&[&example().action, "-", "--endpoint", &url], "{}");
    assert_eq!((ran.status, &*ran.shown), (1, ""));
    assert!(ran.told.contains("required"), "{}", ran.told);
    let ran = call(
        &[&example().action, "-", "--endpoint", &url],
        "{\"Nonsense\": 1}",
    );
    assert_eq!((ran.status, &*ran.shown), (1, ""));
    assert!(ran.told.contains("Nonsense"), "{}", ran.told);
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
    let folder = Folder::new("lines");
    let file = folder.file("requests.jsonl", &lines);
    for (arguments, input) in [
        (&[&**action, "--validate"][..], &*lines),
        (&[action, "-", "--validate"], &lines),
        (&[action, &file, "--validate"], ""),
    ] {
        let ran = call(arguments, input);
        assert_eq!(ran.status, 1, "{}", ran.told);
        let printed = ran.answers();
        assert_eq!(printed.len(), expected.len());
        for (line, expected) in printed.iter().zip(&expected) {
            let mut expected = expected.clone();
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
}

#[test]
fn lines_that_are_no_requests_are_told_in_their_place() {
    let good = example().request.to_string();
    let action = &example().action;
    let all_good = call(&[action, "--validate"], &format!("{good}\n{good}"));
    assert_eq!(all_good.status, 0, "{}", all_good.told);
    assert_eq!(all_good.shown, "{\"violations\":[]}\n{\"violations\":[]}\n");

    let deep = "[".repeat(200_000);
    let deep_member = format!("{{\"Nonsense\":{deep}{}}}", "]".repeat(200_000));
    let input = [
        good.as_bytes(),
        b"nonsense",
        b"[]",
        b"{\"Nonsense\":1}",
        b"\xff{}",
        deep.as_bytes(),
        deep_member.as_bytes(),
        b"{\"Nonsense\":\"\xff\"}",
        good.as_bytes(),
    ];
    let ran = ran(
        with_credential(&[action, "--validate"]),
        &input.join(&b'\n'),
    );
    assert_eq!(ran.status, 1);
    let mut expected = [true; 9];
    (expected[0], expected[8]) = (false, false);
    assert_eq!(ran.errors(), expected, "{}", ran.shown);
    let nonsense = ran.answers()[1]["error"].as_str().unwrap().to_owned();
    assert!(nonsense.ends_with(" at column 2"), "{nonsense}");
}

#[test]
fn a_line_of_any_length_is_answered() {
    let good = example().request.to_string();
    let long = format!("{{\"Nonsense\":\"{}\"}}", "x".repeat(11 << 20));
    let longer = "x".repeat(65 << 20);
    let input = format!("{good}\n{long}\n{longer}\n{good}\n{longer}");
    let ran = call(&[&example().action, "--validate"], &input);
    assert_eq!(ran.errors(), [false, true, true, false, true]);
    let told = ran.answers()[2]["error"].as_str().unwrap().to_owned();
    assert!(told.contains("longer than"), "{told}");
    assert_eq!(ran.status, 1);
}

#[test]
fn line_ends_and_marks_of_other_systems_are_taken() {
    let good = example().request.to_string();
    let input = format!("\u{feff}{good}\r\n{good}\r\n\u{feff}{good}\r\n\r\n");
    let ran = call(&[&example().action, "--validate"], &input);
    assert_eq!(ran.shown, "{\"violations\":[]}\n".repeat(3));
    assert_eq!(ran.status, 0);
}

#[test]
fn empty_lines_have_their_answer_unless_nothing_follows() {
    let good = example().request.to_string();
    let action = &example().action;
    for (input, expected, status) in [
        (format!("{good}\n\n{good}\n"), &[false, true, false][..], 1),
        (format!("\n\r\n{good}\n \n"), &[true, true, false, true], 1),
        (format!("{good}\n\n"), &[false], 0),
        (format!("{good}\n\r\n\n\n"), &[false], 0),
        ("\n\n".to_owned(), &[], 0),
        ("\u{feff}".to_owned(), &[], 0),
        (String::new(), &[], 0),
    ] {
        let ran = call(&[action, "--validate"], &input);
        assert_eq!(ran.errors(), expected, "{input:?}");
        assert_eq!(ran.status, status, "{input:?}");
    }
}

#[test]
fn whoever_feeds_line_by_line_is_answered_line_by_line() {
    let good = example().request.to_string();
    let mut child = with_credential(&[&example().action, "--validate"])
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let (answered, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || answers.for_each(|line| drop(answered.send(line.unwrap()))));
    let (valid, empty) = (r#"{"violations":[]}"#, r#"{"error":"the line is empty"}"#);
    // An empty line waits for the next one, and holds up no other.
    for (fed, expected) in [
        (format!("{good}\n"), &[valid][..]),
        (format!("{good}\n\n"), &[valid]),
        (format!("{good}\n"), &[empty, valid]),
    ] {
        stdin.write_all(fed.as_bytes()).unwrap();
        for expected in expected {
            let answer = answer.recv_timeout(Duration::from_secs(20));
            assert_eq!(answer.as_deref(), Ok(*expected));
        }
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn whoever_stops_reading_is_left_in_peace() {
    let folder = Folder::new("stop");
    // More than any pipe holds.
    let line = format!("{}\n", example().request);
    let file = folder.file("requests.jsonl", line.repeat(20_000));
    let mut child = with_credential(&[&example().action, &file, "--validate"])
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    assert_eq!(first, "{\"violations\":[]}\n");
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    // Nobody knows whether all are valid.
    assert_eq!((output.status.code(), &*told), (Some(1), ""));
}

#[test]
fn where_nobody_listens_nothing_breaks() {
    let mut child = with_credential(&[&example().action, "-"]).spawn().unwrap();
    drop(child.stderr.take());
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn wrong_use_is_told_with_the_way_out() {
    let action = &*example().action;
    let folder = Folder::new("wrong");
    let broken = folder.file("broken.json", "{\n  \"A\": 1,\n  \"B\" 2\n}\n");
    let binary = folder.file("binary.json", b"\xff\xfe{}");
    let place = shown(&folder.0);
    let absent = shown(&folder.0.join("absent.json"));
    let near = format!("{}s", action.to_lowercase());
    let meant = format!("did you mean {action}?");
    for (arguments, told) in [
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
            &[action, "-", "--endpoint", "ftp://host"],
            &["ftp://host", "https://"],
        ),
        (&[action, "-", "--region", "\u{5e7f}"], &["region"]),
    ] {
        let ran = call(arguments, "");
        assert_eq!((ran.status, &*ran.shown), (2, ""), "{arguments:?}");
        for told in told {
            assert!(ran.told.contains(told), "{told} is not in {}", ran.told);
        }
    }
}

#[test]
fn help_teaches() {
    let help = call(&["--help"], "");
    assert_eq!((help.status, &*help.told), (0, ""));
    for taught in [
        "Examples",
        &format!("call {} request.json --dry-run", example().action),
        "--validate",
        "note: PATH:",
        "Empty lines at the very end",
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_CREDENTIALS_FILE",
        "TENCENTCLOUD_REGION",
        "TCCLI_PROFILE",
        "Exit status",
    ] {
        assert!(
            help.shown.contains(taught),
            "{taught} is not in {}",
            help.shown
        );
    }
    // Narrow terminals break no line, but those that hold the name of an action.
    for line in help.shown.lines() {
        let is_short = line.chars().count() <= 80 || line.contains(&example().action);
        assert!(is_short, "{line}");
    }
    let short = call(&["-h"], "");
    assert_eq!(short.status, 0);
    assert!(short.shown.lines().count() < 30, "{}", short.shown);
}

#[test]
fn without_a_credential_it_says_what_was_looked_for() {
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
