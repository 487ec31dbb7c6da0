use vendor_model::model::{Format, Moment, Value};

use super::*;
use crate::tiny::{bodies, operation, places, record};

fn json(body: &str) -> Request {
    Request::new("POST", "/v2/KEY123456/top_up/json/").header("Content-Type", "application/json").body(body)
}

fn xml(body: &str) -> Request {
    Request::new("POST", "/v2/KEY123456/top_up/xml/json/").header("content-type", "text/xml; charset=utf-8").body(body)
}

/// Reads, and gives the problems as `kind at: says`.
fn problems(request: &Request) -> Vec<String> {
    let vendors = [bodies(), places()];
    read_request(&vendors, request).problems.iter().map(|p| format!("{:?} {p}", p.kind)).collect()
}

const HEAD: &str = r#""hash":"H","version":2"#;

#[test]
fn reads_json() {
    let vendor = bodies();
    let request =
        json(r#"{"data":{"hash":"H","version":2,"kind":"cash","user":7,"amount":5.50,"note":"çok","urgent":true}}"#);
    let reading = read_request([&vendor], &request);
    let call = reading.exact().unwrap();
    assert_eq!((call.vendor.as_str(), call.operation.as_str()), ("bodies", "top_up"));
    assert_eq!((call.format, call.reply_format), (Format::Json, Format::Json));
    assert_eq!(
        call.request,
        record(
            &vendor,
            "top_up",
            &[("kind", "cash"), ("user", "7"), ("amount", "5.5"), ("note", "çok"), ("urgent", "1")]
        )
    );
    let found = |name: &str, text: &str, at: &str| Found { name: name.into(), text: text.into(), at: at.into() };
    assert_eq!(call.credentials, [found("api_key", "KEY123456", "path"), found("hash", "H", "body data.hash")]);
    assert_eq!(call.credential("hash"), Some("H"));
}

#[test]
fn reads_xml() {
    let vendor = bodies();
    let request = xml(
        "<?xml version=\"1.0\"?><document><data><hash>H</hash><version>2</version><kind>open</kind><limit>3</limit><user>0007</user>\
         <date>2024-02-29 10:00:00</date><persons><gsm>905321000001</gsm></persons><persons><gsm>2</gsm><name/></persons></data></document>",
    );
    let reading = read_request([&vendor], &request);
    assert!(reading.is_clear(), "{:?}", reading.problems);
    assert_eq!(problems(&request), ["Dress body document.data.user: the number has zeros or a sign that do not count"]);
    let call = reading.call.unwrap();
    assert_eq!((call.format, call.reply_format), (Format::Xml, Format::Json));
    let Value::Record(values) = call.request else { panic!("no record") };
    let moment = Moment { year: 2024, month: 2, day: 29, hour: 10, ..Moment::default() };
    assert!(values.contains(&(4 + 1, Value::Moment(moment))), "{values:?}");
    let person = |values: &[(usize, Value)]| Value::Record(values.to_vec());
    let persons = Value::List(vec![
        person(&[(0, Value::Integer(905_321_000_001))]),
        person(&[(0, Value::Integer(2)), (1, Value::Text(String::new()))]),
    ]);
    assert!(values.iter().any(|(_, value)| *value == persons), "{values:?}");
}

#[test]
fn a_shared_name_is_what_the_tag_says() {
    let vendor = bodies();
    let limit = |kind: &str, limit: &str| {
        // The tag may stand last.
        let request = json(&format!(r#"{{"data":{{{HEAD},"limit":{limit},"user":7,"kind":"{kind}"}}}}"#));
        (read_request([&vendor], &request).exact().map(|call| call.request.clone()), problems(&request))
    };
    let (open, gift) = (limit("open", "3").0.unwrap(), limit("gift", "\"x\"").0.unwrap());
    assert_eq!(open, Value::Record(vec![(0, Value::Enum(1)), (1, Value::Integer(3)), (3, Value::Integer(7))]));
    assert_eq!(gift, Value::Record(vec![(0, Value::Enum(2)), (2, Value::Text("x".into())), (3, Value::Integer(7))]));
    assert_eq!(limit("open", "8").1, ["Rule body data.limit: this breaks the rule `range 1..7`"]);
    assert_eq!(
        limit("cash", "3").1,
        [
            "Rule body data.limit: this is not allowed when `kind` is `cash`",
            "Missing body data.amount: this is required when `kind` is `cash`"
        ]
    );
}

#[test]
fn finds_everything_that_is_wrong() {
    let body = |fields: &str| json(&format!(r#"{{"data":{{{HEAD},"kind":"cash","amount":1,{fields}}}}}"#));
    assert_eq!(problems(&body(r#""user":7"#)), [""; 0]);
    for (fields, expected) in [
        (r#""user":"7""#, "Dress body data.user: a number belongs here, not a text"),
        (r#""user":7.5"#, "Value body data.user: this is no whole number of 64 bits"),
        (r#""user":99999999999999999999"#, "Value body data.user: this is no whole number of 64 bits"),
        (r#""user":null"#, "Value body data.user: one value belongs here, not null"),
        (r#""user":[7]"#, "Value body data.user: one value belongs here, not a list"),
        (r#""user":7,"user":7"#, "Malformed body data.user: this stands here 2 times"),
        (r#""user":7,"extra":1"#, "Unknown body data.extra: the model knows no such member"),
        (r#""user":7,"note":"123456""#, "Rule body data.note: this breaks the rule `length ..5`"),
        (r#""user":7,"urgent":1"#, "Dress body data.urgent: `true` or `false` belongs here, not a number"),
        (r#""user":7,"persons":[]"#, "Rule body data.persons: this breaks the rule `count 1..2`"),
        (r#""user":7,"persons":{"gsm":1}"#, "Dress body data.persons: a list belongs here, not a record"),
        (
            r#""user":7,"persons":[{"gsm":1},{"gsm":2,"x":1}]"#,
            "Unknown body data.persons[1].x: the model knows no such member",
        ),
        (r#""user":7,"persons":[{}]"#, "Missing body data.persons[0].gsm: this is required"),
        (r#""user":7,"date":"2024-01-01 00:00:00""#, "Rule body data.date: this is not allowed when `kind` is `cash`"),
    ] {
        let found = problems(&body(fields));
        assert!(found.contains(&expected.to_owned()), "{fields}: {found:?}");
    }
    let whole = |body: &str| problems(&json(body));
    assert_eq!(whole("{"), ["Malformed body: this is no JSON: a name belongs here at byte 1"]);
    assert_eq!(
        whole("[]"),
        [
            "Value body: a record belongs here, not a list",
            "Missing body.kind: this is required",
            "Missing body.user: this is required"
        ]
        .map(|s| s.replace("body.", "body "))
    );
    let frame = whole(r#"{"data":{"version":3,"kind":"cash","user":7,"amount":1},"more":1}"#);
    assert_eq!(
        frame,
        [
            "Credential body data.hash: the frame has this",
            "Constant body data.version: `2` belongs here",
            "Unknown body more: the model knows no such member"
        ]
    );
}

#[test]
fn dates_are_of_their_pattern_and_calendar() {
    let date = |date: &str| {
        problems(&json(&format!(r#"{{"data":{{{HEAD},"kind":"open","limit":1,"user":7,"date":"{date}"}}}}"#)))
    };
    assert_eq!(date("2024-02-29 23:59:59"), [""; 0]);
    assert_eq!(date("2023-02-29 23:59:59"), ["Value body data.date: there is no such day"]);
    assert_eq!(date("2024-02-29T23:59:59"), ["Dress body data.date: this is not the pattern in which it is written"]);
    assert_eq!(date("2024-2-29 23:59:59"), ["Value body data.date: this is no date and time in a known pattern"]);
}

#[test]
fn secrets_stand_in_their_places_only() {
    let body = format!(r#"{{"data":{{{HEAD},"kind":"cash","user":7,"amount":1}}}}"#);
    let wrong = |request: &Request| problems(request).into_iter().filter(|p| p.starts_with("Leak")).collect::<Vec<_>>();
    assert_eq!(wrong(&json(&body)), [""; 0]);
    let belongs = |at: &str| vec![format!("Leak {at}: `api_key` does not belong here")];
    assert_eq!(wrong(&json(&body).header("X-Debug", "key=KEY123456")), belongs("header x-debug"));
    assert_eq!(wrong(&json(&body.replace("\"H\"", "\"KEY123456\""))), [""; 0], "a hash may equal the key");
    let noted = body.replace("\"amount\"", "\"note\":\"KEY\\u003123456\",\"amount\"");
    assert_eq!(wrong(&json(&noted)), belongs("body data.note"));
    let queried = Request { target: "/v2/KEY123456/top_up/json/?k=K%45Y123456".into(), ..json(&body) };
    assert_eq!(wrong(&queried), belongs("query k"));
    assert_eq!(places_of("KEY123456", &queried), ["path", "query k"]);
    assert_eq!(places_of("KEY123456", &json("KEY123456 KEY123456")), ["path", "body", "body"]);
}

#[test]
fn reads_addresses_and_headers() {
    let vendor = places();
    let get = |target: &str| Request::new("GET", target).header("authorization", "Bearer T-1/x");
    let read = |request: &Request| read_request([&vendor], request);
    let rows = read(&get("/api/credit?mode=fixed&StartDate=1399%2F12%2F30&page=2"));
    let call = rows.exact().unwrap();
    assert_eq!(call.operation, "rows");
    assert_eq!(call.settings, [(0, 1)]);
    assert_eq!(call.token("session"), Some("T-1/x"));
    assert_eq!(call.request, record(&vendor, "rows", &[("StartDate", "1399/12/30"), ("page", "2")]));
    assert_eq!(read(&get("/api/credit")).exact().unwrap().operation, "balance");
    let last = read(&get("/api/credits/5"));
    assert_eq!(last.exact().unwrap().request, record(&vendor, "last", &[("count", "5")]));
    for (request, expected) in [
        (get("/api/credits/101"), "Rule path count: this breaks the rule `range 1..100`"),
        (get("/api/credits/5/"), "Dress path: the slash at the end differs from the page"),
        (get("/api/credits/5?x=1"), "Unknown query x: the model knows no such member"),
        (get("/api/credits/%ff"), "Malformed path: a part is not percent-encoded UTF-8"),
        (get("/api/credits?mode=other&StartDate=1399/01/01"), "Constant query mode: `fixed` belongs here"),
        (get("/api/credits?mode=fixed"), "Missing query StartDate: this is required"),
        (get("/api/credits?mode=fixed&StartDate=1400/12/30"), "Value query StartDate: there is no such day"),
        (
            get("/api/credits?mode=fixed&StartDate1399"),
            "Malformed query StartDate1399: a part is not `name=value`, percent-encoded",
        ),
        (get("/api/credits/5").header("X-More", "1"), "Unknown header x-more: the model knows no such header"),
        (get("/api/credits/5").body("x"), "Unknown body: this operation has no body"),
        (Request::new("GET", "/api/credits/5"), "Credential header authorization: this header is required"),
        (
            Request::new("GET", "/api/credits/5").header("Authorization", "T"),
            "Credential header authorization: this does not fit the pattern `Bearer {session}`",
        ),
        (
            Request::new("POST", "/api/credits/5"),
            "Method path: no operation has this path with the method POST; `last` of places is sent by GET",
        ),
        (Request::new("GET", "/other"), "Address path: no operation has the method GET and this path"),
    ] {
        let found = problems(&request);
        assert!(found.contains(&expected.to_owned()), "{}: {found:?}", request.target);
    }
}

#[test]
fn the_client_fills_fields() {
    let vendor = places();
    let login = |body: &str| Request::new("POST", "/login").header("content-type", "application/json").body(body);
    let reading = read_request([&vendor], &login(r#"{"User":"me","Password":"SECRET","days":1}"#));
    let call = reading.exact().unwrap();
    assert_eq!(call.request, record(&vendor, "login", &[("days", "1")]));
    assert_eq!((call.credential("user"), call.credential("password")), (Some("me"), Some("SECRET")));
    assert_eq!(problems(&login(r#"{"User":"me","days":1}"#)), ["Credential body Password: the client fills this in"]);
    assert_eq!(
        problems(&login(r#"{"User":"me","Password":"SECRET","days":1}"#).header("x", "SECRET"))[1..],
        ["Leak header x: `password` does not belong here"]
    );
}

#[test]
fn samples_are_read_as_they_were_meant() {
    let vendor = bodies();
    let top_up = operation(&vendor, "top_up");
    let body = format!(r#"{{"data":{{{HEAD},"kind":"cash","user":0007,"amount":5}}}}"#);
    assert!(!read_request([&vendor], &json(&body)).is_clear());
    let expected = record(&vendor, "top_up", &[("kind", "cash"), ("user", "7"), ("amount", "5")]);
    let read = |text: &str| {
        read_sample(&vendor, top_up, Format::Json, &Fixture::parse(text.as_bytes(), &Default::default()).unwrap())
    };
    for text in
        [format!("POST /v2/KEY/top_up/json/\n\n{body}"), format!("/v2/KEY/top_up/json/\n\n{body}"), body.clone()]
    {
        let reading = read(&text);
        assert!(reading.is_clear(), "{:?}", reading.problems);
        assert_eq!(reading.call.unwrap().request, expected);
    }
    assert_eq!(read("POST /v2/KEY/top_up/json/xml/").call.unwrap().reply_format, Format::Xml);
    assert_eq!(read("POST /v2/KEY/top_up/json/xml/").problems, []);
    assert_eq!(read("POST /v2/KEY/top_up/xml/").problems[0].kind, Kind::Address);
    assert_eq!(read("GET /v2/KEY/top_up/json/").problems[0].kind, Kind::Address);
    let vendor = places();
    let last = |text: &str| {
        read_sample(
            &vendor,
            operation(&vendor, "last"),
            Format::Json,
            &Fixture::parse(text.as_bytes(), &Default::default()).unwrap(),
        )
    };
    assert_eq!(last("/api/credits/5").problems, []);
    assert_eq!(last("/api/credits/5").call.unwrap().request, record(&vendor, "last", &[("count", "5")]));
    assert_eq!(last("").problems, []);
}

#[test]
fn the_reply_format_is_written_when_it_differs() {
    let vendor = bodies();
    let body = format!(r#"{{"data":{{{HEAD},"kind":"cash","user":7,"amount":5}}}}"#);
    let at = |target: &str| read_request([&vendor], &Request { target: target.into(), ..json(&body) });
    assert_eq!(at("/v2/KEY/top_up/json/xml/").exact().unwrap().reply_format, Format::Xml);
    let redundant = at("/v2/KEY/top_up/json/json/");
    assert!(redundant.is_clear() && redundant.problems.len() == 1);
}

#[test]
fn nothing_on_the_wire_panics() {
    let vendors = [bodies(), places()];
    let good = json(&format!(r#"{{"data":{{{HEAD},"kind":"open","limit":3,"user":7,"persons":[{{"gsm":1}}]}}}}"#));
    for length in 0..good.body.len() {
        let cut = Request { body: good.body[..length].to_vec(), ..good.clone() };
        assert!(!read_request(&vendors, &cut).is_clear(), "{length}");
    }
    for target in ["", "/", "?", "/?", "//", "/v2", "/%", "/v2/%/top_up/json/", "*", "/v2/é/top_up/json/"] {
        let _ = read_request(&vendors, &Request { target: target.into(), ..good.clone() });
    }
    for index in 0..good.body.len() {
        for byte in [0, b'"', b'{', b'[', 0xff] {
            let mut changed = good.clone();
            changed.body[index] = byte;
            let _ = read_request(&vendors, &changed);
        }
    }
}
