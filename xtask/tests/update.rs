//! `cargo xtask update` and what belongs to it, on a small description in upstream's format.

mod project;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use self::project::{Project, Ran};

const QUESTION: &str = "一个问题，不超过150个字";
const LONGER: &str = "一个问题，不超过250个字";

/// A member as upstream writes it.
fn member(name: &str, of: &str, required: bool, prose: &str) -> Value {
    json!({
        "name": name, "member": of, "type": if of.starts_with(char::is_uppercase) { "object" } else { of },
        "required": required, "disabled": false, "document": prose, "example": "无",
        "output_required": false, "value_allowed_null": false,
    })
}

/// The first release of a small service.
fn first() -> Value {
    json!({
        "version": "1.0",
        "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo", "serviceNameCN": "演示" },
        "actions": {
            "Ask": { "name": "问", "document": "问一个问题", "input": "AskRequest", "output": "AskResponse", "status": "online" },
            "Wait": { "name": "等", "document": "等", "input": "WaitRequest", "output": "WaitResponse", "status": "online" },
        },
        "objects": {
            "AskRequest": { "document": "", "members": [
                member("Question", "string", true, QUESTION),
                member("Asker", "Person", false, "提问的人"),
            ]},
            "AskResponse": { "document": "", "members": [
                member("Answer", "string", false, "回答"),
                member("RequestId", "string", false, "唯一请求 ID"),
            ]},
            "Person": { "document": "人", "members": [member("Name", "string", false, "姓名")] },
            "WaitRequest": { "document": "", "members": [member("Seconds", "int64", false, "秒")] },
            "WaitResponse": { "document": "", "members": [member("RequestId", "string", false, "唯一请求 ID")] },
        },
    })
}

/// A rule of the overlay, with the sentence that it was read from.
fn overlay() -> Value {
    json!({
        "objects": { "AskRequest": { "members": { "Question": {
            "doc": "What is asked.",
            "constraint": { "maxLength": 150 },
            "read_from": [{ "of": "AskRequest.Question", "sha256": prose_hash(QUESTION), "release": "3.0.1.1" }],
        }}}}
    })
}

trait Following {
    fn source(&self, name: &str, description: &Value) -> PathBuf;
    fn begin(&self) -> PathBuf;
    fn overlay(&self, overlay: &Value);
    fn state(&self) -> BTreeMap<PathBuf, Vec<u8>>;
    fn update(&self, from: &Path, more: &[&str]) -> Ran;
}

impl Following for Project {
    /// Writes a description beside the project's files.
    fn source(&self, name: &str, description: &Value) -> PathBuf {
        let path = self.folder.path().join("target").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, description.to_string()).unwrap();
        path
    }

    /// Imports the first release, and generates its crate.
    fn begin(&self) -> PathBuf {
        let from = self.source("3.0.1.1.json", &first());
        std::fs::remove_file(self.facts()).unwrap();
        let ran = self.run(&[
            "import",
            "--from",
            from.to_str().unwrap(),
            "--schema",
            "schema/demo-2020-01-01",
            "--action",
            "Ask",
        ]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        self.overlay(&overlay());
        let ran = self.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        from
    }

    fn overlay(&self, overlay: &Value) {
        let folder = self.service().join("overlay");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("Ask.json"), format!("{overlay:#}\n")).unwrap();
    }

    /// All that an update may write.
    fn state(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = self.tree();
        for path in [
            self.facts(),
            self.service().join("release.json"),
            self.service().join("overlay/Ask.json"),
            self.folder.path().join("CHANGELOG.md"),
        ] {
            if let Ok(text) = std::fs::read(&path) {
                files.insert(path, text);
            }
        }
        files
    }

    fn update(&self, from: &Path, more: &[&str]) -> Ran {
        let arguments = ["update", "--from", from.to_str().unwrap()];
        self.run(&[&arguments, more].concat())
    }
}

/// The first release with some things changed.
fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut description = first();
    change(&mut description);
    description
}

fn members<'a>(description: &'a mut Value, object: &str) -> &'a mut Vec<Value> {
    description["objects"][object]["members"]
        .as_array_mut()
        .unwrap()
}

