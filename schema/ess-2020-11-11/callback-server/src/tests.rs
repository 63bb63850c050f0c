//! Sends requests to the server.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use tencent_ess::callback::{CallbackRequest, FlowStatusChange, Protection, Sender};
use tower::ServiceExt;

use super::*;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const TOKEN: &str = "token";

/// A server with an empty database.
struct Server {
    app: Arc<App>,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("callbacks.sqlite");
        Self {
            app: open(&path),
            path,
            _folder: folder,
        }
    }

    async fn post(&self, request: CallbackRequest) -> StatusCode {
        let mut builder = Request::post("/callback");
        if let Some(signature) = request.signature {
            builder = builder.header(SIGNATURE_HEADER, signature);
        }
        let request = builder.body(Body::from(request.body)).unwrap();
        router(Arc::clone(&self.app))
            .oneshot(request)
            .await
            .unwrap()
            .status()
    }

    async fn send(&self, message: &Message) {
        let request = sender().request(message);
        assert_eq!(self.post(request).await, StatusCode::OK);
    }

    fn number(&self, query: &str) -> i64 {
        let database = self.app.database();
        database.query_row(query, [], |row| row.get(0)).unwrap()
    }

    fn status(&self) -> i64 {
        while self.app.work().unwrap() {}
        self.number("SELECT status FROM contracts WHERE id = 'contract'")
    }
}

fn open(path: &Path) -> Arc<App> {
    let receiver = Receiver::new(KEY, TOKEN).unwrap();
    Arc::new(App::open(receiver, path).unwrap())
}

fn sender() -> Sender {
    Sender::new(KEY, TOKEN).unwrap()
}

fn event(status: i64) -> Event {
    let flow = FlowStatusChange::default().flow_id("contract");
    Event::FlowStatusChange(Box::new(
        flow.flow_callback_status(FlowStatus::from(status)),
    ))
}

fn message(id: &str, status: i64) -> Message {
    Message::new(id, event(status))
}

#[tokio::test]
async fn a_message_is_stored_before_the_answer_and_survives_a_restart() {
    let mut server = Server::start();
    server.send(&message("1", 2)).await;
    assert_eq!(
        server.number("SELECT count(*) FROM messages WHERE done = 0"),
        1
    );
    server.app = open(&server.path);
    assert_eq!(server.status(), 2);
    assert_eq!(
        server.number("SELECT count(*) FROM messages WHERE done = 0"),
        0
    );
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_stored_once() {
    let server = Server::start();
    let without_envelope = Message::without_envelope(event(2)).unwrap();
    for _ in 0..3 {
        server.send(&message("1", 1)).await;
        server.send(&without_envelope).await;
    }
    assert_eq!(server.number("SELECT count(*) FROM messages"), 2);
}

#[tokio::test]
async fn a_contract_does_not_leave_a_final_state() {
    let server = Server::start();
    for (id, status, expected) in [
        ("1", 4, 4),
        ("2", 1, 4),
        ("3", 2, 4),
        ("4", 21, 21),
        ("5", 4, 21),
    ] {
        server.send(&message(id, status)).await;
        assert_eq!(server.status(), expected, "{id}");
    }
}

#[tokio::test]
async fn probes_are_answered_and_forged_messages_refused() {
    let server = Server::start();
    assert_eq!(server.post(sender().probe()).await, StatusCode::OK);
    let unsigned = Sender::with_protection(Protection::without_token(KEY).unwrap());
    assert_eq!(server.post(unsigned.probe()).await, StatusCode::OK);
    let forged = unsigned.request(&message("1", 4));
    assert_eq!(server.post(forged).await, StatusCode::FORBIDDEN);
    assert_eq!(server.number("SELECT count(*) FROM messages"), 0);
}

#[tokio::test]
async fn a_message_that_cannot_be_stored_is_not_accepted() {
    let server = Server::start();
    server
        .app
        .database()
        .execute_batch("DROP TABLE messages")
        .unwrap();
    let answer = server.post(sender().request(&message("1", 4))).await;
    assert_eq!(answer, StatusCode::INTERNAL_SERVER_ERROR);
}
