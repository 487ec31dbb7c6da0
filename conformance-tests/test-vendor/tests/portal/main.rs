//! The vendor with tokens, callbacks, pages and rules. What is hashed here was computed apart, by Python.

mod arms;
mod callbacks;
mod over_http;
mod pages;
mod played;
mod rules;
mod tokens;

use std::sync::Arc;

use generated_client::testing::Script;
use generated_client::{Config, Secret};
use test_vendor::portal;

fn config() -> portal::Config {
    Config::new(portal::Credentials::new(portal::CredentialsRequired {
        client_id: Secret::from("app"),
        client_secret: Secret::from("s3cret"),
        user: Secret::from("ada"),
        password: Secret::from("pw"),
    }))
}

fn client(script: &Arc<Script>) -> portal::Client {
    config().connect_with(script.clone()).expect("a client")
}

/// The request line and the body of each request.
fn sent(script: &Script) -> Vec<(String, String)> {
    let line = |request: &http::Request<_>| format!("{} {}", request.method(), request.uri());
    let sent = script.sent();
    sent.iter().map(|r| (line(r), String::from_utf8(r.body().to_vec()).expect("a text"))).collect()
}

fn authorization(script: &Script) -> Vec<String> {
    let header = |request: &http::Request<_>| match request.headers().get("authorization") {
        Some(value) => value.to_str().expect("a text").to_owned(),
        None => "-".to_owned(),
    };
    script.sent().iter().map(header).collect()
}
