//! The page allows a date for open account alone, and says that a malformed one becomes the present moment.

use generated_client::organik::Credit;
use generated_client::organik::user_credit::credit;
use generated_client::{Date, DateTime, Invalid};

fn main() -> Result<(), Invalid> {
    let day = Date::new(2026, 11, 22)?;
    let when = DateTime::new(day, 15, 46, 20)?;

    let _: Credit = credit::OpenAccount::new(5).date(when).into(); //~ TWIN
    //~ FAILS E0599 let _: Credit = credit::Gift::new().date(when).into();
    //~ FAILS E0599 let _: Credit = credit::BankTransfer::new(5).date(when).into();
    //~ FAILS E0308 let _: Credit = credit::OpenAccount::new(5).date(day).into();
    //~ FAILS E0308 let _: Credit = credit::OpenAccount::new(5).date("2026-11-22 15:46:20").into();
    //~ FAILS E0308 let _: Credit = credit::OpenAccount::new(5).date(DateTime::new(day, 15, 46, 20)).into();

    let mut account = credit::OpenAccount::new(5);
    account.date = Some(when);
    let mut gift = credit::Gift::new();
    gift.amount = Some(5); //~ TWIN
    //~ FAILS E0609 gift.date = Some(when);
    let _ = (Credit::from(account), Credit::from(gift));
    Ok(())
}
