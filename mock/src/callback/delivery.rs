//! Sends callbacks, and sends them again until the receiver answers with status 200.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HOST};
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tencent_runtime::callback::{CallbackRequest, SIGNATURE_HEADER};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};

use super::outbox::{Key, Outbox};
use super::target::Target;

/// The number of callbacks that are sent at the same time.
const MAX_CONNECTIONS: usize = 16;

/// The time limit of a request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Delivers the callbacks of all queues that begin. The callbacks of one thing are sent one after the other.
pub(crate) async fn deliver(outbox: Arc<Outbox>, mut begun: mpsc::UnboundedReceiver<Key>) {
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    while let Some(key) = begun.recv().await {
        let (outbox, permits) = (Arc::clone(&outbox), Arc::clone(&permits));
        tokio::spawn(async move { deliver_queue(&outbox, &key, &permits).await });
    }
}

async fn deliver_queue(outbox: &Outbox, key: &Key, permits: &Semaphore) {
    while let Some(request) = outbox.first(key) {
        let sent = {
            let _permit = permits.acquire().await;
            tokio::time::timeout(TIMEOUT, send(&outbox.target, request)).await
        };
        let sent = sent.unwrap_or_else(|_| Err(format!("no answer within {TIMEOUT:?}")));
        match sent {
            Ok(()) => outbox.remove_first(key),
            Err(reason) => {
                let attempts = outbox.failed(key, reason);
                tokio::time::sleep(outbox.backoff.pause(attempts)).await;
            }
        }
    }
}

/// Sends a request. Any status but 200 is an error.
async fn send(target: &Target, request: CallbackRequest) -> Result<(), String> {
    let in_words = |what: &str, error: &dyn std::error::Error| format!("{what}: {error}");
    let stream = TcpStream::connect(&target.address).await;
    let stream = stream.map_err(|error| in_words("no connection", &error))?;
    let broken = |error: hyper::Error| in_words("the connection broke", &error);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let mut parts = Request::post(&target.path)
        .header(HOST, &target.host)
        .header(CONTENT_TYPE, "application/json")
        .header(CONNECTION, "close");
    if let Some(signature) = &request.signature {
        parts = parts.header(SIGNATURE_HEADER, signature);
    }
    let http = parts.body(Full::new(Bytes::from(request.body)));
    let http = http.map_err(|error| in_words("the request is invalid", &error))?;
    let response = tokio::select! {
        biased;
        response = sender.send_request(http) => response.map_err(broken)?,
        Err(error) = connection => return Err(broken(error)),
    };
    match response.status() {
        StatusCode::OK => Ok(()),
        status => Err(format!("status {}", status.as_u16())),
    }
}
