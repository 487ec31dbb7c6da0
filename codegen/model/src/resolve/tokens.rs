//! Tokens, and the operations that tell what became of others: names that are known once all operations are.

use super::Resolver;
use super::cautions::shows;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::{SafetySpec, TokenSpec};
use crate::model::{
    Docs, Field, Format, From, HandOut, HoleSource, Leaf, Lives, Node, OpenPoint, Operation, Pattern, Presence,
    RecordId, Send, Token, Type, Visibility,
};
use crate::source::Origin;

impl Resolver<'_> {
    /// Tokens by name only; what they come from is known when the operations are.
    pub(super) fn tokens(&mut self) {
        for (name, spec) in &self.syntax.spec.tokens {
            let origin = self.root().key("tokens").key(name);
            self.identifier(name, &origin.name());
            let mut stale_codes = Vec::new();
            for (i, code) in spec.stale.code.0.iter().enumerate() {
                let at = self.item(&origin.key("stale").key("code"), i);
                stale_codes.push(self.wire(code, &at));
            }
            if let Some(risk) = &spec.accepted_risk {
                self.vendor.open_points.push(OpenPoint {
                    says: format!("The token `{name}` stands in addresses, which servers and proxies write down."),
                    chosen: risk.clone(),
                    confidence: Default::default(),
                });
            }
            self.vendor.tokens.push(Token {
                name: name.clone(),
                grant: None,
                refresh: None,
                stale_http: spec.stale.http.0.clone(),
                stale_codes,
                docs: Docs { summary: Some(spec.summary.clone()), ..Docs::default() },
            });
        }
    }

    /// The place of an item of what may be one value or a list.
    fn item(&self, origin: &Origin, index: usize) -> Origin {
        let item = origin.index(index);
        if self.sources.has(&item) { item } else { origin.clone() }
    }

    /// The tokens that an operation hands out, and so can't need.
    pub(super) fn handed_out_by(&self, operation: &str) -> Vec<usize> {
        let tokens = self.syntax.spec.tokens.values().enumerate();
        let by = |spec: &TokenSpec| {
            spec.from.as_deref() == Some(operation) || spec.refresh.as_ref().is_some_and(|r| r.from == operation)
        };
        tokens.filter(|(_, spec)| by(spec)).map(|(index, _)| index).collect()
    }

    pub(super) fn finish_tokens(&mut self) {
        for (index, (name, spec)) in self.syntax.spec.tokens.iter().enumerate() {
            let origin = self.root().key("tokens").key(name);
            if spec.from.is_none() && spec.refresh.is_none() {
                self.error_with_help(
                    codes::TOKEN_FROM_NOWHERE,
                    &origin.name(),
                    format!("nothing hands out the token `{name}`"),
                    "say `from:` which operation does; what the application brings once and for all is a credential",
                );
            }
            for (at, code) in self.unknown_codes(spec, &origin) {
                let message = format!("the vendor's `errors:` do not know the code `{code}`");
                self.error_with_help(codes::UNKNOWN_CODE, &at, message, "add it there");
            }
            if let Some(from) = &spec.from {
                let grant = self.hand_out(spec, from, &origin, &origin.key("from"), false);
                self.vendor.tokens[index].grant = grant;
            }
            if let Some(refresh) = &spec.refresh {
                let at = origin.key("refresh").key("from");
                let refresh = self.hand_out(spec, &refresh.from, &origin, &at, true);
                self.vendor.tokens[index].refresh = refresh;
            }
            self.token_in_address(index, spec, &origin);
            self.token_circle(index, &origin);
        }
    }

    fn unknown_codes(&self, spec: &TokenSpec, origin: &Origin) -> Vec<(Origin, String)> {
        let codes = spec.stale.code.0.iter().enumerate();
        let unknown = codes.filter(|(_, code)| !self.vendor.codes.iter().any(|c| c.wire == code.0));
        unknown.map(|(i, code)| (self.item(&origin.key("stale").key("code"), i), code.0.clone())).collect()
    }

    /// What an operation hands out, and what it takes for it.
    fn hand_out(
        &mut self,
        spec: &TokenSpec,
        from: &str,
        origin: &Origin,
        at: &Origin,
        renews: bool,
    ) -> Option<HandOut> {
        let Some(operation) = self.vendor.operation(from) else {
            if !self.syntax.gaps {
                let known: Vec<String> = self.vendor.operations.iter().map(|o| o.name.clone()).collect();
                self.unknown(codes::UNKNOWN_OPERATION, at, "operation", from, known.iter().map(String::as_str));
            }
            return None;
        };
        let (request, response, safety) = (operation.request, operation.response, operation.safety);
        let operation_at = operation.origin.clone();
        let field = self.reply_field(response, &spec.value, &origin.key("value"))?;
        self.secret_text(response, field, &origin.key("value"), true);
        let lives = self.lives(spec, response, &origin.key("lives"));
        let refresh = spec.refresh.as_ref();
        let next = refresh.and_then(|refresh| {
            let found = self.vendor.record(response).field_named(&refresh.value);
            // The operation that renews need not hand out another refresh token; the one that grants must.
            if found.is_none() && !renews {
                self.reply_field(response, &refresh.value, &origin.key("refresh").key("value"));
            }
            found
        });
        if let Some(next) = next {
            self.secret_text(response, next, &origin.key("refresh").key("value"), false);
        }
        if renews && next.is_some() && safety != SafetySpec::Once {
            let message = format!("`{from}` hands out a new refresh token, and so spends the old one");
            let diagnostic = Diagnostic::error(codes::REFRESH_SPENDS, operation_at.key("safety"), message)
                .related(at.clone(), "it renews this token")
                .help("write `safety: once`");
            self.report.push(diagnostic);
        }
        let mut send = None;
        if let Some(refresh) = refresh.filter(|_| renews) {
            let (name, at) = match &refresh.send {
                Some(name) => (name, origin.key("refresh").key("send")),
                None => (&refresh.value, origin.key("refresh").key("value")),
            };
            send = Some(self.field_index(request, name, &at)?);
        }
        let record = self.vendor.record(request);
        let is_asked = |(i, f): &(usize, &Field)| {
            f.presence == Presence::Required && matches!(f.from, From::Caller) && Some(*i) != send
        };
        if let Some((_, field)) = record.fields.iter().enumerate().find(is_asked) {
            let message =
                format!("`{}` of `{from}` is asked of the caller, but the token is fetched without", field.wire);
            let diagnostic = Diagnostic::error(codes::TOKEN_NEEDS_CALLER, at.clone(), message)
                .related(field.origin.name(), "this one")
                .help("fill it with `from:`");
            self.report.push(diagnostic);
        }
        if let Some(field) = send.map(|send| &record.fields[send])
            && (field.visibility != Visibility::Secret || field.presence != Presence::Required)
        {
            let message = format!("`{}` takes a refresh token, and is no secret text that is required", field.wire);
            let diagnostic = Diagnostic::error(codes::TOKEN_NOT_SECRET, field.origin.name(), message)
                .related(at.clone(), "it renews this token")
                .help("write `{ type: text, secret: true }` there");
            self.report.push(diagnostic);
        }
        Some(HandOut { operation: from.to_owned(), field, lives, next, send })
    }

    pub(super) fn reply_field(&mut self, response: RecordId, name: &str, at: &Origin) -> Option<usize> {
        let record = self.vendor.record(response);
        let found = record.field_named(name);
        if found.is_none() {
            let known: Vec<String> = record.fields.iter().map(|f| f.wire.clone()).collect();
            self.unknown(codes::UNKNOWN_FIELD, at, "field in its reply", name, known.iter().map(String::as_str));
        }
        found
    }

    fn secret_text(&mut self, response: RecordId, field: usize, at: &Origin, required: bool) {
        let field = &self.vendor.record(response).fields[field];
        let there = field.presence == Presence::Required || !required;
        if field.visibility != Visibility::Secret || !there {
            let always = if required { " that is always there" } else { "" };
            let message = format!("`{}` is no secret text{always}", field.wire);
            let diagnostic = Diagnostic::error(codes::TOKEN_NOT_SECRET, at.clone(), message)
                .related(field.origin.name(), "this one")
                .help("write `{ type: text, secret: true }` there");
            self.report.push(diagnostic);
        }
    }

    fn lives(&mut self, spec: &TokenSpec, response: RecordId, at: &Origin) -> Lives {
        let Some(text) = &spec.lives else { return Lives::UntilStale };
        if let Some(seconds) = seconds(text) {
            return Lives::Seconds(seconds);
        }
        let (name, unit) = text.split_once(' ').unwrap_or((text, "seconds"));
        let factor = match unit.trim() {
            "seconds" => Some(1),
            "minutes" => Some(60),
            "hours" => Some(3600),
            "days" => Some(86_400),
            _ => None,
        };
        let record = self.vendor.record(response);
        let (Some(index), Some(factor)) = (record.field_named(name), factor) else {
            let known: Vec<String> = record.fields.iter().map(|f| f.wire.clone()).collect();
            self.error_with_help(
                codes::BAD_DURATION,
                at,
                format!("`{text}` is no duration and no field of the reply"),
                format!(
                    "write `90s`, `30m`, `24h` or `7d`, or one of {} with `minutes`, `hours` or `days` behind it",
                    known.join(", ")
                ),
            );
            return Lives::UntilStale;
        };
        let field = &record.fields[index];
        let shape = self.vendor.bare(&field.shape);
        match shape.ty {
            Type::Integer => Lives::For(index, factor),
            Type::Instant => Lives::Until(index),
            Type::DateTime if shape.form.is_epoch() => Lives::Until(index),
            _ => {
                let message = format!("`{}` says neither how long nor until when", field.wire);
                let diagnostic = Diagnostic::error(codes::BAD_DURATION, at.clone(), message)
                    .related(field.origin.name(), "this one")
                    .help("let it be an integer, an `instant`, or a `datetime` that is `written: epoch_s`");
                self.report.push(diagnostic);
                Lives::UntilStale
            }
        }
    }

    /// Addresses are written down by servers and proxies; who puts a token there says why.
    fn token_in_address(&mut self, index: usize, spec: &TokenSpec, origin: &Origin) {
        let shows = |operation: &&Operation| {
            let mut queries = Vec::new();
            operation.send.query.iter().for_each(|(_, node)| node.patterns(&mut queries));
            let mut shown = operation.send.paths.iter().map(|(_, pattern)| pattern).chain(queries);
            shown.any(|pattern| shows(pattern, HoleSource::Token(index)))
        };
        if let Some(operation) = self.vendor.operations.iter().find(shows)
            && spec.accepted_risk.is_none()
        {
            let message = format!("the token stands in the address of `{}`, where it is written down", operation.name);
            let diagnostic = Diagnostic::warning(codes::TOKEN_IN_ADDRESS, origin.name(), message)
                .related(operation.origin.name(), "this operation")
                .help("let a header or the body carry it; if the vendor takes it there only, say so with `accepted_risk:`");
            self.report.push(diagnostic);
        }
    }

    /// A token that is needed to get itself can't be had.
    fn token_circle(&mut self, index: usize, origin: &Origin) {
        let mut open = vec![index];
        let mut seen = Vec::new();
        while let Some(token) = open.pop() {
            let operations: Vec<&str> =
                self.vendor.tokens[token].hand_outs().map(|hand_out| hand_out.operation.as_str()).collect();
            for needed in operations.iter().filter_map(|name| self.vendor.operation(name)).flat_map(|o| &o.send.tokens)
            {
                if *needed == index {
                    let message = format!("the token `{}` is needed to get itself", self.vendor.tokens[index].name);
                    self.error_with_help(
                        codes::TOKEN_CIRCLE,
                        &origin.name(),
                        message,
                        "let the operation that hands it out do without; `Authorization: null` takes a header away",
                    );
                    return;
                }
                if !seen.contains(needed) {
                    seen.push(*needed);
                    open.push(*needed);
                }
            }
        }
    }
}

