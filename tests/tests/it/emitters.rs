//! Snapshots of each emitter, for descriptions that show one feature each.

use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::tiny::{Tiny, member};

const REQUEST: &str = "src/model/do_thing_request.rs";

#[test]
fn an_object() {
    let tiny = Tiny::new(json!([
        { "name": "Name", "type": "string", "required": true },
        { "name": "Sizes", "type": "uint64", "list": true },
        { "name": "Old", "type": "bool", "disabled": true },
        { "name": "Part", "type": "Part" },
    ]))
    .object("Part", json!([member("At", "datetime")]))
    .overlay(json!({ "objects": { "DoThingRequest": {
        "doc": "What is to be done.\n\nIt is done at once.",
        "members": { "Sizes": { "doc": "The sizes.", "unit": "bytes", "default": 3 } },
    } } }));
    assert_snapshot!(tiny.file(REQUEST));
}

#[test]
fn items_without_documentation_link_to_the_official_page() {
    let page = "https://a.b/c";
    let named = Tiny::new(json!([member("Name", "string"), member("Part", "Part")]))
        .object(
            "Part",
            json!([member("At", "datetime"), member("Id", "string")]),
        )
        .object("Lost", json!([member("Id", "string")]))
        .overlay(json!({
            "actions": { "DoThing": { "documentation": page } },
            "objects": { "Part": { "members": { "Id": { "doc": "Which part." } } } },
        }));
    let pages = |file: &str| {
        named
            .file(file)
            .matches("Official page: <https://a.b/c>")
            .count()
    };
    // The object and its members. The members of an inner object use the page of the action that reaches
    // it.
    assert_eq!(pages(REQUEST), 3);
    assert_eq!(pages("src/model/part.rs"), 2);
    assert!(
        !named
            .generate()
            .unwrap()
            .files
            .contains_key("src/model/lost.rs")
    );
}

#[test]
fn always_required_members_are_constructor_arguments() {
    let tiny = Tiny::new(json!([{ "name": "Name", "type": "string", "required": true }])).overlay(
        json!({ "objects": { "DoThingRequest": {
            "members": { "Name": { "always_required": true } },
        } } }),
    );
    assert_snapshot!(tiny.file(REQUEST));
}

#[test]
fn invalid_rust_names_are_replaced() {
    let tiny = Tiny::new(json!([
        member("Type", "string"),
        member("Self", "string"),
        member("gen", "string"),
        member("3DModel", "string"),
        member("IDCard", "string"),
        member("appId", "string"),
        member("app_id", "string"),
        member("Option", "Option"),
    ]))
    .object("Option", json!([member("String", "string")]));
    let fields = |text: String| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| line.starts_with("pub "))
            .map(str::to_owned)
            .collect()
    };
    assert_snapshot!(fields(tiny.file(REQUEST)).join("\n"));
}

#[test]
fn a_recursive_object_is_boxed() {
    let tiny = Tiny::new(json!([member("Root", "Node")])).object(
        "Node",
        json!([member("Next", "Node"), { "name": "Others", "type": "Node", "list": true }]),
    );
    let text = tiny.file("src/model/node.rs");
    let end = text.find("impl Node").unwrap();
    assert_snapshot!(&text[..end]);
}

#[test]
fn always_present_members_are_not_optional() {
    let tiny = Tiny::new(json!([]))
        .fact(
            "/objects/DoThingResponse/members",
            json!([member("Link", "string"), member("RequestId", "string")]),
        )
        .overlay(json!({ "objects": { "DoThingResponse": {
            "members": { "Link": { "always_present": true, "sensitive": true } },
        } } }));
    assert_snapshot!(tiny.file("src/model/do_thing_response.rs"));
}

fn coloured(values: Value, of: &str, ignore_case: bool) -> Tiny {
    Tiny::new(json!([member("Colour", of)])).overlay(json!({
        "enums": { "Colour": { "doc": "A colour.", "values": values, "ignore_case": ignore_case } },
        "objects": { "DoThingRequest": { "members": { "Colour": { "enum": "Colour" } } } },
    }))
}

#[test]
fn an_enum_of_numbers() {
    let values = json!([
        { "value": 1, "name": "Red", "doc": "Like blood." },
        { "value": 2, "name": "Green", "doc": "Like grass." },
    ]);
    assert_snapshot!(coloured(values, "int64", false).file("src/model/colour.rs"));
}

