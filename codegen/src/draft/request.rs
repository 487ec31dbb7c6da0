//! Requests: what surrounds the fields, and the fields.

use super::node::{Kind, Node, form};
use super::sample::{Content, Sample};
use super::secret::Secrets;
use super::shape::{Field, Shape, has_nested_list, infer};
use super::yaml;

/// What requests are made of.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Whether a sample has it.
    pub method_known: bool,
    /// The path, a pattern; by format where they differ.
    pub paths: Vec<(String, String)>,
    /// Headers, with patterns.
    pub headers: Vec<(String, String)>,
    /// The query as a tree, if there is one.
    pub query: Option<String>,
    /// The bodies, by format, as trees.
    pub bodies: Vec<(String, String)>,
    /// Content types that are not the format's own.
    pub content_types: Vec<(String, String)>,
    /// The fields that the caller gives.
    pub fields: Vec<Field>,
    /// The payload of each sample.
    pub payloads: Vec<Node>,
    /// The server.
    pub server: Option<String>,
    /// What a reader should look at.
    pub doubts: Vec<String>,
}

impl Request {
    /// Whether a credential stands in the path, the query or a header.
    pub fn in_head(&self, key: &str) -> bool {
        let hole = format!("{{{key}}}");
        let texts = self.paths.iter().chain(&self.headers).map(|(_, pattern)| pattern);
        texts.chain(&self.query).any(|text| text.contains(&hole))
    }
}

/// Headers that every client writes by itself, or that say nothing.
const PLAIN_HEADERS: [&str; 14] = [
    "host",
    "content-type",
    "content-length",
    "user-agent",
    "accept-encoding",
    "connection",
    "cache-control",
    "date",
    "accept-language",
    "origin",
    "referer",
    "cookie",
    "postman-token",
    "transfer-encoding",
];

/// An XML document that is one value, as a root with a text in it.
fn rooted(sample: &Sample) -> Sample {
    let mut sample = sample.clone();
    if let Content::Xml(Node::Record(members)) = &mut sample.content {
        for (_, root) in members.iter_mut().filter(|(_, root)| matches!(root, Node::Leaf(_))) {
            let text = ("#text".to_owned(), root.clone());
            *root = Node::Record(if root.is_empty() { Vec::new() } else { vec![text] });
        }
    }
    sample
}

/// Reads requests.
pub fn read(samples: &[Sample], secrets: &mut Secrets) -> Request {
    let samples: Vec<Sample> = samples.iter().map(rooted).collect();
    let samples = samples.as_slice();
    let mut request = Request::default();
    for sample in samples {
        if let Some(node) = sample.content.node() {
            secrets.look(node);
        }
        if let Some(node) = sample.target().1.as_deref().and_then(form) {
            secrets.look(&node);
        }
    }
    let start = samples.iter().find_map(|sample| sample.start.clone());
    request.method_known = start.is_some();
    let has_body = samples.iter().any(|sample| sample.content != Content::Nothing);
    request.method = start.map_or_else(|| if has_body { "POST" } else { "GET" }.to_owned(), |(method, _)| method);
    request.server = samples.iter().find_map(Sample::server);
    let formats: Vec<&str> = samples.iter().map(|sample| sample.content.format()).collect();
    let several = formats.iter().any(|format| Some(format) != formats.first());
    for sample in samples {
        head(sample, several, secrets, &mut request);
    }
    bodies(samples, secrets, &mut request);
    if request.bodies.is_empty() {
        queries(samples, secrets, &mut request);
    } else if samples.iter().any(|sample| sample.target().1.is_some()) {
        constant_query(samples, secrets, &mut request);
    }
    if request.payloads.iter().any(has_nested_list) {
        request.doubts.push("A list of lists is left out of the request; specs can't say it.".to_owned());
    }
    let nodes: Vec<&Node> = request.payloads.iter().collect();
    if let Shape::Record(fields) = infer("request", &nodes, true, true) {
        request.fields = fields;
    }
    request
}

