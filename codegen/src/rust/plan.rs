//! Where each type of a vendor lives in Rust, and what it is called there.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{
    EnumId, Field, Format, List, NewtypeId, Operation, RecordId, Shape, Type, UnionArm, UnionId, Vendor, Visibility,
};

use super::formats;
use super::names::{ident, module, pascal};

/// A module of the vendor, by its names from the vendor's root.
pub type Home = Vec<String>;

/// The module of what operations share.
pub const SHARED: &str = "types";

/// Where each type lives, and how it is called.
pub struct Plan<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    records: HashMap<RecordId, (Home, String)>,
    enums: HashMap<EnumId, EnumPlan>,
    choices: HashMap<ChoiceKey, (Home, String)>,
    formats: HashMap<RecordId, Vec<Format>>,
    records_of: HashMap<Home, Vec<RecordId>>,
    enums_of: HashMap<Home, Vec<EnumId>>,
    operations_of: HashMap<Home, usize>,
    /// Enums that decide in a request.
    deciding: HashSet<EnumId>,
    unions: HashMap<UnionId, (Home, String)>,
}

/// A choice, by its record and the field that decides.
pub type ChoiceKey = (RecordId, usize);

/// An enum that is a type of its own, and not only the tag of a choice.
pub struct EnumPlan {
    home: Home,
    name: String,
    /// Requests have it.
    pub sent: bool,
    /// Replies have it.
    pub received: bool,
}

impl<'a> Plan<'a> {
    /// Lays out a vendor.
    pub fn new(vendor: &'a Vendor) -> Self {
        let mut plan = Self {
            vendor,
            records: HashMap::new(),
            enums: HashMap::new(),
            choices: HashMap::new(),
            formats: formats::of_records(vendor),
            records_of: HashMap::new(),
            enums_of: HashMap::new(),
            operations_of: HashMap::new(),
            deciding: HashSet::new(),
            unions: HashMap::new(),
        };
        let mut taken: HashSet<(Home, String)> = HashSet::new();
        taken.extend(vendor.newtypes.iter().map(|n| (home_of(None), pascal(&n.name))));
        for operation in &vendor.operations {
            let home = home_of(Some(&operation.name));
            taken.insert((home.clone(), "Required".to_owned()));
            plan.take_record(operation.request, home.clone(), pascal(&operation.name), &mut taken);
            let reply = format!("{}Reply", pascal(&operation.name));
            if operation.outcomes.is_empty() {
                plan.take_record(operation.response, home, reply, &mut taken);
            } else {
                taken.insert((home.clone(), reply));
                if operation.outcomes.iter().any(|outcome| outcome.record == operation.response) {
                    plan.take_record(
                        operation.response,
                        home,
                        format!("{}Payload", pascal(&operation.name)),
                        &mut taken,
                    );
                }
            }
        }
        for callback in &vendor.callbacks {
            let (home, name) = (home_of(Some(&callback.name)), pascal(&callback.name));
            if callback.outcomes.is_empty() {
                plan.take_record(callback.event, home, name, &mut taken);
            } else {
                taken.insert((home.clone(), name.clone()));
                if callback.outcomes.iter().any(|outcome| outcome.record == callback.event) {
                    plan.take_record(callback.event, home, format!("{name}Payload"), &mut taken);
                }
            }
        }
        let of_arms: HashSet<RecordId> = vendor
            .operations
            .iter()
            .filter_map(|o| (!o.outcomes.is_empty()).then_some(o.response))
            .chain(vendor.callbacks.iter().filter_map(|c| (!c.outcomes.is_empty()).then_some(c.event)))
            .collect();
        for (index, record) in vendor.records.iter().enumerate() {
            let id = RecordId(index);
            let home = home_of(record.owner.as_deref());
            if (record.sent || record.received) && !plan.records.contains_key(&id) && !of_arms.contains(&id) {
                let name = free(&home, &pascal(&record.name), !record.sent, &mut taken);
                plan.records.insert(id, (home.clone(), name));
            }
            if !record.sent {
                continue;
            }
            for choice in &record.choices {
                if let Type::Enum(tag) = record.fields[choice.tag].shape.ty {
                    let name = free(&home, &pascal(&vendor.enumeration(tag).name), false, &mut taken);
                    plan.choices.insert((id, choice.tag), (home.clone(), name));
                    plan.deciding.insert(tag);
                }
            }
        }
        for (index, union) in vendor.unions.iter().enumerate().filter(|(_, union)| union.received) {
            let home = home_of(union.owner.as_deref());
            // Where one arm alone holds something, what it holds has the name.
            let name = match union.only() {
                Some(_) => pascal(&union.name),
                None => free(&home, &pascal(&union.name), true, &mut taken),
            };
            plan.unions.insert(UnionId(index), (home, name));
        }
        for record in &vendor.records {
            for (index, field) in record.fields.iter().enumerate() {
                let Some(id) = enum_of(&field.shape.ty) else { continue };
                let sent = record.sent && record.choice_of(index).is_none();
                plan.use_enum(id, sent, record.received, &mut taken);
            }
        }
        for setting in &vendor.settings {
            plan.use_enum(setting.values, true, false, &mut taken);
        }
        plan.index();
        plan
    }

