//! Tests the level of each kind of change that `cargo xtask diff` reports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tencent_codegen::prose_hash;

use crate::project::Project;
use crate::update_fixture::{Following, QUESTION, changed, first, member, members};

/// An expected change, as `level kind path: from -> to`.
type Expected = &'static str;
/// The edit that causes it.
type Step = fn(&mut Value);

/// Edits of upstream's description.
const OF_UPSTREAM: &[(Expected, Step)] = &[
    ("minor action_added Tell: null -> Tell", |next| {
        add_action(next, "Tell")
    }),
    ("patch action_added Tell: null -> Tell", |next| {
        add_action(next, "Tell");
        next["actions"]["Tell"]["status"] = "offline".into();
    }),
    ("major action_removed Ask: Ask -> null", |next| {
        drop(next["actions"].as_object_mut().unwrap().remove("Ask"))
    }),
    ("minor action_status Ask: online -> deprecated", |next| {
        next["actions"]["Ask"]["status"] = "deprecated".into()
    }),
    ("major action_status Ask: online -> offline", |next| {
        next["actions"]["Ask"]["status"] = "offline".into()
    }),
    ("patch action_signing Ask: signed -> unsigned", |next| {
        next["actions"]["Ask"]["skip_sign"] = true.into()
    }),
    ("major action_input Ask: AskRequest -> Question", |next| {
        next["objects"]["Question"] = json!({ "members": [] });
        next["actions"]["Ask"]["input"] = "Question".into();
    }),
    (
        "major action_output Ask: AskResponse -> WaitResponse",
        |next| next["actions"]["Ask"]["output"] = "WaitResponse".into(),
    ),
    // Another action takes the method name.
    ("major rust_name Wait: wait -> wait_2", |next| {
        add_action(next, "WAIT")
    }),
    ("minor object_added Place: null -> Place", |next| {
        next["objects"]["Place"] = json!({ "members": [] });
        members(next, "Person").push(member("Home", "Place", false, ""));
    }),
    ("major object_removed Person: Person -> null", |next| {
        drop(members(next, "AskRequest").pop())
    }),
    (
        "major object_direction Person: request -> response",
        |next| {
            let person = members(next, "AskRequest").pop().unwrap();
            members(next, "AskResponse").push(person);
        },
    ),
    (
        "minor object_direction WaitResponse: response -> both",
        |next| members(next, "AskRequest").push(member("Waited", "WaitResponse", false, "")),
    ),
    ("minor member_added Person.A: null -> bool", |next| {
        members(next, "Person").push(member("A", "bool", false, ""))
    }),
    ("major member_added Person.A: null -> bool", |next| {
        members(next, "Person").push(member("A", "bool", true, ""))
    }),
    ("minor member_added AskResponse.A: null -> bool", |next| {
        members(next, "AskResponse").push(member("A", "bool", true, ""))
    }),
    // Before, no request contained the object, so no request lacked the member.
    ("minor member_added WaitResponse.A: null -> bool", |next| {
        members(next, "WaitResponse").push(member("A", "bool", true, ""));
        members(next, "AskRequest").push(member("Waited", "WaitResponse", false, ""));
    }),
    ("major member_removed Person.Name: string -> null", |next| {
        drop(members(next, "Person").remove(0))
    }),
    // Its Rust name stays the same.
    ("major member_renamed Person.NAME: Name -> NAME", |next| {
        members(next, "Person")[0]["name"] = "NAME".into()
    }),
    ("major member_type Person.Name: string -> int64", |next| {
        members(next, "Person")[0] = member("Name", "int64", false, "姓名")
    }),
    (
        "patch member_type Person.Name: string -> datetime",
        |next| members(next, "Person")[0]["member"] = "datetime".into(),
    ),
    (
        "major member_type Person.Name: string -> list of string",
        |next| members(next, "Person")[0]["type"] = "list".into(),
    ),
    ("major member_required Person.Name: false -> true", |next| {
        members(next, "Person")[0]["required"] = true.into()
    }),
    (
        "minor member_required AskRequest.Question: true -> false",
        |next| members(next, "AskRequest")[0]["required"] = false.into(),
    ),
    ("minor member_disabled Person.Name: false -> true", |next| {
        members(next, "Person")[0]["disabled"] = true.into()
    }),
    (
        "patch member_always_present AskResponse.Answer: not always present -> always present",
        |next| members(next, "AskResponse")[0]["output_required"] = true.into(),
    ),
    (
        "patch member_order AskRequest: Question, Asker -> Asker, Question",
        |next| members(next, "AskRequest").reverse(),
    ),
    // Another member takes its Rust name.
    ("major rust_name Person.Name: name -> name_2", |next| {
        members(next, "Person").insert(0, member("name", "string", false, ""))
    }),
    // The object becomes recursive, so the member is boxed.
    (
        "major rust_type AskRequest.Asker: Option<Person> -> Option<Box<Person>>",
        |next| members(next, "Person").push(member("Asked", "AskRequest", false, "")),
    ),
    (
        "minor paginator_added Ask: null -> Offset selects Names of Total, each String",
        add_pages,
    ),
    (
        "major event_stream_added Ask: null -> ask_stream",
        add_events,
    ),
    (
        "major features_added features: null -> 18 features",
        // Two actions exist already, and `full` enables all.
        |next| (0..15).for_each(|number| add_action(next, &format!("Tell{number}"))),
    ),
];

