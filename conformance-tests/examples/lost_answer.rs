//! What an application does when the answer to a payment is lost: it never sends it again by itself.
//!
//! `cargo run -p conformance-tests --example lost_answer`

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use generated_client::organik::{Config, Credentials, Credit, UserCredit, user_credit};
use generated_client::{Class, Error, Event, Hook, Outcome};
use vendor_sandbox::Sandbox;

/// The application's own record of its calls; a table of its database, say.
#[derive(Default)]
struct Ledger(Mutex<Vec<String>>);

impl Ledger {
    fn write(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }
}

impl Hook for Ledger {
    // Before the first byte leaves. After a crash, what was sent and never finished is in doubt.
    fn on_sending(&self, event: &Event) -> ControlFlow<()> {
        self.write(format!("call {}: sending {}", event.call(), event.operation()));
        ControlFlow::Continue(())
    }

    // Comes exactly once for each call, also when its future was dropped.
    fn on_finished(&self, event: &Event, outcome: Outcome) {
        self.write(format!("call {}: {}", event.call(), outcome.as_str()));
    }
}

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The vendor does what it is asked for, and then the connection breaks.
    let sandbox = Sandbox::start()?;
    sandbox.fault("reset")?;
    let ledger = Arc::new(Ledger::default());
    let organik = Config::new(Credentials::new(sandbox.credential("organik", "api_key")))
        .base_url(&sandbox.url())?
        .hook(ledger.clone())
        .connect()?;

    let request = UserCredit::new(user_credit::Required { user_id: 42, balance: 100, credit: Credit::cash(5) });
    let what_to_do = match organik.user_credit(&request).await {
        Ok(receipt) => format!("done, credit {}", receipt.id),
        Err(error) => {
            eprintln!("{error}");
            match &error {
                // It happened. Only the receipt is missing.
                Error::Accepted(_) => "book it, and look up its number".to_owned(),
                // It may have happened. `told_by` names the operation that knows, if the vendor has one.
                Error::InDoubt(doubt) => match doubt.told_by() {
                    Some(operation) => format!("ask `{operation}`, then decide"),
                    None => "hold it back until somebody has looked into the vendor's console".to_owned(),
                },
                // It did not happen.
                Error::Rejected(no) if no.class() == Class::Balance => "top up, then try again".to_owned(),
                Error::Rejected(_) | Error::NotSent(_) if error.is_retryable() => "try again later".to_owned(),
                Error::Rejected(_) | Error::NotSent(_) | Error::Invalid(_) => "mend it".to_owned(),
            }
        }
    };
    println!("{what_to_do}");

    println!("{}", ledger.0.lock().unwrap().join("\n"));
    // The vendor's side, which an application never sees: it was sent once, and it did happen.
    assert_eq!(sandbox.count("user_credit"), 1);
    assert_eq!(sandbox.happened("user_credit"), 1);
    assert!(what_to_do.starts_with("hold it back"));
    Ok(())
}
