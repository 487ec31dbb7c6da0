//! The vendor whose operations need more than a request and a reply: hosts, accounts, own ids.

mod hosts;
mod keys;

use std::sync::Arc;

use generated_client::testing::Script;
use generated_client::{Config, Secret};
use test_vendor::ways::{self, Server};

fn config() -> ways::Config {
    Config::for_server(Server::Test, credentials("acme-1"))
}

fn credentials(account: &str) -> ways::Credentials {
    ways::Credentials::new(ways::CredentialsRequired { key: Secret::from("k3y"), account: account.to_owned() })
}

fn client(script: &Arc<Script>) -> ways::Client {
    config().connect_with(script.clone()).expect("a client")
}

/// The request line of each request.
fn lines(script: &Script) -> Vec<String> {
    script.sent().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}
