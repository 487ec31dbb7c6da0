//! Adds a company to a marketplace at Paywall, to be paid ten days after each sale.
//!
//! `cargo run -p conformance-tests --example quickstart_paywall`

use generated_client::Decimal;
use generated_client::paywall::create_member::member_type::CompanyRequired;
use generated_client::paywall::create_member::{MemberType, Membership, Required};
use generated_client::paywall::{
    CalculationType, Config, CreateMember, Credentials, CredentialsRequired, DaysAfter, Server, ValueDate,
};
use vendor_sandbox::Sandbox;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start()?;
    let credentials = Credentials::new(CredentialsRequired {
        public_key: sandbox.credential("paywall", "public_key").into(),
        public_client: sandbox.credential("paywall", "public_client").into(),
    });

    // With the real vendor: `paywall::Client::new(Server::Test, credentials)?`
    let paywall = Config::for_server(Server::Test, credentials).base_url(&sandbox.url())?.connect()?;

    // Which numbers are needed hangs on the kind of member: what is missing does not compile.
    let company = MemberType::company(CompanyRequired {
        member_tax_office: "Beşiktaş".into(),
        member_tax_number: "1234567890".into(),
    });
    let member = CreateMember::new(Required {
        membership: Membership::sub_merchant(company),
        member_external_id: "shop-42".into(),
        member_name: "Örnek".into(),
        member_title: "Örnek Ticaret A.Ş.".into(),
        member_email: "info@example.com".into(),
        member_phone: "905321000001".into(),
        member_address: "Barbaros Bulvarı 1, İstanbul".into(),
        contact_name: "Ayşe".into(),
        contact_lastname: "Yılmaz".into(),
    })
    .value_date(ValueDate::new(CalculationType::plus_days(DaysAfter::new(10)?), "2.5".parse::<Decimal>()?));

    let reply = paywall.create_member(&member).await?;
    println!("member {} added", reply.id);
    Ok(())
}
