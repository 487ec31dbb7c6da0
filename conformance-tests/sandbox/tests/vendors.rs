//! The vendors that the crate carries, as their `sandbox.yaml` plays them.

use std::time::Duration;

use vendor_model::Vendor;
use vendor_model::model::{Format, Verdict};
use vendor_sandbox::{Ask, Plain, ReplyReading, Request, World, read_reply};

fn world() -> World {
    let world = World::carried().expect("the specs that are built in have no mistakes");
    // 2026-03-21, 10:00 in Tehran: the first day of 1405.
    world.clock().set(1_774_074_600_000);
    world.reset();
    world
}

fn key(world: &World, vendor: &str, name: &str) -> String {
    world.keys(vendor).and_then(|keys| keys.get(name)).expect("the spec has it").to_owned()
}

/// What a vendor answers, as the model reads it.
fn call(world: &World, vendor: &str, operation: &str, request: &Request) -> ReplyReading {
    let served = world.serve(Some(vendor), request);
    let known = world.vendors().iter().find(|known| known.name == vendor).expect("the vendor is carried");
    let operation = known.operation(operation).expect("the spec has it");
    let text = served.answer.body_text();
    let format = if text.starts_with('<') { Format::Xml } else { Format::Json };
    let reading = read_reply(known, operation, format, served.answer.status, &served.answer.body);
    assert!(reading.verdict.is_some(), "{} {text}", served.answer.status);
    assert_eq!(served.done, reading.verdict == Some(Verdict::Success), "{text}");
    reading
}

fn organik(world: &World, operation: &str, body: &str) -> ReplyReading {
    let key = key(world, "organik", "api_key");
    call(world, "organik", operation, &Request::new("POST", format!("/v2/{key}/{operation}/json/")).body(body))
}

