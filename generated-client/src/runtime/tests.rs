//! The engine against a scripted transport, through a vendor written as the generator would write it.

#[allow(unreachable_pub, reason = "generated code is public")]
mod acme;
mod dated;
mod engine;
mod hooks;
mod leaks;
mod tokens;

use std::sync::Arc;

use super::testing::Script;
use acme::{Client, Config, Credentials, Pay, pay};

const YES: &str = r#"{"response":{"result":true,"data":{"id":7}}}"#;

fn credentials() -> Credentials {
    Credentials { key: "kMARKERk".into(), hash: "hMARKERh".into() }
}

fn client(script: &Arc<Script>) -> Client {
    Config::new(credentials()).connect_with(script.clone()).unwrap()
}

fn pay_request() -> Pay {
    Pay::new(pay::Required { user_id: 42, credit: 5 })
}
