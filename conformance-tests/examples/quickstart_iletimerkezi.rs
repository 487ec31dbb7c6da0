//! Reads what is left on an account at İletiMerkezi.
//!
//! `cargo run -p conformance-tests --example quickstart_iletimerkezi`

mod support;

use generated_client::iletimerkezi::{Config, Credentials, CredentialsRequired, GetBalance};

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = support::sandbox([])?;
    let credentials = Credentials::new(CredentialsRequired { api_key: "key".into(), api_hash: "hash".into() });

    // With the real vendor: `iletimerkezi::Client::new(credentials)?`
    let iletimerkezi = Config::new(credentials).base_url(&sandbox.url())?.connect()?;

    let reply = iletimerkezi.get_balance(&GetBalance::new()).await?;
    println!("{} lira, {} messages", reply.balance.amount, reply.balance.sms);
    Ok(())
}
