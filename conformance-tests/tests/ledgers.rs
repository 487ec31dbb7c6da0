//! What the client reports of a call and what happened at the vendor agree, whatever goes wrong in between; and
//! nothing that must not be done twice ever is. A thousand seeds of mixed calls, against the sandbox that plays the
//! vendors by their specs.

mod common;

use std::collections::BTreeMap;
use std::time::Duration;

use common::calls::Client;
use common::{Op, Told};
use generated_client::{Format, Outcome, Safety, iletimerkezi, organik, paywall, sabapayamak};
use vendor_sandbox::{Did, Fault, Planned, Random, Received, Sandbox};

const SEEDS: u64 = 1000;
const CALLS: u64 = 6;

/// Numbers from a seed; the sandbox has its own.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        // The constants are Knuth's for MMIX; the high bits are good enough to choose by.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What may go wrong, with and without an effect before it.
fn faults() -> Vec<Fault> {
    let mut texts: Vec<String> =
        ["delay=2ms", "delay=150ms", "reset-unread", "cut=0", "cut=40", "duplicate", "drip=0", "drip=2ms"]
            .map(str::to_owned)
            .to_vec();
    for trouble in
        ["reset", "close", "garbage", "html", "redirect", "status=500", "status=503", "content-type=text/html"]
    {
        texts.extend(["done", "nothing"].map(|effect| format!("{trouble} effect={effect}")));
    }
    texts.iter().map(|text| text.parse().expect("a fault")).collect()
}

/// The vendors, and a client of each.
struct World {
    sandbox: Sandbox,
    clients: Vec<(&'static str, Client)>,
}

impl World {
    fn start() -> Self {
        let sandbox = Sandbox::start().expect("free ports");
        let key = |vendor: &str, name: &str| sandbox.credential(vendor, name);
        let url = |vendor: &str| sandbox.url_of(vendor).expect("it is served");
        let organik = organik::Config::new(organik::Credentials::new(key("organik", "api_key")));
        let iletimerkezi =
            iletimerkezi::Config::new(iletimerkezi::Credentials::new(iletimerkezi::CredentialsRequired {
                api_key: key("iletimerkezi", "api_key").into(),
                api_hash: key("iletimerkezi", "api_hash").into(),
            }));
        let paywall = paywall::Credentials::new(paywall::CredentialsRequired {
            public_key: key("paywall", "public_key").into(),
            public_client: key("paywall", "public_client").into(),
        });
        let paywall = paywall::Config::for_server(paywall::Server::Test, paywall);
        let sabapayamak = sabapayamak::Config::new(sabapayamak::Credentials::new(sabapayamak::CredentialsRequired {
            username: key("sabapayamak", "username").into(),
            password: key("sabapayamak", "password").into(),
            virtual_number: key("sabapayamak", "virtual_number").into(),
        }));
        macro_rules! client {
            ($config:ident, $variant:ident) => {{
                let vendor = stringify!($config);
                let config = $config.base_url(&url(vendor)).expect("a good address");
                (vendor, Client::$variant(config.connect().expect("a good configuration")))
            }};
        }
        let clients = vec![
            client!(organik, Organik),
            client!(iletimerkezi, Iletimerkezi),
            client!(paywall, Paywall),
            client!(sabapayamak, Sabapayamak),
        ];
        Self { sandbox, clients }
    }

    fn client(&self, op: Op) -> &Client {
        &self.clients.iter().find(|(vendor, _)| *vendor == op.vendor()).expect("all vendors have one").1
    }

