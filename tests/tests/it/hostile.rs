//! Descriptions whose texts try to become code. Each text of each file is replaced in turn, names of members
//! included: an error names its place, or the text is inside a string or a comment.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};
use tencent_codegen::{
    Diagnostics, Output, SdkOptions, SourceFile, Upstream, generate, is_unwanted, render,
};
use tests::tiny::sources;

/// What is appended to each text. Each part would end a string, a comment, a line or a path, or command a
/// terminal.
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

/// A JSON file that is changed in one place.
struct Spoilt {
    file: Value,
    /// The place, for messages.
    at: String,
    /// The same file without the member whose name changed, because an unknown member can be ignored.
    without: Option<Value>,
}

/// Returns a copy of the file for each of its texts and names, with the hostile text after it.
fn spoilt(file: &Value, hostile: &str) -> Vec<Spoilt> {
    let mut places = Vec::new();
    collect(file, "", &mut places);
    let spoil = |at: &String| {
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
        Spoilt { file, at, without }
    };
    places.iter().map(spoil).collect()
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

/// Facts with every kind of entry.
fn facts() -> Value {
    let hash = "0123456789abcdef".repeat(4);
    json!({
        "$schema": "../facts.schema.json",
        "service": "demo",
        "version": "2020-01-01",
        "source": { "package": "tccli", "release": "3.0.1" },
        "crate": { "name": "tencent-demo", "version": "0.1.0" },
        "actions": {
            "DoThing": {
                "input": "DoThingRequest", "output": "DoThingResponse", "status": "deprecated",
                "prose": hash,
            },
        },
        "objects": {
            "DoThingRequest": { "members": [
                { "name": "Name", "type": "string", "required": true, "prose": hash },
                { "name": "Age", "type": "int64" },
                { "name": "Colour", "type": "string" },
                { "name": "Mode", "type": "uint64", "list": true },
                { "name": "Part", "type": "Part", "list": true },
            ] },
            "DoThingResponse": { "members": [{ "name": "RequestId", "type": "string" }] },
            "Part": { "members": [{ "name": "Id", "type": "string", "disabled": true }] },
        },
    })
}

/// An overlay with every kind of entry.
fn overlay() -> Value {
    let hash = "0123456789abcdef".repeat(4);
    let provenance = json!([{ "of": "DoThingRequest.Name", "sha256": hash, "release": "3.0.1" }]);
    json!({
        "$schema": "../../overlay.schema.json",
        "service": {
            "title": "Demo", "doc": "A demo.\n\nMore `Name`.", "host": "demo.example.com",
            "documentation": "https://example.com/demo",
        },
        "actions": { "DoThing": {
            "doc": "Does a thing.", "documentation": "https://example.com/do", "requests_per_second": 5,
            "idempotent": "It only reads.", "errors": ["FailedOperation"],
            "example": { "Name": "abc", "Colour": "RED", "Part": [{ "Id": "1" }] },
        } },
        "objects": {
            "DoThingRequest": {
                "doc": "A request.",
                "members": {
                    "Name": {
                        "doc": "The name.", "default": "abc", "sensitive": true,
                        "always_required": true, "provenance": provenance,
                        "constraint": { "pattern": "^[a-z]+$", "title": "plain word", "description": "a word" },
                    },
                    "Age": { "doc": "The age.", "unit": "years", "constraint": { "minimum": 1, "maximum": 9 } },
                    "Colour": { "doc": "The colour.", "enum": "Colour", "constraint": { "enum": ["RED"] } },
                    "Mode": { "doc": "The modes.", "enum": "Mode", "constraint": {
                        "minItems": 1, "contains": { "const": 1 }, "items": { "enum": [1, 2] },
                    } },
                },
                "rules": [{
                    "name": "name-or-age", "message": "Give Name or Age.", "provenance": provenance,
                    "warning": true,
                    "schema": {
                        "if": { "properties": { "Colour": { "const": "RED" } } },
                        "then": { "required": ["Age"] },
                        "else": { "required": ["Name"] },
                        "allOf": [{ "oneOf": [{ "required": ["Age"] }, { "required": ["Part"] }] }],
                        "anyOf": [{ "required": ["Name"] }, { "dependentRequired": { "Age": ["Mode"] } }],
                    },
                }, {
                    "name": "not-red", "message": "Red has a Part.", "provenance": provenance,
                    "schema": { "not": { "properties": { "Name": { "enum": ["abd", "x"] } }, "required": ["Part"] } },
                }],
            },
            "DoThingResponse": { "members": { "RequestId": { "always_present": true, "doc": "The id." } } },
        },
        "enums": {
            "Colour": {
                "doc": "A colour.", "ignore_case": true, "provenance": provenance,
                "values": [{ "value": "RED", "name": "Red", "doc": "Like fire." }],
            },
            "Mode": {
                "doc": "A mode.",
                "values": [{ "value": 1, "name": "Fast", "doc": "Fast." }, { "value": 2, "name": "Slow", "doc": "Slow." }],
            },
        },
        "errors": { "FailedOperation": { "doc": "It failed." } },
    })
}

/// An `api.json` with every kind of entry.
fn api() -> Value {
    let member = |name: &str, kind: &str, of: &str| {
        json!({
            "name": name, "type": kind, "member": of, "required": true, "disabled": false,
            "document": "甲 <b>a</b> `b`", "example": "1", "output_required": false, "value_allowed_null": true,
        })
    };
    json!({
        "version": "1.0",
        "metadata": {
            "apiVersion": "2020-01-01", "serviceShortName": "demo", "serviceNameCN": "演示", "api_brief": "简介",
        },
        "actions": {
            "DoThing": {
                "name": "做", "document": "做一件事", "input": "DoThingRequest", "output": "DoThingResponse",
                "status": "online",
            },
        },
        "objects": {
            "DoThingRequest": { "document": "请求", "type": "object", "members": [
                member("Name", "string", "string"),
                member("Age", "int", "int64"),
                member("Parts", "list", "Part"),
            ] },
            "DoThingResponse": { "document": "", "members": [member("RequestId", "string", "string")] },
            "Part": { "document": "部分", "members": [member("Id", "object", "Part")] },
        },
    })
}

fn from_api(api: &Value) -> Result<Output, Diagnostics> {
    let file = SourceFile::new("api.json", api.to_string());
    Upstream::parse(&file, "3.0.1")?.generate(&SdkOptions::default())
}

/// The tokens of a file without names, texts and documentation: what is left is code.
fn shape(tokens: TokenStream, out: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                // `#[doc = …]` and `#![doc = …]` are comments.
                let is_inner =
                    matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                if is_inner {
                    tokens.next();
                }
                match tokens.peek() {
                    Some(TokenTree::Group(group)) if is_doc(group.stream()) => drop(tokens.next()),
                    _ => out.push('#'),
                }
            }
            // A list that is broken into lines ends with a comma.
            TokenTree::Punct(mark) if mark.as_char() == ',' && tokens.peek().is_none() => {}
            TokenTree::Punct(mark) => out.push(mark.as_char()),
            TokenTree::Ident(_) => out.push_str(" i "),
            TokenTree::Literal(literal) => out.push_str(match literal.to_string() {
                text if text.contains('"') => " \"\" ",
                _ => " 0 ",
            }),
            // The printer puts long expressions between braces.
            TokenTree::Group(group) => shape(group.stream(), out),
        }
    }
}

