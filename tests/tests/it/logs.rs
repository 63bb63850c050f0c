//! Snapshots of all logs of a call. They are short enough for production.

use std::time::Duration;

use insta::assert_snapshot;
use tencent_runtime::client::{CallOptions, RetryPolicy};
use tests::captured_logs::CapturedLogs;
use tests::clients::{AnyClient, Settings};
use tests::outcomes::serve;
use tests::server::Reply;
use tests::streams::Ask;
use tests::test_actions::{Idempotent, Plain, answer};
use tracing::Level;

/// Returns the logs of the runtime at that level while the test calls a server.
fn logged(level: Level, replies: Vec<Reply>, test: impl FnOnce(&AnyClient)) -> String {
    logged_by(AnyClient::blocking, level, replies, test)
}

/// Returns the logs of the runtime while the test calls a server with that client.
fn logged_by(
    open: fn(&Settings) -> AnyClient,
    level: Level,
    replies: Vec<Reply>,
    test: impl FnOnce(&AnyClient),
) -> String {
    let captured = CapturedLogs::default();
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .with_writer(captured.clone())
        .finish();
    let server = serve(replies);
    let settings = Settings {
        retry: RetryPolicy::new()
            .max_attempts(3)
            .initial_backoff(Duration::ZERO),
        ..Settings::to(&server)
    };
    // Events of other crates come from other threads.
    tracing::subscriber::with_default(log, || test(&open(&settings)));
    without_durations(&captured.text())
}

/// Replaces the durations, which differ between runs.
fn without_durations(log: &str) -> String {
    const NAME: &str = "duration_ms=";
    let mut parts = log.split(NAME);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_digit());
        assert_ne!(rest, part, "a duration is a number");
        text.push_str(&format!("{NAME}[…]{rest}"));
    }
    text
}

#[test]
fn logs_of_a_retried_call() {
    let replies = vec![
        Reply::error("RequestLimitExceeded", "slow down"),
        Reply::json(&answer()),
    ];
    let log = logged(Level::DEBUG, replies, |client| {
        client.send(&Plain).unwrap();
    });
    assert_snapshot!(log);
}

#[test]
fn logs_of_a_failed_call() {
    let replies = vec![Reply::new(503, "<html>")];
    let log = logged(Level::DEBUG, replies, |client| {
        client.send(&Idempotent).unwrap_err();
    });
    assert_snapshot!(log);
}

#[test]
fn logs_of_streams_of_events() {
    let event = "data: {\"Text\": \"a\"}\n\n";
    let stream = Reply::events(Duration::ZERO, [event, event]);
    let replies = vec![stream.clone(), stream.clone(), stream.half()];
    // The blocking client reads events on a thread of its own.
    let log = logged_by(AnyClient::asynchronous, Level::DEBUG, replies, |client| {
        let read = || client.read(Ask::default(), &CallOptions::new()).unwrap();
        assert!(read().error.is_none());
        client.read_first(Ask::default(), 1).unwrap();
        assert!(read().error.is_some());
    });
    // In this client, the HTTP library logs on the thread of the test too.
    let own = log
        .lines()
        .filter(|line| line.contains(" tencent_runtime: "));
    assert_snapshot!(own.collect::<Vec<_>>().join("\n"));
}

#[test]
fn logs_at_level_warn() {
    let replies = vec![
        Reply::error("RequestLimitExceeded", "slow down"),
        Reply::json(&answer()),
        Reply::error("InvalidParameter", "no"),
    ];
    let log = logged(Level::WARN, replies, |client| {
        client.send(&Plain).unwrap();
        client.send(&Plain).unwrap_err();
    });
    assert_snapshot!(log);
}
