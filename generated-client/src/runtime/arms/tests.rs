use super::*;
use crate::runtime::read::{Limits, TextFrame, TextPiece, integer};
use crate::runtime::reply::{Step, Test, When};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word(String);

impl Code for Word {
    fn from_wire(code: &str) -> Self {
        Self(code.to_owned())
    }
    fn as_str(&self) -> &str {
        &self.0
    }
    fn class(&self) -> super::super::code::Class {
        super::super::code::Class::Balance
    }
    fn effect(&self) -> Effect {
        if self.0 == "91" { Effect::Unknown } else { Effect::None }
    }
    fn is_known(&self) -> bool {
        matches!(self.0.as_str(), "5" | "91")
    }
}

static OK: &[TextFrame] = &[TextFrame { pieces: &[TextPiece::Literal("OK "), TextPiece::Integer("id")] }];
static ERR: &[TextFrame] = &[TextFrame { pieces: &[TextPiece::Literal("ERR "), TextPiece::Filled("code")] }];

static ARMS: &[Arm] = &[
    Arm {
        name: "number",
        verdict: Verdict::Success,
        when: &[When::Is(&[], Test::Range(1001, i64::MAX))],
        payload: Some(&[]),
        ..Arm::EMPTY
    },
    Arm {
        name: "text",
        verdict: Verdict::Success,
        reads: Some(Reads::Text(OK)),
        payload: Some(&[Step::Name("id")]),
        ..Arm::EMPTY
    },
    Arm {
        name: "failed",
        verdict: Verdict::Rejected,
        reads: Some(Reads::Text(ERR)),
        code: &[&[Step::Name("code")]],
        ..Arm::EMPTY
    },
    Arm {
        name: "refused",
        verdict: Verdict::Rejected,
        when: &[When::Is(&[Step::Name("code")], Test::Present)],
        code: &[&[Step::Name("code")]],
        message: &[&[Step::Name("text")]],
        payload: Some(&[]),
        ..Arm::EMPTY
    },
];

fn told(body: &str, safety: Safety) -> String {
    let document = Document::json(body.as_bytes(), Limits::default()).expect("JSON");
    let read = |_: &str, value: Option<Value<'_>>| value.map_or(Ok(None), integer);
    let item = outcome::<i64, Word, i64>(
        document.root(),
        (ARMS, Names::Exact, safety),
        |value| match value.map(|value| value.sole("n")) {
            Some(Ok(Some(value))) => integer(value),
            _ => Ok(None),
        },
        read,
    );
    match item.expect("an outcome").expect("something") {
        Ok(id) => format!("taken {id}"),
        Err(error) => format!(
            "{:?} {} {} {:?}",
            error.outcome(),
            error.code().map_or("-", |code| code.as_str()),
            error.message().unwrap_or("-"),
            error.item()
        ),
    }
}

#[test]
fn each_item_has_its_own_outcome() {
    for (body, due) in [
        ("1234567", "taken 1234567"),
        ("\"1001\"", "taken 1001"),
        ("\"OK 7\"", "taken 7"),
        ("\"ERR 5\"", "Rejected 5 - None"),
        (r#"{"code":5,"text":"no","n":905}"#, "Rejected 5 no Some(905)"),
        (r#"{"code":91}"#, "InDoubt 91 - None"),
        (r#"{"code":"x"}"#, "Rejected x - None"),
        (r#"{"other":1}"#, "InDoubt - - None"),
        ("14", "InDoubt - - None"),
        ("\"OK x\"", "InDoubt - - None"),
        ("null", "InDoubt - - None"),
        ("[]", "InDoubt - - None"),
    ] {
        assert_eq!(told(body, Safety::Once), due, "{body}");
    }
    assert_eq!(told(r#"{"code":91}"#, Safety::Read), "Rejected 91 - None");
}

#[test]
fn a_value_has_one_of_its_shapes() {
    let read = |body: &str| {
        let document = Document::json(body.as_bytes(), Limits::default()).expect("JSON");
        one_of(document.root(), ARMS, Names::Exact, &|_, _| false, |name, _| Ok(Some(name)))
    };
    assert_eq!(read("1001"), Ok(Some("number")));
    assert_eq!(read("\"OK 7\""), Ok(Some("text")));
    assert_eq!(read("null"), Ok(None));
    assert_eq!(read("7").map_err(|m| m.expected().to_owned()), Err("one of the documented shapes".to_owned()));
}

#[test]
fn another_number_of_items_is_in_doubt() {
    assert!(same_count(2, 2).is_ok());
    assert!(same_count(2, 1).is_err_and(|malformed| malformed.is_in_doubt()));
}

#[test]
fn results_are_all_or_each() {
    use crate::runtime::items::Results;
    let fine: Results<i64, Word> = vec![Ok(1), Ok(2)].into();
    assert_eq!(fine.all(), Ok(vec![1, 2]));
    let refused =
        ItemError::new(ItemOutcome::Rejected, Some(Word("5".to_owned())), None, Some("secret".to_owned()), None);
    let mixed: Results<i64, Word> = vec![Ok(1), Err(refused)].into();
    assert_eq!(mixed.taken().map(|(at, id)| (at, *id)).collect::<Vec<_>>(), [(0, 1)]);
    let (at, error) = mixed.failed().next().expect("one");
    assert_eq!((at, error.to_string().as_str()), (1, "rejected by the vendor: balance, code 5"));
    assert!(!format!("{mixed:?} {error}").contains("secret"));
    assert_eq!(mixed.all().map_err(|all| all.len()), Err(2));
}
