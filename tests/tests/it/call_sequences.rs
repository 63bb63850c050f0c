//! Tests which paginators and waiters a description gives, and which mistakes in them are reported.

use insta::assert_snapshot;
use serde_json::{Value, json};
use tencent_codegen::{ServiceSources, generate, prose_hash};
use tests::diagnostics::problems;
use tests::schema::place;
use tests::tiny::{Tiny, member, sources};

const FILE: &str = "src/action/do_thing.rs";

fn list(name: &str, of: &str) -> Value {
    json!({ "name": name, "type": of, "list": true })
}

fn numbered(name: &str, numbering: &str) -> Value {
    json!({ "name": name, "type": "int64", "numbers_pages": numbering })
}

/// An action whose request and response have these members.
fn action(request: Value, response: Value) -> Tiny {
    Tiny::new(request)
        .object("DoThingResponse", response)
        .object("Thing", json!([member("Id", "string")]))
}

/// Returns the description of the pages in the generated code.
fn pages(tiny: &Tiny) -> Option<String> {
    let file = tiny.file(FILE);
    let (_, table) = file.split_once("pages: tencent_runtime::client::Pagination::")?;
    Some(table.split_once(';').unwrap().0.to_owned())
}

#[test]
fn lists_are_derived_only_if_their_members_are_unambiguous() {
    let request = || json!([member("Offset", "uint64"), member("Limit", "int64")]);
    let (things, total) = (list("Things", "Thing"), member("TotalCount", "uint64"));
    let id = member("RequestId", "string");
    let derived = |request: Value, response: Value| pages(&action(request, response));
    let offset = r#"offset("Offset", &["Things"]).limit("Limit").total(&["TotalCount"])"#;
    assert_eq!(
        derived(request(), json!([things, total, id])).as_deref(),
        Some(offset)
    );

    let none = [
        ("no total", request(), json!([things, id])),
        (
            "two totals",
            request(),
            json!([things, total, member("Total", "int64")]),
        ),
        (
            "two lists",
            request(),
            json!([things, total, list("Names", "string")]),
        ),
        ("no list", request(), json!([total, id])),
        (
            "a text",
            json!([member("Offset", "string"), member("Limit", "int64")]),
            json!([things, total]),
        ),
        (
            "no limit",
            json!([member("Offset", "int64")]),
            json!([things, total]),
        ),
        (
            "two page sizes",
            json!([
                numbered("Page", "from_one"),
                member("Limit", "int64"),
                member("PageSize", "int64")
            ]),
            json!([things, total]),
        ),
        (
            "a token without its next",
            json!([member("NextToken", "string")]),
            json!([things]),
        ),
    ];
    for (name, request, response) in none {
        assert_eq!(derived(request, response), None, "{name}");
    }

    let by_page = json!([numbered("Page", "from_one"), member("PageSize", "int64")]);
    let page = r#"page("Page", 1, &["Things"]).limit("PageSize").total(&["TotalCount"])"#;
    assert_eq!(
        derived(by_page, json!([things, total])).as_deref(),
        Some(page)
    );
    let pages_as_offset = json!([numbered("Offset", "from_zero"), member("Limit", "int64")]);
    let page = r#"page("Offset", 0, &["Things"]).limit("Limit").total(&["TotalCount"])"#;
    assert_eq!(
        derived(pages_as_offset, json!([things, total])).as_deref(),
        Some(page)
    );
    for (number, limit) in [("Offset", "Length"), ("Page", "Rp")] {
        let unknown = json!([numbered(number, "unknown"), member(limit, "int64")]);
        let page = format!(
            r#"page_from_request("{number}", &["Things"]).limit("{limit}").total(&["TotalCount"])"#
        );
        assert_eq!(derived(unknown, json!([things, total])), Some(page));
    }
    for (step, sent, next) in [
        ("token", "NextToken", "NextToken"),
        ("token", "PageToken", "NextPageToken"),
        ("cursor", "Context", "Context"),
        ("cursor", "Cursor", "NextCursor"),
    ] {
        let by_token = format!(r#"{step}("{sent}", &["{next}"], &["Things"])"#);
        let response = json!([things, member(next, "string")]);
        let request = json!([member(sent, "string")]);
        assert_eq!(derived(request, response), Some(by_token));
    }
}

#[test]
fn the_documentation_of_a_list_names_the_page_that_the_request_must_contain() {
    let list = |numbering| {
        let request = json!([numbered("PageNo", numbering), member("PageSize", "int64")]);
        action(request, json!([list("Things", "Thing")])).file(FILE)
    };
    let sentence = "so set [`PageNo`] to it";
    assert!(
        list("unknown")
            .replace("\n    /// ", " ")
            .contains(sentence)
    );
    assert!(!list("from_one").contains("so set"));
}

#[test]
fn a_list_in_the_only_object_of_a_response_is_derived() {
    let request = json!([member("Offset", "int64"), member("Limit", "int64")]);
    let found = json!([list("Things", "string"), member("Total", "int64")]);
    let tiny = action(
        request.clone(),
        json!([member("Found", "Found"), member("RequestId", "string")]),
    )
    .object("Found", found.clone());
    let nested =
        r#"offset("Offset", &["Found", "Things"]).limit("Limit").total(&["Found", "Total"])"#;
    assert_eq!(pages(&tiny).as_deref(), Some(nested));
    assert!(tiny.file(FILE).contains("do_thing => String,"));
    let two = action(
        request,
        json!([member("Found", "Found"), member("Thing", "Thing")]),
    )
    .object("Found", found);
    assert_eq!(pages(&two), None);
}

#[test]
fn an_action_may_have_no_paginator_on_purpose() {
    let request = json!([member("Offset", "int64"), member("Limit", "int64")]);
    let response = json!([list("Things", "Thing"), member("Total", "int64")]);
    let tiny = action(request, response)
        .overlay(json!({ "actions": { "DoThing": { "not_paginated": "Offset is ignored." } } }));
    assert_eq!(pages(&tiny), None);
    assert!(!tiny.file("src/client.rs").contains("paginate"));
    assert!(!tiny.file("src/lib.rs").contains("Paginat"));
}

fn prose(of: &str) -> String {
    prose_hash(&format!("关于 {of}"))
}

fn facts() -> Value {
    let status = json!({ "name": "Status", "type": "string", "prose": prose("Part.Status") });
    json!({
        "service": "demo",
        "version": "2020-01-01",
        "source": { "package": "tccli", "release": "3.0.1" },
        "actions": { "DoThing": { "input": "DoThingRequest", "output": "DoThingResponse" } },
        "objects": {
            "DoThingRequest": { "members": [
                member("Start", "int64"), member("Size", "int64"), member("Next", "string"), member("Filter", "Part"),
            ] },
            "DoThingResponse": { "members": [
                list("Parts", "Part"), member("Data", "Data"), member("Code", "int64"), member("Done", "bool"),
                member("Ratio", "float"), member("Password", "string"), list("Names", "string"),
            ] },
            "Part": { "members": [status, member("Level", "int64"), member("Amount", "int64")] },
            "Data": { "members": [list("Parts", "Part"), member("Count", "int64"), member("Next", "string")] },
        },
    })
}

fn overlay() -> Value {
    json!({
        "service": { "title": "Demo", "doc": "Does things." },
        "actions": { "DoThing": {
            "doc": "Does a thing.",
            "pagination": { "offset": "Start", "limit": "Size", "items": "Data.Parts", "total": "Data.Count" },
            "waiters": {
                "Finished": {
                    "doc": "Waits until all parts are finished. See `Part`.\n\nThis takes long.",
                    "member": "Parts[].Status", "success": ["DONE"], "failure": ["LOST"], "pause_seconds": 5, "timeout_seconds": 900,
                    "provenance": [{ "of": "Part.Status", "sha256": prose("Part.Status"), "release": "3.0.1" }],
                },
                "Coded": { "doc": "Waits for a code.", "member": "Code", "success": [8], "failure": [-2, -6], "pause_seconds": 1, "timeout_seconds": 60 },
                "Done": { "doc": "Waits until it is done.", "member": "Done", "success": [true], "pause_seconds": 2, "timeout_seconds": 60 },
            },
        } },
        "objects": { "Part": { "members": { "Status": { "enum": "Status" }, "Level": { "enum": "Level" } } } },
        "enums": {
            "Status": {
                "doc": "A status.",
                "values": [
                    { "value": "DONE", "name": "Done", "doc": "Finished." },
                    { "value": "LOST", "name": "Lost", "doc": "Lost." },
                ],
                "provenance": [{ "of": "Part.Status", "sha256": prose("Part.Status"), "release": "3.0.1" }],
            },
            "Level": { "doc": "A level.", "values": [{ "value": 1, "name": "Low", "doc": "Low." }] },
        },
    })
}

fn described(overlay: &Value) -> ServiceSources {
    sources(&format!("{:#}", facts()), &format!("{overlay:#}"))
}

#[test]
fn waiters_and_paginations_of_an_overlay() {
    let output = generate(&described(&overlay()))
        .unwrap_or_else(|found| panic!("{:?}", problems(Err(found))));
    assert_snapshot!(
        "call_sequences",
        output.files[FILE].split_once('\n').unwrap().1.trim_start()
    );
    let lib = &output.files["src/lib.rs"];
    let start = lib.find("# Lists").unwrap();
    let end = lib.find("# Calls").unwrap();
    assert_snapshot!("call_sequences_on_the_front_page", &lib[start..end]);
    let client = &output.files["src/client.rs"];
    assert_snapshot!(
        "paginate",
        &client[client.find("/// Reads the whole list").unwrap()..]
    );
}

#[test]
fn a_page_number_and_a_token_can_be_described() {
    let described = |pagination: Value| {
        let mut overlay = overlay();
        overlay["actions"]["DoThing"]["pagination"] = pagination;
        let files = generate(&described(&overlay)).unwrap().files;
        let (_, table) = files[FILE].split_once("Pagination::").unwrap();
        table.split_once(';').unwrap().0.to_owned()
    };
    assert_eq!(
        described(json!({ "page": "Start", "first_page": 0, "items": "Data.Parts" })),
        r#"page("Start", 0, &["Data", "Parts"])"#
    );
    assert_eq!(
        described(
            json!({ "token": "Next", "next_token": "Data.Next", "items": "Names", "limit": "Size" })
        ),
        r#"token("Next", &["Data", "Next"], &["Names"]).limit("Size")"#
    );
}

/// A mistake: the pointer below the action, its value there, and words of the problem.
type Mistake = (&'static str, Value, [&'static str; 2]);

