use crate::runtime::malformed::Malformed;
use crate::runtime::read::{self, Document, Kind, Limits, Value};

const SEED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- note -->\n<response xmlns=\"urn:x\" \
    xmlns:s='urn:s' a=\"1 &amp; 2\" s:b='&#x41;'>\r\n  <data><id>42</id><s:name>a &lt; b<![CDATA[ & <c>]]>\
    ş<!-- x -->&#233;</s:name><e/><e></e></data>\n  <?pi some?>\n</response>\n<!-- end -->\n";

fn read(text: &str) -> Result<Document<'_>, Malformed> {
    Document::xml(text.as_bytes(), Limits::default())
}

/// A short rendering of a tape.
fn shown(value: Value<'_>) -> String {
    let members: Vec<_> = value
        .members()
        .into_iter()
        .flatten()
        .map(|member| format!("{}={}", member.name, shown(member.value)))
        .collect();
    match value.kind() {
        Kind::Text => format!("{:?}", value.raw()),
        _ if members.is_empty() => format!("<{:?}>", value.raw()),
        _ => format!("({})", members.join(" ")),
    }
}

fn shown_document(text: &str) -> String {
    match read(text) {
        Ok(document) => shown(document.root()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_document_type_that_says_nothing_itself_is_passed_over() {
    for body in [
        "<!DOCTYPE a><a>1</a>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"a.dtd\">\n<a>1</a>",
        "<!-- c --><!DOCTYPE  a PUBLIC \"-//x//y\" \"https://vendor.example/a.dtd\" ><a>1</a>",
    ] {
        let document =
            Document::xml(body.as_bytes(), Limits::default()).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(read::integer(document.root().get("a").unwrap()).unwrap(), Some(1), "{body}");
    }
}

#[test]
fn puts_a_document_on_the_tape() {
    assert_eq!(
        shown_document(SEED),
        "(response=(@a=\"1 & 2\" @b=\"A\" data=(id=<\"42\"> name=<\"a < b & <c>şé\"> e=<\"\"> e=<\"\">)))"
    );
    for (text, expected) in [
        ("<a/>", "(a=<\"\">)"),
        ("<a> x </a>", "(a=<\" x \">)"),
        ("<a b='1'>x</a>", "(a=(@b=\"1\" #text=\"x\"))"),
        ("<a b='1'></a>", "(a=(@b=\"1\"))"),
        ("<a><b c='2'>y</b><b c='3'>z</b></a>", "(a=(b=(@c=\"2\" #text=\"y\") b=(@c=\"3\" #text=\"z\")))"),
        ("<a>one<b/>two</a>", "(a=(b=<\"\">))"),
        ("<a>\r\n1\r2\n</a>", "(a=<\"\\n1\\n2\\n\">)"),
        ("<a>&#13;<![CDATA[\r\n]]></a>", "(a=<\"\\r\\n\">)"),
        ("<a b=' 1\t2\r\n3&#10;&quot;'/>", "(a=(@b=\" 1 2 3\\n\\\"\"))"),
        ("<a>&lt;<!-- -->b<![CDATA[]]>&gt;c</a>", "(a=<\"<b>c\">)"),
        ("\u{feff}<a >1</a >", "(a=<\"1\">)"),
        ("<a\n\tb = \"x>y\" />", "(a=(@b=\"x>y\"))"),
        ("<öğe>ş</öğe>", "(öğe=<\"ş\">)"),
        ("<a>]]</a>", "(a=<\"]]\">)"),
        ("<a><![CDATA[]]]]><![CDATA[>]]></a>", "(a=<\"]]>\">)"),
    ] {
        assert_eq!(shown_document(text), expected, "{text}");
    }
}

#[test]
fn refuses_what_is_not_well_formed() {
    for text in [
        "",
        " ",
        "text",
        "<a>",
        "</a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a/>&amp;",
        "&#32;<a/>",
        "<a/><![CDATA[x]]>",
        "<![CDATA[x]]><a/>",
        "<a/><!DOCTYPE a>",
        "<!DOCTYPE a><!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\" [<!ENTITY x \"y\">]><a/>",
        "<!DOCTYPE a SYSTEM \"a.dtd\"><a>&x;</a>",
        "<!DOCTYPE a []><a/>",
        "<!DOCTYPE html><html></html>",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html></html>",
        "<!doctype html><html></html>",
        "<!doctype a><a/>",
        "<a>&x;</a>",
        "<a>&nbsp;</a>",
        "<a>&#0;</a>",
        "<a>&#x1F;</a>",
        "<a>&#xD800;</a>",
        "<a>&#x110000;</a>",
        "<a>&;</a>",
        "<a>&</a>",
        "<a>a & b</a>",
        "<a>&amp</a>",
        "<a b='&x;'/>",
        "<a b='a & b'/>",
        "<a b='&amp'/>",
        "<a b='<'/>",
        "<a b=1/>",
        "<a b/>",
        "<a b='1' b='2'/>",
        "<a b='1'c='2'/>",
        "<a b='1/>",
        "<a 'b'/>",
        "<a 1b='2'/>",
        "<a :b='2'/>",
        "<a/ >",
        "<a/b>",
        "< a/>",
        "<1a/>",
        "<a$/>",
        "<a:/>",
        "<:a/>",
        "<a:b:c/>",
        "<a>]]></a>",
        "<a>\0</a>",
        "<a>\u{1}</a>",
        "<a b='\u{1f}'/>",
        "<!-- \u{2} --><a/>",
        "<a>\u{fffe}</a>",
        "<a><![CDATA[\u{ffff}]]></a>",
        "<a><!-- -- --></a>",
        "<a><!-- x ---></a>",
        "<a><!-- x</a>",
        "<a><![CDATA[x</a>",
        "<a><![cdata[x]]></a>",
        "<a><?xml?></a>",
        "<a/><?xml version=\"1.0\"?>",
        " <?xml version=\"1.0\"?><a/>",
        "<a/><?XML x?>",
        "<a/><??>",
        "<a/><?1?>",
        "<a/><?pi",
        "<?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-9\"?><a>\u{fc}</a>",
        "\u{feff}\u{feff}<a/>",
        "<a></a b='1'>",
        "<?xml version=\"1.1\"?><a>\u{85}</a>",
        "<?xml version=\"1.1\"?><a>\u{2028}</a>",
        "<a></ a>",
        "<a></a",
        "<a",
        "<",
        "<!",
        "<!a>",
        "<>",
        "</>",
        "<a></>",
        "{\"a\":1}",
    ] {
        assert!(read(text).is_err(), "{text:?} is {}", shown_document(text));
    }
}

#[test]
fn every_cut_is_an_error() {
    let document = SEED.trim_end().trim_end_matches("<!-- end -->").trim_end();
    for cut in 0..document.len() {
        if let Some(text) = document.get(..cut) {
            assert!(read(text).is_err(), "{text}");
        }
    }
    assert!(read(document).is_ok());
}

#[test]
fn what_it_takes_another_parser_takes_alike() {
    let mut taken = 0;
    let mut strange = Vec::new();
    for place in 0..SEED.len() {
        for piece in ["", "<", ">", "&", ";", "\"", "'", "/", "=", " ", "-", "!", "?", "]", ":", "x", "#", "\u{1}"] {
            let (Some(before), Some(after)) = (SEED.get(..place), SEED.get(place + 1..)) else {
                continue;
            };
            let text = format!("{before}{piece}{after}");
            if let Ok(document) = read(&text) {
                taken += 1;
                match roxmltree::Document::parse(&text) {
                    Ok(theirs) => {
                        let data = |name: &str| {
                            let node = theirs.descendants().find(|node| node.tag_name().name() == name)?;
                            Some(
                                node.children()
                                    .filter_map(|node| node.text().filter(|_| node.is_text()))
                                    .collect::<String>(),
                            )
                        };
                        let root = document.root().members().unwrap().next().unwrap().value;
                        let ours = root.get("data").and_then(|data| data.get("name"));
                        if let Some(ours) = ours {
                            assert_eq!(data("name").as_deref(), Some(ours.raw()), "{text}");
                        }
                    }
                    Err(error) => strange.push((error.to_string(), text)),
                }
            }
        }
    }
    assert!(taken > 1_000);
    // Namespaces are not resolved here, so prefixes that nobody declared are taken.
    strange.retain(|(error, _)| !error.contains("namespace") && !error.contains("prefix"));
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn nesting_and_attributes_have_an_end() {
    let nested = |depth: usize| format!("{}1{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(read(&nested(128)).is_ok());
    assert!(read(&nested(129)).is_err());
    assert!(read(&"<a>".repeat(300_000)).is_err());
    let wide = |count: usize| {
        let attributes: String = (0..count).map(|n| format!(" a{n}='{n}'")).collect();
        format!("<a{attributes}/>")
    };
    let text = wide(64);
    let document = read(&text).unwrap();
    let root = document.root().get("a").unwrap();
    assert_eq!(root.members().unwrap().count(), 64);
    assert_eq!(root.get("@a63").unwrap().raw(), "63");
    assert!(read(&wide(65)).is_err());
    assert!(read(&wide(100_000)).is_err());
    assert!(read(&format!("<{}/>", "n".repeat(70_000))).is_err());
    assert!(read(&format!("<a {}='1'/>", "n".repeat(70_000))).is_err());
}

#[test]
fn many_pieces_of_text_take_linear_time() {
    let text = format!("<a>{}</a>", "x&amp;<!---->".repeat(200_000));
    let document = read(&text).unwrap();
    assert_eq!(document.root().get("a").unwrap().raw(), "x&".repeat(200_000));
    let text = format!("<a>{}</a>", "x&amp;<b>&lt;</b>".repeat(200_000));
    let document = read(&text).unwrap();
    assert_eq!(document.root().get("a").unwrap().members().unwrap().count(), 200_000);
}

#[test]
fn nil_is_nothing() {
    let text = "<r xmlns:i='urn:i'><a i:nil='true'/><b i:nil='1'>x</b><c nil='true'/><d i:nil='false'/></r>";
    let document = read(text).unwrap();
    let root = document.root().get("r").unwrap();
    let is_nothing = |name| root.get(name).unwrap().is_nothing();
    assert_eq!(["a", "b", "c", "d"].map(is_nothing), [true, false, false, false]);
}
