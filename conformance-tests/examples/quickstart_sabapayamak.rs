//! Lists the movements of an account at SabaPayamak. The token that this needs is obtained by the client.
//!
//! `cargo run -p conformance-tests --example quickstart_sabapayamak`

mod support;

use generated_client::Date;
use generated_client::sabapayamak::{Config, Credentials, CredentialsRequired, CreditsBetween, credits_between};

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = support::sandbox([])?;
    let credentials = Credentials::new(CredentialsRequired {
        username: "ali".into(),
        password: "secret".into(),
        virtual_number: "30001234".into(),
    });

    // With the real vendor: `sabapayamak::Client::new(credentials)?`
    let sabapayamak = Config::new(credentials).base_url(&sandbox.url())?.connect()?;

    // The vendor's calendar is the Jalali one; dates here are Gregorian.
    let request = CreditsBetween::new(credits_between::Required {
        start_date: Date::new(2023, 7, 1)?,
        end_date: Date::new(2023, 7, 31)?,
    });
    for row in sabapayamak.credits_between(&request).await?.rows {
        println!("{}: {} ({} left)", row.insert_date, row.amount, row.credit_remain);
    }
    Ok(())
}
