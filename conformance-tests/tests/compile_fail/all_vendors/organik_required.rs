//! A field that the page requires can't be forgotten, and none can stand in another's place.

use generated_client::organik::user_credit::Required;
use generated_client::organik::{Credit, UserCredit};

fn main() {
    let credit = Credit::refund();

    let request = UserCredit::new(Required { user_id: 42, balance: 100, credit }); //~ TWIN
    //~ FAILS E0063 let request = UserCredit::new(Required { user_id: 42, credit });
    //~ FAILS E0063 let request = UserCredit::new(Required { user_id: 42, balance: 100 });
    //~ FAILS E0277 let request = UserCredit::new(Required { user_id: 42, credit, ..Default::default() });
    //~ FAILS E0560 let request = UserCredit::new(Required { user_id: 42, balance: 100, credit, amount: 5 });
    //~ FAILS E0560 let request = UserCredit::new(Required { userId: 42, user_id: 42, balance: 100, credit });
    //~ FAILS E0308 let request = UserCredit::new(Required { user_id: "0000", balance: 100, credit });
    //~ FAILS E0308 let request = UserCredit::new(Required { user_id: 42_u64, balance: 100, credit });
    //~ FAILS E0308 let request = UserCredit::new(Required { user_id: 42, balance: 99.5, credit });
    //~ FAILS E0308 let request = UserCredit::new(Required { user_id: 42, balance: Some(100), credit });
    //~ FAILS E0308 let request = UserCredit::new(Required { user_id: 42, balance: 100, credit: Some(credit) });
    //~ FAILS E0061 let request = UserCredit::new(42, 100, credit);
    //~ FAILS E0639 let request = UserCredit { user_id: 42, balance: 100, credit };
    //~ FAILS E0599 let request = UserCredit::default();

    let _ = request.balance;
}
