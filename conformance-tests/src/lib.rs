//! What every example of the specs must pass.
//!
//! The tests themselves are written by the build script, one for each example and format, and call
//! [`example`]. What the request and the reply should be comes from the spec and from the vendors' samples
//! under `fixtures/`, read by an interpreter that shares no code with the client.

mod codes;
mod exchange;
mod negatives;
mod world;

// The README's Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

use std::fmt::Debug;

use generated_client::{Config, Error, Format, Operation, Vendor};
use vendor_model::model::Outcome;

pub use codes::{Codes, every_code};

use exchange::Exchange;

/// Which example.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The folder of its specs, from the root of the repository: `specs`.
    pub specs: &'static str,
    /// The vendor.
    pub vendor: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// The example.
    pub example: &'static str,
    /// The format of request and reply.
    pub format: Format,
}

/// What a call of an operation comes to.
type Called<O> = Result<<O as Operation>::Reply, Error<<<O as Operation>::Vendor as Vendor>::Code>>;

/// Holds an example against the client: the request as bytes and in meaning, the reply as values, every reply
/// that must not be taken for a success, and the same call over real HTTP.
///
/// # Panics
///
/// When anything is not as the spec or the vendor's sample says.
pub fn example<O, Call>(case: Case, config: Config<O::Vendor>, request: &O, check: impl Fn(&O::Reply), call: Call)
where
    O: Operation,
    O::Reply: Debug + PartialEq,
    Call: AsyncFn(&<O::Vendor as Vendor>::Client, &O) -> Called<O>,
{
    let exchange = Exchange::of(case);
    // Whatever else a request is in, its operation has no choice of formats.
    let config = match case.format {
        Format::Json | Format::Xml => config.format(case.format),
        _ => config,
    };
    exchange.check_request(&config, request);
    let Some(answer) = exchange.answer() else { return };
    let decoded = config.decode(request, &exchange::received(&answer));
    match &exchange.form().outcome {
        Outcome::Reply(value) => {
            exchange.check_interpreted(&answer, value);
            match &decoded {
                Ok(reply) => check(reply),
                Err(error) => panic!("the sample is no success: {error} ({error:?})"),
            }
            negatives::none_is_a_success(&exchange, &answer, &|answer| {
                config.decode(request, &exchange::received(answer)).is_ok()
            });
        }
        Outcome::Refused { code, message } => {
            exchange.check_refusing(&answer);
            exchange.check_refusal(decoded.as_ref().err(), code, message.as_deref());
        }
        Outcome::Unreadable(why) => assert!(decoded.is_err(), "a sample that can't be read was read, although {why}"),
        Outcome::NotShown => {}
    }
    let over_http = exchange.over_http(config, answer, async |client| call(client, request).await);
    match (&decoded, &over_http) {
        (Ok(decoded), Ok(over_http)) => assert_eq!(decoded, over_http, "the reply over HTTP is another"),
        (Err(_), Err(_)) if exchange.renews_token() => {}
        (Err(decoded), Err(over_http)) => {
            assert_eq!(decoded.to_string(), over_http.to_string(), "the error over HTTP is another")
        }
        _ => panic!("over HTTP it ends otherwise: {over_http:?} instead of {decoded:?}"),
    }
}

/// Every file under `fixtures/` is read by the test of an example.
///
/// # Panics
///
/// When a file has no example, so that nobody reads it.
pub fn every_fixture_belongs_to_an_example() {
    let mut expected = std::collections::BTreeSet::new();
    for vendor in world::vendors("specs").iter() {
        for operation in &vendor.operations {
            for (example, form) in operation.examples.iter().flat_map(|e| e.forms.iter().map(move |f| (e, f))) {
                for what in ["request", "reply"] {
                    let name = format!("{}.{}.{what}.http", example.name, form.format.name());
                    expected.insert(world::fixtures().join(&vendor.name).join(&operation.name).join(name));
                }
            }
        }
    }
    let mut folders = vec![world::fixtures()];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap_or_else(|error| panic!("{error}")).path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "http") {
                assert!(expected.contains(&path), "no example reads {}", path.display());
                found += 1;
            }
        }
    }
    assert!(found > 0);
}