    /// What each module has, in the order of the spec.
    fn index(&mut self) {
        let operations = self.vendor.operations.iter().enumerate();
        self.operations_of = operations.map(|(index, o)| (home_of(Some(&o.name)), index)).collect();
        for id in (0..self.vendor.records.len()).map(RecordId) {
            if let Some((home, _)) = self.records.get(&id) {
                self.records_of.entry(home.clone()).or_default().push(id);
            }
        }
        for id in (0..self.vendor.enums.len()).map(EnumId) {
            if let Some(plan) = self.enums.get(&id) {
                self.enums_of.entry(plan.home.clone()).or_default().push(id);
            }
        }
    }

    fn take_record(&mut self, id: RecordId, home: Home, name: String, taken: &mut HashSet<(Home, String)>) {
        taken.insert((home.clone(), name.clone()));
        self.records.insert(id, (home, name));
    }

    fn use_enum(&mut self, id: EnumId, sent: bool, received: bool, taken: &mut HashSet<(Home, String)>) {
        if !sent && !received {
            return;
        }
        if !self.enums.contains_key(&id) {
            let values = self.vendor.enumeration(id);
            let home = home_of(values.owner.as_deref());
            // What decides in a request has the plain name; it is what people look for first.
            let name = if self.deciding.contains(&id) {
                format!("{}Value", pascal(&values.name))
            } else {
                pascal(&values.name)
            };
            let name = free(&home, &name, !sent, taken);
            self.enums.insert(id, EnumPlan { home, name, sent: false, received: false });
        }
        if let Some(plan) = self.enums.get_mut(&id) {
            plan.sent |= sent;
            plan.received |= received;
        }
    }

    /// The path to what the caller gets from an operation.
    pub fn reply_path(&self, operation: &Operation, here: &Home) -> TokenStream {
        if operation.outcomes.is_empty() {
            return self.record_path(operation.response, here);
        }
        path(here, &home_of(Some(&operation.name)), &format!("{}Reply", pascal(&operation.name)))
    }

    /// Where a record lives.
    pub fn record_home(&self, id: RecordId) -> Home {
        self.records.get(&id).map(|(home, _)| home.clone()).unwrap_or_default()
    }

    /// What a record is called.
    pub fn record_name(&self, id: RecordId) -> &str {
        self.records.get(&id).map_or("", |(_, name)| name)
    }

    /// An enum that is a type of its own.
    pub fn enumeration(&self, id: EnumId) -> Option<&EnumPlan> {
        self.enums.get(&id)
    }

