//! Tests descriptions that are empty, contradictory or impossible: each is an error, and no code is
//! generated.

use serde_json::{Value, json};
use tencent_codegen::prose_hash;
use tests::diagnostics::{assert_problem, members, problems, with_constraint, with_overlay};
use tests::tiny::Tiny;

fn request(overlay: Value) -> Tiny {
    with_overlay(json!({ "objects": { "DoThingRequest": overlay } }))
}

fn rule(schema: Value) -> Tiny {
    request(json!({ "rules": [{ "name": "r", "message": "…", "schema": schema }] }))
}

fn coloured(values: Value, of: &str) -> Tiny {
    Tiny::new(members(&[("Colour", of)])).overlay(json!({
        "enums": { "Colour": { "doc": "…", "values": values, "ignore_case": true } },
        "objects": { "DoThingRequest": { "members": { "Colour": { "enum": "Colour" } } } },
    }))
}

#[test]
fn two_actions_cannot_have_the_same_request() {
    let twice = Tiny::new(json!([])).fact(
        "/actions/DoOther",
        json!({ "input": "DoThingRequest", "output": "DoThingResponse" }),
    );
    assert_problem(
        &twice,
        "upstream.json:",
        &[
            "/actions/DoThing/input",
            "`DoOther` sends `DoThingRequest` too",
        ],
    );
}

#[test]
fn rules_that_can_never_apply_are_errors() {
    let rules = json!([{ "name": "r", "message": "…", "schema": { "required": ["RequestId"] } }]);
    let response = with_overlay(json!({ "objects": { "DoThingResponse": { "rules": rules } } }));
    assert_problem(
        &response,
        "overlay.json:",
        &["/objects/DoThingResponse/rules", "responses only"],
    );
    let rules = json!([{ "name": "r", "message": "…", "schema": { "required": ["Id"] } }]);
    for entry in [
        json!({ "rules": rules }),
        json!({ "members": { "Id": { "constraint": { "minLength": 3 } } } }),
        json!({ "members": { "Id": { "always_required": true } } }),
    ] {
        let unreached = Tiny::new(json!([]))
            .object("Lost", members(&[("Id", "string")]))
            .overlay(json!({ "objects": { "Lost": entry } }));
        assert_problem(
            &unreached,
            "overlay.json:",
            &["/objects/Lost/", "reached by no action"],
        );
    }
}

/// Describes a service with two environments, and an action with these hosts.
fn with_hosts(hosts: Value) -> Tiny {
    Tiny::new(json!([])).overlay(json!({
        "service": { "title": "Demo", "doc": "…", "environments": [
            { "name": "Production", "doc": "…", "host": "a.example.com" },
            { "name": "Test", "doc": "…", "host": "b.example.com" },
        ] },
        "actions": { "DoThing": { "hosts": hosts } },
    }))
}

#[test]
fn hosts_that_do_not_match_the_environments_are_errors() {
    let both = json!({ "Production": "c.example.com", "Test": "d.example.com" });
    with_hosts(both.clone()).generate().unwrap();
    for (hosts, expected) in [
        (
            json!({ "Production": "c.example.com" }),
            [
                "/actions/DoThing/hosts: ",
                "no host for the environment `Test`",
                "in each environment",
            ],
        ),
        (
            json!({ "Production": "c.example.com", "Test": "d.example.com", "Tset": "e.example.com" }),
            [
                "/actions/DoThing/hosts/Tset: ",
                "no environment `Tset`",
                "did you mean `Test`?",
            ],
        ),
        (
            json!({ "Production": "c.example.com", "Test": "https://d.example.com" }),
            ["/actions/DoThing/hosts/Test: ", "https://d.example.com", ""],
        ),
        (
            json!({ "Production": "c.example.com", "Test": 1 }),
            ["/actions/DoThing/hosts/Test: ", "", ""],
        ),
    ] {
        assert_problem(&with_hosts(hosts), "overlay.json:", &expected);
    }
    let without = with_overlay(json!({ "actions": { "DoThing": { "hosts": both } } }));
    let expected = [
        "/actions/DoThing/hosts: ",
        "no environments",
        "`environments` of the service",
    ];
    assert_problem(&without, "overlay.json:", &expected);
}

