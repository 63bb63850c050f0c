//! Tests the state machines of a mock: the code that a description gives, and mistakes in them.

use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::diagnostics::{assert_problem, problems};
use tests::schema::place;
use tests::tiny::{Tiny, member};

fn list(name: &str, of: &str) -> Value {
    json!({ "name": name, "type": of, "list": true })
}

/// A service with boxes that their owners open.
fn tiny(overlay: Value) -> Tiny {
    let box_members = json!([
        member("BoxId", "string"),
        member("State", "string"),
        member("Colour", "string"),
        member("MadeOn", "int64"),
        list("Keepers", "Keeper"),
    ]);
    let owner = json!([member("Name", "string"), member("Age", "int64")]);
    let keeper = json!([
        member("KeeperName", "string"),
        member("State", "int64"),
        member("ActedOn", "int64"),
    ]);
    Tiny::new(json!([]))
        .action(
            "MakeBox",
            json!([member("Colour", "string"), list("Owners", "Owner")]),
        )
        .action("BurnBox", json!([member("BoxId", "string")]))
        .action(
            "AskBoxes",
            json!([list("BoxIds", "string"), member("Kind", "string")]),
        )
        .object("MakeBoxResponse", json!([member("BoxId", "string")]))
        .fact("/actions/MakeBox/output", json!("MakeBoxResponse"))
        .object(
            "AskBoxesResponse",
            json!([list("Boxes", "Box"), member("RequestId", "string")]),
        )
        .fact("/actions/AskBoxes/output", json!("AskBoxesResponse"))
        .object("Box", box_members)
        .object("Owner", owner)
        .object("Keeper", keeper)
        .overlay(overlay)
        .callbacks(callbacks())
}

fn overlay() -> Value {
    json!({
        "actions": {
            "MakeBox": { "creates": ["BoxId"] },
            "BurnBox": { "errors": ["Denied.Burnt"] },
        },
        "errors": { "Denied.Burnt": { "doc": "It is burnt." } },
        "enums": {
            "BoxState": { "doc": "A state.", "values": [
                { "value": "NEW", "name": "New", "doc": "New." },
                { "value": "PART", "name": "PartlyOpen", "doc": "Partly open." },
                { "value": "OPEN", "name": "Open", "doc": "Open." },
                { "value": "BURNT", "name": "Burnt", "doc": "Burnt." },
                { "value": "LOST", "name": "Lost", "doc": "Lost." },
            ] },
            "KeeperState": { "doc": "A state.", "values": [
                { "value": 1, "name": "Waits", "doc": "Waits." },
                { "value": 2, "name": "Opened", "doc": "Opened." },
            ] },
        },
        "objects": {
            "Box": { "members": { "State": { "enum": "BoxState" } } },
            "Keeper": { "members": { "State": { "enum": "KeeperState" } } },
            "AskBoxesRequest": { "members": {
                "Kind": { "doc": "The kind." },
                "BoxIds": { "doc": "The boxes." },
            } },
        },
        "state_machines": { "Box": machine() },
    })
}

fn machine() -> Value {
    json!({
        "doc": "Changes the states of boxes.",
        "id": "BoxId",
        "states": "BoxState",
        "parties": {
            "members": ["Owners", "Keepers"],
            "states": "KeeperState",
            "shown": { "changed_at": ["ActedOn"], "same_as": { "KeeperName": "Name" } },
        },
        "shown": {
            "created_at": ["MadeOn"],
            "changed_at": ["At"],
            "by_state": { "Word": { "NEW": "new", "OPEN": "open" } },
        },
        "message": { "type": "BoxChange", "values": { "Loud": true } },
        "actions": {
            "MakeBox": { "to": "NEW", "parties": 1 },
            "BurnBox": { "from": ["NEW", "PART"], "to": "BURNT", "denied": { "Denied.Burnt": ["BURNT"] } },
        },
        "commands": {
            "OpenLid": {
                "doc": "The next owner opens the lid.",
                "from": ["NEW", "PART"],
                "party": 2,
                "to": "PART",
                "messages": [{ "Step": "open" }],
                "last": { "to": "OPEN", "messages": [{ "Step": "open" }, { "Step": "end" }] },
            },
        },
    })
}

