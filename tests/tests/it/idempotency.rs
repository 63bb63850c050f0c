//! Tests which actions are idempotent, and how tokens make calls idempotent.

use serde_json::{Value, json};
use tencent_codegen::{SourceFile, Upstream};
use tencent_runtime::client::{CallOptions, CallRecorder, ClientBuilder, Error, blocking};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Service};
use tests::clients::{Settings, each};
use tests::diagnostics::problems;
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::{Idempotent, Plain, answer};
use tests::tiny::{Tiny, member};

/// Returns the description of `GetThing` in the generated code, after its name.
fn derived(tiny: &Tiny) -> String {
    let file = tiny.file("src/action/get_thing.rs");
    let (_, info) = file.split_once("ActionInfo::new(").unwrap();
    let info = info.split_once(';').unwrap().0;
    let info: String = info.split_whitespace().collect();
    let info = info.replace(",)", ")");
    info.split_once("&crate::SERVICE)").unwrap().1.to_owned()
}

fn read() -> Tiny {
    Tiny::new(json!([])).action("GetThing", json!([]))
}

/// An action with a token, and with another name of a request.
fn with_token() -> Tiny {
    let token = json!({ "name": "ClientToken", "type": "string", "idempotency_token": true });
    read()
        .fact("/objects/GetThingRequest/members", json!([token]))
        .fact("/actions/GetThing/has_effects", json!(true))
}

fn overlay(key: &str) -> Value {
    json!({ "actions": { "GetThing": { key: "A reason." } } })
}

#[test]
fn reads_and_requests_with_a_token_are_idempotent_unless_the_overlay_disagrees() {
    assert_eq!(derived(&read()), ".idempotent()");
    let effects = read().fact("/actions/GetThing/has_effects", json!(true));
    assert_eq!(derived(&effects), "");
    assert_eq!(
        derived(&with_token()),
        r#".idempotency_token("ClientToken")"#
    );
    for tiny in [read(), with_token()] {
        assert_eq!(
            derived(&tiny.clone().overlay(overlay("not_idempotent"))),
            ""
        );
        assert_eq!(
            derived(&tiny.overlay(overlay("idempotent"))),
            ".idempotent()"
        );
    }
    assert_eq!(
        derived(&effects.overlay(overlay("idempotent"))),
        ".idempotent()"
    );
    let documented = read().overlay(overlay("not_idempotent"));
    let file = documented.file("src/action/get_thing.rs");
    assert!(file.contains("Not safe to repeat: A reason."), "{file}");
}

#[test]
fn a_read_that_only_returns_the_id_of_a_task_is_not_idempotent() {
    let answers = |members| read().object("DoThingResponse", members);
    let id = member("RequestId", "string");
    for (members, expected) in [
        (json!([member("TaskId", "string"), id]), ""),
        (
            json!([member("TaskId", "string"), member("State", "string"), id]),
            ".idempotent()",
        ),
        (json!([member("ThingId", "string"), id]), ".idempotent()"),
    ] {
        assert_eq!(derived(&answers(members)), expected);
    }
}

#[test]
fn refusals_without_effect_are_reported() {
    let effects = read().fact("/actions/GetThing/has_effects", json!(true));
    let lines = problems(effects.overlay(overlay("not_idempotent")).generate());
    assert!(
        lines
            .iter()
            .any(|line| line.contains("remove `not_idempotent`")),
        "{lines:?}"
    );
    let mut both = overlay("not_idempotent");
    both["actions"]["GetThing"]["idempotent"] = json!("Another reason.");
    let lines = problems(read().overlay(both).generate());
    assert!(
        lines.iter().any(|line| line.contains("`idempotent` too")),
        "{lines:?}"
    );
}

#[test]
fn effects_and_tokens_are_imported_from_prose() {
    let member = |name: &str, document: &str, disabled: bool| {
        json!({ "name": name, "member": "string", "type": "string", "document": document,
                "required": false, "disabled": disabled })
    };
    let promise = "用于保证请求幂等性的字符串。";
    let action = |document: &str| json!({ "name": "", "document": document, "input": "R", "output": "O", "status": "online" });
    let api = json!({
        "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        "actions": { "GetThing": action("查询事物"), "GetNumber": action("直拨获取号码（App 使用方发起）") },
        "objects": {
            "R": { "members": [
                member("ClientToken", promise, false),
                member("OtherToken", promise, true),
                member("Name", promise, false),
            ] },
            "O": { "members": [] },
        },
    });
    let upstream = Upstream::parse(&SourceFile::new("api.json", api.to_string()), "3.0.1").unwrap();
    let facts = upstream.facts(["GetThing", "GetNumber"]).unwrap();
    assert!(!facts.actions["GetThing"].has_effects);
    assert!(facts.actions["GetNumber"].has_effects);
    let tokens = facts.objects["R"].members.iter();
    let tokens: Vec<bool> = tokens.map(|member| member.idempotency_token).collect();
    assert_eq!(tokens, [true, false, false]);
}

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// A request with a member for a token.
#[derive(Debug)]
struct Create(Value);

