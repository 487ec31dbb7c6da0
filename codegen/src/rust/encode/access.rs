//! How code reaches a field, wherever the record's choices have put it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{Presence, Record, RecordId, Type};

use super::{Access, Encoders, snake};
use crate::rust::names::{ident, variant};

impl Encoders<'_, '_> {
    /// How code reaches a field.
    pub(in crate::rust) fn access(&self, id: RecordId, record: &Record, index: usize, value: &TokenStream) -> Access {
        let field = &record.fields[index];
        let name = ident(&field.name);
        let is_tag = record.choice_of(index).is_some();
        if field.presence == Presence::Chosen {
            let mut root = record.choices.iter().position(|c| self.hangs(record, c.tag, index)).unwrap_or(0);
            while let Some(parent) = record.choices[root].parent {
                root = parent;
            }
            let tag = &record.fields[record.choices[root].tag];
            let root_name = ident(&tag.name);
            let function = self.accessor_name(id, index);
            let optional_root = tag.presence != Presence::Required;
            let value = match (optional_root, record.choices[root].absent.is_empty()) {
                (true, true) => quote!(#value.#root_name.as_ref().and_then(#function)),
                _ => quote!(#function(&#value.#root_name)),
            };
            return Access { value, optional: true, tag: is_tag };
        }
        if is_tag {
            let absent = record.choice_of(index).is_some_and(|c| !record.choices[c].absent.is_empty());
            let function = self.accessor_name(id, index);
            return match (field.presence, absent) {
                (Presence::Required, _) => Access { value: quote!(#value.#name.as_str()), optional: false, tag: true },
                (_, false) => Access {
                    value: quote!(#value.#name.as_ref().map(|#name| #name.as_str())),
                    optional: true,
                    tag: true,
                },
                (_, true) => Access { value: quote!(#function(&#value.#name)), optional: true, tag: true },
            };
        }
        if field.presence == Presence::Optional {
            return Access { value: quote!(&#value.#name), optional: true, tag: false };
        }
        Access { value: quote!(&#value.#name), optional: false, tag: false }
    }

    fn hangs(&self, record: &Record, tag: usize, field: usize) -> bool {
        record.choices.iter().any(|choice| {
            choice.tag == tag && choice.arms.iter().any(|arm| arm.members.iter().any(|m| m.field == field))
        })
    }

    fn accessor_name(&self, id: RecordId, field: usize) -> Ident {
        let record = self.plan.vendor.record(id);
        // Several fields may share a name; the index keeps their functions apart.
        let twins = record.fields.iter().filter(|f| f.name == record.fields[field].name).count() > 1;
        let suffix = if twins { format!("_{field}") } else { String::new() };
        format_ident!("{}_{}{suffix}", snake(self.plan.record_name(id)), record.fields[field].name)
    }

    /// Functions that find a field in the arms of a choice.
    pub fn accessors(&self, id: RecordId) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let mut items = TokenStream::new();
        for choice in 0..record.choices.len() {
            if record.choices[choice].parent.is_some() {
                continue;
            }
            let tag = record.choices[choice].tag;
            let optional_root =
                record.fields[tag].presence != Presence::Required && !record.choices[choice].absent.is_empty();
            for field in
                (0..record.fields.len()).filter(|f| self.reaches(record, choice, *f) || (optional_root && *f == tag))
            {
                let name = self.accessor_name(id, field);
                let ty = self.accessed_type(record, field);
                let (parameter, body) = if optional_root {
                    let optional = self.plan.optional_choice_path((id, tag), &self.here);
                    let given = if field == tag {
                        quote!(::core::option::Option::Some(given.as_str()))
                    } else {
                        self.find(id, choice, field, &quote!(given))
                    };
                    let absent = self.not_given(id, choice, field, &optional);
                    (quote!(&#optional), quote!(match choice { #optional::Given(given) => #given, #absent }))
                } else {
                    let ty = self.plan.choice_path((id, tag), &self.here);
                    (quote!(&#ty), self.find(id, choice, field, &quote!(choice)))
                };
                items.extend(quote! {
                    fn #name(choice: #parameter) -> ::core::option::Option<#ty> { #body }
                });
            }
        }
        items
    }

    fn accessed_type(&self, record: &Record, field: usize) -> TokenStream {
        if record.choice_of(field).is_some() {
            return quote!(&str);
        }
        let ty = self.plan.field_type(&record.fields[field], &self.here);
        quote!(&#ty)
    }

    /// Whether a field stands in an arm of the choice, or of a choice inside it.
    fn reaches(&self, record: &Record, choice: usize, field: usize) -> bool {
        record.choices[choice].arms.iter().flat_map(|arm| &arm.members).any(|member| {
            member.field == field
                || record.choice_of(member.field).is_some_and(|inner| self.reaches(record, inner, field))
        })
    }

    fn find(&self, id: RecordId, choice: usize, field: usize, value: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let tag = record.choices[choice].tag;
        let Type::Enum(values) = record.fields[tag].shape.ty else { return quote!(::core::option::Option::None) };
        let ty = self.plan.choice_path((id, tag), &self.here);
        let values = &self.plan.vendor.enumeration(values).values;
        let mut arms = Vec::new();
        let mut rest = false;
        for arm in &record.choices[choice].arms {
            let variant = variant(&values[arm.value].name);
            let found =
                arm.members.iter().find_map(|member| self.find_member(id, member.field, member.required, field));
            match found {
                Some(found) => arms.push(quote!(#ty::#variant(arm) => #found)),
                None => rest = true,
            }
        }
        if arms.is_empty() {
            return quote!(::core::option::Option::None);
        }
        let rest = if rest { quote!(_ => ::core::option::Option::None,) } else { TokenStream::new() };
        quote!(match #value { #(#arms,)* #rest })
    }

    /// The arm of a `match` for a tag that is not given.
    fn not_given(&self, id: RecordId, choice: usize, field: usize, optional: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let found = record.choices[choice]
            .absent
            .iter()
            .find_map(|member| self.find_member(id, member.field, member.required, field));
        match found {
            Some(found) => quote!(#optional::NotGiven(arm) => #found),
            None => quote!(#optional::NotGiven(_) => ::core::option::Option::None),
        }
    }

    /// An `Option` of the field, if this member of an arm is it or holds it.
    fn find_member(&self, id: RecordId, member: usize, required: bool, field: usize) -> Option<TokenStream> {
        let record = self.plan.vendor.record(id);
        let name = ident(&record.fields[member].name);
        let Some(inner) = record.choice_of(member) else {
            return (member == field).then(|| {
                if required { quote!(::core::option::Option::Some(&arm.#name)) } else { quote!(arm.#name.as_ref()) }
            });
        };
        if member != field && !self.reaches(record, inner, field) {
            return None;
        }
        let of_inner = |value: TokenStream| {
            if member == field {
                quote!(::core::option::Option::Some(#value.as_str()))
            } else {
                self.find(id, inner, field, &value)
            }
        };
        let absent = &record.choices[inner].absent;
        if required {
            return Some(if member == field {
                quote!(::core::option::Option::Some(arm.#name.as_str()))
            } else {
                of_inner(quote!(&arm.#name))
            });
        }
        if absent.is_empty() {
            let found = of_inner(quote!(given));
            return Some(
                quote!(match &arm.#name { ::core::option::Option::Some(given) => #found, ::core::option::Option::None => ::core::option::Option::None }),
            );
        }
        let optional = self.plan.optional_choice_path((id, member), &self.here);
        let found = of_inner(quote!(given));
        let absent = self.not_given(id, inner, field, &optional);
        Some(quote!(match &arm.#name { #optional::Given(given) => #found, #absent }))
    }
}
