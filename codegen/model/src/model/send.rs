//! The request on the wire.

use super::{Charset, Expression, Format};

/// The HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The request on the wire.
#[derive(Clone, Debug)]
pub struct Send {
    /// The method.
    pub method: Method,
    /// Where it answers, if not at the server's own address: an index into [`Vendor::hosts`](super::Vendor::hosts).
    pub host: Option<usize>,
    /// The path, by the format of the request.
    pub paths: Vec<(Format, Pattern)>,
    /// Documents with a name, which patterns and expressions may use; each may use those before it.
    pub documents: Vec<Document>,
    /// The query: names with what stands behind them, in order.
    pub query: Vec<(String, Node)>,
    /// Header names and their texts, in order.
    pub headers: Vec<(String, Pattern)>,
    /// The body, by format; none means no body.
    pub bodies: Vec<(Format, Node)>,
    /// The content type of the body, where it is not the format's own.
    pub content_types: Vec<(Format, String)>,
    /// The reply's format is chosen apart from the request's.
    pub reply_format_apart: bool,
    /// The tokens that it needs.
    pub tokens: Vec<usize>,
    /// What optional fields look like when they are not there.
    pub absent: Absent,
    /// The charset of the body and of the query, where it is not UTF-8.
    pub charset: Option<Charset>,
    /// What stands before the root of an XML document, where it is not the usual declaration.
    pub declaration: Option<String>,
}

impl Send {
    /// The path in a format.
    pub fn path(&self, format: Format) -> Option<&Pattern> {
        self.paths.iter().find(|(f, _)| *f == format).map(|(_, p)| p)
    }

    /// The body in a format.
    pub fn body(&self, format: Format) -> Option<&Node> {
        self.bodies.iter().find(|(f, _)| *f == format).map(|(_, n)| n)
    }

    /// Every pattern of the request.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let mut found: Vec<&Pattern> = self.paths.iter().map(|(_, pattern)| pattern).collect();
        found.extend(self.headers.iter().map(|(_, pattern)| pattern));
        let nodes = self.query.iter().map(|(_, node)| node).chain(self.bodies.iter().map(|(_, node)| node));
        nodes.chain(self.documents.iter().map(|document| &document.node)).for_each(|node| node.patterns(&mut found));
        found.into_iter()
    }

    /// Formats in which it can be sent.
    pub fn formats(&self) -> impl Iterator<Item = Format> + '_ {
        self.paths.iter().map(|(f, _)| *f)
    }
}

/// A document that is put together before the request, and stands in it as a text.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name in the spec.
    pub name: String,
    /// How it is written.
    pub format: Format,
    /// What stands in it.
    pub node: Node,
}

/// What an optional value looks like when it is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// It is left out with its name.
    #[default]
    Omit,
    /// Its name is there with nothing behind it: an empty text, list or record.
    Empty,
    /// JSON's null.
    Null,
    /// This text stands in its place.
    Text(String),
}

/// Literals and holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(pub Vec<Piece>);

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Literal(String),
    /// Filled when a request is made.
    Hole(Source),
    /// Computed when a request is made.
    Computed(Expression),
    /// Left out when the reply's format that it names is the default, or a field that it names is not there.
    Optional(Vec<Piece>),
}

/// What fills a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A field of the request.
    Field(usize),
    /// A credential.
    Credential(usize),
    /// A setting.
    Setting(usize),
    /// A token.
    Token(usize),
    /// The word for the request's format.
    RequestFormat,
    /// The word for the reply's format; the default is the request's.
    ReplyFormat,
}

impl Pattern {
    /// Every hole, optional ones included.
    pub fn holes(&self) -> Vec<Source> {
        fn walk(pieces: &[Piece], found: &mut Vec<Source>) {
            for piece in pieces {
                match piece {
                    Piece::Literal(_) => {}
                    Piece::Hole(source) => found.push(*source),
                    // A field that is only computed with still goes where the others go.
                    Piece::Computed(expression) => expression.visit(&mut |inner| match inner {
                        Expression::Value(Source::Field(_)) => {}
                        Expression::Value(source) => found.push(*source),
                        _ => {}
                    }),
                    Piece::Optional(inner) => walk(inner, found),
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.0, &mut found);
        found
    }

    /// Visits every expression in it.
    pub fn visit(&self, each: &mut impl FnMut(&Expression)) {
        for piece in &self.0 {
            if let Piece::Computed(expression) = piece {
                expression.visit(each);
            }
        }
    }

    /// Whether it is made of what is sent, and so can't be among what is signed. Timestamps and nonces are not.
    pub fn is_signature(&self) -> bool {
        let mut found = false;
        self.visit(&mut |inner| {
            found |= matches!(inner, Expression::Pairs { .. } | Expression::Body | Expression::Query)
        });
        found
    }

    /// The text, if there is no hole.
    pub fn as_literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

/// A node of a document.
#[derive(Clone, Debug)]
pub enum Node {
    /// Names in order.
    Record(Vec<(String, Node)>),
    /// Items in order; in XML the element around them repeats.
    List(Vec<Node>),
    /// The fields of the request, among the names around it.
    Hole,
    /// A field of the request in its own form, under the name that stands here.
    Field(usize),
    /// A value that the caller does not give, or a text with holes.
    Leaf(Leaf),
    /// A document of its own, as the text of one value.
    Document(Format, Box<Node>),
}

impl Node {
    /// Visits it and all nodes in it, each with the format of the document that it stands in.
    pub fn visit<'n>(&'n self, format: Format, each: &mut impl FnMut(&'n Self, Format)) {
        each(self, format);
        match self {
            Self::Record(members) => members.iter().for_each(|(_, node)| node.visit(format, each)),
            Self::List(items) => items.iter().for_each(|node| node.visit(format, each)),
            Self::Document(format, inner) => inner.visit(*format, each),
            Self::Hole | Self::Field(_) | Self::Leaf(_) => {}
        }
    }

    /// Every pattern in it.
    pub fn patterns<'n>(&'n self, found: &mut Vec<&'n Pattern>) {
        self.visit(Format::Json, &mut |node, _| {
            if let Self::Leaf(Leaf::Text(pattern)) = node {
                found.push(pattern);
            }
        });
    }

    /// Every hole in its patterns, and the fields that stand in it by themselves.
    pub fn holes(&self) -> Vec<Source> {
        let mut found = Vec::new();
        self.visit(Format::Json, &mut |node, _| match node {
            Self::Field(index) => found.push(Source::Field(*index)),
            Self::Leaf(Leaf::Text(pattern)) => found.extend(pattern.holes()),
            _ => {}
        });
        found
    }

    /// The format of the document that the hole stands in; `format` is that of the whole.
    pub fn hole_format(&self, format: Format) -> Format {
        let mut found = None;
        self.visit(format, &mut |node, format| {
            if matches!(node, Self::Hole) {
                found = found.or(Some(format));
            }
        });
        found.unwrap_or(format)
    }

    /// How often the fields of the request stand in it.
    pub fn count_holes(&self) -> usize {
        let mut count = 0;
        self.visit(Format::Json, &mut |node, _| count += usize::from(matches!(node, Self::Hole)));
        count
    }
}

/// A value that the caller does not give.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// A text.
    Text(Pattern),
    /// A number.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
    /// Nothing.
    Null,
}
