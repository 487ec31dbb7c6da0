//! All five outcomes of a call are dealt with, and what may grow is not taken for complete.

use generated_client::organik::{Credit, Error, UserCreditReply};
use generated_client::paywall::{CreateMemberReply, MemberTypeValue as MemberType};
use generated_client::sabapayamak::{CreditRow, CreditType};
use generated_client::{Class, Decimal};

fn happened(error: Error) -> Option<bool> {
    use generated_client::Error::{Accepted, InDoubt, Invalid, NotSent, Rejected};
    match error { Invalid(_) | NotSent(_) | Rejected(_) => Some(false), InDoubt(_) => None, Accepted(_) => Some(true) } //~ TWIN
    //~ FAILS E0004 match error { Invalid(_) | NotSent(_) | Rejected(_) => Some(false), Accepted(_) => Some(true) }
    //~ FAILS E0004 match error { Invalid(_) | NotSent(_) | Rejected(_) => Some(false), InDoubt(_) => None }
}

fn code(error: Error) -> Option<generated_client::organik::Code> {
    match error { Error::Rejected(no) => no.code().cloned(), _ => None } //~ TWIN
    //~ FAILS E0308 match error { Error::Rejected(no) => no.code(), _ => None }
    //~ FAILS E0308 match error { generated_client::paywall::Error::Rejected(_) => None, _ => None }
}

fn class(class: Class) -> bool {
    match class { Class::Rate | Class::Unavailable => true, _ => false } //~ TWIN
    //~ FAILS E0004 match class { Class::Rate | Class::Unavailable => true }
}

fn kind(kind: &CreditType) -> &str {
    match kind { CreditType::Sent | CreditType::Received | CreditType::Charge | CreditType::MoneyBack => "listed", CreditType::Unknown(it) => it.as_str(), _ => "new" } //~ TWIN
    //~ FAILS E0004 match kind { CreditType::Sent | CreditType::Received | CreditType::Charge | CreditType::MoneyBack => "listed", CreditType::Unknown(it) => it.as_str() }
    //~ FAILS E0004 match kind { CreditType::Sent | CreditType::Received | CreditType::Charge | CreditType::MoneyBack => "listed" }
}

fn member(member: &MemberType) -> bool {
    match member { MemberType::Individual | MemberType::SoleProprietorship => false, MemberType::Company => true, _ => false } //~ TWIN
    //~ FAILS E0004 match member { MemberType::Individual | MemberType::SoleProprietorship => false, MemberType::Company => true, MemberType::Unknown(_) => false }
}

fn sent(credit: &Credit) -> bool {
    match credit { Credit::Gift(_) => true, _ => false } //~ TWIN
    //~ FAILS E0004 match credit { Credit::Gift(_) => true, Credit::BankTransfer(_) | Credit::Cash(_) | Credit::OpenAccount(_) | Credit::Refund(_) | Credit::Extension(_) | Credit::Correction(_) | Credit::DebtCollection(_) => false }
}

fn reply(reply: UserCreditReply) -> i64 {
    let UserCreditReply { id, .. } = reply; //~ TWIN
    //~ FAILS E0638 let UserCreditReply { id } = reply;
    //~ FAILS E0639 let UserCreditReply { id, .. } = UserCreditReply { id: 1 };
    id
}

fn row(row: &CreditRow) -> bool {
    row.amount > Decimal::ZERO //~ TWIN
    //~ FAILS E0308 row.amount > 0
    //~ FAILS E0308 row.amount > 0.0
    //~ FAILS E0605 row.amount as f64 > 0.0
}

fn absent(reply: CreateMemberReply) -> String {
    reply.member_name.unwrap_or_default() //~ TWIN
    //~ FAILS E0308 reply.member_name
}

fn main() {
    let _ = (happened, code, class, kind, member, sent, reply, row, absent);
}
