//! Lists that are an object of JSON, each item under a name that is one of its values.

use super::Resolver;
use super::reply::frame::hole_of;
use super::reply::reads::Payload;
use crate::diagnostic::codes;
use crate::model::{
    Codec, Field, Format, FrameNode, From, Node, Path, Place, Presence, Record, RecordId, Shape, Step, Turned,
    TurnedBy, Type, Vendor,
};
use crate::source::Origin;

const HELP: &str = "write `keyed number`, with a field `number` of the items that is one text and always there; or `keyed number state`, where `state` is all that stands under it";

impl Resolver<'_> {
    /// Whether a list has the fields that make it an object.
    pub(super) fn check_keys(&mut self, key: &str, value: Option<&str>, ty: &Type, origin: &Origin) -> bool {
        let Type::List(list) = ty else { return false };
        let problem = match &list.item.ty {
            Type::Record(id) => wrong_item(self.vendor.record(*id), key, value),
            Type::Union(id) => {
                let union = self.vendor.union(*id);
                let shared = union.shared.map(|id| self.vendor.record(id));
                let is_there = |name: &str| shared.and_then(|shared| field(shared, name)).is_some();
                let framed = |name: &str| matches!(&union.frame, FrameNode::Record(members) if members.iter().any(|(n, _)| n == name));
                match (shared.and_then(|shared| field(shared, key)), value) {
                    (None, _) => Some(format!("the fields of all arms have no `{key}`")),
                    (Some(field), _) if !is_key(field) => Some(format!("`{key}` is no name on the wire")),
                    (_, Some(value)) if !is_there(value) && !framed(value) => {
                        Some(format!("neither the items nor their frame have `{value}`"))
                    }
                    _ => None,
                }
            }
            _ => Some("the items have no field whose value could be the name".to_owned()),
        };
        let Some(message) = problem else { return true };
        self.error_with_help(codes::BAD_KEYED_LIST, origin, message, HELP);
        false
    }

    /// What is turned in a document with this frame before it is judged. What can't be turned is refused.
    pub(super) fn turned(&mut self, frame: &FrameNode, format: Format, payload: Payload) -> Vec<Turned> {
        let Some((mut path, _)) = hole_of(frame) else { return Vec::new() };
        let format = format_at_hole(frame).unwrap_or(format);
        let mut found = Found { turned: Vec::new(), cold: Vec::new() };
        let fields = self.vendor.record(payload.record).fields.iter();
        for field in fields.take(if payload.is_value { 1 } else { usize::MAX }) {
            let length = path.len();
            if !payload.is_value {
                path.push(Step::Name(field.wire.clone()));
            }
            found.shape(&self.vendor, &field.shape, &field.origin, format == Format::Json, &mut path);
            path.truncate(length);
        }
        for origin in found.cold {
            if !self.cold.contains(&origin) {
                let message = "names are not values in this document, or in this part of it";
                let help = "this is turned in JSON replies alone: not in XML, in a text, or in a value with arms";
                self.error_with_help(codes::BAD_KEYED_LIST, &origin.key("written"), message, help);
                self.cold.push(origin);
            }
        }
        found.turned
    }

    /// What is sent under names stands in JSON.
    pub(super) fn check_sent_keys(&mut self) {
        let mut problems: Vec<(Origin, &str, &str)> = Vec::new();
        for operation in &self.vendor.operations {
            let request = self.vendor.record(operation.request);
            let mut shapes: Vec<(&Field, Format)> = Vec::new();
            let mut note = |node: &Node, format| match node {
                Node::Hole => {
                    shapes.extend(request.fields.iter().filter(|f| f.place == Place::Hole).map(|f| (f, format)))
                }
                Node::Field(index) => shapes.extend(request.fields.get(*index).map(|f| (f, format))),
                _ => {}
            };
            operation.send.query.iter().for_each(|(_, node)| node.visit(Format::Form, &mut note));
            operation.send.bodies.iter().for_each(|(format, node)| node.visit(*format, &mut note));
            operation.send.documents.iter().for_each(|document| document.node.visit(document.format, &mut note));
            while let Some((field, format)) = shapes.pop() {
                let document = |c: &Codec| if let Codec::Document(format) = c { Some(*format) } else { None };
                let format = field.shape.form.codecs.iter().find_map(document).unwrap_or(format);
                let (item, keyed) = match &field.shape.ty {
                    Type::List(list) => (&list.item.ty, field.shape.form.keyed()),
                    ty => (ty, None),
                };
                let Type::Record(id) = item else { continue };
                let record = self.vendor.record(*id);
                let at = || field.origin.key("written");
                let item_form = match &field.shape.ty {
                    Type::List(list) => &list.item.form,
                    _ => &field.shape.form,
                };
                if item_form.named().is_some() {
                    let help = "send it as a list of records with a field for the name and one for the value";
                    problems.push((at(), "only replies are read as names and values", help));
                }
                if keyed.is_some() && format != Format::Json {
                    let help = "send it in a body of JSON, or as a list of records";
                    problems.push((at(), "names that are values stand in an object of JSON alone", help));
                }
                if let Some((_, Some(value))) = keyed
                    && self::field(record, value).is_some_and(|f| f.presence != Presence::Required)
                {
                    problems.push((at(), "what is sent under a name is always there", "make that field required"));
                }
                shapes.extend(record.fields.iter().map(|field| (field, format)));
            }
        }
        for (origin, message, help) in problems {
            self.error_with_help(codes::BAD_KEYED_LIST, &origin, message, help);
        }
    }
}

