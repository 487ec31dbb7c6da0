//! Loads credits onto a customer's account at OrganikAPI.
//!
//! `cargo run -p conformance-tests --example quickstart_organik`

use generated_client::organik::{Config, Credentials, Credit, UserCredit, user_credit};
use vendor_sandbox::Sandbox;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start()?;
    let api_key = sandbox.credential("organik", "api_key");

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