impl Encode for Create {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&self.0);
    }
}

impl Validate for Create {}

impl Action for Create {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Create", &SERVICE).idempotency_token("ClientToken");
}

/// Returns the tokens that the server saw.
fn tokens(server: &Server) -> Vec<Value> {
    let seen = server.seen();
    let bodies = seen.iter().map(|seen| {
        assert_eq!(seen.signature, Ok(()));
        serde_json::from_slice::<Value>(&seen.body).unwrap()
    });
    bodies.map(|body| body["ClientToken"].clone()).collect()
}

fn broken_then_answered() -> Server {
    serve(vec![Reply::none(), Reply::none(), Reply::json(&answer())])
}

#[test]
fn a_missing_token_is_added_and_makes_the_call_retryable() {
    for request in [json!({}), json!({ "Name": "}" })] {
        each(|open| {
            let server = broken_then_answered();
            let client = open(&Settings::to(&server));
            let recorder = CallRecorder::new();
            let options = CallOptions::new().recorder(&recorder);
            client
                .send_with(&Create(request.clone()), &options)
                .unwrap();
            client.send(&Create(request.clone())).unwrap();
            let sent = tokens(&server);
            assert_eq!(sent.len(), 4);
            assert!(
                sent[0].as_str().is_some_and(|token| token.len() == 36),
                "{sent:?}"
            );
            assert_eq!((&sent[0], &sent[0]), (&sent[1], &sent[2]));
            assert_ne!(sent[0], sent[3], "each call has its own");
            let recorded = recorder.take().unwrap();
            assert_eq!(recorded.idempotency_token(), sent[0].as_str());
            assert_eq!(recorded.attempts().len(), 3);
        });
    }
}

#[test]
fn a_token_of_the_caller_is_never_replaced() {
    let member = || CallOptions::new().member("ClientToken", "mine");
    for (request, options, expected, attempts) in [
        (
            json!({ "ClientToken": "mine" }),
            CallOptions::new(),
            json!("mine"),
            3,
        ),
        (
            json!({ "ClientToken": "" }),
            CallOptions::new(),
            json!(""),
            1,
        ),
        (json!({}), member(), json!("mine"), 3),
        (
            json!({}),
            CallOptions::new().idempotency_tokens(false),
            Value::Null,
            1,
        ),
        (
            json!({ "ClientToken": "mine" }),
            CallOptions::new().idempotency_tokens(false),
            json!("mine"),
            3,
        ),
        (
            json!({ "ClientToken": "mine" }),
            CallOptions::new().idempotent(false),
            json!("mine"),
            1,
        ),
    ] {
        each(|open| {
            let server = broken_then_answered();
            let outcome =
                open(&Settings::to(&server)).send_with(&Create(request.clone()), &options);
            assert_eq!(outcome.is_ok(), attempts == 3, "{request} {options:?}");
            assert_eq!(
                tokens(&server),
                vec![expected.clone(); attempts],
                "{request} {options:?}"
            );
        });
    }
}

#[test]
fn a_call_can_count_as_idempotent_or_not() {
    for (idempotent, attempts) in [(true, 3), (false, 1)] {
        each(|open| {
            let server = broken_then_answered();
            let client = open(&Settings::to(&server));
            let options = CallOptions::new().idempotent(idempotent);
            let plain = client.send_with(&Plain, &options);
            assert_eq!((plain.is_ok(), server.seen().len()), (idempotent, attempts));
            let server = broken_then_answered();
            let client = open(&Settings::to(&server));
            let reading = client.send_with(&Idempotent, &options);
            assert_eq!(
                (reading.is_ok(), server.seen().len()),
                (idempotent, attempts)
            );
        });
    }
}

#[test]
fn a_client_turns_both_off() {
    let server = broken_then_answered();
    let client: blocking::Transport = ClientBuilder::new(&tencent_ess::SERVICE)
        .endpoint(server.url())
        .credential(tencent_runtime::client::credential::Credential::new(
            SECRET_ID, SECRET_KEY,
        ))
        .idempotent(false)
        .idempotency_tokens(false)
        .build()
        .unwrap();
    let error = client.call(&Idempotent, &CallOptions::new()).unwrap_err();
    assert!(matches!(error, Error::Ambiguous(_)), "{error}");
    assert!(
        client
            .call(&Create(json!({})), &CallOptions::new())
            .is_err()
    );
    assert_eq!(tokens(&server), [Value::Null, Value::Null]);
}
