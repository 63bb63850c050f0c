//! Tests `cargo xtask sdk` with small descriptions that contain every hazard of the real ones.

use serde_json::json;

use crate::cargo::cargo;
use crate::sdk_fixture::{ERROR_CODES, Sdk, description, project};

#[test]
fn every_service_has_a_crate_that_changes_only_with_its_description() {
    let project = project();
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let all = [
        "tencent-as",
        "tencent-large",
        "tencent-none",
        "tencent-two-20180101",
        "tencent-two-20200101",
    ];
    assert_eq!(project.names(), all);
    let notes = ran.stdout.lines().filter(|line| line.starts_with("note "));
    assert_eq!(
        notes.collect::<Vec<_>>(),
        ["note     upstream withdrew all actions of none 2020-01-01, so its crate has no client"]
    );
    let again = project.sdk(&["--all"]);
    again.assert_stdout(["0 crates written (0 files), 5 unchanged"]);

    // Removed files are written again, changed descriptions are applied, and the rest stays.
    let lib = project.workspace().join("tencent-as/src/lib.rs");
    let text = std::fs::read_to_string(&lib).unwrap();
    std::fs::remove_file(&lib).unwrap();
    project.put(
        "two/v20180101",
        &description("two", "2018-01-01", &["Do", "More"]),
    );
    let ran = project.sdk(&["--all"]);
    assert!(
        ran.stdout.contains("2 crates written") && ran.stdout.contains("3 unchanged"),
        "{}",
        ran.stdout
    );
    assert_eq!(std::fs::read_to_string(&lib).unwrap(), text);
    assert!(
        project
            .workspace()
            .join("tencent-two-20180101/src/model/more_request.rs")
            .exists()
    );

    // Crates that upstream removed are removed; files that a person added stay.
    std::fs::write(project.workspace().join("tencent-none/notes.txt"), "mine").unwrap();
    std::fs::remove_dir_all(project.folder.path().join("target/tccli/services/none")).unwrap();
    std::fs::remove_dir_all(project.folder.path().join("target/tccli/services/large")).unwrap();
    let ran = project.sdk(&["--all"]);
    ran.assert_stdout(["2 removed"]);
    assert!(!project.workspace().join("tencent-large").exists());
    assert!(project.workspace().join("tencent-none/notes.txt").exists());
    assert!(!project.workspace().join("tencent-none/Cargo.toml").exists());
}

#[test]
fn a_broken_description_does_not_stop_the_others() {
    let project = project();
    let mut broken = description("none", "2020-01-01", &["Do"]);
    broken["objects"]["Filter"]["members"][0]["member"] = "Nothing".into();
    project.put("none/v20200101", &broken);
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    ran.assert_stderr(["has no object `Nothing`", "1 of 5 crates could not be made"]);
    ran.assert_stdout(["4 crates written"]);
    assert_eq!(project.names().len(), 4);
}