fn callbacks() -> Value {
    let value = |value: &str, name: &str, is_final: bool| {
        let doc = format!("{name}.");
        match is_final {
            true => json!({ "value": value, "name": name, "doc": doc, "final": true }),
            false => json!({ "value": value, "name": name, "doc": doc }),
        }
    };
    let member = |name: &str, of: &str| json!({ "name": name, "type": of, "doc": "A value." });
    json!({
        "doc": "Callbacks.",
        "version": "App",
        "sources": { "page": "a page" },
        "messages": {
            "BoxChange": { "doc": "A box changed.", "data": "BoxChange", "sources": ["page"] },
            "Other": { "doc": "Something.", "sources": ["page"] },
        },
        "objects": {
            "BoxChange": { "doc": "A change.", "sources": ["page"], "members": [
                member("BoxId", "string"),
                { "name": "Now", "type": "string", "doc": "The state.", "enum": "BoxState" },
                member("Word", "string"),
                member("At", "int64"),
                member("Loud", "bool"),
                { "name": "Step", "type": "string", "doc": "The step.", "enum": "Step" },
                { "name": "Owners", "type": "Opener", "list": true, "doc": "The owners." },
            ] },
            "Opener": { "doc": "An owner.", "sources": ["page"], "members": [member("Name", "string")] },
        },
        "enums": {
            "BoxState": { "doc": "A state.", "sources": ["page"], "values": [
                value("NEW", "New", false), value("PART", "PartlyOpen", false), value("OPEN", "Open", true),
                value("BURNT", "Burnt", true),
            ] },
            "Step": { "doc": "A step.", "sources": ["page"], "values": [
                value("open", "Open", false), value("end", "End", false),
            ] },
        },
    })
}

#[test]
fn the_commands_and_the_state_machine() {
    assert_snapshot!(tiny(overlay()).file("src/mock.rs"));
}

#[test]
fn only_a_crate_with_state_machines_has_a_module_for_the_mock() {
    let with = tiny(overlay()).generate().unwrap().files;
    let lib = &with["src/lib.rs"];
    assert!(
        lib.contains("#[cfg(feature = \"mock\")]\npub mod mock;"),
        "{lib}"
    );
    assert!(
        lib.contains("actions.add_state_machine(&mock::BOX);"),
        "{lib}"
    );
    let mut overlay = overlay();
    overlay.as_object_mut().unwrap().remove("state_machines");
    let without = tiny(overlay).generate().unwrap().files;
    assert!(without["src/lib.rs"].contains("pub use tencent_mock as mock;"));
    assert!(!without.contains_key("src/mock.rs"));
}

#[test]
fn states_of_numbers_and_machines_without_parties_or_messages_are_possible() {
    let mut overlay = overlay();
    let machine = &mut overlay["state_machines"]["Box"];
    *machine = json!({
        "doc": "Changes the states of keepers.", "id": "BoxId", "states": "BoxState",
        "actions": { "MakeBox": { "to": "NEW" } },
        "commands": { "Lose": { "doc": "It is lost.", "from": ["NEW"], "to": "LOST" } },
    });
    let text = tiny(overlay).file("src/mock.rs");
    assert!(text.contains("message: None"), "{text}");
    assert!(text.contains("parties: &[]"), "{text}");
}

#[test]
fn links_of_ids_are_for_the_mock() {
    let mut overlay = overlay();
    let ids = json!([{ "of": "BoxId", "when": { "Kind": "BOX" } }]);
    overlay["objects"]["AskBoxesRequest"]["members"]["BoxIds"]["ids"] = ids;
    let text = tiny(overlay).file("src/documented/ask_boxes.rs");
    let link = r#"member: "BoxIds", of: "BoxId", when: &[("Kind", Scalar::Text("BOX"))]"#;
    assert!(
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(link),
        "{text}"
    );
}

#[test]
fn mistakes_in_links_of_ids_are_reported() {
    for (of, when, expected) in [
        (
            "BxId",
            json!({ "Kind": "BOX" }),
            ["/BoxIds/ids/0/of", "no action creates", "`BoxId`"],
        ),
        (
            "BoxId",
            json!({ "Knd": "BOX" }),
            ["/ids/0/when/Knd", "beside `BoxIds`", "`Kind`"],
        ),
        (
            "BoxId",
            json!({ "Kind": 1 }),
            ["/ids/0/when/Kind", "never has the value 1", "a text"],
        ),
    ] {
        let mut overlay = overlay();
        overlay["objects"]["AskBoxesRequest"]["members"]["BoxIds"]["ids"] =
            json!([{ "of": of, "when": when }]);
        assert_problem(&tiny(overlay), "overlay.json:", &expected);
    }
}

