//! The specs of the repository: what they say of replies can be written and means what it should.

use std::path::Path;

use vendor_model::Vendor;
use vendor_model::model::{Outcome, Verdict};
use vendor_model::specs::Specs;
use vendor_sandbox::{ReplyWriter, read_reply};

fn vendors() -> Vec<Vendor> {
    let specs = Specs::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")).expect("the folder is there");
    let problems: Vec<&str> = specs.report.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert!(!specs.report.has_errors(), "run `cargo run -p codegen`: {problems:?}");
    specs.vendors
}

#[test]
fn every_reply_of_an_example_can_be_written() {
    let mut wrong = Vec::new();
    for vendor in &vendors() {
        for operation in &vendor.operations {
            for (example, form) in operation.examples.iter().flat_map(|e| e.forms.iter().map(move |form| (e, form))) {
                let Outcome::Reply(value) = &form.outcome else { continue };
                let at = format!("{} {} {} {}", vendor.name, operation.name, example.name, form.format.name());
                let writer = ReplyWriter::new(vendor, operation, form.format).expect("examples have replies");
                match writer.success(value) {
                    Ok(answer) => {
                        let reading = read_reply(vendor, operation, form.format, answer.status, &answer.body);
                        if !reading.is_success() || reading.value.as_ref() != Some(value) {
                            wrong.push(format!("{at}: {}\n{reading:?}", answer.body_text()));
                        }
                    }
                    Err(error) => wrong.push(format!("{at}: {error}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_can_be_written() {
    let mut wrong = Vec::new();
    for vendor in &vendors() {
        for operation in &vendor.operations {
            for (format, _) in &operation.reply.forms {
                let writer = ReplyWriter::new(vendor, operation, *format).expect("the format is one of the replies");
                for code in &vendor.codes {
                    let at = format!("{} {} {} {}", vendor.name, operation.name, format.name(), code.wire);
                    match writer.refusal(&code.wire, None) {
                        Ok(answer) => {
                            let reading = read_reply(vendor, operation, *format, answer.status, &answer.body);
                            let same =
                                reading.verdict == Some(Verdict::Rejected) && reading.code.as_ref() == Some(&code.wire);
                            if !same || reading.wrong().next().is_some() {
                                wrong.push(format!("{at}: {} {}\n{reading:?}", answer.status, answer.body_text()));
                            }
                        }
                        Err(error) => wrong.push(format!("{at}: {error}")),
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
