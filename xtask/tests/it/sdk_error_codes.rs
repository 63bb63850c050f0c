//! Tests the error codes of `cargo xtask sdk`, which come from upstream's SDK for Python.

use serde_json::json;

use crate::project::Project;
use crate::sdk_fixture::{ERROR_CODES, Sdk, description, project};

const ALL: [&str; 3] = ["--all", "--errors-from", ERROR_CODES];

fn constants(project: &Project, package: &str) -> String {
    let file = format!("{package}/src/error_code.rs");
    std::fs::read_to_string(project.workspace().join(file)).unwrap()
}

#[test]
fn error_codes_are_constants_with_their_documentation() {
    let project = project();
    let ran = project.sdk(&ALL);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let text = constants(&project, "tencent-as");
    for part in [
        "/// 内部错误。\n///\n/// Code: `InternalError`.\npub const INTERNAL_ERROR: ErrorCode",
        "ErrorCode::from_static(\"A.B\")",
        "ErrorCode::from_static(\"A_B\")",
        "ErrorCode::from_static(\"A.\")",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Licence"), "{text}");
    assert!(!constants(&project, "tencent-large").contains("pub const"));

    let ran = project.sdk(&[&ALL[..], &["--docs", "none"]].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let text = constants(&project, "tencent-as");
    assert!(text.is_ascii(), "{text}");
    assert!(
        text.contains("\n\n/// Code: `InternalError`.\npub const"),
        "{text}"
    );
}

#[test]
fn changed_error_codes_change_only_the_crate_of_their_service() {
    let project = project();
    assert_eq!(project.sdk(&ALL).status, Some(0));
    project.sdk(&ALL).assert_stdout(["0 crates written"]);
    project.put_error_codes("two/v20200101", "# New.\nNEW = 'New'\n");
    project.sdk(&ALL).assert_stdout(["1 crate written"]);
    assert!(constants(&project, "tencent-two-20200101").contains("pub const NEW"));
    assert!(!constants(&project, "tencent-two-20180101").contains("pub const"));
}

#[test]
fn the_overlay_documents_error_codes_before_upstream() {
    let project = project();
    let overlay = json!({ "errors": { "InternalError": { "doc": "Try again later." } } });
    let folder = project.folder.path().join("schema/as-2018-04-19/overlay");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("errors.json"), overlay.to_string()).unwrap();
    let ran = project.sdk(&[&ALL[..], &["--schema", "schema"]].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let text = constants(&project, "tencent-as");
    assert!(text.contains("/// Try again later."), "{text}");
    assert!(!text.contains("内部错误"), "{text}");
    assert!(text.contains("ErrorCode::from_static(\"A.B\")"), "{text}");
}

#[test]
fn an_invalid_file_of_error_codes_is_an_error_of_its_crate() {
    let project = project();
    project.put("two/v20200101", &description("two", "2020-01-01", &["Do"]));
    project.put_error_codes("two/v20200101", "A = 'A'\nimport os\n");
    let ran = project.sdk(&ALL);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr([
        "tencent-two-20200101",
        "errorcodes.py:2: `import os` is not a constant with an error code",
        "1 of 5 crates could not be made",
    ]);
    assert!(constants(&project, "tencent-as").contains("INTERNAL_ERROR"));
}

#[test]
fn a_source_without_error_codes_is_an_error() {
    let project = project();
    for (path, message) in [
        ("target/tccli", "holds no error codes"),
        ("target/nothing", "is missing"),
        (
            "target/tencentcloud/autoscaling/v20180419/errorcodes.py",
            "cannot be read as a zip archive",
        ),
    ] {
        let ran = project.sdk(&["--all", "--errors-from", path]);
        assert_eq!(ran.status, Some(2), "{path}");
        ran.assert_stderr([message]);
        assert!(!project.workspace().exists(), "{path}");
    }
}