/// Edits of a description whose action returns a list page by page.
const OF_LISTS: &[(Expected, Step)] = &[
    (
        "major paginator_removed Ask: Offset selects Names of Total, each String -> null",
        |next| {
            let mut second = member("Others", "string", false, "");
            second["type"] = "list".into();
            members(next, "AskResponse").push(second);
        },
    ),
    (
        "major paginator_changed Ask: Offset selects Names of Total, each String -> Offset selects Names of Total, each i64",
        |next| members(next, "AskResponse").last_mut().unwrap()["member"] = "int64".into(),
    ),
    // Upstream documents that the offset counts pages.
    (
        "patch paginator_changed Ask: Offset selects Names of Total, each String -> Offset selects Names of Total by page from 0, each String",
        |next| {
            members(next, "AskRequest").push(member("Offset", "int64", false, "页码，从0开始"));
            let offsets = members(next, "AskRequest");
            offsets.retain(|it| it["name"] != "Offset" || it["document"] != "");
        },
    ),
];

fn add_pages(description: &mut Value) {
    for name in ["Offset", "Limit"] {
        members(description, "AskRequest").push(member(name, "int64", false, ""));
    }
    members(description, "AskResponse").push(member("Total", "int64", false, ""));
    let mut list = member("Names", "string", false, "");
    list["type"] = "list".into();
    members(description, "AskResponse").push(list);
}

fn add_action(description: &mut Value, name: &str) {
    let (input, output) = (format!("{name}Request"), format!("{name}Response"));
    description["actions"][name] = json!({ "input": input, "output": output });
    for object in [input, output] {
        description["objects"][object] = json!({ "members": [] });
    }
}

/// Edits of a description whose action answers with events.
const OF_EVENTS: &[(Expected, Step)] = &[
    (
        "major event_stream_removed Ask: ask_stream -> null",
        |next| members(next, "AskResponse")[1]["document"] = "唯一请求 ID".into(),
    ),
    (
        "patch event_stream_changed Ask: ask_stream -> ask_stream, asked for by Stream",
        |next| members(next, "AskRequest").push(member("Stream", "bool", false, "")),
    ),
    // Another action takes the name of the method.
    (
        "major event_stream_changed Ask: ask_stream -> ask_stream_2",
        |next| add_action(next, "AskStream"),
    ),
];

