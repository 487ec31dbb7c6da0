//! Lists that are several names.

use generated_client::Prepared;
use test_vendor::wide::columns::{self, Columns};
use test_vendor::wide::numbered::{self, Numbered};
use test_vendor::wide::numbered_query::{self, NumberedQuery};
use test_vendor::wide::spread_parts::{self, SpreadParts};

use test_vendor::wide::signed_items::{self, SignedItems};

use crate::{body, config, day, decimal, header, prepared, sent, with_plain_nonce};

fn item(name: &str, price: &str) -> numbered::Item {
    numbered::Item::new(name, decimal(price))
}

#[test]
fn numbered_names() {
    let names = |request: &Numbered| {
        let body = body(request);
        let (names, sign) = body.rsplit_once("&sign=").expect("a signature");
        (names.to_owned(), sign.to_owned())
    };
    let two = Numbered::new(vec!["905".into(), "906".into()]);
    let (sent, sign) = names(&two);
    assert_eq!(sent, "version=2&gsm1=905&gsm2=906");
    // md5 of `gsm1=905&gsm2=906&version=2czNjcjN0`, by md5sum.
    assert_eq!(sign, "4d5f2c42c001ef45de20712f38330583");
    let request = two.items(vec![item("a b", "2.5"), item("c", "1").note("&")]).last(3);
    let (sent, _) = names(&request);
    assert_eq!(
        sent,
        "version=2&gsm1=905&gsm2=906&items[0][name]=a+b&items[0][price]=2.50\
         &items[1][name]=c&items[1][price]=1.00&items[1][note]=%26&last=3"
    );
    // An item names itself in errors, and nothing is rounded.
    let wrong = Numbered::new(vec!["905".into()]).items(vec![item("a", "1"), item("b", "0.001")]);
    let Err(error) = config().prepare(&wrong) else { panic!("it is written") };
    assert!(error.to_string().contains("items[1].price"), "{error}");
    assert!(config().prepare(&Numbered::new(Vec::new())).is_err());
}

#[test]
fn numbered_names_in_a_query() {
    let line =
        |request: &NumberedQuery| sent(request).0.replace("GET https://wide.example/base/api/numbered_query", "");
    assert_eq!(line(&NumberedQuery::new()), "");
    assert_eq!(line(&NumberedQuery::new().last(1)), "?last=1");
    let lines = vec![numbered_query::Line::new(7, day()), numbered_query::Line::new(8, day())];
    assert_eq!(
        line(&NumberedQuery::new().lines(lines).last(1)),
        "?item1.code=7&item1.at=02.01.2026&item2.code=8&item2.at=02.01.2026&last=1"
    );
}

/// Whatever is sent, the columns are of one length.
#[test]
fn columns_of_one_list() {
    let message = |number: &str, text: &str| {
        columns::Message::new(columns::MessageRequired { number: number.into(), text: text.into() })
    };
    let request = Columns::new(vec![message("905", "a&b"), message("906", "")]);
    assert_eq!(body(&request), "numbers=905%7C906&texts=a%26b%7C");
    let product = |name: &str, price: &str| columns::Basket::new(name, decimal(price));
    let request = Columns::new(vec![message("905", "x")]).basket(vec![product("x", "1.5"), product("y", "2")]);
    assert_eq!(body(&request), "numbers=905&texts=x&product[]=x&product[]=y&price[]=150&price[]=200");
    // What has the separator in it would be two values.
    let Err(error) = config().prepare(&Columns::new(vec![message("905", "a|b")])) else { panic!("it is written") };
    assert!(error.to_string().contains("text"), "{error}");
}

#[test]
fn parts_of_a_list() {
    let rows = vec![spread_parts::Row::new(1, "x"), spread_parts::Row::new(2, "y")];
    let request = SpreadParts::new(vec!["a".into(), "b".into()], rows);
    let prepared = with_plain_nonce().prepare(&request).map(Prepared::into_http).expect("a request");
    let body = String::from_utf8(prepared.body().to_vec()).expect("a text");
    for (name, text) in [("note1", "a"), ("note2", "b"), ("ids", "1,2"), ("codes", "x,y")] {
        let part = format!("name=\"{name}\"\r\n\r\n{text}\r\n");
        assert!(body.contains(&part), "{name} is not in {body}");
    }
}

#[test]
fn items_of_lists_are_signed() {
    let request =
        || SignedItems::new(vec!["Processor".into(), "Memory, 8 GB".into()], vec![decimal("1000"), decimal("547.36")]);
    let signed = |request: &SignedItems| header(&prepared(request), "x-sign").map(str::to_owned);
    // What is not there has no items.
    let without = "100;Processor;Memory, 8 GB;1000.00;547.36;czNjcjN0";
    assert_eq!(signed(&request()).as_deref(), Some(without));
    let with = "100;Processor;Memory, 8 GB;1000.00;547.36;x;y;czNjcjN0";
    assert_eq!(signed(&request().tags(vec!["x".into(), "y".into()])).as_deref(), Some(with));
    assert!(
        body(&request().to(vec![signed_items::To::new(signed_items::ToRequired { number: 5, uid: 1 })]))
            .contains(r#"<to number="5" uid="1"></to>"#)
    );
}
