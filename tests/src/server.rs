//! A server on this machine that answers what a test tells it to, byte by byte, and checks every
//! signature. No HTTP library is in it: what is tested is what servers do that none would do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use crate::signature::verify;

/// The id that requests are signed with.
pub const SECRET_ID: &str = "AKIDexampleexampleexampleexample1234";
/// The key that requests are signed with.
pub const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// How long a server that falls silent does not close the connection.
const STALL: Duration = Duration::from_secs(5);

/// What stands in a body for the `Authorization` header of the request that is answered.
pub const AUTHORIZATION: &str = "(the authorization)";

/// What the server does with a request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    KeepOpen,
    /// Closes the connection without having said so.
    Close,
    /// Closes it without an answer.
    CloseUnanswered,
    /// Closes it in the middle of the body.
    CloseHalfWay,
    /// Falls silent in the middle of the body.
    StallHalfWay,
    /// Says nothing of the body's length, and closes the connection behind it.
    CloseUnmeasured,
}

impl Reply {
    /// Bytes with a status.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: body.into(),
            delay: Duration::ZERO,
            then: Then::KeepOpen,
        }
    }

    /// JSON with status 200.
    #[must_use]
    pub fn json(body: &Value) -> Self {
        Self::new(200, body.to_string())
    }

    /// An error with status 200.
    #[must_use]
    pub fn error(code: &str, message: &str) -> Self {
        let error = json!({ "Code": code, "Message": message });
        Self::json(&json!({ "Response": { "Error": error, "RequestId": "req-1" } }))
    }

    /// The connection is closed without an answer.
    #[must_use]
    pub fn none() -> Self {
        Self {
            then: Then::CloseUnanswered,
            ..Self::new(200, "")
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with another header, which takes the place of one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same after a while.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The same, and then the connection is closed.
    #[must_use]
    pub fn and_close(mut self) -> Self {
        self.then = Then::Close;
        self
    }

    /// Half of it, and then nothing, for a while.
    #[must_use]
    pub fn stalled(mut self) -> Self {
        self.then = Then::StallHalfWay;
        self
    }

    /// The same without a word on how long the body is.
    #[must_use]
    pub fn unmeasured(mut self) -> Self {
        self.then = Then::CloseUnmeasured;
        self
    }

    /// Half of it, and then the connection is closed.
    #[must_use]
    pub fn half(mut self) -> Self {
        self.then = Then::CloseHalfWay;
        self
    }
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method and the path.
    pub line: String,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// What is wrong with the signature.
    pub signature: Result<(), String>,
    /// On which connection it came, from 0.
    pub connection: usize,
}

impl Seen {
    /// When it was signed.
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
    /// The replies to come; the last one stays.
    replies: Mutex<Vec<Reply>>,
    seen: Mutex<Vec<Seen>>,
}

impl Server {
    /// Starts a server that gives these replies in turn, and the last of them ever after.
    #[must_use]
    pub fn start(service: &str, replies: Vec<Reply>) -> Self {
        Self::listen(service, replies, |stream| stream)
    }

    /// The same behind TLS, with the certificate and the key of that configuration.
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

    /// Where it listens, for clients without TLS.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What has arrived.
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
            // The client may have gone; that is its right.
            let stream = reader.get_mut();
            let _ = stream
                .write_all(&reply.bytes())
                .and_then(|()| stream.flush());
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
    /// The same, with what it repeats of the request.
    fn to(mut self, seen: &Seen) -> Self {
        if let Ok(body) = std::str::from_utf8(&self.body)
            && body.contains(AUTHORIZATION)
        {
            let sent = &seen.headers["authorization"];
            self.body = body.replace(AUTHORIZATION, sent).into_bytes();
        }
        self
    }

    fn bytes(&self) -> Vec<u8> {
        if self.then == Then::CloseUnanswered {
            return Vec::new();
        }
        let mut head = format!("HTTP/1.1 {} Told\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.then != Then::CloseUnmeasured {
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
