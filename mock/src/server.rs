//! The server: start, expectations, received requests, shutdown.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tencent_runtime::wire::{self, Decode};
use tencent_runtime::{Action, Service};
use tokio::sync::watch;

use crate::actions::{ServiceActions, Table};
use crate::expectation::{Expectation, Expected};
use crate::handler;
use crate::mismatch::{self, Unmet};
use crate::received::{Kept, Received};

/// The id of the credential that the mock accepts.
pub const SECRET_ID: &str = "AKIDmockmockmockmockmockmockmockmock";
/// The key of the credential that the mock accepts.
pub const SECRET_KEY: &str = "mockmockmockmockmockmockmockmock";

/// A server on a port of this machine that answers like a service of Tencent Cloud.
///
/// It has a thread of its own, so it works with every asynchronous runtime and with the blocking
/// client. When it is dropped, it closes the port and all connections, ends the thread, and panics
/// if [`verify`](Self::verify) fails. It does not panic if the test is panicking already.
pub struct MockServer {
    address: SocketAddr,
    state: Arc<State>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// What the connections share.
pub(crate) struct State {
    pub(crate) service: &'static Service,
    pub(crate) table: Table,
    pub(crate) started: Instant,
    expected: Mutex<Vec<Expected>>,
    unexpected: Mutex<Vec<String>>,
    received: Mutex<Vec<Kept>>,
    lenient: AtomicBool,
    numbers: AtomicU64,
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl MockServer {
    /// Starts a server with the actions of a service.
    ///
    /// # Errors
    ///
    /// If no port is free, or the thread cannot be started.
    pub fn start(actions: impl ServiceActions) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            service: actions.service(),
            table: Table::of(&actions),
            started: Instant::now(),
            expected: Mutex::default(),
            unexpected: Mutex::default(),
            received: Mutex::default(),
            lenient: AtomicBool::new(false),
            numbers: AtomicU64::new(0),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::clone(&state);
        let serve = move || runtime.block_on(accept(listener, shared, stopped));
        let name = "tencent-mock".to_owned();
        let thread = std::thread::Builder::new().name(name).spawn(serve)?;
        Ok(Self {
            address,
            state,
            stop,
            thread: Some(thread),
        })
    }

    /// Accepts requests that break rules. [`Received::violations`] lists the rules.
    #[must_use]
    pub fn lenient(self) -> Self {
        self.state.lenient.store(true, Ordering::Relaxed);
        self
    }

    /// Returns the address for [`ClientBuilder::endpoint`](tencent_runtime::client::ClientBuilder::endpoint).
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Expects requests of an action.
    pub fn on<A>(&self) -> Expectation<'_, A>
    where
        A: Action + 'static,
        A::Response: Serialize,
    {
        Expectation::new(self)
    }

    /// Returns the requests of an action that the server decoded, in order.
    #[must_use]
    pub fn received<A: Action + Decode>(&self) -> Vec<Received<A>> {
        let received = lock(&self.state.received);
        let of_action = received.iter().filter(|kept| kept.action == A::INFO.name);
        let typed = of_action.filter_map(|kept| {
            let text = std::str::from_utf8(&kept.body).ok()?;
            let kept = kept.clone();
            Some(Received {
                request: wire::request_from_json(text).ok()?,
                headers: kept.headers,
                body: kept.body,
                violations: kept.violations,
                at: kept.at,
            })
        });
        typed.collect()
    }

    /// Checks that all expectations are met, and that each request of their actions matched one.
    ///
    /// # Errors
    ///
    /// If an expectation is not met, or a request matched none.
    pub fn verify(&self) -> Result<(), Unmet> {
        mismatch::unmet(&lock(&self.state.expected), &lock(&self.state.unexpected))
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        // The thread has ended already if nobody listens.
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if !std::thread::panicking()
            && let Err(unmet) = self.verify()
        {
            panic!("{unmet}");
        }
    }
}

impl State {
    pub(crate) fn expected(&self) -> MutexGuard<'_, Vec<Expected>> {
        lock(&self.expected)
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.lenient.load(Ordering::Relaxed)
    }

    /// Returns a number that no other answer of this server has.
    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn keep(&self, kept: Kept) {
        lock(&self.received).push(kept);
    }

    pub(crate) fn keep_unexpected(&self, reason: String) {
        lock(&self.unexpected).push(reason);
    }
}

/// A panic in a condition of a test must not hide the reason of its failure.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        let Ok((stream, _)) = stream else {
            continue;
        };
        let state = Arc::clone(&state);
        // The runtime drops all connections when this function returns.
        tokio::spawn(async move {
            let service = service_fn(|request| handler::answer(&state, request));
            // A client may close its connection at any time.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
