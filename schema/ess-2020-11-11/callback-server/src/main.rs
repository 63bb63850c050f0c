//! Receives callbacks: stores each message, answers, and then works.
//!
//! A message that was answered with status 200 is never sent again, so it is stored first. The same message can
//! come twice, so its key is unique in the database. Messages come in any order, so a contract never leaves a
//! final state.
//!
//! Start it with `CALLBACK_KEY=… CALLBACK_TOKEN=… cargo run`.

#[cfg(test)]
mod tests;

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::post;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use tencent_ess::callback::{
    DEFAULT_MAX_BODY_BYTES, Event, FlowStatus, Message, Received, Receiver, SIGNATURE_HEADER,
};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::spawn_blocking;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS messages (
        key TEXT PRIMARY KEY, json TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS contracts (id TEXT PRIMARY KEY, status INTEGER NOT NULL);
";

struct App {
    receiver: Receiver,
    database: Mutex<Connection>,
    /// Wakes the worker.
    stored: Notify,
}

impl App {
    fn open(receiver: Receiver, database: &Path) -> rusqlite::Result<Self> {
        let database = Connection::open(database)?;
        database.execute_batch(SCHEMA)?;
        Ok(Self {
            receiver,
            database: Mutex::new(database),
            stored: Notify::new(),
        })
    }

    fn database(&self) -> MutexGuard<'_, Connection> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a message. Ignores one that is stored already.
    fn store(&self, message: &Message) -> rusqlite::Result<()> {
        self.database().execute(
            "INSERT INTO messages (key, json) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![message.deduplication_key(), message.json()],
        )?;
        Ok(())
    }

    /// Processes one message that is not done. Returns false if there is none.
    fn work(&self) -> Result<bool, Box<dyn Error + Send + Sync>> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        let next = transaction
            .query_row(
                "SELECT key, json FROM messages WHERE done = 0 ORDER BY rowid LIMIT 1",
                [],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
            )
            .optional()?;
        let Some((key, json)) = next else {
            return Ok(false);
        };
        if let Event::FlowStatusChange(flow) = Message::from_json(json)?.event()
            && let (Some(id), Some(status)) = (&flow.flow_id, flow.flow_callback_status)
        {
            change_status(&transaction, id, status)?;
        }
        transaction.execute("UPDATE messages SET done = 1 WHERE key = ?1", [key])?;
        transaction.commit()?;
        Ok(true)
    }
}

/// Changes the status of a contract, unless it has a final one.
fn change_status(
    transaction: &Transaction<'_>,
    id: &str,
    status: FlowStatus,
) -> rusqlite::Result<()> {
    let query = "SELECT status FROM contracts WHERE id = ?1";
    let previous = transaction
        .query_row(query, [id], |row| row.get::<_, i64>(0))
        .optional()?;
    if previous.is_none_or(|previous| status.may_follow(&previous.into())) {
        transaction.execute(
            "INSERT INTO contracts (id, status) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET status = excluded.status",
            params![id, status.value()],
        )?;
    }
    Ok(())
}

/// Answers a request of the service.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).map(HeaderValue::as_bytes);
    let message = match app.receiver.receive(signature, &body) {
        Ok(Received::Message(message)) => message,
        Ok(_) => return StatusCode::OK,
        Err(error) => {
            eprintln!("refused a callback: {error:?}");
            return StatusCode::FORBIDDEN;
        }
    };
    let storing = Arc::clone(&app);
    let stored = spawn_blocking(move || storing.store(&message)).await;
    if !matches!(stored, Ok(Ok(()))) {
        // The service sends it again.
        eprintln!("could not store a callback: {stored:?}");
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    app.stored.notify_one();
    StatusCode::OK
}

fn router(app: Arc<App>) -> Router {
    let limit = DefaultBodyLimit::max(DEFAULT_MAX_BODY_BYTES);
    let router = Router::new().route("/callback", post(receive));
    router.layer(limit).with_state(app)
}

/// Processes messages that are not done, also those of an earlier run.
async fn process(app: Arc<App>) {
    loop {
        let working = Arc::clone(&app);
        match spawn_blocking(move || working.work()).await {
            Ok(Ok(true)) => continue,
            Ok(Ok(false)) => {}
            failed => eprintln!("could not process a callback: {failed:?}"),
        }
        app.stored.notified().await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (key, token) = (
        std::env::var("CALLBACK_KEY")?,
        std::env::var("CALLBACK_TOKEN")?,
    );
    let receiver = Receiver::new(&key, &token)?;
    let app = Arc::new(App::open(receiver, Path::new("callbacks.sqlite"))?);
    tokio::spawn(process(Arc::clone(&app)));
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, router(app)).await?;
    Ok(())
}
