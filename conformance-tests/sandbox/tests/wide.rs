//! Replies of every shape that the language has, with the vendors that nobody has.

use std::collections::BTreeSet;
use std::path::Path;

use vendor_model::Vendor;
use vendor_model::model::{Outcome, Value, Verdict};
use vendor_model::specs::Specs;
use vendor_sandbox::{ReplyWriter, World, read_answer};

fn vendors() -> Vec<Vendor> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vendor/specs");
    Specs::read(&folder).expect("the folder is there").vendors
}

/// Operations whose successes the sandbox can't write yet. One that can be written leaves this list.
const NOT_WRITTEN: [&str; 0] = [];

/// Every reply that the model can say is written, and read back as the same.
#[test]
fn replies_of_every_shape_go_both_ways() {
    let vendors = vendors();
    let world = World::of(vendors);
    let mut wrong = Vec::new();
    let mut not_written = BTreeSet::new();
    let mut tried = 0;
    // In one vendor names of the payload are those of the frame around it, so that no reply is clear.
    for vendor in world.vendors().iter().filter(|vendor| vendor.name != "obstacles") {
        for operation in &vendor.operations {
            for (format, form) in &operation.reply.forms {
                let writer = ReplyWriter::new(vendor, operation, *format).expect("a reply of that format");
                let values = operation.examples.iter().filter(|e| e.outcome.is_none()).flat_map(|e| &e.forms);
                let values = values.filter_map(|form| match &form.outcome {
                    Outcome::Reply(value) if form.format == *format => Some(value.clone()),
                    _ => None,
                });
                let mut values: Vec<_> = values.collect();
                let has_success = form.arms.iter().any(|arm| arm.verdict == Verdict::Success && arm.record.is_none());
                if has_success {
                    let samples = world.samples(&vendor.name, &operation.name).expect("there is such an operation");
                    // An arm may ask for more than the response requires.
                    let taken = samples.into_iter().skip(usize::from(operation.name == "all_optional"));
                    // And it may take no such small number, or such a text, which then is another.
                    values.extend(taken.filter(|_| {
                        !["number", "hex_id", "all_or_none", "parameters"].contains(&operation.name.as_str())
                    }));
                }
                for value in values {
                    let at = format!("{} {} {}", vendor.name, operation.name, format.name());
                    tried += 1;
                    match writer.success(&value) {
                        Ok(answer) => {
                            let reading = read_answer(vendor, operation, *format, &answer);
                            if !reading.is_success()
                                || reading.value.as_ref().map(without_empties) != Some(without_empties(&value))
                            {
                                wrong.push(format!("{at}: {}\n{value:?}\n{reading:?}", answer.body_text()));
                            }
                        }
                        Err(_) if NOT_WRITTEN.contains(&operation.name.as_str()) => {
                            not_written.insert(operation.name.as_str());
                        }
                        Err(error) => wrong.push(format!("{at}: {error}")),
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty() && tried > 40, "{tried}\n{}", wrong.join("\n"));
    assert!(not_written.iter().eq(&NOT_WRITTEN), "what can be written now is no longer missing: {not_written:?}");
}

/// In a text there is no difference between a field that is empty and one that is not there.
fn without_empties(value: &Value) -> Value {
    match value {
        Value::Record(values) => {
            let filled = values.iter().filter(|(_, value)| *value != Value::Text(String::new()));
            Value::Record(filled.map(|(index, value)| (*index, without_empties(value))).collect())
        }
        Value::List(items) => Value::List(items.iter().map(without_empties).collect()),
        value => value.clone(),
    }
}
