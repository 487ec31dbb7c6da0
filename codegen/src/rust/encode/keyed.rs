//! Lists that are an object of JSON, each item under a name that is one of its values.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Field, List, Type};

use super::json::json_name;
use super::{Comma, Encoders, Entry, place};
use crate::rust::names::ident;
use crate::rust::writer::Writer;

impl Encoders<'_, '_> {
    /// The object; `key` is the field that is the name, and `value` the one that stands there, if not all others do.
    pub(super) fn json_keyed(
        &mut self,
        writer: &mut Writer,
        list: &List,
        field: &Field,
        (key, value): (&str, Option<&str>),
        items: &TokenStream,
    ) {
        let Type::Record(id) = list.item.ty else { return };
        let record = self.plan.vendor.record(id);
        let Some(key) = record.fields.iter().find(|field| field.wire == key) else { return };
        let name = ident(&key.name);
        let key_text = self.text_expression(&key.shape, key, &quote!(&item.#name));
        let mut inner = writer.inner();
        let out = writer.out();
        inner.statement(quote!(keys.next(#out, #key_text)?;));
        let mut comma = Comma::No;
        if value.is_none() {
            inner.constant("{");
        }
        for (index, member) in record.fields.iter().enumerate().filter(|(_, member)| member.wire != key.wire) {
            self.present(&mut inner, id, index, &quote!(item), &mut comma, &mut |this, writer, given, comma| {
                if value.is_none() {
                    json_name(writer, &member.wire, comma);
                }
                this.json_entry_value(writer, Entry::Field(member, given));
            });
        }
        if value.is_none() {
            inner.constant("}");
        }
        let inside = inner.finish();
        let (items, at) = (place(items), field.name.as_str());
        writer.constant("{");
        writer.statement(quote! {
            let mut keys = rt::write::JsonKeys::new();
            for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) {
                let mut write = || -> ::core::result::Result<(), rt::Invalid> {
                    #inside
                    ::core::result::Result::Ok(())
                };
                write().index(index).at(#at)?;
            }
        });
        writer.constant("}");
    }
}
