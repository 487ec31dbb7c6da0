//! Replies, written by the model: the frame and an arm's conditions run backwards.

use vendor_model::Vendor;
use vendor_model::model::{
    Arm, Callback, Condition, Format, Kind as ModelKind, Operation, Path, Presence, Reads, Received, RecordId,
    ReplyForm, Shape, Step, Test, Type, Value, Verdict, Verify,
};

use super::build::{Builder, leaf};
use super::judge::Judge;
use super::seen::View;
use super::sign::{Signer, Unsigned};
use super::text;
use super::told::Told;
use crate::charset;
use crate::document::Node;
use crate::message::Answer;

/// What an arm is filled with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Content<'a> {
    /// The payload of a success or pending: a [`Value::Record`] of the operation's response.
    pub value: Option<&'a Value>,
    /// The vendor's code, put into every place that the arm has for it.
    pub code: Option<&'a str>,
    /// The vendor's message, likewise.
    pub message: Option<&'a str>,
    /// The HTTP status that is tried first.
    pub http: Option<u16>,
    /// What else must stand where.
    pub also: &'a [(&'a Path, &'a str)],
}

/// Writes the replies of one operation in one format.
#[derive(Clone, Copy)]
pub struct ReplyWriter<'a> {
    pub(super) vendor: &'a Vendor,
    pub(super) told: Told<'a>,
    pub(super) format: Format,
    pub(super) form: &'a ReplyForm,
    /// What signs; without it signatures are left out.
    signer: Option<Signer<'a>>,
    /// The signature, where it is not the arm that says of it.
    verify: Option<&'a Verify>,
}

impl<'a> ReplyWriter<'a> {
    /// None if the operation has no replies in that format.
    pub fn new(vendor: &'a Vendor, operation: &'a Operation, format: Format) -> Option<Self> {
        Self::of(vendor, operation.into(), format)
    }

    /// Writes what a vendor tells by itself.
    pub(crate) fn of_callback(vendor: &'a Vendor, callback: &'a Callback) -> Option<Self> {
        let writer = Self::of(vendor, callback.into(), callback.format)?;
        Some(Self { verify: callback.verify.as_ref(), ..writer })
    }

    fn of(vendor: &'a Vendor, told: Told<'a>, format: Format) -> Option<Self> {
        Some(Self { vendor, told, format, form: told.reply.form(format)?, signer: None, verify: None })
    }

    /// Signs as the vendor does.
    pub(crate) fn signed_by(self, signer: Signer<'a>) -> Self {
        Self { signer: Some(signer), ..self }
    }

    /// A success with this payload, a [`Value::Record`] of the operation's response.
    ///
    /// # Errors
    ///
    /// When no arm that means success can be reached with it, or it lacks a field that the response requires.
    pub fn success(&self, value: &Value) -> Result<Answer, String> {
        if let Some(name) = lacks(self.vendor, self.told.payload, value) {
            let format = self.format.name();
            return Err(format!("`{}` in {format}: the payload lacks `{name}`", self.told.name));
        }
        self.first(Verdict::Success, Content { value: Some(value), ..Content::default() })
    }

    /// A reply that the call was taken on and is not done yet, with this payload.
    ///
    /// # Errors
    ///
    /// When no arm that means pending can be reached with it.
    pub fn pending(&self, value: &Value) -> Result<Answer, String> {
        self.first(Verdict::Pending, Content { value: Some(value), ..Content::default() })
    }

    /// A refusal with a code. Without a message the vendor's own text for that code is written, if it is known.
    ///
    /// # Errors
    ///
    /// When no arm that means refusal can carry the code.
    pub fn refusal(&self, code: &str, message: Option<&str>) -> Result<Answer, String> {
        let known = self.told.operation.and_then(|operation| self.vendor.code_of(operation, code));
        let known = known.and_then(|code| code.message.as_deref());
        self.refused(Content { code: Some(code), message: message.or(known), ..Content::default() })
    }

    /// A refusal with this content.
    ///
    /// # Errors
    ///
    /// When no arm that means refusal can carry it.
    pub fn refused(&self, content: Content<'_>) -> Result<Answer, String> {
        self.first(Verdict::Rejected, content)
    }

