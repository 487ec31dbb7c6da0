//! Texts with holes.

use crate::diagnostic::codes;
use crate::model::{HoleSource, Pattern, Piece};
use crate::resolve::Resolver;
use crate::source::Origin;

impl Resolver<'_> {
    /// Reads literals, `{holes}` and `[optional groups]`.
    pub(in crate::resolve) fn pattern(
        &mut self,
        text: &str,
        fields: &[(String, String)],
        wire: Option<&str>,
        origin: &Origin,
    ) -> Pattern {
        if let Some(expression) = text.strip_prefix('=') {
            return Pattern(
                self.text_expression(expression, fields, origin).map(Piece::Computed).into_iter().collect(),
            );
        }
        let mut outer: Vec<Piece> = Vec::new();
        let mut group: Option<Vec<Piece>> = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let grouped = group.is_some();
            let pieces = group.as_mut().unwrap_or(&mut outer);
            match c {
                '{' | '}' | '[' | ']' if chars.peek() == Some(&c) => {
                    chars.next();
                    literal(pieces, &c.to_string());
                }
                '{' => {
                    let mut closed = false;
                    let name: String = chars
                        .by_ref()
                        .take_while(|c| {
                            closed = *c == '}';
                            !closed
                        })
                        .collect();
                    if !closed {
                        self.error_with_help(
                            codes::BAD_PATTERN,
                            origin,
                            "a hole is not closed",
                            "add `}`, or write `{{` for the character itself",
                        );
                    } else if let ("wire", Some(wire)) = (name.as_str(), wire) {
                        literal(pieces, wire);
                    } else if self.computed.contains_key(&name) || self.documents.contains(&name) {
                        pieces.extend(self.text_expression(&name, fields, origin).map(Piece::Computed));
                    } else if let Some(source) = self.hole(&name, fields, origin) {
                        pieces.push(Piece::Hole(source));
                    }
                }
                '[' if !grouped => group = Some(Vec::new()),
                ']' if grouped => outer.push(Piece::Optional(group.take().unwrap_or_default())),
                '}' | '[' | ']' => {
                    let message = format!("a lone `{c}` in a pattern");
                    self.error_with_help(
                        codes::BAD_PATTERN,
                        origin,
                        message,
                        format!("write `{c}{c}` for the character itself"),
                    );
                    return Pattern(outer);
                }
                c if c.is_control() => self.error_with_help(
                    codes::BAD_PATTERN,
                    origin,
                    "a pattern has no control characters",
                    "remove it, or compute the value",
                ),
                c => literal(pieces, c.encode_utf8(&mut [0; 4])),
            }
        }
        if group.is_some() {
            self.error_with_help(codes::BAD_OPTIONAL_GROUP, origin, "an optional group is not closed", "add `]`");
        }
        for piece in &outer {
            if let Piece::Optional(inner) = piece
                && !inner.iter().any(|p| matches!(p, Piece::Hole(HoleSource::ReplyFormat | HoleSource::Field(_))))
            {
                self.error_with_help(
                    codes::BAD_OPTIONAL_GROUP,
                    origin,
                    "nothing decides whether this group is there",
                    "an optional group has the hole `{reply_format}`, or one of an optional field",
                );
            }
        }
        Pattern(outer)
    }

    pub(in crate::resolve) fn hole(
        &mut self,
        name: &str,
        fields: &[(String, String)],
        origin: &Origin,
    ) -> Option<HoleSource> {
        let vendor = &self.vendor;
        let (kind, name) = match name.split_once('.') {
            Some((kind @ ("request" | "credential" | "setting" | "token"), name)) => (Some(kind), name),
            _ => (None, name),
        };
        let mut found: Vec<HoleSource> = Vec::new();
        found.extend(fields.iter().position(|(wire, own)| wire == name || own == name).map(HoleSource::Field));
        found.extend(
            vendor.credentials.iter().position(|c| c.key == name || c.name == name).map(HoleSource::Credential),
        );
        found.extend(vendor.settings.iter().position(|s| s.name == name).map(HoleSource::Setting));
        found.extend(vendor.tokens.iter().position(|t| t.name == name).map(HoleSource::Token));
        found.extend((name == "request_format").then_some(HoleSource::RequestFormat));
        found.extend((name == "reply_format").then_some(HoleSource::ReplyFormat));
        found.retain(|source| match kind {
            None => true,
            Some("request") => matches!(source, HoleSource::Field(_)),
            Some("credential") => matches!(source, HoleSource::Credential(_)),
            Some("setting") => matches!(source, HoleSource::Setting(_)),
            Some(_) => matches!(source, HoleSource::Token(_)),
        });
        match found.as_slice() {
            [one] => {
                self.used.push(*one);
                Some(*one)
            }
            [] => {
                let known: Vec<String> = fields
                    .iter()
                    .map(|(wire, _)| wire.clone())
                    .chain(vendor.credentials.iter().map(|c| c.key.clone()))
                    .chain(vendor.settings.iter().map(|s| s.name.clone()))
                    .chain(vendor.tokens.iter().map(|t| t.name.clone()))
                    .chain(["wire", "request_format", "reply_format"].map(str::to_owned))
                    .collect();
                self.unknown(codes::UNKNOWN_HOLE, origin, "value", name, known.iter().map(String::as_str));
                None
            }
            _ => {
                self.error_with_help(
                    codes::AMBIGUOUS_HOLE,
                    origin,
                    format!("`{name}` means several things here"),
                    "write which: `request.name`, `credential.name`, `setting.name` or `token.name`",
                );
                None
            }
        }
    }
}

fn literal(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
}
