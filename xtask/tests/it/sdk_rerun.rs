//! Tests what a second run of `cargo xtask sdk` writes.

use std::time::SystemTime;

use crate::sdk_fixture::{Sdk, description, project};

#[test]
fn a_new_release_rewrites_only_changed_crates() {
    let project = project();
    assert_eq!(project.sdk_of("3.0.1.1", &["--all"]).status, Some(0));
    project.put("two/v20200101", &description("two", "2020-01-01", &["Ask"]));
    let ran = project.sdk_of("3.0.2.1", &["--all"]);
    assert!(
        ran.stdout.contains("1 crate written") && ran.stdout.contains("4 unchanged"),
        "{}",
        ran.stdout
    );
    // Each crate names the release in which its description changed last.
    for (name, release) in [
        ("tencent-as", "3.0.1.1"),
        ("tencent-two-20200101", "3.0.2.1"),
    ] {
        let manifest = project.workspace().join(name).join("Cargo.toml");
        let text = std::fs::read_to_string(manifest).unwrap();
        assert!(text.contains(&format!("release = \"{release}\"")), "{text}");
    }
}

#[test]
fn an_edit_is_found_regardless_of_its_modification_time() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let lib = project.workspace().join("tencent-as/src/lib.rs");
    let text = std::fs::read_to_string(&lib).unwrap();
    for times in [SystemTime::now(), SystemTime::UNIX_EPOCH] {
        std::fs::write(&lib, format!("{text}# mine\n")).unwrap();
        let edited = std::fs::File::options().append(true).open(&lib).unwrap();
        edited.set_modified(times).unwrap();
        let ran = project.sdk(&["--all"]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([
            "generated files were edited",
            "1 of 5 crates could not be made",
        ]);
        ran.assert_stdout(["4 unchanged"]);
        let found = std::fs::read_to_string(&lib).unwrap();
        assert!(found.ends_with("# mine\n"), "{found}");
        // A person removes the file, and it is generated again.
        std::fs::remove_file(&lib).unwrap();
        assert_eq!(project.sdk(&["--all"]).status, Some(0));
        assert_eq!(std::fs::read_to_string(&lib).unwrap(), text);
    }
    project.sdk(&["--all"]).assert_stdout(["5 unchanged"]);
    // The manifest of the workspace is generated too.
    let manifest = project.workspace().join("Cargo.toml");
    let edited = std::fs::read_to_string(&manifest).unwrap() + "# mine\n";
    std::fs::write(&manifest, &edited).unwrap();
    project.put("two/v20200101", &description("two", "2020-01-01", &["Ask"]));
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["Cargo.toml was edited", "nothing was written"]);
    assert_eq!(std::fs::read_to_string(&manifest).unwrap(), edited);
    std::fs::remove_file(&manifest).unwrap();
    // A manifest that only needs new members was not edited.
    std::fs::remove_dir_all(project.described("none").parent().unwrap()).unwrap();
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}
