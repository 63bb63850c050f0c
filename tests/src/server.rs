//! A server on this machine that sends the bytes that a test chooses, and checks every signature. It uses
//! no HTTP library, because such a library does not send invalid responses.
//!
//! Use it for bytes, statuses and headers that no service sends, for TLS, and for actions without a crate. Use the
//! mock for everything else: its requests and responses have types, and it checks rules too.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use crate::signature::verify;

/// The id that signs the requests of tests.
pub const SECRET_ID: &str = "AKIDexampleexampleexampleexample1234";
/// The key that signs the requests of tests.
pub const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// The time after which a stalled server closes the connection.
const STALL: Duration = Duration::from_secs(5);

/// A placeholder in a body for the `Authorization` header of the request.
pub const AUTHORIZATION: &str = "(the authorization)";

/// The reaction of the server to a request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// The pieces of a body that is sent in chunks, and the pause before each.
    pieces: Option<Vec<(Duration, Vec<u8>)>>,
    delay: Duration,
    then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    KeepOpen,
    /// Closes the connection without a `Connection` header.
    Close,
    /// Closes the connection without a response.
    CloseUnanswered,
    /// Closes the connection in the middle of the body.
    CloseHalfWay,
    /// Stops sending in the middle of the body.
    StallHalfWay,
    /// Sends no length, and closes the connection after the body.
    CloseUnmeasured,
}

impl Reply {
    /// Creates a response with that status and body.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: body.into(),
            pieces: None,
            delay: Duration::ZERO,
            then: Then::KeepOpen,
        }
    }

    /// Creates a JSON response with status 200.
    #[must_use]
    pub fn json(body: &Value) -> Self {
        Self::new(200, body.to_string())
    }

    /// Creates a stream of events that is sent in these pieces, with this pause before each of them. Its
    /// header contains the request id `req-header`.
    #[must_use]
    pub fn events(pause: Duration, pieces: impl IntoIterator<Item: Into<Vec<u8>>>) -> Self {
        let pieces = pieces.into_iter();
        Self {
            pieces: Some(pieces.map(|piece| (pause, piece.into())).collect()),
            ..Self::new(200, "")
        }
        .header("Content-Type", "text/event-stream")
        .header("X-TC-RequestId", "req-header")
    }

    /// Creates an API error with status 200.
    #[must_use]
    pub fn error(code: &str, message: &str) -> Self {
        let error = json!({ "Code": code, "Message": message });
        Self::json(&json!({ "Response": { "Error": error, "RequestId": "req-1" } }))
    }

    /// Closes the connection without a response.
    #[must_use]
    pub fn none() -> Self {
        Self {
            then: Then::CloseUnanswered,
            ..Self::new(200, "")
        }
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets a header. It replaces a header of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a delay before the response.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Closes the connection after the response.
    #[must_use]
    pub fn and_close(mut self) -> Self {
        self.then = Then::Close;
        self
    }

    /// Sends half of the body, or all pieces without their end, then stalls.
    #[must_use]
    pub fn stalled(mut self) -> Self {
        self.then = Then::StallHalfWay;
        self
    }

    /// Sends the body without its length.
    #[must_use]
    pub fn unmeasured(mut self) -> Self {
        self.then = Then::CloseUnmeasured;
        self
    }

    /// Sends half of the body, or all pieces without their end, then closes the connection.
    #[must_use]
    pub fn half(mut self) -> Self {
        self.then = Then::CloseHalfWay;
        self
    }
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The request line.
    pub line: String,
    /// The headers, with their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// The result of checking the signature.
    pub signature: Result<(), String>,
    /// The number of the connection, from 0.
    pub connection: usize,
}

impl Seen {
    /// Returns the time of the signature, in seconds.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.headers["x-tc-timestamp"].parse().unwrap()
    }
}

/// A server on this machine.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    service: String,
    /// The next replies. The last one is repeated.
    replies: Mutex<Vec<Reply>>,
    seen: Mutex<Vec<Seen>>,
    /// The number of streams that a client closed before their end.
    cancelled: AtomicUsize,
}

impl Server {
    /// Starts a server that sends these replies in order, and repeats the last one.
    #[must_use]
    pub fn start(service: &str, replies: Vec<Reply>) -> Self {
        Self::listen(service, replies, |stream| stream)
    }

