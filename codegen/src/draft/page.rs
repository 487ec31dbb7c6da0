//! The YAML of a draft.

use super::node::Node;
use super::reply::Response;
use super::sample::{Content, Sample};
use super::shape::{Shape, field_lines, value_lines};
use super::{Draft, Findings, yaml};

impl Findings<'_> {
    pub(super) fn draft(self) -> Draft {
        let vendor = self.existing.is_none().then(|| self.vendor());
        let (examples, fixtures) = self.examples();
        Draft { vendor, page: self.page(&examples), fixtures }
    }

    /// What replies have around them is the vendor's, unless arms read documents of their own.
    fn framed(&self) -> bool {
        !self.reply.frames.is_empty()
    }

    fn vendor(&self) -> String {
        let wanted = self.wanted;
        let mut text = format!(
            "# yaml-language-server: $schema=../schema.json\n# A draft by `codegen new`, made of samples. Everything behind `guess:` wants a look.\nvendor: {}\ntitle: {}\nsummary: {}  # guess: say what it does\n",
            wanted.vendor,
            yaml::quoted(&wanted.vendor),
            yaml::quoted(&format!("The API of {}.", wanted.vendor)),
        );
        let server = self.request.server.clone();
        let doubt = if server.is_none() { "  # guess: no sample names a server" } else { "" };
        let server = server.unwrap_or_else(|| format!("https://{}.example", wanted.vendor.replace('_', "-")));
        text.push_str(&format!(
            "servers:\n  production: {{ url: {}, summary: The address of the samples. }}{doubt}\n",
            yaml::quoted(&server)
        ));
        if !self.secrets.found.is_empty() {
            text.push_str("credentials:\n");
            for secret in &self.secrets.found {
                text.push_str(&format!(
                    "  {}: {{ summary: {} }}  # guess: say where one gets it\n",
                    secret.key,
                    yaml::quoted(&format!("What the samples have as {}.", secret.wire))
                ));
            }
        }
        let send = self.vendor_send();
        if !send.is_empty() {
            text.push_str(&format!("send:\n{}", yaml::indented(&send, 2)));
        }
        if self.framed() {
            text.push_str(&format!("reply:\n{}", yaml::indented(&self.reply_lines(), 2)));
        }
        let mut codes: Vec<(String, Option<String>)> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (code, message) in self.reply.refusals.iter().flatten() {
            if !codes.iter().any(|(known, _)| known == code) {
                codes.push((code.clone(), message.clone()));
            }
        }
        if !codes.is_empty() {
            text.push_str(
                "errors:  # guess: give each a name and a class; unknown effects belong on failures of the vendor\n",
            );
            for (code, message) in codes {
                let message = message.filter(|m| !m.is_empty()).map(|m| format!(", message: {}", yaml::quoted(&m)));
                let sign = if code.starts_with('-') { "minus_" } else { "" };
                let mut name = format!("code_{sign}{}", super::identifier(&code).trim_start_matches("n_"));
                while names.contains(&name) {
                    name.push_str("_too");
                }
                text.push_str(&format!(
                    "  - {{ code: {}, as: {name}, class: unknown{} }}\n",
                    yaml::quoted(&code),
                    message.unwrap_or_default()
                ));
                names.push(name);
            }
        }
        text
    }

    /// What is said once: headers with credentials, and what surrounds the fields.
    fn vendor_send(&self) -> String {
        let mut text = String::new();
        for (name, pattern) in self.request.headers.iter().filter(|(_, pattern)| has_hole(pattern)) {
            if text.is_empty() {
                text.push_str("headers:\n");
            }
            text.push_str(&format!("  {}: {}\n", yaml::name(name), yaml::quoted(pattern)));
        }
        if !self.request.bodies.is_empty() {
            text.push_str("body:\n");
            for (format, tree) in &self.request.bodies {
                text.push_str(&format!("  {format}: {tree}\n"));
            }
        }
        text
    }

    fn reply_lines(&self) -> String {
        let mut text = String::new();
        let sent: Vec<&str> = self.request_formats();
        let received: Vec<&str> = self.reply.formats.iter().map(String::as_str).collect();
        if !received.is_empty() && received != sent {
            text.push_str(&format!("formats: [{}]\n", received.join(", ")));
        }
        for (index, (format, tree)) in self.reply.frames.iter().enumerate() {
            match index {
                0 => text.push_str(&format!("frame: {tree}\n")),
                1 => text.push_str(&format!("frames:\n  {format}: {tree}\n")),
                _ => text.push_str(&format!("  {format}: {tree}\n")),
            }
        }
        if !self.reply.arms.is_empty() {
            text.push_str("arms:\n");
            self.reply.arms.iter().for_each(|arm| text.push_str(&format!("  - {arm}\n")));
        }
        text
    }

    fn request_formats(&self) -> Vec<&str> {
        let mut formats: Vec<&str> = Vec::new();
        for sample in &self.wanted.requests {
            let format = sample.content.format();
            if !format.is_empty() && !formats.contains(&format) {
                formats.push(format);
            }
        }
        if formats.is_empty() { vec!["json"] } else { formats }
    }

    fn page(&self, examples: &str) -> String {
        let wanted = self.wanted;
        let title = wanted.title.clone().unwrap_or_else(|| wanted.operation.replace('_', " "));
        let doubt = if wanted.title.is_some() { "" } else { "  # guess: the title of the page" };
        let url = wanted.url.as_ref().map(|url| format!(", url: {}", yaml::quoted(url))).unwrap_or_default();
        let mut text = format!(
            "# yaml-language-server: $schema=../schema.json\n# A draft by `codegen new`, made of samples. Everything behind `guess:` wants a look.\nsource: {{ title: {}{url}, read: {} }}{doubt}\noperations:\n  {}:\n",
            yaml::quoted(&title),
            wanted.read,
            wanted.operation
        );
        let mut body = format!(
            "summary: {}  # guess: say what it does\nsafety: once  # guess: `read` or `idempotent` only if the page says so\nmethod: {}{}\n",
            yaml::quoted(&format!("What the page calls {title}.")),
            self.request.method,
            if self.request.method_known { "" } else { "  # guess: no sample has a start line" }
        );
        let send = self.send();
        if !send.is_empty() {
            body.push_str(&format!("send:\n{}", yaml::indented(&send, 2)));
        }
        if !self.request.fields.is_empty() {
            let fields = yaml::indented(&field_lines(&self.request.fields), 4);
            body.push_str(&format!("request:\n  fields:\n{fields}"));
        }
        match &self.reply.response {
            Some(Response::Fields(fields)) => {
                body.push_str(&format!("response:\n  fields:\n{}", yaml::indented(&field_lines(fields), 4)));
            }
            Some(Response::Value(shape)) => {
                body.push_str(&format!("response:\n  value:\n{}", yaml::indented(&value_lines(shape, "value"), 4)));
            }
            None => {}
        }
        let own = !self.inherits.1 && (self.existing.is_some() || !self.framed());
        if own {
            body.push_str(&format!("reply:\n{}", yaml::indented(&self.reply_lines(), 2)));
        }
        if !examples.is_empty() {
            body.push_str(&format!("examples:\n{}", yaml::indented(examples, 2)));
        }
        body.push_str(&format!("open_points:\n{}", yaml::indented(&self.open_points(), 2)));
        text.push_str(&yaml::indented(&body, 4));
        text
    }

    /// What is said of this operation alone.
    fn send(&self) -> String {
        let request = &self.request;
        let new = self.existing.is_none();
        let mut text = String::new();
        let mut paths = request.paths.clone();
        if paths.is_empty() {
            text.push_str(&format!(
                "path: {}  # guess: no sample has a start line\n",
                yaml::quoted(&format!("/{}", self.wanted.operation))
            ));
        } else {
            paths.dedup_by(|a, b| a.1 == b.1);
            match paths.as_slice() {
                [(_, path)] => text.push_str(&format!("path: {}\n", yaml::quoted(path))),
                several => {
                    text.push_str("path:\n");
                    for (format, path) in several {
                        text.push_str(&format!("  {format}: {}\n", yaml::quoted(path)));
                    }
                }
            }
        }
        if let Some(query) = &request.query {
            text.push_str(&format!("query: {query}\n"));
        }
        let known = |name: &str| {
            self.existing.is_some_and(|v| v.send.headers.keys().any(|known| known.eq_ignore_ascii_case(name)))
        };
        let mut headers = request.headers.iter().filter(|(name, p)| !(known(name) || new && has_hole(p))).peekable();
        if headers.peek().is_some() {
            text.push_str("headers:\n");
            headers.for_each(|(name, pattern)| {
                text.push_str(&format!("  {}: {}\n", yaml::name(name), yaml::quoted(pattern)))
            });
        }
        for (format, content_type) in &request.content_types {
            text.push_str(&format!("content_type: {{ {format}: {} }}\n", yaml::quoted(content_type)));
        }
        let bodies = request.bodies.as_slice();
        if bodies.is_empty() && request.method != "GET" && !self.inherits.0 {
            text.push_str("body: {}\n");
        } else if !new && !bodies.is_empty() {
            text.push_str("body:\n");
            bodies.iter().for_each(|(format, tree)| text.push_str(&format!("  {format}: {tree}\n")));
        }
        text
    }

    fn open_points(&self) -> String {
        let mut points: Vec<String> = vec![
            "This is a draft of samples alone; what the page says in words, such as limits, rules and codes, is not in it.".to_owned(),
        ];
        if self.wanted.requests.len() + self.wanted.replies.len() <= 2 {
            points.push(
                "One sample shows what may be there, not what may be missing; every field of it counts as required."
                    .to_owned(),
            );
        }
        points.extend(self.request.doubts.iter().chain(&self.reply.doubts).cloned());
        let point = |says: &String| {
            format!(
                "- says: {}\n  chosen: {}\n  confidence: guessed\n",
                yaml::quoted(says),
                yaml::quoted("What the samples show.")
            )
        };
        points.iter().map(point).collect()
    }

    /// The samples as examples, and as fixtures.
    fn examples(&self) -> (String, Vec<(String, String)>) {
        let wanted = self.wanted;
        let (mut text, mut fixtures) = (String::new(), Vec::new());
        let mut taken: Vec<String> = Vec::new();
        let mut name = |sample: &Sample| {
            let base = super::identifier(&sample.name);
            let mut name = base.clone();
            let mut number = 2;
            while taken.contains(&name) {
                name = format!("{base}_{number}");
                number += 1;
            }
            taken.push(name.clone());
            name
        };
        let several = self.request_formats().len() > 1;
        let proves = if wanted.fixtures { "page" } else { "made" };
        let outcomes: Vec<(Option<&Sample>, Option<String>)> = if wanted.replies.is_empty() && wanted.refused.is_empty()
        {
            wanted.requests.iter().map(|_| (None, None)).collect()
        } else {
            let yes = wanted.replies.iter().enumerate().map(|(index, sample)| {
                let value = match (&self.reply.response, self.reply.payloads.get(index)) {
                    (Some(response), Some(node)) => response.value(node),
                    _ => "{}".to_owned(),
                };
                (Some(sample), Some(format!("reply: {value}")))
            });
            let no = wanted.refused.iter().enumerate().map(|(index, sample)| {
                let refused = self.reply.refusals.get(index).cloned().flatten().map(|(code, message)| {
                    let message = message.filter(|m| !m.is_empty()).map(|m| format!(", message: {}", yaml::quoted(&m)));
                    format!("refused: {{ code: {}{} }}", yaml::quoted(&code), message.unwrap_or_default())
                });
                (Some(sample), refused)
            });
            yes.chain(no).collect()
        };
        let mut used = vec![false; wanted.requests.len()];
        for (index, (reply, outcome)) in outcomes.into_iter().enumerate() {
            let format = reply.map(|r| r.content.format()).unwrap_or_default();
            let same = |at: usize| wanted.requests.get(at).is_some_and(|r| !several || r.content.format() == format);
            let at = if same(index) { index } else { (0..wanted.requests.len()).find(|at| same(*at)).unwrap_or(0) };
            let request = wanted.requests.get(at);
            let payload = self.request.payloads.get(at).cloned().unwrap_or(Node::Record(Vec::new()));
            let given = Shape::Record(self.request.fields.clone()).value(&payload);
            let Some(sample) = reply.or(request) else { continue };
            let example = name(sample);
            let wire = request.map(|r| r.content.format()).filter(|f| !f.is_empty()).unwrap_or("json");
            let formats = if several { format!("  formats: [{wire}]\n") } else { String::new() };
            let known = |code_line: &str| {
                let Some(vendor) = self.existing else { return true };
                !code_line.starts_with("refused")
                    || vendor.errors.iter().any(|e| code_line.contains(&yaml::quoted(&e.code.0)))
            };
            let line = match &outcome {
                Some(line) if known(line) => format!("  {line}\n"),
                Some(line) => {
                    text.push_str(&format!("# guess: add the code to `errors:` of vendor.yaml, then: {line}\n"));
                    continue;
                }
                None if reply.is_some() => {
                    text.push_str(&format!("# guess: {example} is a refusal without a code that could be found\n"));
                    continue;
                }
                None => String::new(),
            };
            text.push_str(&format!("{example}:\n  proves: {proves}\n{formats}  request: {given}\n{line}"));
            if wanted.fixtures {
                let base = format!("{}/{}/{example}.{wire}", wanted.vendor, wanted.operation);
                // A request that two examples share is proven by the first of them.
                if let (Some(request), Some(used)) = (request, used.get_mut(at))
                    && !std::mem::replace(used, true)
                {
                    fixtures.push((format!("{base}.request.http"), self.request_fixture(request)));
                }
                if let Some(reply) = reply {
                    fixtures.push((format!("{base}.reply.http"), self.reply_fixture(reply)));
                }
            }
        }
        (text, fixtures)
    }

    fn request_fixture(&self, sample: &Sample) -> String {
        let mut text = String::new();
        if let Some((method, _)) = &sample.start {
            let format = sample.content.format();
            let path = self.request.paths.iter().find(|(f, _)| f == format).map(|(_, path)| filled(path));
            let query = sample.target().1.map(|query| format!("?{query}")).unwrap_or_default();
            text.push_str(&format!("{method} {}{query}\n", path.unwrap_or_default()));
            for (name, pattern) in &self.request.headers {
                if let Some(value) = sample.header(name) {
                    let kept = if pattern.contains("{reply_format}") { value.to_owned() } else { filled(pattern) };
                    text.push_str(&format!("{name}: {kept}\n"));
                }
            }
        }
        text.push('\n');
        text.push_str(&sample.body);
        let text = self.secrets.redacted(&text);
        sample.content.node().map_or(text.clone(), |node| hidden(node, text))
    }

    fn reply_fixture(&self, sample: &Sample) -> String {
        let start = sample.status.map(|status| format!("HTTP {status}\n")).unwrap_or_default();
        let mut body = sample.body.clone();
        if let (Content::Json(node) | Content::Xml(node) | Content::Form(node), _) = (&sample.content, ()) {
            body = hidden(node, body);
        }
        self.secrets.redacted(&format!("{start}\n{body}"))
    }
}

/// A reply without the secrets that it hands out.
fn hidden(node: &Node, mut body: String) -> String {
    match node {
        Node::Record(members) => {
            for (name, inner) in members {
                match inner {
                    Node::Leaf(leaf) if super::secret::is_secret(name) && !leaf.text.is_empty() => {
                        body = super::secret::replaced(&body, name, &leaf.text, "placeholder");
                    }
                    inner => body = hidden(inner, body),
                }
            }
            body
        }
        Node::List(items) => items.iter().fold(body, |body, item| hidden(item, body)),
        Node::Leaf(_) => body,
    }
}

/// A pattern with placeholders in its holes.
fn filled(pattern: &str) -> String {
    let mut text = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' | '[' | ']' if chars.peek() == Some(&c) => {
                chars.next();
                text.push(c);
            }
            '{' => text.push_str("{{"),
            '}' => text.push_str("}}"),
            c => text.push(c),
        }
    }
    text
}

fn has_hole(pattern: &str) -> bool {
    filled(pattern).contains("{{")
}

impl Response {
    fn value(&self, node: &Node) -> String {
        match self {
            Self::Fields(fields) => Shape::Record(fields.clone()).value(node),
            Self::Value(shape) => shape.value(node),
        }
    }
}
