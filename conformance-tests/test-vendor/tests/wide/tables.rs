//! Codes that mean one thing in one table and another in the next.

use generated_client::{Class, Code as _, Error};
use test_vendor::wide::Code;
use test_vendor::wide::pay::Pay;
use test_vendor::wide::two_tables::{TwoTables, TwoTablesReply};

use crate::{decimal, decoded, told};

#[test]
fn a_code_means_what_its_table_says() {
    let call = TwoTables::new("905");
    for (body, expected) in [
        // The gateway's table, and no other: 12 and 91 are none of its codes.
        (r#"{"gateway":"05","text":"wait"}"#, "rejected 05 Rate wait"),
        (r#"{"gateway":"12"}"#, "in doubt 12"),
        (r#"{"gateway":"91"}"#, "in doubt 91"),
        // Something may have been done.
        (r#"{"gateway":"70"}"#, "in doubt 70"),
        // The operation's own table, and then the vendor's.
        (r#"{"code":"12","text":"no"}"#, "rejected 12 NotFound no"),
        (r#"{"code":"05"}"#, "rejected 05 Balance -"),
        (r#"{"code":"44"}"#, "in doubt 44"),
        (r#"{"code":"91"}"#, "in doubt 91"),
        // Known to the gateway alone.
        (r#"{"code":"70"}"#, "in doubt -"),
        (r#"{"code":"00","ids":[1]}"#, "success"),
        (r#"{"gateway":"05","code":"00","ids":[1]}"#, "rejected 05 Rate -"),
        (r#"{"gateway":"x","code":"00","ids":[1]}"#, "in doubt x"),
    ] {
        assert_eq!(told(&call, 200, body), expected, "{body}");
    }
    let code = |body| match decoded(&call, 200, body) {
        Err(Error::Rejected(rejected)) => rejected.code().cloned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(r#"{"gateway":"05"}"#), Some(Code::GatewayFull));
    assert_eq!(code(r#"{"code":"05"}"#), Some(Code::Declined));
    assert_eq!(code(r#"{"code":"12"}"#), Some(Code::NobodyThere));
    assert_eq!((Code::GatewayFull.as_str(), Code::GatewayFull.class()), ("05", Class::Rate));
}

#[test]
fn elsewhere_the_vendors_table_counts() {
    let pay = Pay::new(decimal("1"));
    assert_eq!(told(&pay, 200, "ERR|12|x"), "rejected 12 InvalidField x");
    assert_eq!(told(&pay, 200, "ERR|44|x"), "in doubt 44");
    assert_eq!(Code::from_wire("12"), Code::BadRequest);
}

/// What is a code elsewhere is a success without items here.
#[test]
fn nothing_left_is_a_success() {
    let reply = decoded(&TwoTables::new("905"), 200, r#"{"code":"20","left":3}"#);
    assert!(matches!(reply, Ok(TwoTablesReply::NoneLeft(none)) if none.left == Some(3)));
}
