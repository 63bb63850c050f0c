//! Descriptions whose texts try to become code. A test appends a hostile text to each text and each name of a
//! file in turn. The generator reports the place, or keeps the text inside a string or a comment.

mod code;
mod complete;

use std::collections::BTreeSet;

use serde_json::Value;
use tencent_codegen::{
    Diagnostics, Output, SdkOptions, ServiceSources, SourceFile, Upstream, generate, is_unwanted,
    render,
};
use tests::tiny::sources;

use self::code::{Crate, tests_in_docs};
use self::complete::{api, callbacks, facts, overlay};

/// Texts that would end a string, a comment, a line or a path, or command a terminal.
const HOSTILE: [&str; 10] = [
    "\n#![allow(unused)] /*\n[dependencies]\nevil = { path = \"/evil\" }\n#*/ //",
    "\r\nevil();\r",
    "\"; evil(); \" */ evil(); /*",
    "\"##]; evil!(); #[doc = r##\"",
    "\n\n```\nevil();\n```\n\n    evil();",
    "``` \\\" ' # evil </script><script>evil()</script>",
    "/../../evil",
    "\u{1b}[2J\u{1b}]0;evil\u{7}\u{9b}31m\0\u{8}\u{7f}\u{1}",
    "\u{202e}live\u{2066}\u{200f}",
    "\u{200b}\u{feff}\u{2028}\u{2029}\u{85}\u{2060}",
];

/// A JSON file with a hostile text in one place.
struct Injected {
    file: Value,
    /// The place, for messages.
    at: String,
    /// The same file without the member whose name changed, because an unknown member can be ignored.
    without: Option<Value>,
}

/// Returns a copy of the file for each of its texts and names, with the hostile text after it.
fn injected(file: &Value, hostile: &str) -> Vec<Injected> {
    let mut places = Vec::new();
    collect(file, "", &mut places);
    let inject = |at: &String| {
        let mut file = file.clone();
        let mut without = None;
        let (parent, last) = at.rsplit_once('/').unwrap();
        match last.strip_prefix("name:") {
            Some(name) => {
                let members = |file: &mut Value| {
                    let members = file.pointer_mut(parent).unwrap().as_object_mut();
                    std::mem::take(members.unwrap())
                };
                let mut all = members(&mut file);
                let value = all.remove(name).unwrap();
                let mut rest = file.clone();
                *rest.pointer_mut(parent).unwrap() = all.clone().into();
                without = Some(rest);
                all.insert(format!("{name}{hostile}"), value);
                *file.pointer_mut(parent).unwrap() = all.into();
            }
            None => {
                let value = file.pointer_mut(at).unwrap();
                *value = format!("{}{hostile}", value.as_str().unwrap()).into();
            }
        }
        let at = format!("{at} {hostile:?}");
        Injected { file, at, without }
    };
    places.iter().map(inject).collect()
}

/// Collects the pointers of all texts, and of all names of members with `name:` before the name.
fn collect(value: &Value, at: &str, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(at.to_owned()),
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                collect(item, &format!("{at}/{position}"), places);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                places.push(format!("{at}/name:{name}"));
                collect(value, &format!("{at}/{name}"), places);
            }
        }
        _ => {}
    }
}

fn from_api(api: &Value) -> Result<Output, Diagnostics> {
    let file = SourceFile::new("api.json", api.to_string());
    Upstream::parse(&file, "3.0.1")?.generate(&SdkOptions::default())
}

type Run<'a> = &'a dyn Fn(&Value) -> Result<Output, Diagnostics>;

/// Fails if a hostile text in any place of a file leaves its string or its comment.
fn assert_harmless(file: &Value, run: Run<'_>) {
    let benign = run(file).unwrap_or_else(|found| panic!("{}", render(&found)));
    let benign = Crate::of(benign);
    for hostile in HOSTILE {
        for Injected { file, at, without } in injected(file, hostile) {
            let output = match run(&file) {
                Ok(output) => output,
                Err(found) => {
                    assert_shown(&at, &found);
                    continue;
                }
            };
            for (path, text) in &output.files {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.');
                assert!(
                    path.chars().all(is_plain) && !path.contains(".."),
                    "{at}: {path}"
                );
                let unwanted = text.chars().find(|c| is_unwanted(*c));
                assert_eq!(unwanted, None, "{at}: {path}\n{text}");
            }
            let is_harmless = benign.has_code_of(&output)
                || without
                    .and_then(|file| run(&file).ok())
                    .is_some_and(|without| Crate::of(without).has_code_of(&output));
            assert!(is_harmless, "{at}: {}", benign.difference(&output));
        }
    }
}

