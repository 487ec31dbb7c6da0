//! Which code a bad request gets, and the refusal that carries it.

use vendor_model::Vendor;
use vendor_model::model::{Class, Code, Format, Operation};

use super::ways::{Cause, Ways};
use crate::message::{Answer, Request};
use crate::problem::{Kind, Problem};
use crate::reply::{Content, ReplyWriter, Signer};

/// Something that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    /// The field or credential that it is about.
    pub(crate) field: String,
    /// For people: it names places, never values.
    pub(crate) says: String,
}

impl Fault {
    pub(crate) fn new(cause: Cause, field: impl Into<String>, says: impl Into<String>) -> Self {
        Self { cause, field: field.into(), says: says.into() }
    }

    /// What a problem means to the vendor; none if the vendor does not mind.
    pub(crate) fn of(problem: &Problem) -> Option<Self> {
        // Any client sends some Accept or other.
        if problem.at == "header accept" {
            return None;
        }
        let cause = match problem.kind {
            Kind::Malformed => Cause::Malformed,
            Kind::Credential => Cause::MissingCredential,
            Kind::Missing => Cause::Missing,
            Kind::Value | Kind::Constant => Cause::WrongValue,
            Kind::Rule => Cause::BrokenRule,
            Kind::Address | Kind::Method => return None,
            // Vendors skip what they do not know.
            Kind::Unknown | Kind::Leak | Kind::Dress => return None,
        };
        Some(Self::new(cause, problem.field(), problem.to_string()))
    }

    /// What is looked at first: the document, then who calls, then what is asked for.
    pub(crate) fn rank(&self) -> u8 {
        match self.cause {
            Cause::UnknownAddress | Cause::WrongMethod => 0,
            Cause::Malformed => 1,
            Cause::MissingCredential | Cause::WrongCredential | Cause::CredentialOfWrongLength | Cause::StaleToken => 2,
            Cause::Missing => 3,
            Cause::WrongValue => 4,
            Cause::BrokenRule => 5,
        }
    }
}

/// Classes that fit a fault, the best first.
fn classes(cause: Cause) -> &'static [Class] {
    match cause {
        Cause::UnknownAddress | Cause::WrongMethod => {
            &[Class::Unsupported, Class::NotFound, Class::MalformedRequest, Class::InvalidField]
        }
        Cause::Malformed => &[Class::MalformedRequest, Class::InvalidField],
        Cause::MissingCredential | Cause::WrongCredential | Cause::CredentialOfWrongLength | Cause::StaleToken => {
            &[Class::Credentials, Class::Permission]
        }
        Cause::Missing | Cause::WrongValue | Cause::BrokenRule => &[Class::InvalidField, Class::MalformedRequest],
    }
}

/// Writes a vendor's refusals.
#[derive(Clone, Copy)]
pub(crate) struct Refuser<'a> {
    pub(crate) vendor: &'a Vendor,
    pub(crate) ways: &'a Ways,
    /// The operation that was meant, or any.
    pub(crate) operation: &'a Operation,
    pub(crate) format: Format,
    /// What signs the answer.
    pub(crate) signer: Option<Signer<'a>>,
}

