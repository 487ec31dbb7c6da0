//! Values that are neither text nor number.

use generated_client::{OffsetDateTime, YearMonth};
use test_vendor::wide::Expiry;
use test_vendor::wide::months::Months;

use crate::{at, body, config, decoded, told};

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
