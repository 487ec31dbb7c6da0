//! Every code of every page becomes the typed error, by the client and over real HTTP: by asking for it, and by doing
//! what causes it.

// A value may be a reference already; the generator writes `&` either way.
#![allow(clippy::needless_borrow)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Told, calls, tell};
use conformance_tests::Codes;
use generated_client::{Class, Options, Outcome, iletimerkezi, organik, paywall, sabapayamak};
use vendor_sandbox::Sandbox;

/// Written by the build script from the specs.
mod asked {
    include!(concat!(env!("OUT_DIR"), "/codes.rs"));
}

#[test]
fn every_code_is_had_by_asking() {
    let had = asked::every_code();
    let mut of_vendors: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for codes in &had {
        assert!(codes.not_had.is_empty(), "{codes:?}");
        let (calls, different) = of_vendors.entry(codes.vendor).or_default();
        *calls += codes.had.len();
        for code in &codes.had {
            different.insert(code);
            all.insert((
                codes.vendor.to_owned(),
                codes.operation.to_owned(),
                codes.format.as_str().to_owned(),
                code.clone(),
            ));
        }
    }
    for (vendor, (calls, different)) in of_vendors {
        println!("{vendor}: {} codes, {calls} calls, none a success", different.len());
    }
    // A code, operation or format that is new in the specs is among these by itself.
    let wanted: BTreeSet<_> = Codes::wanted("specs").into_iter().collect();
    assert_eq!(all, wanted, "an operation without an example in one of its formats?");
    println!("{} in all", all.len());
}

/// A fresh sandbox, and a client of a vendor with the right keys.
struct Real {
    sandbox: Sandbox,
}

impl Real {
    fn start() -> Self {
        Self { sandbox: Sandbox::start().expect("free ports") }
    }

    fn key(&self, vendor: &str, name: &str) -> String {
        self.sandbox.credential(vendor, name)
    }

    fn connect<V: generated_client::Vendor>(&self, config: generated_client::Config<V>) -> V::Client {
        let url = self.sandbox.url_of(V::FACTS.name).expect("it is served");
        config.base_url(&url).and_then(|config| config.attempts(1).connect()).expect("a client")
    }

    fn organik(&self, key: &str) -> organik::Client {
        self.connect(organik::Config::new(organik::Credentials::new(key)))
    }

    fn iletimerkezi(&self, hash: &str) -> iletimerkezi::Client {
        let api_key = self.key("iletimerkezi", "api_key").into();
        let required = iletimerkezi::CredentialsRequired { api_key, api_hash: hash.into() };
        self.connect(iletimerkezi::Config::new(iletimerkezi::Credentials::new(required)))
    }

    fn paywall(&self, key: &str) -> paywall::Client {
        let public_client = self.key("paywall", "public_client").into();
        let required = paywall::CredentialsRequired { public_key: key.into(), public_client };
        let credentials = paywall::Credentials::new(required);
        self.connect(paywall::Config::for_server(paywall::Server::Test, credentials))
    }

    fn sabapayamak(&self, password: &str, number: &str) -> sabapayamak::Client {
        let required = sabapayamak::CredentialsRequired {
            username: self.key("sabapayamak", "username").into(),
            password: password.into(),
            virtual_number: number.into(),
        };
        self.connect(sabapayamak::Config::new(sabapayamak::Credentials::new(required)))
    }
}

fn refused(told: &Told, code: &str, class: Class) {
    assert_eq!(
        (told.outcome, told.code.as_deref(), told.class),
        (Outcome::Rejected, Some(code), Some(class)),
        "{told:?}"
    );
    assert!(told.code_is_known, "{told:?}");
}

/// What the typed client can do wrong at all, done. What it can't, such as leaving out a required field, is done by
/// hand in `every_mistake_has_its_code` of the sandbox.
#[tokio::test]
async fn codes_are_had_by_doing_what_causes_them() {
    let real = Real::start();
    let credit = |kind: organik::Credit, balance| {
        organik::UserCredit::new(organik::user_credit::Required { credit: kind, user_id: 7, balance })
    };

    for format in [generated_client::Format::Json, generated_client::Format::Xml] {
        let with = |options: Options| options.format(format);
        let organik = real.organik(&real.key("organik", "api_key")).with(with);
        // More than is there, on both sides.
        let lacking = organik.user_credit(&credit(organik::Credit::bank_transfer(5), 200_000)).await;
        refused(&tell(&lacking), "103", Class::Balance);
        refused(&tell(&organik.user_credit(&credit(organik::Credit::refund(), 1001)).await), "103", Class::Balance);
        let nobody = organik::Person::new(organik::GroupId::new(1), organik::Gsm::new(12).expect("a number"));
        let none = organik.groupcontentadd(&organik::Groupcontentadd::new(vec![nobody])).await;
        refused(&tell(&none), "102", Class::InvalidField);
        let wrong = real.organik(&"w".repeat(real.key("organik", "api_key").len())).with(with);
        refused(&tell(&wrong.user_credit(&calls::user_credit()).await), "99", Class::Credentials);
        refused(&tell(&wrong.groupcontentadd(&calls::persons()).await), "99", Class::Credentials);
        let wrong = real.iletimerkezi("wrong").with(with);
        refused(&tell(&wrong.get_balance(&iletimerkezi::GetBalance::new()).await), "401", Class::Credentials);
    }

    let wrong = real.paywall("wrong");
    refused(&tell(&wrong.create_member(&calls::member()).await), "64", Class::Credentials);
    let paywall = real.paywall(&real.key("paywall", "public_key"));
    assert_eq!(tell(&paywall.create_member(&calls::member()).await).outcome, Outcome::Done);
    refused(&tell(&paywall.create_member(&calls::member()).await), "227", Class::Duplicate);

    let (password, number) = (real.key("sabapayamak", "password"), real.key("sabapayamak", "virtual_number"));
    let log_in = sabapayamak::Authenticate::new();
    refused(&tell(&real.sabapayamak("wrong", &number).authenticate(&log_in).await), "4001", Class::Credentials);
    refused(&tell(&real.sabapayamak(&password, "1").authenticate(&log_in).await), "4003", Class::Credentials);
    // A token that nobody handed out is renewed, and the call then succeeds.
    let stale = real.sabapayamak(&password, &number);
    assert_eq!(tell(&stale.balance(&sabapayamak::Balance::new()).await).outcome, Outcome::Done);
    let clock = real.sandbox.world().expect("it plays the vendors").clock();
    clock.advance(std::time::Duration::from_secs(2 * 24 * 3600));
    assert_eq!(tell(&stale.balance(&sabapayamak::Balance::new()).await).outcome, Outcome::Done);
    let refusals = real.sandbox.received().into_iter().filter(|r| r.operation() == Some("balance"));
    let codes: Vec<u16> = refusals.filter_map(|r| r.ended.and_then(|ended| ended.status)).collect();
    assert_eq!(codes, [200, 401, 200], "the token had ended, which the vendor said once");
}