    /// A refusal for every code that the operation's page lists, or, if it lists none, for every code of the vendor.
    /// Each comes with its code.
    pub fn refusals(&self) -> Vec<(&'a str, Result<Answer, String>)> {
        let codes = self.told.operation.map_or(&[][..], |operation| &operation.codes);
        let all: Vec<&str> = match codes {
            [] => self.vendor.codes.iter().map(|c| c.wire.as_str()).collect(),
            codes => codes.iter().map(String::as_str).collect(),
        };
        all.into_iter().map(|code| (code, self.refusal(code, None))).collect()
    }

    /// A reply that takes the arm of this name.
    ///
    /// # Errors
    ///
    /// When there is no such arm, or no reply with this content takes it.
    pub fn arm(&self, name: &str, content: Content<'_>) -> Result<Answer, String> {
        let index = self
            .form
            .arms
            .iter()
            .position(|arm| arm.name == name)
            .ok_or_else(|| format!("there is no arm `{name}`"))?;
        self.reach(index, content)
    }

    /// Names of the arms, in the order in which they are tried.
    pub fn arms(&self) -> impl Iterator<Item = &'a Arm> {
        self.form.arms.iter()
    }

    fn first(&self, verdict: Verdict, content: Content<'_>) -> Result<Answer, String> {
        let mut errors = Vec::new();
        for (index, arm) in self.form.arms.iter().enumerate().filter(|(_, arm)| arm.verdict == verdict) {
            match self.reach(index, content) {
                Ok(answer) => return Ok(answer),
                Err(error) => errors.push(format!("`{}`: {error}", arm.name)),
            }
        }
        let what = if errors.is_empty() { "there is no such arm".to_owned() } else { errors.join("; ") };
        Err(format!("`{}` in {}: no reply that means this ({what})", self.told.name, self.format.name()))
    }

    /// Writes the reply, and makes sure that it means what it should.
    ///
    /// The payload stands as it is where the arm takes it; what is made up of types may be none that it takes, and
    /// gives way to what the arm asks for.
    fn reach(&self, index: usize, content: Content<'_>) -> Result<Answer, String> {
        self.written(index, content, true).or_else(|_| self.written(index, content, false))
    }

    fn written(&self, index: usize, content: Content<'_>, payload_first: bool) -> Result<Answer, String> {
        let arm = self.form.arms.get(index).ok_or("there is no such arm")?;
        let judge = Judge {
            vendor: self.vendor,
            told: self.told,
            form: self.form,
            format: self.format,
            names: self.told.reply.names,
        };
        let view = View::of(self.vendor, self.told, self.form, self.format, arm);
        let mut wishes = self.wishes(arm, content, &view)?;
        let signing = arm.verify.as_ref().or(self.verify).zip(self.signer);
        if let Some((verify, _)) = signing {
            wish_signature(verify, "-", &mut wishes);
        }
        let payload = content.value.filter(|_| matches!(arm.verdict, Verdict::Success | Verdict::Pending));
        let build = |wishes: &[(Path, Wish)]| -> Result<(Answer, Option<Node>), String> {
            let mut builder = Builder::new(self, &view, arm, wishes, payload);
            builder.payload_first = payload_first;
            let (body, document) = builder.body()?;
            let headers = headers(arm, view.format).into_iter();
            let answer = headers.fold(Answer::new(200).body(body), |answer, (name, value)| answer.header(name, value));
            let answer = match &arm.reads {
                Some(Reads::Bytes | Reads::Nothing) => answer,
                _ => charset::write_reply(answer, &self.told.reply.charsets)?,
            };
            Ok((answer, document))
        };
        let (mut answer, mut document) = build(&wishes)?;
        if let Some((verify, signer)) = signing {
            let received = match document.clone() {
                Some(document) => document,
                None => judge.document(arm, &view, &answer)?,
            };
            let unsigned = Unsigned { document: &received, body: &answer.body, names: judge.names };
            let signature = signer.signature(self.vendor, verify, &unsigned)?;
            if wish_signature(verify, &signature, &mut wishes) {
                (answer, document) = build(&wishes)?;
            }
            answer.headers.extend(signer.headers(verify, &signature));
        }
        // What is judged is what a reader of the bytes would see; in JSON that is what they were written from.
        let statuses = content.http.into_iter().chain(statuses(arm, content.code));
        let (answer, taken) = statuses
            .map(|status| answer.clone().status(status))
            .find_map(|answer| {
                let taken = judge.arm(&answer, document.clone()).ok().filter(|taken| taken.index == index)?;
                Some((answer, taken))
            })
            .ok_or("another arm takes it, or none")?;
        let seen = judge.first_text(&arm.code, &taken.view, &taken.document).or_else(|| arm.stands_for.clone());
        if content.code.is_some_and(|code| seen.as_deref() != Some(code)) {
            return Err("it can't carry the code".into());
        }
        Ok(answer)
    }

    /// What must stand where.
    fn wishes(&self, arm: &Arm, content: Content<'_>, view: &View<'_>) -> Result<Vec<(Path, Wish)>, String> {
        let mut wishes: Vec<(Path, Wish)> = Vec::new();
        let mut carried = false;
        for (paths, text) in [(&arm.code, content.code), (&arm.message, content.message)] {
            for (path, text) in paths.iter().filter_map(|path| Some((path, text?))) {
                if view.leaf(path).is_some_and(|ty| leaf(&ty, text).is_some()) {
                    carried |= std::ptr::eq(paths, &arm.code);
                    wishes.push((path.clone(), Wish::Text(text.to_owned())));
                }
            }
        }
        for (path, text) in content.also {
            let is_free = !wishes.iter().any(|(wished, _)| wished == *path);
            if is_free && view.leaf(path).is_some_and(|ty| leaf(&ty, text).is_some()) {
                wishes.push(((*path).clone(), Wish::Text((*text).to_owned())));
            }
        }
        if content.code.is_some() && !carried && arm.stands_for.as_deref() != content.code {
            return Err("it has no place for the code".into());
        }
        for condition in &arm.when {
            let Condition::Member { path, test } = condition else { continue };
            // One item stands for each.
            let path = &path.iter().map(|step| if *step == Step::Each { Step::First } else { step.clone() }).collect();
            let wished = wishes.iter().find(|(p, _)| p == path).map(|(_, wish)| wish.clone());
            let wish = match (test, wished) {
                // The code or message that stands there is judged afterwards.
                (
                    Test::OneOf(..)
                    | Test::NoneOf(..)
                    | Test::Range(..)
                    | Test::Prefix(_)
                    | Test::Suffix(_)
                    | Test::Pattern(_)
                    | Test::Matches(_)
                    | Test::Kind(_)
                    | Test::KnownCode
                    | Test::UnknownCode
                    | Test::Present
                    | Test::NotEmpty,
                    Some(_),
                ) => continue,
                (Test::OneOf(_, values), None) => Wish::Text(values.first().cloned().unwrap_or_default()),
                (Test::NoneOf(_, values), None) => {
                    Wish::Text((0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)).unwrap_or_default())
                }
                (Test::Range(from, to), None) => Wish::Text((*from).max(0).min(*to).to_string()),
                (Test::Prefix(prefix), None) => Wish::Text(prefix.clone()),
                (Test::KnownCode, None) => {
                    Wish::Text(self.vendor.codes_in(&arm.tables).next().map(|c| c.wire.clone()).unwrap_or_default())
                }
                (Test::Suffix(suffix), None) => Wish::Text(suffix.clone()),
                (Test::UnknownCode, None) => Wish::Text("?".to_owned()),
                (Test::Pattern(pattern), None) => Wish::Text(text::write(pattern, &|_| None)),
                (Test::Matches(pattern), None) => Wish::Text(pattern.sample()),
                (Test::Kind(kinds), None) => match kinds.as_slice() {
                    [ModelKind::Null, ..] => Wish::Absent,
                    _ => Wish::Present,
                },
                (Test::Present, None) => Wish::Present,
                (Test::NotEmpty, None) => Wish::NotEmpty,
                (Test::Absent | Test::Empty, _) => Wish::Absent,
            };
            wishes.retain(|(p, _)| p != path);
            wishes.push((Path::clone(path), wish));
        }
        Ok(wishes)
    }
}

