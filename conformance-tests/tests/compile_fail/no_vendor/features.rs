//! What was not asked for is not there: no vendor, no network, nothing for tests.

use generated_client::{Date, Invalid};

fn main() -> Result<(), Invalid> {
    let _ = Date::new(2026, 11, 22)?; //~ TWIN
    //~ FAILS E0433 let _ = generated_client::{vendor}::Client::is_there();
    //~ FAILS E0433 let _ = generated_client::testing::Script::new();
    //~ FAILS E0603 let _ = generated_client::runtime::secret::Secret::from("key");
    Ok(())
}
