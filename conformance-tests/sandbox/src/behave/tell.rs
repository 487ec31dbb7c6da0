//! What a vendor tells by itself, as a request to an application.

use vendor_model::Vendor;
use vendor_model::model::{Arm, Callback, Condition, FrameNode, Path, Reads, Received, Step, Type, Value};

use super::plain::{Plain, Words};
use super::{World, invent};
use crate::callback::CallBack;
use crate::message::Request;
use crate::reply::{Content, ReplyWriter, Signer};

impl World {
    /// The request that tells it. Its target begins with the path of the address.
    ///
    /// # Errors
    ///
    /// When no vendor has such a callback, arm or field, or a value is none of its type.
    pub(crate) fn tell(&self, order: &CallBack, path: &str) -> Result<Request, String> {
        let (index, vendor, callback) = self.callback(order)?;
        let writer = ReplyWriter::of_callback(vendor, callback).ok_or("it has no document")?;
        let arm = arm_of(&writer, order)?;
        let keys = self.keys.get(index).ok_or("there is no such vendor")?;
        let now = self.clock.now();
        let writer = writer.signed_by(Signer { keys, asked: None, now });
        let id = arm.record.unwrap_or(callback.event);
        let mut value = match invent::record(vendor, id, now) {
            Value::Record(values) => values,
            _ => Vec::new(),
        };
        let zone = self.ways.get(index).map_or(0, |ways| ways.zone);
        let words = Words { vendor, zone, now };
        let mut around = made_up(arm, callback);
        for (name, plain) in &order.values {
            let fields = vendor.record(id).fields.iter().enumerate();
            if let Some((index, field)) = fields.into_iter().find(|(_, field)| field.wire == *name) {
                value.retain(|(known, _)| *known != index);
                // What is given as nothing is left out.
                if *plain != Plain::Null {
                    let given = words.value(&field.shape, plain);
                    value.push((index, given.ok_or_else(|| format!("`{name}` can't hold this"))?));
                }
                continue;
            }
            let path: Path = name.split('.').map(|name| Step::Name(name.to_owned())).collect();
            if !around.iter().any(|(known, _)| *known == path) && !leaves(arm).iter().any(|(known, _)| *known == path) {
                return Err(format!("`{name}` is nothing that it tells; there are {}", known(vendor, arm, callback)));
            }
            around.retain(|(known, _)| *known != path);
            around.push((path, plain.text()));
        }
        value.sort_by_key(|(index, _)| *index);
        let value = Value::Record(value);
        let also: Vec<(&Path, &str)> = around.iter().map(|(path, text)| (path, text.as_str())).collect();
        let content = Content { value: Some(&value), also: &also, ..Content::default() };
        let document = writer.arm(&arm.name, content)?;
        let mut headers = document.headers;
        if !callback.in_query {
            let request = Request { method: "POST".into(), target: path.to_owned(), headers, body: document.body };
            return Ok(request);
        }
        headers.retain(|(name, _)| name != "content-type");
        let query = String::from_utf8(document.body).map_err(|_| "a query is a text")?;
        let between = if path.contains('?') { '&' } else { '?' };
        Ok(Request { method: "GET".into(), target: format!("{path}{between}{query}"), headers, body: Vec::new() })
    }

    /// The callback that an order names.
    pub(crate) fn callback(&self, order: &CallBack) -> Result<(usize, &Vendor, &Callback), String> {
        let index = self.index(&order.vendor).ok_or_else(|| format!("there is no vendor `{}`", order.vendor))?;
        let vendor = self.vendors.get(index).ok_or("there is no such vendor")?;
        let found = vendor.callbacks.iter().find(|known| known.name == order.callback);
        let found = found.ok_or_else(|| {
            let names: Vec<&str> = vendor.callbacks.iter().map(|callback| callback.name.as_str()).collect();
            match names.as_slice() {
                [] => format!("the spec of {} has no callbacks", vendor.name),
                names => {
                    format!("{} has no callback `{}`; there are {}", vendor.name, order.callback, names.join(", "))
                }
            }
        })?;
        Ok((index, vendor, found))
    }
}

fn arm_of<'a>(writer: &ReplyWriter<'a>, order: &CallBack) -> Result<&'a Arm, String> {
    let wanted = |arm: &&Arm| order.arm.as_ref().is_none_or(|name| arm.name == *name);
    writer.arms().find(wanted).ok_or_else(|| {
        let names: Vec<&str> = writer.arms().map(|arm| arm.name.as_str()).collect();
        format!("`{}` has no such arm; there are {}", order.callback, names.join(", "))
    })
}

/// What stands around the event beside the signature, and is not asked for by the arm.
fn made_up(arm: &Arm, callback: &Callback) -> Vec<(Path, String)> {
    let asked = |path: &Path| {
        arm.when.iter().any(|condition| matches!(condition, Condition::Member { path: known, .. } if known == path))
            || matches!(callback.verify.as_ref().map(|verify| &verify.signature), Some(Received::Member(own)) if own == path)
    };
    let text = |ty: &Type| match ty {
        Type::Integer | Type::Decimal => "1",
        Type::Boolean => "true",
        _ => "sandbox",
    };
    let must = leaves(arm)
        .into_iter()
        .filter(|(path, leaf)| matches!(leaf, FrameNode::Leaf { optional: false, .. }) && !asked(path));
    must.filter_map(|(path, leaf)| match leaf {
        FrameNode::Leaf { ty, .. } => Some((path, text(ty).to_owned())),
        _ => None,
    })
    .collect()
}

/// The leaves of an arm's frame.
fn leaves(arm: &Arm) -> Vec<(Path, &FrameNode)> {
    fn walk<'f>(frame: &'f FrameNode, path: &mut Path, found: &mut Vec<(Path, &'f FrameNode)>) {
        match frame {
            FrameNode::Leaf { .. } => found.push((path.clone(), frame)),
            FrameNode::Record(members) => {
                for (name, member) in members {
                    path.push(Step::Name(name.clone()));
                    walk(member, path, found);
                    path.pop();
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Some(Reads::Json(frame) | Reads::Xml(frame) | Reads::Form(frame)) = &arm.reads {
        walk(frame, &mut Vec::new(), &mut found);
    }
    found
}

/// Names of what may be given, for people.
fn known(vendor: &Vendor, arm: &Arm, callback: &Callback) -> String {
    let fields = &vendor.record(arm.record.unwrap_or(callback.event)).fields;
    let mut names: Vec<String> = fields.iter().map(|field| field.wire.clone()).collect();
    for (path, _) in leaves(arm) {
        let steps = path.iter().filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            _ => None,
        });
        names.push(steps.collect::<Vec<_>>().join("."));
    }
    names.join(", ")
}
