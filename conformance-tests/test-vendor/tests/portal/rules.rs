//! Rules over several fields: what breaks one is refused here, and told by names and never by values.

use generated_client::testing::Script;
use generated_client::{Date, Decimal, Error};
use test_vendor::portal::{Iban, Parcel, PlanTour, plan_tour};

use super::client;

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn day(day: u8) -> Date {
    Date::new(2026, 1, day).expect("a day")
}

/// A tour that keeps every rule.
fn tour() -> PlanTour {
    let parcels = vec![
        Parcel::new(decimal("0.15")).phone("905321000001").weight(2),
        Parcel::new(decimal("1.00")).mail("marker@b.example"),
    ];
    let required = plan_tour::Required { from: day(2), parcels, total: decimal("1.150"), code: "AB-123".to_owned() };
    PlanTour::new(required).to(day(2)).weight(2).stops(vec!["a".to_owned()]).times(vec!["1".to_owned()])
}

async fn refused(tour: PlanTour) -> String {
    let script = Script::new();
    script.reply(200, r#"{"ok":true,"id":7}"#);
    let client = client(&script);
    let told = match client.plan_tour(&tour).await {
        Ok(_) => "sent".to_owned(),
        Err(Error::Invalid(error)) => error.to_string(),
        Err(error) => panic!("{error:?}"),
    };
    assert_eq!(script.sent().len(), usize::from(told == "sent"), "{told}");
    assert!(!told.contains("marker") && !told.contains("9053"), "{told}");
    told
}

#[tokio::test]
async fn what_keeps_every_rule_is_sent() {
    assert_eq!(refused(tour()).await, "sent");
    // What is not there breaks no rule.
    let parcels = vec![Parcel::new(decimal("5")).mail("marker@b.example")];
    let least = plan_tour::Required { from: day(2), parcels, total: decimal("5"), code: "x".to_owned() };
    assert_eq!(refused(PlanTour::new(least)).await, "sent");
}

#[tokio::test]
async fn each_rule_refuses_and_says_what_it_is_about() {
    let mut price = tour();
    price.total = decimal("1.16");
    let mut steps = tour();
    steps.parcels[1].price = decimal("1.01");
    let mut both = tour();
    both.parcels[0].mail = Some("marker@c.example".to_owned());
    let mut none = tour();
    none.parcels[1].mail = None;
    let mut small = tour();
    small.parcels.truncate(1);
    small.parcels[0].price = decimal("0.10");
    small.total = decimal("0.1");
    let mut large = tour();
    large.parcels[1].price = decimal("100000");
    large.total = decimal("100000.15");
    let code = |code: &str| {
        let mut tour = tour();
        tour.code = code.to_owned();
        tour
    };
    let account = || Iban::new("marker");
    for (tour, due) in [
        (tour().to(day(1)), "must be so that from <= to"),
        (price, "must be so that sum(parcels.price) == total"),
        (tour().weight(1), "must be so that weight >= sum(parcels.weight)"),
        (tour().stops(vec!["a".to_owned(), "b".to_owned()]), "must be so that count(stops) == count(times)"),
        (small, "must be so that total > 0.10"),
        (large, "must be so that total <= 99999.99"),
        (tour().account(account()).backup(account()), "must be so that account != backup"),
        (steps, "parcels[1].price: must be so that multiple_of(price, 0.05)"),
        (both, "parcels[0]: exactly one must be given of phone, mail"),
        (none, "parcels[1]: exactly one must be given of phone, mail"),
        (code("AB-12"), "code: must be so that matches"),
        (code("marker"), "code: must be so that matches"),
        (code("-"), "code: must be so that matches"),
    ] {
        let told = refused(tour).await;
        assert!(told.contains(due), "{due}\n{told}");
    }
    assert_eq!(refused(code("ş")).await, "sent");
}

#[tokio::test]
async fn a_page_that_is_wrong_can_be_overruled() {
    assert_eq!(refused(tour().to(day(1)).unchecked()).await, "sent");
}
