//! Tests how responses that are server-sent events are read, with both clients.

use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::client::error::{TransportCause, Unsendable};
use tencent_runtime::client::{CallOptions, CallRecorder, Error, Event, EventStream};
use tests::clients::{AnyClient, Settings, each};
use tests::outcomes::serve;
use tests::server::{Reply, Server};
use tests::streams::{Answer, Ask, AskAgain, AskOnce, Mute, Read, Watch, open};

const NO_PAUSE: Duration = Duration::ZERO;

/// The time limit of an event that a test waits for in vain.
const SHORT: Duration = Duration::from_millis(150);

fn event(text: &str) -> String {
    format!("data: {}\n\n", json!({ "Text": text }))
}

/// A stream whose pieces are events.
fn stream(texts: &[&str]) -> Reply {
    Reply::events(NO_PAUSE, texts.iter().map(|text| event(text)))
}

/// Reads the events of a reply with each client. `check` also gets the server.
fn read_with(
    options: &CallOptions,
    reply: &Reply,
    check: impl Fn(Result<Read<Answer>, Error>, &Server),
) {
    each(|open| {
        let server = serve(vec![reply.clone()]);
        let read = open(&Settings::to(&server)).read(Ask::default(), options);
        check(read, &server);
    });
}

fn read(reply: &Reply, check: impl Fn(Result<Read<Answer>, Error>, &Server)) {
    read_with(&CallOptions::new(), reply, check);
}

#[test]
fn the_events_of_a_stream_are_typed_and_keep_their_data() {
    let text = "id: 7\nevent: part\ndata: {\"Text\": \"a\", \"New\": [1]}\n\ndata: {\"Text\":\ndata: \"b\"}\n\n";
    read(&Reply::events(NO_PAUSE, [text]), |read, server| {
        let read = read.unwrap();
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(read.texts(), ["a", "b"]);
        assert_eq!(read.request_id.as_deref(), Some("req-header"));
        let [first, second] = read.events.as_slice() else {
            panic!("{:?}", read.events)
        };
        assert_eq!(first.data(), r#"{"Text": "a", "New": [1]}"#);
        assert_eq!((first.event_type(), first.id()), (Some("part"), Some("7")));
        assert_eq!((second.event_type(), second.id()), (None, Some("7")));
        let seen = server.seen();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].signature, Ok(()));
        let request: Value = serde_json::from_slice(&seen[0].body).unwrap();
        assert_eq!(request["Stream"], true);
    });
}

#[test]
fn events_arrive_slowly_in_any_pieces() {
    let text = format!(": hello\r\n\r\n{}: ping\n\n{}", event("一"), event("二"));
    let bytes = text.into_bytes();
    let singly: Vec<Vec<u8>> = bytes.iter().map(|byte| vec![*byte]).collect();
    read(
        &Reply::events(Duration::from_millis(1), singly),
        |read, _| {
            assert_eq!(read.unwrap().texts(), ["一", "二"]);
        },
    );
    for split in 0..bytes.len() {
        let pieces = [&bytes[..split], &bytes[split..]];
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        let reply = Reply::events(NO_PAUSE, pieces.map(<[u8]>::to_vec));
        let server = serve(vec![reply]);
        let client = AnyClient::blocking(&Settings::to(&server));
        let read = client.read(Ask::default(), &CallOptions::new()).unwrap();
        assert_eq!(read.texts(), ["一", "二"], "{split}");
    }
}

#[test]
fn a_stream_takes_longer_than_a_call_or_an_attempt() {
    each(|open| {
        let reply = Reply::events(
            Duration::from_millis(60),
            ["1", "2", "3", "4", "5"].map(event),
        );
        let server = serve(vec![reply]);
        let client = open(&Settings {
            attempt_timeout: SHORT,
            timeout: SHORT,
            ..Settings::to(&server)
        });
        let read = client.read(Ask::default(), &CallOptions::new()).unwrap();
        assert_eq!(read.texts(), ["1", "2", "3", "4", "5"]);
    });
}

