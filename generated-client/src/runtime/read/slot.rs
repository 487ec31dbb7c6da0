//! [`Slot`]: one member of an object while it is being read.

use super::value::Value;
use crate::runtime::malformed::{At, Malformed};

/// One member of an object while it is being read: it may come once, and must come if it is required.
#[derive(Debug)]
pub struct Slot<T> {
    name: &'static str,
    seen: bool,
    value: Option<T>,
}

impl<T> Slot<T> {
    /// An empty slot for the member of that name.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        Self { name, seen: false, value: None }
    }

    /// Reads the member; `None` from `read` means that the value is absent though its name is there.
    ///
    /// # Errors
    ///
    /// When `read` fails, or the member was there before. Both carry the member's name.
    #[inline]
    pub fn read<'d>(
        &mut self,
        value: Value<'d>,
        read: impl FnOnce(Value<'d>) -> Result<Option<T>, Malformed>,
    ) -> Result<(), Malformed> {
        if self.seen {
            return Err(value.expected("to be there only once").at(self.name));
        }
        self.seen = true;
        self.value = read(value).at(self.name)?;
        Ok(())
    }

    /// The value, which must have been there.
    ///
    /// # Errors
    ///
    /// When the member was not there, or was `null` or empty.
    #[inline]
    pub fn required(self) -> Result<T, Malformed> {
        match self.value {
            Some(value) => Ok(value),
            None => Err(Malformed::new("to be present").at(self.name)),
        }
    }

    /// The value, if it was there.
    #[inline]
    pub fn optional(self) -> Option<T> {
        self.value
    }
}