/// Makes sure that the messages have places and command no terminal.
fn assert_shown(at: &str, found: &Diagnostics) {
    let shown = render(found);
    let commands = ["\u{1b}[2J", "\u{1b}]"];
    assert!(
        !commands.iter().any(|command| shown.contains(command)),
        "{at}: {shown:?}"
    );
    // Colours begin with an escape character.
    let unwanted = shown.chars().find(|c| is_unwanted(*c) && *c != '\u{1b}');
    assert_eq!(unwanted, None, "{at}: {shown:?}");
    for problem in found.problems() {
        assert!(problem.position().is_some(), "{at}: {}", problem.message());
    }
}

#[test]
fn no_text_of_the_facts_becomes_code() {
    let overlay = overlay().to_string();
    assert_harmless(&facts(), &|facts| {
        generate(&with_callbacks(sources(&facts.to_string(), &overlay)))
    });
}

#[test]
fn no_text_of_an_overlay_becomes_code() {
    let facts = facts().to_string();
    assert_harmless(&overlay(), &|overlay| {
        generate(&with_callbacks(sources(&facts, &overlay.to_string())))
    });
}

/// Adds the callbacks, which the state machine of the overlay mentions.
fn with_callbacks(mut sources: ServiceSources) -> ServiceSources {
    sources.additions.callbacks = Some(SourceFile::new("callbacks.json", callbacks().to_string()));
    sources
}

#[test]
fn no_text_of_callbacks_becomes_code() {
    let sources = sources(&facts().to_string(), &overlay().to_string());
    assert_harmless(&callbacks(), &|callbacks| {
        let callbacks = SourceFile::new("callbacks.json", callbacks.to_string());
        let mut sources = sources.clone();
        sources.additions.callbacks = Some(callbacks);
        generate(&sources)
    });
}

#[test]
fn no_text_of_upstream_becomes_code() {
    // Nor does it become a test of the documentation. The documentation of an overlay may have tests.
    assert_harmless(&api(), &|api| {
        let output = from_api(api)?;
        let mut tests = output.files.values().flat_map(|text| tests_in_docs(text));
        assert!(!tests.any(|line| line.contains("evil")), "{api}");
        Ok(output)
    });
}

#[test]
fn the_hostile_files_have_every_member_of_their_formats() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    let files = [
        ("facts", facts()),
        ("overlay", overlay()),
        ("callbacks", callbacks()),
    ];
    for (schema, file) in files {
        let text = std::fs::read_to_string(format!("{folder}/{schema}.schema.json")).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut places = Vec::new();
        collect(&file, "", &mut places);
        let present: BTreeSet<&str> = places
            .iter()
            .filter_map(|place| Some(place.rsplit_once("/name:")?.1))
            .collect();
        let missing: Vec<String> = text_members(&schema)
            .into_iter()
            // Nothing is generated from a file with proposals.
            .filter(|name| name != "proposed" && !present.contains(name.as_str()))
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}

/// The members of a format that have a text, or something in which a text can be.
fn text_members(schema: &Value) -> BTreeSet<String> {
    let definitions = schema["$defs"]
        .as_object()
        .unwrap()
        .values()
        .chain([schema]);
    let properties = definitions.filter_map(|one| one["properties"].as_object());
    let holds_text = |member: &Value| {
        let types = member["type"].to_string();
        !["boolean", "integer", "number"]
            .iter()
            .any(|plain| types == format!("\"{plain}\""))
    };
    let members = properties
        .flatten()
        .filter(|(_, member)| holds_text(member));
    members.map(|(name, _)| name.clone()).collect()
}