/// Takes away what carries a token that the operation itself hands out.
pub(super) fn without_own_tokens(query: &mut Vec<(String, Node)>, bodies: &mut [(Format, Node)], own: &[usize]) {
    let has_own = |pattern: &Pattern| own.iter().any(|token| pattern.holes().contains(&HoleSource::Token(*token)));
    query.retain(|(_, node)| !matches!(node, Node::Leaf(Leaf::Text(pattern)) if has_own(pattern)));
    fn walk(node: &mut Node, has_own: &impl Fn(&Pattern) -> bool) {
        match node {
            Node::Record(members) => {
                members.retain(|(_, node)| !matches!(node, Node::Leaf(Leaf::Text(pattern)) if has_own(pattern)));
                members.iter_mut().for_each(|(_, node)| walk(node, has_own));
            }
            Node::Document(_, node) => walk(node, has_own),
            _ => {}
        }
    }
    bodies.iter_mut().for_each(|(_, node)| walk(node, &has_own));
}

/// Every token that a request holds, each once.
pub(super) fn tokens_of(send: &Send, fields: &[Field]) -> Vec<usize> {
    let own = fields.iter().filter_map(|field| match &field.from {
        From::Client(pattern) => Some(pattern),
        From::Caller => None,
    });
    let mut tokens: Vec<usize> = Vec::new();
    for hole in send.patterns().chain(own).flat_map(Pattern::holes) {
        if let HoleSource::Token(index) = hole
            && !tokens.contains(&index)
        {
            tokens.push(index);
        }
    }
    tokens.sort_unstable();
    tokens
}

/// Whether a token itself stands in it, and not only a hash of it.
fn seconds(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}