/// Lets upstream say that the action answers with events.
fn add_events(description: &mut Value) {
    members(description, "AskResponse")[1]["document"] =
        "唯一请求 ID。本接口为流式响应接口，当请求成功时，RequestId 会被放在 HTTP 响应的 Header 中。".into();
}

/// Edits of the overlay.
const OF_PEOPLE: &[(Expected, Step)] = &[
    (
        "major constructor AskRequest: default() -> new(question: impl Into<String>)",
        |next| question(next)["always_required"] = true.into(),
    ),
    (
        "major rust_type AskResponse.Answer: Option<String> -> String",
        |next| {
            next["objects"]["AskResponse"] =
                json!({ "members": { "Answer": { "always_present": true } } })
        },
    ),
    ("minor enum_added enum:Topic: null -> Topic", |next| {
        next["enums"]["Topic"] = next["enums"]["Mood"].clone();
        next["enums"]["Topic"]["provenance"][0]["of"] = "AskResponse.Answer".into();
        next["objects"]["AskResponse"] = json!({ "members": { "Answer": { "enum": "Topic" } } });
    }),
    ("major enum_removed enum:Mood: Mood -> null", |next| {
        next["enums"] = json!({});
        next["objects"].as_object_mut().unwrap().remove("Person");
    }),
    (
        r#"minor value_added enum:Mood: null -> Bad = "BAD""#,
        |next| {
            let bad = json!({ "value": "BAD", "name": "Bad", "doc": "It is." });
            next["enums"]["Mood"]["values"]
                .as_array_mut()
                .unwrap()
                .push(bad);
        },
    ),
    (
        r#"major value_removed enum:Mood: Good = "GOOD" -> Good = "WELL""#,
        |next| next["enums"]["Mood"]["values"][0]["value"] = "WELL".into(),
    ),
    ("minor error_added error:NO_TIME: null -> NoTime", |next| {
        next["errors"]["NoTime"] = json!({ "doc": "Later." });
        next["actions"]["Ask"]["errors"] = json!(["NoIdea", "NoTime"]);
    }),
    (
        "major error_removed error:NO_IDEA: NoIdea -> null",
        |next| {
            next["errors"] = json!({});
            next["actions"]["Ask"]["errors"] = json!([]);
        },
    ),
    (
        r#"minor rules_changed AskRequest.Question: {"maxLength":150} -> {"maxLength":250}"#,
        |next| question(next)["constraint"]["maxLength"] = 250.into(),
    ),
    (
        r#"minor rules_changed AskRequest:who: null -> {"required":["Asker"]}"#,
        |next| add_rule(next, false),
    ),
    (
        r#"minor rules_changed AskRequest:who: null -> warning: {"required":["Asker"]}"#,
        |next| add_rule(next, true),
    ),
    (
        r#"minor rules_changed Person:named: {"required":["Name"]} -> for Ask: {"required":["Name"]}"#,
        |next| next["objects"]["Person"]["rules"][0]["actions"] = json!(["Ask"]),
    ),
    (
        "minor rules_changed enum:Mood: case matters -> case is ignored",
        |next| next["enums"]["Mood"]["ignore_case"] = true.into(),
    ),
    (
        "minor handling_changed AskRequest.Question: shown -> sensitive",
        |next| question(next)["sensitive"] = true.into(),
    ),
    (
        "minor handling_changed Ask: not idempotent -> idempotent",
        |next| next["actions"]["Ask"]["idempotent"] = "It reads.".into(),
    ),
    (
        "minor handling_changed Ask: 20 a second -> 30 a second",
        |next| next["actions"]["Ask"]["requests_per_second"] = 30.into(),
    ),
    (
        "minor waiter_added Ask:Asked: null -> wait_until_asked",
        |next| next["actions"]["Ask"]["waiters"]["Asked"] = waiter(),
    ),
    (
        "major waiter_removed Ask:Answered: wait_until_answered -> null",
        |next| next["actions"]["Ask"]["waiters"] = json!({}),
    ),
    (
        "minor waiter_changed Ask:Answered: Answer: success GOOD; failure ; every 1 s, at most 60 s -> Answer: success GOOD; failure NO; every 1 s, at most 60 s",
        |next| next["actions"]["Ask"]["waiters"]["Answered"]["failure"] = json!(["NO"]),
    ),
    ("patch documentation Ask:Answered: null -> null", |next| {
        next["actions"]["Ask"]["waiters"]["Answered"]["doc"] = "Waits.".into()
    }),
    (
        "minor handling_changed Ask: no known time limit of the server -> given up after 30 s",
        |next| next["actions"]["Ask"]["server_timeout_seconds"] = 30.into(),
    ),
    (
        "minor handling_changed Ask: no retryable codes -> NoIdea every 3 s in 300 s",
        |next| {
            next["actions"]["Ask"]["retry_on"] = json!([{
                "code": "NoIdea", "reason": "Later.", "pause_seconds": 3, "within_seconds": 300,
            }])
        },
    ),
    ("patch documentation Ask: null -> null", |next| {
        next["actions"]["Ask"]["doc"] = "Asks somebody.".into()
    }),
    (
        "patch documentation AskRequest.Question: null -> null",
        |next| question(next)["doc"] = "What is asked.".into(),
    ),
    ("patch documentation enum:Mood: null -> null", |next| {
        next["enums"]["Mood"]["values"][0]["doc"] = "It is good.".into()
    }),
    ("patch documentation error:NO_IDEA: null -> null", |next| {
        next["errors"]["NoIdea"]["doc"] = "Ask another.".into()
    }),
    ("patch documentation service: null -> null", |next| {
        next["service"]["doc"] = "It answers.".into()
    }),
    (
        "minor handling_changed Ask: the default size -> 4096 bytes",
        |next| next["actions"]["Ask"]["max_request_bytes"] = 4096.into(),
    ),
    (
        "major host_changed service: demo.tencentcloudapi.com -> ask.example.com",
        |next| next["service"]["host"] = "ask.example.com".into(),
    ),
    (
        "major region_changed service: optional -> required",
        |next| next["service"]["region"] = "required".into(),
    ),
    (
        "minor environment_added environment:Live: null -> Live",
        |next| next["service"]["environments"] = environments(),
    ),
];

