//! Values that no page lists are kept when they are read, and can't be made to be sent.

use generated_client::Unlisted;
use generated_client::organik::Credit;
use generated_client::paywall::Currency;
use generated_client::sabapayamak::{CreditPaths, CreditType, Settings};

fn kept(unlisted: Unlisted) -> (CreditType, generated_client::organik::Code) {
    let kind = CreditType::Unknown(unlisted.clone()); //~ TWIN
    //~ FAILS E0308 let kind = CreditType::Unknown("rebate");
    //~ FAILS E0423 let kind = CreditType::Unknown(Unlisted("rebate".into()));
    //~ FAILS E0308 let kind = CreditType::Unknown(Unlisted::from("rebate"));
    //~ FAILS E0624 let kind = CreditType::from_wire("rebate");
    //~ FAILS E0277 let kind: CreditType = "rebate".parse().unwrap();
    (kind, generated_client::organik::Code::Unknown(unlisted))
}

fn main() {
    let _ = kept;

    let _ = Currency::Try; //~ TWIN
    //~ FAILS E0599 let _ = Currency::Unknown;
    //~ FAILS E0599 let _ = Currency::Jpy;
    //~ FAILS E0605 let _ = 34 as Currency;

    let _ = Credit::gift(); //~ TWIN
    //~ FAILS E0599 let _ = Credit::Unknown("rebate".into());
    //~ FAILS E0599 let _ = Credit::rebate();

    let _ = Settings::new().credit_paths(CreditPaths::Credit); //~ TWIN
    //~ FAILS E0308 let _ = Settings::new().credit_paths("credit");
    //~ FAILS E0599 let _ = Settings::new().credit_paths(CreditPaths::Unknown);
    //~ FAILS E0639 let _ = Settings { credit_paths: CreditPaths::Credit };
}
