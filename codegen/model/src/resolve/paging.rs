//! Pages: which fields say where the next page is, and which that there is none.

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{HandOnSpec, OperationSpec, PagingSpec, SafetySpec};
use crate::model::{
    Expression, Field, FieldPath, From, HoleSource, LastValue, LastWhen, Method, Node, PageBy, Paging, Pattern, Piece,
    Presence, RecordId, Send, Success, Type, Visibility,
};
use crate::source::Origin;

/// The operation whose list it is.
pub(super) struct Walked<'o> {
    pub(super) request: RecordId,
    pub(super) response: RecordId,
    pub(super) outcomes: &'o [Success],
    pub(super) send: &'o Send,
}

impl Resolver<'_> {
    pub(super) fn paging(&mut self, spec: &OperationSpec, of: &Walked<'_>, origin: &Origin) -> Option<Paging> {
        let paging = spec.paging.as_ref()?;
        let origin = origin.key("paging");
        if spec.safety != SafetySpec::Read {
            self.error_with_help(
                codes::PAGES_OF_NO_READ,
                &origin.name(),
                "each page is a call of its own, and this operation is no `read`",
                "only what changes nothing has pages; write `safety: read` if that is so",
            );
        }
        if !of.outcomes.is_empty() {
            self.error_with_help(
                codes::BAD_PAGING,
                &origin.name(),
                "the reply has several shapes, and only one may have pages",
                "let a single arm mean success",
            );
            return None;
        }
        let items_at = origin.key("items");
        let items = self.reply_field(of.response, &paging.items, &items_at)?;
        let Type::List(list) = &self.vendor.record(of.response).fields[items].shape.ty else {
            let message = format!("`{}` is no list", paging.items);
            self.error_with_help(codes::BAD_PAGING, &items_at, message, "name the list that goes on on the next page");
            return None;
        };
        let item = list.item.clone();
        if matches!(item.ty, Type::Union(id) if self.vendor.union(id).is_outcome) {
            let message = "items that may have been refused are an answer to what was sent, and no pages";
            self.error_with_help(
                codes::BAD_PAGING,
                &items_at,
                message,
                "remove `paging:`, or the verdicts of the items",
            );
            return None;
        }
        let by = self.page_by(paging, of, &item.ty, &origin)?;
        if paging.first.is_some() && !matches!(by, PageBy::Number { .. } | PageBy::Offset { .. }) {
            let help = "it is said of `number:` and `offset:`";
            self.error_with_help(codes::BAD_PAGING, &origin.key("first"), "nothing is counted here", help);
        }
        let last_when = self.last_when(paging, of, &by, &origin.key("last_when"));
        Some(Paging { items, by, last_when })
    }

    fn page_by(&mut self, spec: &PagingSpec, of: &Walked<'_>, item: &Type, origin: &Origin) -> Option<PageBy> {
        let said = [
            spec.number.is_some(),
            spec.offset.is_some(),
            spec.last_item.is_some(),
            spec.cursor.is_some(),
            spec.next_uri.is_some(),
        ];
        if said.iter().filter(|said| **said).count() != 1 {
            self.error_with_help(
                codes::BAD_PAGING,
                &origin.name(),
                "one thing tells where the next page is",
                "keep one of number, offset, last_item, cursor and next_uri",
            );
            return None;
        }
        if let Some(name) = &spec.number {
            let field = self.counter(of.request, name, &origin.key("number"))?;
            return Some(PageBy::Number { field, first: spec.first.unwrap_or(1) });
        }
        if let Some(name) = &spec.offset {
            let field = self.counter(of.request, name, &origin.key("offset"))?;
            return Some(PageBy::Offset { field, first: spec.first.unwrap_or(0) });
        }
        if let Some(hand_on) = &spec.last_item {
            return self.last_item(hand_on, of, item, &origin.key("last_item"));
        }
        if let Some(hand_on) = &spec.cursor {
            let origin = origin.key("cursor");
            let field = self.sent_field(of.request, &hand_on.send, &origin.key("send"))?;
            let Some(name) = &hand_on.value else {
                let help = "write `cursor: { send: field of the request, value: field of the reply }`";
                self.error_with_help(codes::BAD_PAGING, &origin, "nothing says what is sent", help);
                return None;
            };
            let value = self.reply_path(of.response, name, &origin.key("value"))?;
            let (record, last) = self.end_of(of.response, &value)?;
            let same =
                alike(&self.vendor.record(of.request).fields[field], self.vendor.record(record).fields.get(last)?);
            if !same {
                self.unlike(&hand_on.send, name, &origin);
            }
            return Some(PageBy::Cursor { field, value });
        }
        let name = spec.next_uri.as_ref()?;
        let origin = origin.key("next_uri");
        let value = self.reply_path(of.response, name, &origin)?;
        let (record, last) = self.end_of(of.response, &value)?;
        let field = self.vendor.record(record).fields.get(last)?;
        if field.shape.ty != Type::Text || field.visibility == Visibility::Secret {
            let message = format!("`{name}` is no text");
            let help = "an address is `type: text`, and not secret: it holds no credential";
            self.error_with_help(codes::BAD_PAGING, &origin, message, help);
        }
        self.whole_address(of, &origin);
        Some(PageBy::Address(value))
    }

    /// The vendor's address takes the place of ours: nothing of ours may be lost with it, or be signed.
    fn whole_address(&mut self, of: &Walked<'_>, origin: &Origin) {
        let help = "where the vendor's address is cut, send the number or cursor that it holds: `cursor: { send: ..., value: ... }`";
        if of.send.method != Method::Get {
            let message = "only a GET is asked for again at another address";
            self.error_with_help(codes::BAD_PAGING, origin, message, "use `cursor:` or `number:`");
        }
        let mut queries: Vec<&Pattern> = Vec::new();
        of.send.query.iter().for_each(|(_, node): &(String, Node)| node.patterns(&mut queries));
        let paths = of.send.paths.iter().map(|(_, pattern)| pattern);
        let ours = paths.chain(queries).any(|pattern| {
            pattern.holes().iter().any(|hole| matches!(hole, HoleSource::Credential(_) | HoleSource::Token(_)))
                || pattern.0.iter().any(|piece| matches!(piece, Piece::Computed(_)))
        });
        if ours {
            let message =
                "path or query hold a credential, a token or a signature, which the vendor's address may lack";
            self.error_with_help(codes::BAD_PAGING, origin, message, help);
        }
        let mut signed = false;
        for pattern in of.send.headers.iter().map(|(_, pattern)| pattern) {
            pattern.visit(&mut |expression| {
                signed |= matches!(expression, Expression::Path | Expression::Query | Expression::Pairs { .. });
            });
        }
        if signed {
            let message = "a header is computed of path or query, which are the vendor's on the next page";
            self.error_with_help(codes::BAD_PAGING, origin, message, help);
        }
    }

    fn last_item(&mut self, spec: &HandOnSpec, of: &Walked<'_>, item: &Type, origin: &Origin) -> Option<PageBy> {
        let field = self.sent_field(of.request, &spec.send, &origin.key("send"))?;
        let sent = &self.vendor.record(of.request).fields[field];
        match (item, &spec.value) {
            (Type::Record(id), Some(name)) => {
                let id = *id;
                let value = self.field_index(id, name, &origin.key("value"))?;
                if !alike(&self.vendor.record(of.request).fields[field], &self.vendor.record(id).fields[value]) {
                    self.unlike(&spec.send, name, origin);
                }
                Some(PageBy::LastItem { field, value: Some(value) })
            }
            (ty, None) if *ty == sent.shape.ty => Some(PageBy::LastItem { field, value: None }),
            _ => {
                let help = "of a record write which field: `last_item: { send: after, value: id }`; of a scalar, none";
                self.error_with_help(codes::BAD_PAGING, origin, "nothing says what names the last item", help);
                None
            }
        }
    }

    fn unlike(&mut self, sent: &str, value: &str, origin: &Origin) {
        let message = format!("`{value}` is sent as `{sent}`, and the two are of different types");
        self.error_with_help(codes::BAD_PAGING, origin, message, "give both the same type");
    }

    fn last_when(&mut self, spec: &PagingSpec, of: &Walked<'_>, by: &PageBy, origin: &Origin) -> Vec<LastWhen> {
        let mut last = Vec::new();
        let when = &spec.last_when;
        if let Some(short) = &when.short {
            let at = origin.key("short");
            match short.0.parse() {
                Ok(count) => last.push(LastWhen::Shorter(count)),
                Err(_) => last.extend(self.counter(of.request, &short.0, &at).map(LastWhen::ShorterThan)),
            }
        }
        if let Some(total) = &when.total {
            last.extend(self.counted(of.response, total, &origin.key("total")).map(LastWhen::Total));
        }
        if let Some(pages) = &when.pages {
            let at = origin.key("pages");
            if !matches!(by, PageBy::Number { .. }) {
                self.error_with_help(
                    codes::BAD_PAGING,
                    &at,
                    "pages have no numbers here",
                    "it goes with `number:`; use another sign of the last page",
                );
            }
            last.extend(self.counted(of.response, pages, &at).map(LastWhen::Pages));
        }
        for (name, value) in &when.reply {
            let at = origin.key("reply").key(name);
            let wire = self.wire(value, &at);
            let Some(path) = self.reply_path(of.response, name, &at.name()) else { continue };
            let Some((record, index)) = self.end_of(of.response, &path) else { continue };
            let ty = self.vendor.record(record).fields.get(index).map(|f| self.vendor.bare(&f.shape).ty.clone());
            let named =
                self.vendor.record(record).fields.get(index).is_some_and(|f| matches!(f.shape.ty, Type::Named(_)));
            let value = match ty {
                Some(Type::Boolean) => wire.parse().ok().map(LastValue::Boolean),
                Some(Type::Integer) => wire.parse().ok().map(LastValue::Integer),
                Some(Type::Text) => Some(LastValue::Text(wire)),
                _ => None,
            };
            let secret =
                self.vendor.record(record).fields.get(index).is_some_and(|f| f.visibility == Visibility::Secret);
            match value.filter(|_| !named && !secret) {
                Some(value) => last.push(LastWhen::Value(path, value)),
                None => {
                    let message = format!("`{name}` never has this value");
                    let help = "name a boolean, an integer or a text, with a value that it may have";
                    self.error_with_help(codes::BAD_PAGING, &at, message, help);
                }
            }
        }
        last
    }

    /// A field of the request that the walk fills in.
    fn sent_field(&mut self, request: RecordId, name: &str, at: &Origin) -> Option<usize> {
        let index = self.field_index(request, name, at)?;
        let record = self.vendor.record(request);
        let field = &record.fields[index];
        let free =
            matches!(field.presence, Presence::Required | Presence::Optional) && record.choice_of(index).is_none();
        if !free || !matches!(field.from, From::Caller) {
            let message = format!("`{name}` is not the caller's alone");
            let diagnostic = Diagnostic::error(codes::BAD_PAGING, at.clone(), message)
                .related(field.origin.name(), "this one")
                .help("the walk sets it: it hangs on no other field, and nothing hangs on it");
            self.report.push(diagnostic);
            return None;
        }
        Some(index)
    }

    /// An integer of the request.
    fn counter(&mut self, request: RecordId, name: &str, at: &Origin) -> Option<usize> {
        let index = self.sent_field(request, name, at)?;
        if self.vendor.record(request).fields[index].shape.ty != Type::Integer {
            self.error_with_help(codes::BAD_PAGING, at, format!("`{name}` is no integer"), "give it `type: integer`");
            return None;
        }
        Some(index)
    }

    /// An integer of the reply.
    fn counted(&mut self, response: RecordId, name: &str, at: &Origin) -> Option<FieldPath> {
        let path = self.reply_path(response, name, at)?;
        let (record, index) = self.end_of(response, &path)?;
        if self.vendor.record(record).fields.get(index)?.shape.ty != Type::Integer {
            self.error_with_help(codes::BAD_PAGING, at, format!("`{name}` is no integer"), "give it `type: integer`");
            return None;
        }
        Some(path)
    }

    /// A field of the reply: `next`, or `paging.next` in a record of it.
    fn reply_path(&mut self, response: RecordId, name: &str, at: &Origin) -> Option<FieldPath> {
        let mut path = Vec::new();
        let mut record = response;
        for (i, step) in name.split('.').enumerate() {
            if i > 0 {
                let (owner, last) = self.end_of(response, &path)?;
                let Type::Record(inner) = self.vendor.record(owner).fields.get(last)?.shape.ty else {
                    let message = format!("`{name}` leads into what is no record");
                    self.error_with_help(codes::BAD_PAGING, at, message, "name a field of the reply: `paging.next`");
                    return None;
                };
                record = inner;
            }
            path.push(self.reply_field(record, step, at)?);
        }
        Some(path)
    }

    /// The record that has the last field of a path, and that field.
    fn end_of(&self, response: RecordId, path: &[usize]) -> Option<(RecordId, usize)> {
        let (last, outer) = path.split_last()?;
        let mut record = response;
        for index in outer {
            let Type::Record(inner) = self.vendor.record(record).fields.get(*index)?.shape.ty else { return None };
            record = inner;
        }
        Some((record, *last))
    }
}

/// Whether what one field holds may be sent as the other.
fn alike(sent: &Field, received: &Field) -> bool {
    let secret = |field: &Field| field.visibility == Visibility::Secret;
    let plain = !matches!(sent.shape.ty, Type::Enum(_) | Type::Record(_) | Type::List(_) | Type::File);
    plain && sent.shape.ty == received.shape.ty && secret(sent) == secret(received)
}
