//! A company has a tax office and a tax number.

use generated_client::paywall::create_member::MemberType;
use generated_client::paywall::create_member::member_type::{Company, CompanyRequired};

fn main() {
    let office = String::from("Kadıköy");
    let number = String::from("1234567890");

    let company = Company::new(CompanyRequired { member_tax_office: office, member_tax_number: number }); //~ TWIN
    //~ FAILS E0063 let company = Company::new(CompanyRequired { member_tax_office: office });
    //~ FAILS E0063 let company = Company::new(CompanyRequired { member_tax_number: number });
    //~ FAILS E0277 let company = Company::new(CompanyRequired { member_tax_office: office, ..Default::default() });
    //~ FAILS E0308 let company = Company::new(CompanyRequired { member_tax_office: office, member_tax_number: 1_234_567_890 });
    //~ FAILS E0308 let company = Company::new(CompanyRequired { member_tax_office: office, member_tax_number: None });
    //~ FAILS E0308 let company = Company::new(CompanyRequired { member_tax_office: office, member_tax_number: Some(number) });
    //~ FAILS E0061 let company = Company::new(office, number);
    //~ FAILS E0061 let company = Company::new();
    //~ FAILS E0599 let company = Company::default();

    let _: MemberType = company.into(); //~ TWIN
    //~ FAILS E0061 let _: MemberType = MemberType::company();
    //~ FAILS E0308 let _: MemberType = MemberType::company(company);
}
