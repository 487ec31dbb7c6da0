//! The request on the wire.

use super::{Expression, Format};

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
    /// The path, by the format of the request.
    pub paths: Vec<(Format, Pattern)>,
    /// The query, in order.
    pub query: Vec<Param>,
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
        fn walk<'n>(node: &'n Node, found: &mut Vec<&'n Pattern>) {
            match node {
                Node::Record(members) => members.iter().for_each(|(_, node)| walk(node, found)),
                Node::Document(_, node) => walk(node, found),
                Node::Leaf(Leaf::Text(pattern)) => found.push(pattern),
                Node::Hole | Node::Leaf(_) => {}
            }
        }
        let mut found: Vec<&Pattern> = self.paths.iter().map(|(_, pattern)| pattern).collect();
        found.extend(self.headers.iter().map(|(_, pattern)| pattern));
        found.extend(self.query.iter().filter_map(|param| match param {
            Param::Named(_, pattern) => Some(pattern),
            Param::Hole => None,
        }));
        self.bodies.iter().for_each(|(_, node)| walk(node, &mut found));
        found.into_iter()
    }

    /// Formats in which it can be sent.
    pub fn formats(&self) -> impl Iterator<Item = Format> + '_ {
        self.paths.iter().map(|(f, _)| *f)
    }
}

/// A part of the query.
#[derive(Clone, Debug)]
pub enum Param {
    /// A name with a text.
    Named(String, Pattern),
    /// The fields of the request.
    Hole,
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
    /// Left out when what its hole names is the default.
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

    /// The text, if there is no hole.
    pub fn as_literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

/// A node of the body.
#[derive(Clone, Debug)]
pub enum Node {
    /// Names in order.
    Record(Vec<(String, Node)>),
    /// The fields of the request, among the names around it.
    Hole,
    /// A value that the caller does not give.
    Leaf(Leaf),
    /// A document of its own, as the text of one value.
    Document(Format, Box<Node>),
}

impl Node {
    /// The format of the document that the hole stands in; `format` is that of the whole.
    pub fn hole_format(&self, format: Format) -> Format {
        fn find(node: &Node, format: Format) -> Option<Format> {
            match node {
                Node::Hole => Some(format),
                Node::Record(members) => members.iter().find_map(|(_, node)| find(node, format)),
                Node::Document(format, inner) => find(inner, *format),
                Node::Leaf(_) => None,
            }
        }
        find(self, format).unwrap_or(format)
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
