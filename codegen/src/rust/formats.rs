//! In which formats each record is sent.

use std::collections::{HashMap, HashSet};

use vendor_model::model::{Codec, Field, Format, Node, RecordId, Shape, Type, Vendor};

/// The formats in which operations send the records of a vendor, each in the order of formats.
pub fn of_records(vendor: &Vendor) -> HashMap<RecordId, Vec<Format>> {
    let mut stack: Vec<(RecordId, Format, bool)> = Vec::new();
    for operation in &vendor.operations {
        let request = vendor.record(operation.request);
        let mut note = |node: &Node, format| {
            node.visit(format, &mut |node, format| match node {
                Node::Hole => stack.push((operation.request, format, true)),
                Node::Field(index) => stack.extend(record_in(&request.fields[*index], format)),
                _ => {}
            });
        };
        operation.send.query.iter().for_each(|(_, node)| note(node, Format::Form));
        operation.send.bodies.iter().for_each(|(format, node)| note(node, *format));
        operation.send.documents.iter().for_each(|document| note(&document.node, document.format));
        // A field that is a document may stand in any text.
        stack.extend(request.fields.iter().filter_map(|field| record_in(field, Format::Form)));
    }
    let mut seen = HashSet::new();
    let mut formats: HashMap<RecordId, Vec<Format>> = HashMap::new();
    while let Some((id, format, is_whole)) = stack.pop() {
        if !seen.insert((id, format, is_whole)) {
            continue;
        }
        let known = formats.entry(id).or_default();
        if is_whole && !known.contains(&format) {
            known.push(format);
        }
        stack.extend(vendor.record(id).fields.iter().filter_map(|field| record_in(field, format)));
    }
    formats.values_mut().for_each(|formats| formats.sort());
    formats
}

/// The record that a field holds, in the format in which it is written, and whether it is written as a whole: a field
/// may be a document of another format, and a name above an item says a part of it.
fn record_in(field: &Field, format: Format) -> Option<(RecordId, Format, bool)> {
    let codecs = |shape: &Shape| shape.form.codecs.iter().any(|c| matches!(c, Codec::Pattern(_)));
    let of_items = match &field.shape.ty {
        Type::List(list) => codecs(&list.item),
        _ => false,
    };
    // A text with holes is written where it stands.
    if codecs(&field.shape) || of_items {
        return None;
    }
    let document = field.shape.form.codecs.iter().find_map(|codec| match codec {
        Codec::Document(inner) => Some(*inner),
        _ => None,
    });
    Some((inner(&field.shape.ty)?, document.unwrap_or(format), field.shape.form.keyed().is_none()))
}

fn inner(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::List(list) => inner(&list.item.ty),
        _ => None,
    }
}