impl Refuser<'_> {
    /// The refusal that a fault gets.
    pub(crate) fn fault(&self, fault: &Fault) -> Answer {
        let codes = self.codes(fault);
        let class = classes(fault.cause).first().copied();
        codes
            .iter()
            .find_map(|code| self.code(code, None).ok())
            .or_else(|| self.without_code(class))
            .unwrap_or_else(|| plain(status_of(fault.cause), &fault.says))
    }

    /// Codes that say it, the most exact first.
    fn codes(&self, fault: &Fault) -> Vec<String> {
        let ruled = self.ways.rules.iter().filter(|rule| {
            rule.cause == fault.cause
                && rule.operation.as_ref().is_none_or(|operation| *operation == self.operation.name)
                && rule.field.as_ref().is_none_or(|field| field.eq_ignore_ascii_case(&fault.field))
        });
        let mut codes: Vec<String> = ruled.map(|rule| rule.code.clone()).collect();
        if fault.cause == Cause::StaleToken {
            let tokens = self.operation.send.tokens.iter().filter_map(|index| self.vendor.tokens.get(*index));
            codes.extend(tokens.flat_map(|token| token.stale_codes.iter().cloned()));
        }
        let listed = |code: &str| self.operation.codes.iter().any(|known| known == code);
        let meant = self.vendor.codes_of(self.operation);
        for class in classes(fault.cause) {
            let fitting = meant.iter().filter(|code| code.class == *class);
            let (own, other): (Vec<&&Code>, Vec<_>) = fitting.partition(|code| listed(&code.wire));
            codes.extend(own.into_iter().chain(other).map(|code| code.wire.clone()));
        }
        codes
    }

    /// A refusal with this code.
    pub(crate) fn code(&self, code: &str, message: Option<&str>) -> Result<Answer, String> {
        let writer = self.writer()?;
        let known = self.vendor.code_of(self.operation, code);
        let message = message.or_else(|| known.and_then(|known| known.message.as_deref()));
        let content = Content { code: Some(code), message, ..Content::default() };
        let Some(status) = self.status(known.map(|known| known.class)) else { return writer.refused(content) };
        let repeated = status.to_string();
        let repeats = self.ways.repeats.iter().map(|path| (path, repeated.as_str())).collect::<Vec<_>>();
        writer
            .refused(Content { http: Some(status), also: &repeats, ..content })
            .or_else(|_| writer.refused(Content { http: Some(status), ..content }))
            .or_else(|_| writer.refused(content))
    }

    /// A refusal whose arm has a class and no code.
    fn without_code(&self, class: Option<Class>) -> Option<Answer> {
        let writer = self.writer().ok()?;
        let arms: Vec<_> = writer.arms().filter(|arm| arm.verdict == vendor_model::model::Verdict::Rejected).collect();
        let fits = |wanted: Option<Class>| {
            arms.iter().filter(|arm| arm.class == wanted).find_map(|arm| writer.arm(&arm.name, Content::default()).ok())
        };
        fits(class).or_else(|| fits(Some(Class::Unknown))).or_else(|| fits(None))
    }

    pub(super) fn writer(&self) -> Result<ReplyWriter<'_>, String> {
        let writer = ReplyWriter::new(self.vendor, self.operation, self.format)
            .ok_or_else(|| format!("`{}` has no reply in {}", self.operation.name, self.format.name()))?;
        Ok(self.signer.map_or(writer, |signer| writer.signed_by(signer)))
    }

    /// The HTTP status that the vendor is known to use.
    fn status(&self, class: Option<Class>) -> Option<u16> {
        let of = |class: Option<Class>| self.ways.http.iter().find(|(known, _)| *known == class).map(|(_, s)| *s);
        class.and_then(|class| of(Some(class))).or_else(|| of(None))
    }
}

fn status_of(cause: Cause) -> u16 {
    match cause {
        Cause::UnknownAddress => 404,
        Cause::WrongMethod => 405,
        Cause::MissingCredential | Cause::WrongCredential | Cause::CredentialOfWrongLength | Cause::StaleToken => 401,
        Cause::Malformed => 400,
        Cause::Missing | Cause::WrongValue | Cause::BrokenRule => 422,
    }
}

/// An answer of the sandbox itself, where the vendor's spec has none.
pub(crate) fn plain(status: u16, says: &str) -> Answer {
    Answer::text(status, format!("sandbox: {says}"))
}

/// The format that a request to nowhere is likely to want.
pub(crate) fn wanted_format(request: &Request, formats: &[Format]) -> Option<Format> {
    let path = request.path();
    let named = path.split('/').rev().find_map(Format::named);
    let said = ["accept", "content-type"].iter().flat_map(|name| request.header_values(name)).find_map(|value| {
        if value.contains("xml") {
            Some(Format::Xml)
        } else if value.contains("json") {
            Some(Format::Json)
        } else {
            None
        }
    });
    let begins = request.body.iter().find(|b| !b.is_ascii_whitespace()).filter(|b| **b == b'<').map(|_| Format::Xml);
    [named, said, begins, Some(Format::Json)]
        .into_iter()
        .flatten()
        .find(|format| formats.contains(format))
        .or_else(|| formats.first().copied())
}

/// Whether a path looks so: `*` is any segment, `{wire}` an operation's name, `{format}` a format's, `**` the rest.
pub(crate) fn path_fits(vendor: &Vendor, pattern: &str, path: &str) -> bool {
    let segments = |text: &str| text.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (pattern, path) = (segments(pattern), segments(path));
    for (index, wanted) in pattern.iter().enumerate() {
        let Some(found) = path.get(index) else { return wanted == "**" };
        let fits = match wanted.as_str() {
            "**" => return true,
            "*" => true,
            "{wire}" => vendor.operations.iter().any(|operation| operation.wire == *found),
            "{format}" => Format::named(found).is_some(),
            literal => literal == found,
        };
        if !fits {
            return false;
        }
    }
    pattern.len() == path.len()
}
