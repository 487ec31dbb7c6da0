//! Without any async runtime: the client makes the bytes and reads the answer, and a blocking HTTP client of
//! your own carries them. In a project, `generated-client` has `default-features = false` for this.
//!
//! `cargo run -p conformance-tests --example blocking`

use std::time::Duration;

use generated_client::iletimerkezi::{Credentials, CredentialsRequired, GetBalance};
use generated_client::{Config, Operation, Received};
use vendor_sandbox::Sandbox;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start()?;
    let credentials = Credentials::new(CredentialsRequired {
        api_key: sandbox.credential("iletimerkezi", "api_key").into(),
        api_hash: sandbox.credential("iletimerkezi", "api_hash").into(),
    });
    let config = Config::new(credentials).base_url(&sandbox.url())?;

    let reply = call(&config, &GetBalance::new())?;
    println!("{} lira, {} messages", reply.balance.amount, reply.balance.sms);
    Ok(())
}

/// Makes a call of an operation that only reads. If `run` fails for one that does something, the call is in
/// doubt: it must not be made again.
fn call<O: Operation>(config: &Config<O::Vendor>, operation: &O) -> Result<O::Reply, Box<dyn std::error::Error>> {
    // No redirects: the credentials would travel along. No proxy of the environment. Every status is an answer.
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into();

    let request = config.prepare(operation)?.into_http();
    let mut response = agent.run(request.map(|body| body.to_vec()))?;
    let body = response.body_mut().with_config().limit(16 << 20).read_to_vec()?;
    let received = Received::new(response.status(), response.headers().clone(), body);
    Ok(config.decode(operation, &received)?)
}