#[test]
fn an_update_takes_over_what_changed_and_says_what_is_left_to_do() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person").push(member("Age", "int64", false, "年龄"));
    });
    let next = project.source("3.0.2.1.json", &next);
    let before = project.state();

    let dry = project.update(&next, &["--dry-run"]);
    assert_eq!(dry.status, Some(0), "{}", dry.complaint);
    assert_eq!(project.state(), before);
    let check = project.update(&next, &["--check"]);
    assert_eq!(check.status, Some(1), "{}", check.complaint);
    assert_eq!(project.state(), before);

    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    for told in [
        "tccli 3.0.1.1 -> 3.0.2.1",
        "Person.Age  member added: int64",
        "version 0.1.0 -> 0.1.1 (minor)",
        "AskRequest.Question was read in 3.0.1.1 for",
        "[-150-]{+250+}",
        "review --accept",
        "describe what is new in the overlay: Person.Age",
        "generated: 0 created, ",
    ] {
        assert!(ran.shown.contains(told), "{told} is not in:\n{}", ran.shown);
    }
    let changelog = std::fs::read_to_string(project.folder.path().join("CHANGELOG.md")).unwrap();
    assert!(
        changelog.contains("### tencent-demo 0.1.1, from tccli 3.0.2.1"),
        "{changelog}"
    );
    assert!(changelog.contains("- `Person.Age`:"), "{changelog}");
    assert!(
        std::fs::read_to_string(project.out().join("Cargo.toml"))
            .unwrap()
            .contains("\"0.1.1\"")
    );
    assert_eq!(project.litter(), Vec::<String>::new());

    let again = project.update(&next, &["--check"]);
    assert_eq!(again.status, Some(0), "{}", again.shown);
    assert!(again.shown.contains("nothing changed"), "{}", again.shown);
}

#[test]
fn a_person_settles_the_sentences_behind_rules() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "AskRequest")[0]["document"] = LONGER.into());
    let next = project.source("3.0.2.1.json", &next);
    assert_eq!(project.run(&["review"]).shown.lines().count(), 1);
    assert_eq!(project.update(&next, &[]).status, Some(0));

    let check = project.run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(0), "{}", check.shown);
    assert!(
        check.complaint.contains("what 1 rule was read from"),
        "{}",
        check.complaint
    );
    let open = project.run(&["review"]);
    assert!(open.shown.contains("[-150-]{+250+}"), "{}", open.shown);
    let open: Value = serde_json::from_str(&project.run(&["review", "--json"]).shown).unwrap();
    assert_eq!(open[0]["constraint"], "AskRequest.Question");

    assert_eq!(project.run(&["review", "--accept", "Ask"]).status, Some(2));
    let accepted = project.run(&["review", "--accept", "AskRequest.Question"]);
    assert_eq!(accepted.status, Some(0), "{}", accepted.complaint);
    assert!(
        accepted.shown.contains("settled 1, still open 0"),
        "{}",
        accepted.shown
    );
    let overlay = std::fs::read_to_string(project.service().join("overlay/Ask.json")).unwrap();
    assert!(
        overlay.contains(&prose_hash(LONGER)) && overlay.contains("3.0.2.1"),
        "{overlay}"
    );
    let check = project.run(&["codegen", "--check"]);
    assert_eq!(
        (check.status, check.complaint.as_str()),
        (Some(0), ""),
        "{}",
        check.shown
    );
}

#[test]
fn what_the_overlay_speaks_of_stops_an_update_where_it_goes() {
    for (what, told, change) in [
        (
            "gone",
            "the overlay speaks of `AskRequest.Question`, which is gone as of 3.0.2.1",
            (|next| drop(members(next, "AskRequest").remove(0))) as fn(&mut Value),
        ),
        (
            "of another type",
            "it was string and is int64 as of 3.0.2.1",
            |next| {
                members(next, "AskRequest")[0] = member("Question", "int64", true, QUESTION);
            },
        ),
        ("a list", "it was string and is a list of string", |next| {
            members(next, "AskRequest")[0]["type"] = "list".into();
        }),
    ] {
        let project = Project::new();
        project.begin();
        let before = project.state();
        let next = project.source("3.0.2.1.json", &changed(change));
        let ran = project.update(&next, &[]);
        assert_eq!(ran.status, Some(2), "{what}: {}", ran.shown);
        for told in [told, "overlay/Ask.json", "upstream.json:"] {
            assert!(
                ran.words().contains(told),
                "{told} is not in {}",
                ran.complaint
            );
        }
        assert_eq!(project.state(), before, "{what}");
    }
}

