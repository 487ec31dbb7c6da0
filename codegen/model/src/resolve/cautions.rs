//! What a page often leaves unsaid, and what then costs money or trust: warnings about calls that nobody can ask about,
//! lists that may be empty, values that no arm takes, and secrets where people see them.

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    Arm, Base, Code, Condition, Confidence, Effect, Expression, Field, Format, HoleSource, Node, Operation, Path,
    Pattern, Piece, Place, RecordId, Safety, Step, Test, Type, Verdict, Visibility,
};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn cautions(&mut self) {
        let mut found = Vec::new();
        for operation in &self.vendor.operations {
            found.extend(self.nobody_tells(operation));
            found.extend(self.empty_lists(operation));
            found.extend(self.untaken_values(operation));
            found.extend(self.shown_in_address(operation));
            found.extend(self.shown_in_message(operation));
        }
        found.extend(self.credentials_in_addresses());
        found.extend(self.guessed_codes());
        found.into_iter().for_each(|diagnostic| self.report.push(diagnostic));
    }

    /// A call that must not be repeated and of which nothing tells whether it happened.
    fn nobody_tells(&self, operation: &Operation) -> Option<Diagnostic> {
        let hands_out = self.vendor.tokens.iter().flat_map(|token| token.hand_outs());
        let is_asked = operation.told_by.is_some() || operation.key.is_some() || !operation.open_points.is_empty();
        if operation.safety != Safety::Once || is_asked || hands_out.into_iter().any(|h| h.operation == operation.name)
        {
            return None;
        }
        let message = format!("nothing tells whether `{}` happened when its outcome is unclear", operation.name);
        Some(Diagnostic::warning(codes::NOBODY_TELLS, operation.origin.name(), message).help(
            "name the operation that does with `told_by:`, or say in an open point what a caller has to do instead",
        ))
    }

    /// Codes by which a call that must not be repeated is refused, of which it is a guess that nothing was done.
    fn guessed_codes(&self) -> Vec<Diagnostic> {
        let guessed = self.vendor.all_codes().filter(|code| {
            let is_guess = code.docs.confidence == Confidence::Guessed && code.effect == Effect::None;
            is_guess && !self.sources.has(&code.origin.key("accepted_risk"))
        });
        let refuses = |operation: &Operation, code: &Code| {
            let arms = operation.reply.forms.iter().flat_map(|(_, form)| &form.arms);
            let mut refusing = arms.filter(|arm| arm.verdict == Verdict::Rejected && !arm.code.is_empty());
            refusing.any(|arm| self.vendor.code_in(&arm.tables, &code.wire).is_some_and(|c| c.origin == code.origin))
        };
        let told = guessed.filter_map(|code| {
            let once = self.vendor.operations.iter().filter(|operation| operation.safety == Safety::Once);
            let operation = once.into_iter().find(|operation| refuses(operation, code))?;
            let message = format!("it is a guess that nothing was done when `{}` is refused by this", operation.name);
            Some(
                Diagnostic::warning(codes::GUESSED_CODE, code.origin.key("code"), message)
                    .related(operation.origin.name(), "this call must not be repeated")
                    .help("say `effect: unknown`, or why the guess is good enough with `accepted_risk:`"),
            )
        });
        told.collect()
    }

    /// Lists that may be sent with nothing in them.
    fn empty_lists(&self, operation: &Operation) -> Vec<Diagnostic> {
        if operation.safety == Safety::Read {
            return Vec::new();
        }
        let mut seen = Vec::new();
        let mut open = vec![operation.request];
        let mut found = Vec::new();
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            for field in &self.vendor.record(id).fields {
                open.extend(self.vendor.records_in(&field.shape.ty));
                if matches!(field.shape.ty, Type::List(_)) && !self.sources.has(&field.origin.key("count")) {
                    let message = format!("`{}` may be sent with nothing in it", field.wire);
                    found.push(
                        Diagnostic::warning(codes::EMPTY_LIST, field.origin.name(), message)
                            .help("write `count: 1..`, or `count: 0..` where the page gives an empty list a meaning"),
                    );
                }
            }
        }
        found
    }

    /// Documented values of a member that arms are chosen by, of which no arm takes a reply.
    fn untaken_values(&self, operation: &Operation) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (_, form) in &operation.reply.forms {
            for (arm, path, id) in form.arms.iter().flat_map(|arm| {
                let payload = arm.payload.as_ref().or(form.hole.as_ref());
                let record = arm.record.unwrap_or(operation.response);
                tests_of(arm).filter_map(move |(path, _)| {
                    let field = self.field_at(record, operation.response_is_value, payload?, path)?;
                    match self.vendor.bare(&field.shape).ty {
                        Type::Enum(id) => Some((arm, path, id)),
                        _ => None,
                    }
                })
            }) {
                let values = &self.vendor.enumeration(id);
                let like = |other: &&Arm| {
                    other.reads == arm.reads && (other.reads.is_some() || tests_of(other).next().is_some())
                };
                let untaken: Vec<&str> = values
                    .values
                    .iter()
                    .map(|value| value.wire.as_str())
                    .filter(|value| {
                        !form.arms.iter().filter(like).any(|arm| {
                            tests_of(arm)
                                .filter(|(at, _)| *at == path)
                                .all(|(_, test)| self.accepts(test, &arm.tables, value))
                        })
                    })
                    .collect();
                if !untaken.is_empty() {
                    let message = format!(
                        "no arm of `{}` takes a reply whose `{}` is {}",
                        operation.name,
                        super::reply::frame::names_of(path).join("."),
                        untaken.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
                    );
                    let at = operation.origin.clone().name();
                    found.push(
                        Diagnostic::warning(codes::UNTAKEN_VALUE, at, message)
                            .related(values.origin.name(), "documented here")
                            .help("say what such a reply means, if only `verdict: in_doubt`"),
                    );
                }
            }
        }
        found
    }

    /// The field that stands at a path of the reply.
    fn field_at(&self, record: RecordId, is_value: bool, payload: &Path, path: &Path) -> Option<&Field> {
        let names: Vec<&str> = super::reply::frame::names_of(path);
        let mut names = names.get(super::reply::frame::names_of(payload).len()..)?.iter();
        if !path.starts_with(payload) {
            return None;
        }
        let mut field = None;
        let mut record = record;
        if is_value {
            let value = self.vendor.record(record).fields.first()?;
            record = match self.vendor.records_in(&value.shape.ty).pop() {
                Some(inner) => inner,
                None => return names.next().is_none().then_some(value),
            };
        }
        for name in names {
            let next = self.vendor.record(record).fields.iter().find(|f| f.wire == *name)?;
            field = Some(next);
            record = self.vendor.records_in(&next.shape.ty).pop().unwrap_or(record);
        }
        field
    }

    fn accepts(&self, test: &Test, tables: &[String], value: &str) -> bool {
        let number = || value.parse::<i64>().ok();
        let is_known = || self.vendor.code_in(tables, value).is_some();
        let is = |base: &Base, due: &String| due == value || *base == Base::Integer && due.parse().ok() == number();
        match test {
            Test::OneOf(base, values) => values.iter().any(|due| is(base, due)),
            Test::NoneOf(base, values) => !values.iter().any(|due| is(base, due)),
            Test::Range(from, to) => number().is_some_and(|number| (*from..=*to).contains(&number)),
            Test::Prefix(due) => value.starts_with(due.as_str()),
            Test::Suffix(due) => value.ends_with(due.as_str()),
            Test::Matches(pattern) => pattern.matches(value),
            Test::Pattern(_) | Test::Kind(_) | Test::Present | Test::NotEmpty => true,
            Test::Absent | Test::Empty => false,
            Test::KnownCode => is_known(),
            Test::UnknownCode => !is_known(),
        }
    }

    /// Sensitive fields that stand in the address.
    fn shown_in_address(&self, operation: &Operation) -> Vec<Diagnostic> {
        let patterns = addresses(operation);
        let (mut whole, mut has_hole) = (Vec::new(), false);
        for (_, node) in &operation.send.query {
            node.visit(Format::Form, &mut |node, _| match node {
                Node::Field(index) => whole.push(*index),
                Node::Hole => has_hole = true,
                _ => {}
            });
        }
        let fields = self.vendor.record(operation.request).fields.iter().enumerate();
        let shown = fields.filter(|(index, field)| {
            matches!(field.visibility, Visibility::Sensitive(_))
                && !self.sources.has(&field.origin.key("accepted_risk"))
                && (patterns.iter().any(|pattern| shows(pattern, HoleSource::Field(*index)))
                    || whole.contains(index)
                    || has_hole && field.place == Place::Hole)
        });
        let told = shown.map(|(_, field)| {
            let message = format!("`{}` is sensitive and stands in the address of `{}`", field.wire, operation.name);
            in_address(field.origin.name(), message)
        });
        told.collect()
    }

    /// Credentials that stand in an address as they are.
    fn credentials_in_addresses(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, credential) in self.vendor.credentials.iter().enumerate() {
            let origin = self.root().key("credentials").key(&credential.key);
            if credential.is_public || self.sources.has(&origin.key("accepted_risk")) {
                continue;
            }
            let shown = |o: &&Operation| addresses(o).iter().any(|p| shows(p, HoleSource::Credential(index)));
            if let Some(operation) = self.vendor.operations.iter().find(shown) {
                let message =
                    format!("the credential `{}` stands in the address of `{}`", credential.key, operation.name);
                found.push(in_address(origin.name(), message).related(operation.origin.name(), "this operation"));
            }
        }
        found
    }

    /// Messages and codes of refusals that are sensitive fields: errors show them.
    fn shown_in_message(&self, operation: &Operation) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (_, form) in &operation.reply.forms {
            for arm in &form.arms {
                let Some(payload) = arm.payload.as_ref().or(form.hole.as_ref()) else { continue };
                let record = arm.record.unwrap_or(operation.response);
                for path in arm.message.iter().chain(&arm.code) {
                    let field = self.field_at(record, operation.response_is_value, payload, path);
                    if let Some(field) = field.filter(|f| f.visibility != Visibility::Anyone) {
                        let message = format!("errors of `{}` would show `{}`", operation.name, field.wire);
                        found.push(
                            Diagnostic::warning(codes::SENSITIVE_MESSAGE, field.origin.name(), message)
                                .help("name another member as `code:` and `message:` of the refusal"),
                        );
                    }
                }
            }
        }
        found
    }
}

