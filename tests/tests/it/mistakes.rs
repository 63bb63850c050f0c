//! Makes one deliberate mistake at a time in a correct overlay: each is reported at its place.

use serde_json::{Value, json};
use tencent_codegen::{ServiceSources, generate, prose_hash};
use tests::diagnostics::problems;
use tests::schema::place;
use tests::tiny::sources;

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
            "Sort": { "input": "SortRequest", "output": "DoThingResponse" },
        },
        "objects": {
            "DoThingRequest": { "members": [
                { "name": "Name", "type": "string", "required": true, "prose": prose("DoThingRequest.Name") },
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
                member("DoThingResponse", "Shade", "string"),
                member("DoThingResponse", "Part", "Part"),
                member("DoThingResponse", "RequestId", "string"),
            ] },
            "Part": { "members": [member("Part", "Id", "string"), member("Part", "Size", "uint64")] },
            "Item": { "members": [member("Item", "Id", "string")] },
            "SortRequest": { "members": [member("SortRequest", "Tree", "Tree")] },
            "Tree": { "members": [member("Tree", "Id", "string"), { "name": "Children", "type": "Tree", "list": true }] },
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
        "members": { "RequestId": { "doc": "The id of the call." } },
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
                    "name": "forced", "message": "A forced thing has ids.",
                    "schema": { "dependentRequired": { "Force": ["Ids"] } },
                    "provenance": read("DoThingRequest.Force"),
                }],
            },
            "DoThingResponse": { "members": {
                "Url": { "doc": "The link.", "always_present": true },
                "Shade": { "enum": "Colour" },
                "Part": { "doc": "A part." },
            } },
            "Part": {
                "rules": [{
                    "name": "sized", "message": "A part has a Size.", "schema": { "required": ["Size"] },
                    "actions": ["DoThing"], "provenance": read("Part.Size"),
                }],
                "doc": "A part.", "members": { "Id": { "doc": "Its id.", "always_required": true }, "Size": { "doc": "Its size.", "unit": "bytes" } },
            },
        },
    })
}

/// Returns the description with one value of the overlay changed.
fn with(pointer: &str, value: &Value) -> ServiceSources {
    let mut overlay = overlay();
    *place(&mut overlay, pointer) = value.clone();
    sources(&format!("{:#}", facts()), &format!("{overlay:#}"))
}

/// A mistake: the pointer of the overlay, its value there, and words of the problem.
type Mistake = (&'static str, Value, [&'static str; 2]);

