//! Tests the callbacks of the service: the vectors, every type of message, and random input.
//!
//! This file is in `schema/` because it uses names of the service. `callback-vectors.json` explains its
//! fields; official programs of the service made its ciphertexts and signatures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencent_ess::callback::{
    BillingUse, Event, Events, FlowStatus, FlowStatusChange, Message, MsgFormat, Protection,
    ProtectionError, ReceiveError, Received, Receiver, Sender, UnknownEvent,
};

const KEY: &str = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";
const TOKEN: &str = "vector-token-1";

fn folder() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    workspace.join("schema/ess-2020-11-11")
}

fn json_file(path: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[derive(Debug, Deserialize)]
struct Vector {
    name: String,
    receiver: Secrets,
    content_signature: Option<String>,
    body: String,
    plaintext: Option<String>,
    expect: Expected,
}

#[derive(Debug, Deserialize)]
struct Secrets {
    key: Option<String>,
    token: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Expected {
    outcome: String,
    stage: Option<String>,
    envelope: Option<String>,
    msg_type: Option<String>,
    msg_id: Option<String>,
    flow_id: Option<String>,
    status: Option<i64>,
}

fn vectors(kind: &str) -> Vec<Vector> {
    serde_json::from_value(json_file("tests/callback-vectors.json")[kind].take()).unwrap()
}

impl Secrets {
    fn protection(&self) -> Result<Protection, ProtectionError> {
        match (&self.key, &self.token) {
            (Some(key), Some(token)) => Protection::new(key, token),
            (Some(key), None) => Protection::without_token(key),
            (None, Some(token)) => Protection::without_key(token),
            (None, None) => Ok(Protection::none()),
        }
    }
}

/// The stage of the vectors in which an error is found.
fn stage(error: ReceiveError) -> &'static str {
    match error {
        ReceiveError::NoKey | ReceiveError::NoToken => "configuration",
        ReceiveError::Signature => "signature",
        ReceiveError::Body | ReceiveError::Envelope => "envelope",
        ReceiveError::Downgrade => "downgrade",
        ReceiveError::Base64 => "base64",
        ReceiveError::Length => "length",
        ReceiveError::Padding => "padding",
        ReceiveError::Utf8 => "utf8",
        ReceiveError::Json => "json",
        other => panic!("{other:?} has no stage"),
    }
}

fn receive(vector: &Vector) -> Result<Received, &'static str> {
    let protection = vector.receiver.protection().map_err(|_| "configuration")?;
    let signature = vector.content_signature.as_deref().map(str::as_bytes);
    Receiver::with_protection(protection)
        .receive(signature, vector.body.as_bytes())
        .map_err(stage)
}

fn message(received: Received) -> Message {
    match received {
        Received::Message(message) => message,
        other => panic!("{other:?} is not a message"),
    }
}

/// The id and the state of the contract of an event.
fn contract(event: &Event) -> (Option<&str>, Option<i64>) {
    match event {
        Event::FlowStatusChange(flow) => {
            let status = flow.flow_callback_status.map(|status| status.value());
            (flow.flow_id.as_deref(), status)
        }
        Event::BillingUse(billing) => (billing.flow_id.as_deref(), None),
        Event::FlowCost(cost) => (cost.flow_id.as_deref(), None),
        _ => (None, None),
    }
}

#[test]
fn positive_vectors_give_their_events() {
    for vector in vectors("positive") {
        let (name, expect) = (&vector.name, &vector.expect);
        let received = receive(&vector).unwrap_or_else(|stage| panic!("{name}: {stage}"));
        if expect.outcome == "probe" {
            assert!(matches!(received, Received::Probe), "{name}");
            continue;
        }
        let message = message(received);
        let format = match expect.envelope.as_deref() {
            Some("v1") => MsgFormat::V1,
            _ => MsgFormat::V2,
        };
        assert_eq!(message.format(), format, "{name}");
        assert_eq!(
            Some(message.msg_type()),
            expect.msg_type.as_deref(),
            "{name}"
        );
        assert_eq!(message.msg_id(), expect.msg_id.as_deref(), "{name}");
        let found = contract(message.event());
        assert_eq!(found, (expect.flow_id.as_deref(), expect.status), "{name}");
        let plaintext = vector.plaintext.as_ref().unwrap_or(&vector.body);
        assert_eq!(message.json(), plaintext, "{name}");
        assert!(message.decode_warnings().is_empty(), "{name}");
    }
}