    /// The operation whose module it is.
    pub fn operation_of(&self, home: &Home) -> Option<&'a Operation> {
        self.operations_of.get(home).and_then(|index| self.vendor.operations.get(*index))
    }

    /// Enums of a module, in the order of the spec.
    pub fn enums_in(&self, home: &Home) -> &[EnumId] {
        self.enums_of.get(home).map_or(&[], Vec::as_slice)
    }

    /// Records of a module, in the order of the spec.
    pub fn records_in(&self, home: &Home) -> &[RecordId] {
        self.records_of.get(home).map_or(&[], Vec::as_slice)
    }

    /// The formats in which a record is sent.
    pub fn formats(&self, id: RecordId) -> &[Format] {
        self.formats.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The path to a record's type.
    pub fn record_path(&self, id: RecordId, here: &Home) -> TokenStream {
        match self.records.get(&id) {
            Some((home, name)) => path(here, home, name),
            None => quote!(()),
        }
    }

    /// Values of several shapes of a module, in the order of the spec.
    pub fn unions_in(&self, home: &Home) -> Vec<UnionId> {
        let all = (0..self.vendor.unions.len()).map(UnionId);
        all.filter(|id| self.unions.get(id).is_some_and(|(h, _)| h == home)).collect()
    }

    /// Where a value of several shapes lives.
    pub fn union_home(&self, id: UnionId) -> Home {
        self.unions.get(&id).map(|(home, _)| home.clone()).unwrap_or_default()
    }

    /// What a value of several shapes is called.
    pub fn union_name(&self, id: UnionId) -> &str {
        self.unions.get(&id).map_or("", |(_, name)| name)
    }

    /// The function that reads a value of several shapes.
    pub fn union_reader(&self, id: UnionId) -> String {
        let word = if self.vendor.union(id).only().is_some() { "outcome_of" } else { "read" };
        format!("{word}_{}", super::encode::snake(self.union_name(id)))
    }

    /// What a value of several shapes holds where nothing went wrong: its only arm's content, or an enum.
    pub fn union_held(&self, id: UnionId, here: &Home) -> TokenStream {
        match self.vendor.union(id).only() {
            Some(arm) => self.held_type(arm, here).unwrap_or_else(|| quote!(())),
            None => match self.unions.get(&id) {
                Some((home, name)) => path(here, home, name),
                None => quote!(()),
            },
        }
    }

    /// The Rust type of what an arm holds.
    pub fn held_type(&self, arm: &UnionArm, here: &Home) -> Option<TokenStream> {
        let id = arm.record?;
        match self.vendor.record(id).fields.first() {
            Some(field) if arm.is_value => Some(self.field_type(field, here)),
            _ => Some(self.record_path(id, here)),
        }
    }

    /// What all such items hold, and the vendor's codes.
    pub fn item_error(&self, id: UnionId, here: &Home) -> TokenStream {
        let code = path(here, &Home::new(), "Code");
        match self.vendor.union(id).shared {
            Some(shared) => {
                let shared = self.record_path(shared, here);
                quote!(#code, #shared)
            }
            None => code,
        }
    }

    /// The items of a list that have outcomes of their own.
    pub fn outcomes_of(&self, list: &List) -> Option<UnionId> {
        match list.item.ty {
            Type::Union(id) if self.vendor.union(id).is_outcome => Some(id),
            _ => None,
        }
    }

    /// The path to an enum's type.
    pub fn enum_path(&self, id: EnumId, here: &Home) -> TokenStream {
        match self.enums.get(&id) {
            Some(plan) => path(here, &plan.home, &plan.name),
            None => quote!(()),
        }
    }

    /// The name of an enum's type.
    pub fn enum_name(&self, id: EnumId) -> &str {
        self.enums.get(&id).map_or("", |plan| &plan.name)
    }

    /// The name of the type of a choice.
    pub fn choice_name(&self, key: ChoiceKey) -> &str {
        self.choices.get(&key).map_or("", |(_, name)| name)
    }

    /// The module of the arms of a choice.
    pub fn choice_module(&self, key: ChoiceKey) -> String {
        module(&super::encode::snake(self.choice_name(key)))
    }

    /// The path to the type of a choice.
    pub fn choice_path(&self, key: ChoiceKey, here: &Home) -> TokenStream {
        match self.choices.get(&key) {
            Some((home, name)) => path(here, home, name),
            None => quote!(()),
        }
    }

    /// The path to the type of a choice whose tag may be missing although other fields hang on it.
    pub fn optional_choice_path(&self, key: ChoiceKey, here: &Home) -> TokenStream {
        match self.choices.get(&key) {
            Some((home, name)) => path(here, home, &format!("Optional{name}")),
            None => quote!(()),
        }
    }

    /// The path to a named scalar.
    pub fn newtype_path(&self, id: NewtypeId, here: &Home) -> TokenStream {
        path(here, &home_of(None), &pascal(&self.vendor.newtype(id).name))
    }

    /// The Rust type of a field's value.
    pub fn field_type(&self, field: &Field, here: &Home) -> TokenStream {
        if field.visibility == Visibility::Secret {
            return quote!(::generated_client::Secret);
        }
        self.shape_type(&field.shape, here)
    }

    /// The Rust type of a shape.
    pub fn shape_type(&self, shape: &Shape, here: &Home) -> TokenStream {
        match &shape.ty {
            Type::Text => quote!(::std::string::String),
            Type::Integer => quote!(i64),
            Type::Decimal => quote!(::generated_client::Decimal),
            Type::Boolean => quote!(bool),
            Type::Month => quote!(::generated_client::YearMonth),
            Type::Date => quote!(::generated_client::Date),
            Type::DateTime => quote!(::generated_client::DateTime),
            Type::Instant => quote!(::generated_client::OffsetDateTime),
            Type::Duration => quote!(::std::time::Duration),
            Type::Bytes => quote!(::std::vec::Vec<u8>),
            Type::File => quote!(::generated_client::FilePart),
            Type::Enum(id) => self.enum_path(*id, here),
            Type::Record(id) => self.record_path(*id, here),
            Type::Named(id) => self.newtype_path(*id, here),
            Type::Union(id) => {
                let held = self.union_held(*id, here);
                if self.vendor.union(*id).is_outcome {
                    let error = self.item_error(*id, here);
                    quote!(::generated_client::ItemResult<#held, #error>)
                } else {
                    held
                }
            }
            Type::List(list) if self.outcomes_of(list).is_some() => {
                let Some(id) = self.outcomes_of(list) else { return TokenStream::new() };
                let (held, error) = (self.union_held(id, here), self.item_error(id, here));
                quote!(::generated_client::Results<#held, #error>)
            }
            Type::List(list) => {
                let List { item, .. } = &**list;
                let item = self.shape_type(item, here);
                quote!(::std::vec::Vec<#item>)
            }
        }
    }
}

/// The module of an operation's types, or of the shared ones.
pub fn home_of(owner: Option<&str>) -> Home {
    vec![owner.map_or_else(|| SHARED.to_owned(), module)]
}

fn enum_of(ty: &Type) -> Option<EnumId> {
    match ty {
        Type::Enum(id) => Some(*id),
        Type::List(list) => enum_of(&list.item.ty),
        _ => None,
    }
}

/// A name that nobody has in that module yet.
fn free(home: &Home, name: &str, received_only: bool, taken: &mut HashSet<(Home, String)>) -> String {
    let candidates = [name.to_owned(), if received_only { format!("Reply{name}") } else { format!("{name}Value") }];
    let numbered = (2..).map(|n| format!("{name}{n}"));
    // A type may have a struct of required values beside it, and a choice one for when it is not given.
    let all = |name: &str| [name.to_owned(), format!("{name}Required"), format!("Optional{name}")];
    let is_free = |candidate: &String| all(candidate).into_iter().all(|name| !taken.contains(&(home.clone(), name)));
    let chosen = candidates.into_iter().chain(numbered).find(is_free).unwrap_or_else(|| name.to_owned());
    taken.extend(all(&chosen).map(|name| (home.clone(), name)));
    chosen
}

/// The path from one module of the vendor to an item of another.
pub fn path(here: &Home, home: &Home, name: &str) -> TokenStream {
    let common = here.iter().zip(home).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n(quote!(super::), here.len() - common);
    let downs = home[common..].iter().map(|module| ident(module));
    let name = ident(name);
    quote!(#(#ups)* #(#downs::)* #name)
}

/// The wire module beside a module.
pub fn wire_home(home: &Home) -> Home {
    let mut wire = home.clone();
    wire.push("wire".into());
    wire
}
