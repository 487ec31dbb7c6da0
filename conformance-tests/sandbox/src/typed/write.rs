//! Typed values into documents.

use vendor_model::Vendor;
use vendor_model::model::{Base, Codec, Field, Format, RecordId, Shape, TextPattern, Type, Value};

use super::codec::{do_inner, do_outer, document_of, patterns_of, separator_of};
use super::read::is_one_text;
use super::spread::{is_spread, spread_members};
use super::union::arm_node;
use crate::document::Node;
use crate::reply::text;

/// The node of a value, or what does not fit.
pub(crate) fn value_node(vendor: &Vendor, shape: &Shape, value: &Value, format: Format) -> Result<Node, String> {
    match (&shape.ty, value) {
        (Type::Record(_) | Type::List(_), _) if is_one_text(shape) => packed(vendor, shape, value),
        (Type::Record(id), Value::Record(values)) if shape.form.named().is_some() => {
            let (name, held) = shape.form.named().unwrap_or_default();
            Ok(super::keyed::pairs(record_members(vendor, *id, values, format)?, name, held))
        }
        (Type::Record(id), Value::Record(values)) => Ok(Node::Record(record_members(vendor, *id, values, format)?)),
        (Type::List(list), Value::List(items)) => {
            let nodes: Vec<Node> =
                items.iter().map(|item| value_node(vendor, &list.item, item, format)).collect::<Result<_, String>>()?;
            if let Some((key, held)) = shape.form.keyed() {
                return super::keyed::object(nodes, key, held);
            }
            Ok(match (&list.xml_item, format) {
                (Some(name), Format::Xml) => Node::Record(vec![(name.clone(), Node::List(nodes))]),
                _ => Node::List(nodes),
            })
        }
        (Type::Union(id), value) => arm_node(vendor, *id, value, format),
        (Type::Record(_) | Type::List(_), _) | (_, Value::Record(_) | Value::List(_)) => {
            Err("the value is not of the declared shape".into())
        }
        _ => scalar_node(vendor, shape, value),
    }
}

/// A record or a list as one text.
fn packed(vendor: &Vendor, shape: &Shape, value: &Value) -> Result<Node, String> {
    let codecs = &shape.form.codecs;
    let text = match (&shape.ty, value) {
        (Type::Record(id), Value::Record(values)) if patterns_of(codecs).is_some() => {
            let mut patterns = patterns_of(codecs).unwrap_or_default().iter();
            let members = record_members(vendor, *id, values, Format::Text)?;
            let has_all =
                |pattern: &&TextPattern| members.iter().all(|(name, _)| pattern.holes().any(|hole| hole == name));
            let pattern = patterns.clone().find(has_all).or_else(|| patterns.next()).ok_or("no text is said")?;
            let held = |name: &str| members.iter().find(|(known, _)| known == name)?.1.text().map(str::to_owned);
            text::write(pattern, &held)
        }
        (Type::Record(id), Value::Record(values)) => {
            let format = document_of(codecs).ok_or("nothing says what document this is")?;
            Node::Record(record_members(vendor, *id, values, format)?).write_inner(format)?
        }
        (Type::List(list), Value::List(items)) if document_of(codecs).is_some() => {
            let nodes = items.iter().map(|item| value_node(vendor, &list.item, item, Format::Json));
            Node::List(nodes.collect::<Result<_, String>>()?).write_inner(Format::Json)?
        }
        (Type::List(list), Value::List(items)) => {
            let separator = separator_of(codecs).ok_or("nothing says what stands between the items")?;
            let texts = items.iter().map(|item| scalar_text(vendor, &list.item, item));
            texts.collect::<Result<Vec<_>, _>>()?.join(separator)
        }
        _ => return Err("the value is not of the declared shape".into()),
    };
    Ok(Node::Text(do_outer(codecs, &text)))
}

/// The members of a record, in wire order.
pub(crate) fn record_members(
    vendor: &Vendor,
    id: RecordId,
    values: &[(usize, Value)],
    format: Format,
) -> Result<Vec<(String, Node)>, String> {
    let record = vendor.record(id);
    let mut values: Vec<&(usize, Value)> = values.iter().collect();
    values.sort_by_key(|(index, _)| *index);
    let mut members = Vec::new();
    for (index, value) in values {
        let field = record.fields.get(*index).ok_or_else(|| format!("`{}` has no field {index}", record.name))?;
        let within = |error| format!("`{}`: {error}", field.wire);
        match value {
            Value::List(items) if is_spread(field) => {
                members.extend(spread_members(vendor, field, items, format).map_err(within)?);
            }
            value => {
                members.push((key_of(field, format), value_node(vendor, &field.shape, value, format).map_err(within)?));
            }
        }
    }
    Ok(members)
}

/// The name under which a field stands.
pub(crate) fn key_of(field: &Field, format: Format) -> String {
    let brackets = field.shape.form.codecs.contains(&Codec::Brackets);
    if brackets && matches!(format, Format::Form | Format::Multipart) {
        format!("{}[]", field.wire)
    } else {
        field.wire.clone()
    }
}

/// The text of a scalar, as it stands in a text.
pub(crate) fn scalar_text(vendor: &Vendor, shape: &Shape, value: &Value) -> Result<String, String> {
    let node = value_node(vendor, shape, value, Format::Text)?;
    node.text().map(str::to_owned).ok_or_else(|| "one value belongs here".into())
}

fn scalar_node(vendor: &Vendor, shape: &Shape, value: &Value) -> Result<Node, String> {
    let shape = vendor.bare(shape);
    let codecs = &shape.form.codecs;
    let node = match do_inner(codecs, value)? {
        Some((text, true)) => Node::Number(text),
        Some((text, false)) => Node::Text(text),
        None => bare_node(vendor, shape, value)?,
    };
    if !codecs.iter().any(Codec::is_outer) {
        return Ok(node);
    }
    Ok(Node::Text(do_outer(codecs, node.text().unwrap_or_default())))
}

fn bare_node(vendor: &Vendor, shape: &Shape, value: &Value) -> Result<Node, String> {
    Ok(match value {
        Value::Text(text) => Node::Text(text.clone()),
        Value::Integer(number) => Node::Number(number.to_string()),
        Value::Decimal(digits) => Node::Number(digits.clone()),
        Value::Boolean(value) => Node::Boolean(*value),
        Value::Moment(moment) => {
            // The first pattern is how it is written, unless it would lose something: a fraction of a second.
            let mut patterns = shape.form.dates.iter();
            let whole = patterns.clone().find(|p| p.read(&p.write(*moment)) == Some(*moment));
            let pattern = whole.or_else(|| patterns.next()).ok_or("nothing says how this date is written")?;
            Node::Text(pattern.write(*moment))
        }
        Value::Enum(index) => {
            let Type::Enum(id) = shape.ty else { return Err("the value is one of an enum, the field is not".into()) };
            let values = vendor.enumeration(id);
            let wire =
                &values.values.get(*index).ok_or_else(|| format!("`{}` has no value {index}", values.name))?.wire;
            match values.base {
                Base::Text => Node::Text(wire.clone()),
                Base::Integer => Node::Number(wire.clone()),
                Base::Boolean => Node::Boolean(wire == "true" || wire == "1"),
            }
        }
        Value::Duration(_) => return Err("nothing says how this duration is written".into()),
        Value::Record(_) | Value::List(_) | Value::Arm(..) | Value::Refused { .. } => {
            return Err("one value belongs here".into());
        }
    })
}
