//! Examples as Rust: the expression that makes a request, and the assertions that a reply must pass.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use vendor_model::model::{
    Calendar, Field, Moment, Operation, RecordId, Shape, Type, UnionId, Value, Vendor, Visibility,
};

use super::names::{ident, method, pascal};
use super::plan::{Home, Plan, SHARED};
use super::types::{Needs, Slot, needs_names};

/// Writes the examples of a vendor as code that uses the public interface of its client.
pub struct Examples<'v> {
    plan: Plan<'v>,
    /// The path of the vendor's module.
    root: TokenStream,
}

impl<'v> Examples<'v> {
    /// For a client whose module is at `root`.
    pub fn new(vendor: &'v Vendor, root: TokenStream) -> Self {
        Self { plan: Plan::new(vendor), root }
    }

    /// The request of an operation with these values.
    pub fn request(&self, operation: &Operation, value: &Value) -> TokenStream {
        self.record(operation.request, value, "Required")
    }

    /// Assertions on `reply`, a reference to the reply of an operation.
    pub fn assertions(&self, operation: &Operation, outcome: Option<usize>, value: &Value) -> TokenStream {
        let Some(outcome) = outcome.and_then(|index| operation.outcomes.get(index)) else {
            return self.record_assertions(operation.response, value, &quote!(reply));
        };
        let home = super::plan::home_of(Some(&operation.name));
        let (reply, variant) =
            (self.public(&home, &format!("{}Reply", pascal(&operation.name))), super::names::type_ident(&outcome.arm));
        let assertions = self.record_assertions(outcome.record, value, &quote!(reply));
        quote! {
            match reply {
                #reply::#variant(reply) => { #assertions }
                other => panic!("another kind of success: {other:?}"),
            }
        }
    }

