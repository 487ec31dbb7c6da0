//! No credential shows: not in `Debug` and `Display`, not in the chain of an error's causes, not in a panic, not
//! in traces and logs of any level, whatever the vendor echoes. For each of the four places where keys travel:
//! path (OrganikAPI), body (İletiMerkezi), a pair of headers (Paywall), bearer token and password (SabaPayamak).

mod common;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once};

use common::calls::Client;
use common::search::{assert_clean, base64, hex, leak, percent};
use common::{Op, Told, keys, sandbox, tell};
use generated_client::{
    Event, Format, Hook, Operation, Outcome, Received, Safety, Vendor, iletimerkezi, organik, paywall, sabapayamak,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};
use vendor_sandbox::{Act, Answer, Script, nobody_listens};

// ---- What is said on the way: traces and logs ----

/// How many lines there were, and those that show a secret.
static LINES: AtomicUsize = AtomicUsize::new(0);
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TARGETS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn keep(target: &str, line: &str) {
    LINES.fetch_add(1, Ordering::SeqCst);
    TARGETS.lock().expect("no panic").insert(target.to_owned());
    if leak(line).is_some() {
        LEAKS.lock().expect("no panic").push(line.to_owned());
    }
}

/// Takes everything at every level, as text.
struct Capture(fn(&str, &str), AtomicU64);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("it is a text");
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        (self.0)("span", &line.0);
        Id::from_u64(self.1.fetch_add(1, Ordering::SeqCst))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        (self.0)("record", &line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        (self.0)(event.metadata().target(), &line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        keep(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

// ---- What a panic says ----

thread_local! {
    /// While it is there, panics of this thread are kept and not printed.
    static PANICS: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Capture(keep, AtomicU64::new(1))).expect("the first one");
        log::set_logger(&Logger).expect("the first one");
        log::set_max_level(log::LevelFilter::Trace);
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let kept = PANICS.with_borrow_mut(|kept| kept.as_mut().map(|kept| writeln!(kept, "{info}")).is_some());
            if !kept {
                usual(info);
            }
        }));
    });
}

/// What is printed when an application unwraps what it should not have.
#[allow(clippy::unnecessary_literal_unwrap, reason = "the panic is what is wanted")]
fn panics(value: &dyn Debug) -> String {
    listen();
    PANICS.set(Some(String::new()));
    let unwrapped = catch_unwind(AssertUnwindSafe(|| Err::<(), _>(value).unwrap()));
    let expected = catch_unwind(AssertUnwindSafe(|| Err::<(), _>(value).expect("it works")));
    let said = PANICS.take().expect("set above");
    assert!(unwrapped.is_err() && expected.is_err() && said.contains("it works"));
    said
}

/// A value that an application may print.
fn assert_shows_nothing(value: &dyn Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
    assert_clean(&panics(value));
}

// ---- What vendors echo ----