#[test]
fn an_action_that_is_gone_stops_an_update() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let next = changed(|next| drop(next["actions"].as_object_mut().unwrap().remove("Ask")));
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.complaint.contains("has no action `Ask`"),
        "{}",
        ran.complaint
    );
    assert_eq!(project.state(), before);
}

#[test]
fn actions_come_and_go_with_what_they_reach() {
    let project = Project::new();
    project.begin();
    let added = project.run(&["add", "Wait"]);
    assert_eq!(added.status, Some(0), "{}", added.complaint);
    assert!(project.out().join("src/model/wait_request.rs").exists());
    let coverage: Value =
        serde_json::from_str(&project.run(&["coverage", "--json"]).shown).unwrap();
    assert_eq!(coverage["actions"]["of"], 2);
    assert_eq!(coverage["members"], json!({ "covered": 1, "of": 7 }));

    // The overlay speaks of what would go.
    let refused = project.run(&["remove", "Ask"]);
    assert_eq!(refused.status, Some(2), "{}", refused.shown);
    assert!(
        refused.complaint.contains("AskRequest"),
        "{}",
        refused.complaint
    );
    let removed = project.run(&["remove", "Wait"]);
    assert_eq!(removed.status, Some(0), "{}", removed.complaint);
    assert!(!project.out().join("src/model/wait_request.rs").exists());
    assert_eq!(project.run(&["remove", "Wait"]).status, Some(2));
    let last = project.run(&["remove", "Ask"]);
    assert!(
        last.complaint.contains("would leave no action"),
        "{}",
        last.complaint
    );
    let unknown = project.run(&["add", "Wiat"]);
    assert!(
        unknown.complaint.contains("did you mean `Wait`?"),
        "{}",
        unknown.complaint
    );
}

