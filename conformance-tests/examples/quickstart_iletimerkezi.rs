//! Reads what is left on an account at İletiMerkezi.
//!
//! `cargo run -p conformance-tests --example quickstart_iletimerkezi`

use generated_client::iletimerkezi::{Config, Credentials, CredentialsRequired, GetBalance};
use vendor_sandbox::Sandbox;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start()?;
    let credentials = Credentials::new(CredentialsRequired {
        api_key: sandbox.credential("iletimerkezi", "api_key").into(),
        api_hash: sandbox.credential("iletimerkezi", "api_hash").into(),
    });

    // With the real vendor: `iletimerkezi::Client::new(credentials)?`
    let iletimerkezi = Config::new(credentials).base_url(&sandbox.url())?.connect()?;

    let reply = iletimerkezi.get_balance(&GetBalance::new()).await?;
    println!("{} lira, {} messages", reply.balance.amount, reply.balance.sms);
    Ok(())
}
