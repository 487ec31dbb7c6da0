//! Values that are neither text nor number.

use std::time::Duration;

use generated_client::{OffsetDateTime, YearMonth};
use test_vendor::wide::durations::Durations;
use test_vendor::wide::months::Months;
use test_vendor::wide::sums::Sums;
use test_vendor::wide::{Expiry, Grouped};

use crate::{at, body, config, decimal, decoded, sent, told};

fn month(year: i16, month: u8) -> YearMonth {
    YearMonth::new(year, month).expect("a month")
}

#[test]
fn months_and_names() {
    let mail = OffsetDateTime::new(at(10, 0, 0), 180).expect("an offset");
    assert_eq!(body(&Months::new().expiry(Expiry::new(month(2027, 5)))), r#"{"expiry":"0527"}"#);
    assert_eq!(body(&Months::new().slashed(month(2027, 12))), r#"{"slashed":"12/27"}"#);
    assert_eq!(body(&Months::new().period(month(2027, 12))), r#"{"period":"2027-12"}"#);
    assert_eq!(body(&Months::new().named(month(2027, 5))), r#"{"named":"May 2027"}"#);
    assert_eq!(body(&Months::new().mail(mail)), r#"{"mail":"Fri, 02 Jan 2026 10:00:00 +0300"}"#);
    assert_eq!(body(&Months::new().feed(crate::day())), r#"{"feed":"Friday, 2 January 2026"}"#);
    assert_eq!(body(&Months::new().late(at(0, 5, 0))), r#"{"late":"02-Jan-26 12:05 am"}"#);
    assert_eq!(body(&Months::new().late(at(21, 5, 0))), r#"{"late":"02-Jan-26 9:05 pm"}"#);
    // Two digits say 1969 to 2068.
    for year in [1968, 2069] {
        let Err(error) = config().prepare(&Months::new().slashed(month(year, 1))) else { panic!("{year}") };
        assert!(error.to_string().contains("slashed"), "{error}");
    }

    let reply = |text: &str| decoded(&Months::new(), 200, &format!(r#"{{"ok":1,{text}}}"#)).expect("a success");
    assert_eq!(reply(r#""expiry":"0268""#).expiry.map(|expiry| expiry.get()), Some(month(2068, 2)));
    assert_eq!(reply(r#""expiry":"0269""#).expiry.map(|expiry| expiry.get()), Some(month(1969, 2)));
    for period in ["2027-05", "05/2027", "May 27", "MAY 27"] {
        assert_eq!(reply(&format!(r#""period":"{period}""#)).period, Some(month(2027, 5)), "{period}");
    }
    for text in ["Fri, 02 Jan 2026 10:00:00 +0300", "fri, 02 jan 2026 10:00:00 +03:00", "02 Jan 2026 10:00:00 +0300"] {
        assert_eq!(reply(&format!(r#""mail":"{text}""#)).mail, Some(mail), "{text}");
    }
    assert_eq!(reply(r#""late":"02-Jan-26 9:05 PM""#).late, Some(at(21, 5, 0)));
    for bad in [
        r#""expiry":"1327""#,
        r#""expiry":"527""#,
        r#""period":"2027-05-01""#,
        r#""mail":"Xyz, 02 Jan 2026 10:00:00 +0300""#,
    ] {
        assert_eq!(told(&Months::new(), 200, &format!(r#"{{"ok":1,{bad}}}"#)), "accepted", "{bad}");
    }
}

#[test]
fn durations_in_every_form() {
    let lasting = Duration::from_secs;
    let ask = Durations::new;
    assert_eq!(sent(&ask().timeout(lasting(90))).0, "POST https://wide.example/base/api/durations/90");
    assert_eq!(body(&ask().minutes(lasting(300))), r#"{"minutes":"5"}"#);
    assert_eq!(body(&ask().valid_for(lasting(7200))), r#"{"valid_for":"2:00"}"#);
    assert_eq!(body(&ask().window(lasting(5400))), r#"{"window":"013000"}"#);
    assert_eq!(body(&ask().offset(lasting(356_521))), r#"{"offset":"4d3h2m1s"}"#);
    assert_eq!(body(&ask().lasts(lasting(900))), r#"{"lasts":"PT15M"}"#);
    let ankara = OffsetDateTime::new(at(6, 4, 5), 180).expect("an offset");
    assert_eq!(body(&ask().at(ankara)), r#"{"at":1767323045}"#);
    assert_eq!(body(&ask().exact(ankara)), r#"{"exact":"1767323045000"}"#);
    for (ask, field) in [
        (ask().timeout(Duration::from_millis(1)), "timeout"),
        (ask().minutes(lasting(61)), "minutes"),
        (ask().valid_for(lasting(1)), "valid_for"),
        (ask().window(lasting(360_000)), "window"),
    ] {
        let Err(error) = config().prepare(&ask) else { panic!("{field} is written") };
        assert!(error.to_string().contains(field), "{error}");
    }

    let reply = |text: &str| decoded(&Durations::new(), 200, &format!(r#"{{"ok":1,{text}}}"#)).expect("a success");
    for wait in ["1500", r#""1500""#, r#""1500.0""#] {
        assert_eq!(reply(&format!(r#""wait":{wait}"#)).wait, Some(Duration::from_millis(1500)), "{wait}");
    }
    let read = reply(r#""valid_for":"100:05","offset":"1D1S","lasts":"P1DT1H","at":"1767323045""#);
    assert_eq!((read.valid_for, read.offset), (Some(lasting(360_300)), Some(lasting(86_401))));
    assert_eq!((read.lasts, read.at), (Some(lasting(90_000)), Some(OffsetDateTime::utc(at(3, 4, 5)))));
    for bad in [r#""wait":-1"#, r#""wait":"PT1S""#, r#""valid_for":"1:60""#, r#""offset":"1w""#, r#""lasts":"P1M""#] {
        assert_eq!(told(&Durations::new(), 200, &format!(r#"{{"ok":1,{bad}}}"#)), "accepted", "{bad}");
    }
}

#[test]
fn sums_with_separators() {
    let sum = Sums::new;
    assert_eq!(body(&sum().plain(decimal("1234567.5"))), r#"{"plain":"1,234,567.5"}"#);
    assert_eq!(body(&sum().fixed(decimal("-1234.5"))), r#"{"fixed":"-1,234.50"}"#);
    assert_eq!(body(&sum().comma(decimal("123"))), r#"{"comma":"123,00"}"#);
    assert_eq!(body(&sum().total(Grouped::new(decimal("1000")).expect("in range"))), r#"{"total":"1'000.00"}"#);
    assert_eq!(body(&sum().zeros(decimal("12.5"))), r#"{"zeros":"000000001250"}"#);
    assert!(config().prepare(&sum().comma(decimal("0.001"))).is_err());
    for bad in ["0.001", "-1", "10000000000.00"] {
        let refused = config().prepare(&sum().zeros(decimal(bad))).expect_err("no twelve digits");
        assert!(refused.to_string().contains("zeros"), "{bad}: {refused}");
    }

    let reply = |text: &str| decoded(&Sums::new(), 200, &format!(r#"{{"ok":1,{text}}}"#)).expect("a success");
    for balance in [r#""1,234.50""#, r#""1234.5""#, "1234.50"] {
        assert_eq!(reply(&format!(r#""balance":{balance}"#)).balance, Some(decimal("1234.50")), "{balance}");
    }
    assert_eq!(reply(r#""comma":"1.234.567,50""#).comma, Some(decimal("1234567.5")));
    assert_eq!(reply(r#""comma":"1.234""#).comma, Some(decimal("1234")));
    assert_eq!(reply(r#""total":"-1'000""#).total.map(|total| total.get()), Some(decimal("-1000")));
    assert_eq!(reply(r#""zeros":"000000000007""#).zeros, Some(decimal("0.07")));
    for bad in [r#""balance":"1.234,50""#, r#""balance":"1,23""#, r#""comma":"1,234.50""#, r#""comma":1234.5"#] {
        assert_eq!(told(&Sums::new(), 200, &format!(r#"{{"ok":1,{bad}}}"#)), "accepted", "{bad}");
    }
}