#[test]
fn every_change_has_its_level() {
    type Case = (&'static str, &'static str, fn(&mut Value));
    let cases: &[Case] = &[
        ("major", "member_removed", |next| {
            drop(members(next, "Person").remove(0))
        }),
        ("minor", "member_added", |next| {
            members(next, "Person").push(member("A", "bool", false, ""))
        }),
        ("major", "member_added", |next| {
            members(next, "Person").push(member("A", "bool", true, ""))
        }),
        ("minor", "member_added", |next| {
            members(next, "AskResponse").push(member("A", "bool", true, ""))
        }),
        ("major", "member_type", |next| {
            members(next, "Person")[0]["member"] = "int64".into()
        }),
        ("patch", "member_type", |next| {
            members(next, "Person")[0]["member"] = "datetime".into()
        }),
        ("major", "member_type", |next| {
            members(next, "Person")[0]["type"] = "list".into()
        }),
        ("major", "member_required", |next| {
            members(next, "Person")[0]["required"] = true.into()
        }),
        ("minor", "member_required", |next| {
            members(next, "AskRequest")[0]["required"] = false.into()
        }),
        ("minor", "member_disabled", |next| {
            members(next, "Person")[0]["disabled"] = true.into()
        }),
        ("patch", "member_promise", |next| {
            members(next, "AskResponse")[0]["output_required"] = true.into()
        }),
        ("patch", "member_order", |next| {
            members(next, "AskRequest").reverse()
        }),
        ("minor", "action_status", |next| {
            next["actions"]["Ask"]["status"] = "deprecated".into()
        }),
        ("major", "action_status", |next| {
            next["actions"]["Ask"]["status"] = "offline".into()
        }),
        ("major", "action_output", |next| {
            next["actions"]["Ask"]["output"] = "WaitResponse".into()
        }),
        ("major", "action_removed", |next| {
            drop(next["actions"].as_object_mut().unwrap().remove("Ask"))
        }),
        // Another member takes the name that this one had in Rust.
        ("major", "rust_name", |next| {
            members(next, "Person").insert(0, member("name", "string", false, ""))
        }),
        // The object comes to contain itself, so the member moves to the heap.
        ("major", "rust_type", |next| {
            members(next, "Person").push(member("Asked", "AskRequest", false, ""))
        }),
    ];
    let project = Project::new();
    let old = project.begin();
    for (level, kind, change) in cases {
        let new = project.source("new/3.0.2.1.json", &changed(*change));
        let sides = [old.to_str().unwrap(), new.to_str().unwrap()];
        let ran = project.run(&["diff", sides[0], sides[1], "--action", "Ask", "--json"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        let told: Value = serde_json::from_str(&ran.shown).unwrap();
        let found = told["changes"].as_array().unwrap();
        let of_kind = found.iter().find(|change| change["kind"] == *kind);
        let of_kind = of_kind.unwrap_or_else(|| panic!("no {kind} in {}", ran.shown));
        assert_eq!(of_kind["level"], *level, "{}", ran.shown);
        for word in ["path", "from", "to", "why"] {
            assert!(of_kind.get(word).is_some(), "{}", ran.shown);
        }
    }
    let same = project.run(&[
        "diff",
        old.to_str().unwrap(),
        old.to_str().unwrap(),
        "--json",
    ]);
    let same: Value = serde_json::from_str(&same.shown).unwrap();
    assert_eq!(same, json!({ "level": "none", "changes": [], "prose": [] }));
}

#[test]
fn prose_that_changed_names_the_rules_that_were_read_from_it() {
    let project = Project::new();
    let old = project.begin();
    let next = changed(|next| {
        members(next, "AskRequest")[0]["document"] = LONGER.into();
        members(next, "Person")[0]["document"] = "全名".into();
    });
    let next = project.source("3.0.2.1.json", &next);
    let ran = project.run(&[
        "diff",
        old.to_str().unwrap(),
        next.to_str().unwrap(),
        "--json",
    ]);
    let told: Value = serde_json::from_str(&ran.shown).unwrap();
    assert_eq!(told["level"], "patch");
    assert_eq!(
        told["prose"],
        json!([
            { "path": "AskRequest.Question", "constraints": ["AskRequest.Question"] },
            { "path": "Person.Name", "constraints": [] },
        ])
    );
    let ran = project.run(&["diff", "schema", next.to_str().unwrap(), "--markdown"]);
    assert!(
        ran.shown
            .contains("`AskRequest.Question`, behind `AskRequest.Question`"),
        "{}",
        ran.shown
    );
}

/// A wheel with these files.
fn wheel(project: &Project, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = project.folder.path().join("target").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    path
}

#[test]
fn a_source_is_a_wheel_a_tree_a_services_folder_or_a_file() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let text = next.to_string();
    // The folder is not called after the service.
    let inside = "tccli/services/demonstration/v20200101/api.json";
    let wheel = wheel(&project, "tccli-3.0.2.1-py3-none-any.whl", &[
        ("tccli-3.0.2.1.dist-info/METADATA", b"Name: tccli"),
        ("tccli/services/other/v20200101/api.json", br#"{"actions":{},"objects":{},"metadata":{"serviceShortName":"other","apiVersion":"2020-01-01"}}"#),
        (inside, text.as_bytes()),
    ]);
    let tree = project.folder.path().join("target/checkout");
    let file = tree.join(inside);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, text).unwrap();
    std::fs::write(tree.join("tccli/__init__.py"), "__version__ = '3.0.2.1'\n").unwrap();
    for from in [
        wheel,
        tree.clone(),
        tree.join("tccli"),
        tree.join("tccli/services"),
        file,
    ] {
        let ran = project.update(&from, &["--check"]);
        assert_eq!(ran.status, Some(1), "{}: {}", from.display(), ran.complaint);
        assert!(
            ran.shown.contains("tccli 3.0.1.1 -> 3.0.2.1"),
            "{}: {}",
            from.display(),
            ran.shown
        );
        assert!(ran.shown.contains("Person.Age"), "{}", ran.shown);
    }
}

#[test]
fn broken_sources_are_told_and_change_nothing() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let text = first().to_string();
    let bomb = vec![b' '; 65 * 1024 * 1024];
    let place = "tccli/services/demo/v20200101/api.json";
    let unknown = changed(|next| members(next, "Person")[0]["member"] = "Nothing".into());
    let sources = [
        (
            wheel(
                &project,
                "without.whl",
                &[("tccli/services/x/v20200101/api.json", b"{}")],
            ),
            "describes no service demo",
        ),
        (
            wheel(&project, "bomb.whl", &[(place, &bomb)]),
            "is larger than",
        ),
        (
            wheel(
                &project,
                "out.whl",
                &[("../../etc/passwd", b""), (place, text.as_bytes())],
            ),
            "leads out of it",
        ),
        (
            wheel(
                &project,
                "truncated.whl",
                &[(place, &text.as_bytes()[..500])],
            ),
            "is not JSON",
        ),
        (
            project.source("unknown.json", &unknown),
            "has no object `Nothing`",
        ),
        (
            project.source(
                "another.json",
                &changed(|next| next["metadata"]["serviceShortName"] = "x".into()),
            ),
            "describes x 2020-01-01, not demo",
        ),
        (
            project.source("list.json", &json!([])),
            "is not an API description",
        ),
        (project.folder.path().join("nowhere"), "there is nothing at"),
        (
            project.folder.path().join("schema"),
            "holds no descriptions",
        ),
    ];
    let cut = project.folder.path().join("target/cut.json");
    std::fs::write(&cut, &text[..500]).unwrap();
    let no_archive = project.folder.path().join("target/text.whl");
    std::fs::write(&no_archive, "no archive").unwrap();
    let more = [
        (cut, "is not JSON"),
        (no_archive, "cannot be read as a zip archive"),
    ];
    for (from, told) in sources.into_iter().chain(more) {
        let ran = project.update(&from, &[]);
        assert_eq!(ran.status, Some(2), "{}: {}", from.display(), ran.shown);
        assert!(
            ran.words().contains(told),
            "{told} is not in {}",
            ran.complaint
        );
        assert_eq!(project.state(), before, "{}", from.display());
    }
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn without_pip_it_names_the_way_that_needs_none() {
    let project = Project::new();
    project.begin();
    let mut command = project.command(&["update"]);
    let ran = Ran::of(command.env("PATH", "").output().unwrap());
    assert_eq!(ran.status, Some(2));
    assert!(ran.complaint.contains("--from"), "{}", ran.complaint);
}

#[test]
fn killed_at_any_moment_an_update_is_whole_or_not_at_all() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let old = project.state();
    let start = Instant::now();
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let whole = start.elapsed();
    let new = project.state();
    let mut interrupted = 0;
    for step in 0..40 {
        let project = Project::new();
        project.begin();
        let next = project.source(
            "3.0.2.1.json",
            &changed(|next| {
                members(next, "Person").push(member("Age", "int64", false, "年龄"));
            }),
        );
        let arguments = ["update", "--from", next.to_str().unwrap()];
        let mut child = project
            .command(&arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * step / 36 + Duration::from_micros(100));
        child.kill().unwrap();
        interrupted += usize::from(child.wait().unwrap().code().is_none());
        // Whoever comes next finishes what was begun.
        let ran = project.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.complaint);
        let texts = |state: BTreeMap<PathBuf, Vec<u8>>| state.into_values().collect::<Vec<_>>();
        let found = texts(project.state());
        let is_one = found == texts(old.clone()) || found == texts(new.clone());
        assert!(is_one, "half an update after step {step}");
        assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
        assert_eq!(project.litter(), Vec::<String>::new());
    }
    assert!(interrupted > 0, "no run was killed");
}

