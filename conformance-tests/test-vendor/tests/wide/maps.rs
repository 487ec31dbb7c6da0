//! Objects whose names are values.

use generated_client::ItemError;
use test_vendor::wide::Code;
use test_vendor::wide::all_or_none::{self, AllOrNone};
use test_vendor::wide::by_number::{self, ByNumber};
use test_vendor::wide::parameters::Parameters;
use test_vendor::wide::rates::Rates;

use crate::{HTML, body, config, decimal, decoded, told};

fn words<F>(error: &ItemError<Code, F>) -> String {
    let code = error.code().map_or("-", generated_client::Code::as_str);
    format!("{:?} {code} {}", error.outcome(), error.message().unwrap_or("-"))
}

/// A reply that says OK is no plain success where one number failed.
#[test]
fn each_number_has_a_result_of_its_own() {
    let to = |number: &str| by_number::People::new(number);
    let call = ByNumber::new(vec![to("79282564287"), to("79000000000"), to("79111111111")]);
    let reply = r#"{"status":"OK","status_code":100,"sms":{
        "79282564287":{"status":"OK","status_code":100,"sms_id":"000-1"},
        "79000000000":{"status":"ERROR","status_code":12,"status_text":"no"}},"balance":10}"#;
    let read = decoded(&call, 200, reply).expect("a success");
    let taken: Vec<_> = read.sent.taken().map(|(at, item)| (at, item.to.as_str(), item.id.as_str())).collect();
    assert_eq!(taken, [(0, "79282564287", "000-1")]);
    let (at, error) = read.sent.failed().next().expect("a refusal");
    assert_eq!((at, words(error).as_str()), (1, "Rejected 12 no"));
    assert_eq!(error.item().map(|item| item.to.as_str()), Some("79000000000"));
    assert!(!format!("{error:?} {error}").contains("79000000000"));
    let left: Vec<_> = read.not_processed.iter().map(|person| person.to.as_str()).collect();
    assert_eq!(left, ["79111111111"], "what the answer does not mention is reported");
    assert!(read.sent.all().is_err());
    for (entry, due) in [
        (r#"{"status":"OK","status_code":100}"#, "Accepted - -"),
        (r#"{"status":"?","status_code":100,"sms_id":"1"}"#, "InDoubt - -"),
        (r#"{"status":"ERROR","status_code":91}"#, "InDoubt 91 -"),
        (r#""OK""#, "InDoubt - -"),
        ("null", "InDoubt - -"),
    ] {
        let reply = format!(r#"{{"status":"OK","status_code":100,"sms":{{"1":{entry}}}}}"#);
        let read = decoded(&call, 200, &reply).expect("a success");
        let each: Vec<_> =
            read.sent.iter().map(|item| item.as_ref().map_or_else(words, |item| item.id.clone())).collect();
        assert_eq!(each, [due], "{entry}");
    }
    let with = |sms: &str| told(&call, 200, &format!(r#"{{"status":"OK","status_code":100{sms}}}"#));
    assert_eq!(with(r#","sms":{}"#), "success");
    assert_eq!(with(r#","sms":[]"#), "success", "PHP writes an object without names so");
    assert_eq!(with(r#","sms":null"#), "accepted");
    assert_eq!(with(""), "accepted");
    assert_eq!(with(r#","sms":"1""#), "success");
    assert_eq!(with(r#","sms":{"1":{"status":"OK","status_code":1,"sms_id":"1"},"1":{}}"#), "in doubt -");
    assert_eq!(told(&call, 200, HTML), "in doubt -");
}

#[test]
fn a_condition_asks_for_every_entry() {
    let call = AllOrNone::new(vec![text(905, "a")]);
    for (reply, due) in [
        (r#"{"sent":{"905":{"state":"OK","id":7},"906":{"state":"OK"}}}"#, "success"),
        (r#"{"sent":{"905":{"state":"OK"},"906":{"state":"NO"}}}"#, "in doubt -"),
        (r#"{"sent":{"906":{"state":"NO"},"905":{"state":"OK"}}}"#, "in doubt -"),
        (r#"{"sent":{"905":{"state":"OK"},"906":{}}}"#, "in doubt -"),
        (r#"{"sent":{"905":{"state":"OK"},"906":null}}"#, "in doubt -"),
        (r#"{"sent":{"905":{"state":"OK"},"906":"OK"}}"#, "in doubt -"),
        (r#"{"sent":{}}"#, "in doubt -"),
        (r#"{"sent":[]}"#, "in doubt -"),
        (r#"{"sent":[{"state":"OK"}]}"#, "accepted"),
        (r#"{"sent":{"x":{"state":"OK"}}}"#, "accepted"),
        (r#"{"error":"05"}"#, "rejected 05 Balance -"),
    ] {
        assert_eq!(told(&call, 200, reply), due, "{reply}");
    }
    let reply = decoded(&call, 200, r#"{"sent":{"906":{"state":"OK"},"905":{"state":"OK","number":"905"}}}"#);
    let numbers: Vec<i64> = reply.expect("a success").sent.iter().map(|sent| sent.number).collect();
    assert_eq!(numbers, [906, 905], "in the order of the reply");
}

fn text(number: i64, text: &str) -> all_or_none::Text {
    all_or_none::Text::new(number, text)
}

#[test]
fn names_are_values_in_requests_too() {
    use all_or_none::{Currency, Limit};
    let call = AllOrNone::new(vec![text(905, "\"a\"").note("x").tags(vec!["y".into()]), text(906, "b")]);
    assert_eq!(body(&call), r#"{"texts":{"905":{"text":"\"a\"","note":"x","tags":["y"]},"906":{"text":"b"}}}"#);
    let call = AllOrNone::new(vec![text(905, "a")])
        .limits(vec![Limit::new(Currency::Euro, decimal("2.5")), Limit::new(Currency::Dollar, decimal("1"))]);
    assert_eq!(body(&call), r#"{"texts":{"905":{"text":"a"}},"limits":{"EUR":2.50,"USD":1.00}}"#);
    let twice = AllOrNone::new(vec![text(905, "a"), text(906, "b"), text(905, "c")]);
    let refused = config().prepare(&twice).expect_err("one name twice");
    assert!(refused.to_string().contains("texts[2]: must be another one"), "{refused}");
    let wrong = AllOrNone::new(vec![text(905, "a")]).limits(vec![Limit::new(Currency::Euro, decimal("0.001"))]);
    let refused = config().prepare(&wrong).expect_err("a third digit");
    assert!(refused.to_string().contains("limits[0].amount"), "{refused}");
}

#[test]
fn what_stands_under_a_name_is_one_value_or_a_list() {
    let reply = r#"{"data":{"today":{"EUR":1.10,"USD":"1"},"days":[
        {"day":"2026-01-02","rates":{"USD":[1,2],"TRY":[]}},{"day":"2026-01-03","rates":{}}]}}"#;
    let read = decoded(&Rates::new(), 200, reply).expect("a success");
    let today: Vec<_> = read.today.iter().map(|r| (r.currency.as_str(), r.rate)).collect();
    assert_eq!(today, [("EUR", decimal("1.10")), ("USD", decimal("1"))]);
    let days = read.days.expect("days");
    let rates: Vec<_> = days.iter().map(|d| d.rates.iter().map(|r| r.rates.len()).collect::<Vec<_>>()).collect();
    assert_eq!(rates, [vec![2, 0], vec![]]);
    for today in [r#"{"EUR":"x"}"#, r#"{"EUR":null}"#, "null", "[1]"] {
        assert_eq!(told(&Rates::new(), 200, &format!("{{\"data\":{{\"today\":{today}}}}}")), "accepted", "{today}");
    }
}

#[test]
fn a_list_of_names_and_values_is_a_record() {
    let reply = |pairs: &str| format!(r#"{{"Result":{{"id":"A","ResultParameters":{{"ResultParameter":{pairs}}}}}}}"#);
    let status = r#"{"Key":"TransactionStatus","Value":"Completed"}"#;
    let amount = r#"{"Value":"10.50","Key":"TransactionAmount"}"#;
    let call = Parameters::new();
    let read = decoded(&call, 200, &reply(&format!(r#"[{{"Key":"New","Value":[]}},{amount},{status}]"#)));
    let values = read.expect("a success").parameters.values;
    assert_eq!((values.amount, values.status.as_str(), values.funds), (decimal("10.50"), "Completed", None));
    assert_eq!(told(&call, 200, r#"{"Result":{"ResultCode":"12"}}"#), "rejected 12 InvalidField -");
    for (pairs, due) in [
        (format!("[{status}]"), "accepted"),
        (format!("[{status},{amount},{amount}]"), "accepted"),
        (format!(r#"[{status},{{"Key":"TransactionAmount"}}]"#), "accepted"),
        (format!("[{status},{status},{amount}]"), "in doubt -"),
        (r#"[{"Key":"TransactionStatus","Value":"Failed"}]"#.to_owned(), "in doubt -"),
        (format!("[{amount}]"), "in doubt -"),
        (r#"{"TransactionStatus":"Completed","TransactionAmount":1}"#.to_owned(), "success"),
        (format!("[{status},7]"), "in doubt -"),
        ("null".to_owned(), "in doubt -"),
    ] {
        assert_eq!(told(&call, 200, &reply(&pairs)), due, "{pairs}");
    }
}
