//! Tests whether a failed request is reported as not sent or as ambiguous.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tencent_runtime::client::error::TransportCause;
use tencent_runtime::client::{CallOptions, Error, RetryPolicy};
use tests::clients::{AnyClient, Settings, each};
use tests::outcomes::{self, errors, serve, succeeds};
use tests::server::{Reply, Server};
use tests::test_actions::{Idempotent, Plain, answer};

fn once(server: &Server) -> Settings {
    Settings {
        retry: RetryPolicy::never(),
        ..Settings::to(server)
    }
}

/// A server that accepts connections and sends nothing.
fn mute() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

fn cause(error: &Error) -> TransportCause {
    match error {
        Error::NotSent(error) | Error::Ambiguous(error) => error.cause(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_connect_timeout_is_not_sent() {
    each(|open| {
        let (server, mute) = (serve(vec![Reply::json(&answer())]), mute());
        let settings = Settings {
            // The server does not answer the TLS handshake, so there is no connection.
            endpoint: format!("https://{}", mute.local_addr().unwrap()),
            attempt_timeout: Duration::from_millis(150),
            ..once(&server)
        };
        let error = open(&settings).send(&Plain).unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(error.is_timeout() && error.is_retryable());
        assert!(matches!(cause(&error), TransportCause::ConnectTimeout(_)));
    });
}

#[test]
fn a_failed_tls_handshake_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let settings = Settings {
            endpoint: server.url().replace("http:", "https:"),
            ..once(&server)
        };
        let error = open(&settings).send(&Plain).unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert_eq!(cause(&error), TransportCause::Connect);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_closed_idle_connection_costs_no_attempt() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer()).and_close()]);
        let client = open(&once(&server));
        for sent in 1..=5 {
            client.send(&Plain).unwrap();
            assert_eq!(server.seen().len(), sent);
            std::thread::sleep(Duration::from_millis(30));
        }
    });
}

#[test]
fn nothing_is_sent_with_a_timeout_of_zero() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let client = open(&Settings::to(&server));
        let options = CallOptions::new().timeout(Duration::ZERO);
        let error = client.send_with(&Plain, &options).unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(error.is_timeout());
        assert!(server.seen().is_empty());
    });
}

#[test]
fn an_ambiguous_attempt_takes_precedence_over_one_that_was_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let going = TcpListener::bind("127.0.0.1:0").unwrap();
        let settings = Settings {
            endpoint: format!("http://{}", going.local_addr().unwrap()),
            ..Settings::to(&server)
        };
        let gone = std::thread::spawn(move || {
            // Reads one request, closes the connection, and stops listening.
            let (mut stream, _) = going.accept().unwrap();
            drop(going);
            let _ = stream.read(&mut [0; 4096]);
        });
        let error = open(&settings).send(&Idempotent).unwrap_err();
        gone.join().unwrap();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
    });
}

#[test]
fn a_stalled_body_ends_with_the_attempt_timeout() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer()).stalled()]);
        let settings = Settings {
            attempt_timeout: Duration::from_millis(200),
            ..once(&server)
        };
        let start = Instant::now();
        let error = open(&settings).send(&Plain).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(3));
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(matches!(cause(&error), TransportCause::AttemptTimeout(_)));
    });
}

#[test]
fn an_incomplete_response_keeps_its_status() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer()).status(502).half()]);
        let error = open(&once(&server)).send(&Plain).unwrap_err();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert_eq!(error.http_status(), Some(502));
    });
}

#[test]
fn an_answer_whose_body_does_not_arrive_in_time_keeps_its_status() {
    let halves = Reply::json(&answer()).status(502).stalled();
    each(|open| {
        let server = serve(vec![halves.clone()]);
        let settings = Settings {
            attempt_timeout: Duration::from_millis(200),
            ..once(&server)
        };
        let error = open(&settings).send(&Plain).unwrap_err();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(error.is_timeout());
        assert_eq!(error.http_status(), Some(502));
        assert!(error.to_string().contains("HTTP status 502"), "{error}");
    });
}

#[test]
fn a_connection_that_cannot_succeed_is_not_tried_again() {
    each(|open| {
        let server = serve(vec![Reply::json(&answer())]);
        let plain = mute();
        let settings = Settings {
            endpoint: format!("https://{}", plain.local_addr().unwrap()),
            ..Settings::to(&server)
        };
        let connections = std::thread::spawn(move || {
            let mut streams = plain.incoming().map(Result::unwrap);
            // The last connection is that of the test.
            let answered = streams.by_ref().map_while(|mut stream| {
                let mut start = [0; 8];
                let read = stream.read(&mut start).unwrap();
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
                (&start[..read] != b"the end.").then_some(())
            });
            answered.count()
        });
        let error = open(&settings).send(&Plain).unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(!error.is_retryable());
        let address = settings.endpoint.strip_prefix("https://").unwrap();
        let mut last = TcpStream::connect(address).unwrap();
        last.write_all(b"the end.").unwrap();
        assert_eq!(connections.join().unwrap(), 1);
    });
}

