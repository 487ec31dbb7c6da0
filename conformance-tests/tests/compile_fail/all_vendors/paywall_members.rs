//! A sub-merchant has a type, and a type has numbers of its own.

use generated_client::paywall::create_member::{Membership, MemberType, OptionalMemberType, member_type, membership};

fn main() {
    let _ = Membership::sub_merchant(MemberType::individual("12345678901")); //~ TWIN
    //~ FAILS E0061 let _ = Membership::sub_merchant();
    //~ FAILS E0061 let _ = membership::SubMerchant::new();
    //~ FAILS E0599 let _ = membership::SubMerchant::default();
    //~ FAILS E0277 let _ = Membership::sub_merchant(member_type::NotGiven::new());
    //~ FAILS E0277 let _ = Membership::sub_merchant(OptionalMemberType::default());
    //~ FAILS E0277 let _ = Membership::sub_merchant(None);
    //~ FAILS E0277 let _ = Membership::sub_merchant(1);
    //~ FAILS E0277 let _ = Membership::sub_merchant(MemberType::Individual);
    //~ FAILS E0277 let _ = Membership::sub_merchant(generated_client::paywall::MemberTypeValue::Individual);
    //~ FAILS E0599 let _ = Membership::ordinary().member_type(MemberType::individual("12345678901"));

    let member = MemberType::individual("12345678901"); //~ TWIN
    //~ FAILS E0061 let member = MemberType::individual();
    //~ FAILS E0277 let member = MemberType::individual(12_345_678_901_i64);
    //~ FAILS E0599 let member = MemberType::Unknown;

    let _: Membership = membership::Ordinary::new().member_type(member).into();
    let _: Membership = Membership::ordinary(); //~ TWIN
    //~ FAILS E0308 let _: Membership = false;
    //~ FAILS E0308 let _: Membership = generated_client::paywall::Membership::Ordinary;
    let _ = OptionalMemberType::from(member_type::NotGiven::new());
}
