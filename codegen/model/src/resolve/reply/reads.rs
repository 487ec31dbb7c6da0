//! The document that an arm reads by itself.

use indexmap::IndexMap;

use super::super::Resolver;
use super::frame::{Members, hole_of, holes_in, paths};
use crate::diagnostic::codes;
use crate::language::{Literal, Tree};
use crate::model::{
    Codec, DurationForm, FrameNode, Path, Presence, Reads, RecordId, RowsPattern, Step, TextPattern, TextPiece, Type,
};
use crate::source::Origin;

/// What an arm reads by itself, what conditions can name of it, and where its payload stands in it.
pub(super) type OwnDocument = (Reads, Members, Option<Path>);

/// What the payload of an arm is.
#[derive(Clone, Copy)]
pub(in crate::resolve) struct Payload {
    pub(in crate::resolve) record: RecordId,
    /// It is the record's only field, and not the record.
    pub(in crate::resolve) is_value: bool,
    /// The arm hands it out.
    pub(in crate::resolve) is_read: bool,
}

const KINDS: [&str; 8] = ["json", "xml", "form", "pairs", "text", "rows", "bytes", "nothing"];

impl<'a> Resolver<'a> {
    /// The document that an arm reads by itself.
    pub(super) fn reads(
        &mut self,
        spec: &'a IndexMap<String, Tree>,
        payload: Payload,
        origin: &Origin,
    ) -> Option<OwnDocument> {
        let [(kind, tree)] = spec.iter().collect::<Vec<_>>()[..] else {
            self.error_with_help(
                codes::BAD_READS,
                origin,
                "an arm reads one kind of document",
                format!("keep one of {}", KINDS.join(", ")),
            );
            return None;
        };
        let at = origin.key(kind);
        match kind.as_str() {
            "json" | "xml" | "form" => {
                let frame = self.frame(tree, payload, &at)?;
                let (hole, members) = self.framed(&frame, payload, kind == "xml");
                if hole.is_none() && holes_in(&frame) > 0 {
                    let message = "the response can't stand in an item of a list that the frame shows";
                    let help = "let the response be the list: `value: { list: ... }` with the hole in its place";
                    self.error_with_help(codes::NO_HOLE, &at, message, help);
                }
                let reads = match kind.as_str() {
                    "json" => Reads::Json(frame),
                    "xml" => Reads::Xml(frame),
                    _ => Reads::Form(frame),
                };
                Some((reads, members, hole))
            }
            "pairs" => self.pairs(tree, payload, &at),
            "text" => self.text_document(tree, payload, &at),
            "rows" => self.rows(tree, payload, &at),
            "bytes" => Some((Reads::Bytes, Members::of(&FrameNode::Record(Vec::new())), Some(Vec::new()))),
            "nothing" => Some((Reads::Nothing, Members::of(&FrameNode::Record(Vec::new())), None)),
            other => {
                self.unknown(codes::BAD_READS, &at.name(), "kind of document", other, KINDS);
                None
            }
        }
    }

    fn framed(&self, frame: &FrameNode, payload: Payload, is_xml: bool) -> (Option<Path>, Members) {
        let hole = hole_of(frame).map(|(path, _)| path);
        (hole, self.members(frame, payload.record, payload.is_value, is_xml))
    }

    fn pairs(&mut self, tree: &'a Tree, payload: Payload, at: &Origin) -> Option<OwnDocument> {
        let Tree::Record(keywords) = tree else {
            self.error_with_help(
                codes::BAD_READS,
                at,
                "which names have these pairs?",
                "write `pairs: { frame: { status: text, \"...\": reply }, separated_by: \";\", joined_by: \":\" }`",
            );
            return None;
        };
        self.keywords(keywords, &["frame", "separated_by", "joined_by"], at);
        let text = |name: &str, default: &str| {
            keywords.get(name).and_then(Tree::as_text).filter(|text| !text.is_empty()).unwrap_or(default).to_owned()
        };
        let (separator, joint) = (text("separated_by", "\n"), text("joined_by", "="));
        let frame = match keywords.get("frame") {
            Some(tree) => self.frame(tree, payload, &at.key("frame"))?,
            None => FrameNode::Record(vec![("...".to_owned(), FrameNode::Hole)]),
        };
        let (hole, members) = self.framed(&frame, payload, false);
        Some((Reads::Pairs { frame, separator, joint }, members, hole))
    }