/// Edits of callbacks.
const OF_CALLBACKS: &[(Expected, Step)] = &[
    (
        "minor message_added callback:Lost: null -> Lost(JsonData)",
        |next| next["messages"]["Lost"] = json!({ "doc": "…", "sources": ["page"] }),
    ),
    (
        "major message_removed callback:Other: Other(JsonData) -> null",
        |next| drop(next["messages"].as_object_mut().unwrap().remove("Other")),
    ),
    (
        "major message_changed callback:Other: Other(JsonData) -> Other(Shift)",
        |next| next["messages"]["Other"]["data"] = "Shift".into(),
    ),
    ("minor object_added callback:Part: null -> Part", |next| {
        next["objects"]["Part"] = json!({ "doc": "…", "sources": ["page"], "members": [
            { "name": "Id", "type": "string", "doc": "…" },
        ] });
        next["messages"]["Other"]["data"] = "Part".into();
    }),
    (
        "minor member_added callback:Shift.By: null -> by: Option<String>",
        |next| shift(next).push(json!({ "name": "By", "type": "string", "doc": "…" })),
    ),
    (
        "major member_removed callback:Shift.Id: id: Option<String> -> null",
        |next| drop(shift(next).remove(0)),
    ),
    (
        "major rust_type callback:Shift.Id: id: Option<String> -> id: Option<i64>",
        |next| shift(next)[0]["type"] = "int64".into(),
    ),
    (
        "minor handling_changed callback:Shift: sensitive:  -> sensitive: Id",
        |next| shift(next)[0]["sensitive"] = true.into(),
    ),
    (
        "minor handling_changed callback:enum:State: final: Done -> final: Done to Open",
        |next| next["enums"]["State"]["values"][1]["may_become"] = json!(["OPEN"]),
    ),
    (
        "minor value_added callback:enum:State: null -> Gone = \"GONE\"",
        |next| {
            let values = next["enums"]["State"]["values"].as_array_mut().unwrap();
            values.push(json!({ "value": "GONE", "name": "Gone", "doc": "…" }))
        },
    ),
    ("minor handling_changed callback: App -> Other", |next| {
        next["version"] = "Other".into()
    }),
    ("patch documentation callback:Other: null -> null", |next| {
        next["messages"]["Other"]["doc"] = "Another thing.".into()
    }),
    (
        "patch documentation callback:Shift.Id: null -> null",
        |next| shift(next)[0]["doc"] = "The thing.".into(),
    ),
    (
        "patch documentation callback:enum:State: null -> null",
        |next| next["enums"]["State"]["values"][0]["doc"] = "It is open.".into(),
    ),
];