#[test]
fn negative_vectors_are_refused_at_their_stage() {
    for vector in vectors("negative") {
        let (name, expect) = (&vector.name, &vector.expect);
        assert_eq!(expect.outcome, "reject", "{name}");
        assert_eq!(receive(&vector).err(), expect.stage.as_deref(), "{name}");
    }
}

#[test]
fn a_sender_creates_the_requests_of_the_positive_vectors() {
    for vector in vectors("positive") {
        let name = &vector.name;
        let sender = Sender::with_protection(vector.receiver.protection().unwrap());
        let request = match (vector.expect.outcome.as_str(), &vector.plaintext) {
            ("probe", _) => sender.probe(),
            (_, plaintext) => {
                let json = plaintext.as_ref().unwrap_or(&vector.body);
                sender.request(&Message::from_json(json.clone()).unwrap())
            }
        };
        // This body is written in a way in which no sender writes it.
        if name == "v2-body-not-canonical" {
            continue;
        }
        assert_eq!(request.body, vector.body, "{name}");
        // A probe can be unsigned even if there is a token.
        if vector.content_signature.is_some() {
            assert_eq!(request.signature, vector.content_signature, "{name}");
        }
    }
}

fn callbacks() -> Value {
    json_file("callbacks.json")
}

/// A value of each member of an object. Sensitive strings contain `SECRET`.
fn sample(callbacks: &Value, object: &str) -> Value {
    let members = callbacks["objects"][object]["members"].as_array().unwrap();
    let values = members.iter().map(|member| {
        let name = member["name"].as_str().unwrap();
        let one = match member["type"].as_str().unwrap() {
            _ if member.get("enum").is_some() => {
                let of = member["enum"].as_str().unwrap();
                callbacks["enums"][of]["values"][0]["value"].clone()
            }
            "string" if member["sensitive"] == true => json!(format!("SECRET {name}")),
            "string" => json!(format!("shown {name}")),
            "int64" => json!(1_767_225_600),
            "bool" => json!(true),
            inner => sample(callbacks, inner),
        };
        let value = match member["list"] == true {
            true => json!([one]),
            false => one,
        };
        (name.to_owned(), value)
    });
    Value::Object(values.collect::<Map<_, _>>())
}

/// An envelope with the data of a message; with other data if its members are unknown.
fn envelope(callbacks: &Value, msg_type: &str) -> Value {
    let data = match callbacks["messages"][msg_type]["data"].as_str() {
        Some(object) => sample(callbacks, object),
        None => json!({ "Anything": ["SECRET"] }),
    };
    json!({ "MsgId": "id", "MsgType": msg_type, "MsgVersion": Event::VERSION, "MsgData": data })
}

fn parse(envelope: &Value) -> Message {
    Message::from_json(envelope.to_string()).unwrap()
}

#[test]
fn every_described_message_has_a_variant() {
    let callbacks = callbacks();
    let described = callbacks["messages"].as_object().unwrap().keys();
    let described: BTreeSet<&str> = described.map(String::as_str).collect();
    assert_eq!(described, Event::TYPES.iter().copied().collect());
    for msg_type in described {
        let message = parse(&envelope(&callbacks, msg_type));
        assert!(!matches!(message.event(), Event::Unknown(_)), "{msg_type}");
        assert_eq!(message.msg_type(), msg_type);
    }
}

#[test]
fn every_member_is_decoded_and_encoded_again() {
    let callbacks = callbacks();
    for msg_type in Event::TYPES {
        let envelope = envelope(&callbacks, msg_type);
        let message = parse(&envelope);
        assert_eq!(message.decode_warnings(), [], "{msg_type}");
        let again = Message::new("id", message.event().clone());
        let again: Value = serde_json::from_str(again.json()).unwrap();
        assert_eq!(again, envelope, "{msg_type}");
    }
}

#[test]
fn integers_in_strings_are_decoded() {
    let callbacks = callbacks();
    for msg_type in Event::TYPES {
        let envelope = envelope(&callbacks, msg_type);
        if callbacks["messages"][msg_type].get("data").is_none() {
            continue;
        }
        let mut texts = envelope.clone();
        integers_to_strings(&mut texts["MsgData"]);
        let (message, expected) = (parse(&texts), parse(&envelope));
        assert_eq!(message.event(), expected.event(), "{msg_type}");
        assert_eq!(message.decode_warnings(), [], "{msg_type}");
    }
}

