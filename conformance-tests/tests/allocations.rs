//! What encoding and decoding ask of the allocator, counted: the same at each run.
//!
//! The counting allocator grows a buffer by making a new one, copying and giving the old one back, so a peak
//! holds both. A system's allocator often does better.

use allocation_counter::{AllocationInfo, measure};
use generated_client::__private::v1 as rt;
use generated_client::organik::{Config, Credentials, Groupcontentadd, Organik};
use generated_client::{Format, Received};
use http::{HeaderMap, StatusCode};
use rt::Operation as _;

#[path = "../benches/codec/persons.rs"]
mod persons;

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Writes a request; the draft's buffers are cleared and keep their room.
fn write(request: &Groupcontentadd, credentials: &Credentials, format: Format, draft: &mut rt::Draft) {
    draft.path.clear();
    draft.headers.clear();
    draft.body.clear();
    let cx = rt::Context::<Organik> {
        credentials,
        settings: &(),
        token: None,
        request_format: format,
        reply_format: format,
    };
    request.write(&cx, draft).expect("a request that the page allows");
}

/// The counts of writing a request for so many persons into a draft, and the body's length.
fn writing(count: usize, format: Format, mut draft: rt::Draft) -> (AllocationInfo, u64) {
    let (request, credentials) = (persons::request(count), Credentials::new(KEY));
    let info = measure(|| write(&request, &credentials, format, &mut draft));
    (info, draft.body.len() as u64)
}

/// A draft that has room for a request of so many persons, and no more room in its body than that.
fn roomy(count: usize, format: Format) -> rt::Draft {
    let mut draft = rt::Draft::default();
    write(&persons::request(count), &Credentials::new(KEY), format, &mut draft);
    draft.body = Vec::with_capacity(draft.body.len());
    draft
}

#[test]
fn a_buffer_that_is_large_enough_is_all_that_encoding_needs() {
    for format in FORMATS {
        for count in [1, 100, 100_000] {
            let (info, _) = writing(count, format, roomy(count, format));
            assert_eq!(info, AllocationInfo::default(), "{count} persons, {format}");
        }
    }
}

#[test]
fn a_buffer_that_grows_stays_near_the_size_of_the_result() {
    for format in FORMATS {
        let (info, length) = writing(100_000, format, rt::Draft::default());
        println!("{format}: {length} bytes, {info:?}");
        let kept = info.bytes_current as u64;
        assert!(kept <= length * 22 / 10, "{format}: {kept} bytes are kept for {length}");
    }
}

#[test]
fn a_whole_request_copies_its_body_nowhere() {
    for format in FORMATS {
        let request = persons::request(100_000);
        let config = Config::new(Credentials::new(KEY)).format(format);
        let mut length = 0;
        let info = measure(|| {
            let prepared = config.prepare(&request).expect("a request that the page allows");
            length = prepared.into_http().body().len() as u64;
        });
        println!("{format}: {length} bytes, {info:?}");
        assert!(info.count_total < 100, "{format}: {info:?}");
        assert_eq!(info.bytes_current, 0);
    }
}

#[test]
fn decoding_is_linear_in_the_reply() {
    for format in FORMATS {
        let decoding = |count: usize| {
            let body = match format {
                Format::Xml => persons::xml_reply(count),
                _ => persons::json_reply(count),
            };
            let length = body.len() as u64;
            let config = Config::new(Credentials::new(KEY)).format(format);
            let request = persons::request(count);
            let received = Received::new(StatusCode::OK, HeaderMap::new(), body);
            let mut reply = None;
            let info = measure(|| reply = config.decode(&request, &received).ok());
            let reply = reply.expect("the reply");
            assert_eq!((reply.persons.len(), reply.not_processed.len()), (count, 0));
            (info, length)
        };
        for count in [0, 1, 10, 100, 1_000, 10_000, 100_000] {
            let (info, length) = decoding(count);
            println!("{format}, {count} persons: {length} bytes, {info:?}");
        }
    }
}
