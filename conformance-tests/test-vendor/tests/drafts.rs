//! Clients of drafts: what `codegen new` makes of samples writes and reads those samples. The build script drafts a
//! spec from each folder of `codegen/tests/draft/samples`, generates a client, and writes the tests.

#![allow(clippy::needless_borrow, reason = "written by the build script for values of any kind")]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::draft::{Content, Kind, Leaf, Node, Sample};
use generated_client::{Code, Error, Format, Received};
use test_vendor::drafts;

include!(concat!(env!("OUT_DIR"), "/drafts/tests.rs"));

#[test]
fn every_sample_is_held() {
    assert_eq!((FIXTURES, SAMPLES > 30), (SAMPLES, true));
}

fn fixture(path: &str) -> Option<String> {
    let path: PathBuf = Path::new(env!("OUT_DIR")).join("drafts/fixtures").join(path);
    path.is_file().then(|| fs::read_to_string(path).expect("a fixture"))
}

/// The request means what the sample means, with the markers where the placeholders are.
fn held(path: &str, sent: http::Request<bytes::Bytes>, markers: &[(&str, &str)]) {
    let Some(mut text) = fixture(path) else { return };
    for (key, marker) in markers {
        text = text.replace(&format!("{{{{{key}}}}}"), marker);
    }
    let sample = Sample::read("sample", &text);
    let body = std::str::from_utf8(sent.body()).expect("text");
    if let Some((method, _)) = &sample.start {
        assert_eq!(sent.method().as_str(), method);
        let (path, query) = sample.target();
        assert_eq!(sent.uri().path(), path);
        let read = |query: &str| Sample::read("query", query).content;
        assert_eq!(read(sent.uri().query().unwrap_or_default()), read(&query.unwrap_or_default()));
    }
    for (name, value) in &sample.headers {
        let ours = sent.headers().get(name).and_then(|v| v.to_str().ok());
        assert_eq!(ours, Some(value.as_str()), "{name}");
    }
    let ours = Sample::read("ours", &format!("\n{body}"));
    match (meaning(&ours.content), meaning(&sample.content)) {
        (Some(ours), Some(sample)) => assert_eq!(ours, sample, "{body}"),
        (ours, sample) => assert_eq!(ours, sample, "{body}\n{text}"),
    }
}

/// A document whose members are in order of their names, and whose numbers have no needless zeros. An item alone is
/// a list of one.
fn meaning(content: &Content) -> Option<Node> {
    fn plain(node: &Node) -> Node {
        match node {
            Node::Record(members) => {
                let mut members: Vec<(String, Node)> =
                    members.iter().map(|(name, node)| (name.clone(), plain(node))).collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Node::Record(members)
            }
            // One or many: the only item may stand by itself.
            Node::List(items) => match items.as_slice() {
                [only] => plain(only),
                items => Node::List(items.iter().map(plain).collect()),
            },
            Node::Leaf(leaf) if leaf.kind == Kind::Number && leaf.text.contains('.') => {
                let text = leaf.text.trim_end_matches('0').trim_end_matches('.').to_owned();
                Node::Leaf(Leaf { text, kind: Kind::Number })
            }
            Node::Leaf(leaf) => Node::Leaf(leaf.clone()),
        }
    }
    match content {
        Content::Json(node) | Content::Xml(node) | Content::Form(node) => Some(plain(node)),
        Content::Nothing | Content::Text => None,
    }
}

/// The reply of a sample.
fn reply(path: &str) -> Option<Received> {
    let sample = Sample::read("reply", &fixture(path)?);
    let status = http::StatusCode::from_u16(sample.status.unwrap_or(200)).expect("a status");
    Some(Received::new(status, http::HeaderMap::new(), sample.body))
}

/// The sample is a refusal with that code.
fn refused<C: Code>(read: Result<(), Error<C>>, code: &str, message: Option<&str>) {
    match read {
        Err(Error::Rejected(rejected)) => {
            assert_eq!(rejected.code().map(Code::as_str), Some(code));
            assert_eq!(rejected.message(), message);
        }
        other => panic!("not the refusal {code}: {other:?}"),
    }
}
