//! A vendor's path patterns as paths of OpenAPI: one for each way to fill what chooses a format or may be left out.

use vendor_model::model::{Field, Format, HoleSource, Operation, Pattern, Piece};

/// A path of OpenAPI, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathOf {
    /// With parameters between braces.
    pub template: String,
    /// The parameters, in order.
    pub params: Vec<PathParam>,
    /// Formats of requests that go here.
    pub requests: Vec<Format>,
    /// Formats of replies that come from here.
    pub replies: Vec<Format>,
}

/// A parameter of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathParam {
    /// Its name between the braces.
    pub name: String,
    /// What fills it.
    pub what: Piece,
}

/// The paths of an operation; several formats share one where nothing tells them apart.
pub fn paths(operation: &Operation, fields: &[Field], names: &dyn Fn(HoleSource) -> String) -> Vec<PathOf> {
    let mut found: Vec<PathOf> = Vec::new();
    let known: Vec<Format> = operation.reply.forms.iter().map(|(format, _)| *format).collect();
    for (request, pattern) in &operation.send.paths {
        let replies = if operation.send.reply_format_apart {
            known.clone()
        } else {
            // The reply follows the request, as far as there are replies of that kind.
            let same = known.iter().copied().find(|format| format == request);
            same.or(known.first().copied()).into_iter().collect()
        };
        let replies = if replies.is_empty() { vec![Format::Json] } else { replies };
        for reply in replies {
            for left_out in [true, false] {
                let mut path = PathOf {
                    template: String::new(),
                    params: Vec::new(),
                    requests: vec![*request],
                    replies: vec![reply],
                };
                let cx = Context { request: *request, reply, left_out, fields, names };
                cx.fill(&pattern.0, &mut path);
                if !path.template.starts_with('/') {
                    path.template.insert(0, '/');
                }
                add(&mut found, path);
                if !has_settings_left_out(pattern) {
                    break;
                }
            }
        }
    }
    found
}

/// Whether a part may be left out that names something of the client.
fn has_settings_left_out(pattern: &Pattern) -> bool {
    pattern.0.iter().any(|piece| {
        matches!(piece, Piece::Optional(inner)
            if inner.iter().any(|p| matches!(p, Piece::Hole(source) if !matches!(source, HoleSource::ReplyFormat))))
    })
}

fn add(found: &mut Vec<PathOf>, path: PathOf) {
    let Some(same) = found.iter_mut().find(|other| other.template == path.template) else {
        found.push(path);
        return;
    };
    for format in path.requests {
        if !same.requests.contains(&format) {
            same.requests.push(format);
        }
    }
    for format in path.replies {
        if !same.replies.contains(&format) {
            same.replies.push(format);
        }
    }
}

struct Context<'a> {
    request: Format,
    reply: Format,
    left_out: bool,
    fields: &'a [Field],
    names: &'a dyn Fn(HoleSource) -> String,
}

impl Context<'_> {
    fn fill(&self, pieces: &[Piece], path: &mut PathOf) {
        for piece in pieces {
            match piece {
                Piece::Literal(text) => path.template.push_str(&escaped(text)),
                Piece::Hole(HoleSource::RequestFormat) => path.template.push_str(self.request.name()),
                Piece::Hole(HoleSource::ReplyFormat) => path.template.push_str(self.reply.name()),
                Piece::Hole(source) => self.param(path, (self.names)(*source), piece),
                Piece::Computed(_) => self.param(path, "computed".to_owned(), piece),
                Piece::Optional(inner) => {
                    let formats = inner.iter().any(|p| matches!(p, Piece::Hole(HoleSource::ReplyFormat)));
                    let leave_out = if formats { self.reply == self.request } else { self.left_out };
                    if !leave_out {
                        self.fill(inner, path);
                    }
                }
            }
        }
    }

    fn param(&self, path: &mut PathOf, name: String, piece: &Piece) {
        let plain = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        };
        let mut name = match piece {
            // A parameter's name does not travel, so that the English one may stand for one with odd characters.
            Piece::Hole(HoleSource::Field(index)) if !plain(&name) => {
                self.fields.get(*index).map_or(name, |field| field.name.clone())
            }
            _ => name,
        };
        while path.params.iter().any(|other| other.name == name && other.what != *piece) {
            name.push('_');
        }
        path.template.push_str(&format!("{{{name}}}"));
        if !path.params.iter().any(|other| other.name == name) {
            path.params.push(PathParam { name, what: piece.clone() });
        }
    }
}

/// What would be read as something else in a path.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            c => out.push(c),
        }
        out
    })
}