/// Asserts that each mistake has a problem with these words.
fn assert_reported(mistakes: &[Mistake]) {
    let mut failures = Vec::new();
    for (pointer, value, words) in mistakes {
        match generate(&with(pointer, value)) {
            Ok(_) => failures.push(format!("{pointer} {value} is accepted")),
            Err(found) => {
                let lines = problems(Err(found));
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
fn the_overlay_without_mistakes_is_accepted() {
    let found = generate(&with("/service/title", &json!("Demo")));
    assert!(
        found.is_ok(),
        "{:?}",
        found.map_err(|found| problems(Err(found)))
    );
}

#[test]
fn names_of_nothing_are_reported() {
    assert_reported(&[
        (
            "/objects/DoThingRequest/members/Nmae",
            json!({ "doc": "…" }),
            ["/members/Nmae", "`Name`"],
        ),
        (
            "/objects/DoThingReqest",
            json!({ "doc": "…" }),
            ["/DoThingReqest", "`DoThingRequest`"],
        ),
        (
            "/actions/DoThign",
            json!({ "doc": "…" }),
            ["/actions/DoThign", "`DoThing`"],
        ),
        (
            "/actions/DoThing/errors",
            json!(["FailedOperations"]),
            ["/errors/0", "`FailedOperation`"],
        ),
        (
            "/objects/DoThingRequest/members/Name/enum",
            json!("Color"),
            ["/enum", "`Colour`"],
        ),
        (
            "/objects/DoThingRequest/members/Name/dco",
            json!("…"),
            ["/dco", "unknown member"],
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "maxLenght": 2 }),
            ["/maxLenght", "`maxLength`"],
        ),
        (
            "/objects/DoThingRequest/rules/0/schema",
            json!({ "required": ["Nmae"] }),
            ["/required/0", "`Name`"],
        ),
        (
            "/objects/DoThingRequest/rules/0/schema",
            json!({ "properties": { "Part": { "required": ["Idd"] } } }),
            ["/properties/Part/required/0", "`Id`"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": "a", "Secnods": 3 }),
            ["/example/Secnods", "`Seconds`"],
        ),
        (
            "/objects/DoThingRequest/rules/0/provenance",
            read("DoThingRequest.Forc"),
            ["/provenance/0/of", "`DoThingRequest.Force`"],
        ),
    ]);
}

#[test]
fn only_the_cause_of_a_mistake_in_the_name_of_a_member_is_reported() {
    let mut facts = facts();
    facts["objects"]["DoThingRequest"]["prose"] = json!(prose("DoThingRequest"));
    let mut overlay = overlay();
    let members = &mut overlay["objects"]["DoThingRequest"]["members"];
    members["Secnods"] = members["Seconds"].take();
    members.as_object_mut().unwrap().remove("Seconds");
    let found = generate(&sources(&format!("{facts:#}"), &format!("{overlay:#}")));
    let lines = problems(found);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("`Seconds`"), "{lines:?}");
}

#[test]
fn messages_with_names_that_no_member_of_the_rule_has_are_reported() {
    let message = "/objects/DoThingRequest/rules/0/message";
    assert_reported(&[
        (
            message,
            json!("Force needs Secnods or Ids."),
            ["/message", "`Seconds`"],
        ),
        (
            message,
            json!("Leave out Weights."),
            ["/message", "`Weight`"],
        ),
        (message, json!("Set `Secnods`."), ["/message", "`Seconds`"]),
        (
            "/objects/Part/rules/0/message",
            json!("A part has a Siez."),
            ["/message", "`Size`"],
        ),
    ]);
    for correct in [
        "Parts need Force. Names are longer.",
        "Leave out Colour if Part is empty, or see DoThing.",
        "Seconds of an Item are not Weight.",
    ] {
        let found = generate(&with(message, &json!(correct)));
        assert!(found.is_ok(), "{correct}: {:?}", found.err());
    }
}

#[test]
fn documentation_of_names_that_do_not_exist_is_reported() {
    let doc = |name: &str| json!(format!("See `{name}`."));
    assert_reported(&[
        (
            "/objects/DoThingRequest/members/Name/doc",
            doc("Nmae"),
            ["/Name/doc", "`Name`"],
        ),
        (
            "/objects/DoThingRequest/members/Name/doc",
            doc("Part.Sise"),
            ["/Name/doc", "`Part.Size`"],
        ),
        (
            "/objects/DoThingRequest/members/Name/doc",
            doc("Part.Frob"),
            ["/Name/doc", "`Part.Frob`"],
        ),
        (
            "/objects/DoThingRequest/members/Name/doc",
            doc("Prt.Size"),
            ["/Name/doc", "`Part.Size`"],
        ),
        (
            "/objects/DoThingRequest/doc",
            doc("Secnods"),
            ["/DoThingRequest/doc", "`Seconds`"],
        ),
        (
            "/actions/DoThing/doc",
            doc("Secondss"),
            ["/DoThing/doc", "`Seconds`"],
        ),
        (
            "/actions/DoThing/idempotent",
            doc("Colours"),
            ["/idempotent", "`Colour`"],
        ),
        ("/enums/Colour/doc", doc("Prat"), ["/Colour/doc", "`Part`"]),
        (
            "/enums/Colour/values/0/doc",
            doc("Colur"),
            ["/values/0/doc", "`Colour`"],
        ),
        (
            "/errors/FailedOperation/doc",
            doc("DoThin"),
            ["/FailedOperation/doc", "`DoThing`"],
        ),
        (
            "/objects/DoThingRequest/rules/0/message",
            doc("Nmae"),
            ["/message", "`Name`"],
        ),
        (
            "/members/RequestId/doc",
            doc("Urll"),
            ["/RequestId/doc", "`Url`"],
        ),
    ]);
    // Names of something else are allowed.
    for text in [
        "`JSON`",
        "`true`",
        "[`Nmae`](https://a.b)",
        "`None`, `Nome`",
        "`FontSize`",
        "`DescribeThings`",
        "`a.b`",
        "`1.5`",
    ] {
        let sources = with("/objects/DoThingRequest/members/Name/doc", &json!(text));
        assert!(generate(&sources).is_ok(), "{text}");
    }
}

#[test]
fn entries_without_effect_are_reported() {
    let one = json!([{ "value": 1, "name": "One", "doc": "…" }]);
    assert_reported(&[
        (
            "/errors/Unused",
            json!({ "doc": "…" }),
            ["/errors/Unused", "no action lists"],
        ),
        (
            "/enums/Size",
            json!({ "doc": "…", "values": one }),
            ["/enums/Size", "no member refers"],
        ),
        (
            "/members/Limit",
            json!({ "doc": "…" }),
            ["/members/Limit", "no request and no response"],
        ),
        (
            "/objects/DoThingRequest/members/Name/unit",
            json!("seconds"),
            ["/Name/unit", "has no unit"],
        ),
        (
            "/objects/DoThingRequest/members/Ids/unit",
            json!("seconds"),
            ["/Ids/unit", "has no unit"],
        ),
        (
            "/objects/DoThingRequest/members/Force/unit",
            json!("seconds"),
            ["/Force/unit", "has no unit"],
        ),
        (
            "/objects/DoThingRequest/members/Colour/unit",
            json!("seconds"),
            ["/Colour/unit", "has no unit"],
        ),
        (
            "/objects/DoThingRequest/members/Part/unit",
            json!("seconds"),
            ["/Part/unit", "has no unit"],
        ),
        (
            "/objects/DoThingRequest/members/Name/always_present",
            json!(true),
            ["/always_present", "requests"],
        ),
        (
            "/objects/OldResponse/members/Id/always_present",
            json!(true),
            ["/always_present", "no response contains"],
        ),
        (
            "/objects/DoThingResponse/members/Url/always_required",
            json!(true),
            ["/always_required", "responses only"],
        ),
        (
            "/objects/DoThingResponse/members/Url/default",
            json!("a"),
            ["/Url/default", "responses only"],
        ),
        (
            "/objects/DoThingResponse/members/Url/constraint",
            json!({ "minLength": 1 }),
            ["/constraint", "never checked"],
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "minLength": 0 }),
            ["/minLength", "minimum of 1"],
        ),
        (
            "/objects/DoThingRequest/members/Ids/constraint",
            json!({ "minItems": 0 }),
            ["/minItems", "minimum of 1"],
        ),
        (
            "/objects/Part/members/Size/constraint",
            json!({ "minimum": 0 }),
            ["/minimum", "every value"],
        ),
        (
            "/actions/DoThing/requests_per_second",
            json!(0),
            ["/requests_per_second", "minimum of 1"],
        ),
        (
            "/service/host",
            json!("https://a.b"),
            ["/service/host", "without a scheme"],
        ),
    ]);
}