/// The first field that must be there and is not.
fn lacks(vendor: &Vendor, id: RecordId, value: &Value) -> Option<String> {
    let Value::Record(values) = value else { return None };
    let record = vendor.record(id);
    let value_of = |index: usize| values.iter().find(|(known, _)| *known == index).map(|(_, value)| value);
    let required = (0..record.fields.len())
        .filter(|index| record.fields.get(*index).is_some_and(|field| field.presence == Presence::Required));
    let chosen = record.choices.iter().flat_map(|choice| match value_of(choice.tag) {
        Some(Value::Enum(arm)) => choice.arms.get(*arm).map_or(&[][..], |arm| &arm.members),
        Some(_) => &[],
        None => &choice.absent,
    });
    let mut wanted = required.chain(chosen.filter(|member| member.required).map(|member| member.field));
    if let Some(field) = wanted.find(|index| value_of(*index).is_none()).and_then(|index| record.fields.get(index)) {
        return Some(field.wire.clone());
    }
    values.iter().find_map(|(index, value)| inside(vendor, &record.fields.get(*index)?.shape, value))
}

fn inside(vendor: &Vendor, shape: &Shape, value: &Value) -> Option<String> {
    match (&vendor.bare(shape).ty, value) {
        (Type::Record(id), value) => lacks(vendor, *id, value),
        (Type::List(list), Value::List(items)) => items.iter().find_map(|item| inside(vendor, &list.item, item)),
        _ => None,
    }
}

