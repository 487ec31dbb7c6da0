//! A vendor on this machine instead of the real one, so that the examples run anywhere.

use std::error::Error;
use std::path::Path;

use vendor_model::model::Outcome;
use vendor_model::specs::Specs;
use vendor_sandbox::{Act, ReplyWriter, Sandbox, Script};

/// Answers each operation with the reply of its first example, after what is queued.
pub fn sandbox(first: impl IntoIterator<Item = Act>) -> Result<Sandbox, Box<dyn Error>> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let vendors = Specs::read(&specs)?.vendors;
    let mut replies = Vec::new();
    for vendor in &vendors {
        for operation in &vendor.operations {
            for form in operation.examples.iter().flat_map(|example| &example.forms) {
                let (Outcome::Reply(value), Some(writer)) =
                    (&form.outcome, ReplyWriter::new(vendor, operation, form.format))
                else {
                    continue;
                };
                replies.push((vendor.name.clone(), operation.name.clone(), form.format, writer.success(value)?));
            }
        }
    }
    let script = first.into_iter().fold(Script::new(), |script, act| script.then(act));
    let script = script.otherwise(move |received| {
        let call = received.reading.call.as_ref();
        let reply = call.and_then(|call| {
            replies.iter().find(|(vendor, name, format, _)| {
                (vendor, name, *format) == (&call.vendor, &call.operation, call.reply_format)
            })
        });
        reply.map_or_else(|| Act::fails(501), |(_, _, _, answer)| answer.clone().into())
    });
    Ok(Sandbox::scripted(vendors, script)?)
}
