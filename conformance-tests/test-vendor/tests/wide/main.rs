//! The vendor whose requests and replies have every shape, to the byte.

mod answers;
mod frames;
mod inner;
mod items;
mod maps;
mod recipes;
mod replies;
mod requests;
mod signatures;
mod spread;
mod tables;
mod texts;
mod values;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use generated_client::{Code as _, Config, Date, DateTime, Decimal, Error, Operation, Prepared, Received, Secret};
use http::{HeaderMap, StatusCode};
use test_vendor::wide::sign::Sign;
use test_vendor::wide::{self, Code, Wide};

/// 2026-01-02 03:04:05.678 in UTC, and one nonce.
fn config() -> wide::Config {
    let credentials = wide::Credentials::new(wide::CredentialsRequired {
        merchant: Secret::from("100"),
        secret: Secret::from("czNjcjN0"),
    });
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_323_045_678);
    Config::new(credentials).clock(Arc::new(move || time)).nonce(Arc::new(|| "N-1".to_owned()))
}

fn prepared<O: Operation<Vendor = Wide>>(operation: &O) -> http::Request<String> {
    let request = config().prepare(operation).map(Prepared::into_http).expect("a request that keeps the rules");
    request.map(|body| String::from_utf8(body.to_vec()).expect("a text"))
}

/// The request line, and the body.
fn sent<O: Operation<Vendor = Wide>>(operation: &O) -> (String, String) {
    let request = prepared(operation);
    (format!("{} {}", request.method(), request.uri()), request.into_body())
}

fn body<O: Operation<Vendor = Wide>>(operation: &O) -> String {
    sent(operation).1
}

fn header<'a>(request: &'a http::Request<String>, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().expect("a text"))
}

fn decoded<O: Operation<Vendor = Wide>>(operation: &O, status: u16, body: &str) -> Result<O::Reply, Error<Code>> {
    config().decode(
        operation,
        &Received::new(StatusCode::from_u16(status).expect("a status"), HeaderMap::new(), body.to_owned()),
    )
}

/// What came of it, in one line.
fn told<O: Operation<Vendor = Wide>>(operation: &O, status: u16, body: &str) -> String
where
    O::Reply: std::fmt::Debug,
{
    outcome(decoded(operation, status, body))
}

fn outcome<T: std::fmt::Debug>(result: Result<T, Error<Code>>) -> String {
    match result {
        Ok(_) => "success".to_owned(),
        Err(Error::Rejected(error)) => format!(
            "rejected {} {:?} {}",
            error.code().map_or("-", |code| code.as_str()),
            error.class(),
            error.message().unwrap_or("-")
        ),
        Err(Error::InDoubt(error)) => format!("in doubt {}", error.code().unwrap_or("-")),
        Err(Error::Accepted(_)) => "accepted".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn day() -> Date {
    Date::new(2026, 1, 2).expect("a day")
}

fn at(hour: u8, minute: u8, second: u8) -> DateTime {
    DateTime::new(day(), hour, minute, second).expect("a time")
}

const HTML: &str = "<!DOCTYPE html><html><body>OK</body></html>";

/// A boundary is made of the nonce, which therefore has letters and digits only.
fn with_plain_nonce() -> wide::Config {
    config().nonce(Arc::new(|| "N1".to_owned()))
}

#[test]
fn nothing_shows_a_credential() {
    let config = config();
    let shown = format!("{config:?} {:?}", config.prepare(&Sign::new("x")));
    for secret in ["czNjcjN0", "MTAwOmN6Tmpjak4w", "100"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
