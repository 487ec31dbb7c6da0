//! The document that an arm reads by itself.

use indexmap::IndexMap;

use super::super::Resolver;
use super::frame::{hole_of, paths};
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{Codec, FrameNode, Path, Reads, RecordId, Step, TextPattern, TextPiece, Type};
use crate::source::Origin;

/// What an arm reads by itself, the members of that document, and where its payload stands in it.
pub(super) type OwnDocument = (Reads, Vec<(Path, FrameNode)>, Option<Path>);

/// The member under which the rows of a text stand.
const ROWS: &str = "rows";

impl<'a> Resolver<'a> {
    /// The document that an arm reads by itself, its members, and where the payload stands in it.
    pub(super) fn reads(
        &mut self,
        spec: &'a IndexMap<String, Tree>,
        response: RecordId,
        origin: &Origin,
    ) -> Option<OwnDocument> {
        let [(kind, tree)] = spec.iter().collect::<Vec<_>>()[..] else {
            self.error_with_help(
                codes::BAD_READS,
                origin,
                "an arm reads one kind of document",
                "keep one of json, xml, form, text, rows, bytes and nothing",
            );
            return None;
        };
        let at = origin.key(kind);
        let leaf = |name: &str| (name.to_owned(), FrameNode::Leaf { ty: Type::Text, optional: false });
        match (kind.as_str(), tree) {
            ("json" | "xml" | "form", tree) => {
                let frame = self.frame(tree, &at)?;
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                let hole = hole_of(&frame).map(|(path, _)| path);
                let reads = match kind.as_str() {
                    "json" => Reads::Json(frame),
                    "xml" => Reads::Xml(frame),
                    _ => Reads::Form(frame),
                };
                Some((reads, nodes, hole))
            }
            ("text", Tree::Leaf(Literal::Text(text))) => {
                let pattern = self.text_pattern(text, &at);
                let pattern = self.typed(pattern, response, false);
                let frame = FrameNode::Record(pattern.holes().map(leaf).collect());
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                Some((Reads::Text(pattern), nodes, Some(Vec::new())))
            }
            ("rows", tree) => {
                let (row, separator, header) = match tree {
                    Tree::Leaf(Literal::Text(row)) => (row.as_str(), "\n", None),
                    Tree::Record(members) => {
                        let text = |name: &str| members.get(name).and_then(Tree::as_text);
                        if let Some(unknown) =
                            members.keys().find(|name| !["row", "separated_by", "header"].contains(&name.as_str()))
                        {
                            self.unknown(
                                codes::UNKNOWN_KEYWORD,
                                &at.key(unknown).name(),
                                "keyword here",
                                unknown,
                                ["row", "separated_by", "header"],
                            );
                        }
                        (text("row").unwrap_or_default(), text("separated_by").unwrap_or("\n"), members.get("header"))
                    }
                    _ => ("", "\n", None),
                };
                if row.is_empty() || separator.is_empty() {
                    self.error_with_help(
                        codes::BAD_READS,
                        &at,
                        "what does a row look like?",
                        "write `rows: \"{number};{status}\"`, or a mapping with `row:`, `separated_by:` and `header:`",
                    );
                }
                let header = match header {
                    None | Some(Tree::Leaf(Literal::Boolean(false))) => None,
                    Some(Tree::Leaf(Literal::Boolean(true))) => {
                        Some(TextPattern(vec![TextPiece::Hole("header".to_owned())]))
                    }
                    Some(Tree::Leaf(Literal::Text(text))) => Some(self.text_pattern(text, &at.key("header"))),
                    Some(_) => {
                        self.error_with_help(
                            codes::BAD_READS,
                            &at.key("header"),
                            "what does the first row look like?",
                            "write it as a pattern, `header: \"number;status\"`, or `true` where it differs",
                        );
                        None
                    }
                };
                let row = self.text_pattern(row, &at);
                let row = self.typed(row, response, true);
                let item = FrameNode::Record(row.holes().map(leaf).collect());
                let frame = FrameNode::Record(vec![(ROWS.to_owned(), FrameNode::List(Box::new(item)))]);
                let mut nodes = Vec::new();
                paths(&frame, &mut Vec::new(), &mut nodes);
                Some((
                    Reads::Rows { row, separator: separator.to_owned(), header },
                    nodes,
                    Some(vec![Step::Name(ROWS.to_owned())]),
                ))
            }
            ("bytes", _) => Some((Reads::Bytes, Vec::new(), Some(Vec::new()))),
            ("nothing", _) => Some((Reads::Nothing, Vec::new(), None)),
            ("text", _) => {
                self.error_with_help(codes::BAD_READS, &at, "a text is read by a pattern", "write `text: \"OK {id}\"`");
                None
            }
            (other, _) => {
                self.unknown(
                    codes::BAD_READS,
                    &at.name(),
                    "kind of document",
                    other,
                    ["json", "xml", "form", "text", "rows", "bytes", "nothing"],
                );
                None
            }
        }
    }

    /// Holes whose field is a number take nothing but digits.
    fn typed(&self, pattern: TextPattern, response: RecordId, rows: bool) -> TextPattern {
        let mut fields = &self.vendor.record(response).fields;
        if rows
            && let Some(Type::List(list)) = fields.first().map(|f| &f.shape.ty)
            && let Type::Record(item) = list.item.ty
        {
            fields = &self.vendor.record(item).fields;
        }
        let pieces = pattern.0.into_iter().map(|piece| match piece {
            TextPiece::Hole(name) => {
                let field = fields.iter().find(|f| f.wire == name && f.presence == crate::model::Presence::Required);
                match field.map(|f| (&f.shape.ty, f.shape.form.codecs.as_slice())) {
                    Some((Type::Integer, [] | [Codec::Text])) => TextPiece::Integer(name),
                    Some((Type::Decimal, [] | [Codec::Text | Codec::Fixed(_)])) => TextPiece::Decimal(name, '.'),
                    Some((Type::Decimal, [Codec::Comma(_)])) => TextPiece::Decimal(name, ','),
                    _ => TextPiece::Hole(name),
                }
            }
            piece => piece,
        });
        TextPattern(pieces.collect())
    }
}
