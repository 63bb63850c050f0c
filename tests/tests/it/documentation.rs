//! The documentation of generated crates: the front page, the example of the client, enums.

use serde_json::json;
use tests::tiny::{Tiny, member};

/// The first lines of `src/lib.rs`, without the comment marks.
fn front_page(tiny: &Tiny) -> String {
    let lib = tiny.file("src/lib.rs");
    let (page, _) = lib.split_once("\nmod action;").unwrap();
    page.replace("//! ", "").replace("//!", "")
}

#[test]
fn the_front_page_lists_every_action_with_the_first_sentence_of_its_documentation() {
    let tiny = ["Cut", "Wrapped", "Link", "Version"]
        .iter()
        .fold(Tiny::new(json!([])), |tiny, name| {
            tiny.action(name, json!([]))
        })
        .overlay(json!({ "actions": {
            "Cut": { "doc": "本接口（Cut）用于查询。\n\n支持分页。" },
            "Wrapped": { "doc": "Does one thing\nafter another. Then it stops." },
            "Link": { "doc": "Follows [a. link](https://a.b/c. d). It ends." },
            "Version": { "doc": "Needs v1.2 of `a. b` or later: not every account has it\n- a list" },
        } }));
    let page = front_page(&tiny);
    for line in [
        "- [`DoThing`](Client::do_thing)",
        "- [`Cut`](Client::cut): 本接口（Cut）用于查询。",
        "- [`Wrapped`](Client::wrapped): Does one thing after another.",
        "- [`Link`](Client::link): Follows [a. link](https://a.b/c. d).",
        "- [`Version`](Client::version): Needs v1.2 of `a. b` or later: not every account has it",
    ] {
        assert!(page.lines().any(|found| found == line), "{line}: {page}");
    }
}

#[test]
fn the_front_page_of_a_large_service_links_only_to_actions_that_exist() {
    let condition = |tiny: &Tiny| {
        let page = front_page(tiny);
        let (_, rest) = page.split_once("#![cfg_attr(\n    ").unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    let small = Tiny::new(json!([]));
    assert_eq!(condition(&small), "feature = \"client\",");
    let large = (0..20).fold(small, |tiny, number| {
        tiny.action(&format!("Other{number}"), json!([]))
    });
    let all = "all(feature = \"client\", feature = \"full\"),";
    assert_eq!(condition(&large), all);
}

#[test]
fn values_of_enums_are_documented_by_variant_and_wire_value() {
    let values = json!([
        { "value": 0, "name": "Red", "doc": "Like `0` and `1`." },
        { "value": 1, "name": "Blue", "doc": "Blue." },
    ]);
    let swapped = json!([
        { "value": "A", "name": "B", "doc": "B." },
        { "value": "B", "name": "A", "doc": "A." },
    ]);
    let overlay = json!({
        "enums": {
            "Colour": { "doc": "A colour.", "values": values },
            "Swapped": { "doc": "Swapped.", "values": swapped },
        },
        "objects": { "DoThingRequest": { "members": {
            "Colours": {
                "doc": "The colours.", "enum": "Colour", "default": [0, 1],
                "constraint": { "items": { "enum": [1, 0] } },
            },
            "Swapped": { "doc": "It.", "enum": "Swapped", "default": "A" },
        } } },
    });
    let colours = json!({ "name": "Colours", "type": "int64", "list": true });
    let tiny = Tiny::new(json!([colours, member("Swapped", "string")])).overlay(overlay);
    let request = tiny.file("src/model/do_thing_request.rs");
    for line in [
        r"/// Default: \[[`Red`], [`Blue`]\]. Valid: each item one of [`Blue`], [`Red`].",
        "/// [`Blue`]: crate::model::Colour::Blue",
        // The name `B` would be mistaken for the value `B`.
        "/// Default: [`A`].",
        "/// [`A`]: crate::model::Swapped::B",
    ] {
        assert!(request.contains(line), "{line} is not in {request}");
    }
    let colour = tiny.file("src/model/colour.rs");
    for lines in [
        "/// On the wire, it is an integer: [`value`](Self::value) returns it",
        "/// Like `0` and [`1`].\n    ///\n    /// Wire value: `0`.\n",
        "/// Blue.\n    ///\n    /// Wire value: `1`.\n    Blue,",
    ] {
        assert!(colour.contains(lines), "{lines} is not in {colour}");
    }
}

#[test]
fn the_example_of_the_client_sets_everything_that_is_required() {
    let part = json!([{ "name": "Part", "type": "Part", "required": true }]);
    let name = json!([{ "name": "Name", "type": "string", "required": true }]);
    let tiny = Tiny::new(part)
        .object("Part", json!([member("Id", "string")]))
        .action("Advised", name.clone())
        .action("Better", name)
        .fact("/actions/Advised/status", json!("deprecated"));
    let client = tiny.file("src/client.rs");
    let example = "let request = BetterRequest::default()\n///     .name(\"…\");";
    assert!(client.contains(example), "{client}");
    assert!(front_page(&tiny).contains("client.better(request).await?"));
}
