//! `cargo xtask sdk`: a workspace with a crate for each service, from small descriptions that have
//! every hazard of the real ones.

mod project;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::{Value, json};

use self::project::{Project, Ran};

fn member(name: &str, of: &str) -> Value {
    let kind = match of {
        "datetime_iso" => "string",
        of if of.starts_with(char::is_uppercase) => "object",
        of => of,
    };
    json!({ "name": name, "member": of, "type": kind, "required": false, "disabled": false, "document": "" })
}

fn description(service: &str, version: &str, actions: &[&str]) -> Value {
    let mut all = serde_json::Map::new();
    let mut objects = serde_json::Map::new();
    for action in actions {
        let (input, output) = (format!("{action}Request"), format!("{action}Response"));
        all.insert(
            (*action).to_owned(),
            json!({ "name": "", "document": "", "input": input, "output": output }),
        );
        objects.insert(
            input,
            json!({ "document": "", "members": [member("Filter", "Filter")] }),
        );
        objects.insert(
            output,
            json!({ "document": "", "members": [member("RequestId", "string")] }),
        );
    }
    objects.insert(
        "Filter".to_owned(),
        json!({ "document": "", "members": [member("Name", "string")] }),
    );
    json!({
        "version": "1.0", "actions": all, "objects": objects,
        "metadata": { "apiVersion": version, "serviceShortName": service, "serviceNameCN": null, "api_brief": "" },
    })
}

/// Names and shapes that Rust cannot take as they are.
fn hazards() -> Value {
    let mut hazards = description("as", "2018-04-19", &["Do", "Obtain", "Old", "Gone"]);
    hazards["actions"]["Obtain"]["skip_sign"] = true.into();
    hazards["actions"]["Old"]["status"] = "deprecated".into();
    hazards["actions"]["Gone"]["status"] = "offline".into();
    hazards["actions"]["Do"]["document"] = "做\n\n<ul><li>一 [x]</li><li>`a<b>`</li></ul><table><tr><th>甲</th></tr><tr><td>1</td></tr></table>见 https://a.b/c_d 与 <InstanceId>\n    code".into();
    let mut members: Vec<Value> = [
        "type", "Self", "gen", "3DModel", "appId", "app_id", "Default", "Clone", "New", "A_B",
        "Try", "Password", "self",
    ]
    .into_iter()
    .map(|name| member(name, "string"))
    .collect();
    members.extend([
        member("Node", "Node"),
        member("Option", "Option"),
        member("At", "datetime_iso"),
        member("Bytes", "binary"),
        json!({ "name": "Hidden", "member": "int64", "type": "int", "required": 1, "disabled": true, "document": null }),
        json!({ "name": "Nodes", "member": "Node", "type": "list", "document": "1. 甲\n2. 乙 - 丙" }),
    ]);
    hazards["objects"]["DoRequest"]["members"] = members.into();
    hazards["objects"]["Node"] =
        json!({ "document": "", "members": [member("Next", "Node"), member("Root", "Option")] });
    hazards["objects"]["Option"] =
        json!({ "document": "", "members": [member("String", "Node"), member("Vec_", "bool")] });
    hazards
}

/// More actions than a small crate has.
fn large() -> Value {
    let names: Vec<String> = (0..20)
        .map(|n| format!("Act{}", (b'A' + n) as char))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut large = description("large", "2020-01-01", &names);
    let two = ["ActARequest", "ActBRequest"];
    for object in two {
        let members = large["objects"][object]["members"].as_array_mut().unwrap();
        members.push(member("Shared", "Shared"));
    }
    large["objects"]["Shared"] = json!({ "document": "", "members": [member("X", "float")] });
    large
}

trait Sdk {
    fn put(&self, folder: &str, description: &Value);
    fn sdk(&self, more: &[&str]) -> Ran;
    fn workspace(&self) -> PathBuf;
    fn names(&self) -> Vec<String>;
}

impl Sdk for Project {
    fn put(&self, folder: &str, description: &Value) {
        let folder = self
            .folder
            .path()
            .join("target/tccli/services")
            .join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("api.json"), description.to_string()).unwrap();
    }

    fn sdk(&self, more: &[&str]) -> Ran {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
        let arguments = [
            "sdk",
            "--from",
            "target/tccli",
            "--tccli",
            "3.0.1.1",
            "--out",
            "target/sdk",
            "--runtime",
            runtime.to_str().unwrap(),
        ];
        self.run(&[&arguments, more].concat())
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("target/sdk")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.workspace()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.starts_with("tencent-")).collect();
        names.sort();
        names
    }
}

fn project() -> Project {
    let project = Project::new();
    // The folder of one service is called otherwise; another has two versions; one has no action left.
    project.put("autoscaling/v20180419", &hazards());
    project.put("two/v20180101", &description("two", "2018-01-01", &["Do"]));
    project.put("two/v20200101", &description("two", "2020-01-01", &["Do"]));
    let mut none = description("none", "2020-01-01", &["Gone"]);
    none["actions"]["Gone"]["status"] = "offline".into();
    project.put("none/v20200101", &none);
    project.put("large/v20200101", &large());
    project
}