/// HTTP statuses to try, the likeliest first.
fn statuses(arm: &Arm, code: Option<&str>) -> Vec<u16> {
    let ranges = arm.when.iter().find_map(|condition| match condition {
        Condition::Http(ranges) => Some(ranges.as_slice()),
        Condition::Member { .. } | Condition::Header(..) => None,
    });
    // Where nothing is said of HTTP, vendors tend to repeat a code that could be a status there.
    let usual = [
        (200, 200),
        (400, 400),
        (401, 401),
        (403, 403),
        (404, 404),
        (409, 409),
        (422, 422),
        (429, 429),
        (500, 500),
        (503, 503),
    ];
    let (ranges, may_be) = match ranges {
        Some(ranges) => (ranges, ranges),
        None => (&usual[..], &[(400, 599)][..]),
    };
    let same = code
        .and_then(|code| code.parse::<u16>().ok())
        .filter(|code| may_be.iter().any(|(from, to)| (*from..=*to).contains(code)));
    same.into_iter().chain(ranges.iter().map(|(from, _)| *from)).collect()
}

/// Puts a signature where it stands in the document; false where it stands elsewhere.
fn wish_signature(verify: &Verify, signature: &str, wishes: &mut Vec<(Path, Wish)>) -> bool {
    let Received::Member(path) = &verify.signature else { return false };
    wishes.retain(|(wished, _)| wished != path);
    wishes.push((path.clone(), Wish::Text(signature.to_owned())));
    true
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    Text(String),
    Present,
    NotEmpty,
    Absent,
}

/// Headers that the arm asks for, and the content type of what it reads.
fn headers(arm: &Arm, format: Format) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for condition in &arm.when {
        let Condition::Header(name, test) = condition else { continue };
        let value = match test {
            Test::OneOf(_, values) => values.first().cloned().unwrap_or_default(),
            Test::Prefix(text) | Test::Suffix(text) => text.clone(),
            Test::Pattern(pattern) => text::write(pattern, &|_| None),
            Test::Matches(pattern) => pattern.sample(),
            Test::Range(from, to) => (*from).max(0).min(*to).to_string(),
            Test::NotEmpty | Test::Present | Test::KnownCode | Test::UnknownCode | Test::Kind(_) => "x".to_owned(),
            Test::NoneOf(_, values) => {
                (0..).map(|n: u32| n.to_string()).find(|n| !values.contains(n)).unwrap_or_default()
            }
            Test::Absent | Test::Empty => continue,
        };
        headers.push((name.clone(), value));
    }
    let usual = match (&arm.reads, format) {
        (Some(Reads::Bytes), _) => "application/octet-stream",
        (Some(Reads::Nothing), _) => return headers,
        (_, Format::Json) => "application/json",
        (_, Format::Xml) => "application/xml; charset=utf-8",
        (_, Format::Form) => "application/x-www-form-urlencoded",
        (_, Format::Text | Format::Multipart) => "text/plain; charset=utf-8",
    };
    if !headers.iter().any(|(name, _)| name == "content-type") {
        headers.insert(0, ("content-type".to_owned(), usual.to_owned()));
    }
    headers
}
