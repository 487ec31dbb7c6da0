use serde_json::Value as Theirs;

use crate::runtime::malformed::Malformed;
use crate::runtime::read::{Document, Kind, Limits, Value};

/// Documents to vary: every kind of token, nesting, escapes, spaces, several scripts.
const SEEDS: &[&str] = &[
    r#"{"result":true,"data":{"id":18343,"list":[1,-2.50,3e5,null,false],"name":"A\"\\\/\b\f\n\r\tşé\ud83d\ude00"}}"#,
    r#" [ { } , [ ] , "" , 0 , -0.0 , 1E-2 , "سلام ۱۲۳" , { "a" : { "b" : [ { "c" : null } ] } } ] "#,
    r#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"aa":7,"":8}"#,
    "\"\u{2028}\u{7f} long enough to be read eight bytes at a time, twice\"",
    "[12345678901234567890,0.1234567890123456789,1e10,1e+10]",
];

fn read(text: &[u8]) -> Result<Document<'_>, Malformed> {
    Document::json(text, Limits::default())
}

/// Whether our tape and another parser's tree say the same.
fn same(ours: Value<'_>, theirs: &Theirs) -> bool {
    match (ours.kind(), theirs) {
        (Kind::Null, Theirs::Null) => true,
        (Kind::Boolean, Theirs::Bool(boolean)) => ours.raw() == boolean.to_string(),
        (Kind::Number, Theirs::Number(number)) => {
            // Theirs may be off by the last bit.
            let (ours, theirs) = (ours.raw().parse::<f64>().unwrap(), number.as_f64().unwrap());
            (ours - theirs).abs() <= ours.abs() * 1e-15
        }
        (Kind::Text, Theirs::String(text)) => ours.raw() == text,
        (Kind::List, Theirs::Array(items)) => {
            let mut count = 0;
            ours.items().zip(items).all(|(ours, theirs)| {
                count += 1;
                ours.name.is_empty() && same(ours.value, theirs)
            }) && count == items.len()
                && ours.items().count() == count
        }
        (Kind::Record, Theirs::Object(members)) => {
            let mut count = 0;
            ours.members().unwrap().all(|member| {
                count += 1;
                members.get(member.name).is_some_and(|theirs| same(member.value, theirs))
            }) && count == members.len()
        }
        _ => false,
    }
}

/// Compares with `serde_json`, which is stricter on huge numbers and laxer on names that come twice.
fn compare(text: &[u8]) {
    match (read(text), serde_json::from_slice::<Theirs>(text)) {
        (Ok(ours), Ok(theirs)) => {
            assert!(same(ours.root(), &theirs), "{}", String::from_utf8_lossy(text));
        }
        (Ok(_), Err(error)) => {
            let is_allowed = error.to_string().starts_with("number out of range");
            assert!(is_allowed, "{error}: {}", String::from_utf8_lossy(text));
        }
        (Err(error), Ok(_)) => {
            let is_allowed = error.expected() == "each name once in an object";
            assert!(is_allowed, "{error}: {}", String::from_utf8_lossy(text));
        }
        (Err(_), Err(_)) => {}
    }
}

#[test]
fn agrees_with_serde_json_on_every_cut_and_change() {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    for seed in SEEDS {
        let seed = seed.as_bytes();
        assert!(read(seed).is_ok());
        for cut in 0..=seed.len() {
            compare(&seed[..cut]);
            compare(&seed[cut..]);
        }
        let pieces = b"{}[],:\"\\/-+.eE019ntfu \n\0\x1f\x80\xc3\xff";
        for place in 0..seed.len() {
            for byte in pieces {
                let mut changed = seed.to_vec();
                changed[place] = *byte;
                compare(&changed);
                changed.insert(place, *byte);
                compare(&changed);
                changed.drain(place..place + 2);
                compare(&changed);
            }
        }
        for _ in 0..5_000 {
            let mut changed = seed.to_vec();
            for _ in 0..1 + next(4) {
                let place = next(changed.len());
                changed[place] = pieces[next(pieces.len())];
            }
            compare(&changed);
        }
    }
}