#[test]
fn every_service_becomes_a_crate_and_stays_while_nothing_changes() {
    let project = project();
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    let all = [
        "tencent-as",
        "tencent-large",
        "tencent-none",
        "tencent-two-20180101",
        "tencent-two-20200101",
    ];
    assert_eq!(project.names(), all);
    let again = project.sdk(&["--all"]);
    assert!(
        again
            .shown
            .contains("0 crates written (0 files), 5 unchanged"),
        "{}",
        again.shown
    );

    // What somebody touched is mended, and what changed upstream follows; the rest stays.
    let lib = project.workspace().join("tencent-as/src/lib.rs");
    let text = std::fs::read_to_string(&lib).unwrap();
    std::fs::write(&lib, "broken").unwrap();
    std::fs::File::open(&lib)
        .unwrap()
        .set_modified(SystemTime::now() + std::time::Duration::from_secs(5))
        .unwrap();
    project.put(
        "two/v20180101",
        &description("two", "2018-01-01", &["Do", "More"]),
    );
    let ran = project.sdk(&["--all"]);
    assert!(
        ran.shown.contains("2 crates written") && ran.shown.contains("3 unchanged"),
        "{}",
        ran.shown
    );
    assert_eq!(std::fs::read_to_string(&lib).unwrap(), text);
    assert!(
        project
            .workspace()
            .join("tencent-two-20180101/src/model/more_request.rs")
            .exists()
    );

    // What vanishes upstream goes; what a person put there stays.
    std::fs::write(project.workspace().join("tencent-none/notes.txt"), "mine").unwrap();
    std::fs::remove_dir_all(project.folder.path().join("target/tccli/services/none")).unwrap();
    std::fs::remove_dir_all(project.folder.path().join("target/tccli/services/large")).unwrap();
    let ran = project.sdk(&["--all"]);
    assert!(ran.shown.contains("2 removed"), "{}", ran.shown);
    assert!(!project.workspace().join("tencent-large").exists());
    assert!(project.workspace().join("tencent-none/notes.txt").exists());
    assert!(!project.workspace().join("tencent-none/Cargo.toml").exists());
}

#[test]
fn services_and_actions_are_selected() {
    let project = project();
    let ran = project.sdk(&["--service", "as,two@2020-01-01"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    assert_eq!(project.names(), ["tencent-as", "tencent-two-20200101"]);
    let ran = project.sdk(&["--service", "large", "--action", "ActA,ActB"]);
    assert_eq!(ran.status, Some(0), "{}", ran.complaint);
    let model = project.workspace().join("tencent-large/src/model");
    assert!(model.join("act_a_request.rs").exists() && !model.join("act_c_request.rs").exists());

    for (arguments, told) in [
        (&["--service", "nothing"][..], "there is no service nothing"),
        (&["--service", "two@2019-01-01"], "2018-01-01, 2020-01-01"),
        (
            &["--service", "large", "--action", "ActAA"],
            "did you mean `ActA`?",
        ),
        (&[], "--service <NAME>"),
    ] {
        let ran = project.sdk(arguments);
        assert_eq!(ran.status, Some(2), "{}", ran.shown);
        assert!(
            ran.words().contains(told),
            "{told} is not in {}",
            ran.complaint
        );
    }
    std::fs::create_dir_all(project.folder.path().join("target/mine")).unwrap();
    std::fs::write(
        project.folder.path().join("target/mine/Cargo.toml"),
        "[package]",
    )
    .unwrap();
    let ran = project.run(&[
        "sdk",
        "--from",
        "target/tccli",
        "--out",
        "target/mine",
        "--all",
    ]);
    assert!(
        ran.words()
            .contains("none of them says that it was generated"),
        "{}",
        ran.complaint
    );
}

#[test]
fn a_description_that_is_broken_is_told_and_the_others_are_made() {
    let project = project();
    let mut broken = description("none", "2020-01-01", &["Do"]);
    broken["objects"]["Filter"]["members"][0]["member"] = "Nothing".into();
    project.put("none/v20200101", &broken);
    let ran = project.sdk(&["--all"]);
    assert_eq!(ran.status, Some(2), "{}", ran.shown);
    assert!(
        ran.words().contains("has no object `Nothing`"),
        "{}",
        ran.complaint
    );
    assert!(
        ran.words().contains("1 of 5 crates could not be made"),
        "{}",
        ran.complaint
    );
    assert_eq!(project.names().len(), 4);
}

#[test]
fn prose_becomes_documentation_unless_it_is_not_wanted() {
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
fn every_crate_compiles_without_a_warning_with_each_choice_of_features() {
    let project = project();
    assert_eq!(project.sdk(&["--all"]).status, Some(0));
    let check = |arguments: &[&str]| cargo(&project, arguments);
    check(&["clippy", "--workspace", "--all-features", "--examples"]);
    check(&[
        "clippy",
        "-p",
        "tencent-large",
        "--no-default-features",
        "--features",
        "client,blocking,default-tls,act-a",
    ]);
    check(&[
        "clippy",
        "-p",
        "tencent-large",
        "--no-default-features",
        "--features",
        "client,default-tls",
    ]);
    check(&[
        "clippy",
        "-p",
        "tencent-large",
        "--no-default-features",
        "--features",
        "act-c",
    ]);
    check(&["doc", "--workspace", "--no-deps", "--all-features"]);
}

fn cargo(project: &Project, arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::copy(
        root.join("Cargo.lock"),
        project.workspace().join("Cargo.lock"),
    )
    .unwrap();
    let done = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--offline"])
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_TARGET_DIR", root.join("target/walk"))
        .current_dir(project.workspace())
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}