#[test]
fn an_enum_of_strings_that_ignores_case() {
    let values = json!([
        { "value": "RED", "name": "Red", "doc": "Like blood." },
        { "value": "GREEN", "name": "Green", "doc": "Like grass." },
    ]);
    assert_snapshot!(coloured(values, "string", true).file("src/model/colour.rs"));
}

#[test]
fn rules_about_an_enum_that_ignores_case_accept_any_case() {
    let zip = json!({ "properties": { "Kind": { "const": "ZIP" } }, "required": ["Kind"] });
    let tiny = Tiny::new(json!([
        member("Kind", "string"),
        { "name": "Kinds", "type": "string", "list": true },
        member("Size", "int64"),
    ]))
    .overlay(json!({
        "enums": { "Kind": { "doc": "A kind.", "ignore_case": true, "values": [
            { "value": "ZIP", "name": "Zip", "doc": "A zip file." },
            { "value": "PDF", "name": "Pdf", "doc": "A page." },
        ] } },
        "objects": { "DoThingRequest": {
            "members": {
                "Kind": { "enum": "Kind", "default": "zip", "constraint": { "enum": ["ZIP"] } },
                "Kinds": { "enum": "Kind", "constraint": { "items": { "enum": ["PDF"] } } },
            },
            "rules": [
                { "name": "sized", "message": "Give the size of a zip file.", "schema": {
                    "if": zip, "then": { "required": ["Size"] },
                } },
                { "name": "unmixed", "message": "Give no zip files in a list.", "schema": {
                    "properties": { "Kinds": { "not": { "contains": { "const": "ZIP" } } } },
                } },
            ],
        } },
    }));
    let schema = tiny.file("src/schema/do_thing_request.rs");
    assert_snapshot!(validators(&tiny) + &schema);
}

/// Returns the validators of a request, without the code around them.
fn validators(tiny: &Tiny) -> String {
    let text = tiny.file("src/validate/do_thing_request.rs");
    let constants = text.find("const ");
    let validator = text.find("impl validate::Validate for");
    let start = constants.or(validator).unwrap();
    text[start..].to_owned()
}

#[test]
fn a_service_needs_a_region_unless_the_overlay_disagrees() {
    let service = |tiny: Tiny| tiny.file("src/lib.rs").contains(".requires_region()");
    let tiny = || Tiny::new(json!([]));
    let needing = || tiny().fact("/requires_region", true.into());
    let said = |region: &str| json!({ "service": { "title": "Demo", "doc": "It demonstrates.", "region": region } });
    assert!(!service(tiny()));
    assert!(service(needing()));
    assert!(service(tiny().overlay(said("required"))));
    assert!(!service(needing().overlay(said("optional"))));
}

