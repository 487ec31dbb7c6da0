//! The number that goes with a way to count days has a range of its own for each way; money is exact.

use generated_client::paywall::create_member::{ValueDate, calculation_type};
use generated_client::paywall::{DayOfMonth, DayOfWeek};
use generated_client::{Decimal, Invalid};

fn main() -> Result<(), Invalid> {
    let thursday = DayOfWeek::new(4)?;
    let fourth = DayOfMonth::new(4)?;
    let commission = Decimal::constant(250, 2);

    let on = calculation_type::DayOfWeek::new(thursday); //~ TWIN
    //~ FAILS E0308 let on = calculation_type::DayOfWeek::new(fourth);
    //~ FAILS E0308 let on = calculation_type::DayOfMonth::new(thursday);
    //~ FAILS E0308 let on = calculation_type::DayOfWeek::new(4);
    //~ FAILS E0308 let on = calculation_type::DayOfWeek::new(DayOfWeek::new(4));
    //~ FAILS E0423 let on = calculation_type::DayOfWeek::new(DayOfWeek(9));
    //~ FAILS E0061 let on = calculation_type::DayOfWeek::new();
    //~ FAILS E0639 let on = calculation_type::DayOfWeek { calculation_value: thursday };

    let _ = ValueDate::new(on, commission); //~ TWIN
    //~ FAILS E0308 let _ = ValueDate::new(on, 2);
    //~ FAILS E0308 let _ = ValueDate::new(on, 2.5);
    //~ FAILS E0308 let _ = ValueDate::new(on, "2.5");
    //~ FAILS E0308 let _ = ValueDate::new(on, "2.5".parse::<Decimal>());
    //~ FAILS E0277 let _ = ValueDate::new(on, Decimal::from(2.5));
    //~ FAILS E0277 let _ = ValueDate::new(thursday, commission);
    //~ FAILS E0061 let _ = ValueDate::new(on);

    const QUARTER: Decimal = Decimal::constant(25, 2); //~ TWIN
    //~ FAILS E0080 const QUARTER: Decimal = Decimal::constant(25, 29);
    let _: Decimal = QUARTER; //~ TWIN
    //~ FAILS E0308 let _: f64 = QUARTER;
    //~ FAILS E0605 let _ = QUARTER as f64;
    //~ FAILS E0277 let _ = f64::from(QUARTER);

    let _ = (thursday, fourth);
    Ok(())
}
