//! One example in one format: its samples, and what they are held against.

use std::collections::BTreeMap;
use std::sync::Arc;

use generated_client::{
    Config, Error, Format as ClientFormat, InDoubtReason, Operation, Received, Vendor as VendorTrait,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use vendor_model::Vendor;
use vendor_model::model::{
    Effect, Example, ExampleForm, Format, HoleSource, Operation as OperationModel, Outcome, Safety, Value, Verdict,
};
use vendor_sandbox::{
    Answer, Content, Fixture, Keys, Placeholders, Reading, ReplyWriter, Request, Sandbox, Script, places_of,
    read_answer, read_sample, read_signed,
};

use crate::Case;
use crate::world;

/// One example in one format.
pub(crate) struct Exchange {
    vendors: Arc<[Vendor]>,
    case: Case,
    format: Format,
    at: (usize, usize, usize, usize),
}

impl Exchange {
    pub(crate) fn of(case: Case) -> Self {
        let vendors = world::vendors(case.specs);
        let format = match case.format {
            ClientFormat::Json => Format::Json,
            ClientFormat::Xml => Format::Xml,
            ClientFormat::Form => Format::Form,
            ClientFormat::Text => Format::Text,
            ClientFormat::Multipart => Format::Multipart,
            other => panic!("no request is in {other}"),
        };
        let found = |what: &str, index: Option<usize>| {
            index.unwrap_or_else(|| panic!("the specs have no such {what}: {case:?}"))
        };
        let vendor = found("vendor", vendors.iter().position(|v| v.name == case.vendor));
        let operations = &vendors[vendor].operations;
        let operation = found("operation", operations.iter().position(|o| o.name == case.operation));
        let examples = &operations[operation].examples;
        let example = found("example", examples.iter().position(|e| e.name == case.example));
        let form = found("format", examples[example].forms.iter().position(|f| f.format == format));
        Self { vendors: vendors.clone(), case, format, at: (vendor, operation, example, form) }
    }

    pub(crate) fn vendor(&self) -> &Vendor {
        &self.vendors[self.at.0]
    }

    pub(crate) fn operation(&self) -> &OperationModel {
        &self.vendor().operations[self.at.1]
    }

    fn example(&self) -> &Example {
        &self.operation().examples[self.at.2]
    }

    pub(crate) fn form(&self) -> &ExampleForm {
        &self.example().forms[self.at.3]
    }

    /// The format of the reply: a form or a text is sent more often than it is answered.
    pub(crate) fn format(&self) -> Format {
        let reply = &self.operation().reply;
        match reply.form(self.format) {
            Some(_) => self.format,
            None => reply.forms.first().map_or(self.format, |(format, _)| *format),
        }
    }

    /// The credentials that the tests use, by their names.
    pub(crate) fn keys(&self) -> Keys {
        let markers = self.markers();
        let text = |key: &str| markers.get(key).cloned().unwrap_or_default();
        Keys::given(self.vendor().credentials.iter().map(|c| (c.name.clone(), text(&c.key))))
    }

    /// The credential texts that the tests use, by the credential's key.
    fn markers(&self) -> BTreeMap<String, String> {
        let marker = |key: &str, length: Option<i64>| (key.to_owned(), vendor_model::marker(key, length));
        let credentials =
            self.vendor().credentials.iter().map(|c| marker(&c.key, c.length.as_ref().and_then(|l| l.max.or(l.min))));
        credentials.chain(self.vendor().tokens.iter().map(|t| marker(&t.name, None))).collect()
    }

    /// An address of the vendor with its holes filled.
    fn filled(&self, url: &str) -> String {
        let markers = self.markers();
        let text = |hole: &HoleSource| match hole {
            HoleSource::Credential(index) => markers.get(&self.vendor().credentials[*index].key).cloned(),
            HoleSource::Setting(index) => {
                let setting = &self.vendor().settings[*index];
                let chosen = self.example().settings.iter().find(|(known, _)| known == index);
                let value = chosen.map_or(setting.default, |(_, value)| *value);
                Some(self.vendor().enumeration(setting.values).values[value].wire.clone())
            }
            _ => None,
        };
        let holes = self.vendor().address_holes.iter();
        holes.fold(url.to_owned(), |url, (name, hole)| {
            url.replace(&format!("{{{name}}}"), &text(hole).unwrap_or_default().to_ascii_lowercase())
        })
    }

    fn fixture(&self, what: &str) -> Option<Fixture> {
        let Case { vendor, operation, example, .. } = self.case;
        let name = format!("{example}.{}.{what}.http", self.format.name());
        let path = world::fixtures().join(vendor).join(operation).join(name);
        let placeholders: Placeholders = self.markers();
        path.is_file().then(|| Fixture::read(&path, &placeholders).unwrap_or_else(|error| panic!("{error}")))
    }

    /// The request to the byte, in meaning, and with its credentials where they belong and nowhere else.
    pub(crate) fn check_request<O: Operation>(&self, config: &Config<O::Vendor>, operation: &O) {
        let prepared =
            config.prepare(operation).unwrap_or_else(|error| panic!("the example is refused: {error} ({error:?})"));
        let http = prepared.into_http();
        // A prefix of all paths belongs to the server's address.
        let url = self.vendor().servers.first().and_then(|server| server.address(self.operation())).unwrap_or_default();
        let url = self.filled(url);
        let uri = http.uri().to_string();
        let target = uri.strip_prefix(&url).unwrap_or_else(|| panic!("the request goes to {uri}, and not to {url}"));
        let target = target.to_owned();
        let request = Request { target, ..request(http) };
        // What is made for a private vendor, perhaps with a nonce or the time in it, is told by its meaning alone.
        if self.case.specs == "specs" {
            self.snapshot(&request);
        }
        let reading = read_signed([self.vendor()], &request, &self.keys());
        let call = reading.exact().unwrap_or_else(|problems| {
            panic!("the request is not as the spec says:\n{problems}\n{}", request.body_text())
        });
        assert_eq!(call.operation, self.case.operation);
        assert_eq!((call.format, call.reply_format), (self.format, self.format()));
        assert_eq!(call.request, self.form().request, "the request says something else than the example");
        for (key, marker) in self.markers() {
            let places = places_of(&marker, &request);
            let found: Vec<&str> = call
                .credentials
                .iter()
                .chain(&call.tokens)
                .filter(|f| f.text == marker)
                .map(|f| f.at.as_str())
                .collect();
            // What a private vendor computes of it is checked by reading.
            let as_many = places.len() == found.len() || self.case.specs != "specs" && places.len() > found.len();
            assert!(as_many, "`{key}` stands at {places:?}, and belongs at {found:?}");
        }
        if let Some(sample) = self.fixture("request") {
            self.check_sample(&read_sample(self.vendor(), self.operation(), self.format, &sample), &reading);
        }
    }

    fn check_sample(&self, sample: &Reading, ours: &Reading) {
        assert!(sample.is_clear(), "the vendor's sample is not what the spec says: {:?}", sample.problems);
        let (Some(sample), Some(ours)) = (&sample.call, &ours.call) else { panic!("the vendor's sample is no call") };
        assert_eq!(sample.request, ours.request, "the request says something else than the vendor's sample");
        for found in &sample.credentials {
            assert!(ours.credentials.contains(found), "the sample has `{}` at {}, we do not", found.name, found.at);
        }
    }

    fn snapshot(&self, request: &Request) {
        let mut text = format!("{} {}\n", request.method, request.target);
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        text.push_str(&format!("\n{}\n", request.body_text()));
        let Case { vendor, operation, example, .. } = self.case;
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{vendor}__{operation}__{example}__{}", self.format.name()), text);
        });
    }

    /// The vendor's sample of the reply, or one written as the spec says the vendor writes them.
    pub(crate) fn answer(&self) -> Option<Answer> {
        if let Some(sample) = self.fixture("reply") {
            return Some(sample.answer());
        }
        let writer = ReplyWriter::new(self.vendor(), self.operation(), self.format())?;
        let written = match &self.form().outcome {
            Outcome::Reply(value) => match self.example().outcome.and_then(|o| self.operation().outcomes.get(o)) {
                Some(outcome) => writer.arm(&outcome.arm, Content { value: Some(value), ..Content::default() }),
                None => writer.success(value),
            },
            Outcome::Refused { code, message } => match &self.example().refusing {
                Some(arm) => {
                    let content = Content { code: Some(code), message: message.as_deref(), ..Content::default() };
                    writer.arm(arm, content)
                }
                None => writer.refusal(code, message.as_deref()),
            },
            // Private vendors keep no samples.
            Outcome::Unreadable(_) if self.case.specs != "specs" => return None,
            Outcome::Unreadable(_) => panic!("a sample that can't be read is a fixture"),
            Outcome::NotShown => return None,
        };
        Some(written.unwrap_or_else(|error| panic!("{error}")))
    }

    /// The reply means the same to an interpreter that is not the client.
    pub(crate) fn check_interpreted(&self, answer: &Answer, value: &Value) {
        let reading = read_answer(self.vendor(), self.operation(), self.format(), answer);
        let pending = reading.verdict == Some(Verdict::Pending) && reading.wrong().next().is_none();
        assert!(pending || reading.is_success(), "the reply is no success: {:?}", reading.problems);
        assert_eq!(reading.value.as_ref(), Some(value), "the reply says something else than the example");
    }

    /// The refusal takes the arm that the example names, to an interpreter that is not the client.
    pub(crate) fn check_refusing(&self, answer: &Answer) {
        if let Some(arm) = &self.example().refusing {
            let reading = read_answer(self.vendor(), self.operation(), self.format(), answer);
            assert_eq!(reading.arm.as_ref(), Some(arm), "another arm refuses: {:?}", reading.problems);
        }
    }

    /// Whether the reply makes the client ask for a new token, which ends the call in another way.
    pub(crate) fn renews_token(&self) -> bool {
        let mut tokens = self.operation().send.tokens.iter().map(|token| &self.vendor().tokens[*token]);
        let Outcome::Refused { code, .. } = &self.form().outcome else { return false };
        tokens.any(|token| token.stale_codes.contains(code))
    }

    pub(crate) fn check_refusal<C: generated_client::Code>(
        &self,
        error: Option<&Error<C>>,
        code: &str,
        message: Option<&str>,
    ) {
        let unclear = self.vendor().code_of(self.operation(), code).is_some_and(|c| c.effect == Effect::Unknown)
            && self.operation().safety != Safety::Read;
        match error {
            Some(Error::Rejected(rejected)) if !unclear => {
                assert_eq!(rejected.code().map(|c| c.as_str()), Some(code));
                assert!(rejected.code().is_some_and(C::is_known), "the code {code} is not typed");
                if message.is_some() {
                    assert_eq!(rejected.message(), message);
                }
            }
            Some(Error::InDoubt(in_doubt)) if unclear => {
                assert_eq!(in_doubt.reason(), InDoubtReason::EffectUnknown);
                assert_eq!(in_doubt.code(), Some(code));
            }
            other => panic!("not the refusal {code}: {other:?}"),
        }
    }

    /// The same call over real HTTP.
    pub(crate) fn over_http<V, T, E>(
        &self,
        config: Config<V>,
        answer: Answer,
        call: impl AsyncFnOnce(&V::Client) -> Result<T, E>,
    ) -> Result<T, E>
    where
        V: VendorTrait,
    {
        let sandbox = Sandbox::scripted(self.vendors.clone(), Script::always(answer)).expect("a loopback port");
        let client = config.base_url(&sandbox.url()).and_then(|config| config.attempts(1).connect()).expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let result = runtime.block_on(call(&client));
        // A stale token is renewed by another operation.
        let received: Vec<_> =
            sandbox.received().into_iter().filter(|r| r.operation() == Some(self.case.operation)).collect();
        assert_eq!(received.len(), 1, "one call is one request");
        for received in &received {
            let call = received
                .reading
                .exact()
                .unwrap_or_else(|problems| panic!("what arrived is not as the spec says:\n{problems}"));
            assert_eq!(call.request, self.form().request);
        }
        result
    }
}

fn request(http: http::Request<bytes::Bytes>) -> Request {
    let target = http.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let mut request = Request::new(http.method().as_str(), target);
    for (name, value) in http.headers() {
        request = request.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    request.body(http.into_body())
}

/// An answer as the client gets it.
pub(crate) fn received(answer: &Answer) -> Received {
    let mut headers = HeaderMap::new();
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        headers.append(name, HeaderValue::from_str(value).expect("a header value"));
    }
    Received::new(StatusCode::from_u16(answer.status).expect("a status"), headers, answer.body.clone())
}
