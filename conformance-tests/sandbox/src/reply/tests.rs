use vendor_model::model::{Format, Moment, Outcome, Value, Verdict};

use super::*;
use crate::tiny::{bodies, operation, places};

fn text(answer: &crate::Answer) -> (u16, String) {
    (answer.status, answer.body_text())
}

#[test]
fn every_example_is_written_and_read_back() {
    for vendor in [bodies(), places()] {
        for operation in &vendor.operations {
            for form in operation.examples.iter().flat_map(|e| &e.forms) {
                let Outcome::Reply(value) = &form.outcome else { continue };
                let answer = ReplyWriter::new(&vendor, operation, form.format).unwrap().success(value).unwrap();
                let reading = read_reply(&vendor, operation, form.format, answer.status, &answer.body);
                assert!(reading.is_success(), "{}: {reading:?}", answer.body_text());
                assert_eq!(reading.value.as_ref(), Some(value));
                assert_eq!(reading.problems, [], "{}", answer.body_text());
            }
        }
    }
}

#[test]
fn every_code_is_written_and_read_back() {
    for vendor in [bodies(), places()] {
        for operation in &vendor.operations {
            for (format, _) in &operation.reply.forms {
                let writer = ReplyWriter::new(&vendor, operation, *format).unwrap();
                assert!(!writer.refusals().is_empty());
                for code in &vendor.codes {
                    let answer = writer.refusal(&code.wire, None).unwrap();
                    let reading = read_reply(&vendor, operation, *format, answer.status, &answer.body);
                    assert_eq!((reading.verdict, reading.code.as_ref()), (Some(Verdict::Rejected), Some(&code.wire)));
                    assert_eq!(reading.wrong().next(), None, "{}", answer.body_text());
                    assert_eq!(reading.value, None);
                    if code.message.is_some() {
                        assert_eq!(reading.message, code.message);
                    }
                }
            }
        }
    }
}

