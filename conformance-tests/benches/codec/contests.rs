//! Who runs against whom. The first of each contest is the generated client.

use std::hint::black_box;

use generated_client::__private::v1 as rt;
use generated_client::organik::{Config, Credentials, Groupcontentadd};
use generated_client::{Format, Received};
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, Method, Request, StatusCode};

use super::persons::{self, plain};
use super::rivals;

const KEY: &str = "0123456789abcdef0123456789abcdef";

pub const JSON: &str = "serde_json derive";
pub const JSON_DATED: &str = "serde_json derive, days as days";
pub const XML: &str = "quick-xml serde";
pub const XML_DATED: &str = "quick-xml serde, days as days";
pub const OURS: &str = "ours";

/// One piece of work, done again at each call.
pub type Run = Box<dyn FnMut()>;

pub struct Subject {
    pub who: &'static str,
    /// Makes the input; its cost is not counted.
    pub build: fn(usize) -> Run,
}

pub struct Contest {
    pub what: &'static str,
    pub format: Format,
    pub persons: usize,
    /// How many times the first rival's speed is asked for.
    pub goal: Option<f64>,
    pub subjects: &'static [Subject],
}

pub fn all() -> Vec<Contest> {
    let contest = |what, format, persons, goal, subjects| Contest { what, format, persons, goal, subjects };
    let (json, xml) = (Format::Json, Format::Xml);
    vec![
        contest("body", json, 1, Some(1.3), BODY_JSON),
        contest("body", json, 100, None, BODY_JSON),
        contest("body", json, 100_000, Some(1.6), BODY_JSON),
        contest("body", xml, 1, Some(4.0), BODY_XML),
        contest("body", xml, 100, None, BODY_XML),
        contest("body", xml, 100_000, Some(8.0), BODY_XML),
        contest("request", json, 1, None, REQUEST_JSON),
        contest("request", json, 100, None, REQUEST_JSON),
        contest("request", json, 100_000, None, REQUEST_JSON),
        contest("request", xml, 1, None, REQUEST_XML),
        contest("request", xml, 100, None, REQUEST_XML),
        contest("request", xml, 100_000, None, REQUEST_XML),
        contest("decode", json, 1, None, DECODE_JSON),
        contest("decode", json, 100, None, DECODE_JSON),
        contest("decode", json, 100_000, Some(0.6), DECODE_JSON),
        contest("decode", xml, 1, None, DECODE_XML),
        contest("decode", xml, 100, None, DECODE_XML),
        contest("decode", xml, 100_000, Some(1.5), DECODE_XML),
    ]
}

/// Into buffers that are kept from one call to the next.
static BODY_JSON: &[Subject] = &[
    Subject { who: OURS, build: |count| our_body(Format::Json, count) },
    Subject {
        who: JSON,
        build: |count| {
            let (document, mut out) = (rivals::texted(count), Vec::new());
            Box::new(move || {
                out.clear();
                rivals::write_json(black_box(&document), &mut out);
                black_box(&out);
            })
        },
    },
    Subject {
        who: JSON_DATED,
        build: |count| {
            let (document, mut out) = (rivals::dated(count), Vec::new());
            Box::new(move || {
                out.clear();
                rivals::write_json(black_box(&document), &mut out);
                black_box(&out);
            })
        },
    },
];

static BODY_XML: &[Subject] = &[
    Subject { who: OURS, build: |count| our_body(Format::Xml, count) },
    Subject {
        who: XML,
        build: |count| {
            let (document, mut out) = (rivals::texted(count), String::new());
            Box::new(move || {
                out.clear();
                rivals::write_xml(black_box(&document), &mut out);
                black_box(&out);
            })
        },
    },
    Subject {
        who: XML_DATED,
        build: |count| {
            let (document, mut out) = (rivals::dated(count), String::new());
            Box::new(move || {
                out.clear();
                rivals::write_xml(black_box(&document), &mut out);
                black_box(&out);
            })
        },
    },
];

/// The whole request, from nothing: address, headers and body.
static REQUEST_JSON: &[Subject] = &[
    Subject { who: OURS, build: |count| our_request(Format::Json, count) },
    Subject {
        who: JSON,
        build: |count| {
            let document = rivals::texted(count);
            Box::new(move || {
                let body = serde_json::to_vec(black_box(&document)).expect("a body");
                black_box(by_hand("json", body));
            })
        },
    },
];

static REQUEST_XML: &[Subject] = &[
    Subject { who: OURS, build: |count| our_request(Format::Xml, count) },
    Subject {
        who: XML,
        build: |count| {
            let document = rivals::texted(count);
            Box::new(move || {
                let mut body = String::new();
                rivals::write_xml(black_box(&document), &mut body);
                black_box(by_hand("xml", body.into_bytes()));
            })
        },
    },
];

