//! The other mock server: Prism, from npm, with our OpenAPI document of the same vendor.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cpu;

/// How many times the calls of Prism the sandbox is to serve.
pub const GOAL: f64 = 20.0;

/// A process of Prism that is gone when dropped.
pub struct Prism {
    pub address: String,
    process: Child,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Prism {
    /// None, with the reason, where it is not installed or does not come up.
    pub fn start(vendor: &str) -> Result<Self, String> {
        let package = root().join("target/openapi-tools/node_modules/@stoplight/prism-cli/dist/index.js");
        if !package.is_file() {
            return Err("it is not installed: bash .ci/install openapi".into());
        }
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = port.map_err(|error| error.to_string())?.port();
        let process = Command::new("node")
            .arg(package)
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string(), "--verboseLevel", "silent"])
            .arg(root().join(format!("specs/{vendor}/openapi.json")))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let prism = Self { address: format!("127.0.0.1:{port}"), process };
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(60) {
            if TcpStream::connect(&prism.address).is_ok() {
                return Ok(prism);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("it did not come up within a minute".into())
    }
}

impl Prism {
    /// Time that it has used on a processor, all threads together.
    pub fn cpu(&self) -> Option<Duration> {
        cpu::of_process(self.process.id())
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