#[test]
fn rules_limited_to_actions_that_they_cannot_apply_to_are_reported() {
    let limited = |schema: Value, actions: Value, of: &str| {
        json!([{
            "name": "limited", "message": "A message.", "schema": schema, "actions": actions,
            "provenance": read(of),
        }])
    };
    let tree = |actions| limited(json!({ "required": ["Id"] }), actions, "Tree.Id");
    let item = limited(json!({ "required": ["Id"] }), json!(["DoThing"]), "Item.Id");
    let wrong = json!({ "properties": { "Size": { "maxLength": 3 } } });
    assert_reported(&[
        (
            "/objects/Part/rules/0/actions",
            json!(["DoThign"]),
            [
                "/rules/0/actions/0: the facts have no action",
                "did you mean `DoThing`?",
            ],
        ),
        (
            "/objects/Part/rules/0/actions",
            json!(["DoThing", "DescribeAll"]),
            [
                "/rules/0/actions/1: the facts have no action",
                "cargo xtask add DescribeAll",
            ],
        ),
        (
            "/objects/Part/rules/0/actions",
            json!(["DoThing", "Sort"]),
            [
                "/rules/0/actions/1",
                "the request of `Sort` does not contain `Part`",
            ],
        ),
        (
            "/objects/Part/rules/0/actions",
            json!([]),
            ["/rules/0/actions", "the list is empty"],
        ),
        (
            "/objects/Part/rules/0/actions",
            json!(["DoThing", "DoThing"]),
            ["/rules/0/actions", "twice"],
        ),
        (
            "/objects/Part/rules/0/name",
            json!("forced"),
            ["/objects/Part/rules/0/name", "that of `DoThingRequest`"],
        ),
        (
            "/objects/Part/rules/0/schema",
            json!({ "required": ["Sise"] }),
            ["/objects/Part/rules/0/schema/required/0", "`Size`"],
        ),
        (
            "/objects/Part/rules/0/schema",
            wrong,
            [
                "/objects/Part/rules/0/schema/properties/Size/maxLength",
                "integer",
            ],
        ),
        (
            "/objects/Tree",
            json!({ "rules": tree(json!(["Sort"])) }),
            ["/objects/Tree/rules/0/actions/0", "contains itself"],
        ),
        (
            "/objects/Item",
            json!({ "rules": item }),
            ["/objects/Item/rules", "responses only"],
        ),
        (
            "/actions/DoThing/example/Part",
            json!({ "Id": "a" }),
            ["/example", "the rule `sized` of `Part`"],
        ),
    ]);
    // Without a limit, the same rule is a rule of each tree.
    let mut unlimited = tree(json!(["Sort"]));
    unlimited[0].as_object_mut().unwrap().remove("actions");
    let accepted = generate(&with("/objects/Tree", &json!({ "rules": unlimited })));
    assert!(accepted.is_ok());
}