    fn public(&self, home: &Home, name: &str) -> TokenStream {
        let root = &self.root;
        // Shared types are re-exported by the vendor's module.
        let modules = home.iter().filter(|module| *module != SHARED).map(|module| ident(module));
        let name = ident(name);
        quote!(#root::#(#modules::)*#name)
    }

    fn record(&self, id: RecordId, value: &Value, required: &str) -> TokenStream {
        let home = self.plan.record_home(id);
        let name = self.plan.record_name(id).to_owned();
        let slots = self.plan.sent_slots(id, &home);
        self.construct(id, &self.public(&home, &name), &self.public(&home, required), &slots, value)
    }

    fn construct(
        &self,
        id: RecordId,
        ty: &TokenStream,
        required: &TokenStream,
        slots: &[Slot],
        value: &Value,
    ) -> TokenStream {
        let needed: Vec<&Slot> = slots.iter().filter(|s| s.needs == Needs::Required).collect();
        let values: Vec<TokenStream> = needed
            .iter()
            .map(|slot| {
                self.slot(id, slot, value).unwrap_or_else(|| quote!(compile_error!("the example lacks a value")))
            })
            .collect();
        let names = needed.iter().map(|slot| &slot.name);
        let arguments =
            if needs_names(&needed) { quote!(#required { #(#names: #values),* }) } else { quote!(#(#values),*) };
        let setters = slots.iter().filter(|s| s.needs != Needs::Required).filter_map(|slot| {
            let (setter, value) = (method(&slot.name.to_string()), self.slot(id, slot, value)?);
            Some(quote!(.#setter(#value)))
        });
        quote!(#ty::new(#arguments)#(#setters)*)
    }

    /// The value of a slot, if the example has one.
    fn slot(&self, id: RecordId, slot: &Slot, value: &Value) -> Option<TokenStream> {
        let record = self.plan.vendor.record(id);
        let index = slot.field?;
        let Value::Record(values) = value else { return None };
        let given = values.iter().find(|(field, _)| *field == index).map(|(_, value)| value);
        let Some(choice) = record.choice_of(index) else {
            return given.map(|given| self.value(&record.fields[index].shape, &record.fields[index], given));
        };
        let (home, module) = (self.plan.record_home(id), self.plan.choice_module((id, index)));
        let inside: Home = home.iter().cloned().chain([module]).collect();
        let choice_type = self.public(&home, self.plan.choice_name((id, index)));
        let optional_type = self.public(&home, &format!("Optional{}", self.plan.choice_name((id, index))));
        let choice = &record.choices[choice];
        match given {
            Some(Value::Enum(chosen)) => {
                let Type::Enum(tag) = record.fields[index].shape.ty else { return None };
                let arm = choice.arms.iter().find(|arm| arm.value == *chosen)?;
                let variant = pascal(&self.plan.vendor.enumeration(tag).values[*chosen].name);
                let slots: Vec<Slot> = arm.members.iter().map(|member| self.plan.slot(id, *member, &inside)).collect();
                let arm = self.construct(
                    id,
                    &self.public(&inside, &variant),
                    &self.public(&inside, &format!("{variant}Required")),
                    &slots,
                    value,
                );
                let variant = ident(&variant);
                let made = quote!(#choice_type::#variant(#arm));
                Some(if slot.needs == Needs::Defaulted { quote!(#optional_type::Given(#made)) } else { made })
            }
            _ if slot.needs == Needs::Defaulted => {
                let slots: Vec<Slot> =
                    choice.absent.iter().map(|member| self.plan.slot(id, *member, &inside)).collect();
                let not_given = self.construct(id, &self.public(&inside, "NotGiven"), &quote!(()), &slots, value);
                Some(quote!(#optional_type::NotGiven(#not_given)))
            }
            _ => None,
        }
    }

    fn value(&self, shape: &Shape, field: &Field, value: &Value) -> TokenStream {
        if let Type::Named(id) = shape.ty {
            let newtype = self.plan.vendor.newtype(id);
            let inner = self.value(&newtype.shape, field, value);
            let ty = self.public(&vec![SHARED.to_owned()], &pascal(&newtype.name));
            let unwrap = if newtype.shape.rules.is_empty() { TokenStream::new() } else { quote!(.unwrap()) };
            return quote!(#ty::new(#inner)#unwrap);
        }
        match (value, &shape.ty) {
            (Value::Text(text), _) if field.visibility == Visibility::Secret => {
                quote!(::generated_client::Secret::from(#text))
            }
            (Value::Text(text), Type::Bytes) => quote!(#text.as_bytes().to_vec()),
            (Value::Text(text), Type::File) => {
                quote!(::generated_client::FilePart::new("example.bin", #text.as_bytes().to_vec()))
            }
            (Value::Text(text), _) => quote!(#text.to_owned()),
            (Value::Integer(number), _) => integer(*number),
            (Value::Decimal(text), _) => quote!(#text.parse::<::generated_client::Decimal>().unwrap()),
            (Value::Boolean(value), _) => quote!(#value),
            (Value::Moment(moment), Type::Month) => month(moment),
            (Value::Moment(moment), Type::Date) => date(moment, shape.form.calendar),
            (Value::Moment(moment), Type::Instant) => {
                let (civil, offset) =
                    (datetime(moment, shape.form.calendar), Literal::i16_unsuffixed(moment.offset_minutes));
                quote!(::generated_client::OffsetDateTime::new(#civil, #offset).unwrap())
            }
            (Value::Moment(moment), _) => datetime(moment, shape.form.calendar),
            (Value::Duration(duration), _) => {
                let milliseconds = Literal::u64_unsuffixed(u64::try_from(duration.as_millis()).unwrap_or_default());
                quote!(::std::time::Duration::from_millis(#milliseconds))
            }
            (Value::Enum(chosen), Type::Enum(id)) => {
                let values = self.plan.vendor.enumeration(*id);
                let home = super::plan::home_of(values.owner.as_deref());
                let ty = self.public(&home, self.plan.enum_name(*id));
                let variant = super::names::variant(&values.values[*chosen].name);
                quote!(#ty::#variant)
            }
            (Value::Record(_), Type::Record(id)) => {
                self.record(*id, value, &format!("{}Required", self.plan.record_name(*id)))
            }
            (Value::List(items), Type::List(list)) => {
                let items = items.iter().map(|item| self.value(&list.item, field, item));
                quote!(vec![#(#items),*])
            }
            // The resolver reads examples by their types, so no other pairs occur.
            _ => quote!(compile_error!("the example's value is not of its type")),
        }
    }

    fn record_assertions(&self, id: RecordId, value: &Value, place: &TokenStream) -> TokenStream {
        let record = self.plan.vendor.record(id);
        let Value::Record(values) = value else { return TokenStream::new() };
        let here = self.plan.record_home(id);
        let slots = self.plan.received_slots(record, &here);
        let mut assertions = TokenStream::new();
        for (index, (field, slot)) in record.fields.iter().zip(&slots).enumerate() {
            let name = &slot.name;
            let given = values.iter().find(|(field, _)| *field == index).map(|(_, value)| value);
            assertions.extend(match (given, slot.needs) {
                (Some(given), Needs::Optional) => {
                    let inner = format_ident!("value");
                    let assertion = self.assertion(&field.shape, field, given, &quote!(#inner));
                    let wire = &field.wire;
                    quote! {
                        let Some(#inner) = &#place.#name else { panic!("`{}` is missing", #wire) };
                        #assertion
                    }
                }
                (Some(given), _) => self.assertion(&field.shape, field, given, &quote!(&#place.#name)),
                (None, Needs::Optional) => quote!(assert!(#place.#name.is_none());),
                (None, _) => TokenStream::new(),
            });
        }
        assertions
    }

    /// What an arm of a value holds; `place` is a reference to the value.
    fn arm_assertion(&self, id: UnionId, index: usize, held: &Value, place: &TokenStream) -> TokenStream {
        let union = self.plan.vendor.union(id);
        let Some(arm) = union.arms.get(index) else { return TokenStream::new() };
        let inside = match arm.record.map(|id| (id, self.plan.vendor.record(id).fields.first())) {
            Some((_, Some(field))) if arm.is_value => self.assertion(&field.shape, field, held, &quote!(held)),
            Some((id, _)) => self.record_assertions(id, held, &quote!(held)),
            None => TokenStream::new(),
        };
        let inside = if union.only().is_some() {
            inside
        } else {
            let ty = self.public(&self.plan.union_home(id), self.plan.union_name(id));
            let variant = super::names::type_ident(&arm.arm.name);
            let pattern = if arm.record.is_some() { quote!(#ty::#variant(held)) } else { quote!(#ty::#variant) };
            quote! {
                match held {
                    #pattern => { #inside }
                    other => panic!("another shape: {other:?}"),
                }
            }
        };
        if !union.is_outcome {
            return quote!({ let held = #place; #inside });
        }
        quote! {
            match #place {
                Ok(held) => { let _ = held; #inside }
                Err(error) => panic!("no success: {error:?}"),
            }
        }
    }

    /// `place` is a reference to the value.
    fn assertion(&self, shape: &Shape, field: &Field, value: &Value, place: &TokenStream) -> TokenStream {
        let named = matches!(shape.ty, Type::Named(_));
        match (value, &self.plan.vendor.bare(shape).ty) {
            (Value::Text(text), _) if field.visibility == Visibility::Secret => {
                quote!(assert_eq!((#place).expose(), #text);)
            }
            (Value::Text(text), Type::Bytes) => quote!(assert_eq!((#place).as_slice(), #text.as_bytes());),
            (Value::Text(text), _) => quote!(assert_eq!((#place).as_str(), #text);),
            (Value::Enum(chosen), Type::Enum(id)) => {
                let wire = &self.plan.vendor.enumeration(*id).values[*chosen].wire;
                quote!(assert_eq!((#place).as_str(), #wire);)
            }
            (Value::List(items), Type::List(list)) => {
                let count = items.len();
                let items = items.iter().enumerate().map(|(i, item)| {
                    let assertion = self.assertion(&list.item, field, item, &quote!(item));
                    quote!({ let item = &list[#i]; #assertion })
                });
                quote!({ let list = #place; assert_eq!(list.len(), #count); #(#items)* })
            }
            (Value::Arm(index, held), Type::Union(id)) => self.arm_assertion(*id, *index, held, place),
            (Value::Refused { code, message, shared, .. }, Type::Union(id)) => {
                let code = match code {
                    Some(code) => quote!(Some(#code)),
                    None => quote!(None),
                };
                let message = message.as_ref().map(|message| quote!(assert_eq!(error.message(), Some(#message));));
                let shared = self.plan.vendor.union(*id).shared.map(|id| {
                    let assertions = self.record_assertions(id, shared, &quote!(item));
                    quote!({ let item = error.item().expect("what all items hold"); #assertions })
                });
                quote! {
                    match #place {
                        Err(error) => {
                            assert_eq!(error.code().map(::generated_client::Code::as_str), #code);
                            #message
                            #shared
                        }
                        Ok(taken) => panic!("no refusal: {taken:?}"),
                    }
                }
            }
            (Value::Record(_), Type::Record(id)) => {
                let assertions = self.record_assertions(*id, value, &quote!(record));
                quote!({ let record = #place; #assertions })
            }
            (value, _) => {
                let bare = self.plan.vendor.bare(shape);
                let expected = self.value(bare, field, value);
                if named {
                    quote!(assert_eq!((#place).get(), #expected);)
                } else {
                    quote!(assert_eq!(#place, &#expected);)
                }
            }
        }
    }
}

fn integer(number: i64) -> TokenStream {
    let literal = Literal::i64_unsuffixed(number);
    quote!(#literal)
}

fn date(moment: &Moment, calendar: Calendar) -> TokenStream {
    let (year, month, day) = (
        Literal::i16_unsuffixed(moment.year),
        Literal::u8_unsuffixed(moment.month),
        Literal::u8_unsuffixed(moment.day),
    );
    match calendar {
        Calendar::Gregorian => quote!(::generated_client::Date::new(#year, #month, #day).unwrap()),
        Calendar::Jalali => quote!(::generated_client::Date::from_jalali(#year, #month, #day).unwrap()),
    }
}

fn month(moment: &Moment) -> TokenStream {
    let (year, month) = (Literal::i16_unsuffixed(moment.year), Literal::u8_unsuffixed(moment.month));
    quote!(::generated_client::YearMonth::new(#year, #month).unwrap())
}

fn datetime(moment: &Moment, calendar: Calendar) -> TokenStream {
    let date = date(moment, calendar);
    let (hour, minute, second) = (
        Literal::u8_unsuffixed(moment.hour),
        Literal::u8_unsuffixed(moment.minute),
        Literal::u8_unsuffixed(moment.second),
    );
    let nanosecond = (moment.nanosecond > 0).then(|| {
        let nanosecond = Literal::u32_unsuffixed(moment.nanosecond);
        quote!(.with_nanosecond(#nanosecond).unwrap())
    });
    quote!(::generated_client::DateTime::new(#date, #hour, #minute, #second).unwrap()#nanosecond)
}
