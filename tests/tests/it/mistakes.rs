//! Makes one deliberate mistake at a time in a correct overlay: each is reported at its place.

use serde_json::{Value, json};
use tencent_codegen::prose_hash;
use tests::diagnostics::{assert_problem, problems};
use tests::schema::place;
use tests::tiny::{Tiny, sources};

/// The prose about each member of the facts below.
fn prose(of: &str) -> String {
    prose_hash(&format!("关于 {of}"))
}

fn facts() -> Value {
    let member = |object: &str, name: &str, of: &str| json!({ "name": name, "type": of, "prose": prose(&format!("{object}.{name}")) });
    json!({
        "service": "demo",
        "version": "2020-01-01",
        "source": { "package": "tccli", "release": "3.0.1" },
        "actions": {
            "DoThing": { "input": "DoThingRequest", "output": "DoThingResponse", "prose": prose("DoThing") },
            "Old": { "input": "OldRequest", "output": "OldResponse", "status": "offline" },
        },
        "objects": {
            "DoThingRequest": { "members": [
                member("DoThingRequest", "Name", "string"),
                member("DoThingRequest", "Seconds", "int64"),
                member("DoThingRequest", "Weight", "float"),
                member("DoThingRequest", "Force", "bool"),
                member("DoThingRequest", "Colour", "string"),
                member("DoThingRequest", "Part", "Part"),
                { "name": "Ids", "type": "string", "list": true, "prose": prose("DoThingRequest.Ids") },
            ] },
            "DoThingResponse": { "members": [
                member("DoThingResponse", "Item", "Item"),
                { "name": "Url", "type": "string", "output_required": true, "prose": prose("DoThingResponse.Url") },
                { "name": "Note", "type": "string", "nullable": true, "prose": prose("DoThingResponse.Note") },
                member("DoThingResponse", "RequestId", "string"),
            ] },
            "Part": { "members": [member("Part", "Id", "string"), member("Part", "Size", "uint64")] },
            "Item": { "members": [member("Item", "Id", "string")] },
            "OldRequest": { "members": [member("OldRequest", "Id", "string")] },
            "OldResponse": { "members": [member("OldResponse", "Id", "string")] },
        },
    })
}

fn read(of: &str) -> Value {
    json!([{ "of": of, "sha256": prose(of), "release": "3.0.1" }])
}

fn overlay() -> Value {
    json!({
        "service": { "title": "Demo", "doc": "Does things.", "host": "demo.tencentcloudapi.com" },
        "actions": { "DoThing": {
            "doc": "Does a thing with `Name` and a `Part`.",
            "requests_per_second": 20,
            "errors": ["FailedOperation"],
            "example": { "Name": "a", "Seconds": 30, "Colour": "RED" },
        } },
        "errors": { "FailedOperation": { "doc": "Try again." } },
        "enums": { "Colour": {
            "doc": "A colour.",
            "values": [
                { "value": "RED", "name": "Red", "doc": "Red." },
                { "value": "BLUE", "name": "Blue", "doc": "Blue." },
            ],
            "provenance": read("DoThingRequest.Colour"),
        } },
        "objects": {
            "DoThingRequest": {
                "doc": "A request. See `Part.Size`.",
                "members": {
                    "Name": { "doc": "The name.", "constraint": { "maxLength": 20 }, "provenance": read("DoThingRequest.Name") },
                    "Seconds": {
                        "doc": "How long. See `Name`.", "unit": "seconds", "default": 60,
                        "constraint": { "minimum": 1, "maximum": 3600 }, "provenance": read("DoThingRequest.Seconds"),
                    },
                    "Colour": { "doc": "The colour, such as `RED`.", "enum": "Colour", "default": "RED" },
                    "Ids": { "doc": "Ids.", "constraint": { "minItems": 1, "maxItems": 5 }, "provenance": read("DoThingRequest.Ids") },
                },
                "rules": [{
                    "name": "forced", "message": "A forced thing has a name.",
                    "schema": { "dependentRequired": { "Force": ["Name"] } },
                    "provenance": read("DoThingRequest.Force"),
                }],
            },
            "DoThingResponse": { "members": { "Url": { "doc": "The link.", "always_present": true } } },
            "Part": { "doc": "A part.", "members": { "Id": { "doc": "Its id." }, "Size": { "doc": "Its size.", "unit": "bytes" } } },
        },
    })
}