/// From the answer's bytes to the reply as values. Ours reads the outcome first and finds who was not
/// processed, the rivals do neither.
static DECODE_JSON: &[Subject] = &[
    Subject { who: OURS, build: |count| our_decoding(Format::Json, count) },
    Subject {
        who: JSON,
        build: |count| {
            let body = persons::json_reply(count);
            Box::new(move || {
                black_box(rivals::read_json(black_box(body.as_bytes())));
            })
        },
    },
];

static DECODE_XML: &[Subject] = &[
    Subject { who: OURS, build: |count| our_decoding(Format::Xml, count) },
    Subject {
        who: XML,
        build: |count| {
            let body = persons::xml_reply(count);
            Box::new(move || {
                black_box(rivals::read_xml(black_box(body.as_bytes())));
            })
        },
    },
];

fn our_body(format: Format, count: usize) -> Run {
    let (request, config, mut draft) = (persons::request(count), config(format), rt::Draft::default());
    Box::new(move || write(black_box(&request), &config, &mut draft))
}

/// Writes path, header and body into what the draft has room for.
fn write(request: &Groupcontentadd, config: &Config, draft: &mut rt::Draft) {
    draft.path.clear();
    draft.headers.clear();
    draft.body.clear();
    config.write(request, draft).expect("a request that the page allows");
    black_box(&draft.body);
}

fn config(format: Format) -> Config {
    Config::new(Credentials::new(KEY)).format(format)
}

fn our_request(format: Format, count: usize) -> Run {
    let (request, config) = (persons::request(count), config(format));
    Box::new(move || {
        let prepared = config.prepare(black_box(&request)).expect("a request that the page allows");
        black_box(prepared.into_http());
    })
}

/// The same request as people put it together by hand.
fn by_hand(format: &str, body: Vec<u8>) -> Request<Vec<u8>> {
    Request::builder()
        .method(Method::POST)
        .uri(format!("https://organikapi.com/v2/{KEY}/groupcontentadd/{format}/"))
        .header(USER_AGENT, "by-hand/0.1.0")
        .header(CONTENT_TYPE, format!("application/{format}"))
        .header(ACCEPT, format!("application/{format}"))
        .body(body)
        .expect("a request")
}

fn our_decoding(format: Format, count: usize) -> Run {
    let (request, config, received) = (persons::request(count), config(format), received(format, count));
    Box::new(move || {
        black_box(config.decode(&request, black_box(&received)).expect("the reply"));
    })
}

fn received(format: Format, count: usize) -> Received {
    let body = match format {
        Format::Xml => persons::xml_reply(count),
        _ => persons::json_reply(count),
    };
    Received::new(StatusCode::OK, HeaderMap::new(), body)
}

/// All write the same bytes and read the same values, or there is nothing to compare.
pub fn assert_equal_work(count: usize) {
    for format in [Format::Json, Format::Xml] {
        let mut draft = rt::Draft::default();
        let request = persons::request(count);
        write(&request, &config(format), &mut draft);
        let (mut texted, mut dated) = (Vec::new(), Vec::new());
        if format == Format::Json {
            rivals::write_json(&rivals::texted(count), &mut texted);
            rivals::write_json(&rivals::dated(count), &mut dated);
        } else {
            for (document, out) in
                [(rivals_xml(&rivals::texted(count)), &mut texted), (rivals_xml(&rivals::dated(count)), &mut dated)]
            {
                *out = document.into_bytes();
            }
        }
        assert!(draft.body == texted && texted == dated, "{count} persons, {format}: the bodies differ");
        let prepared = config(format).prepare(&request).expect("a request").into_http();
        assert!(prepared.body() == draft.body.as_slice(), "{count} persons, {format}: the request's body differs");
        assert_eq!(prepared.uri(), by_hand(&format.to_string(), Vec::new()).uri());

        let ours = config(format).decode(&request, &received(format, count)).expect("the reply");
        let theirs = match format {
            Format::Xml => rivals::read_xml(persons::xml_reply(count).as_bytes()),
            _ => rivals::read_json(persons::json_reply(count).as_bytes()),
        };
        assert_eq!((ours.persons.len(), theirs.len(), plain(count).count()), (count, count, count));
        assert!(ours.not_processed.is_empty());
        for (ours, theirs) in ours.persons.iter().zip(&theirs) {
            let birthday = ours.birthday.map(|day| day.to_string());
            assert!(
                ours.id == theirs.id
                    && ours.group_id.get() == theirs.group_id
                    && ours.name == theirs.name
                    && ours.surname == theirs.surname
                    && ours.gsm.get() == theirs.gsm
                    && birthday == theirs.birthday,
                "{format}: person {} was read in two ways",
                theirs.id
            );
        }
    }
}

fn rivals_xml<P: serde::Serialize>(document: &rivals::Document<P>) -> String {
    let mut out = String::new();
    rivals::write_xml(document, &mut out);
    out
}
