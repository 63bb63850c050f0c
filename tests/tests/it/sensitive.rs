//! Members that are never shown, although no overlay marks them.

use serde_json::{Value, json};
use tencent_codegen::{Documentation, SdkOptions, SourceFile, Upstream};
use tests::tiny::{Tiny, member};

/// Returns the line of sensitive members in the table of an object.
fn table(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim);
    lines.find_map(|line| line.strip_prefix("sensitive: "))
}

#[test]
fn a_flag_applies_to_members_of_the_same_name_and_type() {
    let nick = |of| json!([member("Motto", of), member("Title", "string")]);
    let tiny = Tiny::new(json!([member("Motto", "string"), member("Other", "Same")]))
        .object("Same", nick("string"))
        .action("Rename", nick("uint64"))
        .overlay(json!({ "objects": { "DoThingRequest": {
            "members": { "Motto": { "sensitive": true } },
        } } }));
    let line = Some(r#""Motto";"#);
    assert_eq!(table(&tiny.file("src/model/do_thing_request.rs")), line);
    assert_eq!(table(&tiny.file("src/model/same.rs")), line);
    assert_eq!(table(&tiny.file("src/model/rename_request.rs")), None);
    // Error messages are redacted with the same flags.
    let action = tiny.file("src/action/do_thing.rs");
    assert!(action.contains(r#".sensitive(&["Motto"])"#), "{action}");
}

#[test]
fn a_name_is_enough() {
    let tiny = Tiny::new(json!([
        member("PhoneNumber", "string"),
        member("Name", "string"),
        member("PasswordCount", "string"),
        member("AccessToken", "uint64"),
    ]));
    let text = tiny.file("src/model/do_thing_request.rs");
    assert_eq!(table(&text), Some(r#""PhoneNumber";"#));
}

#[test]
fn upstream_prose_is_read_even_if_it_does_not_become_documentation() {
    let described = |name: &str, prose: &str| json!({ "name": name, "type": "string", "member": "string", "document": prose });
    let object = |members: Value| json!({ "type": "object", "document": "", "members": members });
    let api = json!({
        "version": "1.0",
        "metadata": { "serviceShortName": "demo", "apiVersion": "2020-01-01" },
        "actions": { "DoThing": {
            "name": "", "document": "", "status": "online",
            "input": "DoThingRequest", "output": "DoThingResponse",
        } },
        "objects": {
            "DoThingRequest": object(json!([
                described("Name", "用户姓名。"),
                described("Title", "标题"),
            ])),
            "DoThingResponse": object(json!([described("Name", "实例名称")])),
        },
    });
    let upstream = Upstream::parse(&SourceFile::new("api.json", api.to_string()), "3.0.1").unwrap();
    for documentation in [Documentation::Prose, Documentation::None] {
        let options = SdkOptions {
            documentation,
            ..SdkOptions::default()
        };
        let files = upstream.generate(&options).unwrap().files;
        let request = &files["src/model/do_thing_request.rs"];
        assert_eq!(table(request), Some(r#""Name";"#), "{documentation:?}");
        // A flag that was read from prose does not apply to other members: their prose is known.
        assert_eq!(table(&files["src/model/do_thing_response.rs"]), None);
    }
}
