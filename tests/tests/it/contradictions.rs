//! Descriptions from upstream that contradict themselves, and names that Rust cannot take: an error names the
//! place, or the code is correct.

use serde_json::{Value, json};
use tencent_codegen::{Output, SdkOptions, SourceFile, Upstream};

fn member(name: &str, kind: &str, of: &str) -> Value {
    json!({ "name": name, "type": kind, "member": of, "required": true, "document": "" })
}

/// A description whose request has these members. `Part` is another object.
fn api(members: &[Value]) -> Value {
    json!({
        "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        "actions": { "DoThing": { "input": "DoThingRequest", "output": "DoThingResponse" } },
        "objects": {
            "DoThingRequest": { "members": members },
            "DoThingResponse": { "members": [member("RequestId", "string", "string")] },
            "Part": { "members": [member("Id", "string", "string")] },
        },
    })
}

fn generate(api: &Value) -> Result<Output, Vec<(String, String)>> {
    let file = SourceFile::new("api.json", format!("{api:#}"));
    let upstream = Upstream::parse(&file, "3.0.1");
    let result = upstream.and_then(|upstream| upstream.generate(&SdkOptions::default()));
    result.map_err(|found| {
        let problems = found.problems().iter().map(|problem| {
            assert!(problem.position().is_some(), "{}", problem.message());
            let pointer = problem.pointer().unwrap_or_default().to_owned();
            (pointer, problem.message().to_owned())
        });
        problems.collect()
    })
}

#[track_caller]
fn assert_refused(api: &Value, place: &str, words: &str) {
    let problems = generate(api).unwrap_err();
    let fits = |(pointer, message): &(String, String)| pointer == place && message.contains(words);
    assert!(problems.iter().any(fits), "{place} {words}: {problems:#?}");
}

#[test]
fn types_that_contradict_each_other_are_refused() {
    let place = "/objects/DoThingRequest/members/0/member";
    for (kind, of) in [
        ("int", "string"),
        ("int", "bool"),
        ("string", "int64"),
        ("bool", "string"),
        ("float", "int64"),
        ("binary", "string"),
        ("object", "string"),
        ("object", "int64"),
        ("string", "Part"),
        ("int", "Part"),
    ] {
        let api = api(&[member("Name", kind, of)]);
        assert_refused(&api, place, &format!("the type `{kind}`"));
    }
    for (kind, of) in [
        ("int", "int64"),
        ("int", "uint64"),
        ("float", "float"),
        ("bool", "bool"),
        ("binary", "binary"),
        ("string", "datetime_iso"),
        ("list", "date"),
        ("list", "Part"),
        ("object", "Part"),
    ] {
        assert!(
            generate(&api(&[member("Name", kind, of)])).is_ok(),
            "{kind} {of}"
        );
    }
    for (kind, of, words) in [
        ("object", "", "neither a scalar nor an object"),
        ("list", "", "neither a scalar nor an object"),
        ("list", "int", "neither a scalar nor an object"),
        ("object", "part", "has no object `part`"),
    ] {
        let found = generate(&api(&[member("Name", kind, of)])).unwrap_err();
        assert!(
            found.iter().any(|(at, message)| at == place
                && (message.contains(words) || message.contains("has no object"))),
            "{kind} {of}: {found:?}"
        );
    }
    let mut without = api(&[member("Names", "list", "string")]);
    let members = &mut without["objects"]["DoThingRequest"]["members"];
    members[0].as_object_mut().unwrap().remove("member");
    assert_refused(
        &without,
        "/objects/DoThingRequest/members/0",
        "`member` is missing",
    );
}

#[test]
fn an_object_with_the_name_of_a_scalar_is_refused() {
    for scalar in ["bool", "string", "int64", "float", "date", "binary"] {
        let object = json!({ "members": [member("Id", "string", "string")] });
        let mut sent = api(&[]);
        sent["objects"][scalar] = object.clone();
        sent["actions"]["DoThing"]["input"] = scalar.into();
        assert_refused(&sent, &format!("/objects/{scalar}"), "the name of a scalar");
        let mut inner = api(&[member("Value", "object", scalar)]);
        inner["objects"][scalar] = object.clone();
        assert_refused(
            &inner,
            "/objects/DoThingRequest/members/0/member",
            "the type `object`",
        );
        if scalar == "binary" {
            // No request can have a list of them, so the action is left out with all its objects.
            continue;
        }
        let mut list = api(&[member("Values", "list", scalar)]);
        list["objects"][scalar] = object;
        assert_refused(
            &list,
            "/objects/DoThingRequest/members/0/member",
            "the name of a scalar",
        );
    }
}

#[test]
fn names_that_are_repeated_or_no_names_are_refused() {
    let twice = api(&[member("A", "string", "string"), member("A", "int", "int64")]);
    assert_refused(
        &twice,
        "/objects/DoThingRequest/members/1/name",
        "`A` twice",
    );
    let place = "/objects/DoThingRequest/members/0/name";
    for name in [
        "", " ", "a b", "a.b", "..", "a/b", "\"", "`", "*/", "#", "-", "a\nb", "\u{200b}",
    ] {
        assert_refused(
            &api(&[member(name, "string", "string")]),
            place,
            "in the name",
        );
    }
    for service in ["", "Demo", "../demo", "de mo", "demo\n"] {
        let mut api = api(&[]);
        api["metadata"]["serviceShortName"] = service.into();
        assert_refused(
            &api,
            "/metadata/serviceShortName",
            "not a valid name of a service",
        );
    }
    for version in ["", "2020", "2020-01-01\n", "2020-01-01 /*", "../../2020"] {
        let mut api = api(&[]);
        api["metadata"]["apiVersion"] = version.into();
        assert_refused(
            &api,
            "/metadata/apiVersion",
            "not a valid version of an API",
        );
    }
}

/// Names that are no identifiers, that Rust reserves, that generated code uses, or that collide once cased.
#[test]
fn odd_names_become_correct_code() {
    let names = [
        "0",
        "1_2",
        "_",
        "__",
        "a-b",
        "名",
        "self",
        "Self",
        "super",
        "crate",
        "type",
        "gen",
        "async",
        "r",
        "new",
        "default",
        "clone",
        "validate",
        "warnings",
        "report",
        "path",
        "item",
        "index",
        "path_value",
        "fmt",
        "eq",
        "appId",
        "app_id",
        "AppID",
        "app_id_2",
        "None",
        "Some",
        "Ok",
        "Vec",
        "String",
        "Option",
        "Unknown",
        "true",
    ];
    let mut members: Vec<Value> = names.map(|name| member(name, "string", "string")).into();
    members.extend(names.map(|name| member(&format!("P{name}"), "object", "Part")));
    let files = generate(&api(&members)).unwrap().files;
    let text = &files["src/model/do_thing_request.rs"];
    let file = syn::parse_file(text).unwrap();
    let fields = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) => Some(&item.fields),
        _ => None,
    });
    let mut idents: Vec<String> = fields
        .unwrap()
        .iter()
        .map(|field| field.ident.as_ref().unwrap().to_string())
        .collect();
    let count = idents.len();
    idents.sort();
    idents.dedup();
    assert_eq!((idents.len(), count), (members.len(), members.len()));
    let constants = file.items.iter().filter_map(|item| match item {
        syn::Item::Const(item) => Some(item.ident.to_string()),
        _ => None,
    });
    for constant in constants {
        assert!(
            !idents.contains(&constant),
            "the pattern `{constant}` would be the constant"
        );
    }
}
