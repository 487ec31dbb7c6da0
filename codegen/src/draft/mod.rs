//! Drafts a spec from samples: requests and replies become typed fields with best guesses, to be edited.
//!
//! | file | what it does |
//! |---|---|
//! | `sample` | a raw message, or a body, and its format |
//! | `node` | documents as trees, whatever their format |
//! | `shape`, `scalar` | what several samples of one value have in common |
//! | `secret` | credentials, which are replaced by placeholders |
//! | `request`, `reply`, `marks`, `text` | what surrounds the fields, and what tells yes from no |
//! | `existing` | a vendor that is there already |
//! | `page` | the YAML |

mod existing;
mod marks;
mod node;
mod page;
mod reply;
mod request;
mod sample;
mod scalar;
mod secret;
mod shape;
mod text;
mod yaml;

use vendor_model::language::VendorSpec;

pub use node::{Kind, Leaf, Node};
use reply::Reply;
use request::Request;
pub use sample::{Content, Sample};
pub use scalar::day;
use secret::Secrets;
pub use shape::identifier;

/// What is to be drafted.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The vendor's identifier.
    pub vendor: String,
    /// The operation's identifier.
    pub operation: String,
    /// The title of the page.
    pub title: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
    /// The day on which it was read.
    pub read: String,
    /// Requests.
    pub requests: Vec<Sample>,
    /// Replies that succeed.
    pub replies: Vec<Sample>,
    /// Replies that refuse.
    pub refused: Vec<Sample>,
    /// The samples become fixtures, so that the examples prove what the page shows.
    pub fixtures: bool,
}

/// A draft.
#[derive(Debug)]
pub struct Draft {
    /// `vendor.yaml`, when there is none yet.
    pub vendor: Option<String>,
    /// The file of the page.
    pub page: String,
    /// Fixtures: the path below the folder of all fixtures, and the bytes.
    pub fixtures: Vec<(String, String)>,
}

/// Everything that was found out.
struct Findings<'w> {
    wanted: &'w Wanted,
    existing: Option<&'w VendorSpec>,
    secrets: Secrets,
    request: Request,
    reply: Reply,
    /// The vendor's own frames fit: bodies, replies.
    inherits: (bool, bool),
}

/// Drafts a spec; `existing` is the vendor when it is there already.
pub fn draft(wanted: &Wanted, existing: Option<&VendorSpec>) -> Draft {
    let mut secrets = Secrets::default();
    let mut request = request::read(&wanted.requests, &mut secrets);
    let mut reply = reply::read(&wanted.replies, &wanted.refused);
    let mut inherits = (false, false);
    if let Some(vendor) = existing {
        inherits.0 = inherit_body(vendor, wanted, &mut secrets, &mut request);
        inherits.1 = inherit_reply(vendor, wanted, &mut reply);
    }
    let findings = Findings { wanted, existing, secrets, request, reply, inherits };
    findings.draft()
}

/// Takes the vendor's frame around requests, if all samples fit it.
fn inherit_body(vendor: &VendorSpec, wanted: &Wanted, secrets: &mut Secrets, request: &mut Request) -> bool {
    let mut found = Secrets::default();
    let hole = |sample: &Sample, found: &mut Secrets| {
        let tree = existing::body_frame(vendor, sample.content.format())?;
        existing::at_hole(tree, sample.content.node()?, found)
    };
    let payloads: Option<Vec<Node>> =
        wanted.requests.iter().map(|sample| hole(sample, &mut found).map(Node::Record)).collect();
    let Some(payloads) = payloads.filter(|payloads| !payloads.is_empty()) else { return false };
    // The others are those of paths and headers.
    let in_body: Vec<String> =
        secrets.found.iter().filter(|s| !request.in_head(&s.key)).map(|s| s.key.clone()).collect();
    secrets.found.retain(|secret| !in_body.contains(&secret.key));
    secrets.found.extend(found.found);
    request.bodies.clear();
    let nodes: Vec<&Node> = payloads.iter().collect();
    if let shape::Shape::Record(fields) = shape::infer("request", &nodes, true, true) {
        request.fields = fields;
    }
    request.payloads = payloads;
    true
}

/// Takes the vendor's frame around replies, and its arms, if all samples fit it.
fn inherit_reply(vendor: &VendorSpec, wanted: &Wanted, reply: &mut Reply) -> bool {
    if vendor.reply.arms.is_empty() {
        return false;
    }
    let mut unused = Secrets::default();
    let mut hole = |sample: &Sample| {
        let tree = existing::reply_frame(vendor, sample.content.format())?;
        existing::at_hole(tree, &sample.content.node()?.unprefixed(), &mut unused)
    };
    let payloads: Option<Vec<Node>> = wanted.replies.iter().map(|sample| hole(sample).map(Node::Record)).collect();
    let refused: Option<Vec<Vec<(String, Node)>>> = wanted.refused.iter().map(&mut hole).collect();
    let (Some(payloads), Some(_)) = (payloads.filter(|payloads| !payloads.is_empty()), refused) else { return false };
    let nodes: Vec<&Node> = payloads.iter().collect();
    reply.response = match shape::infer("reply", &nodes, false, true) {
        shape::Shape::Record(fields) if !fields.is_empty() => Some(reply::Response::Fields(fields)),
        _ => None,
    };
    reply.payloads = payloads;
    let told = |sample: &Sample| existing::refusal(vendor, &sample.content.node()?.unprefixed());
    reply.refusals = wanted.refused.iter().map(told).collect();
    reply.frames.clear();
    reply.arms.clear();
    reply.doubts.clear();
    true
}
