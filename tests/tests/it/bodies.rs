//! Tests request bodies that are not JSON.

use serde_json::{Value, json};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::Unsendable;
use tencent_runtime::client::{
    BuildClient, CallOptions, ClientBuilder, Error, RetryPolicy, Transport, blocking,
};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Blob, Encode, Encoder, Member};
use tencent_runtime::{Action, ActionInfo, BodyForm, Service};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Seen, Server};
use tests::test_actions::answer;

static SERVICE: Service = Service::new("files", "2020-01-01", "files.example.com");

/// The members of a request.
#[derive(Clone, Debug, Default)]
struct Members {
    file: Option<Blob>,
    name: Option<String>,
    count: Option<i64>,
    tags: Option<Vec<String>>,
    secret: Option<String>,
}

impl Encode for Members {
    fn encode(&self, encoder: &mut dyn Encoder) {
        let members: [Member<'_>; 5] = [
            ("File", &self.file),
            ("Name", &self.name),
            ("Count", &self.count),
            ("Tags", &self.tags),
            ("Secret", &self.secret),
        ];
        encoder.encode_object("Members", &members);
    }
}

macro_rules! actions {
    ($($name:ident is $form:ident;)*) => {$(
        #[derive(Clone, Debug)]
        struct $name(Members);

        impl Encode for $name {
            fn encode(&self, encoder: &mut dyn Encoder) {
                self.0.encode(encoder);
            }
        }

        impl Validate for $name {}

        impl Action for $name {
            type Response = Value;
            const INFO: ActionInfo = ActionInfo::new(stringify!($name), &SERVICE)
                .idempotent()
                .body_form(BodyForm::$form)
                .sensitive(&["Secret"]);
        }
    )*};
}

actions! {
    Parts is Multipart;
    Octets is Octets;
    Plain is Json;
}

fn builder<C: BuildClient>(server: &Server) -> ClientBuilder<C> {
    ClientBuilder::new(&SERVICE)
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .endpoint(server.url())
        .retry(RetryPolicy::new().initial_backoff(std::time::Duration::from_millis(1)))
}

/// Sends a request with each client. Returns what the server saw.
fn sent<A: Action>(replies: &[Reply], request: &A) -> Vec<Seen> {
    let server = Server::start("files", replies.to_vec());
    let client: blocking::Transport = builder(&server).build().unwrap();
    client.call(request, &CallOptions::new()).unwrap();
    let mut all = server.seen();
    let server = Server::start("files", replies.to_vec());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client: Transport = builder(&server).build().unwrap();
        client.call(request, &CallOptions::new()).await.unwrap();
    });
    all.extend(server.seen());
    all
}

/// The parts of a body: their headers and their contents.
fn parts(seen: &Seen) -> Vec<(String, Vec<u8>)> {
    let content_type = &seen.headers["content-type"];
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = format!("--{}", boundary.unwrap());
    let mut parts = Vec::new();
    let mut rest = seen.body.strip_prefix(boundary.as_bytes()).unwrap();
    while rest != b"--\r\n" {
        rest = rest.strip_prefix(b"\r\n").unwrap();
        let end = find(rest, b"\r\n\r\n");
        let head = String::from_utf8(rest[..end].to_vec()).unwrap();
        rest = &rest[end + 4..];
        let end = find(rest, format!("\r\n{boundary}").as_bytes());
        parts.push((head, rest[..end].to_vec()));
        rest = &rest[end + 2 + boundary.len()..];
    }
    parts
}

fn find(text: &[u8], part: &[u8]) -> usize {
    let mut windows = text.windows(part.len());
    windows.position(|window| window == part).unwrap()
}

/// Every byte, and text that looks like the end of a part.
fn bytes() -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.extend_from_slice(b"\r\n--boundary--\r\n\r\n");
    bytes
}

