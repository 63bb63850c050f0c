//! Tests the workspace that `cargo xtask sdk` writes: its folder and its members.

use std::path::Path;

use serde_json::Value;

use crate::cargo::metadata;
use crate::project::{Project, Ran};
use crate::sdk_fixture::{Sdk, description, project};

#[test]
fn a_removed_crate_with_foreign_files_can_be_generated_again() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let folder = project.workspace().join("tencent-none");
    std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    let manifest = folder.join("Cargo.toml");
    let edited = std::fs::read_to_string(&manifest).unwrap() + "# mine\n";
    std::fs::write(&manifest, &edited).unwrap();
    let away = project.folder.path().join("target/away");
    let services = project.folder.path().join("target/tccli/services");
    std::fs::rename(services.join("none"), &away).unwrap();

    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "removed  target/sdk/tencent-none",
        "left     target/sdk/tencent-none/Cargo.toml",
        "left     target/sdk/tencent-none/notes.txt",
        "1 removed",
    ]);
    assert!(!folder.join("src").exists());
    assert_eq!(
        members(&project),
        [
            "tencent-as",
            "tencent-large",
            "tencent-two-20180101",
            "tencent-two-20200101"
        ]
    );
    metadata(&project.workspace());
    let ran = project.sdk(&["--all"]);
    ran.assert_stdout(["0 removed"]);

    std::fs::rename(&away, services.join("none")).unwrap();
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["generated files were edited", "tencent-none/Cargo.toml"]);
    assert_eq!(std::fs::read_to_string(&manifest).unwrap(), edited);
    std::fs::remove_file(&manifest).unwrap();
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(
        std::fs::read_to_string(folder.join("notes.txt")).unwrap(),
        "mine"
    );
    assert!(members(&project).contains(&"tencent-none".to_owned()));
    metadata(&project.workspace());
}

#[test]
fn crates_of_earlier_runs_stay_members_and_foreign_folders_do_not() {
    let project = project();
    assert_eq!(project.sdk(&["--service", "two"]).status, Some(0));
    std::fs::create_dir(project.workspace().join("tencent-mine")).unwrap();
    assert_eq!(project.sdk(&["--service", "as"]).status, Some(0));
    assert_eq!(
        members(&project),
        ["tencent-as", "tencent-two-20180101", "tencent-two-20200101"]
    );
    metadata(&project.workspace());
    // A crate that could not be generated stays unchanged.
    project.put("autoscaling/v20180419", &broken("as", "2018-04-19"));
    project.put("none/v20200101", &broken("none", "2020-01-01"));
    assert_eq!(project.sdk(&["--service", "as,none"]).status, Some(2));
    assert_eq!(members(&project).len(), 3);
    metadata(&project.workspace());
}

