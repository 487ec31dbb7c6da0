//! Rules on rows, and fields under enum values, become choices.
//!
//! `required_when` and `allowed_when` name a field that decides (the tag) and
//! values of it. For each value the fields that hang on it are required, optional
//! or forbidden; that is a choice with an arm for each value, so that a request
//! which the page forbids can't be built.

use super::Resolver;
use super::fields::Row;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{OneOrMany, WireText};
use crate::model::{Base, Choice, ChoiceArm, Field, Member, Presence, Type};
use crate::source::Origin;

/// What a row says of one field: the tag, and the values for which it is required or allowed.
struct Condition {
    tag: usize,
    required: Vec<usize>,
    /// None: allowed with every value, and without one.
    allowed: Option<Vec<usize>>,
}

impl Resolver<'_> {
    pub(super) fn choices(&mut self, fields: &mut [Field], rows: &[Row<'_>]) -> Vec<Choice> {
        let mut conditions: Vec<Option<Condition>> = Vec::new();
        for index in 0..fields.len() {
            conditions.push(self.condition(fields, rows, index));
        }
        let parent_of = |field: usize| conditions[field].as_ref().map(|c| c.tag);
        for (start, field) in fields.iter().enumerate() {
            let mut seen = vec![start];
            let mut here = start;
            while let Some(tag) = parent_of(here) {
                if seen.contains(&tag) {
                    let message = format!("`{}` decides about itself in a circle", field.wire);
                    self.error_with_help(
                        codes::CONTRADICTING_RULES,
                        &field.origin.name(),
                        message,
                        "remove one of the rules",
                    );
                    return Vec::new();
                }
                seen.push(tag);
                here = tag;
            }
        }
        // Outer tags first: a tag's depth is the number of tags above it.
        let depth = |tag: usize| std::iter::successors(parent_of(tag), |t| parent_of(*t)).count();
        let mut tags: Vec<usize> = conditions.iter().flatten().map(|c| c.tag).collect();
        tags.sort_by_key(|tag| (depth(*tag), *tag));
        tags.dedup();
        let mut choices: Vec<Choice> = Vec::new();
        for tag in &tags {
            let parent = parent_of(*tag).and_then(|outer| tags.iter().position(|t| *t == outer));
            choices.push(self.choice(fields, &conditions, *tag, parent));
        }
        for (field, condition) in fields.iter_mut().zip(&conditions) {
            if condition.is_some() {
                field.presence = Presence::Chosen;
            }
        }
        choices
    }

    fn choice(
        &mut self,
        fields: &[Field],
        conditions: &[Option<Condition>],
        tag: usize,
        parent: Option<usize>,
    ) -> Choice {
        let values = match fields[tag].shape.ty {
            Type::Enum(id) => self.vendor.enumeration(id).values.len(),
            _ => 0,
        };
        let hanging: Vec<(usize, &Condition)> = conditions
            .iter()
            .enumerate()
            .filter_map(|(field, condition)| condition.as_ref().filter(|c| c.tag == tag).map(|c| (field, c)))
            .collect();
        let arms = (0..values)
            .map(|value| {
                let members = hanging
                    .iter()
                    .filter(|(_, c)| {
                        c.required.contains(&value) || c.allowed.as_ref().is_none_or(|a| a.contains(&value))
                    })
                    .map(|(field, c)| Member { field: *field, required: c.required.contains(&value) })
                    .collect();
                ChoiceArm { value, members }
            })
            .collect();
        let absent = hanging
            .iter()
            .filter(|(_, c)| c.allowed.is_none())
            .map(|(field, _)| Member { field: *field, required: false })
            .collect();
        Choice { tag, arms, absent, parent }
    }

    fn condition(&mut self, fields: &[Field], rows: &[Row<'_>], index: usize) -> Option<Condition> {
        let row = &rows[index];
        let origin = fields[index].origin.clone();
        let spelt = [("required_when", &row.spec.required_when), ("allowed_when", &row.spec.allowed_when)];
        if let Some((tag, value)) = row.owned_by {
            for (keyword, rule) in spelt {
                if rule.is_some() {
                    self.error_with_help(
                        codes::CONTRADICTING_RULES,
                        &origin.key(keyword).name(),
                        "this field stands under a value already, which decides about it",
                        "move it out to the other fields, or remove the rule",
                    );
                }
            }
            let required = if fields[index].presence == Presence::Required { vec![value] } else { Vec::new() };
            return Some(Condition { tag, required, allowed: Some(vec![value]) });
        }
        let mut tag = None;
        let mut found: [Option<Vec<usize>>; 2] = [None, None];
        for ((keyword, rule), found) in spelt.into_iter().zip(&mut found) {
            let Some(rule) = rule else { continue };
            let origin = origin.key(keyword);
            if row.spec.optional {
                self.error_with_help(
                    codes::CONTRADICTING_RULES,
                    &origin.name(),
                    "the rule says when it is there",
                    "remove `optional:`",
                );
            }
            if rule.len() != 1 {
                self.error_with_help(
                    codes::RULE_OF_SEVERAL_FIELDS,
                    &origin,
                    "a rule names one field that decides",
                    "name the field and its values: `{ type: [a, b] }`",
                );
                continue;
            }
            for (name, values) in rule {
                let origin = origin.key(name);
                let Some(decides) = fields.iter().position(|f| f.wire == *name) else {
                    self.unknown(
                        codes::UNKNOWN_FIELD,
                        &origin.name(),
                        "field",
                        name,
                        fields.iter().map(|f| f.wire.as_str()),
                    );
                    continue;
                };
                if decides == index {
                    self.error_with_help(
                        codes::CONTRADICTING_RULES,
                        &origin.name(),
                        "a field can't decide about itself",
                        "name another field, or say `optional: true`",
                    );
                    continue;
                }
                if *tag.get_or_insert(decides) != decides {
                    self.error_with_help(
                        codes::CONTRADICTING_RULES,
                        &origin.name(),
                        "two fields decide about this one",
                        "let both rules name the same field",
                    );
                    continue;
                }
                let values = self.values(&fields[decides], values, &origin);
                self.rule_for_all(keyword, &fields[decides], &values, &origin);
                *found = Some(values);
            }
        }
        let [required, allowed] = found;
        let required = required.unwrap_or_default();
        if let Some(allowed) = &allowed
            && required.iter().any(|value| !allowed.contains(value))
        {
            let diagnostic = Diagnostic::error(
                codes::REQUIRED_WHERE_FORBIDDEN,
                origin.key("required_when"),
                "it is required where it is not allowed",
            )
            .related(origin.key("allowed_when"), "allowed here only")
            .help("add the value to `allowed_when:`, or remove that rule");
            self.report.push(diagnostic);
        }
        tag.map(|tag| Condition { tag, required, allowed })
    }

    /// A rule that lists every value of a field that is always there says nothing.
    fn rule_for_all(&mut self, keyword: &str, tag: &Field, values: &[usize], origin: &Origin) {
        let Type::Enum(id) = tag.shape.ty else { return };
        let all = self.vendor.enumeration(id).values.len();
        if tag.presence != Presence::Required || all == 0 || (0..all).any(|value| !values.contains(&value)) {
            return;
        }
        let help = match keyword {
            "required_when" => "remove the rule: the field is required then",
            _ => "write `optional: true` instead",
        };
        let message = format!("these are all values of `{}`", tag.wire);
        self.report.push(Diagnostic::warning(codes::RULE_FOR_ALL_VALUES, origin.name(), message).help(help));
    }

    fn values(&mut self, tag: &Field, values: &OneOrMany<WireText>, origin: &Origin) -> Vec<usize> {
        let Type::Enum(id) = tag.shape.ty else {
            self.error_with_help(
                codes::RULE_WITHOUT_VALUES,
                origin,
                format!("`{}` has no values to tell apart", tag.wire),
                "give it an `enum:`; for a boolean, name both values",
            );
            return Vec::new();
        };
        let mut indexes = Vec::new();
        for (i, value) in values.0.iter().enumerate() {
            let item = origin.index(i);
            let origin = if self.sources.has(&item) { item } else { origin.clone() };
            let wire = if self.vendor.enumeration(id).base == Base::Text {
                self.wire(value, &origin)
            } else {
                value.0.clone()
            };
            match self.value_index(id, &wire) {
                Some(index) => indexes.push(index),
                None => {
                    let known: Vec<String> =
                        self.vendor.enumeration(id).values.iter().map(|v| v.wire.clone()).collect();
                    self.unknown(codes::UNKNOWN_VALUE, &origin, "value", &wire, known.iter().map(String::as_str));
                }
            }
        }
        indexes
    }
}