#[test]
fn retryable_codes_without_effect_are_reported() {
    let codes = |codes: &[&str], [pause, within]: [u32; 2]| -> Value {
        let entry = |code: &&str| {
            json!({
                "code": code, "reason": "It is ready later.",
                "pause_seconds": pause, "within_seconds": within,
            })
        };
        codes.iter().map(entry).collect()
    };
    let at = "/actions/DoThing/retry_on";
    let known = "FailedOperation";
    let accepted = generate(&with(at, &codes(&[known], [3, 300])));
    assert!(accepted.is_ok());
    assert_reported(&[
        (
            at,
            codes(&["FailedOperations"], [3, 300]),
            ["/retry_on/0/code", "did you mean `FailedOperation`?"],
        ),
        (
            at,
            codes(&[known, known], [3, 300]),
            ["/retry_on/1/code", "same code"],
        ),
        (
            at,
            codes(&["InternalError.Busy"], [3, 300]),
            ["/retry_on/0/code", "may have executed the request"],
        ),
        (
            at,
            codes(&[known], [3, 3]),
            ["/retry_on/0/within_seconds", "no retry can begin"],
        ),
        (
            at,
            codes(&[known], [0, 3]),
            ["/retry_on/0/pause_seconds", "minimum of 1"],
        ),
        (at, json!([]), ["/retry_on", "the list is empty"]),
        (
            "/actions/DoThing/server_timeout_seconds",
            json!(0),
            ["/server_timeout_seconds", "minimum of 1"],
        ),
        (
            "/actions/DoThing/retry_on",
            json!([{
                "code": known, "reason": "`Nmae` is ready.", "pause_seconds": 3, "within_seconds": 300,
            }]),
            ["/retry_on/0/reason", "`Name`"],
        ),
    ]);
}