#[test]
fn a_workspace_inside_the_project_is_rejected() {
    let project = project();
    for out in [
        "sdk-inside",
        "generated/sdk",
        "schema/demo-2020-01-01/sdk",
        ".",
    ] {
        let ran = into(&project, out);
        assert_eq!(ran.status, Some(2), "{out}: {}", ran.stdout);
        ran.assert_stderr(["inside of the project", "--out ../sdk"]);
        assert!(!project.folder.path().join(out).join("Cargo.toml").exists());
    }
    assert_eq!(project.litter(), [""; 0]);
    let outside = tempfile::TempDir::new().unwrap();
    let ran = into(&project, outside.path().join("new/sdk").to_str().unwrap());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

#[test]
fn a_workspace_needs_a_new_or_empty_folder() {
    let project = project();
    let folder = project.folder.path().join("target/theirs");
    for (name, is_refused) in [
        ("notes.txt", true),
        ("src/lib.rs", true),
        (".git/HEAD", false),
    ] {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "mine").unwrap();
        let ran = into(&project, "target/theirs");
        let is_reported = ran
            .words()
            .contains("none of them says that it was generated");
        assert_eq!(is_reported, is_refused, "{name}: {}", ran.stderr);
        assert_eq!(folder.join("Cargo.toml").exists(), !is_refused, "{name}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

fn broken(service: &str, version: &str) -> Value {
    let mut broken = description(service, version, &["Do"]);
    broken["objects"]["Filter"]["members"][0]["member"] = "Nothing".into();
    broken
}

fn into(project: &Project, out: &str) -> Ran {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let runtime = runtime.to_str().unwrap();
    project.run(&[
        "sdk",
        "--from",
        "target/tccli",
        "--runtime",
        runtime,
        "--service",
        "two",
        "--out",
        out,
    ])
}

/// Returns the members in the manifest of the workspace.
fn members(project: &Project) -> Vec<String> {
    let text = std::fs::read_to_string(project.workspace().join("Cargo.toml")).unwrap();
    let listed = text
        .lines()
        .skip_while(|line| *line != "members = [")
        .skip(1);
    let listed = listed.take_while(|line| *line != "]");
    let name = |line: &str| line.trim().trim_matches(['"', ',']).to_owned();
    listed.map(name).collect()
}

/// Folders whose names TOML, or Rust's debug format, writes in a way of its own.
#[cfg(unix)]
#[test]
fn cargo_reads_a_workspace_beside_a_runtime_in_any_folder() {
    for name in ["Cafe\u{301}", "ไทย", "a\\b", "a\"b'c", "a b#c", "a\tb"] {
        let project = project();
        let folder = project.folder.path().join("target").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let own = folder.join("runtime");
        std::fs::create_dir_all(own.join("src")).unwrap();
        std::fs::write(own.join("src/lib.rs"), "").unwrap();
        let manifest = "[package]\nname = \"tencent-runtime\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\n";
        let features = [
            "client",
            "blocking",
            "tracing",
            "schemars",
            "ring",
            "aws-lc-rs",
            "webpki-roots",
            "native-roots",
            "cli",
        ];
        let features: String = features
            .iter()
            .map(|name| format!("{name} = []\n"))
            .collect();
        std::fs::write(own.join("Cargo.toml"), format!("{manifest}{features}")).unwrap();
        let mock = folder.join("mock");
        std::fs::create_dir_all(mock.join("src")).unwrap();
        std::fs::write(mock.join("src/lib.rs"), "").unwrap();
        let manifest = manifest.replace("runtime", "mock");
        std::fs::write(mock.join("Cargo.toml"), format!("{manifest}client = []\n")).unwrap();
        let out = folder.join("sdk");
        let arguments = [
            "sdk",
            "--from",
            "target/tccli",
            "--tccli",
            "3.0.1.1",
            "--service",
            "two",
            "--out",
            out.to_str().unwrap(),
            "--runtime",
            own.to_str().unwrap(),
        ];
        let ran = project.run(&arguments);
        assert_eq!(ran.status, Some(0), "{name}: {}", ran.stderr);
        metadata(&out);
        let text = std::fs::read_to_string(out.join("Cargo.toml")).unwrap();
        assert!(text.contains("path = \"../runtime\""), "{text}");
        assert!(text.contains("path = \"../mock\""), "{text}");
        // The path of a runtime elsewhere contains the name of the folder.
        let elsewhere = project.folder.path().join("target/elsewhere");
        let ran = project.run(
            &[
                &arguments[..8],
                &[elsewhere.to_str().unwrap()],
                &arguments[9..],
            ]
            .concat(),
        );
        assert_eq!(ran.status, Some(0), "{name}: {}", ran.stderr);
        let metadata = metadata(&elsewhere);
        let dependencies = metadata["packages"][0]["dependencies"].as_array().unwrap();
        let own = own.canonicalize().unwrap();
        assert!(
            dependencies.iter().any(|one| one["path"]
                .as_str()
                .is_some_and(|path| Path::new(path) == own)),
            "{name}: {dependencies:?}"
        );
    }
}
