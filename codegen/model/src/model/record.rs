//! Records: fields in wire order, and the choices that decide which may be there.

use super::{Absent, Codec, Docs, Pattern, Rule, Sensitive, Shape, Type};
use crate::source::Origin;

/// Named members.
#[derive(Debug)]
pub struct Record {
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
    /// In wire order. Fields of several arms of a choice may share a wire name.
    pub fields: Vec<Field>,
    /// One for each field that decides about others; outer ones before inner ones.
    pub choices: Vec<Choice>,
    /// How many of some optional fields are given.
    pub groups: Vec<Group>,
    /// What must hold of its fields when it is sent.
    pub rules: Vec<Rule>,
    /// What the page says and nothing checks.
    pub unchecked: Vec<String>,
    /// The operation whose page has it; none if the vendor shares it.
    pub owner: Option<String>,
    /// It is part of a request.
    pub sent: bool,
    /// It is part of a reply.
    pub received: bool,
    /// Where it is written.
    pub origin: Origin,
}

/// Optional fields of which only so many are given.
#[derive(Debug)]
pub struct Group {
    /// Which.
    pub fields: Vec<usize>,
    /// The least.
    pub least: usize,
    /// The most.
    pub most: usize,
}

/// A member of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// As on the wire.
    pub wire: String,
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
    /// What it is, how it is written, what must hold.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it looks like when it is not there; none if the request decides.
    pub absent: Option<Absent>,
    /// In a reply: the field of the request that it has to equal.
    pub equals: Option<Asked>,
    /// Where its value comes from.
    pub from: From,
    /// Where it travels.
    pub place: Place,
    /// Who may see it.
    pub visibility: Visibility,
    /// Where it is written.
    pub origin: Origin,
}

/// A field of the request that a reply says once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which of the request's fields.
    pub field: usize,
    /// Its name on the wire.
    pub name: String,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// It may.
    Optional,
    /// Its choice decides.
    Chosen,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// Who calls gives it.
    Caller,
    /// The client fills it.
    Client(Pattern),
}

/// Where a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the hole of the query or the body.
    Hole,
    /// In the path, query or headers, by a pattern that names it.
    Pattern,
}

/// Who may see a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Anyone.
    Anyone,
    /// Masked where it would be shown.
    Sensitive(Sensitive),
    /// Nobody.
    Secret,
}

/// A field whose value decides which others may be there.
#[derive(Debug)]
pub struct Choice {
    /// The field that decides.
    pub tag: usize,
    /// One for each value of the tag, in the order of its enum.
    pub arms: Vec<Arm>,
    /// What may be there when the tag is not.
    pub absent: Vec<Member>,
    /// The choice in whose arms the tag stands.
    pub parent: Option<usize>,
}

/// What goes with one value of the tag.
#[derive(Debug)]
pub struct Arm {
    /// Index into the values of the tag's enum.
    pub value: usize,
    /// What goes with it.
    pub members: Vec<Member>,
}

/// A field that goes with a value of the tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which one.
    pub field: usize,
    /// It must be there.
    pub required: bool,
}

impl Field {
    /// Whether it is a list of texts that stand by themselves.
    pub fn has_items(&self) -> bool {
        let is_packed = |shape: &Shape| shape.form.codecs.iter().any(Codec::is_packing);
        match &self.shape.ty {
            Type::List(list) => {
                !is_packed(&self.shape)
                    && (!matches!(list.item.ty, Type::List(_) | Type::Record(_) | Type::File) || is_packed(&list.item))
            }
            _ => false,
        }
    }
}

impl Record {
    /// The choice that this field decides.
    pub fn choice_of(&self, tag: usize) -> Option<usize> {
        self.choices.iter().position(|c| c.tag == tag)
    }

    /// A field by its wire name or its identifier.
    pub fn field_named(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.wire == name).or_else(|| self.fields.iter().position(|f| f.name == name))
    }
}