fn user_credit(world: &World, kind: &str, balance: i64) -> Option<String> {
    let amount = if ["havale", "nakit_odeme", "acik_hesap"].contains(&kind) { r#", "amount": 5"# } else { "" };
    let body = format!(r#"{{"data": {{"type": "{kind}", "user_id": 7, "balance": {balance}{amount}}}}}"#);
    organik(world, "user_credit", &body).code
}

#[test]
fn credit_goes_up_and_down() {
    let world = world();
    let balances = || {
        let balance = |account, of| world.balance("organik", account, of).expect("there is such an account");
        (balance("own", ""), balance("customers", "7"))
    };
    let is = |own: &str, customer: &str| assert_eq!(balances(), (own.to_owned(), customer.to_owned()));
    is("100000", "1000");
    assert_eq!(user_credit(&world, "havale", 100), None);
    is("99900", "1100");
    assert_eq!(user_credit(&world, "kredi_iade", 300), None);
    is("100200", "800");
    assert_eq!(user_credit(&world, "sure_uzatma", 300), None);
    is("100200", "800");
    // Refused, and nothing was done.
    assert_eq!(user_credit(&world, "kredi_iade", 801).as_deref(), Some("103"));
    assert_eq!(user_credit(&world, "hediye_yukleme", 200_000).as_deref(), Some("103"));
    is("100200", "800");
    let memory = world.memory("organik").expect("the vendor is carried");
    let (_, movements) = memory.tables.iter().find(|(name, _)| name == "movements").expect("a table");
    let ids: Vec<String> = movements.iter().filter_map(|row| row.member("id")).map(Plain::text).collect();
    assert_eq!(ids, ["1000", "1001", "1002"]);
    world.reset();
    is("100000", "1000");
}

#[test]
fn a_malformed_date_is_taken_for_now() {
    let world = world();
    let body = r#"{"data": {"type": "acik_hesap", "user_id": 7, "balance": 1, "amount": 5, "date": "yesterday"}}"#;
    assert_eq!(organik(&world, "user_credit", body).code, None);
    let wrong = body.replace("acik_hesap", "havale");
    assert_eq!(organik(&world, "user_credit", &wrong).code.as_deref(), Some("96"), "no date goes with a transfer");
}

#[test]
fn persons_get_numbers_and_are_kept() {
    let world = world();
    let persons =
        |persons: &str| organik(&world, "groupcontentadd", &format!(r#"{{"data": {{"persons": [{persons}]}}}}"#));
    let two = persons(r#"{"group_id": 1, "gsm": 5321000001, "name": "Ş"}, {"group_id": 1, "gsm": 12}"#);
    assert!(two.is_success(), "{two:?}");
    let value = format!("{:?}", two.value);
    assert!(value.contains("Integer(905321000001)") && value.contains("Text(\"Ş\")"), "{value}");
    assert_eq!(persons(r#"{"group_id": 1, "gsm": 12}"#).code.as_deref(), Some("102"));
    assert!(persons(r#"{"group_id": 1, "gsm": "905321000002"}"#).is_success());
    let memory = world.memory("organik").expect("the vendor is carried");
    let (_, kept) = memory.tables.iter().find(|(name, _)| name == "persons").expect("a table");
    let ids: Vec<String> = kept.iter().filter_map(|row| row.member("id")).map(Plain::text).collect();
    assert_eq!(ids, ["1", "2"]);
}

/// Everything that the vendor's own samples do differently from its page.
#[test]
fn takes_a_body_as_the_vendors_samples_send_it() {
    let world = world();
    let key = key(&world, "organik", "api_key");
    let json = r#"{"data": {"type": "hediye_yukleme", "user_id": 7, "balance": 1}}"#;
    let xml = "<document><data><type>hediye_yukleme</type><user_id>7</user_id><balance>1</balance></data></document>";
    let form = "application/x-www-form-urlencoded";
    for (path, content_type, body) in [
        ("user_credit/", form, json),
        ("user_credit/", "application/json; charset=utf-8", json),
        ("user_credit/", "text/plain;charset=UTF-8", json),
        ("user_credit/json/", "text/xml", json),
        ("user_credit/json/", "application/json", json),
        ("user_credit/xml", form, xml),
        ("user_credit/xml/", "text/xml", xml),
        ("user_credit", "", json),
    ] {
        let mut request = Request::new("POST", format!("/v2/{key}/{path}")).body(body);
        if !content_type.is_empty() {
            request = request.header("content-type", content_type);
        }
        assert!(call(&world, "organik", "user_credit", &request).is_success(), "{path} {content_type}");
        // By the address that all share, too.
        request.target = format!("/organik{}", request.target);
        assert!(world.serve(None, &request).done, "{path} {content_type}");
    }
    // A JSON body to an address in XML is a client's mistake.
    let mixed = Request::new("POST", format!("/v2/{key}/user_credit/xml/")).body(json);
    assert_eq!(call(&world, "organik", "user_credit", &mixed).code.as_deref(), Some("97"));
}

#[test]
fn addresses_that_nobody_has_get_the_vendors_codes() {
    let world = world();
    let key = key(&world, "organik", "api_key");
    let code = |target: &str| {
        call(&world, "organik", "user_credit", &Request::new("POST", target).body("{}")).code.unwrap_or_default()
    };
    assert_eq!(code(&format!("/v2/{key}/user_debit/json/")), "88");
    assert_eq!(code(&format!("/v2/{key}/user_credit/csv/")), "92");
    assert_eq!(code(&format!("/v2/{key}/user_credit/json/csv/")), "91");
    assert_eq!(code("/v2/short/user_credit/json/"), "90");
    assert_eq!(code(&format!("/v2/{}/user_credit/json/", key.replace('0', "1"))), "99");
    let wrong_method = Request::new("DELETE", format!("/v2/{key}/user_credit/json/"));
    assert_eq!(call(&world, "organik", "user_credit", &wrong_method).code.as_deref(), Some("88"));
}

#[test]
fn reads_a_balance_and_lets_things_happen() {
    let world = world();
    let (key, hash) = (key(&world, "iletimerkezi", "api_key"), key(&world, "iletimerkezi", "api_hash"));
    let json = format!(r#"{{"request": {{"authentication": {{"key": "{key}", "hash": "{hash}"}}}}}}"#);
    let balance = |target: &str, body: &str| {
        let reading = call(&world, "iletimerkezi", "get_balance", &Request::new("POST", target).body(body));
        (reading.code.clone(), format!("{:?}", reading.value))
    };
    assert!(balance("/v1/get-balance/json", &json).1.contains("Decimal(\"134.25\")"));
    world.happen("iletimerkezi", "spend", "34.2").expect("there is enough");
    assert!(balance("/v1/get-balance/json", &json).1.contains("Decimal(\"100.05\")"));
    assert_eq!(world.happen("iletimerkezi", "spend", "1000"), Err("refused with code 402".into()));
    assert!(world.happen("iletimerkezi", "spent", "1").is_err());
    let xml =
        format!("<request><authentication><key>{key}</key><hash>{hash}</hash></authentication><order/></request>");
    assert!(balance("/v1/get-balance", &xml).1.contains("Decimal(\"100.05\")"));
    let in_a_form = format!("data={}", xml.replace('<', "%3C").replace('>', "%3E"));
    assert!(balance("/v1/get-balance", &in_a_form).1.contains("Decimal(\"100.05\")"));
    assert_eq!(balance("/v1/get-balance/json", &json.replace(&hash, "x")).0.as_deref(), Some("401"));
    assert_eq!(balance("/v1/get-balance/json", "{}").0.as_deref(), Some("401"));
    assert_eq!(balance("/v1/get-balance/json", "{").0.as_deref(), Some("400"));
    assert_eq!(balance("/v1/get-blance/json", &json).0.as_deref(), Some("404"));
    let wrong = world.serve(Some("iletimerkezi"), &Request::new("POST", "/v1/get-balance/json").body("{}"));
    assert_eq!(wrong.answer.status, 401, "HTTP says what the body says");
}

fn saba(world: &World, operation: &str, target: &str, token: &str) -> ReplyReading {
    let request = Request::new("GET", target).header("Authorization", format!("Bearer {token}"));
    call(world, "sabapayamak", operation, &request)
}

#[test]
fn rows_stand_in_the_right_calendar() {
    let world = world();
    let rows = |operation: &str, target: &str| {
        let token = world.token("sabapayamak").expect("it has tokens");
        let reading = saba(&world, operation, target, &token);
        assert!(reading.is_success(), "{reading:?}");
        format!("{:?}", reading.value).matches("Record([(0, Enum").count()
    };
    assert_eq!(rows("last_credits", "/api/v1/credits/100"), 3);
    world.happen("sabapayamak", "charge", "1000").expect("it can be charged");
    world.clock().advance(Duration::from_secs(24 * 3600));
    world.happen("sabapayamak", "send", "345").expect("there is enough");
    assert_eq!(rows("last_credits", "/api/v1/credit/100"), 5);
    assert_eq!(rows("last_credits", "/api/v1/credits/2"), 2);
    assert_eq!(rows("charge_credits", "/api/v1/credits/charge/10"), 2);
    assert_eq!(rows("received_credits", "/api/v1/credits/recived/10"), 0);
    // The new year began on the day of the charge.
    let between =
        |from: &str, to: &str| rows("credits_between", &format!("/api/v1/credits?StartDate={from}&EndDate={to}"));
    assert_eq!(between("1405/01/01", "1405/01/01"), 1);
    assert_eq!(between("1405/01/02", "1405/01/30"), 1);
    assert_eq!(between("1404/01/01", "1404/12/29"), 3);
    let token = world.token("sabapayamak").expect("it has tokens");
    let balance = saba(&world, "balance", "/api/v1/credit", &token);
    assert!(format!("{:?}", balance.value).contains("Decimal(\"13000\")"), "{balance:?}");
}

#[test]
fn tokens_expire_after_as_many_days_as_were_asked_for() {
    let world = world();
    let login = |more: &str| {
        let (user, password, line) = (
            key(&world, "sabapayamak", "username"),
            key(&world, "sabapayamak", "password"),
            key(&world, "sabapayamak", "virtual_number"),
        );
        // In another case, as some of the vendor's clients have it.
        let body = format!(r#"{{"username": "{user}", "password": "{password}", "virtualnumber": "{line}"{more}}}"#);
        Request::new("POST", "/api/v1/user/authenticate").body(body)
    };
    let token = |more: &str| {
        let served = world.serve(Some("sabapayamak"), &login(more));
        let text = served.answer.body_text();
        let at = text.find("sandbox-token-").unwrap_or_else(|| panic!("{text}"));
        text[at..].split('"').next().unwrap_or_default().to_owned()
    };
    let (day, week) = (token(""), token(r#", "tokenvalidday": 7"#));
    let good = |token: &str| saba(&world, "balance", "/api/v1/credit", token).is_success();
    assert!(good(&day) && good(&week));
    world.clock().advance(Duration::from_secs(24 * 3600));
    assert!(!good(&day) && good(&week));
    world.clock().advance(Duration::from_secs(6 * 24 * 3600));
    assert!(!good(&week));
    let stale = saba(&world, "balance", "/api/v1/credit", &week);
    assert_eq!(stale.code.as_deref(), Some("401"));
    let mut wrong = login("");
    wrong.body =
        String::from_utf8_lossy(&wrong.body).replace(&key(&world, "sabapayamak", "password"), "x").into_bytes();
    let served = world.serve(Some("sabapayamak"), &wrong);
    assert_eq!(served.answer.status, 401);
    assert!(served.answer.body_text().contains("\"status\":401"), "{}", served.answer.body_text());
    assert_eq!(call(&world, "sabapayamak", "authenticate", &wrong).code.as_deref(), Some("4001"));
}

const MEMBER: &str = r#"{"IsSubMerchant": true, "MemberType": 1, "MemberExternalId": "m-1", "MemberName": "Ö",
    "MemberTitle": "Ö T", "MemberTaxNumber": "4651176935", "MemberIdentityNumber": "11111111110", "MemberEmail": "a@b.example",
    "MemberPhone": "5550000000", "MemberAddress": "x", "ContactName": "y", "ContactLastname": "z"}"#;

fn create_member(world: &World, body: &str) -> ReplyReading {
    let request = Request::new("POST", "/api/paywall/member")
        .header("apikeypublic", key(world, "paywall", "public_key"))
        .header("apiclientpublic", key(world, "paywall", "public_client"))
        .body(body);
    call(world, "paywall", "create_member", &request)
}

#[test]
fn members_are_unique_by_their_identifier() {
    let world = world();
    let first = create_member(&world, MEMBER);
    let value = format!("{:?}", first.value);
    assert!(first.is_success() && value.contains("(0, Integer(1))"), "{first:?}");
    assert!(value.contains("*6*1*7*9*5") && value.contains("*1*1*1*1*1*"), "{value}");
    assert!(value.contains("2026-03-21T09:30:00+03:00"), "{value}");
    assert_eq!(create_member(&world, MEMBER).code.as_deref(), Some("227"));
    assert!(create_member(&world, &MEMBER.replace("m-1", "m-2")).is_success());
    // Names in another case, and null for what is not there.
    let other =
        MEMBER.replace("\"MemberExternalId\": \"m-1\"", "\"memberExternalId\": \"m-3\", \"BankAccounts\": null");
    assert!(create_member(&world, &other).is_success());
}

#[test]
fn every_mistake_has_its_code() {
    let world = world();
    let code = |from: &str, to: &str| {
        assert!(MEMBER.contains(from), "{from}");
        create_member(&world, &MEMBER.replace(from, to)).code.unwrap_or_default()
    };
    assert_eq!(code("\"MemberType\": 1", "\"MemberType\": 9"), "200");
    assert_eq!(code("\"MemberType\": 1, ", ""), "200");
    assert_eq!(code("\"MemberType\": 1", "\"MemberType\": 3"), "204");
    assert_eq!(code("\"MemberExternalId\": \"m-1\", ", ""), "201");
    assert_eq!(code("\"MemberName\": \"Ö\",", ""), "202");
    assert_eq!(code("\"MemberIdentityNumber\": \"11111111110\", ", ""), "206");
    assert_eq!(code("\"MemberEmail\": \"a@b.example\",", ""), "207");
    assert_eq!(code(", \"ContactLastname\": \"z\"", ""), "211");
    let with = |more: &str| code("\"ContactName\"", &format!("{more}, \"ContactName\""));
    let account = r#"{"CurrencyId": 1, "Title": "T", "Iban": "I"}"#;
    assert_eq!(with(&format!("\"BankAccounts\": [{account}, {account}]")), "226");
    assert_eq!(with(&format!("\"BankAccounts\": [{}]", account.replace("1", "99"))), "217");
    assert_eq!(with(&format!("\"BankAccounts\": [{}]", account.replace(", \"Iban\": \"I\"", ""))), "219");
    assert_eq!(with("\"ValueDate\": {\"CalculationType\": 9, \"CalculationValue\": 1, \"Commission\": 1}"), "233");
    assert_eq!(with("\"ValueDate\": {\"CalculationType\": 1, \"CalculationValue\": 101, \"Commission\": 1}"), "234");
    assert_eq!(code("{\"IsSubMerchant\"", "{{"), "2", "nothing is said of documents that are none");
    let keyless = call(&world, "paywall", "create_member", &Request::new("POST", "/api/paywall/member").body(MEMBER));
    assert_eq!(keyless.code.as_deref(), Some("4"));
    let wrong = Request::new("POST", "/api/paywall/member").header("apikeypublic", "x").header("apiclientpublic", "y");
    assert_eq!(call(&world, "paywall", "create_member", &wrong.body(MEMBER)).code.as_deref(), Some("64"));
}

/// A request to each operation that its vendor takes.
fn good_requests(world: &World, vendor: &Vendor) -> Vec<(String, Format, Request)> {
    let key = |name: &str| key(world, &vendor.name, name);
    let token = world.token(&vendor.name).unwrap_or_default();
    let authorized = |target: &str| Request::new("GET", target).header("authorization", format!("Bearer {token}"));
    match vendor.name.as_str() {
        "organik" => {
            let (k, gift) = (key("api_key"), "<type>hediye_yukleme</type><user_id>7</user_id><balance>1</balance>");
            let person = "<persons><group_id>1</group_id><gsm>5321000001</gsm></persons>";
            let post = |name: &str, format: Format, body: &str| {
                (name.to_owned(), format, Request::new("POST", format!("/v2/{k}/{name}/{}/", format.name())).body(body))
            };
            vec![
                post(
                    "user_credit",
                    Format::Json,
                    r#"{"data": {"type": "hediye_yukleme", "user_id": 7, "balance": 1}}"#,
                ),
                post("user_credit", Format::Xml, &format!("<document><data>{gift}</data></document>")),
                post("groupcontentadd", Format::Json, r#"{"data": {"persons": [{"group_id": 1, "gsm": 5321000001}]}}"#),
                post("groupcontentadd", Format::Xml, &format!("<document><data>{person}</data></document>")),
            ]
        }
        "iletimerkezi" => {
            let (k, h) = (key("api_key"), key("api_hash"));
            let json = format!(r#"{{"request": {{"authentication": {{"key": "{k}", "hash": "{h}"}}}}}}"#);
            let xml = format!("<request><authentication><key>{k}</key><hash>{h}</hash></authentication></request>");
            vec![
                ("get_balance".to_owned(), Format::Json, Request::new("POST", "/v1/get-balance/json").body(json)),
                ("get_balance".to_owned(), Format::Xml, Request::new("POST", "/v1/get-balance").body(xml)),
            ]
        }
        "sabapayamak" => {
            let body = format!(
                r#"{{"Username": "{}", "Password": "{}", "VirtualNumber": "{}"}}"#,
                key("username"),
                key("password"),
                key("virtual_number")
            );
            let login = Request::new("POST", "/api/v1/user/authenticate").body(body);
            let mut all = vec![("authenticate".to_owned(), Format::Json, login)];
            for (name, path) in [
                ("balance", "credit"),
                ("credits_between", "credits?StartDate=1404/01/01&EndDate=1405/01/01"),
                ("last_credits", "credits/3"),
                ("sent_credits", "credits/send-sms/3"),
                ("received_credits", "credits/recived/3"),
                ("charge_credits", "credits/charge/3"),
                ("money_back_credits", "credits/money-back/3"),
            ] {
                all.push((name.to_owned(), Format::Json, authorized(&format!("/api/v1/{path}"))));
            }
            all
        }
        "paywall" => {
            let request = Request::new("POST", "/api/paywall/member")
                .header("apikeypublic", key("public_key"))
                .header("apiclientpublic", key("public_client"))
                .body(MEMBER);
            vec![("create_member".to_owned(), Format::Json, request)]
        }
        other => panic!("there is a new vendor `{other}`: write down a good request to each of its operations"),
    }
}

/// Every operation can be called, and every documented code and every arm can be had, in every format.
#[test]
fn every_code_can_be_had() {
    let world = world();
    for vendor in world.vendors() {
        let requests = good_requests(&world, vendor);
        for operation in &vendor.operations {
            for (format, form) in &operation.reply.forms {
                let request = requests.iter().find(|(name, known, _)| *name == operation.name && known == format);
                let (_, _, request) =
                    request.unwrap_or_else(|| panic!("no request to {} in {format:?}", operation.name));
                let at = format!("{} {} {}", vendor.name, operation.name, format.name());
                world.reset();
                let fresh = good_requests(&world, vendor);
                let request = fresh
                    .iter()
                    .find(|(name, known, _)| *name == operation.name && known == format)
                    .map_or(request, |(_, _, r)| r);
                assert!(
                    world.serve(Some(&vendor.name), request).done,
                    "{at}: {}",
                    world.serve(Some(&vendor.name), request).answer.body_text()
                );
                for code in &vendor.codes {
                    world.next(&operation.name, code.wire.as_str()).expect("a code of the vendor");
                    let reading = call(&world, &vendor.name, &operation.name, request);
                    assert_eq!(reading.code.as_ref(), Some(&code.wire), "{at}");
                    assert_eq!(reading.verdict, Some(Verdict::Rejected), "{at} {}", code.wire);
                    // By a header of the request itself, too.
                    let asking = request.clone().header("x-sandbox-answer", format!("code={}", code.wire));
                    assert_eq!(call(&world, &vendor.name, &operation.name, &asking).code.as_ref(), Some(&code.wire));
                }
                for arm in &form.arms {
                    let asking = request.clone().header("x-sandbox-answer", format!("arm={}", arm.name));
                    let answer = world.serve(Some(&vendor.name), &asking).answer;
                    let reading = read_reply(vendor, operation, *format, answer.status, &answer.body);
                    assert_eq!(reading.arm.as_ref(), Some(&arm.name), "{at}: {}", answer.body_text());
                }
            }
        }
    }
    assert!(world.next("user_credit", Ask::Arm("nothing".into())).is_err());
}

/// Whatever comes, the answer is a refusal of the vendor or a clear status below 500.
#[test]
fn nothing_breaks_it() {
    let world = world();
    let hostile = |request: &Request| {
        let served = world.serve(None, request);
        assert!(served.answer.status < 500, "{} {}", request.target, served.answer.body_text());
    };
    for vendor in world.vendors() {
        for (_, _, request) in good_requests(&world, vendor) {
            let request = Request { target: format!("/{}{}", vendor.name, request.target), ..request };
            for method in ["GET", "POST", "PUT", "HEAD", "TRACE", "", "GET /"] {
                hostile(&Request { method: method.into(), ..request.clone() });
            }
            for end in 0..request.body.len() {
                hostile(&Request { body: request.body[..end].to_vec(), ..request.clone() });
            }
            for end in 0..request.target.len() {
                hostile(&Request { target: request.target[..end].into(), ..request.clone() });
            }
            for body in [
                b"\xff\xfe".to_vec(),
                vec![b'['; 100_000],
                b"null".to_vec(),
                b"[]".to_vec(),
                b"<a/>".to_vec(),
                vec![0; 100],
            ] {
                hostile(&Request { body, ..request.clone() });
            }
            let nines = "9".repeat(50);
            let text = String::from_utf8_lossy(&request.body).into_owned();
            for digits in ["1", "7", "5321000001"] {
                hostile(&request.clone().body(text.replace(digits, &nines)));
                hostile(&request.clone().body(text.replace(digits, "-1")));
            }
            hostile(&request.clone().header("x-sandbox-answer", "code=nothing"));
        }
    }
}