    fn text_document(&mut self, tree: &'a Tree, payload: Payload, at: &Origin) -> Option<OwnDocument> {
        let patterns = self.patterns_of(tree, at);
        if patterns.is_empty() {
            self.error_with_help(
                codes::BAD_READS,
                at,
                "a text is read by a pattern",
                "write `text: \"OK {id}\"`, or a list of such",
            );
            return None;
        }
        let patterns: Vec<TextPattern> =
            patterns.into_iter().map(|pattern| self.typed(pattern, payload, payload.record)).collect();
        if payload.is_read {
            patterns.iter().for_each(|pattern| self.holes_end_clearly(pattern, payload.record, at));
        }
        let reads = Reads::Text(patterns);
        let members = Members::of(&reads.frame());
        Some((reads, members, Some(Vec::new())))
    }

    fn rows(&mut self, tree: &'a Tree, payload: Payload, at: &Origin) -> Option<OwnDocument> {
        let short = matches!(tree, Tree::Leaf(_) | Tree::List(_));
        let empty = IndexMap::new();
        let keywords = match tree {
            Tree::Record(keywords) => keywords,
            _ => &empty,
        };
        self.keywords(
            keywords,
            &["row", "separated_by", "trailing", "empty", "prefix", "header", "footer", "quoted"],
            at,
        );
        let text = |name: &str| keywords.get(name).and_then(Tree::as_text).filter(|text| !text.is_empty());
        let (row, row_at) = if short { (Some(tree), at.clone()) } else { (keywords.get("row"), at.key("row")) };
        let rows = row.map(|row| self.patterns_of(row, &row_at)).unwrap_or_default();
        if rows.is_empty() || keywords.contains_key("separated_by") && text("separated_by").is_none() {
            self.error_with_help(
                codes::BAD_READS,
                at,
                "what does a row look like?",
                "write `rows: \"{number};{status}\"`, or a mapping with `row:`, `separated_by:` and `header:`",
            );
            return None;
        }
        let header = self.edge("header", keywords, at);
        let footer = self.edge("footer", keywords, at).pop();
        // A list of bare values has rows of one hole each.
        let item = match self.vendor.record(payload.record).fields.first().map(|f| &f.shape.ty) {
            Some(Type::List(list)) if payload.is_value => Some(&list.item.ty),
            _ => None,
        };
        let (record, bare) = match item {
            Some(Type::Record(id)) => (*id, false),
            Some(_) => (payload.record, true),
            None => (payload.record, false),
        };
        let rows: Vec<TextPattern> = if bare {
            rows.into_iter().map(filled).collect()
        } else {
            rows.into_iter().map(|row| self.typed(row, payload, record)).collect()
        };
        if bare && rows.iter().any(|row| row.holes().count() != 1) {
            self.error_with_help(
                codes::BAD_READS,
                &row_at,
                "a row of bare values has one hole",
                "keep one, or let the items be records",
            );
        }
        if payload.is_read && !bare {
            rows.iter().for_each(|row| self.holes_end_clearly(row, record, &row_at));
        }
        let is_on = |name: &str| keywords.get(name) == Some(&Tree::Leaf(Literal::Boolean(true)));
        let rows = RowsPattern {
            rows,
            separator: text("separated_by").unwrap_or("\n").to_owned(),
            prefix: text("prefix").unwrap_or_default().to_owned(),
            header,
            footer,
            quoted: is_on("quoted"),
            bare,
            trailing: is_on("trailing"),
            empty: is_on("empty"),
        };
        let reads = Reads::Rows(rows);
        let mut members = Members::of(&reads.frame());
        members.hole =
            members.nodes.iter().find(|(_, path, _)| path.len() == 1).map(|(_, p, n)| (p.clone(), n.clone()));
        Some((reads, members, Some(vec![Step::Name(Reads::ROWS.to_owned())])))
    }