#[test]
fn bytes_travel_in_parts_as_they_are() {
    let request = Parts(Members {
        file: Some(bytes().into()),
        name: Some("名\r\n称".to_owned()),
        count: Some(-3),
        tags: Some(vec!["a".to_owned(), "\"".to_owned()]),
        secret: None,
    });
    for seen in sent(&[Reply::json(&answer())], &request) {
        assert_eq!(seen.signature, Ok(()));
        let disposition = "Content-Disposition: form-data; name=";
        let expected = [
            (format!(r#"{disposition}"File"; filename="File""#), bytes()),
            (format!(r#"{disposition}"Name""#), "名\r\n称".into()),
            (format!(r#"{disposition}"Count""#), b"-3".to_vec()),
            (
                format!("{disposition}\"Tags\"\r\nContent-Type: application/json"),
                br#"["a","\""]"#.to_vec(),
            ),
        ];
        assert_eq!(parts(&seen), expected);
    }
}

#[test]
fn a_retry_sends_the_same_body_and_is_signed_again() {
    let request = Parts(Members {
        file: Some(bytes().into()),
        ..Members::default()
    });
    let broken = Reply::none();
    let seen = sent(&[broken, Reply::json(&answer())], &request);
    assert_eq!(seen.len(), 4);
    for pair in seen.chunks(2) {
        assert_eq!(pair[0].body, pair[1].body);
        assert_eq!(
            pair[0].headers["content-type"],
            pair[1].headers["content-type"]
        );
        assert!(pair.iter().all(|seen| seen.signature == Ok(())));
    }
}

#[test]
fn octets_are_the_body_and_other_members_are_headers() {
    let request = Octets(Members {
        file: Some(bytes().into()),
        name: Some("topic-1".to_owned()),
        count: Some(7),
        ..Members::default()
    });
    for seen in sent(&[Reply::json(&answer())], &request) {
        assert_eq!(seen.signature, Ok(()));
        assert_eq!(seen.headers["content-type"], "application/octet-stream");
        assert_eq!(seen.headers["name"], "topic-1");
        assert_eq!(seen.headers["count"], "7");
        assert!(!seen.headers.contains_key("tags"));
        assert_eq!(seen.body, bytes());
    }
}

#[test]
fn a_member_that_cannot_be_a_header_is_not_sent() {
    let server = Server::start("files", vec![Reply::json(&answer())]);
    let client: blocking::Transport = builder(&server).build().unwrap();
    for (members, wrong) in [
        (
            Members {
                name: Some("a\r\nHost: b".to_owned()),
                ..Members::default()
            },
            "Name",
        ),
        (
            Members {
                tags: Some(vec!["a".to_owned()]),
                ..Members::default()
            },
            "Tags",
        ),
    ] {
        let error = client.call(&Octets(members), &CallOptions::new());
        let error = error.unwrap_err();
        assert!(error.to_string().contains(wrong), "{error}");
        let Error::Unsendable(error) = error else {
            panic!("{error:?}")
        };
        assert!(
            matches!(&error, Unsendable::Header { name, .. } if name == wrong),
            "{error}"
        );
    }
    assert!(server.seen().is_empty());
}

/// A request that tries to set headers of the protocol.
#[derive(Debug)]
struct Forged(&'static str);

impl Encode for Forged {
    fn encode(&self, encoder: &mut dyn Encoder) {
        let value = "forged".to_owned();
        let members: [Member<'_>; 1] = [(self.0, &value)];
        encoder.encode_object("Forged", &members);
    }
}

impl Validate for Forged {}

impl Action for Forged {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Forged", &SERVICE).body_form(BodyForm::Octets);
}

#[test]
fn no_member_replaces_a_header_of_the_protocol() {
    let server = Server::start("files", vec![Reply::json(&answer())]);
    let client: blocking::Transport = builder(&server).build().unwrap();
    for name in [
        "Host",
        "authorization",
        "X-TC-Action",
        "Content-Type",
        "x-tc-other",
    ] {
        let error = client.call(&Forged(name), &CallOptions::new()).unwrap_err();
        assert!(
            matches!(error, Error::Unsendable(Unsendable::Header { .. })),
            "{name}: {error:?}"
        );
    }
    assert!(server.seen().is_empty());
}

#[test]
fn sensitive_headers_are_not_shown() {
    let server = Server::start("files", vec![Reply::json(&answer())]);
    let client: blocking::Transport = builder(&server).build().unwrap();
    let request = Octets(Members {
        secret: Some("hunter2".to_owned()),
        name: Some("topic-1".to_owned()),
        ..Members::default()
    });
    let prepared = client.prepare(&request, &CallOptions::new()).unwrap();
    let shown = format!("{:?} {prepared:?}", prepared.redacted_headers());
    assert!(
        shown.contains("topic-1") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn the_limit_of_a_body_counts_all_bytes_of_it() {
    let server = Server::start("files", vec![Reply::json(&answer())]);
    let client: blocking::Transport = builder(&server).build().unwrap();
    let request = Parts(Members {
        file: Some(bytes().into()),
        ..Members::default()
    });
    let small = CallOptions::new().max_request_bytes(bytes().len());
    let error = client.call(&request, &small).unwrap_err();
    assert!(
        matches!(error, Error::Unsendable(Unsendable::TooLarge { .. })),
        "{error:?}"
    );
}

#[test]
fn bytes_are_base64_in_json_and_a_number_in_debug() {
    let blob = Blob::from(b"abc");
    assert_eq!(format!("{blob:?}"), "[3 bytes]");
    let members = Members {
        file: Some(blob.clone()),
        ..Members::default()
    };
    for seen in sent(&[Reply::json(&answer())], &Plain(members)) {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        assert_eq!(body, json!({ "File": "YWJj" }));
    }
    let read = |json: &str| {
        tencent_runtime::wire::deserialize::<Blob, _>(&mut serde_json::Deserializer::from_str(json))
    };
    assert_eq!(read(r#""YWJj""#).unwrap(), blob);
    for wrong in [r#""YWJ""#, r#""a b=""#, "5"] {
        let error = read(wrong).unwrap_err().to_string();
        assert!(error.contains("bytes as Base64"), "{error}");
    }
}