/// An update that stopped half way: all is written, and the changelog cannot be put in its place.
fn interrupted(project: &Project) -> PathBuf {
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let beside = project.folder.path().join(".CHANGELOG.md.staging");
    std::fs::create_dir(&beside).unwrap();
    assert_eq!(project.update(&next, &[]).status, Some(2));
    std::fs::remove_dir(&beside).unwrap();
    next
}

#[test]
fn an_update_whose_new_crate_was_lost_is_finished_all_the_same() {
    let project = Project::new();
    let next = interrupted(&project);
    let present = std::fs::read_to_string(project.out().join("Cargo.toml")).unwrap();
    assert!(present.contains("0.1.1"), "the crate is in its place");
    // As if the old crate stood there still, and somebody had cleared the folder beside it.
    std::fs::write(
        project.out().join(".codegen-manifest.json"),
        "{\"files\":{}}",
    )
    .unwrap();
    std::fs::remove_dir_all(project.folder.path().join(".generated.staging")).unwrap();
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.update(&next, &["--check"]).status, Some(0));
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn a_changelog_that_cannot_be_read_is_not_written_over() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    let changelog = project.folder.path().join("CHANGELOG.md");
    std::fs::write(&changelog, b"# In Latin-1: caf\xe9\n").unwrap();
    let before = project.state();
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    assert!(ran.words().contains("CHANGELOG.md"), "{}", ran.complaint);
    assert_eq!(project.state(), before);
}

