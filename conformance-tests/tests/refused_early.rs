//! Refused before anything is sent, with an error that names the field and never shows the value.

mod common;

use common::calls::{member, person, persons, user_credit};
use common::search::assert_clean;
use common::{Op, keys, sandbox, tell};
use generated_client::{
    Config, Format, Invalid, Options, Outcome, Vendor, iletimerkezi, organik, paywall, sabapayamak,
};
use vendor_sandbox::{Sandbox, Script};

#[track_caller]
fn refused(field: &str, error: &Invalid) {
    assert_eq!(error.field(), field, "{error}");
    assert!(!error.rule().is_empty());
    assert_clean(&format!("{error} {error:?} {error:#?}"));
}

#[track_caller]
fn refused_call<T: std::fmt::Debug, C: generated_client::Code>(
    field: &str,
    result: Result<T, generated_client::Error<C>>,
) {
    let told = tell(&result);
    assert_eq!(told.outcome, Outcome::Invalid, "{}", told.display);
    assert!(told.display.contains(&format!(": {field}: ")), "{}", told.display);
    assert!(!told.may_have_happened && !told.is_retryable);
    assert_clean(&told.printed);
}

fn at<V: Vendor>(config: Config<V>, server: &Sandbox) -> Config<V> {
    config.base_url(&server.url()).expect("a good address")
}

fn connected<V: Vendor>(config: Config<V>, server: &Sandbox) -> V::Client {
    at(config, server).connect().expect("a good configuration")
}

#[test]
fn wrong_addresses() {
    let server = sandbox(Script::new());
    let host = server.address();
    let port = host.port();
    for address in [
        format!("http://MarkerQz7@{host}"),
        format!("http://user:MarkerQz7@{host}"),
        format!("http://:MarkerQz7@{host}"),
        format!("http://{host}?key=MarkerQz7"),
        format!("http://{host}/?MarkerQz7"),
        format!("http://{host}#MarkerQz7"),
        format!("http://{host}/#"),
        format!("http://{host}/../MarkerQz7"),
        format!("http://{host}/a//MarkerQz7"),
        format!("http://{host}/%2e%2e/MarkerQz7"),
        format!("http://{host}\\@MarkerQz7.example"),
        format!("http://{host} "),
        format!("\thttp://{host}"),
        format!("http://{host}/\r\nMarkerQz7: 1"),
        format!("ftp://{host}/MarkerQz7"),
        format!("ws://{host}/MarkerQz7"),
        format!("file://{host}/MarkerQz7"),
        format!("httpx://{host}"),
        format!("//{host}/MarkerQz7"),
        format!("{host}/MarkerQz7"),
        format!("127.0.0.1:{port}"),
        "http://127.0.0.1:0".to_owned(),
        "http://127.0.0.1:99999".to_owned(),
        "http://".to_owned(),
        "MarkerQz7".to_owned(),
        String::new(),
    ] {
        refused("base_url", &keys::organik().base_url(&address).expect_err(&address));
        refused("base_url", &keys::paywall().base_url(&address).expect_err(&address));
    }
    // Plain HTTP is for this machine only, and nothing that merely looks like it.
    for address in [
        format!("http://127.0.0.1.evil.tld:{port}"),
        format!("http://localhost.evil.tld:{port}"),
        format!("http://localhost.:{port}"),
        format!("http://evil.tld:{port}/127.0.0.1"),
        format!("http://127.1:{port}"),
        format!("http://2130706433:{port}"),
        format!("http://0x7f.0.0.1:{port}"),
        format!("http://0.0.0.0:{port}"),
        format!("http://[::]:{port}"),
        format!("http://[::ffff:127.0.0.1]:{port}"),
        "http://10.0.0.1".to_owned(),
        "HTTP://api.example.com".to_owned(),
    ] {
        // Some of these are no addresses at all; either way none is used.
        let error = match keys::sabapayamak().base_url(&address) {
            Ok(config) => config.connect().map(drop).expect_err(&address),
            Err(error) => error,
        };
        refused("base_url", &error);
    }
    for address in [
        "http://127.0.0.1:1",
        "http://localhost:1",
        "http://LOCALHOST:1",
        "http://[::1]:1",
        "http://127.9.9.9:1",
        "https://evil.tld",
    ] {
        keys::iletimerkezi().base_url(address).expect(address).connect().expect(address);
    }
    keys::iletimerkezi()
        .base_url("http://evil.tld")
        .expect("an address")
        .allow_plain_http()
        .connect()
        .expect("allowed by name");
    assert_eq!(server.connections(), 0);
}

