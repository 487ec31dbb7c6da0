//! What can be said of a spec: a code for each kind of mistake and warning, with its explanation.
//!
//! A file for each area. To add a code, write an entry with the next number of the area, and an explanation with an
//! example that has the mistake and one that is mended; numbers are never given to something else.

use std::fmt;

/// Defines the codes of an area.
macro_rules! codes {
    ($($name:ident = $number:literal, $title:literal;)*) => {
        $(
            #[doc = concat!("S", $number, ": ", $title, ".")]
            pub const $name: super::Code = super::Code(&super::Explanation { number: $number, title: $title });
        )*
        pub(super) const ALL: &[super::Code] = &[$($name),*];
    };
}

mod examples;
mod expressions;
mod fields;
mod keywords;
mod operations;
mod reading;
mod replies;
mod requests;
mod vendor;

pub use examples::*;
pub use expressions::*;
pub use fields::*;
pub use keywords::*;
pub use operations::*;
pub use reading::*;
pub use replies::*;
pub use requests::*;
pub use vendor::*;

/// A kind of mistake or warning. Shown as `S0101`.
#[derive(Clone, Copy)]
pub struct Code(&'static Explanation);

/// What there is to say of a code.
#[derive(Debug)]
pub struct Explanation {
    /// Hundreds are areas.
    pub number: u16,
    /// What is wrong, in one line.
    pub title: &'static str,
}

impl Code {
    /// What there is to say of it.
    pub fn explanation(self) -> &'static Explanation {
        self.0
    }

    /// The code that is written so: `S0101`, in any case, or `101`.
    pub fn parse(text: &str) -> Option<Self> {
        let number: u16 = text.trim().trim_start_matches(['S', 's']).parse().ok()?;
        all().find(|code| code.0.number == number)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.number == other.0.number
    }
}

impl Eq for Code {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{:04}", self.0.number)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Every code, by number.
pub fn all() -> impl Iterator<Item = Code> {
    let areas = [
        reading::ALL,
        keywords::ALL,
        vendor::ALL,
        fields::ALL,
        requests::ALL,
        replies::ALL,
        operations::ALL,
        examples::ALL,
        expressions::ALL,
    ];
    areas.into_iter().flatten().copied()
}
