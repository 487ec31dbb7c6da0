//! Lists the movements of an account at SabaPayamak. The token that this needs is obtained by the client.
//!
//! `cargo run -p conformance-tests --example quickstart_sabapayamak`

use generated_client::Date;
use generated_client::sabapayamak::{Config, Credentials, CredentialsRequired, CreditsBetween, credits_between};
use vendor_sandbox::Sandbox;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start()?;
    let credentials = Credentials::new(CredentialsRequired {
        username: sandbox.credential("sabapayamak", "username").into(),
        password: sandbox.credential("sabapayamak", "password").into(),
        virtual_number: sandbox.credential("sabapayamak", "virtual_number").into(),
    });

    // With the real vendor: `sabapayamak::Client::new(credentials)?`
    let sabapayamak = Config::new(credentials).base_url(&sandbox.url())?.connect()?;

    // The vendor's calendar is the Jalali one; dates here are Gregorian.
    let request = CreditsBetween::new(credits_between::Required {
        start_date: Date::new(2023, 7, 1)?,
        end_date: Date::new(2030, 12, 31)?,
    });
    for row in sabapayamak.credits_between(&request).await?.rows {
        println!("{}: {} ({} left)", row.insert_date, row.amount, row.credit_remain);
    }
    Ok(())
}