fn assert_reported(mistakes: &[Mistake]) {
    let mut failures = Vec::new();
    for (pointer, value, words) in mistakes {
        let mut overlay = overlay();
        *place(&mut overlay, &format!("/actions/DoThing{pointer}")) = value.clone();
        match generate(&described(&overlay)) {
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
fn mistakes_in_waiters_are_reported() {
    assert_reported(&[
        (
            "/waiters/Coded/member",
            json!("Cod"),
            ["/Coded/member", "`Code`"],
        ),
        (
            "/waiters/Coded/member",
            json!("Data.Cont"),
            ["/Coded/member", "`Count`"],
        ),
        (
            "/waiters/Coded/member",
            json!("Code.Count"),
            ["/Coded/member", "`Code` is not an object"],
        ),
        (
            "/waiters/Coded/member",
            json!("Parts.Level"),
            ["/Coded/member", "write `Parts[]`"],
        ),
        (
            "/waiters/Coded/member",
            json!("Data[].Count"),
            ["/Coded/member", "`Data` is not a list"],
        ),
        (
            "/waiters/Coded/member",
            json!("Parts[]"),
            ["/Coded/member", "ends with a list"],
        ),
        (
            "/waiters/Coded/member",
            json!("Data"),
            ["/Coded/member", "`Data` is an object"],
        ),
        (
            "/waiters/Coded/member",
            json!("Ratio"),
            ["/Coded/member", "float"],
        ),
        (
            "/waiters/Coded/member",
            json!("Password"),
            ["/Coded/member", "sensitive"],
        ),
        (
            "/waiters/Coded/success",
            json!([]),
            ["/Coded/success", "is empty"],
        ),
        (
            "/waiters/Coded/success",
            json!(["8"]),
            ["/success/0", "number without fraction"],
        ),
        (
            "/waiters/Coded/success",
            json!([8.5]),
            ["/success/0", "number without fraction"],
        ),
        (
            "/waiters/Coded/failure",
            json!([true]),
            ["/failure/0", "number without fraction"],
        ),
        (
            "/waiters/Done/success",
            json!(["true"]),
            ["/success/0", "true or false"],
        ),
        (
            "/waiters/Finished/success",
            json!([1]),
            ["/success/0", "a text"],
        ),
        (
            "/waiters/Finished/success",
            json!(["FINISHED"]),
            ["/success/0", "DONE, LOST"],
        ),
        (
            "/waiters/Finished/failure",
            json!(["DONE"]),
            ["/failure/0", "listed twice"],
        ),
        (
            "/waiters/Coded/failure",
            json!([-2, -2]),
            ["/failure/1", "listed twice"],
        ),
        (
            "/waiters/Coded/timeout_seconds",
            json!(1),
            ["/Coded/timeout", "second call"],
        ),
        (
            "/waiters/Coded/timeout_seconds",
            json!(0),
            ["/Coded/timeout", "minimum of 1"],
        ),
        (
            "/waiters/Coded/pause_seconds",
            json!(0),
            ["/Coded/pause", "minimum of 1"],
        ),
        (
            "/waiters/Coded/doc",
            json!("Waits for `Coed`."),
            ["/Coded/doc", "`Code`"],
        ),
        (
            "/waiters/coded",
            json!({}),
            ["/waiters/coded", "not a valid name"],
        ),
        (
            "/waiters/Finished/provenance",
            json!([]),
            ["/waiters/Finished", "Part.Status"],
        ),
        (
            "/waiters/Finished/provenance/0/of",
            json!("Part.Statu"),
            ["/provenance/0/of", "`Part.Status`"],
        ),
    ]);
    let mut overlay = overlay();
    let waiter = overlay["actions"]["DoThing"]["waiters"]["Coded"]
        .as_object_mut()
        .unwrap();
    waiter.remove("timeout_seconds");
    let lines = problems(generate(&described(&overlay)));
    assert!(
        lines
            .iter()
            .any(|line| line.contains("/waiters/Coded") && line.contains("timeout_seconds")),
        "{lines:?}"
    );
}

#[test]
fn mistakes_in_paginations_are_reported() {
    assert_reported(&[
        (
            "/pagination/offset",
            json!("Strat"),
            ["/pagination/offset", "`Start`"],
        ),
        (
            "/pagination/offset",
            json!("Next"),
            ["/pagination/offset", "not a number"],
        ),
        (
            "/pagination/offset",
            json!("Filter.Amount"),
            ["/pagination/offset", "itself"],
        ),
        (
            "/pagination/limit",
            json!("Next"),
            ["/pagination/limit", "not a number"],
        ),
        (
            "/pagination/items",
            json!("Parst"),
            ["/pagination/items", "`Parts`"],
        ),
        (
            "/pagination/items",
            json!("Code"),
            ["/pagination/items", "not a list"],
        ),
        (
            "/pagination/items",
            json!("Parts[].Status"),
            ["/pagination/items", "not a list"],
        ),
        (
            "/pagination/total",
            json!("Done"),
            ["/pagination/total", "not a number"],
        ),
        (
            "/pagination/total",
            json!("Data.Conut"),
            ["/pagination/total", "`Count`"],
        ),
        (
            "/pagination",
            json!({ "items": "Parts" }),
            ["/pagination", "exactly one"],
        ),
        (
            "/pagination/token",
            json!("Next"),
            ["/pagination", "exactly one"],
        ),
        (
            "/pagination",
            json!({ "page": "Start", "items": "Parts" }),
            ["/pagination/page", "add `first_page`"],
        ),
        (
            "/pagination",
            json!({ "token": "Next", "items": "Parts" }),
            ["/pagination/token", "add `next_token`"],
        ),
        (
            "/pagination/next_token",
            json!("Data.Next"),
            ["/pagination/next_token", "add `token`"],
        ),
        (
            "/pagination/first_page",
            json!(2),
            ["/pagination/first_page", "maximum of 1"],
        ),
        (
            "/pagination",
            json!({ "token": "Start", "next_token": "Data.Next", "items": "Parts" }),
            ["/pagination/token", "not a text"],
        ),
        (
            "/not_paginated",
            json!("It is one page."),
            ["/not_paginated", "`pagination` too"],
        ),
    ]);
    let mut overlay = overlay();
    let action = overlay["actions"]["DoThing"].as_object_mut().unwrap();
    action.remove("pagination");
    action.insert("not_paginated".to_owned(), json!("It is one page."));
    let lines = problems(generate(&described(&overlay)));
    assert!(
        lines
            .iter()
            .any(|line| line.contains("remove `not_paginated`")),
        "{lines:?}"
    );
}

#[test]
fn two_waiters_with_one_name_are_reported() {
    let waiter = json!({ "doc": "Waits.", "member": "Done", "success": [true], "pause_seconds": 1, "timeout_seconds": 9 });
    let response = json!([member("Done", "bool")]);
    let tiny = action(json!([]), response)
        .action("AskThing", json!([]))
        .overlay(json!({ "actions": {
            "DoThing": { "waiters": { "Ready": waiter } },
            "AskThing": { "waiters": { "Ready": waiter } },
        } }));
    let lines = problems(tiny.generate());
    assert!(lines.iter().any(|line| line.contains("twice")), "{lines:?}");
}

#[test]
fn methods_of_actions_keep_their_names() {
    let waiter = json!({ "doc": "Waits.", "member": "Done", "success": [true], "pause_seconds": 1, "timeout_seconds": 9 });
    let tiny = action(json!([]), json!([member("Done", "bool")]))
        .action("WaitUntilReady", json!([]))
        .action("Paginate", json!([]))
        .overlay(json!({ "actions": { "DoThing": { "waiters": { "Ready": waiter } } } }));
    assert!(
        tiny.file("src/action/wait_until_ready.rs")
            .contains("pub fn wait_until_ready(")
    );
    assert!(tiny.file(FILE).contains("pub fn wait_until_ready_2("));
    assert!(
        tiny.file("src/action/paginate_.rs")
            .contains("pub fn paginate_(")
    );
}