#[test]
fn each_problem_is_reported_once_under_its_crate() {
    let project = project();
    let mut broken = description("none", "2020-01-01", &["Do", "Ask"]);
    for (object, missing) in [("DoRequest", "Nothing"), ("AskRequest", "Nobody")] {
        broken["objects"][object]["members"][0]["member"] = missing.into();
    }
    project.put("none/v20200101", &broken);
    let ran = project.sdk(&["--service", "none"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    let stderr = &ran.stderr;
    assert!(
        stderr.starts_with("tencent-none: the description has 2 problems\nerror: "),
        "{stderr}"
    );
    for name in ["tencent-none:", "`Nothing`", "`Nobody`"] {
        let lines = stderr.lines().filter(|line| line.contains(name));
        assert_eq!(lines.count(), 1, "{stderr}");
    }
}

#[test]
fn misspelled_names_in_prose_of_upstream_are_accepted() {
    let project = project();
    let mut described = description("two", "2018-01-01", &["Do"]);
    described["objects"]["Filter"]["document"] = "See `Nmae` and <code>Filter.Nmae</code>.".into();
    project.put("two/v20180101", &described);
    let ran = project.sdk(&["--service", "two"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let file = project
        .workspace()
        .join("tencent-two-20180101/src/model/filter.rs");
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("`Filter.Nmae`")
    );
}

#[test]
fn prose_is_documentation_unless_docs_are_turned_off() {
    let project = project();
    project.sdk(&["--service", "as"]);
    let file = project.workspace().join("tencent-as/src/action/do_.rs");
    let text = std::fs::read_to_string(&file).unwrap();
    for line in [
        "    /// - 一 \\[x\\]",
        "    /// | 甲 |",
        "<https://a.b/c_d>",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    project.sdk(&["--service", "as", "--docs", "none"]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("Calls `Do`.") && text.is_ascii(), "{text}");
}

#[test]
fn requests_and_responses_are_documented_by_their_actions() {
    let project = project();
    let mut described = description("two", "2018-01-01", &["Do", "Say"]);
    described["actions"]["Do"]["name"] = "做".into();
    described["actions"]["Do"]["document"] = "本接口用于做。\n\n更多".into();
    for (object, prose) in [
        ("DoRequest", "Do请求参数结构体"),
        ("DoResponse", "Do返回参数结构体"),
        ("SayRequest", "说 Say请求参数结构体"),
        ("SayResponse", ""),
    ] {
        described["objects"][object]["document"] = prose.into();
    }
    project.put("two/v20180101", &described);
    assert_eq!(project.sdk(&["--service", "two"]).status, Some(0));
    let folder = project.workspace().join("tencent-two-20180101/src/model");
    for (file, line) in [
        ("do_request.rs", "/// The request of `Do`: 做"),
        ("do_response.rs", "/// The response of [`Do`]: 做"),
        ("say_request.rs", "/// 说 Say请求参数结构体"),
        ("say_response.rs", "/// The response of [`Say`]."),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
}

#[test]
fn the_types_of_every_crate_compile_without_a_warning() {
    let project = project();
    let ran = project.sdk(&["--all", "--errors-from", ERROR_CODES]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let build = |more: &[&str]| {
        let arguments = [&["build", "--no-default-features"], more].concat();
        cargo(&project.workspace(), &arguments);
    };
    build(&["--workspace", "--features", "serde,schemars,hash"]);
    build(&["--workspace"]);
    build(&["--package", "tencent-large", "--features", "act-c"]);
}

#[test]
fn lists_are_read_page_by_page_where_the_members_are_unambiguous() {
    let project = project();
    project.sdk(&["--service", "two"]);
    let folder = project.workspace().join("tencent-two-20180101");
    let table = |action: &str| {
        let text = std::fs::read_to_string(folder.join(format!("src/action/{action}.rs"))).unwrap();
        let (_, table) = text.split_once("tencent_runtime::paginate! {").unwrap();
        table.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let description = |table: String| {
        let (_, rest) = table.split_once("Pagination::").unwrap();
        rest.split_once(';').unwrap().0.to_owned()
    };
    let expected = [
        (
            "do_",
            r#"offset("Offset", &["Filters"]).limit("Limit").total(&["TotalCount"])"#,
        ),
        (
            "list",
            r#"page("PageNumber", 1, &["Names"]).limit("PageSize")"#,
        ),
        (
            "page",
            r#"token("NextToken", &["NextToken"], &["Filters"])"#,
        ),
        (
            "find",
            r#"page("Offset", 0, &["Data", "Filters"]).limit("Limit").total(&["Data", "TotalCount"])"#,
        ),
    ];
    for (action, pages) in expected {
        assert_eq!(description(table(action)), pages, "{action}");
    }
    assert!(table("find").contains("items: |response| response.data?.filters;"));
}

/// An HTTP stack takes minutes to check, so only the gate runs this.
#[test]
fn every_crate_passes_clippy_and_rustdoc_with_each_choice_of_features() {
    if std::env::var_os("CHECK_CLIENTS").is_none() {
        eprintln!("skipped: CHECK_CLIENTS is not set");
        return;
    }
    let project = project();
    let ran = project.sdk(&["--all", "--errors-from", ERROR_CODES]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let check = |arguments: &[&str]| cargo(&project.workspace(), arguments);
    // Without aws-lc-rs: its feature is the same in every crate, and its C code takes a minute.
    let features = "client,blocking,default-tls,native-roots,tracing,serde,schemars,hash,mock";
    let all = ["--workspace", "--features", features];
    check(&[&["clippy", "--examples"][..], &all].concat());
    check(&[&["doc", "--no-deps"][..], &all].concat());
    for features in ["client,blocking,default-tls,act-a", "client,default-tls"] {
        check(&[
            "clippy",
            "--package",
            "tencent-large",
            "--no-default-features",
            "--features",
            features,
        ]);
    }
}

#[test]
fn callbacks_and_documented_calls_of_the_project_are_part_of_the_crate() {
    let project = project();
    let folder = project.folder.path().join("schema/two-2020-01-01");
    std::fs::create_dir_all(folder.join("examples/Do")).unwrap();
    let callbacks = |summary: &str| {
        let callbacks = json!({
            "doc": summary, "version": "App", "sources": { "page": "a page" },
            "messages": { "Lost": { "doc": "It is lost.", "sources": ["page"] } },
        });
        std::fs::write(folder.join("callbacks.json"), callbacks.to_string()).unwrap();
    };
    let call = [("request", "{}"), ("response", r#"{"RequestId":"an-id"}"#)];
    for (kind, text) in call {
        let file = format!("examples/Do/first.{kind}.json");
        std::fs::write(folder.join(file), text).unwrap();
    }
    // All files in a folder of the crate.
    let written = |inside: &str| -> String {
        let folder = project
            .workspace()
            .join("tencent-two-20200101/src")
            .join(inside);
        let files = std::fs::read_dir(folder).unwrap();
        let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        texts.collect()
    };
    let generate = || {
        let ran = project.sdk(&["--service", "two@2020-01-01", "--schema", "schema"]);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    };
    callbacks("What is lost.");
    generate();
    assert!(written("callback").contains("What is lost."));
    assert!(written("documented").contains("an-id"));
    // They are inputs, so the crate changes with them.
    callbacks("What is found.");
    generate();
    assert!(written("callback").contains("What is found."));
    // The path of a documented call names its action.
    let examples = folder.join("examples");
    std::fs::rename(examples.join("Do"), examples.join("Undo")).unwrap();
    generate();
    let documented = project
        .workspace()
        .join("tencent-two-20200101/src/documented");
    assert!(!documented.exists());
}
