//! Three of the eight types need an amount, in whole units.

use generated_client::organik::Credit;
use generated_client::organik::user_credit::credit;

fn main() {
    let _: Credit = Credit::bank_transfer(5); //~ TWIN
    //~ FAILS E0061 let _: Credit = Credit::bank_transfer();
    //~ FAILS E0308 let _: Credit = Credit::bank_transfer(None);
    //~ FAILS E0308 let _: Credit = Credit::bank_transfer(5.0);
    //~ FAILS E0308 let _: Credit = Credit::bank_transfer("5");
    //~ FAILS E0308 let _: Credit = Credit::bank_transfer(5_u64);
    //~ FAILS E0308 let _: Credit = Credit::BankTransfer;
    //~ FAILS E0308 let _: Credit = Credit::BankTransfer(5);
    //~ FAILS E0308 let _: Credit = "havale";

    let _: Credit = credit::Cash::new(5).into(); //~ TWIN
    //~ FAILS E0599 let _: Credit = credit::Cash::default().into();
    //~ FAILS E0061 let _: Credit = credit::Cash::new().into();
    //~ FAILS E0639 let _: Credit = credit::Cash { amount: 5 }.into();

    // The other five may have one, and need none.
    let _: Credit = credit::Refund::new().amount(5).into(); //~ TWIN
    //~ FAILS E0061 let _: Credit = Credit::refund(5);
    //~ FAILS E0308 let _: Credit = credit::Refund::new().amount(5.5).into();
    let _: Credit = Credit::refund();
}