fn shift(callbacks: &mut Value) -> &mut Vec<Value> {
    callbacks["objects"]["Shift"]["members"]
        .as_array_mut()
        .unwrap()
}

/// Returns the callbacks before the edit.
fn callbacks() -> Value {
    json!({
        "doc": "Callbacks.",
        "version": "App",
        "sources": { "page": "a page" },
        "messages": {
            "Other": { "doc": "…", "sources": ["page"] },
            "Shift": { "doc": "…", "data": "Shift", "sources": ["page"] },
        },
        "objects": { "Shift": { "doc": "…", "sources": ["page"], "members": [
            { "name": "Id", "type": "string", "doc": "…" },
            { "name": "State", "type": "string", "doc": "…", "enum": "State" },
        ] } },
        "enums": { "State": { "doc": "…", "sources": ["page"], "values": [
            { "value": "OPEN", "name": "Open", "doc": "…" },
            { "value": "DONE", "name": "Done", "doc": "…", "final": true },
        ] } },
    })
}

/// Edits of an overlay with a state machine.
const OF_STATES: &[(Expected, Step)] = &[
    (
        "minor command_added state_machine:Reply.greet: null -> ReplyCommands::greet -> Reply",
        |next| next["state_machines"]["Reply"]["commands"]["Greet"] = cheer(),
    ),
    (
        "major command_removed state_machine:Reply.cheer: ReplyCommands::cheer -> Reply -> null",
        |next| next["state_machines"]["Reply"]["commands"] = json!({ "Greet": cheer() }),
    ),
    (
        "minor command_changed state_machine:Reply.cheer: null -> null",
        |next| next["state_machines"]["Reply"]["commands"]["Cheer"]["to"] = "GOOD".into(),
    ),
    (
        "minor state_machine_changed state_machine:Reply: null -> null",
        |next| next["state_machines"]["Reply"]["actions"]["Ask"]["to"] = "BAD".into(),
    ),
];

fn cheer() -> Value {
    json!({ "doc": "It gets worse.", "from": ["GOOD"], "to": "BAD" })
}

fn with_states() -> Value {
    let mut overlay = written();
    overlay["actions"]["Ask"]["creates"] = json!(["RequestId"]);
    overlay["objects"]["AskResponse"] = json!({ "members": { "Answer": { "enum": "Reply" } } });
    overlay["enums"]["Reply"] = json!({
        "doc": "A reply.",
        "provenance": waiter()["provenance"],
        "values": [
            { "value": "GOOD", "name": "Good", "doc": "It is." },
            { "value": "BAD", "name": "Bad", "doc": "It is not." },
        ],
    });
    overlay["state_machines"] = json!({ "Reply": {
        "doc": "Changes replies.", "id": "RequestId", "states": "Reply",
        "actions": { "Ask": { "to": "GOOD" } },
        "commands": { "Cheer": cheer() },
    } });
    overlay
}

