//! Settings of a server, and its start.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use vendor_model::Vendor;

use super::ledger::Ledger;
use super::plan::Plan;
use super::{Sandbox, Script, Shared, accept};
use crate::behave::World;

/// What a server takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the request line and the headers; more is answered with 431. At least 8192.
    pub head: usize,
    /// Bytes of the body; more is answered with 413.
    pub body: usize,
    /// Time for the headers, and time for the body.
    pub wait: Duration,
    /// Connections at once to each address; more wait.
    pub connections: usize,
    /// Requests that the ledger keeps; the oldest go first.
    pub ledger: usize,
    /// Bytes that the ledger keeps, of bodies that were sent and answered; the newest request is always kept.
    pub ledger_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: 64 * 1024,
            body: 64 * 1024 * 1024,
            wait: Duration::from_secs(30),
            connections: 256,
            ledger: 100_000,
            ledger_bytes: 256 * 1024 * 1024,
        }
    }
}

/// Settings of a server.
pub struct Builder {
    vendors: Arc<[Vendor]>,
    ip: IpAddr,
    port: u16,
    limits: Limits,
    script: Script,
    world: Option<World>,
}

impl Builder {
    pub(super) fn new(vendors: Arc<[Vendor]>) -> Self {
        Self {
            vendors,
            ip: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            limits: Limits::default(),
            script: Script::new(),
            world: None,
        }
    }

    /// Where it listens, instead of the loopback address. **Whoever can reach it can see and do everything.**
    #[must_use]
    pub fn listen(mut self, ip: IpAddr) -> Self {
        self.ip = ip;
        self
    }

    /// The port of the address that all share; the vendors have those after it, in the order of their names. 0, as
    /// by default, takes any that are free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What it takes at most.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What is done with calls before anything else is asked.
    #[must_use]
    pub fn script(mut self, script: impl Into<Script>) -> Self {
        self.script = script.into();
        self
    }

    /// What plays the vendors, which are served instead of those that were given before.
    #[must_use]
    pub fn world(mut self, world: World) -> Self {
        self.vendors = world.vendors_shared();
        self.world = Some(world);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When a port or a thread can't be had; the error names the address.
    pub fn start(self) -> io::Result<Sandbox> {
        let mut listeners = Vec::new();
        for index in 0..=self.vendors.len() {
            listeners.push(listen(self.ip, self.port, index)?);
        }
        let addresses = listeners.iter().map(TcpListener::local_addr).collect::<io::Result<Vec<_>>>()?;
        let (front, vendors) = addresses.split_first().ok_or_else(|| io::Error::other("there is no address"))?;
        let shared = Arc::new(Shared {
            ledger: Ledger::new(self.limits.ledger, self.limits.ledger_bytes),
            limits: Limits { head: self.limits.head.max(8192), ..self.limits },
            front: *front,
            addresses: vendors.to_vec(),
            vendors: self.vendors,
            script: Mutex::new(self.script),
            plan: Mutex::new(Plan::default()),
            world: self.world.map(Arc::new),
            tokens: Mutex::new(BTreeMap::new()),
        });
        shared.issue_tokens();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = shared.clone();
        let thread = std::thread::Builder::new().name("sandbox".into()).spawn(move || {
            runtime.block_on(async move {
                for (index, listener) in listeners.into_iter().enumerate() {
                    let places = Arc::new(Semaphore::new(serving.limits.connections));
                    // The first is the one that all share.
                    tokio::spawn(accept(listener, index.checked_sub(1), places, serving.clone()));
                }
                // Whoever holds the sender drops it to stop.
                drop(stopped.await);
            });
        })?;
        Ok(Sandbox { shared, runtime: handle, stop: Some(stop), thread: Some(thread) })
    }
}

/// Listens at a port, or so many after it; at any if it is 0.
fn listen(ip: IpAddr, port: u16, after: usize) -> io::Result<TcpListener> {
    let too_high = || io::Error::other(format!("there are too few ports after {port}"));
    let port = match port {
        0 => 0,
        port => u16::try_from(after).ok().and_then(|after| port.checked_add(after)).ok_or_else(too_high)?,
    };
    let address = SocketAddr::new(ip, port);
    let named = |error: io::Error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"));
    let listener = TcpListener::bind(address).map_err(named)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
