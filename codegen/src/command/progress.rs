//! Tells people what long work is at.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use codegen::work::Work;

/// Shorter work says nothing.
const PATIENCE: Duration = Duration::from_millis(300);

/// One line on the terminal that names what is being done, and is wiped off in the end.
pub struct Progress {
    start: Instant,
    shown: bool,
}

impl Progress {
    /// Begins now. Says something on a terminal only.
    pub fn start() -> Option<Self> {
        stderr().is_terminal().then(|| Self { start: Instant::now(), shown: false })
    }

    fn at(&mut self, part: &str) {
        if part.is_empty() {
            self.wipe();
        } else if self.start.elapsed() >= PATIENCE {
            self.shown = true;
            // Whoever can't be told works on.
            let _ = write!(stderr(), "\r\x1b[2K{part} ...").and_then(|()| stderr().flush());
        }
    }
}

impl Progress {
    fn wipe(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(stderr(), "\r\x1b[2K").and_then(|()| stderr().flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// Work that is shown on a terminal if it takes long.
pub fn work<'a>() -> Work<'a> {
    match Progress::start() {
        Some(mut progress) => Work::heard_by(move |part| progress.at(part)),
        None => Work::new(),
    }
}