/// Edits of an overlay with environments.
const OF_ENVIRONMENTS: &[(Expected, Step)] = &[
    (
        "minor environment_added environment:Trial: null -> Trial",
        |next| {
            let trial = json!({ "name": "Trial", "doc": "…", "host": "trial.example.com" });
            listed(next).push(trial);
            next["actions"]["Ask"]["hosts"]["Trial"] = "file.trial.example.com".into();
        },
    ),
    (
        "major environment_removed environment:Test: Test -> null",
        |next| {
            listed(next).pop();
            let hosts = next["actions"]["Ask"]["hosts"].as_object_mut();
            hosts.unwrap().remove("Test");
        },
    ),
    (
        "major host_changed environment:Test: test.example.com -> new.example.com",
        |next| listed(next)[1]["host"] = "new.example.com".into(),
    ),
    (
        "major host_changed environment:Live: demo.tencentcloudapi.com -> new.example.com",
        |next| listed(next)[0]["host"] = "new.example.com".into(),
    ),
    (
        "major host_changed Ask environment:Test: file.test.example.com -> new.example.com",
        |next| next["actions"]["Ask"]["hosts"]["Test"] = "new.example.com".into(),
    ),
    (
        "major host_changed Ask environment:Test: file.test.example.com -> test.example.com",
        |next| {
            drop(
                next["actions"]["Ask"]
                    .as_object_mut()
                    .unwrap()
                    .remove("hosts"),
            )
        },
    ),
    (
        "major host_changed service: demo.tencentcloudapi.com -> test.example.com",
        |next| listed(next).reverse(),
    ),
    (
        "patch documentation environment:Test: null -> null",
        |next| listed(next)[1]["doc"] = "For trying.".into(),
    ),
];

fn environments() -> Value {
    json!([
        { "name": "Live", "doc": "It counts.", "host": "demo.tencentcloudapi.com" },
        { "name": "Test", "doc": "Nothing counts.", "host": "test.example.com" },
    ])
}

fn listed(overlay: &mut Value) -> &mut Vec<Value> {
    overlay["service"]["environments"].as_array_mut().unwrap()
}

/// Returns the overlay with environments before the edit.
fn with_environments() -> Value {
    let mut overlay = written();
    overlay["service"]["environments"] = environments();
    overlay["actions"]["Ask"]["hosts"] =
        json!({ "Live": "file.example.com", "Test": "file.test.example.com" });
    overlay
}

fn question(overlay: &mut Value) -> &mut Value {
    &mut overlay["objects"]["AskRequest"]["members"]["Question"]
}

fn add_rule(overlay: &mut Value, warning: bool) {
    let rule = json!({ "name": "who", "message": "Say who.", "schema": { "required": ["Asker"] }, "warning": warning, "provenance": provenance() });
    overlay["objects"]["AskRequest"]["rules"] = json!([rule]);
}

/// Returns the overlay before the edit.
fn written() -> Value {
    json!({
        "service": { "title": "Demo", "doc": "It asks." },
        "actions": { "Ask": { "doc": "Asks.", "requests_per_second": 20, "errors": ["NoIdea"], "waiters": { "Answered": waiter() } } },
        "objects": {
            "AskRequest": { "members": { "Question": { "constraint": { "maxLength": 150 }, "provenance": provenance() } } },
            "Person": {
                "members": { "Name": { "enum": "Mood" } },
                "rules": [{
                    "name": "named", "message": "Say the Name.", "schema": { "required": ["Name"] },
                    "provenance": provenance_of_name(),
                }],
            },
        },
        "enums": { "Mood": {
            "doc": "How it is.",
            "provenance": provenance_of_name(),
            "values": [{ "value": "GOOD", "name": "Good", "doc": "It is." }],
        }},
        "errors": { "NoIdea": { "doc": "Nobody knows." } },
    })
}

