//! Recipes of signatures and charsets, to the byte. Expected texts were computed apart, by Python's `hashlib` and `hmac`
//! and by `openssl enc`.

use generated_client::Prepared;
use test_vendor::wide::recipes::Recipes;
use test_vendor::wide::signed_members::SignedMembers;
use test_vendor::wide::turkish_form::{self, Gsm, GsmRequired, Recipients, TurkishForm};
use test_vendor::wide::turkish_xml::TurkishXml;

use crate::{body, config, decimal, decoded, header, prepared, told};

#[test]
fn what_real_pages_do_before_and_after_they_hash() {
    assert_eq!(
        body(&Recipes::new("a/ş b~")),
        concat!(
            r#"{"replace":"a__ş b~","left":"a/","right":"b~","trim":"a b","from_hex":"AP8=","latin5":"J/7OKflMzlHNLE7so2pTlC0ZMjs=","#,
            r#""utf16":"61002f005f01200062007e00","php":"a%2F%C5%9F+b%7E","dotnet":"a%2f%c5%9f+b%7e","component":"a%2F%C5%9F%20b~","#,
            r#""hmac_sha384":"02995eafbb5651dd80ce6fbdc772b935c0a63d67feaf4f7d2789e08dbc34105b65ef33018f4b24cd297eebbfc57c5d6a","#,
            r#""twice":"614E23F48B78F25B952631D826938934","#,
            r#""nested":"C8BD6DE312D1C71157F95DC9E713A46531ADDE04D292CBB05CA51F0240417F8152627F8CD7D5D9D54E09993F1E7CCE1AFA902457B5B2907BF2E899C7512ADAE9","#,
            r#""token":"4f927fbfe4d5898f:4626:98x8Mt17Psl30aiHNgPrwg==","ecb":"50084a71f3ee02245dbcdb02d47d77a8","wire":"recipes-100"}"#,
        )
    );
    let error = config().prepare(&Recipes::new("Привет")).expect_err("no such letters in iso-8859-9");
    assert!(error.to_string().contains("iso-8859-9"), "{error}");
}

#[test]
fn members_of_a_body_are_signed() {
    let request = prepared(&SignedMembers::new("a b~", decimal("2.5")));
    assert_eq!(request.body(), r#"{"zeta":"a b~","Beta":"2.50","alpha":""}"#);
    assert_eq!(header(&request, "x-members"), Some("8ee05f8763eee15b7fb98bf2ddad2d2bc3e037a9ffc7dc009cfb681b5f4cd869"));
    assert_eq!(header(&request, "x-form"), Some("712127c19c8b01d948ad2e9225de21d2"));
    assert_eq!(header(&request, "x-values"), Some("2.50;;a b~"));
    assert_eq!(header(&request, "x-both"), Some("e4ecff768e11d2c232368a34f78d7763"));
    let full = SignedMembers::new("z", decimal("1")).alpha("A").note("n").numbers(vec![1, 2]);
    let request = prepared(&full);
    assert_eq!(request.body(), r#"{"zeta":"z","Beta":"1.00","alpha":"A","note":"n","numbers":"[1,2]"}"#);
    assert_eq!(header(&request, "x-members"), Some("0e5ff628bd3309780a2bc2d3859767418f76bec669047e451dc27dae86ed0433"));
    assert_eq!(header(&request, "x-form"), Some("c1deac6a102de5b5c409d9ae3e7c0735"));
    let reply = decoded(&full, 200, r#"{"ok":true,"lines":"[{\"id\":1},{\"id\":2}]"}"#).expect("a success");
    assert_eq!(reply.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(told(&full, 200, r#"{"ok":true,"lines":"[{}]"}"#), "accepted");
}

#[test]
fn a_form_in_another_charset() {
    let gsm = |id: &str, number: &str| Gsm::new(GsmRequired { id: id.to_owned(), number: number.to_owned() });
    let form = |city: &str| {
        let recipients = Recipients::new(vec![gsm("a", "905"), gsm("b", "906")]);
        TurkishForm::new(turkish_form::Required { city: city.to_owned(), text: "ğ<".to_owned(), recipients })
    };
    let request = prepared(&form("İzmir"));
    assert_eq!(request.uri(), "https://wide.example/base/api/turkish_form?city=%DDzmir&fixed=%DEi%FEli");
    assert_eq!(header(&request, "content-type"), Some("application/x-www-form-urlencoded; charset=utf-8"));
    assert_eq!(
        request.body(),
        concat!(
            "label=%C7%D6&xml=%3C%3Fxml+version%3D%221.0%22+encoding%3D%22windows-1254%22%3F%3E%3CMessage%3E",
            "%3Ctext%3E%F0%26lt%3B%3C%2Ftext%3E%3Crecipients%3E%3Cgsm+id%3D%22a%22%3E905%3C%2Fgsm%3E",
            "%3Cgsm+id%3D%22b%22%3E906%3C%2Fgsm%3E%3C%2Frecipients%3E%3C%2FMessage%3E",
        )
    );
    let error = config().prepare(&form("Москва")).expect_err("no such letters");
    assert!(error.to_string().contains("city") && !error.to_string().contains("Москва"), "{error}");
}

#[test]
fn xml_in_another_charset_and_without_a_declaration() {
    let request = config().prepare(&TurkishXml::new("Şule")).map(Prepared::into_http).expect("a request");
    assert_eq!(request.body().as_ref(), b"<Order><name>\xdeule</name></Order>");
    assert_eq!(
        request.headers().get("x-hash").map(http::HeaderValue::as_bytes),
        Some(&b"f32934130c4120ab4536a7c2d4d88dad8cddc339"[..])
    );
    assert!(config().prepare(&TurkishXml::new("Привет")).is_err());
}
