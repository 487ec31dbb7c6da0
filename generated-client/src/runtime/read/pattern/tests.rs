use super::{TextFrame, TextPiece};
use crate::runtime::read::{self, Document, Items, Kind, ListForm, Rows};
use TextPiece::{Decimal, Digits, Fixed, Hole, Integer, Literal, OptionalEnd, Rest, Space};

/// The holes as `name=text`, joined by `|`.
fn holes(pieces: &'static [TextPiece], body: &str) -> Option<String> {
    let document = Document::text(body.as_bytes(), &[TextFrame { pieces }]).ok()?;
    assert_eq!(document.root().kind(), Kind::Record);
    let holes = document.root().members().unwrap();
    Some(holes.map(|hole| format!("{}={}", hole.name, hole.value.raw())).collect::<Vec<_>>().join("|"))
}

fn check(pieces: &'static [TextPiece], cases: &[(&str, Option<&str>)]) {
    for (body, due) in cases {
        assert_eq!(holes(pieces, body).as_deref(), *due, "{body:?}");
    }
}

#[test]
fn a_text_matches_wholly_or_not_at_all() {
    check(
        &[Literal("OK "), Hole("id"), Literal(";"), Hole("left")],
        &[
            ("OK 17;3", Some("id=17|left=3")),
            ("OK 17;3\r\n", Some("id=17|left=3")),
            ("\u{feff}OK 17;3 \n\n", Some("id=17|left=3")),
            ("OK ;", Some("id=|left=")),
            ("OK 17;3;4", Some("id=17|left=3;4")),
            ("OK ğüş;ı", Some("id=ğüş|left=ı")),
            ("OK 17;3\nOK 18;2", None),
            ("OK 1\n7;3", None),
            (" OK 17;3", None),
            ("ok 17;3", None),
            ("OK 17", None),
            ("OK", None),
            ("", None),
            (" \r\n", None),
        ],
    );
    check(&[Literal("ERR:"), Hole("code"), Literal(".")], &[("ERR:5.", Some("code=5")), ("ERR:5.1.", None)]);
    check(&[Literal("OK")], &[("OK", Some("")), ("OK\n", Some("")), ("OKAY", None), ("OK 1", None)]);
    check(&[], &[("", None), ("x", None)]);
}

#[test]
fn forms_of_holes_end_by_themselves() {
    check(
        &[Fixed("what", 2), Digits("day", 2), Integer("n"), Hole("rest")],
        &[
            ("ab0117x", Some("what=ab|day=01|n=17|rest=x")),
            ("üş01-17", Some("what=üş|day=01|n=-17|rest=")),
            ("ab0x17", None),
            ("ab01", None),
            ("a\n017", None),
            ("a", None),
        ],
    );
    check(
        &[Decimal("left", '.'), Space, Hole("currency")],
        &[
            ("12.50 TL", Some("left=12.50|currency=TL")),
            ("-12 \t TL", Some("left=-12|currency=TL")),
            ("12. TL", None),
            ("12,50 TL", None),
            ("12.50TL", None),
            (".5 TL", None),
            ("- TL", None),
        ],
    );
    check(&[Decimal("left", ',')], &[("12,50", Some("left=12,50")), ("1.2", None), ("٣", None)]);
    check(&[Hole("a"), Space, Hole("b")], &[("x  y z", Some("a=x|b=y z")), ("xy", None)]);
}

#[test]
fn lines_end_in_any_way() {
    const LINES: &[TextPiece] = &[Literal("status="), Hole("status"), Literal(";\nid="), Hole("id"), OptionalEnd];
    check(
        LINES,
        &[
            ("status=a;b;\nid=7", Some("status=a;b|id=7")),
            ("status=0;\r\nid=7\r\n", Some("status=0|id=7")),
            ("status=0;\rid=7 \n", Some("status=0|id=7")),
            ("status=0;id=7", None),
            ("status=0\n;\nid=7", None),
        ],
    );
    check(&[Hole("a"), Literal("\n"), Hole("b")], &[("x\r\ny", Some("a=x|b=y")), ("x\n\ny", None)]);
    check(&[Literal("OK"), OptionalEnd, Literal("7")], &[("OK7", Some("")), ("OK\r\n7", Some("")), ("OK\n\n7", None)]);
}

#[test]
fn the_rest_is_all_that_is_left() {
    check(&[Literal("E:"), Rest("says")], &[("E:a\nb: c \n", Some("says=a\nb: c")), ("E:", Some("says="))]);
    check(&[Literal("("), Rest("says"), Literal(")")], &[("(a) b)\n", Some("says=a) b")), ("(a", None), ("(", None)]);
    check(&[Rest("a"), Literal("b"), Rest("c")], &[("xby", None)]);
}

#[test]
fn touching_holes_never_match() {
    check(&[Hole("a"), Hole("b")], &[("xy", None)]);
    check(&[Hole("a"), Integer("b")], &[("x1", None)]);
    check(&[Hole("a"), Rest("b")], &[("xy", None)]);
}

#[test]
fn a_cut_text_does_not_match_where_its_end_is_certain() {
    const ENDS: [&[TextPiece]; 3] = [
        &[Literal("OK "), Hole("id"), Literal(";"), Hole("left"), Literal(".")],
        &[Literal("OK "), Hole("id"), Literal(";"), Digits("left", 4)],
        &[Literal("OK "), Rest("all"), Literal(" END")],
    ];
    for (pieces, body) in ENDS.into_iter().zip(["OK 17;12.", "OK 17;0012", "OK a b END"]) {
        assert!(holes(pieces, body).is_some());
        for cut in 0..body.len() {
            assert_eq!(holes(pieces, &body[..cut]), None, "{body} {cut}");
        }
    }
    // An open end is an open end.
    assert_eq!(holes(&[Literal("OK "), Integer("id")], "OK 1").as_deref(), Some("id=1"));
}

