//! The path of a value in a request or a reply, built from the inside out while an error travels up.

use std::fmt;

#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct FieldPath {
    /// Innermost first.
    segments: Vec<Segment>,
}

#[derive(Clone, PartialEq, Eq)]
enum Segment {
    Name(&'static str),
    Index(usize),
}

impl FieldPath {
    pub(crate) fn prepend(&mut self, name: &'static str) {
        self.segments.push(Segment::Name(name));
    }

    pub(crate) fn prepend_index(&mut self, position: usize) {
        self.segments.push(Segment::Index(position));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, segment) in self.segments.iter().rev().enumerate() {
            match segment {
                Segment::Index(position) => write!(f, "[{position}]")?,
                Segment::Name(name) if nth == 0 => f.write_str(name)?,
                Segment::Name(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}