#[test]
fn contradictory_environments_are_errors() {
    let service = |service: Value| with_overlay(json!({ "service": service }));
    let live = json!({ "name": "Live", "doc": "…", "host": "a.example.com" });
    let again = json!({ "name": "LIVE", "doc": "…", "host": "b.example.com" });
    let twice = service(json!({ "title": "D", "doc": "…", "environments": [live, again] }));
    let expected = ["/service/environments/1/name: ", "two environments `LIVE`"];
    assert_problem(&twice, "overlay.json:", &expected);
    let default = service(
        json!({ "title": "D", "doc": "…", "host": "c.example.com", "environments": [live] }),
    );
    let expected = [
        "/service/host: ",
        "has environments",
        "the first environment",
    ];
    assert_problem(&default, "overlay.json:", &expected);
    for (key, value) in [
        ("host", "a"),
        ("host", "a.example.com:80"),
        ("name", "live"),
        ("doc", " "),
    ] {
        let mut invalid = live.clone();
        invalid[key] = value.into();
        let invalid = service(json!({ "title": "D", "doc": "…", "environments": [invalid] }));
        let place = format!("/service/environments/0/{key}: ");
        assert_problem(&invalid, "overlay.json:", &[&place]);
    }
}

#[test]
fn invalid_package_names_are_errors() {
    let long = "a".repeat(65);
    for name in [
        "foo bar",
        "",
        "1abc",
        "a.b",
        "fn",
        "-",
        "std",
        "test",
        "电子签",
        &long,
    ] {
        let named =
            Tiny::new(json!([])).fact("/crate", json!({ "name": name, "version": "0.1.0" }));
        assert_problem(
            &named,
            "upstream.json:",
            &["/crate/name", "not a valid name of a crate"],
        );
    }
    for version in ["01.0.0", "1.0", "99999999999999999999.0.0", "v1.0.0"] {
        let versioned = Tiny::new(json!([])).fact("/crate", json!({ "version": version }));
        assert_problem(&versioned, "upstream.json:", &["/crate/version", version]);
    }
    for service in ["a b", "", "Ess", "a\"b", "1a", "电子签"] {
        let named = Tiny::new(json!([])).fact("/service", json!(service));
        assert_problem(
            &named,
            "upstream.json:",
            &["/service", "not a valid name of a service"],
        );
    }
    let named = Tiny::new(json!([])).fact(
        "/actions/做",
        json!({ "input": "DoThingResponse", "output": "DoThingResponse" }),
    );
    assert_problem(
        &named,
        "upstream.json:",
        &["/actions/做", "not a valid name of an action"],
    );
    let nameless = Tiny::new(json!([])).object("", json!([]));
    assert_problem(&nameless, "upstream.json:", &["an object has a name"]);
}

#[test]
fn invisible_characters_are_errors() {
    for character in ["\u{1}", "\r", "\u{202e}", "\u{2066}", "\u{7f}"] {
        let text = format!("a{character}b");
        let code = format!("U+{:04X}", u32::from(character.chars().next().unwrap()));
        let documented = request(json!({ "doc": text }));
        assert_problem(
            &documented,
            "overlay.json:",
            &["/objects/DoThingRequest/doc", &code],
        );
        let titled = with_overlay(json!({ "service": { "title": text, "doc": "…" } }));
        assert_problem(&titled, "overlay.json:", &["/service/title", &code]);
        let named = Tiny::new(json!([])).fact("/version", json!(text));
        assert_problem(&named, "upstream.json:", &["/version", &code]);
        let named = Tiny::new(members(&[(&text, "string")]));
        assert_problem(
            &named,
            "upstream.json:",
            &["/objects/DoThingRequest/members/0/name", &code],
        );
        let released = Tiny::new(json!([])).fact("/crate", json!({ "version": text }));
        assert_problem(&released, "upstream.json:", &["/crate/version", &code]);
    }
    let titled = with_overlay(json!({ "service": { "title": "a\nb", "doc": "a\n\n\tb\r\nc" } }));
    assert_problem(&titled, "overlay.json:", &["/service/title", "U+000A"]);
    assert_eq!(problems(titled.generate()).len(), 1);
}