#[test]
fn bytes_are_a_type_of_their_own_unless_the_body_is_json() {
    let members = json!([{ "name": "File", "type": "binary" }]);
    let tiny = |body: &str| Tiny::new(members.clone()).fact("/actions/DoThing/body", body.into());
    let request = "src/model/do_thing_request.rs";
    for (body, form) in [("multipart", "Multipart"), ("octets", "Octets")] {
        let bytes = tiny(body).file(request);
        assert!(bytes.contains("pub file: Option<tencent_runtime::wire::Blob>"));
        assert!(bytes.contains(r#""format": "byte""#), "{bytes}");
        let action = tiny(body).file("src/action/do_thing.rs");
        let form = format!(".body_form(tencent_runtime::BodyForm::{form})");
        assert!(action.contains(&form), "{action}");
        let is_body = bytes.contains("/// The bytes of the request body.");
        assert_eq!(is_body, body == "octets", "{bytes}");
    }
    assert!(
        tiny("json")
            .file(request)
            .contains("pub file: Option<String>")
    );
}

#[test]
fn constraints_of_members() {
    let tiny = Tiny::new(json!([
        { "name": "Name", "type": "string", "required": true },
        member("Age", "int64"),
        { "name": "Tags", "type": "string", "list": true },
        { "name": "Parts", "type": "Part", "list": true },
    ]))
    .object(
        "Part",
        json!([{ "name": "Id", "type": "string", "required": true }]),
    )
    .overlay(json!({ "objects": { "DoThingRequest": { "members": {
        "Name": { "constraint": {
            "minLength": 2, "maxLength": 8, "pattern": "^[a-z]+$", "description": "small letters",
        } },
        "Age": { "constraint": { "minimum": 0, "maximum": 150 } },
        "Tags": { "constraint": { "minItems": 1, "maxItems": 3, "items": { "maxLength": 5 } } },
    } } } }));
    assert_snapshot!(validators(&tiny));
}

#[test]
fn patterns_are_named_once_for_the_crate() {
    let tiny = Tiny::new(json!([
        member("Name", "string"),
        member("Other", "string"),
        { "name": "Parts", "type": "Part", "list": true },
    ]))
    .object("Part", json!([member("Phone", "string")]))
    .overlay(json!({ "objects": {
        "Part": { "members": { "Phone": { "constraint": {
            "pattern": "^[0-9]{11}$", "title": "mobile number", "description": "11 digits",
        } } } },
        "DoThingRequest": {
            "members": { "Name": { "constraint": { "pattern": "^[a-z]+$" } } },
            "rules": [{
                "name": "r",
                "message": "Give numbers.",
                "schema": { "properties": {
                    "Name": { "pattern": "^[0-9]{11}$" },
                    "Other": { "pattern": "^[a-z]+$" },
                } },
            }],
        },
    } }));
    assert_snapshot!(tiny.file("src/patterns.rs"));
    assert!(validators(&tiny).contains("patterns::MOBILE_NUMBER.is_match(name)"));
}

#[test]
fn names_in_documentation_are_links() {
    let tiny = Tiny::new(json!([
        member("Name", "string"),
        member("Colour", "int64"),
        { "name": "Part", "type": "Part" },
    ]))
    .object("Part", json!([member("Id", "string")]))
    .overlay(json!({
        "enums": { "Colour": { "doc": "A colour.", "values": [
            { "value": 1, "name": "Red", "doc": "Unlike `2`." },
            { "value": 2, "name": "Green", "doc": "Green." },
        ] } },
        "objects": {
            "Part": { "members": { "Id": { "doc": "See `DoThing`, `DoThingRequest.Name` and `Id`." } } },
            "DoThingRequest": {
                "doc": "Give `Name` with `Colour` `1` or `2`, but `3` never.\n\n```\n`Name`\n```",
                "members": {
                    "Name": { "doc": "Not `Part.Id`, and `1` is [`Colour`](https://a.b)." },
                    "Colour": { "enum": "Colour", "default": 1 },
                },
            },
        },
    }));
    let links = |file: &str| {
        let text = tiny.file(file);
        let lines = text.lines().map(str::trim_start);
        let lines: Vec<_> = lines
            .filter(|line| line.starts_with("///"))
            .map(str::to_owned)
            .collect();
        lines.join("\n")
    };
    let files = [REQUEST, "src/model/part.rs", "src/model/colour.rs"];
    assert_snapshot!(files.map(links).join("\n\n"));
}

#[test]
fn an_example_of_the_overlay_is_shown_as_code() {
    let tiny = Tiny::new(json!([
        member("Name", "string"),
        { "name": "Sizes", "type": "float", "list": true },
        member("Part", "Part"),
        { "name": "Parts", "type": "Part", "list": true },
    ]))
    .object("Part", json!([member("Id", "uint64")]))
    .overlay(json!({ "actions": { "DoThing": { "example": {
        "Name": "a \"b\"", "Sizes": [1, 2.5], "Part": { "Id": 3 }, "Parts": [{ "Id": 4 }, {}],
    } } } }));
    let text = tiny.file(REQUEST);
    let start = text.find("# Example").unwrap();
    let end = start + text[start..].find("#[derive").unwrap();
    assert_snapshot!(&text[start..end]);
}

/// Clippy rejects comparisons of a length with the smallest one.
#[test]
fn lengths_of_zero_and_one_are_tested_with_is_empty() {
    let tags = json!({ "name": "Tags", "type": "string", "list": true });
    for (schema, expected) in [
        (json!({ "maxItems": 0 }), "tags.is_empty()"),
        (json!({ "not": { "maxItems": 0 } }), "!tags.is_empty()"),
        (json!({ "minItems": 1 }), "!tags.is_empty()"),
        (json!({ "not": { "minItems": 1 } }), "tags.is_empty()"),
    ] {
        let rule = json!({
            "name": "tags", "message": "Tags.", "schema": { "properties": { "Tags": schema } },
        });
        let tiny = Tiny::new(json!([tags]))
            .overlay(json!({ "objects": { "DoThingRequest": { "rules": [rule] } } }));
        let text = validators(&tiny);
        let test = text
            .split("report,")
            .nth(1)
            .unwrap()
            .split(',')
            .next()
            .unwrap();
        assert_eq!(test.trim(), expected);
    }
}

#[test]
fn rules_between_members() {
    let tiny = Tiny::new(json!([
        member("Kind", "int64"),
        member("Name", "string"),
        member("Mail", "string"),
    ]))
    .overlay(json!({ "objects": { "DoThingRequest": { "rules": [
        {
            "name": "name_or_mail",
            "message": "either Name or Mail must be given",
            "schema": { "anyOf": [{ "required": ["Name"] }, { "required": ["Mail"] }] },
        },
        {
            "name": "kind_2_has_a_name",
            "message": "Name must be given where Kind is 2",
            "schema": {
                "if": { "properties": { "Kind": { "const": 2 } }, "required": ["Kind"] },
                "then": { "required": ["Name"] },
            },
        },
    ] } } }));
    assert_snapshot!(validators(&tiny));
}

/// The rule applies to each value of its object in the requests of the named actions, and to no other request.
#[test]
fn rules_limited_to_actions() {
    let person = json!([
        member("Name", "string"),
        { "name": "Mail", "type": "string", "disabled": true },
        member("Note", "string"),
    ]);
    let group = json!([
        member("Note", "string"),
        { "name": "People", "type": "Person", "list": true },
    ]);
    let tiny = Tiny::new(json!([
        member("Name", "string"),
        member("Person", "Person"),
        member("Group", "Group"),
    ]))
    .action("DoOther", json!([member("Person", "Person")]))
    .action("DoThat", json!([member("Person", "Person")]))
    .object("Person", person)
    .object("Group", group)
    .overlay(json!({ "objects": {
        "Person": { "rules": [
            {
                "name": "name-or-mail",
                "message": "Every Person has Name or Mail.",
                "schema": { "anyOf": [{ "required": ["Name"] }, { "required": ["Mail"] }] },
                "actions": ["DoThing", "DoThat"],
            },
            {
                "name": "no-mail",
                "message": "The server ignores Mail.",
                "schema": { "not": { "required": ["Mail"] } },
                "actions": ["DoThat"],
                "warning": true,
            },
        ] },
        "DoOtherRequest": { "rules": [{
            "name": "person",
            "message": "Give Person.",
            "schema": { "required": ["Person"] },
            "actions": ["DoOther"],
        }] },
    } }));
    let doc = |file: &str| {
        let text = tiny.file(&format!("src/model/{file}.rs"));
        let end = text.find("#[derive").unwrap();
        let doc = text[..end].lines().filter(|line| line.starts_with("///"));
        doc.collect::<Vec<_>>().join("\n")
    };
    let objects = [
        "person",
        "do_thing_request",
        "do_that_request",
        "do_other_request",
    ];
    let validators = objects.map(|file| tiny.file(&format!("src/validate/{file}.rs")));
    let schema = tiny.file("src/schema/do_thing_request.rs");
    let parts = objects.map(doc).into_iter().chain(validators);
    let parts: Vec<String> = parts.chain([schema]).collect();
    assert_snapshot!(parts.join("\n\n"));
}

#[test]
fn sensitive_members_are_marked() {
    let tiny = Tiny::new(json!([
        member("Name", "string"),
        member("Password", "string")
    ]))
    .overlay(json!({ "objects": { "DoThingRequest": {
            "members": { "Password": { "sensitive": true } },
        } } }));
    let text = tiny.file(REQUEST);
    let start = text.find("tencent_runtime::object!").unwrap();
    let end = text[start..].find("\n}\n").unwrap() + start + 3;
    assert_snapshot!(&text[start..end]);
}

/// A request with every keyword that a schema can contain, and a response with the same enum.
#[test]
fn the_schemas() {
    let tiny = Tiny::new(json!([
        { "name": "Name", "type": "string", "required": true },
        { "name": "Age", "type": "uint64", "disabled": true },
        { "name": "Tags", "type": "string", "list": true },
        { "name": "Sizes", "type": "string", "list": true },
        member("Colour", "string"),
        { "name": "Others", "type": "DoThingRequest", "list": true },
    ]))
    .fact(
        "/objects/DoThingResponse/members",
        json!([
            member("Colour", "string"),
            member("Link", "string"),
            member("RequestId", "string"),
        ]),
    )
    .overlay(json!({
        "enums": {
            "Colour": { "doc": "A colour.", "ignore_case": true, "values": [
                { "value": "RED", "name": "Red", "doc": "Like blood.\n\nOr a rose." },
            ] },
            "Size": { "doc": "A size.", "values": [
                { "value": "L", "name": "Large", "doc": "Large." },
            ] },
        },
        "objects": {
            "DoThingRequest": {
                "doc": "What is to be done.\n\nIt is done at once.",
                "members": {
                    "Name": { "doc": "The name.", "constraint": { "pattern": "^\"#[a-z]+\"#$" } },
                    "Age": { "doc": "The age.", "unit": "years", "default": 3, "constraint": { "maximum": 150 } },
                    "Tags": { "constraint": { "items": { "pattern": "^[a-z]+$", "minLength": 1 } } },
                    "Sizes": { "enum": "Size" },
                    "Colour": { "enum": "Colour" },
                },
                "rules": [
                    {
                        "name": "name_or_tags",
                        "message": "Give a name or tags.",
                        "schema": { "anyOf": [{ "required": ["Name"] }, { "required": ["Tags"] }] },
                    },
                    {
                        "name": "no_tags",
                        "message": "Better give no tags.",
                        "schema": { "not": { "required": ["Tags"] } },
                        "warning": true,
                    },
                ],
            },
            "DoThingResponse": { "members": {
                "Colour": { "enum": "Colour" },
                "Link": { "always_present": true },
            } },
        },
    }));
    let files = [
        "src/schema/do_thing_request.rs",
        "src/schema/do_thing_response.rs",
        "src/schema/colour.rs",
    ];
    let schemas = files.map(|file| tiny.file(file));
    assert_snapshot!(schemas.join("\n"));
}

fn full() -> Tiny {
    Tiny::new(json!([member("Name", "string")])).overlay(json!({
        "service": {
            "title": "Demo",
            "doc": "A service that does things.",
            "host": "demo.tencentcloudapi.com",
        },
        "actions": { "DoThing": {
            "doc": "Does the thing.",
            "requests_per_second": 20,
            "server_timeout_seconds": 30,
            "idempotent": "Doing it twice is like doing it once.",
            "retry_on": [{
                "code": "ResourceUnavailable.Busy", "reason": "The thing is not ready yet.",
                "pause_seconds": 3, "within_seconds": 300,
            }],
            "errors": ["FailedOperation.Broken", "ResourceUnavailable.Busy"],
        } },
        "errors": {
            "FailedOperation.Broken": { "doc": "The thing is broken." },
            "ResourceUnavailable.Busy": { "doc": "The thing is busy." },
        },
    }))
}

#[test]
fn the_client() {
    assert_snapshot!(full().file("src/client.rs"));
}

#[test]
fn the_blocking_client() {
    assert_snapshot!(full().file("src/blocking/mod.rs"));
}

#[test]
fn the_calls_of_an_action() {
    assert_snapshot!(full().file("src/action/do_thing.rs"));
}

#[test]
fn the_stub() {
    assert_snapshot!(full().file("src/stub.rs"));
}

#[test]
fn the_error_codes() {
    assert_snapshot!(full().file("src/error_code.rs"));
}

#[test]
fn the_crate() {
    let lib = full().file("src/lib.rs");
    let manifest = full().file("Cargo.toml");
    let models = full().file("src/model/mod.rs");
    assert_snapshot!(format!(
        "{lib}\n# {}\n{models}\n# Cargo.toml\n{manifest}",
        "src/model/mod.rs"
    ));
}

#[test]
fn environments_and_hosts_of_an_action() {
    let tiny = Tiny::new(json!([])).overlay(json!({
        "service": { "title": "Demo", "doc": "It does.", "environments": [
            { "name": "Production", "doc": "It counts.", "host": "demo.example.com" },
            { "name": "JointTest", "doc": "Nothing counts.\n\nTry it.", "host": "demo.test.example.com" },
        ] },
        "actions": { "DoThing": { "doc": "Does it.", "max_request_bytes": 4096, "hosts": {
            "JointTest": "file.test.example.com", "Production": "file.example.com",
        } } },
    }));
    let lib = tiny.file("src/lib.rs");
    let calls = lib.find("- **Environments:**").unwrap();
    let modules = lib.find("mod action;").unwrap();
    let end = lib.find("/// Visits").unwrap();
    let action = tiny.file("src/action/do_thing.rs");
    assert_snapshot!(format!(
        "{}\n// src/lib.rs\n{}…\n{}\n// src/action/do_thing.rs\n{action}",
        tiny.file("src/environment.rs"),
        &lib[calls..modules][..420],
        &lib[modules..end]
    ));
}

#[test]
fn only_objects_without_floats_are_eq() {
    let parts = json!({ "name": "Parts", "type": "Part", "list": true });
    let tiny = Tiny::new(json!([parts, member("Whole", "Whole")]))
        .object("Part", json!([member("Share", "float")]))
        .object("Whole", json!([member("Count", "int64")]));
    let is_partial = |path: &str| tiny.file(path).contains("    eq: partial;\n");
    assert!(is_partial(REQUEST) && is_partial("src/model/part.rs"));
    assert!(!is_partial("src/model/whole.rs"));
}

#[test]
fn unreachable_objects_are_not_generated() {
    let some = Tiny::new(json!([member("Part", "Part")]))
        .object("Part", json!([member("Id", "string")]))
        .object("Lost", json!([member("Kind", "string")]))
        .overlay(json!({
            "enums": { "Kind": { "doc": "A kind.", "values": [
                { "value": "a", "name": "A", "doc": "An a." },
            ] } },
            "objects": { "Lost": { "members": { "Kind": { "enum": "Kind" } } } },
        }));
    let files = some.generate().unwrap().files;
    assert!(files.contains_key("src/model/part.rs"));
    for file in ["src/model/lost.rs", "src/model/kind.rs"] {
        assert!(!files.contains_key(file), "{file}");
    }

    let none = some.fact("/actions/DoThing/status", json!("offline"));
    let files = none.generate().unwrap().files;
    assert!(
        files.keys().all(|path| !path.contains("model")),
        "{:?}",
        files.keys()
    );
    let texts = [&files["src/lib.rs"], &files["Cargo.toml"]].map(String::as_str);
    assert_snapshot!(texts.join("\n"));
}

#[test]
fn an_example_sets_required_members() {
    let required = |name: &str, of: &str, list: bool| json!({ "name": name, "type": of, "list": list, "required": true });
    let tiny = Tiny::new(json!([
        required("Name", "string", false),
        member("Note", "string"),
        required("Part", "Part", false),
        required("Size", "uint64", false),
        required("Tags", "string", true),
        required("Share", "float", false),
        required("Last", "bool", false),
    ]))
    .object("Part", json!([member("Id", "string")]));
    let text = tiny.file("src/client.rs");
    let start = text.find("let request").unwrap();
    let end = start + text[start..].find("let response").unwrap();
    assert_snapshot!(&text[start..end]);
}

#[test]
fn the_command_line() {
    assert_snapshot!(full().file("examples/call.rs"));
}

#[test]
fn the_program() {
    assert_snapshot!(full().file("src/main.rs"));
}

#[test]
fn every_file_names_its_source() {
    let output = full().generate().unwrap();
    for (path, text) in &output.files {
        let first = text.lines().next().unwrap();
        assert!(
            first.contains("@generated by `cargo xtask codegen`"),
            "{path}: {first}"
        );
        assert!(first.contains("demo-2020-01-01"), "{path}: {first}");
    }
    let other = full()
        .fact("/source/release", json!("3.0.2"))
        .generate()
        .unwrap();
    let mut changed = output.files.keys().collect::<Vec<_>>();
    changed.retain(|path| output.files[*path] != other.files[*path]);
    assert_eq!(changed, ["Cargo.toml"], "only this file names the release");
}

/// Names in a description that generated files use for other items.
#[test]
fn names_of_requests_and_actions_do_not_shadow_generated_names() {
    for name in ["Error", "Backend", "Client", "Arc", "名"] {
        let tiny = Tiny::new(json!([]))
            .object(name, json!([]))
            .fact("/actions/DoThing/input", json!(name));
        let text = tiny.file("src/action/do_thing.rs");
        let rust = if name.is_ascii() {
            format!("{name}_")
        } else {
            "Unnamed".to_owned()
        };
        assert!(text.contains(&format!("request: {rust})")), "{text}");
    }
    let tiny = Tiny::new(json!([])).object("In", json!([])).fact(
        "/actions/Clone",
        json!({ "input": "In", "output": "DoThingResponse" }),
    );
    assert!(
        tiny.file("src/action/clone_.rs")
            .contains("fn clone_(&self")
    );
}