fn waiter() -> Value {
    json!({
        "doc": "Waits for the answer.", "member": "Answer", "success": ["GOOD"], "pause_seconds": 1, "timeout_seconds": 60,
        "provenance": [{ "of": "AskResponse.Answer", "sha256": prose_hash("回答"), "release": "3.0.1.1" }],
    })
}

fn provenance_of_name() -> Value {
    json!([{ "of": "Person.Name", "sha256": prose_hash("姓名"), "release": "3.0.1.1" }])
}

/// Returns the provenance of the rules of the request.
fn provenance() -> Value {
    json!([{ "of": "AskRequest.Question", "sha256": prose_hash(QUESTION), "release": "3.0.1.1" }])
}

/// Writes a folder of `schema/` with the facts of the project and that overlay.
fn describe(project: &Project, name: &str, overlay: &Value, package: &str) -> String {
    let folder = project.folder.path().join("target").join(name);
    std::fs::create_dir_all(folder.join("overlay")).unwrap();
    let mut facts: Value =
        serde_json::from_slice(&std::fs::read(project.facts()).unwrap()).unwrap();
    facts["crate"] = json!({ "version": "0.1.0", "name": package });
    std::fs::write(folder.join("upstream.json"), facts.to_string()).unwrap();
    std::fs::write(folder.join("overlay/Ask.json"), overlay.to_string()).unwrap();
    path(&folder)
}

