//! Rules over several fields of what is sent.

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::RequestSpec;
use crate::model::{
    CharPattern, Comparison, Exact, From, Group, Presence, RecordId, Rule, Says, Side, Type, Visibility, item_of,
};
use crate::source::Origin;

/// How many of a group of optional fields are given: the least, and the most; all of them if none is said.
const GROUPS: [(&str, usize, Option<usize>); 3] =
    [("one_of", 1, Some(1)), ("at_least_one", 1, None), ("at_most_one", 0, Some(1))];

/// What a side of a comparison is.
#[derive(Clone, PartialEq, Eq)]
enum Sort {
    Number,
    Text,
    Moment(Type),
}

impl Resolver<'_> {
    /// Optional fields of which only so many are given.
    pub(super) fn groups(&mut self, spec: &RequestSpec, request: RecordId, origin: &Origin) {
        let kinds = [&spec.one_of, &spec.at_least_one, &spec.at_most_one];
        for ((keyword, least, most), groups) in GROUPS.into_iter().zip(kinds) {
            for (i, names) in groups.iter().enumerate() {
                let origin = origin.key(keyword).index(i);
                let places: Vec<Origin> = (0..names.len()).map(|j| origin.index(j)).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.group(request, (least, most), &names, &places, &origin);
            }
        }
        self.rules(&spec.rules, &spec.unchecked, request, origin);
    }

    fn group(
        &mut self,
        record: RecordId,
        (least, most): (usize, Option<usize>),
        names: &[&str],
        places: &[Origin],
        origin: &Origin,
    ) {
        if names.len() < 2 {
            self.error_with_help(
                codes::SMALL_GROUP,
                origin,
                "a group has two fields or more",
                "name another one; groups are a list of lists: `[[a, b]]`",
            );
        }
        let mut fields = Vec::new();
        for (name, at) in names.iter().zip(places) {
            let Some(index) = self.field_index(record, name, at) else { continue };
            if self.vendor.record(record).fields[index].presence != Presence::Optional {
                self.error_with_help(
                    codes::GROUP_OF_REQUIRED,
                    at,
                    format!("`{name}` is not optional"),
                    "give it `optional: true`; the group says how many there are",
                );
            }
            fields.push(index);
        }
        let most = most.unwrap_or(fields.len());
        self.vendor.records[record.0].groups.push(Group { fields, least, most });
    }

    /// Rules as they are written, and what is only told.
    pub(super) fn rules(&mut self, rules: &[String], unchecked: &[String], record: RecordId, origin: &Origin) {
        self.vendor.records[record.0].unchecked.extend(unchecked.iter().cloned());
        for (i, text) in rules.iter().enumerate() {
            let at = origin.key("rules").index(i);
            match tokens(text) {
                Ok(tokens) => self.rule(record, &tokens, &at),
                Err(says) => self.bad_rule(&at, says),
            }
        }
    }

    fn bad_rule(&mut self, at: &Origin, says: impl Into<String>) {
        self.error_with_help(
            codes::BAD_RULE,
            at,
            says,
            "write `sum(items.price) == total`, `from <= to`, `count(a) == count(b)`, `price >= 0.01`, \
             `multiple_of(price, 0.05)`, `matches(code, '[A-Z]{3}')`, `one_of(a, b)`, `at_least_one(a, b)` or \
             `at_most_one(a, b)`; what can't be said so is a text under `unchecked:`",
        );
    }

    fn rule(&mut self, record: RecordId, tokens: &[Token], at: &Origin) {
        let says = match tokens {
            [Token::Name(name), Token::Sign("("), inner @ .., Token::Sign(")")]
                if GROUPS.iter().any(|(known, ..)| known == name) =>
            {
                let named = inner.iter().step_by(2).map(|token| match token {
                    Token::Name(name) => Some(name.as_str()),
                    _ => None,
                });
                let commas = inner.iter().skip(1).step_by(2).all(|token| *token == Token::Sign(","));
                let (Some(names), true) = (named.collect::<Option<Vec<_>>>(), commas) else {
                    return self.bad_rule(at, "a group is names with commas between them");
                };
                let places = vec![at.clone(); names.len()];
                if let Some((_, least, most)) = GROUPS.into_iter().find(|(known, ..)| known == name) {
                    self.group(record, (least, most), &names, &places, at);
                }
                return;
            }
            [
                Token::Name(name),
                Token::Sign("("),
                Token::Name(field),
                Token::Sign(","),
                Token::Number(step),
                Token::Sign(")"),
            ] if name == "multiple_of" => {
                let Some((field, sort)) = self.ruled(record, field, at) else { return };
                if sort != Sort::Number || step.mantissa <= 0 {
                    return self.bad_rule(at, "a number is a multiple of a number above nought");
                }
                Says::MultipleOf(field, *step)
            }
            [
                Token::Name(name),
                Token::Sign("("),
                Token::Name(field),
                Token::Sign(","),
                Token::Text(text),
                Token::Sign(")"),
            ] if name == "matches" => {
                let Some((field, sort)) = self.ruled(record, field, at) else { return };
                if sort != Sort::Text {
                    return self.bad_rule(at, "only a text has looks");
                }
                match CharPattern::parse(text) {
                    Ok(pattern) => Says::Matches(field, pattern),
                    Err(says) => return self.bad_rule(at, says),
                }
            }
            tokens => {
                let is_comparison = |token: &Token| match token {
                    Token::Sign(sign) => Comparison::ALL.into_iter().find(|(known, _)| known == sign).map(|(_, c)| c),
                    _ => None,
                };
                let Some(middle) = tokens.iter().position(|token| is_comparison(token).is_some()) else {
                    return self.bad_rule(at, "this compares nothing");
                };
                let (left, rest) = tokens.split_at(middle);
                let Some((comparison, right)) =
                    rest.split_first().and_then(|(sign, right)| Some((is_comparison(sign)?, right)))
                else {
                    return;
                };
                let Some((left, left_sort)) = self.side(record, left, at) else { return };
                let Some((right, right_sort)) = self.side(record, right, at) else { return };
                if left_sort != right_sort {
                    return self.bad_rule(at, "the two sides are of different types");
                }
                if left_sort == Sort::Text && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
                    return self.bad_rule(at, "texts are equal or not; they have no order");
                }
                if matches!((&left, &right), (Side::Number(_), Side::Number(_))) {
                    return self.bad_rule(at, "this compares two constants");
                }
                Says::Compares(left, comparison, right)
            }
        };
        self.vendor.records[record.0].rules.push(Rule { says, origin: at.clone() });
    }

    fn side(&mut self, record: RecordId, tokens: &[Token], at: &Origin) -> Option<(Side, Sort)> {
        match tokens {
            [Token::Number(number)] => Some((Side::Number(*number), Sort::Number)),
            [Token::Name(name)] => {
                let (field, sort) = self.ruled(record, name, at)?;
                Some((Side::Field(field), sort))
            }
            [Token::Name(name), Token::Sign("("), Token::Name(list), Token::Sign(")")] if name == "count" => {
                let field = self.field_index(record, list, at)?;
                if !matches!(self.vendor.record(record).fields[field].shape.ty, Type::List(_)) {
                    self.bad_rule(at, format!("`{list}` is no list"));
                    return None;
                }
                Some((Side::Count(field), Sort::Number))
            }
            [Token::Name(name), Token::Sign("("), Token::Name(path), Token::Sign(")")] if name == "sum" => {
                let Some((list, inner)) = path.split_once('.') else {
                    self.bad_rule(at, "a sum is of a field of a list's items: `sum(items.price)`");
                    return None;
                };
                let list = self.field_index(record, list, at)?;
                let Some(item) = item_of(&self.vendor, self.vendor.record(record), list) else {
                    self.bad_rule(at, "a sum is of the items of a list of records");
                    return None;
                };
                let (field, sort) = self.ruled(item, inner, at)?;
                if sort != Sort::Number {
                    self.bad_rule(at, format!("`{inner}` is no number"));
                    return None;
                }
                Some((Side::Sum(list, field), Sort::Number))
            }
            _ => {
                self.bad_rule(at, "a side is a number, a field, `count(list)` or `sum(list.field)`");
                None
            }
        }
    }

    /// A field that a rule may speak of, and what it is.
    fn ruled(&mut self, record: RecordId, name: &str, at: &Origin) -> Option<(usize, Sort)> {
        let index = self.field_index(record, name, at)?;
        let owner = self.vendor.record(record);
        let field = &owner.fields[index];
        let sort = match &self.vendor.bare(&field.shape).ty {
            Type::Integer | Type::Decimal => Some(Sort::Number),
            Type::Text => Some(Sort::Text),
            ty @ (Type::Month | Type::Date | Type::DateTime | Type::Instant) => Some(Sort::Moment(ty.clone())),
            _ => None,
        };
        let free = matches!(field.from, From::Caller)
            && field.visibility != Visibility::Secret
            && owner.choice_of(index).is_none();
        let sort = sort.filter(|_| free);
        if sort.is_none() {
            let message = format!("no rule can be told of `{name}`");
            let diagnostic = Diagnostic::error(codes::BAD_RULE, at.clone(), message)
                .related(field.origin.name(), "this one")
                .help("rules speak of numbers, texts, dates and times that the caller gives and that are no secret");
            self.report.push(diagnostic);
        }
        Some((index, sort?))
    }

    /// Rules hold of what we send.
    pub(super) fn check_ruled(&mut self) {
        let unsent =
            self.vendor.records.iter().filter(|record| {
                !record.sent && record.received && !(record.rules.is_empty() && record.groups.is_empty())
            });
        let places: Vec<Origin> = unsent.map(|record| record.origin.key("rules")).collect();
        for at in places {
            self.error_with_help(
                codes::BAD_RULE,
                &at.name(),
                "nobody checks these rules: the record is never sent",
                "what the vendor promises of its replies is a `note:`",
            );
        }
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Name(String),
    Number(Exact),
    Text(String),
    Sign(&'static str),
}

/// The words and signs of a rule.
fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 9] = ["==", "!=", "<=", ">=", "<", ">", "(", ")", ","];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else if let Some(after) = rest.strip_prefix('\'') {
            let Some((inside, after)) = after.split_once('\'') else {
                return Err("a text has no second `'`".to_owned());
            };
            tokens.push(Token::Text(inside.to_owned()));
            rest = after;
        } else {
            let ends = |c: char| c.is_whitespace() || "()<>=!,'".contains(c);
            let (word, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
            if word.is_empty() {
                return Err(format!("`{}` is no sign of a rule", rest.chars().next().unwrap_or_default()));
            }
            tokens.push(Exact::parse(word).map_or_else(|| Token::Name(word.to_owned()), Token::Number));
            rest = after;
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}