#[test]
fn contradictions_are_reported() {
    let long = json!("a name of more than 20 characters");
    assert_reported(&[
        (
            "/objects/DoThingResponse/members/Note/always_present",
            json!(true),
            ["/always_present", "null"],
        ),
        (
            "/objects/DoThingResponse/members/Shade/always_present",
            json!(true),
            ["/always_present", "an enum has no default"],
        ),
        (
            "/objects/DoThingResponse/members/Part/always_present",
            json!(true),
            ["/always_present", "a constructor has no default"],
        ),
        (
            "/objects/DoThingRequest/members/Colour/default",
            json!("GREEN"),
            ["/default", "`Colour`"],
        ),
        (
            "/objects/DoThingRequest/members/Seconds/default",
            json!("60"),
            ["/default", "not an integer"],
        ),
        (
            "/objects/DoThingRequest/members/Seconds/default",
            json!(0),
            ["/default", "breaks the constraint"],
        ),
        (
            "/objects/DoThingRequest/members/Name/default",
            long.clone(),
            ["/default", "breaks the constraint"],
        ),
        (
            "/objects/DoThingRequest/members/Ids/default",
            json!(["a", "b", "c", "d", "e", "f"]),
            ["/default", "breaks the constraint"],
        ),
        (
            "/objects/DoThingRequest/members/Seconds/enum",
            json!("Colour"),
            ["/enum", "not of the type"],
        ),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "maxLength": 5 }),
            ["/maxLength", "integer"],
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "maximum": 5 }),
            ["/maximum", "string"],
        ),
        (
            "/objects/DoThingRequest/members/Ids/constraint",
            json!({ "maxLength": 5 }),
            ["/maxLength", "list"],
        ),
        (
            "/objects/DoThingRequest/members/Seconds/constraint",
            json!({ "minimum": 5, "maximum": 2 }),
            ["/minimum", "no value satisfies"],
        ),
        (
            "/objects/DoThingRequest/members/Name/constraint",
            json!({ "minLength": 3, "enum": ["a", "bcd"] }),
            ["/constraint/enum/0", "excludes"],
        ),
        (
            "/objects/DoThingRequest/members/Colour/constraint",
            json!({ "enum": ["GREEN"] }),
            ["/enum/0", "`Colour`"],
        ),
        (
            "/enums/Colour/values/1/value",
            json!("RED"),
            ["/values/1/value", "twice"],
        ),
        (
            "/enums/Colour/values/1/name",
            json!("Red"),
            ["/values/1/name", "twice"],
        ),
        (
            "/enums/Colour/values/1/value",
            json!(2),
            ["/values", "neither all integers"],
        ),
        (
            "/enums/Colour/omitted",
            json!(["GREEN", "RED"]),
            ["/omitted/1", "omitted value"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": 3 }),
            ["/example/Name", "not a value"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Colour": "GREEN" }),
            ["/example/Colour", "not a value"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": long }),
            ["/example/Name", "breaks the constraint"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": "a", "Seconds": 0 }),
            ["/example/Seconds", "breaks the constraint"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Seconds": 1 }),
            ["/example", "lacks `Name`"],
        ),
        (
            "/actions/DoThing/example",
            json!({ "Name": "a", "Force": true }),
            ["/example", "breaks the rule `forced`"],
        ),
        (
            "/objects/DoThingRequest/rules/1",
            overlay()["objects"]["DoThingRequest"]["rules"][0].clone(),
            ["/rules/1/name", "same name"],
        ),
    ]);
}

#[test]
fn wrong_provenance_is_reported() {
    let rule = "/objects/DoThingRequest/rules/0/provenance";
    assert_reported(&[
        // The proposal names the members of the rule, not the first member of the object.
        (
            rule,
            json!([]),
            [
                "/rules/0",
                "[{ \"of\": \"DoThingRequest.Force\" }, { \"of\": \"DoThingRequest.Ids\" }]",
            ],
        ),
        (
            rule,
            json!([{ "of": "DoThingRequest.Force" }]),
            ["/provenance/0", "review --fill"],
        ),
        (
            rule,
            json!([
                read("DoThingRequest.Force")[0],
                read("DoThingRequest.Force")[0]
            ]),
            ["/provenance/1/of", "twice"],
        ),
        (
            rule,
            read("Item.Id"),
            ["/rules/0/provenance", "is about its members"],
        ),
        (
            "/objects/DoThingRequest/members/Name/provenance",
            read("Item.Id"),
            ["/Name/provenance", "is about its members"],
        ),
        (
            "/enums/Colour/provenance",
            read("DoThingRequest.Name"),
            ["/Colour/provenance", "DoThingRequest.Colour"],
        ),
        (
            "/objects/DoThingRequest/members/Name/provenance/0/sha256",
            json!(prose_hash("")),
            ["/provenance/0/sha256", "empty text"],
        ),
    ]);
    // The prose of an action, of the object, or of a member that holds the object can describe a rule.
    for of in ["DoThing", "DoThingRequest.Seconds"] {
        let found = generate(&with(rule, &read(of)));
        assert!(found.is_ok(), "{of}");
    }
}

#[test]
fn shared_documentation_applies_where_an_object_has_none() {
    let documentation = |overlay: Value| {
        let output =
            generate(&sources(&format!("{:#}", facts()), &format!("{overlay:#}"))).unwrap();
        output.files["src/model/do_thing_response.rs"].clone()
    };
    assert!(documentation(overlay()).contains("/// The id of the call.\n"));
    let mut own = overlay();
    *place(&mut own, "/objects/DoThingResponse/members/RequestId/doc") = json!("Its own text.");
    let text = documentation(own);
    assert!(text.contains("/// Its own text.\n") && !text.contains("The id of the call"));
    // Only requests and responses share members.
    let mut part = overlay();
    *place(&mut part, "/members/Id") = json!({ "doc": "Shared." });
    let found = generate(&sources(&format!("{:#}", facts()), &format!("{part:#}"))).unwrap();
    assert!(found.files["src/model/item.rs"].contains("The member `Id`"));
}
