//! The commands in the documentation exist, with their options.

use std::path::{Path, PathBuf};
use std::process::Command;

/// All Markdown files and shell scripts of the documentation.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut documents = Vec::new();
    let mut folders = vec![root.join("docs"), root.join("schema")];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if extension == "md" || extension == "sh" {
                documents.push(path);
            }
        }
    }
    let top = [
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
    ];
    documents.extend(top.map(|name| root.join(name)));
    documents
}

/// The arguments of xtask in a line of a shell, without a comment.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.trim_start().trim_start_matches("$ ");
    let arguments = line.strip_prefix("cargo xtask ").or_else(|| {
        Some(
            line.strip_prefix("cargo run")?
                .split_once("-p xtask -- ")?
                .1,
        )
    })?;
    let arguments = arguments.split(" #").next()?;
    Some(arguments.split_whitespace().collect())
}

#[test]
fn commands_in_the_documentation_exist_with_their_options() {
    let mut checked = 0;
    for document in documents() {
        let text = fs_err::read_to_string(&document).unwrap();
        for arguments in text.lines().filter_map(arguments) {
            let place = document.display();
            let command = arguments[0];
            let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args([command, "--help"])
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{place}: xtask has no command {command}"
            );
            let help = String::from_utf8(output.stdout).unwrap();
            for option in arguments.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap();
                assert!(
                    help.contains(option),
                    "{place}: {command} has no option {option}"
                );
            }
            checked += 1;
        }
    }
    assert!(checked > 0, "no document contains a command");
}