fn tests_of(arm: &Arm) -> impl Iterator<Item = (&Path, &Test)> {
    arm.when.iter().filter_map(|condition| match condition {
        Condition::Member { path, test } if !path.contains(&Step::Each) => Some((path, test)),
        _ => None,
    })
}

fn in_address(at: Origin, message: String) -> Diagnostic {
    Diagnostic::warning(codes::SECRET_IN_URL, at, message)
        .help("let the body or a header carry it; if the vendor takes it there only, say so with `accepted_risk:`")
}

/// The patterns of the path and of the query.
fn addresses(operation: &Operation) -> Vec<&Pattern> {
    let mut patterns: Vec<&Pattern> = operation.send.paths.iter().map(|(_, pattern)| pattern).collect();
    operation.send.query.iter().for_each(|(_, node)| node.patterns(&mut patterns));
    patterns
}

/// Whether who reads the text has the value: it stands there as it is, and not in a hash of it.
pub(super) fn shows(pattern: &Pattern, source: HoleSource) -> bool {
    fn shown(expression: &Expression, due: HoleSource) -> bool {
        match expression {
            Expression::Value(source) => *source == due,
            Expression::Call(function, parts) if !function.is_hash() && !function.is_cipher() => {
                parts.iter().any(|part| shown(part, due))
            }
            _ => false,
        }
    }
    pattern.0.iter().any(|piece| match piece {
        Piece::Hole(found) => *found == source,
        Piece::Computed(expression) => shown(expression, source),
        Piece::Optional(pieces) => shows(&Pattern(pieces.clone()), source),
        Piece::Literal(_) => false,
    })
}
