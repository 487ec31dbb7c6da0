//! Computed values. What is signed here was computed apart, by Python's `hashlib` and `hmac`.

use generated_client::{Config, Secret};
use test_vendor::wide::sign::Sign;
use test_vendor::wide::signed_body::SignedBody;
use test_vendor::wide::signed_form::SignedForm;
use test_vendor::wide::signed_query::SignedQuery;
use test_vendor::wide::{self};

use crate::{body, header, prepared, sent};

/// RFC 2202 and 4231 have the HMACs with this key and message.
#[test]
fn every_function_of_an_expression() {
    let sign = Sign::new("what do ya want for nothing?");
    let (line, body) = sent(&sign);
    assert_eq!(line, "POST https://wide.example/base/sign/sign");
    let expected = [
        r#"{"md5":"d03cb659cbf9192dcd066272249f8412","sha1":"8F820394F95335182045DA24F34DE52BF8BC3432","#,
        r#""sha256":"b381e7fec653fc3ab9b178272366b8ac87fed8d31cb25ed1d0e1f3318644c89c","#,
        r#""sha384":"1ab7b35ff828054ad6d188df1d8fb729f67515d1288fd66e7725043e9da06e36598f26b302f8b044a554ec1230bf1702","#,
        r#""sha512":"A3ADCA3C9C1E45B39EF51B0703692E09AB3A20404DD7617537144720F35E304E89E530DB6DB9DEB50F8B33E38D951F2FFC973085B7F0CCB11178799D113481F2","#,
        r#""hmac_md5":"750c783e6ab0b503eaa86e310a5db738","hmac_sha1":"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79","#,
        r#""hmac_sha256":"W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=","#,
        r#""hmac_sha512":"Fkt6e_z4GeLjlfvnO1bgo4e9ZCIugx_WECcM1-olBVSXWL91wFqZSm0DT2X48Ob9yuqxo01Ka0tjbgcKOLznNw","#,
        r#""hmac_of_secret":"42384a47258e6b3a3e4259c5066027dc2cefea44ae2438a51f670cff63af0a15","#,
        r#""twice":"fabce83b6a24f6bc5e320011a84936c539bc6cdc41af403badf23bcd8c814765","nested":"d5fb21c6237cc65201dda40e613708ed","#,
        r#""base64":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw==","base64url":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw","back":"d2hhdCBkbyB5YSB3YW50IGZvciBub3RoaW5nPw==","#,
        r#""hex":"7768617420646f2079612077616e7420666f72206e6f7468696e673f","url_encode":"what%20do%20ya%20want%20for%20nothing%3F","#,
        r#""joined":"100|what do ya want for nothing?|eu|it's","once":"N-1","stamp":"20260102060405","utc":"2026-01-02T03:04:05Z","west":"01/01/2026 10:04 PM","#,
        r#""seconds":"1767323045","milliseconds":"1767323045678","mixed":"v1=8F820394F95335182045DA24F34DE52BF8BC3432&t=20260102060405"}"#,
    ];
    assert_eq!(body, expected.concat());
    assert!(self::body(&Sign::new("\"\n")).contains(r#""joined":"100|\"\n|eu|it's""#), "what is computed is escaped");
    // A key that is no Base64 is told of, and not shown.
    let credentials = wide::Credentials::new(wide::CredentialsRequired {
        merchant: Secret::from("100"),
        secret: Secret::from("not Base64!"),
    });
    let config: wide::Config = Config::new(credentials);
    let error = config.prepare(&sign).expect_err("no Base64");
    assert!(!format!("{error} {error:?}").contains("not Base64!"), "{error}");
}

#[test]
fn what_is_sent_is_what_is_signed() {
    let request = prepared(&SignedBody::new("x\"y", 7));
    assert_eq!(request.body(), r#"{"a":"x\"y","b":7}"#);
    assert_eq!(
        header(&request, "x-signature"),
        Some("7ea96c71ec7277cb8a9d90158d4adc950dda72fc6eea7319a1e85e872cac7312")
    );
    let line = "POST,/api/signed_body,zone=eu,46c080f38a3ec38fa50dc0ff721a125e007ea7030eb50a8f115ff8e8cbab5d19";
    assert_eq!(header(&request, "x-line"), Some(line));

    let query = "app=100&zeta=a%20b&Beta=3&alpha=%C3%BC&sign=0934be3432024e5c8e55f996665ad6be&raw=app:100,zeta:a%20b,Beta:3,alpha:%C3%BC&values=3%7C%C3%BC%7C100%7Ca%20b";
    assert_eq!(
        sent(&SignedQuery::new("a b", 3).alpha("ü")).0,
        format!("GET https://wide.example/base/api/signed_query?{query}")
    );
    let query =
        "app=100&zeta=z&Beta=3&sign=5eee2c79147de8096fbe2ab2ac4d11b4&raw=app:100,zeta:z,Beta:3&values=3%7C100%7Cz";
    assert_eq!(sent(&SignedQuery::new("z", 3)).0, format!("GET https://wide.example/base/api/signed_query?{query}"));

    let form = "app=100&user=ada&hash=91b3aaa3a59225d18b2b74c5fe9d430efb638422&tags=b&tags=a&sign=a89d65ba45a507f3689fce07d4f05fbda402e4d20fa77ec7d4093c5707426fbe";
    assert_eq!(body(&SignedForm::new("ada").tags(vec!["b".into(), "a".into()])), form);
}