    /// Calls of one seed, with faults at random and refusals now and then.
    async fn run(&self, seed: u64) -> Vec<Op> {
        self.sandbox.reset();
        let mut numbers = Numbers(seed);
        self.sandbox.random_faults(Some(Random { seed, rate: 0.4, faults: faults() }));
        let ops: Vec<Op> = Op::all().collect();
        let mut told = Vec::new();
        for call in 0..CALLS {
            let op = match numbers.below(3) {
                0 => ops[usize::try_from(numbers.below(ops.len() as u64)).expect("it is small")],
                _ => Op::ONCE[usize::try_from(numbers.below(Op::ONCE.len() as u64)).expect("it is small")],
            };
            match numbers.below(10) {
                0 => self.sandbox.answer_next(op.name(), refusal(op)).expect("the vendor has the code"),
                1 => {
                    let planned = Planned {
                        fault: "reset".parse().expect("a fault"),
                        vendor: Some(op.vendor().to_owned()),
                        operation: Some(op.name().to_owned()),
                        times: 1,
                    };
                    self.sandbox.plan_fault(planned).expect("a good plan");
                }
                _ => {}
            }
            let eager = numbers.below(8) == 0;
            let client = self.client(op).with(|options| {
                let options = options.format(op.format()).timeout(Duration::from_millis(100));
                let options = options.header(MARK, &call.to_string()).expect("a good header");
                if eager {
                    options.attempts(3).retry_unsent(true).timeout(Duration::from_secs(2))
                } else {
                    options.attempts(1)
                }
            });
            told.push((call, op, op.call(&client).await));
        }
        // What was given up may still be at work.
        for _ in 0..500 {
            if self.sandbox.received().iter().all(|received| received.ended.is_some()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let received = self.sandbox.received();
        for (call, op, told) in &told {
            agree(seed, *call, *op, told, &received);
        }
        // Nothing happened that nobody called for.
        let happened: usize =
            Op::ONCE.iter().filter(|op| op.format() == Format::Json).map(|op| self.sandbox.happened(op.name())).sum();
        let reported =
            told.iter().filter(|(_, op, told)| op.safety() == Safety::Once && told.may_have_happened).count();
        assert!(happened <= reported, "seed {seed}: {happened} happened, {reported} may have");
        told.into_iter().map(|(_, op, _)| op).collect()
    }
}

/// The header that tells which call a request belongs to.
const MARK: &str = "x-test-call";

fn refusal(op: Op) -> &'static str {
    match op.vendor() {
        "organik" => "95",
        "paywall" => "2",
        "iletimerkezi" => "503",
        _ => "14",
    }
}

fn agree(seed: u64, call: u64, op: Op, told: &Told, received: &[Received]) {
    let mark = call.to_string();
    let own = received.iter().filter(|received| {
        received.operation() == Some(op.name()) && received.request.header_values(MARK).any(|value| value == mark)
    });
    let own: Vec<&Received> = own.collect();
    let happened = own.iter().filter(|received| received.did() == Did::Done).count();
    let what = || format!("seed {seed}, call {call}, {op:?}: reported {}, ledger {own:#?}", told.brief());
    if op.safety() == Safety::Once {
        assert!(own.len() <= 1, "it was sent {} times\n{}", own.len(), what());
        assert!(happened <= 1, "{}", what());
    }
    match told.outcome {
        Outcome::Done | Outcome::Accepted => assert!(happened >= 1, "it did not happen\n{}", what()),
        Outcome::Invalid => assert!(own.is_empty(), "it was sent\n{}", what()),
        // A read with a token that had ended may have been sent and refused before no new token could be had.
        Outcome::NotSent => {
            assert!(own.is_empty() || (op.safety() != Safety::Once && happened == 0), "it was sent\n{}", what());
        }
        Outcome::Rejected => assert_eq!(happened, 0, "it happened\n{}", what()),
        Outcome::InDoubt => {}
    }
    // What is in doubt is so for a reason: a fault, or a refusal that leaves it open.
    if told.outcome == Outcome::InDoubt && op.safety() == Safety::Once {
        let reason = own.iter().any(|received| {
            received.ended.as_ref().is_none_or(|ended| ended.fault.is_some() || ended.did == Did::Refused)
        });
        assert!(reason || own.is_empty() || told.reason == "Timeout", "nothing went wrong\n{}", what());
    }
}

/// How often what happened.
#[derive(Debug, Default)]
struct Counts {
    /// What the vendors did.
    did: BTreeMap<Did, u32>,
    /// What the client reported, by operation and format.
    told: BTreeMap<String, u32>,
    /// What went wrong on the way.
    faults: BTreeMap<String, u32>,
}

impl Counts {
    fn add(&mut self, ops: &[Op], sandbox: &Sandbox) {
        for op in ops {
            *self.told.entry(format!("{op:?}")).or_default() += 1;
        }
        for received in sandbox.received() {
            *self.did.entry(received.did()).or_default() += 1;
            if let Some(fault) = received.ended.and_then(|ended| ended.fault) {
                *self.faults.entry(fault).or_default() += 1;
            }
        }
    }

    fn join(&mut self, other: Self) {
        let add = |to: &mut BTreeMap<String, u32>, from: BTreeMap<String, u32>| {
            from.into_iter().for_each(|(name, count)| *to.entry(name).or_default() += count);
        };
        other.did.into_iter().for_each(|(did, count)| *self.did.entry(did).or_default() += count);
        add(&mut self.told, other.told);
        add(&mut self.faults, other.faults);
    }
}

#[test]
fn a_thousand_seeds_agree() {
    let workers: Vec<_> = (0..2)
        .map(|worker| {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                let world = World::start();
                let mut counts = Counts::default();
                for seed in (0..SEEDS).filter(|seed| seed % 2 == worker) {
                    // A panic names the seed; run that one alone to look at it.
                    let ops = runtime.block_on(world.run(seed));
                    counts.add(&ops, &world.sandbox);
                }
                let unread = u32::try_from(world.sandbox.unread()).expect("few");
                counts.faults.insert("reset-unread".to_owned(), unread);
                counts
            })
        })
        .collect();
    let mut all = Counts::default();
    for worker in workers {
        all.join(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    }
    println!("{all:#?}");
    // It was no quiet day: every operation was called, and everything went wrong.
    for did in [Did::Done, Did::Refused, Did::Nothing] {
        assert!(all.did.get(&did).is_some_and(|count| *count > 100), "{all:#?}");
    }
    for op in Op::all() {
        assert!(all.told.get(&format!("{op:?}")).is_some_and(|count| *count > 50), "{op:?}: {all:#?}");
    }
    for fault in faults() {
        assert!(all.faults.get(&fault.to_string()).is_some_and(|count| *count > 10), "{fault}: {all:#?}");
    }
}
