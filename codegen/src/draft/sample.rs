//! A sample: a raw HTTP message, or the body of one.

use super::node::{self, Node};

/// A sample of a request or a reply.
#[derive(Clone, Debug)]
pub struct Sample {
    /// An identifier, made of the file's name.
    pub name: String,
    /// The method and the target of a request, where the sample has a start line.
    pub start: Option<(String, String)>,
    /// The status of a reply, where the sample has a start line.
    pub status: Option<u16>,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// The body, with LF line ends.
    pub body: String,
    /// What the body is.
    pub content: Content,
}

/// What a body is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// There is none.
    Nothing,
    /// JSON.
    Json(Node),
    /// XML.
    Xml(Node),
    /// Names and values as forms send them.
    Form(Node),
    /// Anything else.
    Text,
}

impl Content {
    /// The word for the format.
    pub fn format(&self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Json(_) => "json",
            Self::Xml(_) => "xml",
            Self::Form(_) => "form",
            Self::Text => "text",
        }
    }

    /// The document, if it is one.
    pub fn node(&self) -> Option<&Node> {
        match self {
            Self::Json(node) | Self::Xml(node) | Self::Form(node) => Some(node),
            Self::Nothing | Self::Text => None,
        }
    }
}

impl Sample {
    /// Reads a sample. A message begins with its start line or, when only the body is known, with an empty line;
    /// a file without either is a body.
    pub fn read(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let (first, rest) = text.split_once('\n').unwrap_or((text.as_str(), ""));
        let (start, status) = (request_line(first), status_line(first));
        let mut sample = Self {
            name: name.to_owned(),
            start,
            status,
            headers: Vec::new(),
            body: String::new(),
            content: Content::Nothing,
        };
        if sample.start.is_some() || sample.status.is_some() {
            let mut rest = rest;
            while let Some((line, after)) = rest.split_once('\n').or((!rest.is_empty()).then_some((rest, ""))) {
                rest = after;
                let Some((name, value)) = line.split_once(':') else { break };
                sample.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            sample.body = rest.to_owned();
        } else {
            sample.body = if first.trim().is_empty() { rest.to_owned() } else { text.clone() };
        }
        sample.content = content(&sample.body, sample.header("content-type"));
        sample
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The path of a request, and its query.
    pub fn target(&self) -> (String, Option<String>) {
        let Some((_, target)) = &self.start else { return (String::new(), None) };
        let target = match target.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => target,
        };
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        (path.to_owned(), query.map(str::to_owned))
    }

    /// The server of a request, as far as the sample tells.
    pub fn server(&self) -> Option<String> {
        let (_, target) = self.start.as_ref()?;
        if let Some((scheme, rest)) = target.split_once("://") {
            return Some(format!("{scheme}://{}", rest.split(['/', '?']).next().unwrap_or(rest)));
        }
        self.header("host").map(|host| format!("https://{host}"))
    }
}

fn request_line(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let is_target = target.starts_with('/') || target.contains("://");
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method);
    let version = words.next().is_none_or(|version| version.starts_with("HTTP/"));
    (known && is_target && version).then(|| (method.to_owned(), target.to_owned()))
}

fn status_line(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP")?;
    rest.split_whitespace().find_map(|word| word.parse().ok()).filter(|status| (100..600).contains(status))
}

fn content(body: &str, content_type: Option<&str>) -> Content {
    let text = body.trim();
    if text.is_empty() {
        return Content::Nothing;
    }
    if text.starts_with(['{', '['])
        && let Some(node) = node::json(text)
    {
        return Content::Json(node);
    }
    if text.starts_with('<')
        && let Some(node) = node::xml(text)
    {
        return Content::Xml(node);
    }
    let form = content_type.is_some_and(|t| t.contains("urlencoded"));
    match node::form(text) {
        Some(node) if form || !text.contains(char::is_whitespace) => Content::Form(node),
        _ => Content::Text,
    }
}
