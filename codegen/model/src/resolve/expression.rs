//! Expressions: `= hex(hmac_sha256(secret, merchant + amount))`.

use super::Resolver;
use crate::diagnostic::codes;
use crate::model::{Charset, DatePattern, Expression, Function, HoleSource, PairOptions, UrlEncoding};
use crate::source::Origin;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Sign(char),
}

struct Parser<'p, 'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    fields: &'p [(String, String)],
    origin: &'p Origin,
    /// Names that are being computed, to find circles.
    open: Vec<String>,
}

impl Resolver<'_> {
    /// Reads what stands after the `=`.
    pub(super) fn expression(
        &mut self,
        text: &str,
        fields: &[(String, String)],
        origin: &Origin,
    ) -> Option<Expression> {
        self.expression_within(text, fields, origin, Vec::new())
    }

    fn expression_within(
        &mut self,
        text: &str,
        fields: &[(String, String)],
        origin: &Origin,
        open: Vec<String>,
    ) -> Option<Expression> {
        let tokens = match tokens(text) {
            Ok(tokens) => tokens,
            Err(message) => {
                self.error_with_help(
                    codes::BAD_EXPRESSION,
                    origin,
                    message,
                    "an expression has names, 'texts', functions and `+`: `= hex(sha256(key + 'x'))`",
                );
                return None;
            }
        };
        let mut parser = Parser { resolver: self, tokens: tokens.into_iter().peekable(), fields, origin, open };
        let expression = parser.sum()?;
        if let Some(token) = parser.tokens.next() {
            parser.resolver.error_with_help(
                codes::BAD_EXPRESSION,
                origin,
                format!("{} is too much here", shown(&token)),
                "join values with `+` or `join('|', a, b)`",
            );
            return None;
        }
        Some(expression)
    }

    /// An expression whose value is text.
    pub(super) fn text_expression(
        &mut self,
        text: &str,
        fields: &[(String, String)],
        origin: &Origin,
    ) -> Option<Expression> {
        let expression = self.expression(text, fields, origin)?;
        if expression.is_bytes() {
            self.error_with_help(
                codes::BYTES_FOR_TEXT,
                origin,
                "this makes bytes, and text is due",
                "write `hex(...)` or `base64(...)` around it",
            );
            return None;
        }
        Some(expression)
    }
}

