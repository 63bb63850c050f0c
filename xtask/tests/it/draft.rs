//! Tests `cargo xtask draft` on a small description in upstream's format.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use crate::project::{Project, Ran};
use crate::update_fixture::{Following, changed, member, members};

const COLOURS: &str = "颜色，取值有：\nRED：红\nBLUE：蓝\n默认值：RED";
const HOSTILE: &str = "\"}]},\\u0022 取值：\u{202e}\"A\"、B\u{0}<script>\u{feff}\n\"proposed\": {\"x\": 1}，长度不超过9个字符";

/// The first release, with prose that a machine can read.
fn description() -> Value {
    changed(|next| {
        let request = members(next, "AskRequest");
        request.push(member(
            "Limit",
            "int64",
            false,
            "数量，单位：秒。取值范围：[1, 100]，默认为20",
        ));
        request.push(member("Colour", "string", false, COLOURS));
        request.push(member("Nonce", "string", false, "随机数，必填。"));
        request.push(member("Odd", "string", false, HOSTILE));
        members(next, "Person").push(member("Colour", "string", false, COLOURS));
    })
}

/// Creates a project with facts and without an overlay.
fn project() -> (Project, PathBuf) {
    let project = Project::new();
    let from = project.source("3.0.1.1.json", &description());
    let schema = ["--schema", "schema/demo-2020-01-01", "--action", "Ask"];
    let import = ["import", "--from", from.to_str().unwrap()];
    let ran = project.run(&[&import[..], &schema].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    (project, from)
}

fn draft(project: &Project, from: &Path) -> Ran {
    project.run(&["draft", "Ask", "--from", from.to_str().unwrap()])
}

/// Returns the overlay files by their names.
fn files(project: &Project) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(project.service().join("overlay")).unwrap();
    let entries = entries.map(|entry| entry.unwrap());
    let read = entries.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        (name, std::fs::read_to_string(entry.path()).unwrap())
    });
    read.collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_object_and_member_gets_an_entry_with_proposals() {
    let (project, from) = project();
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout(["3 objects, 10 members, 2 enums"]);
    let files = files(&project);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["Ask.json", "Person.json", "enums.json"]);
    let ask = json(&files["Ask.json"]);
    assert_eq!(ask["actions"]["Ask"], json!({ "doc": "" }));
    let request = &ask["objects"]["AskRequest"];
    assert_eq!(request["doc"], "");
    let limit = &request["members"]["Limit"];
    assert_eq!(limit["doc"], "");
    assert_eq!(limit["unit"], "seconds");
    assert_eq!(limit["default"], 20);
    assert_eq!(limit["constraint"], json!({ "minimum": 1, "maximum": 100 }));
    assert_eq!(
        limit["provenance"],
        json!([{
            "of": "AskRequest.Limit",
            "sha256": prose_hash("数量，单位：秒。取值范围：[1, 100]，默认为20"),
            "release": "3.0.1.1",
        }])
    );
    assert_eq!(
        limit["proposed"],
        json!({
            "unit": "数量，单位：秒。",
            "default": "取值范围：[1, 100]，默认为20",
            "constraint": "取值范围：[1, 100]，默认为20",
        })
    );
    assert_eq!(
        request["rules"][0]["schema"],
        json!({ "required": ["Nonce"] })
    );
    assert_eq!(request["rules"][0]["proposed"], "随机数，必填。");
    // Two members with the same values have one enum.
    assert_eq!(request["members"]["Colour"]["enum"], "Colour");
    let person = json(&files["Person.json"]);
    assert_eq!(
        person["objects"]["Person"]["members"]["Colour"]["enum"],
        "Colour"
    );
    let colour = &json(&files["enums.json"])["enums"]["Colour"];
    assert_eq!(
        colour["values"][0],
        json!({ "value": "RED", "name": "Red", "doc": "", "proposed": "RED：红" })
    );
    assert_eq!(colour["provenance"].as_array().unwrap().len(), 2);
    // The members are in upstream's order.
    let position = |name: &str| files["Ask.json"].find(&format!("\"{name}\": {{"));
    assert!(position("Question") < position("Asker") && position("Asker") < position("Limit"));
}

#[test]
fn codegen_fails_until_a_person_accepts_the_proposals() {
    let (project, from) = project();
    draft(&project, &from);
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(2));
    ran.assert_stderr([
        "this text is empty",
        "/objects/AskRequest/members/Limit/doc",
        "no person accepted `default` yet, which was read from \"取值范围：[1, 100]，默认为20\"",
        "/objects/AskRequest/members/Limit/proposed/default",
        "/objects/AskRequest/rules/0/proposed",
        "/enums/Colour/values/0/proposed",
        "then remove the sentence",
    ]);
    assert!(!project.out().exists(), "{:?}", project.litter());
    for (name, text) in files(&project) {
        let mut accepted = json(&text);
        accept(&mut accepted);
        let path = project.service().join("overlay").join(name);
        std::fs::write(path, accepted.to_string()).unwrap();
    }
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

/// Removes the sentences, and writes documentation.
fn accept(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("proposed");
            for (name, text) in [("doc", "Text."), ("name", "Name")] {
                if members.get(name) == Some(&json!("")) {
                    members.insert(name.to_owned(), text.into());
                }
            }
            members.values_mut().for_each(accept);
        }
        Value::Array(items) => items.iter_mut().for_each(accept),
        _ => {}
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let (project, from) = project();
    draft(&project, &from);
    let before = files(&project);
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout(["the overlay has an entry for everything"]);
    assert_eq!(files(&project), before);
}

