//! What encoding and decoding ask of the allocator, counted: the same at each run.
//!
//! The counting allocator lets a buffer grow by making a new one, copying, and giving the old one back, so
//! that a peak holds both. A system's allocator often does better.

use allocation_counter::{AllocationInfo, measure};
use generated_client::__private::v1 as rt;
use generated_client::organik::{Config, Credentials, Groupcontentadd, Person};
use generated_client::{Format, Received};
use http::{HeaderMap, StatusCode};

#[path = "../benches/codec/persons.rs"]
mod persons;

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Writes a request into the draft, whose buffers are emptied and keep their room.
fn write(request: &Groupcontentadd, format: Format, draft: &mut rt::Draft) -> AllocationInfo {
    let config = Config::new(Credentials::new(KEY)).format(format);
    draft.path.clear();
    draft.headers.clear();
    draft.body.clear();
    let mut written = Ok(());
    let info = measure(|| written = config.write(request, draft));
    written.expect("a request that the page allows");
    info
}

/// A draft with room for this request, and in its body not a byte more.
fn roomy(request: &Groupcontentadd, format: Format) -> rt::Draft {
    let mut draft = rt::Draft::default();
    write(request, format, &mut draft);
    draft.body = Vec::with_capacity(draft.body.len());
    draft
}

/// Persons whose names are full of what must be escaped.
fn awkward(count: usize) -> Groupcontentadd {
    let persons = persons::request(count).persons.into_iter().map(|person| {
        Person::new(person.group_id, person.gsm).name("O'Brien \"Rock & Roll\" <\\ğüş\\>").surname("two\nlines\tﻼ &")
    });
    Groupcontentadd::new(persons.collect())
}

#[test]
fn a_body_needs_nothing_but_a_buffer_that_is_large_enough() {
    for format in FORMATS {
        // The same path and headers around no persons at all.
        let frame = Groupcontentadd::new(Vec::new()).unchecked();
        let frame = write(&frame, format, &mut roomy(&frame, format));
        assert!(frame.count_total == 0, "{format}: path and headers: {frame:?}");

        for request in [persons::request(1), persons::request(100), persons::request(100_000), awkward(1), awkward(100)]
        {
            let info = write(&request, format, &mut roomy(&request, format));
            assert_eq!(info, frame, "{format}: {} persons", request.persons.len());
        }
    }
}

#[test]
fn a_body_that_grows_stays_near_the_size_of_the_result() {
    for format in FORMATS {
        let mut draft = rt::Draft::default();
        let info = write(&persons::request(100_000), format, &mut draft);
        let length = draft.body.len() as u64;
        assert!(info.bytes_max * 10 <= length * 22, "{format}: {length} bytes: {info:?}");
        assert!(info.count_total <= 30, "{format}: {info:?}");
    }
}

#[test]
fn a_whole_request_holds_its_body_once() {
    for format in FORMATS {
        let request = persons::request(100_000);
        let config = Config::new(Credentials::new(KEY)).format(format);
        let mut length = 0;
        let info = measure(|| {
            let prepared = config.prepare(&request).expect("a request that the page allows");
            length = prepared.into_http().body().len() as u64;
        });
        assert!(info.bytes_max * 10 <= length * 22, "{format}: {length} bytes: {info:?}");
        assert!(info.count_total <= 40, "{format}: {info:?}");
        assert_eq!((info.count_current, info.bytes_current), (0, 0), "{format}");
    }
}

#[test]
fn decoding_is_linear_in_the_reply() {
    for format in FORMATS {
        // All were processed; half were not.
        for (sent, answered) in
            [(1, 1), (100, 100), (10_000, 10_000), (100_000, 100_000), (2, 1), (200, 100), (20_000, 10_000)]
        {
            let (info, length) = decode(format, sent, answered);
            let about = format!("{format}: {answered} of {sent} persons in {length} bytes: {info:?}");
            // Two texts of each person that was stored, and of each that was not.
            assert!(info.count_total <= 2 * sent as u64 + 60, "{about}");
            let linear = if sent == answered { 4 * length } else { 8 * length };
            assert!(info.bytes_max <= linear + 1_024, "{about}");
        }
    }
}

/// The counts of decoding a reply about the first of the persons that were sent, and the reply's length.
fn decode(format: Format, sent: usize, answered: usize) -> (AllocationInfo, u64) {
    let body = match format {
        Format::Xml => persons::xml_reply(answered),
        _ => persons::json_reply(answered),
    };
    let length = body.len() as u64;
    let config = Config::new(Credentials::new(KEY)).format(format);
    let request = persons::request(sent);
    let received = Received::new(StatusCode::OK, HeaderMap::new(), body);
    let mut reply = None;
    let info = measure(|| reply = config.decode(&request, &received).ok());
    let reply = reply.expect("the reply");
    assert_eq!((reply.persons.len(), reply.not_processed.len()), (answered, sent - answered));
    (info, length)
}