/// Sets a value of the overlay. Returns the problems.
fn with(pointer: &str, value: Value) -> tencent_codegen::ServiceSources {
    let mut overlay = overlay();
    *place(&mut overlay, pointer) = value;
    sources(&format!("{:#}", facts()), &format!("{overlay:#}"))
}

#[test]
fn table_probe() {
    assert!(
        tencent_codegen::generate(&sources(
            &format!("{:#}", facts()),
            &format!("{:#}", overlay())
        ))
        .is_ok(),
        "{:?}",
        problems(tencent_codegen::generate(&sources(
            &format!("{:#}", facts()),
            &format!("{:#}", overlay())
        )))
    );
    for (pointer, value) in mistakes() {
        match tencent_codegen::generate(&with(pointer, value.clone())) {
            Ok(_) => println!("SILENT {pointer} {value}"),
            Err(e) => println!(
                "ok     {pointer} {value} => {}",
                problems(Err(e)).join(" ;; ")
            ),
        }
    }
}

fn mistakes() -> Vec<(&'static str, Value)> {
    let q = "/objects/DoThingRequest/members";
    let _ = q;
    vec![
        (
            "/objects/DoThingRequest/members/Nmae",
            json!({ "doc": "…" }),
        ),
        ("/objects/DoThingReqest", json!({ "doc": "…" })),
        ("/actions/DoThign", json!({ "doc": "…" })),
        ("/errors/Unused", json!({ "doc": "…" })),
        ("/actions/DoThing/errors", json!(["FailedOperations"])),
        ("/actions/DoThing/errors", json!([])),
        (
            "/objects/DoThingRequest/members/Name/doc",
            json!("See `Nmae`."),
        ),
        (
            "/objects/DoThingRequest/members/Name/doc",
            json!("See `Part.Sise`."),
        ),
        (
            "/objects/DoThingRequest/members/Name/doc",
            json!("See `Prt.Size`."),
        ),
        ("/objects/DoThingRequest/doc", json!("See `Secondss`.")),
        ("/actions/DoThing/doc", json!("See `Colours`.")),
        ("/enums/Colour/doc", json!("See `Prat`.")),
        ("/enums/Colour/values/0/doc", json!("Not `BLEU`.")),
        ("/errors/FailedOperation/doc", json!("See `DoThin`.")),
        (
            "/objects/DoThingRequest/rules/0/message",
            json!("Needs `Nmae`."),
        ),
        (
            "/objects/DoThingRequest/members/Name/unit",
            json!("seconds"),
        ),
        ("/objects/DoThingRequest/members/Ids/unit", json!("seconds")),
        (
            "/objects/DoThingRequest/members/Force/unit",
            json!("seconds"),
        ),
        (
            "/objects/DoThingRequest/members/Colour/unit",
            json!("seconds"),
        ),
        (
            "/objects/DoThingRequest/members/Part/unit",
            json!("seconds"),
        ),
        (
            "/objects/DoThingResponse/members/Item/always_present",
            json!(true),
        ),
        (
            "/objects/DoThingResponse/members/Note/always_present",
            json!(true),
        ),
        (
            "/objects/DoThingRequest/members/Name/always_present",
            json!(true),
        ),
        (
            "/objects/OldResponse/members/Id/always_present",
            json!(true),
        ),
        ("/objects/OldResponse/members/Id/doc", json!("…")),
        ("/actions/Old/doc", json!("…")),
        (
            "/objects/DoThingResponse/members/Url/always_required",
            json!(true),
        ),
        ("/objects/DoThingResponse/members/Url/default", json!("a")),
        (
            "/objects/DoThingResponse/members/Url/constraint",
            json!({ "minLength": 1 }),
        ),
        (
            "/objects/DoThingRequest/members/Colour/default",
            json!("GREEN"),
        ),
        ("/objects/DoThingRequest/members/Seconds/default", json!(0)),
        (
            "/objects/DoThingRequest/members/Seconds/default",
            json!("60"),
        ),
        (
            "/objects/DoThingRequest/members/Name/default",
            json!("a name with more than 20 characters"),
        ),
        ("/objects/DoThingRequest/members/Ids/default", json!([])),
        (
            "/objects/DoThingRequest/members/Ids/default",
            json!(["a", "b", "c", "d", "e", "f"]),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/always_required",
            json!(true),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/enum",
            json!("Colour"),
        ),
        ("/objects/DoThingRequest/members/Name/enum", json!("Color")),
        (
            "/enums/Size",
            json!({ "doc": "…", "values": [{ "value": 1, "name": "One", "doc": "…" }] }),
        ),
        ("/enums/Colour/values/1/value", json!("RED")),
        ("/enums/Colour/values/1/name", json!("Red")),
        ("/enums/Colour/values/1/value", json!(2)),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "maxLength": 5 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "maximum": 5 }),
        ),
        (
            "/objects/DoThingRequest/members/Ids/constraint",
            json!({ "maxLength": 5 }),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "minimum": 5, "maximum": 2 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "minLength": 5, "maxLength": 2 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "maxLenght": 2 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "enum": ["a"], "maxLength": 0 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "minLength": 30, "enum": ["a"] }),
        ),
        (
            "/objects/DoThingRequest/members/Colour/constraint",
            json!({ "enum": ["GREEN"] }),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "minimum": -9223372036854775808_i64 }),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "minimum": 1.5 }),
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "minLength": 0 }),
        ),
        (
            "/objects/DoThingRequest/members/Ids/constraint",
            json!({ "minItems": 0 }),
        ),
        (
            "/objects/Part/members/Size/constraint",
            json!({ "minimum": 0 }),
        ),
        (
            "/objects/DoThingRequest/rules/0/schema",
            json!({ "required": ["Nmae"] }),
        ),
        (
            "/objects/DoThingRequest/rules/0/schema",
            json!({ "properties": { "Part": { "required": ["Idd"] } } }),
        ),
        (
            "/objects/DoThingRequest/rules/1",
            overlay()["objects"]["DoThingRequest"]["rules"][0].clone(),
        ),
        ("/objects/DoThingRequest/rules/0/provenance", json!([])),
        (
            "/objects/DoThingRequest/rules/0/provenance",
            read("DoThingRequest.Forc"),
        ),
        (
            "/objects/DoThingRequest/rules/0/provenance/1",
            read("DoThingRequest.Force")[0].clone(),
        ),
        (
            "/objects/DoThingRequest/rules/0/provenance/0",
            json!({ "of": "DoThingRequest.Force" }),
        ),
        (
            "/objects/DoThingRequest/members/Name/provenance/0/release",
            json!("9.9.9"),
        ),
        (
            "/objects/DoThingRequest/members/Name/provenance/0/sha256",
            json!(prose_hash("")),
        ),
        ("/enums/Colour/provenance", read("DoThingRequest.Name")),
        (
            "/objects/DoThingRequest/rules/0/provenance",
            read("Item.Id"),
        ),
        (
            "/objects/DoThingRequest/members/Name/provenance",
            read("Item.Id"),
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": "a", "Secnods": 3 }),
        ),
        ("/actions/DoThing/example", json!({ "Name": 3 })),
        (
            "/actions/DoThing/example",
            json!({ "Name": "a name with more than 20 characters" }),
        ),
        ("/actions/DoThing/example", json!({ "Force": true })),
        ("/actions/DoThing/example", json!({ "Seconds": 0 })),
        ("/actions/DoThing/example", json!({ "Colour": "GREEN" })),
        ("/service/host", json!("https://demo.tencentcloudapi.com")),
        ("/actions/DoThing/requests_per_second", json!(0)),
        (
            "/objects/DoThingRequest/members/Name/sensitive",
            json!("yes"),
        ),
        (
            "/objects/DoThingRequest/members/Seconds/sensitive",
            json!(true),
        ),
        ("/objects/DoThingRequest/members/Name/dco", json!("…")),
    ]
}

#[test]
fn silence() {
    let _ = (assert_problem as fn(&Tiny, &str, &[&str]),);
}