fn path(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Compares both sides, asserts that the expected change is reported, and returns all reported kinds.
fn expect(project: &Project, [old, new]: [&str; 2], expected: Expected) -> BTreeSet<String> {
    let ran = project.run(&["diff", old, new, "--all-actions", "--json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let comparison: Value = serde_json::from_str(&ran.stdout).unwrap();
    in_order(&comparison);
    let changes = comparison["changes"].as_array().unwrap();
    let lines: Vec<String> = changes.iter().map(line).collect();
    assert!(
        lines.iter().any(|line| line == expected),
        "no {expected} in {lines:#?}"
    );
    let kinds = changes
        .iter()
        .map(|change| word(&change["kind"]).to_owned());
    kinds.collect()
}

fn line(change: &Value) -> String {
    let [level, kind, path, from, to] =
        ["level", "kind", "path", "from", "to"].map(|name| word(&change[name]));
    format!("{level} {kind} {path}: {from} -> {to}")
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("null")
}

/// Asserts that the change with the highest level comes first and gives the level of the comparison.
fn in_order(comparison: &Value) {
    let rank = |level: &Value| {
        let known = ["major", "minor", "patch", "none"];
        known.iter().position(|known| level == known).unwrap()
    };
    let changes = comparison["changes"].as_array().unwrap();
    let keys: Vec<(usize, &str)> = changes
        .iter()
        .map(|change| (rank(&change["level"]), change["path"].as_str().unwrap()))
        .collect();
    assert!(keys.is_sorted(), "{comparison:#}");
    assert_eq!(rank(&comparison["level"]), keys[0].0, "{comparison:#}");
    for change in changes {
        assert_ne!(change["why"], "", "{change}");
    }
}

#[test]
fn every_kind_of_change_has_its_level() {
    let project = Project::new();
    project.begin();
    let old = path(&project.source("3.0.1.1.json", &first()));
    let mut kinds = BTreeSet::new();
    for (change, step) in OF_UPSTREAM {
        let new = path(&project.source("new/3.0.2.1.json", &changed(step)));
        kinds.extend(expect(&project, [&old, &new], change));
        if change.contains("features_added") {
            let gone = "major features_removed features: 18 features -> null";
            kinds.extend(expect(&project, [&new, &old], gone));
        }
    }
    for (name, begin, changes) in [
        ("lists", add_pages as Step, OF_LISTS),
        ("events", add_events, OF_EVENTS),
    ] {
        let mut before = first();
        begin(&mut before);
        let old = path(&project.source(&format!("{name}/3.0.1.1.json"), &before));
        for (change, step) in changes {
            let mut next = before.clone();
            step(&mut next);
            let new = path(&project.source("new/3.0.2.1.json", &next));
            kinds.extend(expect(&project, [&old, &new], change));
        }
    }
    for (before, changes) in [
        (written(), OF_PEOPLE),
        (with_states(), OF_STATES),
        (with_environments(), OF_ENVIRONMENTS),
    ] {
        let old = describe(&project, "before", &before, "tencent-demo");
        for (change, step) in changes {
            let mut overlay = before.clone();
            step(&mut overlay);
            let new = describe(&project, "after", &overlay, "tencent-demo");
            kinds.extend(expect(&project, [&old, &new], change));
        }
    }
    let describe_callbacks = |name: &str, callbacks: &Value| {
        let folder = describe(&project, name, &written(), "tencent-demo");
        let file = Path::new(&folder).join("callbacks.json");
        std::fs::write(file, callbacks.to_string()).unwrap();
        folder
    };
    let old = describe_callbacks("callbacks-before", &callbacks());
    for (change, step) in OF_CALLBACKS {
        let mut next = callbacks();
        step(&mut next);
        let new = describe_callbacks("callbacks-after", &next);
        kinds.extend(expect(&project, [&old, &new], change));
    }
    let old = describe(&project, "before", &written(), "tencent-demo");
    let new = describe(&project, "after", &written(), "demo-client");
    let facts = Path::new(&new).join("upstream.json");
    let text = std::fs::read_to_string(&facts).unwrap();
    std::fs::write(&facts, text.replace("2020-01-01", "2021-01-01")).unwrap();
    let moved = "major service_changed service: demo 2020-01-01 -> demo 2021-01-01";
    kinds.extend(expect(&project, [&old, &new], moved));
    let renamed = "major package_changed package: tencent-demo -> demo-client";
    kinds.extend(expect(&project, [&old, &new], renamed));
    assert_eq!(kinds, documented_kinds());
}

/// Returns the kinds that the documentation lists. A test of the generator checks that the list is
/// complete.
fn documented_kinds() -> BTreeSet<String> {
    let page = include_str!("../../../docs/changes.md");
    let (_, table) = page.split_once("| Kind | Level |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(1));
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    words.map(str::to_owned).collect()
}

#[test]
fn irrelevant_facts_are_not_changes() {
    let project = Project::new();
    project.begin();
    let old = path(&project.source("3.0.1.1.json", &first()));
    let quiet: &[Step] = &[
        |_| {},
        // No request contains it, so the flag has no effect.
        |next| members(next, "AskResponse")[0]["required"] = true.into(),
        // No response contains it, so the flag has no effect.
        |next| members(next, "Person")[0]["output_required"] = true.into(),
    ];
    let before = code(&project);
    for step in quiet {
        let new = path(&project.source("new/3.0.1.1.json", &changed(step)));
        let ran = project.run(&["diff", &old, &new, "--json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(
            report,
            json!({ "level": "none", "changes": [], "prose": [] })
        );
        assert_eq!(project.run(&["import", "--from", &new]).status, Some(0));
        assert_eq!(project.run(&["codegen"]).status, Some(0));
        for (path, text) in code(&project) {
            assert_eq!(before.get(&path), Some(&text), "{}", path.display());
        }
    }
}

/// Returns the code of the crate, without the lines that name its sources.
fn code(project: &Project) -> BTreeMap<PathBuf, String> {
    let mut files = project.tree();
    files.retain(|path, _| path.extension().is_some_and(|extension| extension == "rs"));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let files = files.into_iter();
    files
        .map(|(path, bytes)| (path, text(bytes).lines().skip(1).collect()))
        .collect()
}
