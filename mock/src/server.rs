//! The server: start, expectations, received requests, shutdown.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_runtime::Action;
use tokio::net::{TcpListener, TcpSocket};
#[cfg(feature = "callback")]
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::actions::Actions;
use crate::builder::MockServerBuilder;
#[cfg(feature = "callback")]
use crate::callback::{Outbox, Target, UndeliveredCallback, UndeliveredCallbacks, deliver};
use crate::command_error::CommandError;
use crate::expectation::Expectation;
use crate::handler;
use crate::machine::{Command, Scalar, StateMachine};
use crate::mismatch::{self, Unmet};
use crate::received::Received;
use crate::scenario::Scenario;
use crate::state::State;

/// The number of connections that wait to be accepted.
const BACKLOG: u32 = 4096;

/// A server on a port of this machine that answers like a service of Tencent Cloud.
///
/// It has a thread of its own, so it works with every asynchronous runtime and with the blocking
/// client. When it is dropped, it closes the port and all connections, ends the thread, and panics
/// if [`verify`](Self::verify) fails. It does not panic if the test is panicking already.
///
/// ```
/// use tencent_mock::{Actions, MockServer};
/// use tencent_runtime::Service;
///
/// static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// // A generated crate has a function `actions`, which returns all actions of its service.
/// let mock = MockServer::start(Actions::new(&SERVICE)).unwrap();
/// assert!(mock.url().starts_with("http://127.0.0.1:"));
/// ```
pub struct MockServer {
    address: SocketAddr,
    state: Arc<State>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl MockServer {
    /// Starts a server with the actions of a service and the default settings.
    ///
    /// # Errors
    ///
    /// If no port is free, or the thread cannot be started.
    pub fn start(actions: Actions) -> io::Result<Self> {
        Self::builder(actions).start()
    }

    /// Creates a builder for a server with other settings.
    pub fn builder(actions: Actions) -> MockServerBuilder {
        MockServerBuilder::new(actions)
    }

    fn start_with(builder: MockServerBuilder) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = {
            let _context = runtime.enter();
            let socket = TcpSocket::new_v4()?;
            // Otherwise the port of a server that ended is not free for a minute.
            socket.set_reuseaddr(true)?;
            socket.bind((Ipv4Addr::LOCALHOST, builder.port).into())?;
            socket.listen(BACKLOG)?
        };
        let address = listener.local_addr()?;
        #[cfg(feature = "callback")]
        let outbox = start_delivery(&builder, &runtime)?;
        let state = State::new(builder);
        #[cfg(feature = "callback")]
        let state = state.with_outbox(outbox);
        let state = Arc::new(state);
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::clone(&state);
        let serve = move || {
            runtime.block_on(accept(listener, shared, stopped));
            // The lookup of a host name must not delay the end.
            runtime.shutdown_background();
        };
        let name = "tencent-mock".to_owned();
        let thread = std::thread::Builder::new().name(name).spawn(serve)?;
        Ok(Self {
            address,
            state,
            stop,
            thread: Some(thread),
        })
    }