#[test]
fn writes_what_the_vendor_would() {
    let vendor = bodies();
    let top_up = operation(&vendor, "top_up");
    let writer = |format| ReplyWriter::new(&vendor, top_up, format).unwrap();
    let moment = Moment { year: 1399, month: 12, day: 30, ..Moment::default() };
    let value =
        Value::Record(vec![(0, Value::Integer(1000)), (1, Value::Decimal("12.5".into())), (2, Value::Moment(moment))]);
    assert_eq!(
        text(&writer(Format::Json).success(&value).unwrap()),
        (200, r#"{"response":{"result":true,"data":{"id":1000,"left":12.5,"when":"1399/12/30"}}}"#.into())
    );
    assert_eq!(
        text(&writer(Format::Xml).refusal("96", None).unwrap()).1,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><result>0</result><error><code>96</code><number>96</number>\
         <message>Invalid &lt;request&gt;.</message></error></response>"
    );
    let people = ReplyWriter::new(&vendor, operation(&vendor, "people"), Format::Xml).unwrap();
    let list = Value::Record(vec![(0, Value::List(vec![Value::Record(vec![(0, Value::Integer(1))])]))]);
    let xml = text(&people.success(&list).unwrap()).1;
    assert!(xml.ends_with("<response><result>1</result><data><item><id>1</id></item></data></response>"), "{xml}");
    assert_eq!(writer(Format::Json).refusals().len(), 1, "the page lists one code");
    assert!(writer(Format::Json).arm("nobody", Content::default()).unwrap_err().contains("no arm"));
    assert!(writer(Format::Json).success(&Value::Integer(1)).is_err());
}

#[test]
fn http_decides_where_the_arm_says_so() {
    let vendor = places();
    let last = operation(&vendor, "last");
    let writer = ReplyWriter::new(&vendor, last, Format::Json).unwrap();
    assert_eq!(
        text(&writer.refusal("401", None).unwrap()),
        (401, r#"{"status":0,"message":"","errors":[{"code":401,"message":"Token expired"}]}"#.into())
    );
    let refused =
        writer.arm("refused", Content { code: Some("14"), message: Some("no"), ..Content::default() }).unwrap();
    assert_eq!(text(&refused), (200, r#"{"status":14,"message":"no","errors":[{"code":14,"message":"no"}]}"#.into()));
    assert!(writer.refusal("words", None).unwrap_err().contains("no place for the code"));
}

#[test]
fn judges_replies() {
    let vendor = bodies();
    let top_up = operation(&vendor, "top_up");
    let read = |status, body: &str| {
        let reading = read_reply(&vendor, top_up, Format::Json, status, body.as_bytes());
        (reading.is_success(), reading)
    };
    let (success, reading) = read(
        200,
        r#"{"response":{"result":"1","data":{"id":"0000","left":null,"when":"۱۳۹۹/۰۱/۰۱"},"error":{},"new":1}}"#,
    );
    assert!(success, "{:?}", reading.problems);
    let moment = Moment { year: 1399, month: 1, day: 1, ..Moment::default() };
    assert_eq!(reading.value, Some(Value::Record(vec![(0, Value::Integer(0)), (2, Value::Moment(moment))])));
    for (status, body) in [
        (200, r#"{"response":{"data":{"id":1}}}"#),
        (200, r#"{"response":{"result":null,"data":{"id":1}}}"#),
        (200, r#"{"response":{"result":"yes","data":{"id":1}}}"#),
        (200, r#"{"response":{"result":true,"data":{"id":1},"error":{"code":"96"}}}"#),
        (500, r#"{"response":{"result":true,"data":{"id":1}}}"#),
        (200, r#"{"response":{"result":true,"data":{}}}"#),
        (200, r#"{"response":{"result":true}}"#),
        (200, r#"{"response":{"result":true,"data":{"id":"x"}}}"#),
        (200, r#"{"response":{"result":true,"data":{"id":1,"id":2}}}"#),
        (200, r#"{"response":{"result":false,"data":{"id":1}}}"#),
        (200, "{}"),
        (200, "<html>"),
    ] {
        let (success, reading) = read(status, body);
        assert!(!success, "{body}: {reading:?}");
    }
    let (_, refused) = read(200, r#"{"response":{"result":0,"error":{"code":"","number":"0096","message":"no"}}}"#);
    assert_eq!(
        (refused.arm.as_deref(), refused.code.as_deref(), refused.message.as_deref()),
        (Some("refused"), Some("96"), Some("no"))
    );
}

#[test]
fn names_may_differ_in_case() {
    let vendor = places();
    let last = operation(&vendor, "last");
    let reading = read_reply(
        &vendor,
        last,
        Format::Json,
        200,
        br#"{"Status":"200","MESSAGE":"ok","data":{"Total":5},"errors":[]}"#,
    );
    assert!(reading.is_success(), "{reading:?}");
    assert_eq!(reading.value, Some(Value::Record(vec![(0, Value::Integer(5))])));
}

#[test]
fn an_item_alone_is_a_list_in_xml() {
    let vendor = bodies();
    let people = operation(&vendor, "people");
    let read = |body: &str| read_reply(&vendor, people, Format::Xml, 200, body.as_bytes());
    let one = read("<response>\n <result>1</result>\n <data>\n  <item><id> 1 </id></item>\n </data></response>");
    assert!(one.is_success(), "{one:?}");
    assert_eq!(
        one.value,
        Some(Value::Record(vec![(0, Value::List(vec![Value::Record(vec![(0, Value::Integer(1))])]))]))
    );
    assert_eq!(
        read("<response><result>1</result><data/></response>").value,
        Some(Value::Record(vec![(0, Value::List(vec![]))]))
    );
    assert!(
        !read("<response><result>1</result></response>").is_success()
            || read("<response><result>1</result></response>").value.is_some()
    );
    assert!(!read("<other><result>1</result><data/></other>").is_success());
}
