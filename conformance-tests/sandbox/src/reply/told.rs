//! What a vendor says: its answer to an operation, or what it tells by itself.

use vendor_model::model::{Callback, Operation, RecordId, Reply};

/// What a document of the vendor is about.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(super) name: &'a str,
    /// What it holds, where an arm has nothing of its own.
    pub(super) payload: RecordId,
    /// The payload's only field stands at the hole itself.
    pub(super) is_value: bool,
    pub(super) reply: &'a Reply,
    /// The operation that it answers.
    pub(super) operation: Option<&'a Operation>,
}

impl<'a> From<&'a Operation> for Told<'a> {
    fn from(operation: &'a Operation) -> Self {
        Self {
            name: &operation.name,
            payload: operation.response,
            is_value: operation.response_is_value,
            reply: &operation.reply,
            operation: Some(operation),
        }
    }
}

impl<'a> From<&'a Callback> for Told<'a> {
    fn from(callback: &'a Callback) -> Self {
        Self { name: &callback.name, payload: callback.event, is_value: false, reply: &callback.reply, operation: None }
    }
}
