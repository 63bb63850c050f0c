//! Small descriptions of several services that contain every hazard of the real ones.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::project::{Project, Ran};

pub fn member(name: &str, of: &str) -> Value {
    let kind = match of {
        "datetime_iso" => "string",
        "binary" | "bool" | "float" | "int64" | "string" => of,
        _ => "object",
    };
    json!({ "name": name, "member": of, "type": kind, "required": false, "disabled": false, "document": "" })
}

pub fn description(service: &str, version: &str, actions: &[&str]) -> Value {
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

/// Names and shapes that are not valid in Rust.
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
        json!({ "name": "0", "member": "string", "type": "string", "required": true }),
        json!({ "name": "1_2", "member": "Node", "type": "object", "required": true }),
        member("Node", "Node"),
        member("Option", "Option"),
        member("Digit", "1Obj"),
        member("Digits", "12"),
        member("One", "foo_bar"),
        member("Other", "FooBar"),
        member("Numbered", "Foo2"),
        member("NumberedToo", "foo_2"),
        member("At", "datetime_iso"),
        member("Bytes", "binary"),
        member("Nothing", "Nothing"),
        json!({ "name": "Hidden", "member": "int64", "type": "int", "required": 1, "disabled": true, "document": null }),
        json!({ "name": "Nodes", "member": "Node", "type": "list", "document": "1. 甲\n2. 乙 - 丙" }),
    ]);
    hazards["objects"]["DoRequest"]["members"] = members.into();
    for object in ["1Obj", "12", "foo_bar", "FooBar", "Foo2", "foo_2"] {
        hazards["objects"][object] =
            json!({ "document": "", "members": [member("Name", "string")] });
    }
    hazards["objects"]["Node"] =
        json!({ "document": "", "members": [member("Next", "Node"), member("Root", "Option")] });
    hazards["objects"]["Nothing"] = json!({ "document": "", "members": [] });
    hazards["objects"]["Option"] =
        json!({ "document": "", "members": [member("String", "Node"), member("Vec_", "bool")] });
    hazards
}

/// Lists of each kind: by offset, page number and token, in the response or in its only object, of objects and
/// of texts, and the same behind features of actions.
fn with_lists(mut described: Value, actions: [&str; 4]) -> Value {
    let list = |name: &str, of: &str| json!({ "name": name, "member": of, "type": "list", "document": "" });
    let int = |name: &str, prose: &str| json!({ "name": name, "member": "int64", "type": "int", "document": prose });
    let mut add = |action: &str, request: Vec<Value>, response: Vec<Value>| {
        for (object, members) in [("Request", request), ("Response", response)] {
            let object = &mut described["objects"][format!("{action}{object}")];
            object["members"].as_array_mut().unwrap().extend(members);
        }
    };
    let [offset, page, token, nested] = actions;
    let items = || vec![list("Filters", "Filter"), int("TotalCount", "")];
    add(offset, vec![int("Offset", ""), int("Limit", "")], items());
    add(
        page,
        vec![int("PageNumber", "从1开始"), int("PageSize", "")],
        vec![list("Names", "string")],
    );
    add(
        token,
        vec![member("NextToken", "string")],
        vec![list("Filters", "Filter"), member("NextToken", "string")],
    );
    add(
        nested,
        vec![int("Offset", "页码，从0开始"), int("Limit", "")],
        vec![member("Data", "Found")],
    );
    described["objects"]["Found"] = json!({ "document": "", "members": items() });
    described
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
    with_lists(large, ["ActA", "ActD", "ActE", "ActF"])
}

/// The folder with error codes in a project, as in upstream's SDK for Python.
pub const ERROR_CODES: &str = "target/tencentcloud";

pub trait Sdk {
    fn put(&self, folder: &str, description: &Value);
    fn described(&self, folder: &str) -> PathBuf;
    fn put_error_codes(&self, folder: &str, codes: &str);
    fn sdk(&self, more: &[&str]) -> Ran;
    fn sdk_from(&self, from: &str, more: &[&str]) -> Ran;
    fn sdk_of(&self, release: &str, more: &[&str]) -> Ran;
    fn sdk_command(&self, from: &str, more: &[&str]) -> Command;
    fn workspace(&self) -> PathBuf;
    fn names(&self) -> Vec<String>;
}

impl Sdk for Project {
    fn put(&self, folder: &str, description: &Value) {
        let file = self.described(folder);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, description.to_string()).unwrap();
    }

    fn described(&self, folder: &str) -> PathBuf {
        let services = self.folder.path().join("target/tccli/services");
        services.join(folder).join("api.json")
    }

    fn put_error_codes(&self, folder: &str, codes: &str) {
        let file = self.folder.path().join(ERROR_CODES).join(folder);
        std::fs::create_dir_all(&file).unwrap();
        std::fs::write(file.join("errorcodes.py"), codes).unwrap();
    }

    fn sdk(&self, more: &[&str]) -> Ran {
        self.sdk_from("target/tccli", more)
    }

    fn sdk_from(&self, from: &str, more: &[&str]) -> Ran {
        Ran::of(self.sdk_command(from, more).output().unwrap())
    }

    fn sdk_of(&self, release: &str, more: &[&str]) -> Ran {
        let mut command = command(self, "target/tccli", release, more);
        Ran::of(command.output().unwrap())
    }

    fn sdk_command(&self, from: &str, more: &[&str]) -> Command {
        command(self, from, "3.0.1.1", more)
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

fn command(project: &Project, from: &str, release: &str, more: &[&str]) -> Command {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let arguments = [
        "sdk",
        "--from",
        from,
        "--tccli",
        release,
        "--out",
        "target/sdk",
        "--runtime",
        runtime.to_str().unwrap(),
    ];
    project.command(&[&arguments, more].concat())
}

pub fn project() -> Project {
    let project = Project::new();
    // One folder does not have the name of its service, one service has two versions, and one has no action
    // left.
    project.put("autoscaling/v20180419", &hazards());
    let two = description("two", "2018-01-01", &["Do", "List", "Page", "Find"]);
    project.put(
        "two/v20180101",
        &with_lists(two, ["Do", "List", "Page", "Find"]),
    );
    project.put("two/v20200101", &description("two", "2020-01-01", &["Do"]));
    let mut none = description("none", "2020-01-01", &["Gone"]);
    none["actions"]["Gone"]["status"] = "offline".into();
    project.put("none/v20200101", &none);
    project.put("large/v20200101", &large());
    // Texts and names that need care in Rust.
    project.put_error_codes(
        "autoscaling/v20180419",
        "# Licence\n\n\n# 内部错误。\nINTERNALERROR = 'InternalError'\n\n# See `Nothing` \\ [x] \"##\nA = 'A.B'\n\
         a_b = 'A_B'\nA3 = 'A.3D'\nAL = 'A.'\nSELF = 'self'\n",
    );
    project
}