#[test]
fn mistakes_in_state_machines_are_reported() {
    let mistakes = [
        (
            "/id",
            json!("BxId"),
            ["/actions/MakeBox", "creates no `BxId`", "`creates`"],
        ),
        (
            "/states",
            json!("BoxStat"),
            ["/Box/states", "no enum `BoxStat`", "`BoxState`"],
        ),
        (
            "/states",
            json!("KeeperState"),
            ["/Box/states", "both `BoxId`", "remove the state machine"],
        ),
        (
            "/parties/states",
            json!("None"),
            ["/parties/states", "no enum", ""],
        ),
        (
            "/parties/members/1",
            json!("Keeper"),
            ["/parties/members/1", "no object has a list", "`Keepers`"],
        ),
        (
            "/parties/shown/same_as/Nme",
            json!("Name"),
            ["/parties/shown/same_as/Nme", "", "`Name`"],
        ),
        (
            "/shown/created_at/0",
            json!("MadOn"),
            ["/shown/created_at/0", "`MadOn`", "`MadeOn`"],
        ),
        (
            "/shown/created_at/0",
            json!("Colour"),
            ["/shown/created_at/0", "number `Colour`", ""],
        ),
        (
            "/shown/by_state/Word/NWE",
            json!("x"),
            ["/by_state/Word/NWE", "no value NWE", "NEW, PART"],
        ),
        (
            "/shown/by_state/Word/NEW",
            json!(1),
            ["/by_state/Word/NEW", "never has the value 1", "a text"],
        ),
        (
            "/shown/by_state/Wrd",
            json!({ "NEW": "x" }),
            ["/by_state/Wrd", "", "`Word`"],
        ),
        (
            "/message/type",
            json!("BoxChanged"),
            ["/message/type", "no message", "`BoxChange`"],
        ),
        (
            "/message/type",
            json!("Other"),
            ["/message/type", "members of `Other` are unknown", "`data`"],
        ),
        (
            "/message/values/Loud",
            json!(1),
            ["/values/Loud", "never has the value 1", "true or false"],
        ),
        (
            "/message/values/Lod",
            json!(true),
            ["/values/Lod", "no member `Lod`", "`Loud`"],
        ),
        (
            "/message/values/Owners",
            json!("x"),
            ["/values/Owners", "is a list", "remove it"],
        ),
        (
            "/actions/MkeBox",
            json!({ "to": "NEW" }),
            ["/actions/MkeBox", "no action `MkeBox`", "`MakeBox`"],
        ),
        (
            "/actions/MakeBox",
            json!({ "parties": 1 }),
            ["/actions/MakeBox", "without `to`", "add `to`"],
        ),
        (
            "/actions/MakeBox",
            json!({ "to": "NEW" }),
            ["/actions/MakeBox", "without `parties`", "add"],
        ),
        (
            "/actions/MakeBox/party",
            json!(2),
            ["/actions/MakeBox/party", "creates the thing", "`from`"],
        ),
        (
            "/actions/MakeBox/doc",
            json!("Makes."),
            ["/actions/MakeBox/doc", "nothing shows", "remove it"],
        ),
        (
            "/actions/DoThing",
            json!({ "from": ["NEW"] }),
            ["/actions/DoThing", "`BoxId` or `BoxIds`", ""],
        ),
        (
            "/actions/DoThing",
            json!({ "to": "NEW", "parties": 1 }),
            ["/actions/DoThing", "creates no", "`from`"],
        ),
        (
            "/actions/BurnBox/to",
            json!("BRNT"),
            ["/actions/BurnBox/to", "no value \"BRNT\"", "BURNT"],
        ),
        (
            "/actions/BurnBox/from/1",
            json!("NEW"),
            ["/from/1", "listed twice", "remove"],
        ),
        (
            "/actions/BurnBox/from/1",
            json!("OPEN"),
            ["/BurnBox/to", "BURNT cannot follow OPEN", "may_become"],
        ),
        (
            "/actions/BurnBox/denied/Denied",
            json!(["OPEN"]),
            ["/denied/Denied", "`errors`", "Denied.Burnt"],
        ),
        (
            "/actions/BurnBox/denied/Denied.Burnt/0",
            json!("NEW"),
            ["/denied/Denied.Burnt/0", "listed before", ""],
        ),
        (
            "/commands/OpenLid/party",
            json!(3),
            ["/OpenLid/party", "no value 3", "1, 2"],
        ),
        (
            "/commands/OpenLid/messages/0/Step",
            json!("x"),
            ["/messages/0/Step", "no value \"x\"", "open, end"],
        ),
        (
            "/commands/OpenLid/messages/0/Stp",
            json!("x"),
            ["/messages/0/Stp", "no member", "`Step`"],
        ),
        (
            "/commands/OpenLid/last/to",
            json!("LOST"),
            ["/OpenLid/last", "does not know the state LOST", "add it"],
        ),
        (
            "/commands/OpenLid/denied",
            json!({ "Denied.Burnt": ["OPEN"] }),
            ["/OpenLid/denied", "no error code", ""],
        ),
        (
            "/commands/OpenLid/doc",
            Value::Null,
            ["/commands/OpenLid/doc", "", ""],
        ),
        (
            "/commands/OpenLid",
            json!({ "doc": "x" }),
            ["/commands/OpenLid", "has `from`", "add it"],
        ),
        (
            "/commands/OpenLid",
            json!({ "from": ["NEW"] }),
            ["/commands/OpenLid", "has `doc`", "add it"],
        ),
        (
            "/commands/OpenLID",
            json!({ "doc": "x", "from": ["NEW"] }),
            ["/commands/OpenLid", "`open-lid`", ""],
        ),
        (
            "/commands/Verify",
            json!({ "doc": "x", "from": ["NEW"] }),
            ["/commands/Verify", "method `verify`", ""],
        ),
        (
            "/commands/open",
            json!({ "doc": "x", "from": ["NEW"] }),
            ["/commands/open", "not a valid name", ""],
        ),
        ("/wrong", json!(1), ["/Box", "wrong", ""]),
    ];
    let mut failures = Vec::new();
    for (pointer, value, words) in mistakes {
        let mut overlay = overlay();
        *place(&mut overlay, &format!("/state_machines/Box{pointer}")) = value.clone();
        match tiny(overlay).generate() {
            Ok(_) => failures.push(format!("{pointer} {value} is accepted")),
            found => {
                let lines = problems(found);
                let is_it = |line: &String| words.iter().all(|word| line.contains(word));
                if !lines.iter().any(is_it) {
                    failures.push(format!("{pointer} {value}: {}", lines.join("; ")));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn parts_that_need_another_part_are_reported() {
    for (part, expected) in [
        ("parties", ["/OpenLid/party", "has no parties", "`parties`"]),
        (
            "message",
            [
                "/OpenLid/messages",
                "does not name the message",
                "`message`",
            ],
        ),
    ] {
        let mut overlay = overlay();
        overlay["state_machines"]["Box"]
            .as_object_mut()
            .unwrap()
            .remove(part);
        assert_problem(&tiny(overlay), "overlay.json:", &expected);
    }
    let mut overlay = overlay();
    let command = &mut overlay["state_machines"]["Box"]["commands"]["OpenLid"];
    command.as_object_mut().unwrap().remove("party");
    assert_problem(
        &tiny(overlay),
        "overlay.json:",
        &["/OpenLid/last", "no party acts", "add `party`"],
    );
}

#[test]
fn a_mistake_in_the_message_is_the_only_problem() {
    let mut overlay_with_typo = overlay();
    overlay_with_typo["state_machines"]["Box"]["message"]["type"] = "BoxChanged".into();
    let mut broken_callbacks = callbacks();
    broken_callbacks["messages"]["Other"]["sources"] = json!(["nowhere"]);
    for tiny in [
        tiny(overlay_with_typo),
        tiny(overlay()).callbacks(broken_callbacks),
    ] {
        let found = problems(tiny.generate());
        assert_eq!(found.len(), 1, "{found:#?}");
    }
}

#[test]
fn each_creation_and_each_id_belongs_to_one_machine() {
    let mut created = overlay();
    created["actions"]["AskBoxes"] = json!({ "creates": ["BoxId"] });
    let expected = [
        "/state_machines/Box/actions",
        "`AskBoxes` creates `BoxId`",
        "add `AskBoxes`",
    ];
    assert_problem(&tiny(created), "overlay.json:", &expected);
    let mut twice = overlay();
    twice["state_machines"]["Cage"] = machine();
    let expected = [
        "/state_machines/Cage/id",
        "`Box` has the id `BoxId` too",
        "merge",
    ];
    assert_problem(&tiny(twice), "overlay.json:", &expected);
}