const PERSON: TextFrame = TextFrame { pieces: &[Integer("id"), Literal(";"), Hole("name"), Literal(";"), Hole("tag")] };
const LINES: Rows = Rows { rows: &[PERSON], ..Rows::EMPTY };

fn rows(body: &str, rows: &Rows) -> Result<Vec<(i64, String, String)>, String> {
    let document = Document::rows(body.as_bytes(), rows).map_err(|error| error.to_string())?;
    let list = document.root().sole(rows.member).unwrap().unwrap();
    assert_eq!(list.kind(), Kind::List);
    let read = |row: read::Value<'_>| {
        let text = |name| row.sole(name).unwrap().unwrap().raw().to_owned();
        Ok(Some((read::integer(row.get("id").unwrap())?.unwrap(), text("name"), text("tag"))))
    };
    Ok(Items::from_value(list, ListForm::Repeated, read).unwrap())
}

#[test]
fn rows_become_a_list() {
    let row = |id, name: &str, tag: &str| (id, name.to_owned(), tag.to_owned());
    let due = vec![row(1, "Ayşe", "x"), row(2, "", "")];
    for body in ["1;Ayşe;x\n2;;", "1;Ayşe;x\r\n2;;\r\n", "\u{feff}1;Ayşe;x \n2;; \n\n\r\n \n"] {
        assert_eq!(rows(body, &LINES).unwrap(), due, "{body:?}");
    }
    let separated = Rows { separator: "<br>", ..LINES };
    assert_eq!(rows("1;Ayşe;x<br>2;;\r\n", &separated).unwrap(), due);
    assert_eq!(rows("1;Ayşe;x<br>2;;<br>\r\n", &Rows { trailing: true, ..separated }).unwrap(), due);
    // A row that is missing behind a separator, or a separator that is missing behind a row, was cut off.
    assert_eq!(rows("1;Ayşe;x<br>2;;<br>", &separated).unwrap_err(), "expected a row behind the last separator");
    let cut = Rows { trailing: true, ..separated };
    assert_eq!(rows("1;Ayşe;x<br>2;;", &cut).unwrap_err(), "expected a separator behind the last row");
    assert!(rows("1;Ayşe;x<br><br>", &cut).is_err());
    // Nothing is no rows where the page says so.
    for body in ["", " \r\n"] {
        assert_eq!(rows(body, &Rows { empty: true, ..LINES }).unwrap(), []);
        assert!(rows(body, &LINES).is_err());
    }
    const ANYTHING: &[TextFrame] = &[TextFrame { pieces: &[Hole("")] }];
    const TITLES: &[TextFrame] = &[TextFrame { pieces: &[Literal("id;name;tag")] }];
    let titled = Rows { header: ANYTHING, ..LINES };
    assert_eq!(rows("id;name;tag\n1;Ayşe;x\n2;;", &titled).unwrap(), due);
    assert_eq!(rows("id;name;tag\n\r\n\n1;Ayşe;x\n2;;\n\n", &titled).unwrap(), due);
    assert_eq!(rows("<html></html>", &titled).unwrap_err(), "expected a row beside the header");
    let titled = Rows { header: TITLES, ..LINES };
    assert_eq!(rows("id;name;tag\r\n", &titled).unwrap(), []);
    assert_eq!(rows("<html></html>", &titled).unwrap_err(), "expected a header as the vendor writes it");
}

#[test]
fn one_bad_row_makes_all_unreadable() {
    let error = rows("1;a;b\nx;hunter2;b\n", &LINES).unwrap_err();
    assert_eq!(error, "rows[1]: expected a row as the vendor writes it");
    assert_eq!(
        rows("t\nx;a;b", &Rows { header: &[TextFrame { pieces: &[Hole("")] }], ..LINES }).unwrap_err(),
        "rows[0]: expected a row as the vendor writes it"
    );
    for body in ["", "\n", "ERR 5", "1;a;b\n\n2;c;d", "\n1;a;b", "1;a", "<html>\n</html>"] {
        assert!(rows(body, &LINES).is_err(), "{body:?}");
    }
    assert!(rows("1;a;b", &Rows { separator: "", ..LINES }).is_err());
    assert!(Document::rows(b"1;\xff;b", &LINES).is_err());
}

#[test]
fn much_text_takes_little_time() {
    let begin = std::time::Instant::now();
    let body = "a;".repeat(200_000);
    assert_eq!(holes(&[Hole("a"), Literal("; "), Hole("b"), Literal("z")], &body), None);
    assert!(holes(&[Hole("a"), Literal(";\nx"), Hole("b")], &body).is_none());
    let many = "1;Ayşe;x\n".repeat(20_000);
    assert_eq!(rows(&many, &LINES).unwrap().len(), 20_000);
    assert!(Document::rows("\n".repeat(400_000).as_bytes(), &LINES).is_err());
    assert!(begin.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn a_bare_value_is_a_document() {
    for (body, due) in [("12.50\r\n", "12.50"), ("OK", "OK"), ("\u{feff}a b ", "a b")] {
        let document = Document::plain(body.as_bytes()).unwrap();
        assert_eq!((document.root().kind(), document.root().raw()), (Kind::Text, due));
    }
    for body in ["", " \n"] {
        assert!(Document::plain(body.as_bytes()).is_err());
    }
    assert!(Document::plain(b"\xff").is_err());
}
