//! Replies that say again what was asked for.

use generated_client::InDoubtReason;
use test_vendor::wide::OrderNumber;
use test_vendor::wide::ask_order::{AskOrder, Currency};
use test_vendor::wide::take_on::TakeOn;

use crate::{decimal, decoded, told};

fn number(text: &str) -> OrderNumber {
    OrderNumber::new(text).expect("a short text")
}

#[test]
fn a_reply_to_another_question_is_in_doubt() {
    let call = AskOrder::new(number("A-1"), decimal("2.50"), Currency::Dollar);
    for (reply, due) in [
        (r#"{"orderId":"A-1","amount":2.5,"state":"paid"}"#, "success"),
        (r#"{"orderId":"A-1","amount":"2.500","cur":"USD","part":7,"state":"paid"}"#, "success"),
        (r#"{"orderId":"A-2","amount":2.5,"state":"paid"}"#, "in doubt -"),
        (r#"{"orderId":"a-1","amount":2.5,"state":"paid"}"#, "in doubt -"),
        (r#"{"orderId":"A-1","amount":2.51,"state":"paid"}"#, "in doubt -"),
        (r#"{"orderId":"A-1","amount":2.5,"cur":"EUR","state":"paid"}"#, "in doubt -"),
        (r#"{"amount":2.5,"state":"paid"}"#, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, reply), due, "{reply}");
    }
    let call = call.part(3);
    for (part, due) in [("3", "success"), ("\"3\"", "success"), ("null", "success"), ("4", "in doubt -")] {
        let reply = format!(r#"{{"orderId":"A-1","amount":2.5,"part":{part},"state":"paid"}}"#);
        assert_eq!(told(&call, 200, &reply), due, "{part}");
    }
    let other = r#"{"orderId":"A-2","amount":2.5,"state":"paid"}"#;
    let Err(generated_client::Error::InDoubt(error)) = decoded(&call, 200, other) else { panic!("it is no doubt") };
    assert_eq!(error.reason(), InDoubtReason::Unverified);
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("A-2") && shown.contains("order"), "{shown}");
}

#[test]
fn arms_with_fields_of_their_own_are_asked_too() {
    let call = TakeOn::new().order(number("A-1"));
    for (reply, due) in [
        (r#"{"state":"1","order":"A-1"}"#, "success"),
        (r#"{"state":"1","order":"A-2"}"#, "in doubt -"),
        (r#"{"state":"2","order":"A-1","ticket":"T"}"#, "success"),
        (r#"{"state":"2","order":"A-2","ticket":"T"}"#, "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, reply), due, "{reply}");
    }
    assert_eq!(told(&TakeOn::new(), 200, r#"{"state":"1","order":"A-2"}"#), "success", "nobody asked for one");
}