/// Path, headers and content type.
fn head(sample: &Sample, several: bool, secrets: &mut Secrets, request: &mut Request) {
    let format = sample.content.format().to_owned();
    if sample.start.is_some() {
        let path: Vec<String> = sample.target().0.split('/').map(|segment| path_segment(segment, secrets)).collect();
        let path = path.join("/");
        if !request.paths.iter().any(|(f, _)| *f == format) {
            request.paths.push((format.clone(), path));
        }
    }
    for (name, value) in &sample.headers {
        let known = request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if known || PLAIN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        let pattern = if name.eq_ignore_ascii_case("authorization") {
            match value.split_once(' ') {
                Some((scheme, token)) if scheme.eq_ignore_ascii_case("basic") => {
                    request.doubts.push("The samples have basic authentication; the user and the password of it are credentials of their own.".to_owned());
                    format!("{scheme} {{{}}}", secrets.key("basic_authorization", token))
                }
                Some((scheme, token)) => format!("{scheme} {{{}}}", secrets.key("token", token)),
                None => format!("{{{}}}", secrets.key("token", value)),
            }
        } else if secrets.is(name) {
            format!("{{{}}}", secrets.key(name, value))
        } else if name.eq_ignore_ascii_case("accept") && value == "*/*" {
            continue;
        } else if several && name.eq_ignore_ascii_case("accept") && value.ends_with(&format) {
            format!("{}{{reply_format}}", escaped(value.trim_end_matches(&format)))
        } else {
            escaped(value)
        };
        request.headers.push((name.clone(), pattern));
    }
    if let Some(content_type) = sample.header("content-type") {
        let own = match format.as_str() {
            "json" => content_type.starts_with("application/json"),
            "xml" => content_type.starts_with("application/xml"),
            "form" => content_type == "application/x-www-form-urlencoded",
            "text" => content_type.starts_with("text/plain"),
            _ => true,
        };
        if !own && !request.content_types.iter().any(|(f, _)| *f == format) {
            request.content_types.push((format, content_type.to_owned()));
        }
    }
}

/// A segment of a path: a credential, when it is long and random.
fn path_segment(segment: &str, secrets: &mut Secrets) -> String {
    let random = segment.len() >= 20
        && segment.chars().all(|c| c.is_ascii_alphanumeric())
        && segment.chars().any(|c| c.is_ascii_digit())
        && segment.chars().any(|c| c.is_ascii_alphabetic());
    if random {
        return format!("{{{}}}", secrets.key("api_key", segment));
    }
    if let Some(key) = segment.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
        return format!("{{{}}}", secrets.key(key, segment));
    }
    escaped(segment)
}

/// A text as a pattern has it.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace('[', "[[").replace(']', "]]")
}

