//! Loads credits onto a customer's account at OrganikAPI.
//!
//! `cargo run -p conformance-tests --example quickstart_organik`

mod support;

use generated_client::organik::{Config, Credentials, Credit, UserCredit, user_credit};

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = support::sandbox([])?;
    let api_key = "0123456789abcdef0123456789abcdef";

    // With the real vendor: `organik::Client::new(Credentials::new(api_key))?`
    let organik = Config::new(Credentials::new(api_key)).base_url(&sandbox.url())?.connect()?;

    let receipt = organik
        .user_credit(&UserCredit::new(user_credit::Required {
            user_id: 42,
            balance: 100,
            credit: Credit::bank_transfer(5),
        }))
        .await?;
    println!("credit {} loaded", receipt.id);
    Ok(())
}
