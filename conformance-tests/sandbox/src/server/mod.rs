//! A server on this machine that keeps to a script and to a ledger.

mod act;
mod connection;
mod ledger;
mod script;
mod socket;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use vendor_model::Vendor;

pub use act::Act;
pub use ledger::Received;
pub use script::Script;

use ledger::Ledger;

/// What a server takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the request line and the headers; more is answered with 431. At least 8192.
    pub head: usize,
    /// Bytes of the body; more is answered with 413.
    pub body: usize,
    /// Time for the headers, and time for the body.
    pub wait: Duration,
    /// Connections at once; more wait.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { head: 64 * 1024, body: 64 * 1024 * 1024, wait: Duration::from_secs(30), connections: 256 }
    }
}

/// A server on a free port of the loopback address. It runs on a thread of its own and is gone when dropped.
///
/// ```
/// use vendor_sandbox::{Act, Answer, Sandbox, Script};
///
/// let script = Script::new().then(Act::Reset).then(Answer::json("{}"));
/// let sandbox = Sandbox::start(Vec::new(), script)?;
/// let base = sandbox.url(); // what a client is given instead of the vendor's address
/// assert!(base.starts_with("http://127.0.0.1:"));
/// assert_eq!(sandbox.received().len(), 0);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    vendors: Arc<[Vendor]>,
    script: Mutex<Script>,
    ledger: Ledger,
    limits: Limits,
}

impl Shared {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sandbox {
    /// Starts a server for these vendors.
    ///
    /// # Errors
    ///
    /// When no port or no thread can be had.
    pub fn start(vendors: impl Into<Arc<[Vendor]>>, script: impl Into<Script>) -> io::Result<Self> {
        Self::start_with(vendors, script, Limits::default())
    }

    /// Starts a server with limits of its own.
    ///
    /// # Errors
    ///
    /// As for [`Sandbox::start`].
    pub fn start_with(
        vendors: impl Into<Arc<[Vendor]>>,
        script: impl Into<Script>,
        limits: Limits,
    ) -> io::Result<Self> {
        let limits = Limits { head: limits.head.max(8192), ..limits };
        let shared = Arc::new(Shared {
            vendors: vendors.into(),
            script: Mutex::new(script.into()),
            ledger: Ledger::default(),
            limits,
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let serving = shared.clone();
        let thread = std::thread::Builder::new().name("sandbox".into()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = accept(listener, serving) => {}
                }
            });
        })?;
        Ok(Self { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens, as `http://127.0.0.1:4711`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Queues what is done with a call to come.
    pub fn push(&self, act: impl Into<Act>) {
        self.shared.script().push(act.into());
    }

    /// Replaces what is left of the script.
    pub fn script(&self, script: impl Into<Script>) {
        *self.shared.script() = script.into();
    }

    /// How many acts are queued.
    pub fn waiting(&self) -> usize {
        self.shared.script().waiting()
    }

    /// Every request that arrived whole, in order.
    pub fn received(&self) -> Vec<Received> {
        self.shared.ledger.received()
    }

    /// How often an operation was called, whatever was wrong with the requests.
    pub fn count(&self, operation: &str) -> usize {
        self.shared.ledger.count(|received| received.operation() == Some(operation))
    }

    /// How many calls were reset before they were read.
    pub fn unread(&self) -> usize {
        self.shared.ledger.unread()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.shared.ledger.connections()
    }

    /// Forgets what was received.
    pub fn forget(&self) {
        self.shared.ledger.clear();
    }

    /// Blocks until so many requests have arrived in all. False if that takes longer than `time`.
    pub fn wait_for(&self, count: usize, time: Duration) -> bool {
        self.shared.ledger.wait_for(count, time)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Dropping the sender is the sign to stop.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// The base address of a port of this machine where nobody listens: connections are refused.
///
/// # Errors
///
/// When no port can be had.
pub fn nobody_listens() -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(format!("http://{}", listener.local_addr()?))
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let places = Arc::new(Semaphore::new(shared.limits.connections));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let number = shared.ledger.connected();
                let shared = shared.clone();
                tokio::spawn(async move {
                    connection::serve(stream, number, shared).await;
                    drop(place);
                });
            }
            // Such as too many open files: it passes.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

#[cfg(test)]
mod tests;