impl Parser<'_, '_, '_> {
    fn sum(&mut self) -> Option<Expression> {
        let mut terms = vec![self.term()?];
        while self.tokens.next_if_eq(&Token::Sign('+')).is_some() {
            terms.push(self.term()?);
        }
        if terms.len() == 1 {
            return terms.pop();
        }
        Some(Expression::Call(Function::Concat, terms))
    }

    fn term(&mut self) -> Option<Expression> {
        match self.tokens.next() {
            Some(Token::Text(text)) => Some(Expression::Text(text)),
            Some(Token::Name(name)) => match self.tokens.next_if_eq(&Token::Sign('(')) {
                Some(_) => self.call(&name),
                None => self.name(&name),
            },
            other => {
                let found = other.as_ref().map_or("the end".to_owned(), shown);
                self.resolver.error_with_help(
                    codes::BAD_EXPRESSION,
                    self.origin,
                    format!("{found} stands where a value is due"),
                    "write a name, a 'text' or a function",
                );
                None
            }
        }
    }

    fn call(&mut self, name: &str) -> Option<Expression> {
        let mut arguments = Vec::new();
        while self.tokens.next_if_eq(&Token::Sign(')')).is_none() {
            if !arguments.is_empty() && self.tokens.next_if_eq(&Token::Sign(',')).is_none() {
                self.resolver.error_with_help(
                    codes::BAD_EXPRESSION,
                    self.origin,
                    format!("`{name}(` is not closed"),
                    "add `)`, or `,` between values",
                );
                return None;
            }
            arguments.push(self.sum()?);
        }
        let text = |index: usize| match arguments.get(index) {
            Some(Expression::Text(text)) => Some(text.clone()),
            _ => None,
        };
        match (name, arguments.len()) {
            ("now", 1 | 2) => {
                let pattern = DatePattern::parse(&text(0).unwrap_or_default());
                let offset = if arguments.len() == 1 { Some(0) } else { text(1).as_deref().and_then(offset_minutes) };
                return match (pattern, offset) {
                    (Ok(pattern), Some(offset)) => Some(Expression::Now(pattern, offset)),
                    (Ok(_), None) => {
                        self.resolver.error_with_help(
                            codes::BAD_NOW,
                            self.origin,
                            "this is no distance from UTC",
                            "write `now('%H:%M', '+03:00')`",
                        );
                        None
                    }
                    (Err(message), _) => {
                        self.resolver.error_with_help(
                            codes::BAD_NOW,
                            self.origin,
                            message,
                            "write `now('%Y-%m-%d %H:%M:%S')`",
                        );
                        None
                    }
                };
            }
            ("pairs" | "sorted_pairs", 2..) => {
                if let (Some(equals), Some(separator)) = (text(0), text(1)) {
                    let options = self.pair_options(&arguments[2..])?;
                    return Some(Expression::Pairs {
                        sorted: name == "sorted_pairs",
                        equals: Some(equals),
                        separator,
                        options,
                    });
                }
            }
            ("values" | "sorted_values", 1..) => {
                if let Some(separator) = text(0) {
                    let options = self.pair_options(&arguments[1..])?;
                    return Some(Expression::Pairs {
                        sorted: name == "sorted_values",
                        equals: None,
                        separator,
                        options,
                    });
                }
            }
            _ => {}
        }
        let Some((_, function, least, most)) = Function::ALL.into_iter().find(|(word, ..)| *word == name) else {
            if ["rsa", "ecdsa", "ed25519"].iter().any(|of_keys| name.starts_with(of_keys)) {
                self.resolver.error_with_help(
                    codes::SIGNED_BY_KEY_PAIR,
                    self.origin,
                    format!("`{name}` signs with a private key, which no function here does"),
                    "let the application sign: make it a field that the caller gives, and say in its summary what is signed",
                );
                return None;
            }
            let known: Vec<&str> = Function::ALL
                .iter()
                .map(|(word, ..)| *word)
                .chain(["now", "pairs", "sorted_pairs", "values", "sorted_values"])
                .collect();
            self.resolver.unknown(codes::UNKNOWN_FUNCTION, self.origin, "function", name, known);
            return None;
        };
        if arguments.len() < least || arguments.len() > most {
            let due = if least == most { least.to_string() } else { format!("{least} or more") };
            self.resolver.error_with_help(
                codes::ARGUMENT_COUNT,
                self.origin,
                format!("`{name}` takes {due} values, here are {}", arguments.len()),
                "HMACs take the key first, `join` the separator",
            );
            return None;
        }
        if !function.takes_bytes() {
            self.check_text(&arguments);
        }
        let (wrong, due) = match function {
            Function::UrlEncode if arguments.len() == 2 => (
                text(1).is_none_or(|word| UrlEncoding::named(&word).is_none()),
                "'rfc3986', 'rfc3986_lower', 'component', 'form', 'php' or 'dotnet'",
            ),
            Function::Bytes => (
                text(1).is_none_or(|word| !is_bytes_charset(&word)),
                "a charset: 'utf-8', 'utf-16le', 'utf-16be', 'iso-8859-9', 'windows-1254', ...",
            ),
            Function::Left | Function::Right => {
                (text(1).is_none_or(|count| count.parse::<u16>().is_err()), "a count of characters: `left(text, 16)`")
            }
            _ => (false, ""),
        };
        if wrong {
            self.resolver.error_with_help(
                codes::BAD_EXPRESSION,
                self.origin,
                format!("`{name}` can't be told so what to do"),
                format!("its second value is {due}"),
            );
            return None;
        }
        Some(Expression::Call(function, arguments))
    }

    /// Which pairs are joined: `'not_empty'`, `'ignore_case'`, an encoding, `'without NAME'`.
    fn pair_options(&mut self, arguments: &[Expression]) -> Option<PairOptions> {
        let mut options = PairOptions::default();
        for argument in arguments {
            let word = match argument {
                Expression::Text(word) => word.as_str(),
                _ => "",
            };
            match (word, word.strip_prefix("without ")) {
                ("not_empty", _) => options.not_empty = true,
                ("ignore_case", _) => options.ignore_case = true,
                (_, Some(name)) => options.without.push(name.to_owned()),
                (word, None) if UrlEncoding::named(word).is_some() => options.encoding = UrlEncoding::named(word),
                _ => {
                    self.resolver.error_with_help(
                        codes::BAD_EXPRESSION,
                        self.origin,
                        "this does not say which pairs are joined",
                        "write 'not_empty', 'ignore_case', 'without NAME', or how values are encoded: 'form', 'php', 'rfc3986'",
                    );
                    return None;
                }
            }
        }
        Some(options)
    }

    fn check_text(&mut self, values: &[Expression]) {
        if values.iter().any(Expression::is_bytes) {
            self.resolver.error_with_help(
                codes::BYTES_FOR_TEXT,
                self.origin,
                "bytes stand where text is due",
                "write `hex(...)` or `base64(...)` around them",
            );
        }
    }

    fn name(&mut self, name: &str) -> Option<Expression> {
        match name {
            "body" => return Some(Expression::Body),
            "path" => return Some(Expression::Path),
            "query" => return Some(Expression::Query),
            "epoch_s" => return Some(Expression::NowSeconds),
            "epoch_ms" => return Some(Expression::NowMilliseconds),
            "nonce" => return Some(Expression::Nonce),
            "wire" if !self.fields.iter().any(|(wire, own)| wire == "wire" || own == "wire") => {
                return Some(Expression::Text(self.resolver.wire_name_of_operation.clone()));
            }
            name if !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()) => {
                return Some(Expression::Text(name.to_owned()));
            }
            _ => {}
        }
        if let Some(header) = name.strip_prefix("header.") {
            return Some(Expression::Header(header.to_ascii_lowercase()));
        }
        if let Some(index) = self.resolver.documents.iter().position(|document| document == name) {
            return Some(Expression::Document(index));
        }
        if let Some(text) = self.resolver.computed.get(name).cloned() {
            if self.open.iter().any(|open| open == name) {
                self.resolver.error_with_help(
                    codes::COMPUTED_FROM_ITSELF,
                    self.origin,
                    format!("`{name}` is computed from itself"),
                    "write out what stands at the end of the circle",
                );
                return None;
            }
            let open = self.open.iter().cloned().chain([name.to_owned()]).collect();
            let (text, origin) = text;
            self.resolver.used_computed.insert(origin.clone());
            return self.resolver.expression_within(&text, self.fields, &origin, open);
        }
        // What was received or sent before, by its whole name.
        if name.starts_with("received.") || name.starts_with("request.") {
            let own = |(wire, own): &(String, String)| wire == name || own == name;
            if let Some(index) = self.fields.iter().position(own) {
                return Some(Expression::Value(HoleSource::Field(index)));
            }
        }
        self.resolver.hole(name, self.fields, self.origin).map(Expression::Value)
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '(' | ')' | ',' | '+' => tokens.push(Token::Sign(c)),
            '\'' => {
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some('\'') if chars.peek() == Some(&'\'') => {
                            chars.next();
                            text.push('\'');
                        }
                        Some('\'') => break,
                        Some('\\') if chars.peek() == Some(&'n') => {
                            chars.next();
                            text.push('\n');
                        }
                        Some(c) => text.push(c),
                        None => return Err("a text is not closed by `'`".to_owned()),
                    }
                }
                tokens.push(Token::Text(text));
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@') => {
                let mut name = c.to_string();
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@')) {
                    name.push(c);
                }
                tokens.push(Token::Name(name));
            }
            c => return Err(format!("`{}` has no place in an expression", c.escape_debug())),
        }
    }
    Ok(tokens)
}

/// Whether `bytes` knows the charset.
fn is_bytes_charset(word: &str) -> bool {
    matches!(word, "utf-8" | "utf-16le" | "utf-16be") || Charset::named(word).is_some()
}

/// `+03:00` in minutes.
fn offset_minutes(text: &str) -> Option<i16> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60 && hours >= 0 && minutes >= 0).then_some(sign * (hours * 60 + minutes))
}

fn shown(token: &Token) -> String {
    match token {
        Token::Name(name) => format!("`{name}`"),
        Token::Text(text) => format!("'{text}'"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}
