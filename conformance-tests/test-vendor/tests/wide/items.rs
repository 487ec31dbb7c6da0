//! Items with shapes and outcomes of their own.

use test_vendor::wide::patterns::{Many, One, Patterns};

use crate::{HTML, body, config, day, decoded, told};

#[test]
fn records_are_texts_with_holes() {
    let call = |many| Patterns::new(One::new(day(), 3), many);
    let sent = call(vec![Many::new("905").note("x"), Many::new("906")]);
    assert_eq!(body(&sent), "{\"one\":\"2026:01:02/3\",\"many\":\"905 (x);906\"}");
    for (to, field) in [("9;05", "many[1]"), ("9 (05", "many[1].to"), (" ", "many[1].to"), ("9\n05", "many[1].to")] {
        let refused = config().prepare(&call(vec![Many::new("905"), Many::new(to)])).expect_err("can't be read back");
        assert!(refused.to_string().contains(field), "{to}: {refused}");
    }
    let reply = decoded(&sent, 200, r#"["+989100000:notsync","+9892100:Delivered","1:new"]"#).expect("a success");
    let read: Vec<_> = reply.deliveries.iter().map(|d| (d.number.as_str(), d.state.as_str())).collect();
    assert_eq!(read, [("+989100000", "notsync"), ("+9892100", "Delivered"), ("1", "new")]);
    for (body, expected) in [
        (r#"["+989100000"]"#, "accepted"),
        (r#"["+989100000:"]"#, "accepted"),
        (r#"["a:b",7]"#, "accepted"),
        (r#"[{"number":"1","state":"Delivered"}]"#, "accepted"),
        (r#"{"a":"b:c"}"#, "in doubt -"),
        (HTML, "in doubt -"),
        ("[]", "success"),
    ] {
        assert_eq!(told(&sent, 200, body), expected, "{body}");
    }
}