#[test]
fn an_interrupted_update_is_finished_by_the_next_command() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")));
    let next = project.source("3.0.2.1.json", &next);
    // The changelog cannot be written beside its place: a folder stands there.
    let changelog = project.folder.path().join("CHANGELOG.md");
    let beside = project.folder.path().join(".CHANGELOG.md.staging");
    std::fs::create_dir(&beside).unwrap();
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    assert!(
        ran.words().contains("finishes what was begun"),
        "{}",
        ran.complaint
    );
    for arguments in [
        &["codegen", "--check"][..],
        &["review"],
        &["update", "--check", "--from", next.to_str().unwrap()],
        &["import", "--from", next.to_str().unwrap()],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.status, Some(2), "{}", ran.shown);
        assert!(
            ran.complaint.contains("was interrupted"),
            "{}",
            ran.complaint
        );
    }
    std::fs::remove_dir(&beside).unwrap();
    // Whoever finishes it works in another folder.
    let mut elsewhere = project.command(&["codegen", "--out", "../generated", "--schema", "."]);
    let ran = Ran::of(
        elsewhere
            .current_dir(project.folder.path().join("schema"))
            .output()
            .unwrap(),
    );
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert!(
        std::fs::read_to_string(&changelog)
            .unwrap()
            .contains("0.1.1")
    );
    assert_eq!(project.run(&["codegen", "--check"]).status, Some(0));
    assert_eq!(project.update(&next, &["--check"]).status, Some(0));
    assert_eq!(project.litter(), Vec::<String>::new());
}

/// The descriptions that upstream has published, where they are at hand.
#[test]
fn real_releases_follow_each_other_and_every_crate_compiles() {
    let Some(upstream) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    for folder in std::fs::read_dir(&upstream)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        walk(&folder);
    }
}

fn walk(folder: &Path) {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let name = folder.file_name().unwrap();
    let selected = std::fs::read(workspace.join("schema").join(name).join("upstream.json"));
    let Ok(selected) = selected else {
        eprintln!("skipped: schema/ selects nothing of {}", name.display());
        return;
    };
    let selected: Value = serde_json::from_slice(&selected).unwrap();
    let mut steps: Vec<PathBuf> = std::fs::read_dir(folder.join("history"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    steps.sort_by_key(|path| {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        stem.split('.')
            .map(|number| number.parse().unwrap())
            .collect::<Vec<u32>>()
    });
    steps.push(folder.join("api.json"));
    assert!(steps.len() > 2, "{steps:?}");

    let project = Project::new();
    std::fs::remove_dir_all(project.service()).unwrap();
    let schema = Path::new("schema").join(name);
    let mut arguments = vec![
        "import",
        "--from",
        steps[0].to_str().unwrap(),
        "--schema",
        schema.to_str().unwrap(),
    ];
    for action in selected["actions"].as_object().unwrap().keys() {
        arguments.extend(["--action", action]);
    }
    let ran = project.run(&arguments);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    compile(&project, workspace);
    for step in &steps[1..] {
        let ran = project.update(step, &[]);
        assert_eq!(ran.status, Some(0), "{}: {}", step.display(), ran.complaint);
        assert!(ran.shown.contains("version "), "{}", ran.shown);
        compile(&project, workspace);
        assert_eq!(project.update(step, &["--check"]).status, Some(0));
    }
}

/// Compiles what was generated, against the project's own runtime.
fn compile(project: &Project, workspace: &Path) {
    let text = std::fs::read_to_string(workspace.join("Cargo.toml")).unwrap();
    let members = "members = [\"codegen\", \"generated\", \"runtime\", \"tests\", \"xtask\"]";
    assert!(text.contains(members));
    let root = project.folder.path();
    let text = text.replace(members, "members = [\"generated\"]").replace(
        "path = \"runtime\"",
        &format!("path = {:?}", workspace.join("runtime")),
    );
    std::fs::write(root.join("Cargo.toml"), text).unwrap();
    std::fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let done = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--no-default-features"])
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_TARGET_DIR", workspace.join("target/walk"))
        .current_dir(root)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    for file in ["Cargo.toml", "Cargo.lock"] {
        std::fs::remove_file(root.join(file)).unwrap();
    }
}