fn integers_to_strings(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(integers_to_strings),
        Value::Object(members) => members.values_mut().for_each(integers_to_strings),
        _ => {}
    }
}

#[test]
fn debug_shows_no_personal_data_and_no_secret() {
    let callbacks = callbacks();
    for msg_type in Event::TYPES.iter().chain(&["SomethingNew"]) {
        let message = parse(&envelope(&callbacks, msg_type));
        let request = Sender::with_protection(Protection::none()).request(&message);
        let shown = format!("{message:?} {:#?} {request:?}", message.event());
        assert!(shown.contains(msg_type), "{shown}");
        assert!(!shown.contains("SECRET"), "{shown}");
        assert!(shown.len() < 30_000, "{shown}");
    }
    let receiver = Receiver::new(KEY, TOKEN).unwrap();
    let sender = Sender::new(KEY, TOKEN).unwrap();
    let shown = format!("{receiver:?} {sender:?} {:?}", receiver.protection());
    assert!(!shown.contains(KEY) && !shown.contains(TOKEN), "{shown}");
    assert!(shown.contains("has_key: true"), "{shown}");
}

#[test]
fn the_names_of_people_are_sensitive() {
    let callbacks = callbacks();
    let objects = callbacks["objects"].as_object().unwrap();
    for member in objects
        .values()
        .flat_map(|it| it["members"].as_array().unwrap())
    {
        let name = member["name"].as_str().unwrap();
        let is_personal = [
            "ApproverName",
            "UserName",
            "CreatorName",
            "Mobile",
            "CardNumber",
        ]
        .iter()
        .any(|end| name.ends_with(end));
        assert!(!is_personal || member["sensitive"] == true, "{name}");
    }
}