/// In the manner of JSONTestSuite: what must be refused.
#[test]
fn refuses_what_is_not_json() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[,1]",
        "[1,]",
        "[1,,2]",
        "[1 2]",
        "[1}",
        "{]",
        "[[]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\",1}",
        "{\"a\":1}}",
        "[]]",
        "1 2",
        "null null",
        "{}[]",
        "[]//",
        "/**/[]",
        "[]#",
        "nul",
        "nulll",
        "Null",
        "TRUE",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".1",
        "-.1",
        "1.e1",
        "1e",
        "1e+",
        "1E-",
        "0x1",
        "1_000",
        "1,000",
        "1a",
        "--1",
        "0e",
        "0.e1",
        "\u{ff11}",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\",
        "\"\\x41\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\u+123\"",
        "\"\\U0041\"",
        "\"\\ud800\"",
        "\"\\ud800\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800a\"",
        "\"\\ud800\\n\"",
        "\"\\a\"",
        "\"\t\"",
        "\"\n\"",
        "\"\0\"",
        "\"\u{1f}\"",
        "\u{c}1",
        "\u{a0}1",
        "\u{2060}1",
        "1\u{feff}",
        "\u{feff}\u{feff}1",
        "\0",
        "1\0",
        "<html></html>",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":1}",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text:?}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\"\xc0\xaf\"", b"\xfe\xff\x001"] {
        assert!(read(bytes).is_err(), "{bytes:?}");
    }
}

/// In the manner of JSONTestSuite: what must be taken.
#[test]
fn takes_what_is_json() {
    for text in [
        "1",
        "-0",
        "0e1",
        "0E+1",
        "1e-2",
        "-1.5E10",
        "123456789012345678901234567890",
        "1e999",
        "\"\"",
        "\"\\u0000\"",
        "\"\\uFFFF\"",
        "\"\u{7f}\"",
        "\"\u{2028}\"",
        "\"\u{10ffff}\"",
        "\"\\/\"",
        "true",
        "null",
        "[]",
        "{}",
        " [ ] ",
        "\t\r\n{ }\n",
        "[[[[[]]]]]",
        "{\"\":0}",
        "{\"a\":{\"a\":{}}}",
        "\u{feff}{}",
        "[\"\\ud834\\udd1e\"]",
    ] {
        let document = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        let theirs = serde_json::from_str::<Theirs>(text.trim_start_matches('\u{feff}'));
        if text != "1e999" {
            assert!(same(document.root(), &theirs.unwrap()), "{text}");
        }
    }
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(read(nested(128).as_bytes()).is_ok());
        assert!(read(nested(129).as_bytes()).is_err());
        assert!(read(nested(300_000).as_bytes()).is_err());
        assert!(read(open.repeat(300_000).as_bytes()).is_err());
    }
}

#[test]
fn names_come_once_in_each_object() {
    let many: Vec<String> = (0..5_000).map(|n| format!("\"name{n}\":{n}")).collect();
    let members = many.join(",");
    let document = format!("{{\"x\":{{{members}}},\"y\":{{{members}}}}}");
    assert!(read(document.as_bytes()).is_ok());
    let document = format!("{{{members},\"name77\":{{}}}}");
    let error = read(document.as_bytes()).unwrap_err();
    assert_eq!(error.expected(), "each name once in an object");
    assert_eq!(error.offset(), Some(document.len() - 1));
    // Both look alike to the first, quick check.
    assert!(read(br#"{"abc":1,"adc":2,"axc":[{"abc":1,"adc":3}]}"#).is_ok());
    assert!(read(br#"{"k":[{"a":1,"b":{"a":1},"a":1}]}"#).is_err());
    let long = "n".repeat(70_000);
    assert!(read(format!("{{\"{long}\":1}}").as_bytes()).is_err());
}

#[test]
fn errors_say_where() {
    for (text, expected, offset) in [
        ("{\"a\":1]", "`,` or `}`", 6),
        ("[1}", "`,` or `]`", 2),
        ("[1] x", "the end of the reply", 4),
        ("", "a JSON value", 0),
        ("[tru]", "a JSON value", 1),
        ("{\"a\" 1}", "`:`", 5),
        ("\u{feff}[", "a JSON value", 4),
        ("[\"\\q\"]", "an escape that JSON knows", 3),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!((error.expected(), error.offset()), (expected, Some(offset)), "{text}");
    }
}