fn is_doc(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// The code of a file, without any text of the description.
fn code(path: &str, text: &str) -> String {
    let mut code = String::new();
    if path.ends_with(".rs") {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        shape(quote::quote!(#file), &mut code);
    } else {
        for line in text.lines().skip(1) {
            code.push_str(match line.strip_prefix("description = \"") {
                Some(rest) => is_ended(rest),
                None => line,
            });
            code.push('\n');
        }
    }
    code
}

/// Makes sure that a string of TOML ends at the end of its line.
fn is_ended(rest: &str) -> &'static str {
    let inner = rest.strip_suffix('"').unwrap();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        assert_ne!(c, '"', "{rest}");
        if c == '\\' {
            assert!(
                matches!(characters.next(), Some('"' | '\\' | 'U')),
                "{rest}"
            );
        }
    }
    "description"
}

/// The code of all files of a crate.
fn shapes(output: &Output) -> BTreeMap<String, String> {
    let files = output.files.iter();
    files
        .map(|(path, text)| (path.clone(), code(path, text)))
        .collect()
}

/// The lines of code blocks that rustdoc compiles.
fn tests_in_docs(text: &str) -> Vec<String> {
    let docs = text.lines().map(str::trim);
    let docs = docs.filter_map(|line| line.strip_prefix("///").or(line.strip_prefix("//!")));
    let mut block: Option<bool> = None;
    let mut found = Vec::new();
    for line in docs {
        let line = line.trim_start_matches([' ', '-', '>']);
        if line.starts_with("```") || line.starts_with("~~~") {
            block = match block {
                Some(_) => None,
                None => Some(!["```text", "```json"].contains(&line)),
            };
        } else if block == Some(true) {
            found.push(line.to_owned());
        }
    }
    found
}

/// A crate, and the code of its files.
struct Crate {
    output: Output,
    shapes: BTreeMap<String, String>,
}

impl Crate {
    fn of(output: Output) -> Self {
        let shapes = shapes(&output);
        Self { output, shapes }
    }

    /// The code of files that differ in code, for messages.
    fn difference(&self, other: &Output) -> String {
        let files = other.files.iter();
        let code = files.map(|(path, text)| (path, code(path, text)));
        let differs = code.filter(|(path, code)| self.shapes.get(*path) != Some(code));
        differs
            .map(|(path, code)| format!("{path}\n{:?}\n{code}\n", self.shapes.get(path)))
            .collect()
    }

    /// Whether another crate differs from this one only in strings and comments.
    fn has_code_of(&self, other: &Output) -> bool {
        let known: BTreeSet<&String> = self.shapes.values().collect();
        let is_known = |(path, text): (&String, &String)| {
            if self.output.files.get(path) == Some(text) {
                return true;
            }
            let code = code(path, text);
            match self.shapes.get(path) {
                Some(shape) => *shape == code,
                // A name that is part of the path changed.
                None => known.contains(&code),
            }
        };
        self.output.files.len() == other.files.len() && other.files.iter().all(is_known)
    }
}

type Run<'a> = &'a dyn Fn(&Value) -> Result<Output, Diagnostics>;

/// Fails if a hostile text in any place of a file leaves its string or its comment.
fn assert_harmless(file: &Value, run: Run<'_>) {
    let benign = run(file).unwrap_or_else(|found| panic!("{}", render(&found)));
    let benign = Crate::of(benign);
    for hostile in HOSTILE {
        for Spoilt { file, at, without } in spoilt(file, hostile) {
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
        generate(&sources(&facts.to_string(), &overlay))
    });
}

#[test]
fn no_text_of_an_overlay_becomes_code() {
    let facts = facts().to_string();
    assert_harmless(&overlay(), &|overlay| {
        generate(&sources(&facts, &overlay.to_string()))
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

/// The tests above change what these files have, so the files have everything.
#[test]
fn the_hostile_files_have_every_member_of_their_formats() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    for (schema, file) in [("facts", facts()), ("overlay", overlay())] {
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
            .filter(|name| !present.contains(name.as_str()))
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