fn field<'r>(record: &'r Record, name: &str) -> Option<&'r Field> {
    record.fields.iter().find(|field| field.wire == name)
}

/// Whether a field's value can be a name on the wire.
fn is_key(field: &Field) -> bool {
    let has_parts =
        matches!(field.shape.ty, Type::Record(_) | Type::List(_) | Type::Union(_) | Type::Bytes | Type::File);
    !has_parts && field.presence == Presence::Required && matches!(field.from, From::Caller)
}

/// What keeps the records of a list from standing under names.
fn wrong_item(record: &Record, key: &str, value: Option<&str>) -> Option<String> {
    for name in [Some(key), value].into_iter().flatten() {
        if field(record, name).is_none() {
            return Some(format!("the items have no field `{name}`"));
        }
    }
    let decides =
        record.fields.iter().position(|f| f.wire == key).is_some_and(|index| record.choice_of(index).is_some());
    if !field(record, key).is_some_and(is_key) || decides {
        return Some(format!("`{key}` is no name on the wire: it has parts, may be missing, or decides about others"));
    }
    let other = record.fields.iter().find(|f| f.wire != key && value.is_some_and(|value| f.wire != value));
    other.map(|other| format!("`{}` has no place: all that stands under a name is another field", other.wire))
}

/// The format of the innermost document that holds the payload, where that is a document in a text.
fn format_at_hole(frame: &FrameNode) -> Option<Format> {
    match frame {
        FrameNode::Record(members) => members.iter().find_map(|(_, node)| format_at_hole(node)),
        FrameNode::Inner(inner) => {
            let frame = inner.reads.frame();
            hole_of(&frame).map(|_| format_at_hole(&frame).unwrap_or_else(|| inner.reads.format()))
        }
        FrameNode::List(_) | FrameNode::Hole | FrameNode::Leaf { .. } => None,
    }
}

/// Lists under names.
struct Found {
    turned: Vec<Turned>,
    /// Where they can't be turned.
    cold: Vec<Origin>,
}

impl Found {
    fn shape(&mut self, vendor: &Vendor, shape: &Shape, origin: &Origin, is_json: bool, path: &mut Path) {
        let is_json = is_json && !shape.form.codecs.iter().any(Codec::is_packing);
        let length = path.len();
        let item = match &shape.ty {
            Type::List(list) => {
                if let Some((key, value)) = shape.form.keyed() {
                    let by = TurnedBy::Keyed { key: key.to_owned(), value: value.map(str::to_owned) };
                    match is_json {
                        true => self.turned.push(Turned { path: path.clone(), by }),
                        false => self.cold.push(origin.clone()),
                    }
                }
                path.push(Step::Each);
                &list.item
            }
            _ => shape,
        };
        let is_json = is_json && !item.form.codecs.iter().any(Codec::is_packing);
        if let Some((name, value)) = item.form.named() {
            let by = TurnedBy::Named { name: name.to_owned(), value: value.to_owned() };
            match is_json {
                true => self.turned.push(Turned { path: path.clone(), by }),
                false => self.cold.push(origin.clone()),
            }
        }
        match &item.ty {
            Type::Record(id) => self.record(vendor, *id, is_json, path),
            Type::Union(id) => {
                let union = vendor.union(*id);
                let held = union.arms.iter().filter_map(|arm| arm.record).chain(union.shared);
                held.for_each(|id| self.record(vendor, id, false, path));
            }
            _ => {}
        }
        path.truncate(length);
    }

    fn record(&mut self, vendor: &Vendor, id: RecordId, is_json: bool, path: &mut Path) {
        for field in &vendor.record(id).fields {
            path.push(Step::Name(field.wire.clone()));
            self.shape(vendor, &field.shape, &field.origin, is_json, path);
            path.pop();
        }
    }
}