#[test]
fn credentials_that_cannot_be_right() {
    let server = sandbox(Script::new());
    let long = format!("MarkerQz7{}", "x".repeat(24));
    let blank = [
        "",
        " ",
        "\t",
        "\u{a0}\u{2003}",
        " MarkerQz7",
        "MarkerQz7 ",
        "MarkerQz7\n",
        "MarkerQz7\r\n",
        "Marker\u{0}Qz7 MarkerQz7",
        "MarkerQz7\u{7f}",
        "MarkerQz7\u{85}x",
    ];
    for key in blank {
        let organik = organik::Config::new(organik::Credentials::new(key));
        refused("credentials.api_key", &at(organik, &server).connect().expect_err(key));
        let iletimerkezi = iletimerkezi::Config::new(keys::iletimerkezi_with(key));
        refused("credentials.api_key", &at(iletimerkezi, &server).connect().expect_err(key));
        let paywall = paywall::Config::for_server(paywall::Server::Test, keys::paywall_with(key));
        refused("credentials.public_key", &at(paywall, &server).connect().expect_err(key));
        let sabapayamak = sabapayamak::Config::new(keys::sabapayamak_with(key));
        refused("credentials.password", &at(sabapayamak, &server).connect().expect_err(key));
    }
    // The page says 32 characters.
    for key in ["MarkerQz7", "x", ".", "..", "%2e", "%2e%2e", long.as_str()] {
        let config = at(organik::Config::new(organik::Credentials::new(key)), &server);
        let error = config.connect().expect_err(key);
        refused("credentials.api_key", &error);
        assert_eq!((error.rule(), error.place()), ("must be exactly 32 characters long", Some("api_key")));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_key_that_would_change_the_path() {
    let server = sandbox(Op::UserCredit(Format::Json).good());
    for key in
        ["MarkerQz7/../../../v2/otherkey32", "/MarkerQz7/xxxxxxxxxxxxxxxxxxxxx", "MarkerQz7\\..\\..\\xxxxxxxxxxxxxxxx"]
    {
        let key: String = key.chars().chain("x".repeat(32).chars()).take(32).collect();
        let client = connected(organik::Config::new(organik::Credentials::new(key)), &server);
        refused_call("api_key", client.user_credit(&user_credit()).await);
        refused_call("api_key", client.groupcontentadd(&persons().unchecked()).await);
    }
    assert_eq!(server.connections(), 0);
    // What only looks as if it did arrives as it is.
    for key in [
        "MarkerQz7%2e%2e%2f%2e%2e%2fxxxxx",
        "MarkerQz7?x=1#y&z;w=2+3 4:5@6!$'",
        "................................",
        "şşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşş",
    ] {
        assert_eq!(key.chars().count(), 32, "{key}");
        let client = connected(organik::Config::new(organik::Credentials::new(key)), &server);
        client.user_credit(&user_credit()).await.expect(key);
        let received = server.received().pop().expect("a request");
        let call = received.reading.exact().expect("as the model writes it");
        assert_eq!(call.credential("api_key"), Some(key));
    }
}

#[tokio::test]
async fn what_headers_cannot_hold() {
    let server = sandbox(Op::CreateMember.good());
    // Control characters are refused with the configuration, see above; what is no ASCII with the call.
    for key in ["MarkerQz7ş", "MarkerQz7\u{2028}x", "MarkerQz7é"] {
        let config = paywall::Config::for_server(paywall::Server::Test, keys::paywall_with(key));
        refused_call("apikeypublic", connected(config, &server).create_member(&member().unchecked()).await);
    }
    for (name, value) in [
        ("x-mine", "MarkerQz7\r\nhost: evil"),
        ("x-mine", "MarkerQz7\0"),
        ("host", "MarkerQz7"),
        ("content-length", "7"),
        ("x mine", "MarkerQz7"),
        ("", "MarkerQz7"),
    ] {
        refused("header", &Options::default().header(name, value).expect_err(name));
        refused("header", &keys::paywall().header(name, value).map(drop).expect_err(name));
    }
    refused("user_agent", &Options::default().user_agent("MarkerQz7\n").expect_err("a line break"));
    assert_eq!(server.connections(), 0);
    // An extra header never takes the place of the vendor's own.
    let config = keys::paywall().header("ApiKeyPublic", "another").expect("a header");
    connected(config, &server).create_member(&member()).await.expect("a member");
    let received = server.received().pop().expect("a request");
    assert_eq!(received.request.header_values("apikeypublic").collect::<Vec<_>>(), [keys::PAYWALL_KEY]);
}

#[tokio::test]
async fn what_xml_cannot_hold() {
    let server = sandbox(Op::AddPersons(Format::Xml).good());
    let client = connected(keys::organik().format(Format::Xml), &server);
    for bad in ["\u{1}", "\0", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
        let name = format!("MarkerQz7{bad}");
        let request = organik::Groupcontentadd::new(vec![person(), person().surname(&name)]);
        refused_call("persons[1].surname", client.groupcontentadd(&request).await);
        // `unchecked` is about the page's rules, not about what makes a document.
        refused_call("persons[1].surname", client.groupcontentadd(&request.unchecked()).await);
    }
    // A key, too, in a document.
    let config = iletimerkezi::Config::new(keys::iletimerkezi_with("MarkerQz7\u{fffe}")).format(Format::Xml);
    let result = connected(config, &server).get_balance(&iletimerkezi::GetBalance::new()).await;
    refused_call("api_key", result);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn values_over_their_limits() {
    let server = sandbox(Op::AddPersons(Format::Json).good());
    let client = connected(keys::organik(), &server);
    let fifty = "ş".repeat(41) + "MarkerQz7";
    let over = fifty.clone() + "x";
    refused_call(
        "persons[0].name",
        client.groupcontentadd(&organik::Groupcontentadd::new(vec![person().name(&over)])).await,
    );
    let many = vec![person(), person().surname(&over)];
    refused_call("persons[1].surname", client.groupcontentadd(&organik::Groupcontentadd::new(many)).await);
    refused_call("persons", client.groupcontentadd(&organik::Groupcontentadd::new(Vec::new())).await);
    refused("gsm", &organik::Gsm::new(10_000_000_000_000).expect_err("14 digits"));
    refused("gsm", &organik::Gsm::new(0).expect_err("no number"));

    refused("days_after", &paywall::DaysAfter::new(101).expect_err("more than 100"));
    refused("days_after", &paywall::DaysAfter::new(0).expect_err("none"));
    refused("day_of_week", &paywall::DayOfWeek::new(8).expect_err("a week has seven"));
    refused("day_of_month", &paywall::DayOfMonth::new(32).expect_err("no month has them"));
    let paywall = connected(keys::paywall(), &server);
    refused_call("bank_accounts", paywall.create_member(&member().bank_accounts(Vec::new())).await);

    let sabapayamak = connected(keys::sabapayamak(), &server);
    for days in [0, 366] {
        let request = sabapayamak::Authenticate::new().token_valid_day(days);
        refused_call("token_valid_day", sabapayamak.authenticate(&request).await);
    }
    assert_eq!(server.connections(), 0);

    // Exactly at the limit is well, and characters are counted, not bytes.
    client
        .groupcontentadd(&organik::Groupcontentadd::new(vec![person().name(&fifty)]))
        .await
        .expect("fifty characters");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_is_not_checked_arrives() {
    let server = sandbox(Op::AddPersons(Format::Json).good());
    let client = connected(keys::organik(), &server);
    let over = "\u{1}\"<&]]>\\".repeat(20);
    let request = organik::Groupcontentadd::new(vec![person().name(&over)]).unchecked();
    client.groupcontentadd(&request).await.expect("the vendor takes it");
    let received = server.received().pop().expect("a request");
    let document: serde_json::Value = serde_json::from_slice(&received.request.body).expect("it is JSON all the same");
    assert_eq!(document["data"]["persons"][0]["name"], serde_json::Value::from(over));
    // The server sees that it is over the limit, and nothing else.
    let problems: Vec<_> = received.reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(received.operation(), Some("groupcontentadd"));

    client.groupcontentadd(&organik::Groupcontentadd::new(Vec::new()).unchecked()).await.expect("the vendor takes it");
    let empty = server.received().pop().expect("a request");
    assert_eq!(empty.request.body_text(), r#"{"data":{"persons":[]}}"#);
}

#[tokio::test]
async fn settings_that_make_no_sense() {
    let server = sandbox(Script::new());
    let zero = std::time::Duration::ZERO;
    refused("timeout", &at(keys::organik(), &server).timeout(zero).connect().expect_err("no time"));
    refused("connect_timeout", &at(keys::organik(), &server).connect_timeout(zero).connect().expect_err("no time"));
    refused("attempts", &at(keys::organik(), &server).attempts(0).connect().expect_err("no attempt"));
    refused("max_reply_bytes", &at(keys::organik(), &server).max_reply_bytes(0).connect().expect_err("no reply"));
    refused("request_format", &at(keys::paywall(), &server).format(Format::Xml).connect().expect_err("JSON only"));
    refused("proxy", &at(keys::organik(), &server).proxy("MarkerQz7\0://").connect().expect_err("no address"));
    refused(
        "add_root_certificate",
        &at(keys::organik(), &server).add_root_certificate("MarkerQz7").connect().expect_err("no PEM"),
    );
    // The same for a single call.
    for op in Op::all() {
        let told = op.call(&op.client(&server.url(), |options| options.timeout(zero))).await;
        assert!(told.outcome == Outcome::Invalid && told.display.contains(": timeout: "), "{}", told.display);
    }
    assert_eq!(server.connections(), 0);
}
