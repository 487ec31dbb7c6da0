//! `once` arrives once, whatever happens on the way; what may be repeated is repeated, within its limits.

mod common;

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Op, Told, sandbox};
use generated_client::{Event, Format, Hook, Options, Outcome};
use vendor_sandbox::{Act, Answer, Script, nobody_listens};

/// Long enough for a busy machine, and short enough to wait for.
const SHORT: Duration = Duration::from_secs(2);

/// What the server does, what the client must make of it, and whether the request arrived whole.
struct Fault {
    name: String,
    act: Act,
    /// For one vendor, if they differ.
    due: Due,
    arrives: bool,
    time: Duration,
}

/// What a call must come to.
enum Due {
    Always(&'static str),
    ByVendor(fn(&str) -> &'static str),
}

impl Due {
    fn check(&self, op: Op, told: &Told, what: &str) {
        let due = match self {
            Self::Always(due) => due,
            Self::ByVendor(due) => due(op.vendor()),
        };
        check(told, due, what);
    }
}

fn faults(op: Op, elsewhere: &str) -> Vec<Fault> {
    let good = op.good();
    let mut faults: Vec<Fault> = Vec::new();
    let mut add = |name: &str, act: Act, due: &'static str| {
        faults.push(Fault {
            name: name.to_owned(),
            act,
            due: Due::Always(due),
            arrives: true,
            time: Duration::from_secs(30),
        });
    };

    add("reset after reading", Act::Reset, "in_doubt Transport");
    add("closed without a byte", Act::Close, "in_doubt Transport");
    add("garbage", Act::garbage(), "in_doubt Transport");
    for head in
        ["HTTP/1.1", "HTTP/1.1 200 OK\r\ncontent-len", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 999999 OK\r\n\r\n"]
    {
        add(&format!("a head of {head:?}"), Act::Raw(head.into()), "in_doubt Transport");
    }
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"res";
    add("a chunk cut", Act::Raw(chunked.into()), "in_doubt Transport");
    let length = good.body.len();
    for cut in [0, 1, length / 2, length - 2, length - 1] {
        add(&format!("cut after {cut} of {length} bytes"), Act::Cut(good.clone(), cut), "in_doubt Transport");
    }
    let endless = [b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".as_slice(), &good.body].concat();
    add("too large", Act::Raw(endless), "in_doubt TooLarge");

    for status in [500, 501, 502, 503, 504, 507, 520, 599, 408, 429, 400, 401, 403, 404, 409, 413, 422] {
        add(&format!("{status} with a text"), Act::fails(status), "in_doubt Unreadable");
    }
    for status in [404, 408, 429, 500, 503] {
        add(&format!("{status} with nothing"), Answer::new(status).into(), "in_doubt Unreadable");
        let html = Answer::html().status(status).header("retry-after", "0");
        add(&format!("{status} with a page"), html.into(), "in_doubt Unreadable");
    }
    add("a page with 200", Act::html(), "in_doubt Unreadable");
    for status in [200, 201, 202, 204, 205] {
        add(&format!("an empty {status}"), Answer::new(status).into(), "in_doubt Unreadable");
    }
    add("part of an answer", good.clone().status(206).into(), "in_doubt Unreadable");
    add("a dress that nobody asked for", good.clone().header("content-encoding", "gzip").into(), "in_doubt Unreadable");
    let nothing = match op.format() {
        Format::Xml => Answer::xml("<nothing/>"),
        _ => Answer::json("{}"),
    };
    add("an answer that no page knows", nothing.into(), "in_doubt NoArm");

    for status in [301, 302, 303, 307, 308] {
        let redirect = good.clone().status(status).header("location", format!("{elsewhere}/v2/x"));
        add(&format!("a redirect with {status}"), redirect.into(), "in_doubt Redirect");
    }
    add("not modified", Answer::new(304).into(), "in_doubt Redirect");

    let (refused, unclear, rate) = match op.vendor() {
        "organik" => ("96", "95", Some("93")),
        _ => ("2", "5", None),
    };
    add("a refusal", op.refusal(refused, None).into(), "rejected");
    add("a refusal with 503", op.refusal(refused, None).status(503).header("retry-after", "0").into(), "rejected");
    add("a refusal that leaves it open", op.refusal(unclear, None).into(), "in_doubt EffectUnknown");
    if let Some(rate) = rate {
        add("too many calls", op.refusal(rate, None).header("retry-after", "0").into(), "rejected");
        add("too many calls, 429", op.refusal(rate, None).status(429).header("retry-after", "0").into(), "rejected");
    }
    add("yes without its rest", unreadable_success(op).into(), "accepted");
    add("yes", good.clone().into(), "done");
    add("yes, a byte at a time", Act::Drip(good.clone(), Duration::from_micros(100)), "done");
    add("yes after a pause", Act::from(good.clone()).after(Duration::from_millis(100)), "done");

    for status in [400, 404, 429, 500, 502, 503] {
        faults.push(Fault {
            name: format!("yes with {status}"),
            act: good.clone().status(status).into(),
            // Paywall's page has no statuses: its `Result` decides.
            due: Due::ByVendor(|vendor| if vendor == "paywall" { "done" } else { "in_doubt NoArm" }),
            arrives: true,
            time: Duration::from_secs(30),
        });
    }
    let by_time = |name: &str, act: Act| Fault {
        name: name.to_owned(),
        act,
        due: Due::Always("in_doubt Timeout"),
        arrives: true,
        time: SHORT,
    };
    faults.push(by_time("hangs", Act::Hang));
    faults.push(by_time("hangs, and then says yes", Act::from(good.clone()).after(SHORT * 3)));
    faults.push(by_time("drips too slowly", Act::Drip(good, Duration::from_millis(200))));
    faults.push(Fault {
        name: "reset before reading".into(),
        act: Act::ResetUnread,
        due: Due::Always("in_doubt Transport"),
        arrives: false,
        time: Duration::from_secs(30),
    });
    faults
}

/// A success whose payload can't be read.
fn unreadable_success(op: Op) -> Answer {
    match op {
        Op::CreateMember => Answer::json(r#"{"ErrorCode":0,"Result":true,"Message":"","Body":{"Id":"x"}}"#),
        Op::UserCredit(Format::Xml) | Op::AddPersons(Format::Xml) => {
            Answer::xml("<response><result>1</result><data><id>x</id><item><id>x</id></item></data></response>")
        }
        Op::UserCredit(_) => Answer::json(r#"{"response":{"result":true,"data":{"id":"x"}}}"#),
        _ => Answer::json(r#"{"response":{"result":true,"data":[{"id":"x"}]}}"#),
    }
}

/// The ways in which an application might ask for more attempts.
fn settings(time: Duration) -> [(&'static str, impl Fn(Options) -> Options + Clone); 2] {
    [false, true].map(|eager| {
        let change = move |options: Options| {
            let options = options.timeout(time);
            if eager { options.attempts(5).retry_unsent(true) } else { options }
        };
        (if eager { "five attempts" } else { "defaults" }, change)
    })
}

fn check(told: &Told, due: &str, what: &str) {
    assert_eq!(told.brief(), due, "{what}: {}", told.display);
    let happened = !matches!(told.outcome, Outcome::Invalid | Outcome::NotSent | Outcome::Rejected);
    assert_eq!(told.may_have_happened, happened, "{what}");
    if happened {
        assert!(!told.is_retryable, "{what}");
    }
}

/// Every fault, on a fresh connection and on one that was used before, as an application might have set it up.
async fn once(op: Op) {
    let elsewhere = sandbox(Script::new());
    let mut slow = Vec::new();
    let mut reused = 0;
    for setting in 0..2 {
        let good = op.good();
        let always = good.clone();
        // Whoever calls again without being told to is answered with yes.
        let server = sandbox(Script::new().otherwise(move |_| always.clone().into()));
        let client = op.client(&server.url(), |options| options);
        let mut calls = 0;
        let both = [true, false];
        // The outcome does not hang on the format, so one round is enough for the second of them.
        for fresh in if op.format() == Format::Xml { &both[setting..=setting] } else { &both[..] } {
            let fresh = *fresh;
            for fault in faults(op, &elsewhere.url()) {
                let (name, change) = settings(fault.time)[setting].clone();
                let what = format!("{op:?}, {name}, {}, {}", fault.name, if fresh { "fresh" } else { "reused" });
                if fault.time == SHORT {
                    if fresh || op.format() == Format::Xml {
                        slow.push(tokio::spawn(takes_its_time(op, setting, fault)));
                    }
                    continue;
                }
                // A call before it, after which the connection is closed or kept.
                let before = if fresh { good.clone().header("connection", "close") } else { good.clone() };
                server.push(before);
                assert_eq!(op.call(&client).await.brief(), "done", "{what}: the call before");
                tokio::time::sleep(Duration::from_millis(1)).await;
                let (connections, unread) = (server.connections(), server.unread());

                server.push(fault.act);
                let told = op.call(&client.with(change)).await;
                fault.due.check(op, &told, &what);
                calls += if fault.arrives { 2 } else { 1 };
                assert_eq!(server.count(op.name()), calls, "{what}: requests");
                assert_eq!(server.unread() - unread, usize::from(!fault.arrives), "{what}: left unread");
                assert_eq!(server.waiting(), 0, "{what}");
                match server.connections() - connections {
                    0 => reused += usize::from(!fresh),
                    more => assert_eq!(more, 1, "{what}: connections"),
                }
            }
        }
        // Nothing went on behind the caller's back, and everything was as the model writes it.
        assert_eq!(server.received().len(), calls);
        assert!(calls > 100, "{calls}");
        server.received().iter().for_each(|received| assert_exact(op, received));
    }
    for each in slow {
        each.await.expect("the case holds");
    }
    assert!(reused > 40, "only {reused} faults on a connection that was used before");
    assert_eq!(elsewhere.connections(), 0, "a redirect was followed");
}

/// What ends by the clock has a server and a client of its own.
async fn takes_its_time(op: Op, setting: usize, fault: Fault) {
    let server = sandbox(op.good());
    let (name, change) = settings(fault.time)[setting].clone();
    let client = op.client(&server.url(), |options| options);
    assert_eq!(op.call(&client).await.brief(), "done");
    server.push(fault.act);
    let told = op.call(&client.with(change)).await;
    fault.due.check(op, &told, &format!("{op:?}, {name}, {}", fault.name));
    assert_eq!(server.received().len(), 2, "{op:?}, {name}, {}", fault.name);
    server.received().iter().for_each(|received| assert_exact(op, received));
}

fn assert_exact(op: Op, received: &vendor_sandbox::Received) {
    let call = received.reading.exact().unwrap_or_else(|problems| panic!("{op:?}: {problems}"));
    assert_eq!((call.vendor.as_str(), call.operation.as_str()), (op.vendor(), op.name()));
}

#[tokio::test]
async fn user_credit_arrives_once() {
    once(Op::UserCredit(Format::Json)).await;
    once(Op::UserCredit(Format::Xml)).await;
}

#[tokio::test]
async fn groupcontentadd_arrives_once() {
    once(Op::AddPersons(Format::Json)).await;
    once(Op::AddPersons(Format::Xml)).await;
}

#[tokio::test]
async fn create_member_arrives_once() {
    once(Op::CreateMember).await;
}

#[tokio::test]
async fn the_operations_here_are_all_that_these_vendors_have() {
    let vendors = common::vendors();
    let here: Vec<_> = Op::all().map(|op| (op.vendor(), op.name())).collect();
    for vendor in vendors.iter().filter(|vendor| here.iter().any(|(name, _)| *name == vendor.name)) {
        for operation in &vendor.operations {
            let each = (vendor.name.as_str(), operation.name.as_str());
            assert!(here.contains(&each), "tests/common/calls.rs lacks {each:?}");
        }
    }
    for op in Op::all() {
        assert_eq!(op.safety() == generated_client::Safety::Once, Op::ONCE.contains(&op), "{op:?}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let mut under_way = Vec::new();
    for op in Op::ONCE {
        for (setting, change) in settings(Duration::from_secs(30)) {
            under_way.push(tokio::spawn(async move {
                let attempts = Arc::new(Ledger::default());
                let hook: Arc<dyn Hook> = attempts.clone();
                let client = op.client(&nobody_listens().expect("a port"), |options| change(options).hook(hook));
                let told = op.call(&client).await;
                check(&told, "not_sent Refused", setting);
                assert!(told.is_retryable);
                // Only who asks for it gets another attempt.
                assert_eq!(attempts.sending(), if setting == "defaults" { 1 } else { 5 }, "{op:?}, {setting}");
            }));
        }
    }
    for each in under_way {
        each.await.expect("the case holds");
    }
}

#[derive(Default)]
struct Ledger(Mutex<Vec<String>>);

impl Ledger {
    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    fn sending(&self) -> usize {
        self.lines().iter().filter(|line| line.starts_with("sending")).count()
    }
}

impl Hook for Ledger {
    fn on_sending(&self, event: &Event) -> ControlFlow<()> {
        self.0.lock().expect("no panic").push(format!("sending {}", event.operation()));
        ControlFlow::Continue(())
    }

    fn on_finished(&self, event: &Event, outcome: Outcome) {
        self.0.lock().expect("no panic").push(format!("{} {}", event.operation(), outcome.as_str()));
    }
}

#[tokio::test]
async fn a_dropped_call_is_in_doubt() {
    for op in Op::ONCE {
        let server = Arc::new(sandbox(Act::Hang));
        let ledger = Arc::new(Ledger::default());
        let hook: Arc<dyn Hook> = ledger.clone();
        let client = op.client(&server.url(), |options| options.hook(hook).attempts(5).retry_unsent(true));
        let call = tokio::spawn(async move { op.call(&client).await });
        let waiting = server.clone();
        let arrived = tokio::task::spawn_blocking(move || waiting.wait_for(1, Duration::from_secs(30)));
        assert!(arrived.await.expect("no panic"));
        let name = op.name();
        assert_eq!(ledger.lines(), [format!("sending {name}")]);
        call.abort();
        assert!(call.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(ledger.lines(), [format!("sending {name}"), format!("{name} in_doubt")]);
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn a_call_that_is_stopped_by_its_hook_is_not_sent() {
    struct Stop;
    impl Hook for Stop {
        fn on_sending(&self, _: &Event) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    for op in Op::ONCE {
        let server = sandbox(op.good());
        let told = op.call(&op.client(&server.url(), |options| options.hook(Arc::new(Stop)))).await;
        check(&told, "not_sent Stopped", op.name());
        assert_eq!(server.connections(), 0);
    }
}

/// After these a read is tried again.
fn passing(op: Op) -> Vec<(String, Act)> {
    let good = op.good();
    let mut acts = vec![
        ("reset before reading".to_owned(), Act::ResetUnread),
        ("reset after reading".to_owned(), Act::Reset),
        ("closed without a byte".to_owned(), Act::Close),
        ("garbage".to_owned(), Act::garbage()),
        ("a page with 200".to_owned(), Act::html()),
        ("an empty 200".to_owned(), Answer::new(200).into()),
        ("cut".to_owned(), Act::Cut(good.clone(), good.body.len() - 1)),
        ("yes with 503".to_owned(), good.clone().status(503).into()),
    ];
    for status in [408, 429, 500, 502, 503, 504] {
        acts.push((format!("{status} with a text"), Act::fails(status)));
    }
    acts
}

#[tokio::test]
async fn a_read_succeeds_at_the_second_attempt() {
    let mut under_way = Vec::new();
    for op in Op::READS.into_iter().chain([Op::Authenticate]) {
        under_way.push(tokio::spawn(async move {
            // A client has a budget of ten repetitions at once.
            for acts in passing(op).chunks(8) {
                let server = sandbox(op.good());
                let client = op.client(&server.url(), |options| options);
                for (name, act) in acts {
                    let before = server.received().len() + server.unread();
                    server.push(act.clone());
                    let told = op.call(&client).await;
                    // A contradiction is the vendor's to explain, and would be the same the next time.
                    let due = if name == "yes with 503" { "in_doubt VendorUnsure" } else { "done" };
                    assert_eq!(told.brief(), due, "{op:?}, {name}: {}", told.display);
                    let arrived = server.received().len() + server.unread() - before;
                    assert_eq!(arrived, if due == "done" { 2 } else { 1 }, "{op:?}, {name}");
                }
                server.received().iter().for_each(|received| assert_exact(op, received));
            }
        }));
    }
    for each in under_way {
        each.await.expect("the case holds");
    }
}

#[tokio::test]
async fn a_read_keeps_to_its_limits() {
    let mut under_way = Vec::new();
    for op in [Op::GetBalance(Format::Json), Op::Balance, Op::Authenticate] {
        for (attempts, due) in [(None, 3), (Some(1), 1), (Some(2), 2), (Some(5), 5)] {
            under_way.push(tokio::spawn(async move {
                let server = sandbox(Act::Reset);
                let client = op.client(&server.url(), |options| match attempts {
                    Some(attempts) => options.attempts(attempts),
                    None => options,
                });
                let told = op.call(&client).await;
                assert_eq!(told.brief(), "in_doubt Transport");
                assert!(told.is_retryable);
                assert_eq!(server.received().len(), due, "{op:?} {attempts:?}");
            }));
        }
        // The time is for all attempts together.
        under_way.push(tokio::spawn(async move {
            let server = sandbox(Script::new().then(op.good()).otherwise(|_| Act::Hang));
            let client = op.client(&server.url(), |options| options);
            op.call(&client).await;
            let begin = std::time::Instant::now();
            let told = op.call(&client.with(|options| options.timeout(SHORT).attempts(5))).await;
            assert_eq!(told.brief(), "in_doubt Timeout");
            assert!(begin.elapsed() < SHORT * 3, "{:?}", begin.elapsed());
            assert_eq!(server.received().len(), 2);
        }));
        // One budget for all calls of a client: ten repetitions at once, and then one for every ten calls.
        under_way.push(tokio::spawn(async move {
            let server = sandbox(Answer::html());
            let client = op.client(&server.url(), |options| options);
            for _ in 0..20 {
                op.call(&client).await;
            }
            let repeated = server.received().len() - 20;
            assert!((10..=12).contains(&repeated), "{repeated}");
        }));
        for (name, act) in [
            ("redirect", Act::redirect("/elsewhere")),
            ("no arm", Answer::json("{}").into()),
            ("too large", Act::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}".to_vec())),
        ] {
            under_way.push(tokio::spawn(async move {
                let server = sandbox(act);
                let told = op.call(&op.client(&server.url(), |options| options)).await;
                assert_eq!(told.outcome, Outcome::InDoubt, "{name}");
                assert_eq!(server.received().len(), 1, "{op:?} {name}: would be the same the next time");
            }));
        }
    }
    for each in under_way {
        each.await.expect("the case holds");
    }
}