fn bodies(samples: &[Sample], secrets: &mut Secrets, request: &mut Request) {
    let mut formats: Vec<&str> = Vec::new();
    for sample in samples {
        let format = sample.content.format();
        if !format.is_empty() && !formats.contains(&format) {
            formats.push(format);
        }
    }
    if formats == ["text"] {
        request.bodies.push(("text".to_owned(), yaml::quoted("{text}")));
        let leaf = |sample: &Sample| {
            let leaf = super::node::Leaf { text: sample.body.trim_end_matches('\n').to_owned(), kind: Kind::Plain };
            Node::Record(vec![("text".to_owned(), Node::Leaf(leaf))])
        };
        request.payloads = samples.iter().map(leaf).collect();
        request.doubts.push("The whole body is one text so far; write its parts as holes of the pattern.".to_owned());
        return;
    }
    // Of each format the ways down to the payload, the outermost first.
    let mut ways: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for format in formats.iter().filter(|format| **format != "text") {
        let of: Vec<&Node> =
            samples.iter().filter(|s| s.content.format() == *format).filter_map(|s| s.content.node()).collect();
        ways.push(((*format).to_owned(), ways_down(format, &of, secrets)));
    }
    let names = |format: &str, way: &[String], secrets: &Secrets| -> Vec<String> {
        let of = samples.iter().filter(|s| s.content.format() == format).filter_map(|s| s.content.node());
        let mut names: Vec<String> = Vec::new();
        for (name, _) in of.filter_map(|node| node.at(way)).flat_map(|node| payload(node, secrets).1) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    // Where there are several formats, the deepest way at which all have the same fields.
    let chosen: Vec<(String, Vec<String>)> = ways
        .iter()
        .map(|(format, all)| {
            let agrees = |way: &&Vec<String>| {
                ways.iter().all(|(other, others)| {
                    others.iter().any(|o| same_names(&names(other, o, secrets), &names(format, way, secrets)))
                })
            };
            let way = all.iter().rev().find(agrees).or(all.last()).cloned().unwrap_or_default();
            (format.clone(), way)
        })
        .collect();
    if samples.iter().filter_map(|sample| sample.content.node()).any(|node| secrets.has_constants(node)) {
        let doubt = "What stands beside the credentials of an account is a constant of the frame so far.";
        request.doubts.push(doubt.to_owned());
    }
    for (format, way) in &chosen {
        let of: Vec<&Node> =
            samples.iter().filter(|s| s.content.format() == *format).filter_map(|s| s.content.node()).collect();
        if let Some(first) = of.first() {
            let tree = frame(first, way, secrets);
            request.bodies.push((format.clone(), tree));
        }
    }
    for sample in samples {
        let way = chosen.iter().find(|(format, _)| format == sample.content.format()).map(|(_, way)| way.as_slice());
        let node = sample.content.node().and_then(|node| node.at(way.unwrap_or_default()));
        request.payloads.push(node.map_or(Node::Record(Vec::new()), |node| Node::Record(payload(node, secrets).1)));
    }
}

fn same_names(a: &[String], b: &[String]) -> bool {
    a.iter().all(|name| b.contains(name)) && b.iter().all(|name| a.contains(name))
}

/// Paths from the root to where fields may stand: down while there is one way, beside constants and credentials.
fn ways_down(format: &str, nodes: &[&Node], secrets: &Secrets) -> Vec<Vec<String>> {
    let mut ways = vec![Vec::new()];
    let mut way: Vec<String> = Vec::new();
    loop {
        let here: Vec<&Node> = nodes.iter().filter_map(|node| node.at(&way)).collect();
        let mut inner: Vec<&(String, Node)> = Vec::new();
        for (name, node) in here.iter().flat_map(|node| node.members()) {
            let known = inner.iter().any(|(n, _)| n == name);
            if !known && !name.starts_with("@xmlns") && !secrets.whole(name, node) {
                inner.extend(here.iter().filter_map(|h| h.members().iter().find(|(n, _)| n == name)).next());
            }
        }
        match inner.as_slice() {
            [(name, Node::Record(_))] if format != "form" => way.push(name.clone()),
            _ => break,
        }
        ways.push(way.clone());
    }
    // An XML document has one root, and fields are not it.
    if format == "xml" && ways.len() > 1 {
        ways.remove(0);
    }
    ways
}

type Members = Vec<(String, Node)>;

/// The members that surround the payload, and the payload.
fn payload(node: &Node, secrets: &Secrets) -> (Members, Members) {
    node.members().iter().cloned().partition(|(name, node)| name.starts_with("@xmlns") || secrets.whole(name, node))
}

/// The tree around the payload, in YAML.
fn frame(node: &Node, way: &[String], secrets: &mut Secrets) -> String {
    let mut members: Vec<(String, String)> = Vec::new();
    let mut hole = false;
    for (name, inner) in node.members() {
        if way.first() == Some(name) {
            members.push((yaml::name(name), frame(inner, way.get(1..).unwrap_or_default(), secrets)));
        } else if name.starts_with("@xmlns") {
            let text = inner.leaf().map(|leaf| escaped(&leaf.text)).unwrap_or_default();
            members.push((yaml::name(name), yaml::quoted(&text)));
        } else if secrets.whole(name, inner) {
            members.push((yaml::name(name), credentials(name, inner, secrets)));
        } else if !hole && way.is_empty() && !name.starts_with('@') {
            hole = true;
            members.push((yaml::quoted("..."), "request".to_owned()));
        }
    }
    if way.is_empty() && !hole {
        members.push((yaml::quoted("..."), "request".to_owned()));
    }
    yaml::row(&members)
}

fn credentials(name: &str, node: &Node, secrets: &mut Secrets) -> String {
    match node {
        Node::Leaf(leaf) if secrets.is(name) => yaml::quoted(&format!("{{{}}}", secrets.key(name, &leaf.text))),
        Node::Leaf(leaf) if leaf.kind == Kind::Number && leaf.text.parse::<i64>().is_ok() => leaf.text.clone(),
        Node::Leaf(leaf) if leaf.kind == Kind::Boolean => leaf.text.clone(),
        Node::Leaf(leaf) => yaml::quoted(&escaped(&leaf.text)),
        node => {
            let members: Vec<(String, String)> = node
                .members()
                .iter()
                .map(|(name, inner)| (yaml::name(name), credentials(name, inner, secrets)))
                .collect();
            yaml::row(&members)
        }
    }
}

/// The fields of a request without a body.
fn queries(samples: &[Sample], secrets: &mut Secrets, request: &mut Request) {
    let queries: Vec<Node> = samples
        .iter()
        .map(|sample| sample.target().1.as_deref().and_then(form).unwrap_or(Node::Record(Vec::new())))
        .collect();
    let (mut members, mut hole): (Vec<(String, String)>, bool) = (Vec::new(), false);
    for (name, node) in queries.iter().flat_map(|query| query.members()) {
        if members.iter().any(|(known, _)| *known == yaml::name(name)) {
            continue;
        }
        if secrets.whole(name, node) {
            members.push((yaml::name(name), credentials(name, node, secrets)));
        } else if !hole {
            hole = true;
            members.push((yaml::quoted("..."), "request".to_owned()));
        }
    }
    if members.len() > usize::from(hole) {
        request.query = Some(yaml::row(&members));
    }
    request.payloads = queries.iter().map(|query| Node::Record(payload(query, secrets).1)).collect();
}

/// The query beside a body: what is no credential is taken for a constant.
fn constant_query(samples: &[Sample], secrets: &mut Secrets, request: &mut Request) {
    let Some(query) = samples.iter().find_map(|sample| sample.target().1.as_deref().and_then(form)) else { return };
    let mut members = Vec::new();
    for (name, node) in query.members() {
        let text = node.leaf().map(|leaf| escaped(&leaf.text)).unwrap_or_default();
        let value = if secrets.whole(name, node) { credentials(name, node, secrets) } else { yaml::quoted(&text) };
        members.push((yaml::name(name), value));
    }
    request.doubts.push("What stands in the query beside a body is a constant so far.".to_owned());
    request.query = Some(yaml::row(&members));
}