#[test]
fn infinitely_recursive_objects_are_errors() {
    let node = |flag: &str, from: &str| {
        Tiny::new(members(&[("Root", "Node")]))
            .fact(
                "/objects/DoThingResponse/members",
                members(&[("Root", from)]),
            )
            .object("Node", members(&[("Next", "Node")]))
            .object("Leaf", members(&[("Next", "Leaf")]))
            .overlay(json!({ "objects": { from: { "members": { "Next": { flag: true } } } } }))
    };
    for (flag, object) in [("always_required", "Node"), ("always_present", "Leaf")] {
        let pointer = format!("/objects/{object}/members/Next/{flag}");
        assert_problem(
            &node(flag, object),
            "overlay.json:",
            &[&pointer, "could have no value"],
        );
    }
}

#[test]
fn empty_constraints_are_errors() {
    for (member, constraint, words) in [
        ("Name", Value::Null, ["/constraint", "wrong type"]),
        ("Name", json!({}), ["/constraint", "is empty"]),
        (
            "Name",
            json!({ "maxLength": null }),
            ["/maxLength", "wrong type"],
        ),
        ("Name", json!({ "const": null }), ["/const", "wrong type"]),
        ("Name", json!({ "enum": [] }), ["/enum", "empty"]),
        (
            "Name",
            json!({ "enum": ["a", "b", "a"] }),
            ["/enum/2", "twice"],
        ),
        ("Name", json!({ "enum": [""] }), ["/enum/0", "absent"]),
        ("Name", json!({ "pattern": "" }), ["/pattern", "empty"]),
        (
            "Age",
            json!({ "enum": [1, "two"] }),
            ["/enum/1", "not an integer"],
        ),
        ("Age", json!({ "maximum": 1.5 }), ["/maximum", "1.5"]),
    ] {
        assert_problem(
            &with_constraint(member, constraint),
            "overlay.json:",
            &words,
        );
    }
    for (schema, words) in [
        (json!({}), ["/schema", "is empty"]),
        (json!({ "anyOf": [] }), ["/anyOf", "empty"]),
        (json!({ "oneOf": [] }), ["/oneOf", "empty"]),
        (json!({ "allOf": [] }), ["/allOf", "empty"]),
        (
            json!({ "anyOf": [{}, { "required": ["Age"] }] }),
            ["/anyOf/0", "is empty"],
        ),
        (json!({ "required": [] }), ["/required", "empty"]),
        (
            json!({ "required": ["Age", "Age"] }),
            ["/required/1", "twice"],
        ),
        (
            json!({ "if": { "required": ["Age"] } }),
            ["/schema/if", "`then`"],
        ),
        (
            json!({ "then": { "required": ["Age"] } }),
            ["/schema/then", "`if`"],
        ),
    ] {
        assert_problem(&rule(schema), "overlay.json:", &words);
    }
}

#[test]
fn empty_entries_are_errors() {
    for (overlay, words) in [
        (
            json!({ "objects": { "Part": {} } }),
            ["/objects/Part", "is empty"],
        ),
        (
            json!({ "actions": { "DoThing": {} } }),
            ["/actions/DoThing", "is empty"],
        ),
        (
            json!({ "objects": { "Part": { "doc": " " } } }),
            ["/objects/Part/doc", "empty"],
        ),
        (
            json!({ "objects": { "Part": { "members": { "Id": {} } } } }),
            ["/objects/Part/members/Id", "is empty"],
        ),
        (
            json!({ "objects": { "Part": { "members": { "Id": { "unit": "" } } } } }),
            ["/objects/Part/members/Id/unit", "empty"],
        ),
        (
            json!({ "objects": { "Part": { "rules": [
                { "name": "", "message": "", "schema": { "required": ["Id"] } },
            ] } } }),
            ["/objects/Part/rules/0/message", "empty"],
        ),
    ] {
        assert_problem(&with_overlay(overlay), "overlay.json:", &words);
    }
}

#[test]
fn proposals_are_errors() {
    let sentence = "默认为1";
    for (overlay, words) in [
        (
            json!({ "objects": { "Part": { "members": { "Id": { "default": "1", "proposed": { "default": sentence } } } } } }),
            [
                "/objects/Part/members/Id/proposed/default",
                "no person accepted `default` yet",
                sentence,
                "remove the sentence",
            ],
        ),
        (
            json!({ "objects": { "Part": { "rules": [
                { "name": "id", "message": "Set `Id`.", "schema": { "required": ["Id"] }, "proposed": sentence },
            ] } } }),
            [
                "/objects/Part/rules/0/proposed",
                "no person accepted this rule yet",
                sentence,
                "remove the sentence",
            ],
        ),
        (
            json!({ "enums": { "Kind": { "doc": "…", "values": [
                { "value": 1, "name": "One", "doc": "…", "proposed": sentence },
            ] } } }),
            [
                "/enums/Kind/values/0/proposed",
                "no person accepted this value yet",
                sentence,
                "remove the sentence",
            ],
        ),
    ] {
        assert_problem(&with_overlay(overlay), "overlay.json:", &words);
    }
}

