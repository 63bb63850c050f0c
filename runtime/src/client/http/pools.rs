//! The connections to one endpoint: one pool for each Tokio runtime.

use std::net::{Ipv4Addr, UdpSocket};
use std::panic::catch_unwind;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, redirect};
use rustls::ClientConfig;
use tokio::runtime::{Handle, Id};

use super::proxy::ProxyAddress;
use crate::client::build_error::BuildError;
use crate::client::inner::Limits;

/// How long an idle connection is kept. Servers close theirs after a minute.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The maximum number of pools. A pool costs little when its runtime has stopped.
const MAX_POOLS: usize = 64;

/// The pools of the runtimes that a client is used in, for one endpoint.
///
/// A connection belongs to the runtime that opened it, and breaks when that runtime stops. A call of
/// another runtime must not depend on it.
pub(super) struct Pools {
    source: Source,
    /// The pools of the latest runtimes, the latest first.
    latest: Mutex<Vec<(Id, Client)>>,
}

/// Where pools come from.
enum Source {
    /// Each runtime has a pool with these settings.
    Settings(Box<Settings>),
    /// The caller's client serves all runtimes.
    Client(Client),
}

/// The settings of each pool.
struct Settings {
    tls: ClientConfig,
    limits: Limits,
    proxy: Option<ProxyAddress>,
    system_proxy: bool,
}

impl Pools {
    pub(super) fn new(
        tls: ClientConfig,
        limits: Limits,
        proxy: Option<ProxyAddress>,
        system_proxy: bool,
    ) -> Result<Self, BuildError> {
        let settings = Settings {
            tls,
            limits,
            proxy,
            system_proxy,
        };
        // Invalid settings are errors now, not at the first call.
        settings.open().map_err(BuildError::http)?;
        Ok(Self {
            source: Source::Settings(Box::new(settings)),
            latest: Mutex::default(),
        })
    }

    /// Uses a client of the caller in all runtimes.
    pub(super) fn of_client(client: Client) -> Self {
        Self {
            source: Source::Client(client),
            latest: Mutex::default(),
        }
    }

    /// Returns the pool of the current runtime. Creates it if there is none.
    pub(super) fn current(&self) -> reqwest::Result<Client> {
        let runtime = Handle::current().id();
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match latest.iter().position(|(known, _)| *known == runtime) {
            Some(position) => latest[..=position].rotate_right(1),
            None => {
                let pool = self.source.open()?;
                latest.truncate(MAX_POOLS - 1);
                latest.insert(0, (runtime, pool));
            }
        }
        Ok(latest[0].1.clone())
    }

    fn is_known(&self, runtime: Id) -> bool {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.iter().any(|(known, _)| *known == runtime)
    }
}

/// Returns whether the caller is in a runtime with timers and I/O.
pub(super) fn has_runtime<'a>(mut pools: impl Iterator<Item = &'a Pools>) -> bool {
    let Ok(runtime) = Handle::try_current() else {
        return false;
    };
    pools.any(|pools| pools.is_known(runtime.id())) || has_timers_and_io()
}

/// Returns whether the current runtime has timers and I/O.
///
/// Tokio has no function for this. It panics if they are missing, and prints the message of the panic.
fn has_timers_and_io() -> bool {
    let tried = catch_unwind(|| {
        drop(tokio::time::sleep(Duration::ZERO));
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        tokio::net::UdpSocket::from_std(socket)
    });
    tried.is_ok()
}

impl Source {
    fn open(&self) -> reqwest::Result<Client> {
        match self {
            Self::Settings(settings) => settings.open(),
            Self::Client(client) => Ok(client.clone()),
        }
    }
}

impl Settings {
    fn open(&self) -> reqwest::Result<Client> {
        let mut client = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(redirect::Policy::none())
            .connect_timeout(self.limits.connect_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(self.limits.pool_max_idle_per_host);
        if let Some(proxy) = &self.proxy {
            client = client.proxy(proxy.to_reqwest()?);
        } else if !self.system_proxy {
            client = client.no_proxy();
        }
        client.build()
    }
}