#[test]
fn an_end_marker_ends_the_stream() {
    let reply = Reply::events(NO_PAUSE, [event("a"), "data: [DONE]\n\n".into()]);
    read(&reply.stalled(), |read, _| {
        let read = read.unwrap();
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(read.texts(), ["a"]);
    });
}

#[test]
fn the_last_event_needs_no_empty_line() {
    let reply = Reply::events(NO_PAUSE, [event("a"), r#"data: {"Text": "b"}"#.into()]);
    read(&reply, |read, _| {
        assert_eq!(read.unwrap().texts(), ["a", "b"])
    });
}

#[test]
fn an_event_that_the_end_cuts_is_an_error() {
    let reply = Reply::events(NO_PAUSE, [event("a"), "data: {\"Text\": \"b".into()]);
    read(&reply, |read, _| {
        let read = read.unwrap();
        assert_eq!(read.texts(), ["a"]);
        let error = read.error.unwrap();
        assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
        assert_eq!(error.request_id(), Some("req-header"));
        assert!(
            error
                .to_string()
                .contains("event 2: the response ends within it"),
            "{error}"
        );
    });
}

#[test]
fn a_stream_that_breaks_off_ends_with_an_error() {
    read(&stream(&["a", "b"]).half(), |read, server| {
        let read = read.unwrap();
        assert_eq!(read.texts(), ["a", "b"]);
        let error = read.error.unwrap();
        assert!(
            error.is_outcome_unknown() && !error.is_timeout(),
            "{error:?}"
        );
        assert_eq!(error.request_id(), Some("req-header"));
        let Error::Ambiguous(broken) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(broken.cause(), TransportCause::Broken);
        assert_eq!(
            (broken.http_status(), broken.events()),
            (Some(200), Some(2))
        );
        assert!(
            error
                .to_string()
                .contains("after HTTP status 200 and 2 events, request req-header"),
            "{error}"
        );
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn an_event_has_a_time_limit_that_comments_do_not_extend() {
    let pings = std::iter::repeat_n(": ping\n\n".to_owned(), 200);
    let pieces = std::iter::once(event("a")).chain(pings);
    let reply = Reply::events(Duration::from_millis(10), pieces).stalled();
    let options = CallOptions::new().event_timeout(SHORT);
    read_with(&options, &reply, |read, server| {
        let read = read.unwrap();
        assert_eq!(read.texts(), ["a"]);
        let error = read.error.unwrap();
        assert!(
            error.is_timeout() && error.is_outcome_unknown(),
            "{error:?}"
        );
        let Error::Ambiguous(late) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(late.cause(), TransportCause::EventTimeout(SHORT));
        assert_eq!(late.events(), Some(1));
        assert!(
            error.to_string().contains("sent no event in 150ms"),
            "{error}"
        );
        // The client closes the connection.
        server.wait_for_cancellation();
    });
}

#[test]
fn the_time_limit_of_an_event_begins_with_the_event_before() {
    let limit = Duration::from_secs(1);
    let pause = limit / 20;
    let texts: Vec<String> = (0..30).map(|number| number.to_string()).collect();
    let reply = Reply::events(pause, texts.iter().map(|text| event(text)));
    let options = CallOptions::new().event_timeout(limit);
    read_with(&options, &reply, |read, _| {
        let read = read.unwrap();
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(read.texts(), texts);
    });
}

#[test]
fn the_time_that_the_program_takes_is_not_that_of_an_event() {
    let server = serve(vec![stream(&["a", "b"])]);
    let AnyClient::Async(transport, runtime) = AnyClient::asynchronous(&Settings::to(&server))
    else {
        unreachable!()
    };
    let options = CallOptions::new().event_timeout(SHORT);
    let texts = runtime.block_on(async {
        let mut events = open(&transport, Ask::default(), &options).await.unwrap();
        let mut texts = Vec::new();
        while let Some(event) = events.next().await {
            texts.push(event.unwrap().into_response().text.unwrap());
            tokio::time::sleep(SHORT * 2).await;
        }
        texts
    });
    assert_eq!(texts, ["a", "b"]);
}

#[test]
fn a_dropped_stream_closes_its_connection() {
    each(|open| {
        let endless = std::iter::repeat_n(event("a"), 5_000);
        let server = serve(vec![Reply::events(Duration::from_millis(2), endless)]);
        let client = open(&Settings::to(&server));
        client.read_first(Ask::default(), 2).unwrap();
        server.wait_for_cancellation();
    });
}

#[test]
fn errors_in_a_stream_are_errors_of_the_service() {
    let with_secret = Ask {
        secret: Some("典子谦".to_owned()),
        ..Ask::default()
    };
    for (last, code, message, id) in [
        (
            json!({ "Response": { "Error": { "Code": "A.B", "Message": "no 典子谦" }, "RequestId": "req-1" } }),
            "A.B",
            "no [redacted]",
            "req-1",
        ),
        (
            json!({ "Type": "error", "Error": { "Code": "A.B", "Message": "no" } }),
            "A.B",
            "no",
            "req-header",
        ),
        (
            json!({ "ErrorMsg": { "Code": 4001, "Msg": "slow" } }),
            "4001",
            "slow",
            "req-header",
        ),
    ] {
        let reply = Reply::events(
            NO_PAUSE,
            [event("a"), format!("data: {last}\n\n"), event("b")],
        );
        each(|open| {
            let server = serve(vec![reply.clone()]);
            let client = open(&Settings::to(&server));
            let read = client
                .read(with_secret.clone(), &CallOptions::new())
                .unwrap();
            assert_eq!(read.texts(), ["a"]);
            let error = read.error.unwrap();
            assert_eq!(error.code().unwrap().as_str(), code);
            assert_eq!(error.request_id(), Some(id));
            let Error::Api(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.message(), message);
            assert_eq!(server.seen().len(), 1);
        });
    }
}

#[test]
fn an_error_before_the_first_event_is_the_error_of_the_call() {
    let error = json!({ "Response": { "Error": { "Code": "InvalidParameter", "Message": "no" } } });
    let in_stream = Reply::events(NO_PAUSE, [format!(": hi\n\ndata: {error}\n\n")]);
    for reply in [
        Reply::error("InvalidParameter", "no"),
        Reply::error("InvalidParameter", "no").header("Content-Type", "text/event-stream"),
        in_stream,
    ] {
        read(&reply, |read, server| {
            let error = read.unwrap_err();
            assert_eq!(error.code().unwrap().as_str(), "InvalidParameter");
            assert!(error.request_id().is_some());
            assert_eq!(server.seen().len(), 1);
        });
    }
    read(&Reply::new(503, "<html>no"), |read, _| {
        let error = read.unwrap_err();
        assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
        assert_eq!(error.http_status(), Some(503));
    });
    read(&stream(&["a"]).status(500), |read, _| {
        let error = read.unwrap_err();
        assert!(
            error.to_string().contains("does not report success"),
            "{error}"
        );
        assert_eq!(error.request_id(), Some("req-header"));
    });
}

#[test]
fn a_call_is_retried_only_before_its_first_event() {
    let broken = || Reply::events(NO_PAUSE, [": hi\n\n"]).half();
    let busy = json!({ "Error": { "Code": "RequestLimitExceeded", "Message": "slow down" } });
    let throttled = || Reply::events(NO_PAUSE, [format!("data: {busy}\n\n")]);
    let good = || stream(&["a"]);
    each(|open| {
        // Not executed, so every action is retried.
        let server = serve(vec![throttled(), good()]);
        let read = open(&Settings::to(&server)).read(Ask::default(), &CallOptions::new());
        assert_eq!(read.unwrap().texts(), ["a"]);
        assert_eq!(server.seen().len(), 2);
        // Perhaps executed, so only idempotent actions are retried.
        let server = serve(vec![broken(), good()]);
        let read = open(&Settings::to(&server)).read(AskAgain::default(), &CallOptions::new());
        assert_eq!(read.unwrap().texts(), ["a"]);
        assert_eq!(server.seen().len(), 2);
        let server = serve(vec![broken(), good()]);
        let read = open(&Settings::to(&server)).read(Ask::default(), &CallOptions::new());
        let error = read.unwrap_err();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert_eq!(error.request_id(), Some("req-header"));
        assert_eq!(server.seen().len(), 1);
        // After an event, nothing is retried.
        let server = serve(vec![stream(&["a"]).half(), good()]);
        let read = open(&Settings::to(&server)).read(AskAgain::default(), &CallOptions::new());
        let read = read.unwrap();
        assert_eq!(read.texts(), ["a"]);
        assert!(matches!(read.error, Some(Error::Ambiguous(_))));
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_stream_has_the_options_of_other_calls() {
    each(|open| {
        let broken = Reply::events(NO_PAUSE, [": hi\n\n"]).half();
        let server = serve(vec![broken, stream(&["a"])]);
        let recorder = CallRecorder::new();
        let options = CallOptions::new()
            .recorder(&recorder)
            .header("X-Trace", "one")
            .member("Extra", 7);
        let read = open(&Settings::to(&server)).read(AskOnce::default(), &options);
        assert_eq!(read.unwrap().texts(), ["a"]);
        let call = recorder.take().unwrap();
        let attempts = call.attempts().iter();
        let attempts: Vec<_> = attempts
            .map(|attempt| (attempt.http_status(), attempt.error()))
            .collect();
        let expected = [(Some(200), Some("outcome unknown")), (Some(200), None)];
        assert_eq!(attempts, expected);
        let response = call.response().unwrap();
        assert_eq!(response.header("X-TC-RequestId"), Some("req-header"));
        assert_eq!(response.text(), "");
        let token = call.idempotency_token();
        assert!(token.is_some());
        for seen in server.seen() {
            assert_eq!((seen.signature, &*seen.headers["x-trace"]), (Ok(()), "one"));
            let body: Value = serde_json::from_slice(&seen.body).unwrap();
            assert_eq!((&body["Stream"], &body["Extra"]), (&json!(true), &json!(7)));
            assert_eq!(body["Token"].as_str(), token);
        }
    });
}

#[test]
fn one_response_instead_of_events_is_one_event() {
    let body = json!({ "Response": { "Text": "all", "RequestId": "req-1" } });
    let typed = Reply::json(&body).header("Content-Type", "text/event-stream; charset=utf-8");
    for reply in [Reply::json(&body), typed] {
        read(&reply, |read, _| {
            let read = read.unwrap();
            assert!(read.error.is_none(), "{:?}", read.error);
            assert_eq!(read.texts(), ["all"]);
            assert_eq!(read.request_id.as_deref(), Some("req-1"));
            assert_eq!(read.events[0].data(), body.to_string());
        });
    }
}

#[test]
fn values_of_another_type_are_warnings_of_their_event() {
    let reply = Reply::events(
        NO_PAUSE,
        [
            "data: {\"Text\": \"a\", \"Count\": {}}\n\ndata: ping\n\ndata: {\"Response\": {\"Count\": \"2\"}}\n\n",
        ],
    );
    read(&reply, |read, _| {
        let read = read.unwrap();
        assert!(read.error.is_none(), "{:?}", read.error);
        let warnings: Vec<Vec<String>> = read
            .events
            .iter()
            .map(|event| {
                event
                    .response()
                    .warnings()
                    .iter()
                    .map(ToString::to_string)
                    .collect()
            })
            .collect();
        assert_eq!(
            warnings,
            [
                vec!["Count: found an object, expected an integer from -2^63 to 2^63-1".to_owned()],
                vec!["found a text that is not JSON, expected an object".to_owned()],
                vec![],
            ]
        );
        assert_eq!(read.events[1].data(), "ping");
        assert_eq!(read.events[2].response().count, Some(2));
    });
    let strict = CallOptions::new().strict_decoding(true);
    read_with(&strict, &reply, |read, _| {
        let read = read.unwrap();
        assert!(read.events.is_empty());
        let error = read.error.unwrap();
        assert!(error.to_string().contains("Count: event 1:"), "{error}");
        assert_eq!(error.request_id(), Some("req-header"));
    });
}

#[test]
fn the_size_of_an_event_is_limited_and_that_of_a_stream_is_not() {
    each(|open| {
        let long = "x".repeat(200);
        let texts = [long.as_str(); 20];
        for (limit, is_read) in [(250, true), (150, false)] {
            let server = serve(vec![stream(&texts)]);
            let client = open(&Settings {
                max_response_bytes: limit,
                ..Settings::to(&server)
            });
            match client.read(Ask::default(), &CallOptions::new()) {
                Ok(read) => {
                    assert!(is_read && read.error.is_none());
                    assert_eq!(read.texts(), texts);
                }
                Err(error) => {
                    assert!(!is_read);
                    assert!(
                        matches!(error, Error::TooLarge { limit: 150, .. }),
                        "{error:?}"
                    );
                }
            }
        }
    });
}

#[test]
fn a_stream_without_events_ends_at_once() {
    read(&Reply::events(NO_PAUSE, [": hi\n\n"]), |read, _| {
        let read = read.unwrap();
        assert!(read.events.is_empty() && read.error.is_none());
    });
}

#[test]
fn unexpected_events_are_an_error_with_the_request_id() {
    each(|open| {
        // The stream never ends, and the error comes nevertheless.
        for reply in [
            stream(&["a"]).stalled(),
            Reply::events(NO_PAUSE, [""; 0]).stalled(),
        ] {
            let server = serve(vec![reply]);
            let client = open(&Settings {
                attempt_timeout: Duration::from_millis(500),
                ..Settings::to(&server)
            });
            let error = client.send(&Mute::default()).unwrap_err();
            assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
            assert!(error.is_outcome_unknown());
            assert_eq!(error.request_id(), Some("req-header"));
            let message = error.to_string();
            for words in ["stream of server-sent events", "overlay", "req-header"] {
                assert!(message.contains(words), "{message}");
            }
            assert_eq!(server.seen().len(), 1);
        }
        let server = serve(vec![stream(&["a"])]);
        let error = open(&Settings::to(&server))
            .whole(Watch::default())
            .unwrap_err();
        assert!(error.to_string().contains("`.stream()`"), "{error}");
        let server = serve(vec![stream(&["a"])]);
        let error = open(&Settings::to(&server))
            .whole(Ask::default())
            .unwrap_err();
        assert!(
            error.to_string().contains("set `Stream` to false"),
            "{error}"
        );
        assert_eq!(error.request_id(), Some("req-header"));
    });
}

#[test]
fn a_request_for_events_without_their_reader_is_not_sent() {
    each(|open| {
        let body = json!({ "Response": { "Text": "all", "RequestId": "req-1" } });
        let server = serve(vec![Reply::json(&body)]);
        let client = open(&Settings::to(&server));
        let request = |stream| Ask {
            stream,
            ..Ask::default()
        };
        let error = client.whole(request(Some(true))).unwrap_err();
        assert!(
            matches!(&error, Error::Unsendable(Unsendable::Events { .. })),
            "{error:?}"
        );
        assert!(error.to_string().contains("`Stream` is true"), "{error}");
        assert!(server.seen().is_empty());
        for stream in [None, Some(false)] {
            let answer = client.whole(request(stream)).unwrap();
            assert_eq!(answer.text.as_deref(), Some("all"));
        }
        assert_eq!(
            client.whole(Watch::default()).unwrap().text.as_deref(),
            Some("all")
        );
    });
}

#[test]
fn compressed_events_are_an_error_that_says_so() {
    let reply = Reply::events(NO_PAUSE, [event("a")]).header("Content-Encoding", "gzip");
    read(&reply, |read, _| {
        let error = read.unwrap_err();
        assert!(
            error.to_string().contains("compressed with gzip"),
            "{error}"
        );
    });
}

#[test]
fn stubs_create_streams() {
    let parts = || {
        [
            Ok(Event::new(Answer::new("a"))),
            Err(Error::too_large(200, 1)),
        ]
    };
    let mut events = EventStream::from_events(parts());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let first = events.next().await.unwrap().unwrap();
        assert_eq!(first.response().text.as_deref(), Some("a"));
        assert!(events.next().await.unwrap().is_err());
        assert!(events.next().await.is_none());
    });
    let blocking = tencent_runtime::client::blocking::EventStream::from_events(parts());
    assert_eq!(blocking.filter_map(Result::ok).count(), 1);
}