#[test]
fn unknown_types_states_and_members_pass_through() {
    let message = parse(&json!({
        "MsgId": 7,
        "MsgType": "FlowStatusChange",
        "MsgData": { "FlowCallbackStatus": 77, "Operate": "pause", "New": { "Deep": [1] } },
    }));
    let Event::FlowStatusChange(flow) = message.event() else {
        panic!("{message:?}");
    };
    let status = flow.flow_callback_status.unwrap();
    assert_eq!(status.value(), 77);
    assert!(!status.is_final());
    assert_eq!(flow.operate.as_ref().unwrap().as_str(), "pause");
    assert!(message.json().contains(r#""New":{"Deep":[1]}"#));
    assert_eq!(message.msg_id(), Some("7"));
    assert_eq!(message.msg_version(), None);

    let data = json!({ "A": [1, 2, { "B": null }] });
    let unknown = Event::Unknown(UnknownEvent::new("SomethingNew", data.clone()));
    let message = Message::from_json(Message::new("id", unknown.clone()).json()).unwrap();
    assert_eq!(*message.event(), unknown);
    let Event::Unknown(unknown) = message.into_event() else {
        panic!("the event is known");
    };
    assert_eq!(
        (unknown.msg_type(), unknown.data().value()),
        ("SomethingNew", &data)
    );
}

#[test]
fn values_of_another_type_are_warnings() {
    for (data, path) in [
        (json!({ "FlowId": "f", "Approvers": "none" }), "Approvers"),
        (json!({ "FlowId": "f", "CreateOn": [] }), "CreateOn"),
        (
            json!({ "Approvers": [{ "Required": "perhaps" }] }),
            "Approvers[0].Required",
        ),
        (json!("text"), ""),
        (json!([1]), ""),
    ] {
        let message = parse(&json!({ "MsgType": "FlowStatusChange", "MsgData": data }));
        let paths: Vec<&str> = message
            .decode_warnings()
            .iter()
            .map(|it| it.path())
            .collect();
        assert_eq!(paths, [path], "{data}");
        assert_eq!(message.msg_type(), "FlowStatusChange");
    }
    let absent = parse(&json!({ "MsgType": "FlowStatusChange" }));
    let empty = Event::FlowStatusChange(Box::default());
    assert_eq!(*absent.event(), empty);
}

#[test]
fn texts_that_are_no_messages_are_refused() {
    for (json, error) in [
        ("", ReceiveError::Json),
        ("{", ReceiveError::Json),
        ("{} {}", ReceiveError::Json),
        ("[]", ReceiveError::Envelope),
        ("null", ReceiveError::Envelope),
        ("{}", ReceiveError::Envelope),
        (r#"{"MsgType":5}"#, ReceiveError::Envelope),
        (r#"{"MsgType":""}"#, ReceiveError::Envelope),
        (r#"{"FlowId":null}"#, ReceiveError::Envelope),
        (r#"{"FlowId":""}"#, ReceiveError::Envelope),
        (r#"{"encrypt":"abcd"}"#, ReceiveError::Envelope),
    ] {
        assert_eq!(Message::from_json(json).err(), Some(error), "{json}");
    }
    // A member can be absent from an envelope, but not its type.
    assert_eq!(parse(&json!({ "MsgType": "X" })).msg_id(), None);
    assert_eq!(
        parse(&json!({ "MsgType": null, "FlowId": "f" })).format(),
        MsgFormat::V1
    );
}

#[test]
fn deep_nesting_is_refused() {
    let receiver = Receiver::with_protection(Protection::none());
    let nested = |depth: usize| {
        let data = "[".repeat(depth) + &"]".repeat(depth);
        format!(r#"{{"MsgType":"X","MsgData":{data}}}"#)
    };
    assert!(receiver.receive(None, nested(100).as_bytes()).is_ok());
    for depth in [128, 1_000_000] {
        let received = receiver.receive(None, nested(depth).as_bytes());
        assert_eq!(received.err(), Some(ReceiveError::Body), "{depth}");
    }
}

#[test]
fn long_bodies_are_refused_before_anything_else() {
    let receiver = Receiver::new(KEY, TOKEN).unwrap().max_body_bytes(64);
    let request = Sender::new(KEY, TOKEN).unwrap().request(&flow_message("f"));
    let (signature, body) = request.parts();
    assert_eq!(
        receiver.receive(signature, body).err(),
        Some(ReceiveError::TooLong)
    );
    let receiver = receiver.max_body_bytes(body.len());
    assert!(receiver.receive(signature, body).is_ok());
}

#[test]
fn errors_after_decryption_have_the_same_message() {
    let errors = [
        ReceiveError::Base64,
        ReceiveError::Length,
        ReceiveError::Padding,
        ReceiveError::Utf8,
        ReceiveError::Json,
        ReceiveError::Envelope,
    ];
    let texts: BTreeSet<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
}

#[test]
fn keys_and_tokens_are_checked_at_construction() {
    for length in [0, 16, 31, 33, 64] {
        let error = Receiver::new(&"k".repeat(length), TOKEN).unwrap_err();
        assert_eq!(error, ProtectionError::KeyLength { found: length });
    }
    // 32 characters, but not 32 bytes.
    assert!(Protection::without_token(&"密".repeat(32)).is_err());
    for error in [
        Receiver::new(KEY, "").err(),
        Sender::new(KEY, "").err(),
        Protection::without_key("").err(),
    ] {
        assert_eq!(error, Some(ProtectionError::EmptyToken));
    }
}

#[test]
fn signatures_of_another_length_are_refused() {
    let receiver = Receiver::new(KEY, TOKEN).unwrap();
    let request = Sender::new(KEY, TOKEN).unwrap().request(&flow_message("f"));
    let (signature, body) = request.parts();
    let signature = signature.unwrap();
    assert!(receiver.receive(Some(signature), body).is_ok());
    for length in 0..signature.len() {
        let cut = receiver.receive(Some(&signature[..length]), body);
        assert_eq!(cut.err(), Some(ReceiveError::Signature), "{length}");
    }
    let longer = [signature, b" "].concat();
    let received = receiver.receive(Some(&longer), body);
    assert_eq!(received.err(), Some(ReceiveError::Signature));
}

#[test]
fn final_states_are_not_left() {
    let of = FlowStatus::from;
    for (previous, next, accepted) in [
        (1, 2, true),
        (2, 4, true),
        (4, 1, false),
        (4, 2, false),
        (4, 5, false),
        (4, 4, true),
        (4, 21, true),
        (21, 4, false),
        (3, 21, false),
        (16, 21, false),
        (77, 1, true),
        (4, 77, false),
    ] {
        assert_eq!(
            of(next).may_follow(&of(previous)),
            accepted,
            "{previous} to {next}"
        );
    }
    let finals = FlowStatus::VALUES.iter().filter(|status| status.is_final());
    let finals: Vec<i64> = finals.map(FlowStatus::value).collect();
    assert_eq!(finals, [3, 4, 5, 6, 10, 16, 21]);
}

#[test]
fn messages_without_an_id_are_recognized_by_their_text() {
    let message = |id: &str| Message::without_envelope(flow(id)).unwrap();
    let key = message("a").deduplication_key();
    assert_eq!(key, message("a").deduplication_key());
    assert_ne!(key, message("b").deduplication_key());
    assert_eq!(flow_message("a").deduplication_key(), "id");
    // V1 has an envelope for all other messages, and recognizes this one by its id.
    assert!(Message::without_envelope(Event::FlowCost(Box::default())).is_none());
    let billing = BillingUse::default().flow_id("f");
    assert!(Message::without_envelope(Event::BillingUse(Box::new(billing))).is_none());
    let empty = FlowStatusChange::default();
    assert!(Message::without_envelope(Event::FlowStatusChange(Box::new(empty))).is_none());
}

fn flow(id: &str) -> Event {
    let flow = FlowStatusChange::default()
        .flow_id(id)
        .flow_callback_status(FlowStatus::AllSigned);
    Event::FlowStatusChange(Box::new(flow))
}

fn flow_message(id: &str) -> Message {
    Message::new("id", flow(id))
}

/// Every choice of key and token.
fn protections() -> [Protection; 4] {
    [
        Protection::new(KEY, TOKEN).unwrap(),
        Protection::without_token(KEY).unwrap(),
        Protection::without_key(TOKEN).unwrap(),
        Protection::none(),
    ]
}

proptest! {
    #[test]
    fn what_a_sender_creates_is_received(msg_id in "\\PC{1,40}", text in "\\PC{0,200}") {
        let flow = FlowStatusChange::default().flow_id("f").flow_name(text.clone());
        let event = Event::FlowStatusChange(Box::new(flow));
        for protection in protections() {
            let sender = Sender::with_protection(protection.clone());
            let receiver = Receiver::with_protection(protection);
            for sent in [
                Message::new(msg_id.clone(), event.clone()),
                Message::without_envelope(event.clone()).unwrap(),
            ] {
                let request = sender.request(&sent);
                let (signature, body) = request.parts();
                let received = message(receiver.receive(signature, body).unwrap());
                prop_assert_eq!(received.event(), &event);
                prop_assert_eq!(received.msg_id(), sent.msg_id());
                prop_assert_eq!(received.format(), sent.format());
                prop_assert_eq!(received.json(), sent.json());
            }
        }
    }

    #[test]
    fn random_bytes_are_refused(body in prop::collection::vec(any::<u8>(), 0..300), signature: Option<Vec<u8>>) {
        for protection in protections() {
            let receiver = Receiver::with_protection(protection);
            prop_assert!(receiver.receive(signature.as_deref(), &body).is_err());
        }
    }

    /// The text is signed, so that the steps after the signature see it.
    #[test]
    fn random_ciphertexts_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), encrypted in "[A-Za-z0-9+/]{0,200}={0,2}") {
        let receiver = Receiver::with_protection(Protection::without_token(KEY).unwrap());
        let json = json!({ "encrypt": encrypted }).to_string();
        for body in [bytes.as_slice(), encrypted.as_bytes(), json.as_bytes()] {
            prop_assert!(receiver.receive(None, body).is_err());
        }
    }
}

#[test]
fn every_flipped_bit_of_a_signed_request_is_refused() {
    let sender = Sender::new(KEY, TOKEN).unwrap();
    let receiver = Receiver::new(KEY, TOKEN).unwrap();
    let request = sender.request(&flow_message("f"));
    let (signature, body) = request.parts();
    let signature = signature.unwrap();
    for (position, bit) in bits(body) {
        let changed = flipped(body, position, bit);
        let received = receiver.receive(Some(signature), &changed);
        assert_eq!(
            received.err(),
            Some(ReceiveError::Signature),
            "{position} {bit}"
        );
    }
    for (position, bit) in bits(signature) {
        let changed = flipped(signature, position, bit);
        let received = receiver.receive(Some(&changed), body);
        assert_eq!(
            received.err(),
            Some(ReceiveError::Signature),
            "{position} {bit}"
        );
    }
}

fn bits(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    (0..bytes.len()).flat_map(|position| (0..8).map(move |bit| (position, bit)))
}

fn flipped(bytes: &[u8], position: usize, bit: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[position] ^= 1 << bit;
    bytes
}
