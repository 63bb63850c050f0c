//! A small description in upstream's format, and a project that imports it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use crate::project::{Project, Ran};

pub const QUESTION: &str = "一个问题，不超过150个字";
pub const LONGER: &str = "一个问题，不超过250个字";

/// Creates a member in upstream's format.
pub fn member(name: &str, of: &str, required: bool, prose: &str) -> Value {
    let kind = match of {
        "int64" | "uint64" => "int",
        of if of.starts_with(char::is_uppercase) => "object",
        of => of,
    };
    json!({
        "name": name, "member": of, "type": kind,
        "required": required, "disabled": false, "document": prose, "example": "无",
        "output_required": false, "value_allowed_null": false,
    })
}

/// Returns the first release of a small service.
pub fn first() -> Value {
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

/// Returns an overlay with a rule, and the prose that it was read from.
pub fn overlay() -> Value {
    json!({
        "objects": { "AskRequest": { "members": { "Question": {
            "doc": "What is asked.",
            "constraint": { "maxLength": 150 },
            "provenance": [{ "of": "AskRequest.Question", "sha256": prose_hash(QUESTION), "release": "3.0.1.1" }],
        }}}}
    })
}

/// Commands of a project that follows upstream.
pub trait Following {
    fn source(&self, name: &str, description: &Value) -> PathBuf;
    fn begin(&self) -> PathBuf;
    fn overlay(&self, overlay: &Value);
    fn state(&self) -> BTreeMap<PathBuf, Vec<u8>>;
    fn update(&self, from: &Path, more: &[&str]) -> Ran;
}

impl Following for Project {
    /// Writes a description beside the files of the project.
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
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        self.overlay(&overlay());
        let ran = self.run(&["codegen"]);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        from
    }

    fn overlay(&self, overlay: &Value) {
        let folder = self.service().join("overlay");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("Ask.json"), format!("{overlay:#}\n")).unwrap();
    }

    /// Returns all files that an update can write, by their paths in the project.
    fn state(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = self.tree();
        for path in [
            self.facts(),
            self.service().join("overlay/Ask.json"),
            self.folder.path().join("CHANGELOG.md"),
            self.folder.path().join("Cargo.lock"),
        ] {
            if let Ok(text) = std::fs::read(&path) {
                files.insert(path, text);
            }
        }
        let files = files.into_iter();
        let root = self.folder.path();
        let files = files.map(|(path, text)| (path.strip_prefix(root).unwrap().to_owned(), text));
        files.collect()
    }

    fn update(&self, from: &Path, more: &[&str]) -> Ran {
        let arguments = ["update", "--from", from.to_str().unwrap()];
        self.run(&[&arguments, more].concat())
    }
}

/// Returns the next release, with an addition.
pub fn second() -> Value {
    changed(|next| members(next, "Person").push(member("Age", "int64", false, "年龄")))
}

/// Returns the first release with some edits.
pub fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut description = first();
    change(&mut description);
    description
}

pub fn members<'a>(description: &'a mut Value, object: &str) -> &'a mut Vec<Value> {
    description["objects"][object]["members"]
        .as_array_mut()
        .unwrap()
}