    /// Rows that are none of the others: a pattern for each, or `true` for one of any text.
    fn edge(&mut self, name: &str, keywords: &IndexMap<String, Tree>, at: &Origin) -> Vec<TextPattern> {
        let at = at.key(name);
        let one = |this: &mut Self, item: &Tree, at: &Origin| match item {
            Tree::Leaf(Literal::Boolean(true)) => Some(TextPattern(vec![TextPiece::Hole(name.to_owned())])),
            Tree::Leaf(Literal::Text(text)) => this.text_patterns(text, at).into_iter().next(),
            _ => {
                this.error_with_help(
                    codes::BAD_READS,
                    at,
                    format!("what does the {name} look like?"),
                    format!("write it as a pattern, `{name}: \"number;status\"`, or `true` where it differs"),
                );
                None
            }
        };
        match keywords.get(name) {
            None | Some(Tree::Leaf(Literal::Boolean(false))) => Vec::new(),
            Some(Tree::List(items)) => {
                items.iter().enumerate().filter_map(|(i, item)| one(self, item, &at.index(i))).collect()
            }
            Some(item) => one(self, item, &at).into_iter().collect(),
        }
    }

    /// One pattern or several, each with the alternatives that its groups make.
    fn patterns_of(&mut self, tree: &Tree, at: &Origin) -> Vec<TextPattern> {
        match tree {
            Tree::Leaf(Literal::Text(text)) if !text.is_empty() => self.text_patterns(text, at),
            Tree::List(items) => {
                let texts = items.iter().enumerate().filter_map(|(i, item)| Some((i, item.as_text()?)));
                texts.flat_map(|(i, text)| self.text_patterns(text, &at.index(i))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn keywords(&mut self, given: &IndexMap<String, Tree>, known: &[&str], at: &Origin) {
        for unknown in given.keys().filter(|name| !known.contains(&name.as_str())) {
            let at = at.key(unknown).name();
            self.unknown(codes::BAD_READS, &at, "keyword here", unknown, known.iter().copied());
        }
    }

    /// Holes whose field is a number take nothing but digits; those of texts that have to be there are not empty.
    pub(in crate::resolve) fn typed(&self, pattern: TextPattern, payload: Payload, record: RecordId) -> TextPattern {
        if !payload.is_read {
            return pattern;
        }
        let fields = &self.vendor.record(record).fields;
        let pieces = pattern.0.into_iter().map(|piece| {
            let name = match &piece {
                TextPiece::Hole(name) | TextPiece::Rest(name) => name.clone(),
                _ => return piece,
            };
            let Some(field) = fields.iter().find(|f| f.wire == name && f.presence == Presence::Required) else {
                return piece;
            };
            match (&piece, &field.shape.ty, field.shape.form.codecs.as_slice()) {
                (TextPiece::Rest(_), ..) => TextPiece::FilledRest(name),
                (_, Type::Integer, [] | [Codec::Text]) => TextPiece::Integer(name),
                (_, Type::Duration, [Codec::Duration(DurationForm::Number(_))]) => TextPiece::Integer(name),
                (_, Type::DateTime | Type::Instant, [Codec::EpochSeconds | Codec::EpochMilliseconds]) => {
                    TextPiece::Integer(name)
                }
                (_, Type::Decimal, [] | [Codec::Text | Codec::Fixed(_)]) => TextPiece::Decimal(name, '.'),
                (_, Type::Decimal, [Codec::Comma(_)]) => TextPiece::Decimal(name, ','),
                _ => TextPiece::Filled(name),
            }
        });
        TextPattern(pieces.collect())
    }
}

fn filled(pattern: TextPattern) -> TextPattern {
    let pieces = pattern.0.into_iter().map(|piece| match piece {
        TextPiece::Hole(name) => TextPiece::Filled(name),
        piece => piece,
    });
    TextPattern(pieces.collect())
}

impl Members {
    /// Those of a frame, without a payload.
    fn of(frame: &FrameNode) -> Self {
        let mut nodes = Vec::new();
        paths(frame, &mut Vec::new(), &mut nodes);
        Self { nodes: nodes.into_iter().map(|(path, node)| (0, path, node)).collect(), hole: None, is_xml: false }
    }
}
