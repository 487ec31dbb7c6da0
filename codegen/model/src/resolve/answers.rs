//! Fields of a reply that say once more what was asked for.

use super::Resolver;
use crate::diagnostic::codes;
use crate::model::{
    Asked, Base, Field, From, Operation, Outcome, Presence, Record, RecordId, Reply, Shape, Type, Value, Visibility,
};
use crate::source::Origin;

const HELP: &str = "it stands at a field right under `response:` or an arm's `fields:`, and names one of the request: `equals: request.order`";

impl Resolver<'_> {
    /// Notes that a field is held against another; the operation finds out which.
    pub(super) fn note_asked(&mut self, text: Option<&String>, origin: &Origin) {
        self.asked.extend(text.map(|text| (origin.clone(), text.clone())));
    }

    /// Finds what the fields of an operation's replies are held against.
    pub(super) fn answers(&mut self, request: RecordId, response: Option<RecordId>, reply: &Reply) {
        let mut records: Vec<RecordId> = response.into_iter().collect();
        records.extend(reply.forms.iter().flat_map(|(_, form)| &form.arms).filter_map(|arm| arm.record));
        for id in records {
            for index in 0..self.vendor.record(id).fields.len() {
                let origin = self.vendor.record(id).fields[index].origin.clone();
                let Some(at) = self.asked.iter().position(|(known, _)| *known == origin) else { continue };
                let (_, text) = self.asked.remove(at);
                let asked = self.asked_field(&text, request, (id, index), &origin.key("equals"));
                self.vendor.records[id.0].fields[index].equals = asked;
            }
        }
    }

    fn asked_field(
        &mut self,
        text: &str,
        request: RecordId,
        (id, index): (RecordId, usize),
        origin: &Origin,
    ) -> Option<Asked> {
        let Some(name) = text.strip_prefix("request.") else {
            self.error_with_help(codes::BAD_EQUALS, origin, format!("`{text}` is no field of the request"), HELP);
            return None;
        };
        let asked = self.field_index(request, name, origin)?;
        let (sent, received) = (self.vendor.record(request), &self.vendor.record(id).fields[index]);
        let problem = wrong_asked(sent, asked).or_else(|| {
            (!self.is_comparable(&sent.fields[asked], received)).then_some("is of another type, or secret")
        });
        if let Some(problem) = problem {
            let message = format!("`{name}` can't be held against this field: it {problem}");
            let help = "both are texts, whole numbers or times of one kind, and the caller gives the other";
            self.error_with_help(codes::BAD_EQUALS, origin, message, help);
            return None;
        }
        Some(Asked { field: asked, name: self.vendor.record(request).fields[asked].wire.clone() })
    }

    fn is_comparable(&self, sent: &Field, received: &Field) -> bool {
        let is_secret = [sent, received].iter().any(|field| field.visibility == Visibility::Secret);
        let is_text = |shape: &Shape| match &self.vendor.bare(shape).ty {
            Type::Text => true,
            Type::Enum(id) => self.vendor.enumeration(*id).base == Base::Text,
            _ => false,
        };
        let is_named = |field: &Field| matches!(field.shape.ty, Type::Named(_));
        let (one, other) = (self.vendor.bare(&sent.shape), self.vendor.bare(&received.shape));
        let is_plain = match one.ty {
            Type::Integer => true,
            Type::Decimal | Type::Month | Type::Date | Type::DateTime | Type::Instant => {
                !is_named(sent) && !is_named(received)
            }
            _ => false,
        };
        !is_secret && (is_text(&sent.shape) && is_text(&received.shape) || is_plain && one.ty == other.ty)
    }

    /// Where it stands at no field of a reply.
    pub(super) fn check_asked(&mut self) {
        for (origin, _) in std::mem::take(&mut self.asked) {
            let message = "only a field of an operation's own reply can be held against the request";
            self.error_with_help(codes::BAD_EQUALS, &origin.key("equals"), message, HELP);
        }
    }

    /// An example answers what it asks for.
    pub(super) fn check_answers(
        &mut self,
        operation: &Operation,
        arm: Option<usize>,
        form: (&Value, &Outcome),
        at: &Origin,
    ) {
        let (Value::Record(asked), Outcome::Reply(Value::Record(answered))) = form else { return };
        let id = arm.and_then(|arm| operation.outcomes.get(arm)).map_or(operation.response, |arm| arm.record);
        let record = self.vendor.record(id);
        let wrong = answered.iter().find_map(|(index, value)| {
            let field = record.fields.get(*index)?;
            let equals = field.equals.as_ref()?;
            let (_, due) = asked.iter().find(|(index, _)| *index == equals.field)?;
            let sent = self.vendor.record(operation.request).fields.get(equals.field)?;
            (self.plain_text(&sent.shape, due) != self.plain_text(&field.shape, value)).then(|| field.wire.clone())
        });
        if let Some(name) = wrong {
            let message = format!("`{name}` is not what the example's request asks for");
            self.error(codes::EXAMPLE_BREAKS_RULES, at, message);
        }
    }

    /// A value without its type, to be compared.
    fn plain_text(&self, shape: &Shape, value: &Value) -> Value {
        match (&self.vendor.bare(shape).ty, value) {
            (Type::Enum(id), Value::Enum(index)) => {
                let values = &self.vendor.enumeration(*id).values;
                Value::Text(values.get(*index).map_or_else(String::new, |value| value.wire.clone()))
            }
            (_, value) => value.clone(),
        }
    }
}

/// What keeps a field of the request from being asked for.
fn wrong_asked(request: &Record, index: usize) -> Option<&'static str> {
    let field = request.fields.get(index)?;
    match () {
        () if field.presence == Presence::Chosen || request.choice_of(index).is_some() => Some("hangs on a choice"),
        () if !matches!(field.from, From::Caller) => Some("is given by the client"),
        () => None,
    }
}
