//! Runs the generated program, with its commands `call`, `mock`, `completions` and `man`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

use insta::assert_snapshot;
use tests::actions;
use tests::server::Reply;

use crate::shell::{Folder, example, path_text, server, with_credential_of};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().unwrap();
    // A command that reads no input may have ended already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn start(arguments: &[&str]) -> Child {
    let program = env!("CARGO_BIN_EXE_program");
    with_credential_of(program, arguments).spawn().unwrap()
}

/// Returns what a command that succeeds prints.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments, "");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

fn exists(tool: &str) -> bool {
    let mut command = Command::new(tool);
    command.arg("--version").stdout(Stdio::null());
    command.stderr(Stdio::null()).status().is_ok()
}

/// Asserts that a tool accepts a file without a word.
#[track_caller]
fn accepts(tool: &str, arguments: &[&str]) {
    let output = Command::new(tool).args(arguments).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
}

#[test]
fn the_help_lists_the_commands() {
    let service = tencent_ess::SERVICE;
    let called = format!("service {}, version {}", service.name, service.version);
    let help = printed(&["--help"]).replace(&called, "service NAME, version VERSION");
    let usage = format!("Usage: {} ", program_name());
    assert_snapshot!(help.replace(&usage, "Usage: PROGRAM "));
    let unknown = run(&["nonsense"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(run(&[], "").status.code(), Some(2));
}

#[test]
fn call_makes_a_call() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let arguments = ["call", &example.action, "-", "--endpoint", &server.url()];
    let output = run(&arguments, &example.request.to_string());
    assert_eq!(output.status.code(), Some(0));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed, example.response["Response"]);
    let help = self::printed(&["call", "--help"]);
    let (program, action) = (program_name(), actions::all()[0].info.name);
    let shown = format!("{program} call {action} request.json --dry-run");
    assert!(help.contains(&shown), "{help}");
    assert!(!help.contains("cargo run"), "{help}");
}

#[test]
fn mock_starts_a_server_and_prints_how_to_call_it() {
    let mut mock = start(&["mock", "--port", "0", "--seed=7"]);
    let mut lines = BufReader::new(mock.stdout.take().unwrap()).lines();
    let command = lines.find_map(|line| {
        let line = line.unwrap();
        line.contains(" --endpoint ").then_some(line)
    });
    let command = command.unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    let [_, "call", _, "request.json", "--endpoint", url] = words[..] else {
        panic!("{command}")
    };
    let action = actions::all()[0].info.name;
    let output = run(
        &["call", action, "-", "--endpoint", url, "--no-validate"],
        "{}",
    );
    mock.kill().unwrap();
    mock.wait().unwrap();
    // The mock knows another key than the tests' server.
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("AuthFailure.SecretIdNotFound"), "{stderr}");
    let invalid = run(&["mock", "--port", "nonsense"], "");
    assert_eq!(invalid.status.code(), Some(2));
    let help = printed(&["mock", "--help"]);
    for text in ["--scenario <SCENARIO>", "truncated-json", "/_mock/"] {
        assert!(help.contains(text), "{text} is not in {help}");
    }
}

#[test]
fn shells_accept_the_completions() {
    let folder = Folder::new();
    for (shell, check) in [
        ("bash", Some("-n")),
        ("zsh", Some("-n")),
        ("fish", Some("--no-execute")),
        ("elvish", None),
        ("powershell", None),
    ] {
        let script = printed(&["completions", shell]);
        let file = folder.file(shell, &script);
        for text in ["--batch", "--scenario", "completions"] {
            let name = text.trim_start_matches('-');
            assert!(script.contains(name), "{name} is not in {script}");
        }
        if let Some(check) = check.filter(|_| exists(shell)) {
            accepts(shell, &[check, &file]);
        }
    }
    let bash = printed(&["completions", "bash"]);
    for action in actions::all() {
        assert!(bash.contains(action.info.name), "{}", action.info.name);
    }
    assert_eq!(run(&["completions", "nonsense"], "").status.code(), Some(2));
}

#[test]
fn bash_completes_actions_and_options() {
    let folder = Folder::new();
    let program = program_name();
    let script = folder.file("script", printed(&["completions", "bash"]));
    let action = actions::all()[0].info.name;
    for (words, expected) in [
        (vec![&*program, "call", &action[..action.len() - 1]], action),
        (vec![&program, "call", "--resend"], "--resend-ambiguous"),
        (vec![&program, "mock", "--le"], "--lenient"),
        (vec![&program, "comp"], "completions"),
    ] {
        let last = words.len() - 1;
        let code = format!(
            "source '{script}'; complete=$(complete -p {program}); complete=${{complete#*-F }}; \
             COMP_WORDS=({}); COMP_CWORD={last}; ${{complete%% *}} {program} '{}' '{}'; \
             echo \"${{COMPREPLY[*]}}\"",
            words.join(" "),
            words[last],
            words[last - 1],
        );
        let output = Command::new("bash").args(["-c", &code]).output().unwrap();
        let replies = String::from_utf8_lossy(&output.stdout);
        assert!(
            replies.split_whitespace().any(|reply| reply == expected),
            "{code}: {replies}"
        );
    }
}

/// Returns the name of the program.
fn program_name() -> String {
    let help = printed(&["--help"]);
    let usage = help.lines().find_map(|line| line.strip_prefix("Usage: "));
    usage.unwrap().split(' ').next().unwrap().to_owned()
}

#[test]
fn manual_pages_render_without_warnings() {
    let folder = Folder::new();
    let pages = folder.path().join("man");
    assert_eq!(printed(&["man", "--out", &path_text(&pages)]), "");
    let single = folder.file("single.1", printed(&["man"]));
    let mut files: Vec<String> = std::fs::read_dir(&pages)
        .unwrap()
        .map(|entry| path_text(&entry.unwrap().path()))
        .collect();
    let ends = |end: &str| files.iter().any(|file| file.ends_with(end));
    for end in ["-call.1", "-mock.1", "-completions.1", "-man.1"] {
        assert!(ends(end), "{end} is not in {files:?}");
    }
    files.push(single);
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains(".SH NAME"), "{text}");
        if exists("groff") {
            accepts("groff", &["-man", "-ww", "-Tutf8", "-z", file]);
        }
        if exists("mandoc") {
            accepts("mandoc", &["-T", "lint", "-W", "error", file]);
        }
    }
    let absent = path_text(&folder.path().join("single.1").join("man"));
    let failed = run(&["man", "--out", &absent], "");
    assert_eq!(failed.status.code(), Some(1));
    assert!(String::from_utf8(failed.stderr).unwrap().contains(&absent));
}
