//! What the types can't say of a record is checked before it is sent.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{From, RecordId, Type};

use super::{Encoders, place, snake};
use crate::rust::names::local;
use crate::rust::plan::{Plan, path, wire_home};
use crate::rust::types::{check_statements, own_rules};

impl Encoders<'_, '_> {
    /// A function that holds a record against the page's rules; none if there are none.
    pub fn checks(&mut self, id: RecordId) -> TokenStream {
        let record = self.plan.vendor.record(id);
        if !self.plan.has_checks(id) {
            return TokenStream::new();
        }
        let name = format_ident!("check_{}", snake(self.plan.record_name(id)));
        let ty = self.plan.record_path(id, &self.here);
        let mut statements = Vec::new();
        for (index, field) in record.fields.iter().enumerate().filter(|(_, f)| matches!(f.from, From::Caller)) {
            let at = field.name.as_str();
            let row = field.docs.place.as_deref();
            let field_checks = |value: &TokenStream| {
                let mut checks = Vec::new();
                if let Some(rules) = own_rules(&field.shape) {
                    checks.extend(
                        check_statements(rules, &field.shape.ty, value, row)
                            .into_iter()
                            .map(|check| quote!(#check.at(#at)?;)),
                    );
                }
                if let Type::List(list) = &field.shape.ty {
                    if field.shape.rules.count.is_none() {
                        let items = place(value);
                        checks.push(quote!(rt::check::not_empty(#items.len()).at(#at)?;));
                    }
                    let inner = match &list.item.ty {
                        Type::Record(inner) if self.plan.has_checks(*inner) => {
                            let function = self.check_path(*inner);
                            vec![quote!(#function(item).index(index).at(#at)?;)]
                        }
                        ty => own_rules(&list.item)
                            .map(|rules| check_statements(rules, ty, &quote!(item), row))
                            .unwrap_or_default()
                            .into_iter()
                            .map(|check| quote!(#check.index(index).at(#at)?;))
                            .collect(),
                    };
                    if !inner.is_empty() {
                        let items = place(value);
                        checks.push(quote!(for (index, item) in ::core::iter::Iterator::enumerate(#items.iter()) { #(#inner)* }));
                    }
                }
                if let Type::Record(inner) = &field.shape.ty
                    && self.plan.has_checks(*inner)
                {
                    let function = self.check_path(*inner);
                    checks.push(quote!(#function(#value).at(#at)?;));
                }
                checks
            };
            let access = self.access(id, record, index, &quote!(value));
            if access.tag {
                continue;
            }
            if access.optional {
                let bound = local(&field.name);
                let checks = field_checks(&quote!(#bound));
                let option = &access.value;
                if !checks.is_empty() {
                    statements.push(quote!(if let ::core::option::Option::Some(#bound) = #option { #(#checks)* }));
                }
            } else {
                statements.extend(field_checks(&access.value));
            }
        }
        for group in &record.groups {
            let given: Vec<TokenStream> = group
                .fields
                .iter()
                .map(|index| {
                    let option = self.access(id, record, *index, &quote!(value)).value;
                    let option = place(&option);
                    quote!(#option.is_some())
                })
                .collect();
            let names = group.fields.iter().map(|index| record.fields[*index].name.as_str());
            let (least, most) = (Literal::usize_unsuffixed(group.least), Literal::usize_unsuffixed(group.most));
            statements.push(quote!(rt::check::given(&[#(#given),*], #least, #most, &[#(#names),*])?;));
        }
        statements.extend(self.rules(id, record));
        quote! {
            /// The page's rules that the types can't say.
            #[inline]
            pub(crate) fn #name(value: &#ty) -> ::core::result::Result<(), rt::Invalid> {
                #(#statements)*
                ::core::result::Result::Ok(())
            }
        }
    }

    fn check_path(&self, id: RecordId) -> TokenStream {
        path(&self.here, &wire_home(&self.plan.record_home(id)), &format!("check_{}", snake(self.plan.record_name(id))))
    }
}

impl Plan<'_> {
    /// What people read of a record's rules.
    pub fn rule_lines(&self, id: RecordId) -> Vec<String> {
        let record = self.vendor.record(id);
        let rules = record.rules.iter().map(|rule| {
            let words = rule.in_words(self.vendor, id, &|field| field.name.clone());
            format!("Refused unless {}.", crate::rust::docs::code(&words))
        });
        let unchecked =
            record.unchecked.iter().map(|text| format!("**Not checked here.** {}", crate::rust::docs::clean(text)));
        rules.chain(unchecked).collect()
    }

    /// Whether a record has rules that the types can't say.
    pub fn has_checks(&self, id: RecordId) -> bool {
        let record = self.vendor.record(id);
        !record.groups.is_empty()
            || !record.rules.is_empty()
            || record.fields.iter().filter(|f| matches!(f.from, From::Caller)).any(|field| {
                own_rules(&field.shape).is_some()
                    || match &field.shape.ty {
                        Type::Record(inner) => self.has_checks(*inner),
                        Type::List(_) => true,
                        _ => false,
                    }
            })
    }
}
