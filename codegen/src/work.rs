//! What is being done, and how long each phase takes.

use std::time::{Duration, Instant};

/// Hears which part of which phase begins.
type Listener<'a> = Box<dyn FnMut(&str) + 'a>;

/// The phases of a run, with the time spent in each; somebody may listen.
#[derive(Default)]
pub struct Work<'a> {
    spent: Vec<(&'static str, Duration)>,
    listener: Option<Listener<'a>>,
}

impl<'a> Work<'a> {
    /// Work of which nobody hears.
    pub fn new() -> Self {
        Self::default()
    }

    /// Work of which somebody hears when a part of it begins: `emit acme`.
    pub fn heard_by(listener: impl FnMut(&str) + 'a) -> Self {
        Self { spent: Vec::new(), listener: Some(Box::new(listener)) }
    }

    /// Does a part of a phase.
    pub fn phase<T>(&mut self, phase: &'static str, part: &str, job: impl FnOnce() -> T) -> T {
        if let Some(listener) = &mut self.listener {
            listener(format!("{phase} {part}").trim_end());
        }
        let start = Instant::now();
        let done = job();
        self.add(phase, start.elapsed());
        done
    }

    /// Something else is about to be said: the listener hears an empty part.
    pub fn hush(&mut self) {
        if let Some(listener) = &mut self.listener {
            listener("");
        }
    }

    /// Adds time that was spent in a phase.
    pub fn add(&mut self, phase: &'static str, spent: Duration) {
        match self.spent.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, before)) => *before += spent,
            None => self.spent.push((phase, spent)),
        }
    }

    /// Counts time of one phase to another.
    pub fn shift(&mut self, from: &'static str, to: &'static str, spent: Duration) {
        if let Some((_, before)) = self.spent.iter_mut().find(|(known, _)| *known == from) {
            *before = before.saturating_sub(spent);
        }
        self.add(to, spent);
    }

    /// The phases in the order in which they began.
    pub fn spent(&self) -> &[(&'static str, Duration)] {
        &self.spent
    }
}