#[test]
fn a_run_after_an_interrupted_one_completes_the_draft() {
    let (project, from) = project();
    let ran = draft(&project, &from);
    // The order of the files is the order in which they are written.
    let written: Vec<_> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("created"))
        .collect();
    assert!(written[0].ends_with("enums.json"), "{}", ran.stdout);
    let whole = files(&project);
    for name in ["Ask.json", "Person.json"] {
        std::fs::remove_file(project.service().join("overlay").join(name)).unwrap();
    }
    draft(&project, &from);
    let again = files(&project);
    assert_eq!(again["enums.json"], whole["enums.json"]);
    let person = json(&again["Person.json"]);
    assert_eq!(
        person["objects"]["Person"]["members"]["Colour"]["enum"],
        "Colour"
    );
}

#[test]
fn text_that_a_person_wrote_stays() {
    let (project, from) = project();
    let folder = project.service().join("overlay");
    std::fs::create_dir_all(&folder).unwrap();
    let by_hand = "{\r\n\t\"objects\": { \"AskRequest\": {\r\n\t\t\"doc\": \"Mine.\",   \"members\": { \
                   \"Limit\": { \"doc\":  \"Mine, too.\" }\r\n\t\t} },\r\n\t\"Person\": { \"members\": {} } }\r\n}\r\n";
    std::fs::write(folder.join("hand.json"), by_hand).unwrap();
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let files = files(&project);
    let text = &files["hand.json"];
    let mut rest = text.as_str();
    // All characters are there, in their order.
    for character in by_hand.chars() {
        let at = rest.find(character).unwrap();
        rest = &rest[at + character.len_utf8()..];
    }
    assert!(
        text.starts_with(&by_hand[..by_hand.find("\r\n\t\t} }").unwrap()]),
        "{text}"
    );
    assert!(!text.replace("\r\n", "").contains('\n'), "{text:?}");
    let hand = json(text);
    let request = &hand["objects"]["AskRequest"];
    assert_eq!(request["members"]["Limit"], json!({ "doc": "Mine, too." }));
    assert_eq!(request["doc"], "Mine.");
    assert_eq!(
        request["members"]["Question"]["constraint"]["maxLength"],
        150
    );
    assert_eq!(
        hand["objects"]["Person"]["members"]["Name"],
        json!({ "doc": "" })
    );
    assert_eq!(
        json(&files["Ask.json"])["objects"]["AskRequest"],
        Value::Null
    );
    draft(&project, &from).assert_stdout(["the overlay has an entry for everything"]);
}

#[test]
fn hostile_prose_stays_inside_of_its_text() {
    let (project, from) = project();
    draft(&project, &from);
    let ask = json(&files(&project)["Ask.json"]);
    let odd = &ask["objects"]["AskRequest"]["members"]["Odd"];
    let known = ["doc", "enum", "constraint", "provenance", "proposed"];
    for name in odd.as_object().unwrap().keys() {
        assert!(known.contains(&name.as_str()), "{odd}");
    }
    let ran = project.run(&["codegen"]);
    assert!(!ran.stderr.contains("U+"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("unknown member"), "{}", ran.stderr);
}

#[test]
fn a_member_with_known_prose_gets_the_entry_of_the_other() {
    let (project, from) = project();
    let mine = json!({ "objects": { "Person": { "members": {
        "Colour": { "doc": "The colour.", "default": "RED" },
    }}}});
    project.overlay(&mine);
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let ask = json(&files(&project)["Ask.json"]);
    assert_eq!(
        ask["objects"]["AskRequest"]["members"]["Colour"],
        json!({ "doc": "The colour.", "default": "RED" })
    );
}

#[test]
fn an_unknown_action_and_other_prose_are_errors() {
    let (project, from) = project();
    let ran = project.run(&["draft", "Asc", "--from", from.to_str().unwrap()]);
    assert_eq!(ran.status, Some(2));
    ran.assert_stderr(["the facts have no action `Asc`", "did you mean `Ask`?"]);
    let ran = project.run(&["draft", "Wait", "--from", from.to_str().unwrap()]);
    ran.assert_stderr(["cargo xtask add Wait"]);

    let mut other = description();
    members(&mut other, "AskRequest")[0]["document"] = "别的".into();
    let other = project.source("other/3.0.1.1.json", &other);
    let ran = draft(&project, &other);
    assert_eq!(ran.status, Some(2));
    ran.assert_stderr(["the prose of `AskRequest.Question` is not that of the facts"]);

    let newer = project.source("3.0.2.1.json", &description());
    let ran = draft(&project, &newer);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert!(!project.service().join("overlay").exists());

    std::fs::create_dir_all(project.service().join("overlay")).unwrap();
    std::fs::write(project.service().join("overlay/a.json"), "{").unwrap();
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(2));
    ran.assert_stderr(["a.json is not JSON"]);
}

#[test]
fn members_with_shared_documentation_need_no_entry() {
    let (project, from) = project();
    let overlay = project.service().join("overlay");
    std::fs::create_dir_all(&overlay).unwrap();
    let shared =
        r#"{ "members": { "RequestId": { "doc": "The id." }, "Limit": { "doc": "How many." } } }"#;
    std::fs::write(overlay.join("members.json"), shared).unwrap();
    let ran = draft(&project, &from);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let ask = json(&files(&project)["Ask.json"]);
    assert!(ask["objects"]["AskResponse"]["members"]["RequestId"].is_null());
    let limit = &ask["objects"]["AskRequest"]["members"]["Limit"];
    assert!(limit["doc"].is_null() && limit["default"] == 20, "{limit}");
}