#[test]
fn malformed_values_are_errors() {
    let provenance = |of: &str, sha256: &str, release: &str| {
        request(json!({ "members": { "Name": { "doc": "…", "provenance": [
            { "of": of, "sha256": sha256, "release": release },
        ] } } }))
    };
    let hash = "0123456789abcdef".repeat(4);
    let short = &hash[1..];
    for (tiny, words) in [
        (
            provenance("DoThing", short, "3.0.1"),
            ["/provenance/0/sha256", "SHA-256"],
        ),
        (
            provenance("DoThing", &hash, "latest"),
            ["/provenance/0/release", "release"],
        ),
        (
            provenance("DoThingRequest.Nam", &hash, "3.0.1"),
            ["/provenance/0/of", "`DoThingRequest.Name`"],
        ),
        (
            with_overlay(json!({ "actions": { "DoThing": { "requests_per_second": 0 } } })),
            ["/requests_per_second", "minimum of 1"],
        ),
        (
            with_overlay(
                json!({ "service": { "title": "…", "doc": "…", "host": "https://a.b/" } }),
            ),
            ["/service/host", "without a scheme"],
        ),
        (
            with_overlay(
                json!({ "actions": { "DoThing": { "documentation": "http://a.b/c d" } } }),
            ),
            ["/documentation", "official page"],
        ),
        (
            with_overlay(json!({ "errors": { "Failed Operation": { "doc": "…" } } })),
            ["/errors/Failed Operation", "not a valid name"],
        ),
    ] {
        assert_problem(&tiny, "overlay.json:", &words);
    }
}

