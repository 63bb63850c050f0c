//! The shell commands of the guide, and its first program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY};

/// The lines of all scripts of the guide that run the program of the crate.
fn lines_of_program() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/ess-2020-11-11/guide");
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "sh") {
            let script = std::fs::read_to_string(path).unwrap();
            let program = script
                .lines()
                .filter(|line| line.starts_with("tencent-ess "));
            lines.extend(program.map(|line| line.split(" #").next().unwrap().to_owned()));
        }
    }
    lines
}

/// A folder with the files that the commands read, and with the program under the name that it is installed as.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let request = json!({
        "Operator": { "UserId": "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH" },
        "FlowIds": [crate::FLOW],
        "FlowApproverInfo": {
            "ApproverType": 1, "ApproverName": "典子谦", "ApproverMobile": "13200000000",
        },
    });
    for (name, text) in [
        ("request.json", request.to_string()),
        ("requests.jsonl", format!("{request}\n")),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    std::os::unix::fs::symlink(
        env!("CARGO_BIN_EXE_program"),
        folder.path().join("tencent-ess"),
    )
    .unwrap();
    folder
}

fn run(folder: &Path, line: &str) -> Output {
    let mut path = PathBuf::from(folder).into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    Command::new("bash")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY)
        .output()
        .unwrap()
}

#[test]
fn the_commands_of_the_program_succeed() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let folder = folder();
    let lines = lines_of_program();
    assert!(lines.iter().any(|line| line.contains("--batch")));
    for line in lines {
        // A server does not end, so only its arguments are checked: it parses those before `--help`. The
        // validation of a request calls nobody.
        let line = if line.starts_with("tencent-ess mock") {
            format!("{line} --help")
        } else if line.contains("--validate") {
            line
        } else {
            format!("{line} --endpoint {}", mock.url())
        };
        let output = run(folder.path(), &line);
        assert!(output.status.success(), "{line}: {output:?}");
    }
}

#[test]
fn the_first_program_prints_a_link() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let folder = folder();
    let line = format!("{} {}", env!("CARGO_BIN_EXE_first-link"), mock.url());
    let output = run(folder.path(), &line);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.starts_with("https://"),
        "{printed}{:?}",
        output.stderr
    );
}
