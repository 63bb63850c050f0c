//! What a second run of `cargo xtask sdk` writes again, and what it leaves alone.

use std::time::SystemTime;

use crate::whole::{Sdk, description, project};

#[test]
fn a_new_release_leaves_what_it_did_not_change() {
    let project = project();
    assert_eq!(project.sdk_of("3.0.1.1", &["--all"]).status, Some(0));
    project.put("two/v20200101", &description("two", "2020-01-01", &["Ask"]));
    let ran = project.sdk_of("3.0.2.1", &["--all"]);
    assert!(
        ran.shown.contains("1 crate written") && ran.shown.contains("4 unchanged"),
        "{}",
        ran.shown
    );
    // Each says the release in which its description changed last.
    for (name, release) in [
        ("tencent-as", "3.0.1.1"),
        ("tencent-two-20200101", "3.0.2.1"),
    ] {
        let lib = project.workspace().join(name).join("src/lib.rs");
        let text = std::fs::read_to_string(lib).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains(release), "{first}");
    }
}

#[test]
fn an_edit_is_mended_and_told_whatever_its_time() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let lib = project.workspace().join("tencent-as/src/lib.rs");
    let manifest = project.workspace().join("Cargo.toml");
    for times in [SystemTime::now(), SystemTime::UNIX_EPOCH] {
        for file in [&lib, &manifest] {
            let text = std::fs::read_to_string(file).unwrap();
            std::fs::write(file, format!("{text}# mine\n")).unwrap();
            let edited = std::fs::File::options().append(true).open(file).unwrap();
            edited.set_modified(times).unwrap();
        }
        let ran = project.sdk(&["--all"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        ran.shows([
            "updated  target/sdk/Cargo.toml (somebody had edited it",
            "updated  target/sdk/tencent-as/src/lib.rs (somebody had edited it",
            "1 crate written",
        ]);
        for file in [&lib, &manifest] {
            let text = std::fs::read_to_string(file).unwrap();
            assert!(!text.contains("# mine"), "{text}");
        }
    }
    let ran = project.sdk(&["--all"]);
    assert!(!ran.shown.contains("edited"), "{}", ran.shown);
    ran.shows(["5 unchanged"]);
    // What changed by itself was edited by nobody.
    project.put("two/v20200101", &description("two", "2020-01-01", &["Ask"]));
    std::fs::remove_dir_all(project.described("none").parent().unwrap()).unwrap();
    let ran = project.sdk(&["--all"]);
    assert!(!ran.shown.contains("edited"), "{}", ran.shown);
}