/// A secret in the forms in which a vendor may give it back.
fn echoes(secret: &str) -> Vec<String> {
    let url_base64 = base64(secret.as_bytes()).replace('+', "-").replace('/', "_");
    vec![
        secret.to_owned(),
        secret.to_uppercase(),
        secret.to_lowercase(),
        percent(secret),
        percent(secret).to_lowercase(),
        percent(&percent(secret)),
        secret.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        // As a form has it.
        percent(secret).replace("%20", "+"),
        // As it was sent, by a vendor that quotes the request.
        json(secret)[1..json(secret).len() - 1].to_owned(),
        xml(secret),
        hex(secret.as_bytes()),
        hex(secret.as_bytes()).to_uppercase(),
        base64(secret.as_bytes()),
        url_base64.trim_end_matches('=').to_owned(),
        format!("{secret}{secret}"),
        // Where a text is cut, a part of the secret must not stay.
        "x".repeat(505) + secret,
    ]
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// JSON in which every letter is written as a number.
fn json_escaped(text: &str) -> String {
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{escaped}\"")
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn xml_escaped(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", u32::from(c))).collect()
}

/// Refusals and successes of an operation's vendor, with the echo wherever a text can stand.
fn bodies(op: Op, echo: &str) -> Vec<Answer> {
    let mut bodies = Vec::new();
    // Written as numbers, a secret is the same secret to a parser: once is enough.
    let also_escaped = 1 + usize::from(echo.starts_with(|c: char| c.is_lowercase()) && !echo.contains('%'));
    if op.format() == Format::Xml {
        for e in [xml(echo), xml_escaped(echo)].into_iter().take(also_escaped) {
            bodies.extend(match op.vendor() {
                "organik" => vec![
                    format!("<response><result>0</result><error><code>{e}</code><number>{e}</number><message>no {e} no</message></error></response>"),
                    format!("<response><result>0</result><error><code>96</code><message>{e}</message></error></response>"),
                    format!("<response><result>0</result><error><code>95</code><message>{e}</message></error></response>"),
                    format!("<response><result>1</result><data><id>{e}</id><item><id>{e}</id></item></data></response>"),
                    format!("<response><result>1</result><data {e}='1'><{e}/></data></response>"),
                    format!("<response><result>{e}</result></response>"),
                ],
                _ => vec![
                    format!("<response><status><code>401</code><message>key {e} no</message></status></response>"),
                    format!("<response><status><code>503</code><message>{e}</message></status></response>"),
                    format!("<response><status><code>200</code></status><balance><amount>{e}</amount><sms>{e}</sms></balance></response>"),
                    format!("<response><status><code>{e}</code><message>{e}</message></status></response>"),
                    format!("<response><status><code>200</code></status><balance><amount>1</amount><{e}/></balance></response>"),
                ],
            });
        }
        return bodies.into_iter().map(Answer::xml).collect();
    }
    for e in [json(echo), json_escaped(echo)].into_iter().take(also_escaped) {
        bodies.extend(match op.vendor() {
            "organik" => vec![
                format!(r#"{{"response":{{"result":false,"error":{{"code":{e},"number":{e},"message":{e}}}}}}}"#),
                format!(r#"{{"response":{{"result":false,"error":{{"code":96,"message":{e}}}}}}}"#),
                format!(r#"{{"response":{{"result":false,"error":{{"code":95,"message":{e}}}}}}}"#),
                format!(r#"{{"response":{{"result":true,"data":{{"id":{e}}}}}}}"#),
                format!(r#"{{"response":{{"result":true,"data":{{{e}:{{{e}:1}},{e}:2}}}}}}"#),
                format!(r#"{{"response":{{"result":{e},{e}:1}}}}"#),
            ],
            "paywall" => vec![
                format!(r#"{{"ErrorCode":{e},"Result":false,"Message":{e}}}"#),
                format!(r#"{{"ErrorCode":62,"Result":false,"Message":{e},"Body":{e}}}"#),
                format!(r#"{{"ErrorCode":5,"Result":false,"Message":{e}}}"#),
                format!(r#"{{"ErrorCode":0,"Result":true,"Message":{e},"Body":{{"Id":{e}}}}}"#),
                format!(r#"{{"ErrorCode":0,"Result":true,"Body":{{"Id":1,{e}:1,"MemberType":{{{e}:1}}}}}}"#),
                format!(r#"{{"ErrorCode":0,"Result":{e},{e}:1}}"#),
            ],
            "iletimerkezi" => vec![
                format!(r#"{{"response":{{"status":{{"code":401,"message":{e}}}}}}}"#),
                format!(r#"{{"response":{{"status":{{"code":{e},"message":{e}}}}}}}"#),
                format!(
                    r#"{{"response":{{"status":{{"code":200,"message":{e}}},"balance":{{"amount":{e},"sms":{e}}}}}}}"#
                ),
                format!(r#"{{"response":{{"status":{{"code":200}},"balance":{{{e}:{e},{e}:1}}}}}}"#),
            ],
            _ => vec![
                format!(r#"{{"status":403,"message":{e},"data":{e},"errors":[]}}"#),
                format!(r#"{{"status":400,"message":{e},"errors":[{{"code":"14","message":{e},"field":{e}}}]}}"#),
                format!(r#"{{"status":500,"message":{e},"errors":[{{"code":{e},"message":{e}}}]}}"#),
                format!(r#"{{"status":200,"errors":[],"data":{{{e}:{e}}}}}"#),
                format!(r#"{{"status":200,"errors":[],"data":[{{"CreditType":{{{e}:1}},"Amount":{e}}}]}}"#),
                format!(r#"{{"status":200,"errors":[{{"message":{e}}}],"data":{e}}}"#),
                format!(r#"{{"status":{e}}}"#),
            ],
        });
    }
    bodies.into_iter().map(Answer::json).collect()
}

/// Everything that a vendor, or something before it, may do with what it was sent.
fn acts(op: Op, echo: &str) -> Vec<Act> {
    let header = percent(echo);
    let raw = |text: String| Act::Raw(text.into_bytes());
    let mut acts: Vec<Act> = bodies(op, echo).into_iter().map(Act::from).collect();
    let worst = bodies(op, echo).swap_remove(0);
    for status in [429, 503] {
        acts.push(worst.clone().status(status).header("retry-after", header.clone()).into());
    }
    acts.extend([
        Answer::html().body(format!("<html>{echo}</html>")).into(),
        Answer::text(500, echo).into(),
        Answer::text(404, echo).into(),
        Answer::new(302)
            .header("location", format!("https://evil.example/{header}?key={header}"))
            .body(echo.to_owned())
            .into(),
        Answer::redirect(format!("/v2/{header}/")).into(),
        op.good()
            .header("x-echo", header.clone())
            .header("www-authenticate", format!("Bearer error=\"{header}\""))
            .header("set-cookie", format!("k={header}"))
            .into(),
        op.good().header("content-encoding", header.clone()).into(),
        op.good().header("content-type", header.clone()).status(206).into(),
        Act::Cut(worst.clone(), 40),
        raw(format!("{echo}\r\n\r\n")),
        raw(format!("HTTP/1.1 200 {echo}\r\ncontent-length: 0\r\n\r\n")),
        raw(format!("HTTP/1.1 {echo} OK\r\ncontent-length: 0\r\n\r\n")),
        raw(format!("HTTP/1.1 200 OK\r\n{echo}: {echo}\r\ncontent-length: {echo}\r\n\r\n{echo}")),
        raw(format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{echo}\r\n{echo}")),
        // The last one: from here on a token is taken for stale.
        worst.status(401).header("retry-after", header).into(),
    ]);
    acts
}

// ---- The four places ----

/// A ledger as an application would write it.
struct Ledger(Mutex<String>);

impl Hook for Ledger {
    fn on_sending(&self, event: &Event) -> ControlFlow<()> {
        writeln!(self.0.lock().expect("no panic"), "{event:?}").expect("it is a text");
        ControlFlow::Continue(())
    }

    fn on_sent(&self, event: &Event, status: Option<u16>) {
        writeln!(self.0.lock().expect("no panic"), "{event:?} {status:?}").expect("it is a text");
    }

    fn on_finished(&self, event: &Event, outcome: Outcome) {
        writeln!(self.0.lock().expect("no panic"), "{event:?} {outcome:?}").expect("it is a text");
    }
}

async fn nothing_shows(ops: &[Op], secrets: &[&str]) {
    listen();
    let mut outcomes = BTreeSet::new();
    let mut struck = 0;
    let ledger = Arc::new(Ledger(Mutex::default()));
    let see = |told: &Told| {
        assert_clean(&told.printed);
        told.message.as_deref().is_some_and(|message| message.contains("***"))
    };
    for &op in ops {
        let server = sandbox(Script::new());
        let mut calls = 0;
        for echo in secrets.iter().flat_map(|secret| echoes(secret)) {
            let client = op.client(&server.url(), |options| options.attempts(1).hook(ledger.clone()));
            assert_shows_nothing(&client);
            assert!(leak(&echo).is_some(), "the echo is none: {echo}");
            for act in acts(op, &echo) {
                server.push(act.clone());
                let told = op.call(&client).await;
                if leak(&told.printed).is_some() {
                    panic!("{op:?} shows a secret after {act:?}: {}", told.printed);
                }
                struck += usize::from(see(&told));
                outcomes.insert(told.outcome.as_str());
                calls += 1;
            }
        }
        // The secrets did travel, and to where the spec says.
        assert!(server.received().len() >= calls.min(100), "{}", server.received().len());
        for received in server.received() {
            let call = received.reading.exact().expect("as the model writes it");
            let travelled =
                call.credentials.iter().chain(&call.tokens).filter(|found| leak(&found.text).is_some()).count();
            assert!(travelled > 0);
        }
        for (base, change) in [(nobody_listens().expect("a port"), 1), (server.url(), 0)] {
            let told = op.call(&op.client(&base, |options| options.attempts(change))).await;
            outcomes.insert(told.outcome.as_str());
            see(&told);
        }
    }
    let due = BTreeSet::from(["accepted", "done", "in_doubt", "invalid", "not_sent", "rejected"]);
    assert_eq!(outcomes, due);
    assert!(struck > 20, "only {struck} messages had a secret struck out");
    assert_clean(&ledger.0.lock().expect("no panic"));
    assert!(ledger.0.lock().expect("no panic").contains(ops[0].name()));
    nothing_was_said();
}

/// So far, in no trace and in no log.
fn nothing_was_said() {
    assert!(LINES.load(Ordering::SeqCst) > 100);
    assert_eq!(*LEAKS.lock().expect("no panic"), Vec::<String>::new());
    let targets = TARGETS.lock().expect("no panic");
    assert!(
        targets.contains("span") && targets.iter().any(|target| target.starts_with("generated_client")),
        "{targets:?}"
    );
    assert!(
        targets.iter().any(|target| target.starts_with("reqwest")),
        "the transport's own lines are heard: {targets:?}"
    );
}

#[tokio::test]
async fn a_key_in_the_path() {
    let ops = [Op::UserCredit(Format::Json), Op::UserCredit(Format::Xml), Op::AddPersons(Format::Json)];
    nothing_shows(&ops, &[keys::ORGANIK]).await;
}

#[tokio::test]
async fn a_key_in_the_body() {
    let ops = [Op::GetBalance(Format::Json), Op::GetBalance(Format::Xml)];
    nothing_shows(&ops, &[keys::ILETI_KEY, keys::ILETI_HASH]).await;
}

#[tokio::test]
async fn keys_in_headers() {
    nothing_shows(&[Op::CreateMember], &[keys::PAYWALL_KEY, keys::PAYWALL_CLIENT]).await;
}

#[tokio::test]
async fn a_bearer_token() {
    // The password is echoed too: the vendor knows it.
    nothing_shows(&[Op::LastCredits], &[keys::SABA_TOKEN, keys::SABA_PASSWORD]).await;
}

#[tokio::test]
async fn a_password_and_the_token_that_it_gets() {
    nothing_shows(&[Op::Authenticate], &[keys::SABA_PASSWORD, keys::SABA_USER, keys::SABA_TOKEN]).await;
}

#[tokio::test]
async fn a_token_that_cannot_be_had_shows_nothing() {
    listen();
    let server = sandbox(Script::new());
    let config = keys::sabapayamak().base_url(&server.url()).expect("a good address").attempts(1);
    let client = config.connect().expect("a good configuration");
    for echo in [keys::SABA_PASSWORD, keys::SABA_USER, keys::SABA_NUMBER].iter().flat_map(|secret| echoes(secret)) {
        for act in acts(Op::LastCredits, &echo) {
            server.push(act.clone());
            // If that was a token, the call itself follows.
            server.push(Answer::html());
            let result = client.balance(&sabapayamak::Balance::new()).await;
            let told = tell(&result);
            if leak(&told.printed).is_some() {
                panic!("a secret shows after {act:?}: {}", told.printed);
            }
            server.script(Script::new());
        }
    }
    nothing_was_said();
}

#[tokio::test]
async fn a_reply_with_a_token_shows_it_to_who_asks() {
    listen();
    let body = format!(
        r#"{{"status":200,"data":{{"Id":"1","FirstName":"Ali","Username":{},"Token":{}}},"errors":[]}}"#,
        json(keys::SABA_USER),
        json(keys::SABA_TOKEN)
    );
    let server = sandbox(Answer::json(body));
    let Client::Sabapayamak(client) = Client::new("sabapayamak", &server.url()) else { unreachable!() };
    let reply = client.authenticate(&sabapayamak::Authenticate::new()).await.expect("a token");
    assert_eq!(reply.token.expose(), keys::SABA_TOKEN);
    assert_shows_nothing(&reply);
    assert_shows_nothing(&reply.token);
}

/// Configurations, credentials, prepared requests, and errors, of each vendor.
fn shows_nothing<O: Operation>(
    config: generated_client::Config<O::Vendor>,
    credentials: &dyn Debug,
    request: &O,
    token: bool,
) {
    listen();
    let config = config.proxy("http://user:MarkerQz7@proxy.example").header("x-mine", "MarkerQz7").expect("a header");
    assert_shows_nothing(&config);
    assert_shows_nothing(credentials);
    let prepared = config.prepare(request).expect("a good request");
    assert_shows_nothing(&prepared);
    assert_clean(prepared.template());
    let http = prepared.into_http();
    // Explicit, and all that it holds but the address is marked as secret where `http` can do that.
    assert_shows_nothing(http.headers());
    assert!(
        leak(&format!(
            "{} {:?} {:?}",
            http.uri(),
            http.body(),
            http.headers().values().map(|v| v.as_bytes()).collect::<Vec<_>>()
        ))
        .is_some()
    );
    let received = Received::new(http::StatusCode::OK, http.headers().clone(), http.body().clone());
    assert_shows_nothing(&received);
    let error = config.decode(request, &received).map(drop).expect_err("no reply");
    assert_clean(&common::told::print(&error));
    assert_shows_nothing(&error);
    // Without the token that it needs, and with a setting that makes no sense.
    let error = config.attempts(0).prepare(request).expect_err("no attempts");
    assert_clean(&common::told::print(&error));
    assert_shows_nothing(&error);
    assert_ne!(O::FACTS.tokens.is_empty(), token);
    assert_ne!(O::Vendor::FACTS.name, "");
    assert_ne!(O::FACTS.safety, Safety::Idempotent);
}

#[test]
fn what_an_application_holds_shows_nothing() {
    let credit = common::calls::user_credit();
    shows_nothing(keys::organik(), &organik::Credentials::new(keys::ORGANIK), &credit, false);
    let balance = iletimerkezi::GetBalance::new();
    shows_nothing(keys::iletimerkezi(), &keys::iletimerkezi_with(keys::ILETI_KEY), &balance, false);
    shows_nothing(keys::iletimerkezi().format(Format::Xml), &keys::iletimerkezi_with(keys::ILETI_KEY), &balance, false);
    shows_nothing(keys::paywall(), &keys::paywall_with(keys::PAYWALL_KEY), &common::calls::member(), false);
    let config = keys::sabapayamak().token(keys::SABA_TOKEN.into());
    shows_nothing(config, &keys::sabapayamak_with(keys::SABA_PASSWORD), &sabapayamak::Balance::new(), true);
    let parts = paywall::CredentialsRequired {
        public_key: keys::PAYWALL_KEY.into(),
        public_client: keys::PAYWALL_CLIENT.into(),
    };
    assert_shows_nothing(&parts);
}

// ---- The search itself ----

/// What leaks is found: in every form, at every offset, and by every way of listening.
#[test]
fn the_search_finds_what_leaks() {
    listen();
    for secret in [
        keys::ORGANIK,
        keys::ILETI_KEY,
        keys::ILETI_HASH,
        keys::PAYWALL_KEY,
        keys::PAYWALL_CLIENT,
        keys::SABA_USER,
        keys::SABA_PASSWORD,
        keys::SABA_NUMBER,
        keys::SABA_TOKEN,
    ] {
        for echo in echoes(secret) {
            assert!(leak(&format!("error: key {echo} is wrong")).is_some(), "{echo}");
        }
        assert!(leak(&format!("{:?}", secret.as_bytes())).is_some());
        assert!(leak(&percent(&percent(secret))).is_some());
        for before in ["", ":", "u:", "us:", "use:"] {
            assert!(leak(&base64(format!("{before}{secret}").as_bytes())).is_some(), "{before}{secret}");
        }
        let everything: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
        assert!(leak(&everything).is_some());
    }
    for clean in ["", "marker", "MarkerQz", "Qz7", "***", "https://example.com/%41%42", "TWFya2Vy", "4d61726b6572"] {
        assert_eq!(leak(clean), None, "{clean}");
    }

    // An error type that is careless with its parts.
    #[derive(Debug)]
    struct Careless(std::io::Error);
    impl std::fmt::Display for Careless {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no connection")
        }
    }
    impl std::error::Error for Careless {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    let careless = Careless(std::io::Error::other(format!("https://{}.example", percent(keys::ORGANIK))));
    assert_eq!(leak(&careless.to_string()), None);
    assert!(leak(&common::told::print(&careless)).is_some());
    assert!(leak(&panics(&careless)).is_some());

    // A library that logs what it should not, and a span that has it as a field.
    static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let hear = Capture(|_, line| HEARD.lock().expect("no panic").push(line.to_owned()), AtomicU64::new(1));
    tracing::subscriber::with_default(hear, || {
        tracing::trace!(url = keys::ORGANIK, "sending");
        tracing::trace!("sending {}", hex(keys::SABA_TOKEN.as_bytes()));
        let span = tracing::trace_span!("call", key = tracing::field::Empty);
        span.record("key", keys::PAYWALL_KEY);
    });
    let heard = HEARD.lock().expect("no panic");
    assert_eq!(heard.iter().filter(|line| leak(line).is_some()).count(), 3, "{heard:?}");
}