#[test]
fn a_response_without_a_length_is_read_up_to_the_limit() {
    each(|open| {
        let long = vec![b' '; 100_000];
        let server = serve(vec![
            Reply::json(&answer()).unmeasured(),
            Reply::new(200, long).unmeasured(),
        ]);
        let client = open(&Settings {
            max_response_bytes: 50_000,
            ..once(&server)
        });
        client.send(&Plain).unwrap();
        let error = client.send(&Plain).unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
    });
}

/// A caller must not repeat a call that may have been executed, also if the client would not retry it anyway.
#[test]
fn the_outcome_is_unknown_unless_the_server_refused_the_call() {
    let long = Reply::new(200, vec![b' '; 100_000]);
    for (reply, unknown) in [
        (Reply::none(), true),
        (Reply::json(&answer()).half(), true),
        (Reply::new(503, "<html>"), true),
        (Reply::new(200, "<html>"), true),
        (long, true),
        (Reply::error("InternalError", "…"), true),
        (Reply::error("InvalidParameter", "…"), false),
        (Reply::error("RequestLimitExceeded", "…"), false),
    ] {
        each(|open| {
            let server = serve(vec![reply.clone()]);
            let settings = Settings {
                max_response_bytes: 50_000,
                ..once(&server)
            };
            let error = open(&settings).send(&Plain).unwrap_err();
            assert_eq!(error.is_outcome_unknown(), unknown, "{error:?}");
        });
    }
}

#[test]
fn a_dropped_call_sends_nothing_more() {
    let server = serve(vec![Reply::error("InternalError", "…")]);
    let settings = Settings {
        retry: RetryPolicy::new()
            .max_attempts(50)
            .initial_backoff(Duration::from_millis(100)),
        ..Settings::to(&server)
    };
    let AnyClient::Async(transport, runtime) = AnyClient::asynchronous(&settings) else {
        unreachable!()
    };
    let options = CallOptions::new();
    let call = transport.call(&Idempotent, &options);
    let cut = runtime
        .block_on(async move { tokio::time::timeout(Duration::from_millis(250), call).await });
    assert!(cut.is_err(), "it would have gone on");
    let sent = server.seen().len();
    assert!(sent > 0);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(server.seen().len(), sent);
}

#[test]
fn a_call_without_a_runtime_is_an_error() {
    let server = serve(vec![Reply::json(&answer())]);
    let AnyClient::Async(transport, runtime) = AnyClient::asynchronous(&Settings::to(&server))
    else {
        unreachable!()
    };
    let options = CallOptions::new();
    let mut call = Box::pin(transport.call(&Plain, &options));
    let Poll::Ready(outcome) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("there is nothing to wait for")
    };
    let error = outcome.unwrap_err();
    assert_eq!(cause(&error), TransportCause::NoRuntime);
    assert!(!error.is_retryable(), "it would fail again");
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
    assert!(server.seen().is_empty());
    drop(runtime);
}

#[test]
fn a_slow_server_ends_the_attempt_then_the_call() {
    each(|open| {
        let slow = Reply::json(&outcomes::answer()).after(Duration::from_millis(600));
        let server = serve(vec![slow, Reply::json(&outcomes::answer())]);
        let attempt_timeout = Duration::from_millis(200);
        let settings = Settings {
            attempt_timeout,
            ..Settings::to(&server)
        };
        assert!(open(&settings).example().is_ok());
        assert_eq!(server.seen().len(), 2);
    });
    each(|open| {
        let server = serve(vec![
            Reply::json(&outcomes::answer()).after(Duration::from_secs(3)),
        ]);
        let timeout = Duration::from_millis(300);
        let settings = Settings {
            timeout,
            ..Settings::to(&server)
        };
        let start = Instant::now();
        let error = open(&settings).example().unwrap_err();
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(error.is_timeout());
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "the call ends with its time"
        );
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_connection_that_breaks_after_the_request_is_ambiguous() {
    succeeds(&[Reply::none(), Reply::json(&outcomes::answer())], 2);
    succeeds(
        &[
            Reply::json(&outcomes::answer()).half(),
            Reply::json(&outcomes::answer()),
        ],
        2,
    );
    for (error, sent) in errors(&[Reply::json(&outcomes::answer()).half()]) {
        assert!(matches!(error, Error::Ambiguous(_)), "{error:?}");
        assert!(error.is_retryable());
        assert_eq!(sent, 3);
    }
}

#[test]
fn a_refused_connection_is_not_sent() {
    each(|open| {
        let server = serve(vec![Reply::none()]);
        let closed = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let settings = Settings {
            endpoint: format!("http://{closed}"),
            ..Settings::to(&server)
        };
        let error = open(&settings).example().unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert!(error.is_retryable());
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    });
}