    /// Starts the same server behind TLS, with the certificate and the key of that configuration.
    #[must_use]
    pub fn start_tls(service: &str, replies: Vec<Reply>, tls: Arc<ServerConfig>) -> Self {
        Self::listen(service, replies, move |stream| {
            let connection = ServerConnection::new(Arc::clone(&tls)).unwrap();
            StreamOwned::new(connection, stream)
        })
    }

    fn listen<S: Read + Write + Send + 'static>(
        service: &str,
        replies: Vec<Reply>,
        open: impl Fn(TcpStream) -> S + Send + 'static,
    ) -> Self {
        assert!(!replies.is_empty());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            service: service.to_owned(),
            replies: Mutex::new(replies),
            seen: Mutex::default(),
            cancelled: AtomicUsize::new(0),
        });
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                let state = Arc::clone(&shared);
                let stream = open(stream.unwrap());
                std::thread::spawn(move || state.serve(stream, connection));
            }
        });
        Self { address, state }
    }

    /// Returns the address for clients without TLS.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits until a client has closed a stream before its end.
    ///
    /// # Panics
    ///
    /// If none does it for a long time.
    pub fn wait_for_cancellation(&self) {
        for _ in 0..1_000 {
            if self.state.cancelled.load(Ordering::Relaxed) > 0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("no client closed its stream");
    }

    /// Returns the requests so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }
}

impl State {
    fn serve(&self, stream: impl Read + Write, connection: usize) {
        let mut reader = BufReader::new(stream);
        while let Some(seen) = self.read(&mut reader, connection) {
            self.seen.lock().unwrap().push(seen.clone());
            let reply = {
                let mut replies = self.replies.lock().unwrap();
                if replies.len() > 1 {
                    replies.remove(0)
                } else {
                    replies[0].clone()
                }
            };
            let reply = reply.to(&seen);
            std::thread::sleep(reply.delay);
            // The client may have closed the connection already.
            let stream = reader.get_mut();
            let sent = stream
                .write_all(&reply.bytes())
                .and_then(|()| stream.flush());
            if sent.and_then(|()| reply.send_pieces(stream)).is_err() && reply.pieces.is_some() {
                self.cancelled.fetch_add(1, Ordering::Relaxed);
            }
            match reply.then {
                Then::KeepOpen => {}
                Then::StallHalfWay => std::thread::sleep(STALL),
                _ => return,
            }
        }
    }

    fn read(&self, reader: &mut impl BufRead, connection: usize) -> Option<Seen> {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            reader
                .read_line(&mut header)
                .ok()
                .filter(|read| *read > 0)?;
            let Some((name, value)) = header.trim_end().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let signature = verify(&headers, &body, &self.service, SECRET_ID, SECRET_KEY);
        Some(Seen {
            line: line.trim_end().to_owned(),
            headers,
            body,
            signature,
            connection,
        })
    }
}

impl Reply {
    /// Replaces the placeholder by the header of the request.
    fn to(mut self, seen: &Seen) -> Self {
        if let Ok(body) = std::str::from_utf8(&self.body)
            && body.contains(AUTHORIZATION)
        {
            let sent = &seen.headers["authorization"];
            self.body = body.replace(AUTHORIZATION, sent).into_bytes();
        }
        self
    }

    /// Sends the pieces, each as one chunk.
    fn send_pieces(&self, stream: &mut impl Write) -> std::io::Result<()> {
        let Some(pieces) = &self.pieces else {
            return Ok(());
        };
        for (pause, piece) in pieces {
            std::thread::sleep(*pause);
            let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
            chunk.extend_from_slice(piece);
            chunk.extend_from_slice(b"\r\n");
            stream.write_all(&chunk)?;
            stream.flush()?;
        }
        if matches!(self.then, Then::KeepOpen | Then::Close) {
            stream.write_all(b"0\r\n\r\n")?;
        }
        stream.flush()
    }

    fn bytes(&self) -> Vec<u8> {
        if self.then == Then::CloseUnanswered {
            return Vec::new();
        }
        let mut head = format!("HTTP/1.1 {} Reply\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.pieces.is_some() {
            head.push_str("Transfer-Encoding: chunked\r\n");
        } else if self.then != Then::CloseUnmeasured {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        let sent = match self.then {
            Then::CloseHalfWay | Then::StallHalfWay => &self.body[..self.body.len() / 2],
            _ => &self.body,
        };
        [head.as_bytes(), sent].concat()
    }
}