#[test]
fn rules_without_provenance_are_errors() {
    type Overlay<'a> = &'a dyn Fn(Value) -> Value;
    let prose = |text: &str| json!({ "name": "Name", "type": "string", "prose": prose_hash(text) });
    let provenance =
        json!([{ "of": "DoThingRequest.Name", "sha256": prose_hash("甲"), "release": "3.0.1" }]);
    let red = json!([{ "value": "RED", "name": "Red", "doc": "…" }]);
    let constraint = json!({ "constraint": { "maxLength": 3 } });
    let rule = json!({ "name": "r", "message": "…", "schema": { "required": ["Name"] } });
    let warning =
        json!({ "name": "r", "message": "…", "schema": { "required": ["Name"] }, "warning": true });
    let of = |entry: Value| json!({ "objects": { "DoThingRequest": entry } });
    let cases: [(&Value, &str, Overlay<'_>); 4] = [
        (&constraint, "/members/Name/constraint", &|entry| {
            of(json!({ "members": { "Name": entry } }))
        }),
        (&rule, "/rules/0", &|entry| of(json!({ "rules": [entry] }))),
        (&warning, "/rules/0", &|entry| {
            of(json!({ "rules": [entry] }))
        }),
        (
            &json!({ "doc": "…", "values": red }),
            "/enums/Name",
            &|entry| {
                json!({
                    "enums": { "Name": entry },
                    "objects": { "DoThingRequest": { "members": { "Name": { "enum": "Name" } } } },
                })
            },
        ),
    ];
    for (entry, place, overlay) in cases {
        let mut entry = entry.clone();
        let spoken = Tiny::new(json!([prose("甲")]));
        let expected = [
            place,
            "was read from",
            "\"of\": \"DoThingRequest.Name\"",
            "review --fill",
        ];
        assert_problem(
            &spoken.clone().overlay(overlay(entry.clone())),
            "overlay.json:",
            &expected,
        );
        // Without upstream prose, provenance is not required.
        let silent = Tiny::new(json!([prose("")])).overlay(overlay(entry.clone()));
        assert!(silent.generate().is_ok());
        entry["provenance"] = json!([]);
        assert_problem(
            &spoken.clone().overlay(overlay(entry.clone())),
            "overlay.json:",
            &expected,
        );
        entry["provenance"] = provenance.clone();
        assert!(spoken.overlay(overlay(entry)).generate().is_ok());
    }
    // The prose of the object can describe its members.
    let object = Tiny::new(members(&[("Name", "string")]))
        .fact("/objects/DoThingRequest/prose", json!(prose_hash("甲")))
        .overlay(of(json!({ "members": { "Name": constraint } })));
    assert_problem(
        &object,
        "overlay.json:",
        &["/constraint", "\"DoThingRequest\""],
    );
}

#[test]
fn a_default_must_fit_its_member() {
    let with_default = |member: &str, default: Value| {
        request(json!({ "members": { member: { "default": default } } }))
    };
    for (member, default) in [
        ("Name", json!(3)),
        ("Age", json!("3")),
        ("Part", json!(true)),
    ] {
        assert_problem(
            &with_default(member, default),
            "overlay.json:",
            &["/default"],
        );
    }
    assert!(with_default("Age", json!(3.0)).generate().is_ok());
    let mut red = json!({ "value": "RED", "name": "Red", "doc": "…" });
    for (default, fits) in [("red", true), ("blue", false)] {
        let tiny = Tiny::new(members(&[("Colour", "string")])).overlay(json!({
            "enums": { "Colour": { "doc": "…", "values": [red.take()], "ignore_case": true } },
            "objects": { "DoThingRequest": { "members": {
                "Colour": { "enum": "Colour", "default": default },
            } } },
        }));
        assert_eq!(tiny.generate().is_ok(), fits, "{default}");
        red = json!({ "value": "RED", "name": "Red", "doc": "…" });
    }
}

#[test]
fn ambiguous_enum_values_are_errors() {
    let value = |value: Value, name: &str| json!({ "value": value, "name": name, "doc": "…" });
    let texts = json!([value(json!("RED"), "Red"), value(json!("red"), "Other")]);
    assert_problem(
        &coloured(texts, "string"),
        "overlay.json:",
        &["/enums/Colour/values/1", "case"],
    );
    let numbers = json!([value(json!(1), "Red")]);
    assert_problem(
        &coloured(numbers, "int64"),
        "overlay.json:",
        &["/enums/Colour/ignore_case"],
    );
    for name in ["red", "", "Ro t", "红", "1Red"] {
        let named = json!([value(json!("RED"), name)]);
        assert_problem(
            &coloured(named, "string"),
            "overlay.json:",
            &["/enums/Colour/values/0/name"],
        );
    }
}

#[test]
fn patterns_that_validators_interpret_differently_are_errors() {
    for pattern in [
        "(?i)a",
        "(?i:a)",
        "(?<name>a)",
        "[[:alpha:]]",
        "[a-z&&[^b]]",
        "[0-9]{4294967295}[0-9]",
        "[]a]",
    ] {
        let tiny = with_constraint("Name", json!({ "pattern": pattern }));
        assert_problem(
            &tiny,
            "overlay.json:",
            &["/constraint/pattern", "cannot be compiled"],
        );
    }
}

#[test]
fn titles_of_patterns_are_unambiguous() {
    let orphan = with_constraint("Name", json!({ "maxLength": 5, "title": "short" }));
    let expected = ["/constraint/title", "there is no pattern"];
    assert_problem(&orphan, "overlay.json:", &expected);
    let title = |title: &str| json!({ "pattern": "^a", "title": title });
    let twice = rule(json!({ "properties": { "Name": title("one") }, "not": {
        "properties": { "Name": title("other") },
    } }));
    let expected = ["/properties/Name/pattern", "has the title"];
    assert_problem(&twice, "overlay.json:", &expected);
}

#[test]
fn examples_must_fit_their_requests() {
    let example =
        |example: Value| with_overlay(json!({ "actions": { "DoThing": { "example": example } } }));
    let expected = ["/actions/DoThing/example/Nmae", "did you mean `Name`"];
    assert_problem(&example(json!({ "Nmae": "a" })), "overlay.json:", &expected);
    let expected = [
        "/actions/DoThing/example/Name",
        "1 is not a value of `Name`",
    ];
    assert_problem(&example(json!({ "Name": 1 })), "overlay.json:", &expected);
}

#[test]
fn a_pattern_description_without_a_pattern_is_an_error() {
    let tiny = with_constraint("Name", json!({ "maxLength": 5, "description": "short" }));
    assert_problem(
        &tiny,
        "overlay.json:",
        &["/constraint/description", "there is no pattern"],
    );
}