    /// Returns the address for the setting `endpoint` of clients.
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
        Expectation::new(&self.state)
    }

    /// Returns the requests of an action that the server decoded, in order.
    #[must_use]
    pub fn received<A: Action + DeserializeOwned>(&self) -> Vec<Received<A>> {
        let received = self.state.received();
        let of_action = received.iter().filter(|kept| kept.action == A::INFO.name);
        let typed = of_action.filter_map(|kept| {
            let kept = kept.clone();
            Some(Received {
                request: serde_json::from_slice(&kept.body).ok()?,
                headers: kept.headers,
                body: kept.body,
                violations: kept.violations,
                at: kept.at,
            })
        });
        typed.collect()
    }

    /// Changes the scenario.
    pub fn set_scenario(&self, scenario: Scenario) {
        *self.state.scenario() = scenario;
    }

    /// Sets how far the server's clock is ahead of the clock of this machine.
    pub fn set_clock_ahead(&self, ahead: Duration) {
        self.state.set_clock_ahead(ahead);
    }

    /// Adds an id to the known ones, such as an id that was created before the test. The server answers
    /// `ResourceNotFound` to requests with ids that no action created.
    pub fn add_id(&self, id: impl Into<String>) {
        self.state.ids().learn_id(id.into());
    }

    /// Changes a state on command, for the methods of generated crates. Returns the new state.
    ///
    /// # Errors
    ///
    /// If no action created the id, or the state does not allow the command.
    #[doc(hidden)]
    pub fn command(
        &self,
        machine: &'static StateMachine,
        command: &'static Command,
        id: &str,
    ) -> Result<Scalar, CommandError> {
        self.state.command(machine, command, id)
    }

    /// Returns the callbacks that were not answered with status 200 yet, in order for each thing. The server
    /// sends them again until it is dropped.
    #[cfg(feature = "callback")]
    #[must_use]
    pub fn undelivered_callbacks(&self) -> Vec<UndeliveredCallback> {
        let outbox = self.state.outbox.as_ref();
        outbox
            .map(|outbox| outbox.undelivered())
            .unwrap_or_default()
    }

    /// Blocks until all callbacks are delivered, so that a test does not sleep. Without callbacks, it returns at
    /// once. The receiver must run on another thread: use `spawn_blocking` if it runs on the same runtime.
    ///
    /// # Errors
    ///
    /// If a callback is not delivered in time. It is sent again until the server is dropped.
    #[cfg(feature = "callback")]
    pub fn wait_for_callbacks(&self, timeout: Duration) -> Result<(), UndeliveredCallbacks> {
        let outbox = self.state.outbox.as_ref();
        match outbox
            .map(|outbox| outbox.wait(timeout))
            .unwrap_or_default()
        {
            callbacks if callbacks.is_empty() => Ok(()),
            callbacks => Err(UndeliveredCallbacks(callbacks)),
        }
    }

    /// Checks that all expectations are met, and that each request of their actions matched one.
    ///
    /// # Errors
    ///
    /// If an expectation is not met, or a request matched none.
    pub fn verify(&self) -> Result<(), Unmet> {
        mismatch::unmet(&self.state.expected(), &self.state.unexpected())
    }
}

impl MockServerBuilder {
    /// Starts the server.
    ///
    /// # Errors
    ///
    /// If the port is not free, the thread cannot be started, or a setting is invalid.
    pub fn start(self) -> io::Result<MockServer> {
        MockServer::start_with(self)
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        // It fails if the thread has ended already.
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

/// Starts the delivery of callbacks, if the server has a URL for them.
#[cfg(feature = "callback")]
fn start_delivery(
    builder: &MockServerBuilder,
    runtime: &Runtime,
) -> io::Result<Option<Arc<Outbox>>> {
    let Some(url) = &builder.callback_url else {
        return Ok(None);
    };
    let target = Target::parse(url);
    let target = target.map_err(|reason| io::Error::new(io::ErrorKind::InvalidInput, reason))?;
    let protection = builder.callback_protection.clone();
    let (outbox, begun) = Outbox::new(target, protection, builder.callback_backoff);
    let outbox = Arc::new(outbox);
    runtime.spawn(deliver(Arc::clone(&outbox), begun));
    Ok(Some(outbox))
}

async fn accept(listener: TcpListener, state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        let Ok((stream, _)) = accepted else {
            // The process has too many open files. Some may be closed soon.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let state = Arc::clone(&state);
        // The runtime drops all connections when this function returns.
        tokio::spawn(async move {
            // Small answers must not wait for the confirmation of earlier ones.
            let _ = stream.set_nodelay(true);
            let service = service_fn(|request| handler::answer(&state, request));
            // A client may close its connection at any time.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
