//! Operations on another host: where they go, and where nothing ever goes.

use generated_client::testing::Script;
use generated_client::{Config, Date, Error, Operation, Prepared};
use test_vendor::ways::{self, ListFiles, Look, Report, Server, Settings, Ways, Zone};

use super::{client, config, credentials, lines};

fn address<O: Operation<Vendor = Ways>>(config: &ways::Config, operation: &O) -> String {
    config.prepare(operation).map(Prepared::into_http).expect("a request").uri().to_string()
}

#[test]
fn each_operation_goes_to_its_host_of_the_server_that_was_chosen() {
    let test = config();
    assert_eq!(address(&test, &Look::new(7)), "https://test.ways.example/api/look?id=7");
    assert_eq!(address(&test, &ListFiles::new("a")), "https://files.test.ways.example/v1/files?folder=a");
    let production = Config::for_server(Server::Production, credentials("acme-1"));
    assert_eq!(address(&production, &ListFiles::new("a")), "https://files.ways.example/v1/files?folder=a");
}

#[test]
fn another_address_is_for_all_hosts_and_a_hosts_own_counts_more() {
    let sandbox = config().base_url("http://127.0.0.1:1/ways").expect("an address");
    assert_eq!(address(&sandbox, &Look::new(7)), "http://127.0.0.1:1/ways/look?id=7");
    assert_eq!(address(&sandbox, &ListFiles::new("a")), "http://127.0.0.1:1/ways/files?folder=a");
    for config in [
        sandbox.host_url("files", "http://127.0.0.1:2"),
        config().host_url("files", "http://127.0.0.1:2").and_then(|c| c.base_url("http://127.0.0.1:1/ways")),
    ] {
        let config = config.expect("an address");
        assert_eq!(address(&config, &Look::new(7)), "http://127.0.0.1:1/ways/look?id=7");
        assert_eq!(address(&config, &ListFiles::new("a")), "http://127.0.0.1:2/files?folder=a");
    }
}

#[test]
fn a_host_is_as_safe_as_the_server() {
    let error = config().host_url("flies", "https://x.example").expect_err("no such host");
    assert_eq!(error.to_string(), "host_url: must be a host of the vendor (known: files, reports)");
    let error = config().host_url("files", "https://user@x.example").expect_err("a user name");
    assert_eq!(error.field(), "host_url");
    // Plain HTTP has to be allowed for each of them.
    let plain = config().host_url("files", "http://files.example").expect("an address");
    assert!(plain.prepare(&Look::new(7)).is_err());
    assert!(plain.allow_plain_http().prepare(&Look::new(7)).is_ok());
}

#[tokio::test]
async fn pages_stay_on_the_host_that_handed_them_out() {
    let script = Script::new();
    script.reply(200, r#"{"ok":true,"files":["one"],"next":"https://files.test.ways.example/v1/files?from=2"}"#);
    script.reply(200, r#"{"ok":true,"files":["two"],"next":"https://test.ways.example/api/files?from=3"}"#);
    let mut files = client(&script).pages(ListFiles::new("a"));
    assert_eq!(files.next().await.expect("one").expect("a file"), "one");
    assert_eq!(files.next().await.expect("two").expect("a file"), "two");
    let error = files.next().await.expect("an end").expect_err("an address of the server's own host");
    assert!(matches!(error, Error::Accepted(_)), "{error:?}");
    assert_eq!(
        lines(&script),
        [
            "GET https://files.test.ways.example/v1/files?folder=a",
            "GET https://files.test.ways.example/v1/files?from=2"
        ]
    );
}

fn report() -> Report {
    Report::new(Date::new(2026, 1, 2).expect("a day"))
}

#[test]
fn an_account_that_is_no_secret_stands_in_the_address_and_is_shown() {
    let config = config();
    assert_eq!(address(&config, &report()), "https://acme-1.eu.test.ways.example/acme-1/of/acme-1");
    let config = config.settings(Settings::new().zone(Zone::Us));
    assert_eq!(address(&config, &report()), "https://acme-1.us.test.ways.example/acme-1/of/acme-1");
    let prepared = config.prepare(&report()).map(Prepared::into_http).expect("a request");
    assert_eq!(prepared.body().as_ref(), br#"{"account":"acme-1","day":"2026-01-02"}"#);
    let shown = format!("{:?}", credentials("acme-1"));
    assert!(shown.contains("acme-1") && !shown.contains("k3y"), "{shown}");
}

#[test]
fn no_account_leads_to_another_host() {
    for account in [
        "evil.example",
        "a/b",
        "a@b",
        "a:1",
        "a?b",
        "a#b",
        "a%2e",
        "a\\b",
        "-a",
        "a-",
        "a_b",
        "a b",
        "\u{131}a",
        "[a]",
        "{a}",
    ] {
        let config = Config::for_server(Server::Test, credentials(account));
        let error = config.prepare(&report()).expect_err(account);
        assert!(error.to_string().contains("account"), "{error}");
        // Where the account does not stand in the address, the rest of the vendor is refused too: it is the same account.
        assert!(config.prepare(&Look::new(7)).is_err(), "{account}");
        // An address of one's own needs no account.
        let config = config.base_url("https://proxy.example").expect("an address");
        assert_eq!(address(&config, &Look::new(7)), "https://proxy.example/look?id=7");
    }
}

#[test]
fn what_an_account_of_a_vendor_writes_is_not_struck_out() {
    use generated_client::Received;
    let body = r#"{"ok":false,"error":"acme-1"}"#;
    let received = Received::new(http::StatusCode::OK, http::HeaderMap::new(), body);
    let error = config().decode(&Look::new(7), &received).expect_err("a refusal");
    assert!(format!("{error:?}").contains("acme-1"), "{error:?}");
    let received = Received::new(http::StatusCode::OK, http::HeaderMap::new(), body.replace("acme-1", "k3y!k3y-k3y"));
    let error = config().decode(&Look::new(7), &received).expect_err("a refusal");
    assert!(format!("{error:?}").contains("k3y"), "codes have short texts of their own: {error:?}");
}
