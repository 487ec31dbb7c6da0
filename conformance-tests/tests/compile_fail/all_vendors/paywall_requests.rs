//! A request with many texts: each has its name, none is forgotten.

use generated_client::paywall::create_member::{CreateMember, Membership, Required};
use generated_client::paywall::{BankAccount, BankAccountRequired, Currency};

fn required(membership: Membership) -> Required {
    let text = String::new;
    Required {
        membership,
        member_external_id: text(),
        member_name: text(),
        member_title: text(), //~ TWIN
        //~ FAILS E0308 member_title: Some(text()),
        member_email: text(),
        member_phone: text(), //~ TWIN
        //~ FAILS E0308 member_phone: 5_321_000_001_i64,
        member_address: text(),
        contact_name: text(),
        contact_lastname: text(),
        //~ FAILS E0560 member_identity_number: text(),
    }
}

fn main() {
    let (title, iban) = (String::from("Ada Lovelace"), String::from("TR00"));

    let account = BankAccount::new(BankAccountRequired { currency_id: Currency::Try, title, iban }); //~ TWIN
    //~ FAILS E0063 let account = BankAccount::new(BankAccountRequired { currency_id: Currency::Try, title });
    //~ FAILS E0063 let account = BankAccount::new(BankAccountRequired { title, iban });
    //~ FAILS E0308 let account = BankAccount::new(BankAccountRequired { currency_id: 1, title, iban });
    //~ FAILS E0308 let account = BankAccount::new(BankAccountRequired { currency_id: "TRY", title, iban });
    //~ FAILS E0599 let account = BankAccount::new(BankAccountRequired { currency_id: Currency::Jpy, title, iban });
    //~ FAILS E0599 let account = BankAccount::new(BankAccountRequired { currency_id: Currency::Unknown, title, iban });
    //~ FAILS E0599 let account = BankAccount::new(BankAccountRequired { currency_id: Currency::from_wire("34"), title, iban });
    //~ FAILS E0061 let account = BankAccount::new(Currency::Try, iban, title);

    let request = CreateMember::new(required(Membership::ordinary())); //~ TWIN
    //~ FAILS E0061 let request = CreateMember::new();
    //~ FAILS E0308 let request = CreateMember::new(required(true));
    //~ FAILS E0599 let request = CreateMember::default();

    let _ = request.bank_accounts(vec![account]); //~ TWIN
    //~ FAILS E0308 let _ = request.bank_accounts(account);
    //~ FAILS E0308 let _ = request.value_date(None);
}
