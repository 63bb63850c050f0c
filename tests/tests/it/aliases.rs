//! Search terms of the documentation, and keywords of crates.

use serde_json::{Value, json};
use tests::diagnostics::assert_problem;
use tests::tiny::{Tiny, member};

/// Describes an action, its request, a member, an enum and a value with the same terms.
fn with_terms(terms: &Value) -> Tiny {
    let values = json!([{ "value": 1, "name": "Red", "doc": "Red.", "aliases": terms }]);
    Tiny::new(json!([member("Colour", "int64")])).overlay(json!({
        "actions": { "DoThing": { "doc": "Does it.", "aliases": terms } },
        "objects": { "DoThingRequest": {
            "doc": "It.",
            "aliases": terms,
            "members": { "Colour": { "doc": "Its colour.", "aliases": terms, "enum": "Colour" } },
        } },
        "enums": { "Colour": { "doc": "A colour.", "aliases": terms, "values": values } },
    }))
}

#[test]
fn every_described_item_is_found_under_its_terms() {
    let tiny = with_terms(&json!(["批量签署", "batch sign"]));
    for (path, item) in [
        (
            "src/action/do_thing.rs",
            "    #[inline]\n    pub fn do_thing(",
        ),
        (
            "src/action/do_thing.rs",
            "    #[cfg_attr(\n        feature = \"client\"",
        ),
        (
            "src/model/do_thing_request.rs",
            "#[derive(Clone, Default)]\n#[non_exhaustive]\npub struct DoThingRequest",
        ),
        ("src/model/do_thing_request.rs", "    pub colour:"),
        (
            "src/model/colour.rs",
            "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum Colour",
        ),
        ("src/model/colour.rs", "    Red,"),
    ] {
        let file = tiny.file(path);
        let indent = &item[..item.len() - item.trim_start().len()];
        let found = format!(
            "{indent}#[doc(alias = \"批量签署\")]\n{indent}#[doc(alias = \"batch sign\")]\n{item}"
        );
        assert!(file.contains(&found), "{found}\nis not in\n{file}");
    }
}

#[test]
fn terms_that_rustdoc_rejects_are_errors() {
    for (terms, words) in [
        (json!(["a\"b"]), "is not valid here"),
        (json!(["a'b"]), "is not valid here"),
        (json!([" a"]), "is not valid here"),
        (json!(["a  b"]), "is not valid here"),
        (json!(["a\u{3000}b"]), "is not valid here"),
        (json!(["a\u{2028}b"]), "U+2028"),
        (json!(["a\nb"]), "U+000A"),
        (json!(["a\u{200b}b"]), "U+200B"),
        (json!([""]), "this text is empty"),
        (json!(["a", "a"]), "twice"),
    ] {
        for place in [
            "/actions/DoThing/aliases",
            "/objects/DoThingRequest/aliases",
            "/objects/DoThingRequest/members/Colour/aliases",
            "/enums/Colour/aliases",
            "/enums/Colour/values/0/aliases",
        ] {
            assert_problem(&with_terms(&terms), "overlay.json:", &[place, words]);
        }
    }
}

#[test]
fn the_name_of_an_item_is_no_term_for_it() {
    for (name, place) in [
        ("do_thing", "/actions/DoThing/aliases/0"),
        ("colour", "/objects/DoThingRequest/members/Colour/aliases/0"),
        ("Colour", "/enums/Colour/aliases/0"),
        ("Red", "/enums/Colour/values/0/aliases/0"),
    ] {
        let words = format!("`{name}` is the name of the item itself");
        assert_problem(
            &with_terms(&json!([name])),
            "overlay.json:",
            &[place, &words],
        );
    }
    let object = Tiny::new(json!([])).overlay(json!({ "objects": { "DoThingRequest": {
        "aliases": ["DoThingRequest"],
    } } }));
    let words = "`DoThingRequest` is the name of the item itself";
    assert_problem(
        &object,
        "overlay.json:",
        &["/objects/DoThingRequest/aliases/0", words],
    );
}

fn with_keywords(keywords: &Value) -> Tiny {
    Tiny::new(json!([])).overlay(json!({
        "service": { "title": "Demo", "doc": "A demo.", "keywords": keywords },
    }))
}

#[test]
fn a_crate_has_the_keywords_of_its_service() {
    let manifest = with_keywords(&json!(["esign", "e-signature"])).file("Cargo.toml");
    let line = "keywords = [\"tencent\", \"tencent-cloud\", \"esign\", \"e-signature\"]";
    assert!(manifest.lines().any(|found| found == line), "{manifest}");
}

#[test]
fn keywords_that_crates_io_rejects_are_errors() {
    for (keywords, place, words) in [
        (json!(["Esign"]), "keywords/0", "`Esign` is not valid here"),
        (json!(["电子签"]), "keywords/0", "is not valid here"),
        (
            json!(["a23456789012345678901"]),
            "keywords/0",
            "is not valid here",
        ),
        (
            json!(["tencent"]),
            "keywords/0",
            "every crate has the keyword `tencent`",
        ),
        (
            json!(["a", "b", "c", "d"]),
            "keywords",
            "crates.io accepts 5 keywords",
        ),
        (json!(["a", "a"]), "keywords/1", "twice"),
    ] {
        let place = format!("/service/{place}");
        assert_problem(&with_keywords(&keywords), "overlay.json:", &[&place, words]);
    }
}
