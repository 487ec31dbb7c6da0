//! Every code that a page lists, had over real HTTP, becomes the typed error and never a success.

use std::collections::BTreeSet;
use std::fmt::Debug;

use generated_client::{Config, Format as ClientFormat};
use vendor_model::model::{Code, Operation, Vendor, Verdict};
use vendor_sandbox::{Did, ReplyWriter, Sandbox, read_answer};

use crate::exchange::Exchange;
use crate::{Called, Case, world};

/// The codes that were had of one operation in one format.
#[derive(Clone, Debug)]
pub struct Codes {
    /// The vendor.
    pub vendor: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// The format of the request.
    pub format: ClientFormat,
    /// The codes, as on the wire, each of which became its typed error.
    pub had: Vec<String>,
    /// Codes of the vendor that no reply of this operation can carry, and why.
    pub not_had: Vec<(String, String)>,
}

/// Asks the sandbox for every code of the vendor, one call for each, and holds the client's error against the spec:
/// its code is the typed one, its class and message are those of the spec, and it says *rejected*, or *in doubt*
/// where the spec leaves open what happened.
///
/// # Panics
///
/// When a code is had as anything else, above all as a success.
pub fn every_code<O, Call>(case: Case, config: Config<O::Vendor>, request: &O, call: Call) -> Codes
where
    O: generated_client::Operation,
    O::Reply: Debug,
    Call: AsyncFn(&<O::Vendor as generated_client::Vendor>::Client, &O) -> Called<O>,
{
    let exchange = Exchange::of(case);
    let config = match case.format {
        ClientFormat::Json | ClientFormat::Xml => config.format(case.format),
        _ => config,
    };
    let sandbox = Sandbox::play(world::played(case.specs).taking(case.vendor, exchange.keys())).expect("free ports");
    let url = sandbox.url_of(case.vendor).expect("the vendor is served");
    let client = config.base_url(&url).and_then(|config| config.attempts(1).connect()).expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let writer = ReplyWriter::new(exchange.vendor(), exchange.operation(), exchange.format()).expect("it has replies");
    let mut codes = Codes {
        vendor: case.vendor,
        operation: case.operation,
        format: case.format,
        had: Vec::new(),
        not_had: Vec::new(),
    };
    for code in codes_of(exchange.vendor(), exchange.operation()) {
        let written = match code.wire.contains(is_escaped) {
            true => Err("errors show it escaped, so that it can't be compared".to_owned()),
            false => writer.refusal(&code.wire, None),
        };
        let written = match written {
            Ok(written) => written,
            Err(says) => {
                codes.not_had.push((code.wire.clone(), says));
                continue;
            }
        };
        sandbox.reset();
        // What says that a token is stale is answered by a new token and the same call once more.
        for _ in 0..2 {
            sandbox.answer_next(case.operation, code.wire.as_str()).expect("a code of the vendor");
        }
        let result = runtime.block_on(call(&client, request));
        let at = format!("{}.{} {:?}, code {}", case.vendor, case.operation, case.format, code.wire);
        let Err(error) = result else { panic!("{at}: a success: {result:?}") };
        // Not every reply has a place for the message, and long texts are cut.
        let message = read_answer(exchange.vendor(), exchange.operation(), exchange.format(), &written).message;
        let message = message.filter(|text| !text.contains(is_escaped) && text.len() <= 512);
        assert!(message.is_none() || message == code.message, "{at}: the sandbox gives another message");
        exchange.check_refusal(Some(&error), &code.wire, message.as_deref());
        // What is in doubt has no class.
        if let Some(class) = error.class() {
            assert_eq!(format!("{class:?}"), format!("{:?}", code.class), "{at}: {error:?}");
        }
        let received = sandbox.received();
        let mut own = received.iter().filter(|received| received.operation() == Some(case.operation));
        assert!(own.clone().count() > 0 && own.all(|received| received.did() == Did::Refused), "{at}: {received:?}");
        codes.had.push(code.wire.clone());
    }
    codes
}

/// The codes that an operation may answer, as they are meant there.
fn codes_of<'a>(vendor: &'a Vendor, operation: &Operation) -> Vec<&'a Code> {
    let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
    let refusing = arms.filter(|arm| arm.verdict == Verdict::Rejected);
    let of_tables = refusing.flat_map(|arm| vendor.codes_in(&arm.tables));
    let wires: BTreeSet<&str> = vendor.codes.iter().chain(of_tables).map(|code| code.wire.as_str()).collect();
    wires.into_iter().filter_map(|wire| vendor.code_of(operation, wire)).collect()
}

/// Whether errors show the character escaped: controls, and those that turn the order of others.
fn is_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

impl Codes {
    /// The codes that must be had of a folder of specs: vendor, operation, name of the format, code.
    pub fn wanted(specs: &str) -> Vec<(String, String, String, String)> {
        let mut wanted = Vec::new();
        for vendor in world::vendors(specs).iter() {
            for operation in &vendor.operations {
                for format in operation.send.formats() {
                    wanted.extend(codes_of(vendor, operation).into_iter().map(|code| {
                        (vendor.name.clone(), operation.name.clone(), format.name().to_owned(), code.wire.clone())
                    }));
                }
            }
        }
        wanted
    }
}
