//! What can be said of a spec: a code for each kind of mistake and warning, with its explanation.
//!
//! A file for each area. To add a code, write an entry with the next number of the area, and an explanation with an
//! example that has the mistake and one that is mended; numbers are never given to something else.

use std::fmt;

/// Defines the codes of an area: what it is, what that means, and an example with and without it.
macro_rules! codes {
    ($($name:ident = $number:literal, $title:literal {
        $means:literal $(wrong $wrong:literal mended $mended:literal)?
    })*) => {
        $(
            #[doc = concat!("Code ", $number, ": ", $title, ".")]
            pub const $name: super::Code = super::Code(&super::Explanation {
                number: $number,
                title: $title,
                means: $means,
                examples: codes!(@examples $($wrong $mended)?),
            });
        )*
        pub(super) const ALL: &[super::Code] = &[$($name),*];
    };
    (@examples) => { None };
    (@examples $wrong:literal $mended:literal) => { Some(($wrong, $mended)) };
}

mod examples;
mod expressions;
mod fields;
mod keywords;
mod operations;
mod reading;
mod replies;
mod requests;
mod sandbox;
mod sessions;
mod value_arms;
mod vendor;

pub use examples::*;
pub use expressions::*;
pub use fields::*;
pub use keywords::*;
pub use operations::*;
pub use reading::*;
pub use replies::*;
pub use requests::*;
pub use sandbox::*;
pub use sessions::*;
pub use value_arms::*;
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
    /// Why it is wrong, and what to do.
    pub means: &'static str,
    /// A spec that has it, and one that is mended, both with the indentation of the source: see [`outdented`].
    examples: Option<(&'static str, &'static str)>,
}

impl Explanation {
    /// Pieces of a spec that have the mistake; `# vendor.yaml` and such say where each piece stands.
    pub fn wrong(&self) -> Option<String> {
        self.examples.map(|(wrong, _)| outdented(wrong))
    }

    /// The same without the mistake.
    pub fn mended(&self) -> Option<String> {
        self.examples.map(|(_, mended)| outdented(mended))
    }
}

/// As a text for the terminal.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "S{:04}: {}\n", self.number, self.title)?;
        let mut column = 0;
        for word in self.means.split(' ') {
            if column > 0 && column + word.len() > 99 {
                column = 0;
                writeln!(f)?;
            }
            let blank = if column > 0 { " " } else { "" };
            write!(f, "{blank}{word}")?;
            column += blank.len() + word.len();
        }
        writeln!(f)?;
        for (title, example) in [("Wrong:", self.wrong()), ("Mended:", self.mended())] {
            let Some(example) = example else { continue };
            writeln!(f, "\n{title}\n")?;
            for line in example.lines() {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

/// Without the blanks that all lines begin with, and without blank ends.
fn outdented(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let depth = lines().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines().filter_map(|line| line.get(depth..)).map(|line| format!("{line}\n")).collect()
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
        value_arms::ALL,
        operations::ALL,
        examples::ALL,
        expressions::ALL,
        sandbox::ALL,
        sessions::ALL,
    ];
    areas.into_iter().flatten().copied()
}
