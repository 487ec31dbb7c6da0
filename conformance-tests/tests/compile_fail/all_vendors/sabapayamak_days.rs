//! A span has a first and a last day, in whatever calendar they were made.

use generated_client::sabapayamak::credits_between::Required;
use generated_client::sabapayamak::{Authenticate, CreditsBetween, LastCredits};
use generated_client::{Date, DateTime, Invalid};

fn main() -> Result<(), Invalid> {
    let start = Date::from_jalali(1405, 1, 1)?;
    let end = Date::new(2026, 11, 22)?; //~ TWIN
    //~ FAILS E0308 let end: Date = Date::new(2026, 11, 22);
    //~ FAILS E0308 let end = Date::new("2026", 11, 22)?;
    //~ FAILS E0451 let end = Date { year: 2026, month: 11, day: 22 };
    //~ FAILS E0277 let end: Date = "2026-11-22".into();
    let midnight = DateTime::new(end, 0, 0, 0)?; //~ TWIN
    //~ FAILS E0061 let midnight = DateTime::new(end)?;

    let _ = CreditsBetween::new(Required { start_date: start, end_date: end }); //~ TWIN
    //~ FAILS E0061 let _ = CreditsBetween::new(start, end);
    //~ FAILS E0063 let _ = CreditsBetween::new(Required { start_date: start });
    //~ FAILS E0308 let _ = CreditsBetween::new(Required { start_date: start, end_date: midnight });
    //~ FAILS E0308 let _ = CreditsBetween::new(Required { start_date: "1405/01/01", end_date: end });
    //~ FAILS E0308 let _ = CreditsBetween::new(Required { start_date: (1405, 1, 1), end_date: end });
    //~ FAILS E0308 let _ = CreditsBetween::new(Required { start_date: None, end_date: end });

    let _ = LastCredits::new(100); //~ TWIN
    //~ FAILS E0061 let _ = LastCredits::new();
    //~ FAILS E0308 let _ = LastCredits::new("100");
    //~ FAILS E0308 let _ = LastCredits::new(start);

    let _ = Authenticate::new().token_valid_day(15); //~ TWIN
    //~ FAILS E0308 let _ = Authenticate::new().token_valid_day(end);
    //~ FAILS E0308 let _ = Authenticate::new().token_valid_day(std::time::Duration::from_secs(86_400));

    let _ = midnight;
    Ok(())
}
