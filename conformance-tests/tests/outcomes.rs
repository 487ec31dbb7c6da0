//! What each answer comes to, over `Config::decode`, without any network: for every code of every vendor, in
//! every format of every operation.

mod common;

use common::{Op, Told, sandbox};
use generated_client::{Class, Format, Options, Outcome, Safety};
use vendor_model::model::{self, Effect};
use vendor_sandbox::document::Node;
use vendor_sandbox::{Act, Answer, nobody_listens};

/// Statuses under which vendors have been seen to refuse.
const STATUSES: [u16; 14] = [200, 201, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504];

/// `wrong_api_key` becomes `WrongApiKey`.
fn variant(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|part| !part.is_empty()).map(word).collect()
}

fn class(class: model::Class) -> &'static str {
    model::Class::ALL.iter().find(|(_, each)| *each == class).expect("a class").0
}

#[test]
fn every_code_is_typed() {
    let mut seen = 0;
    for op in Op::all() {
        op.model(|vendor, _, writer| {
            for code in &vendor.codes {
                // Not every number can stand where this vendor's refusals have theirs.
                let answer =
                    writer.refusal(&code.wire, None).unwrap_or_else(|error| panic!("{op:?} {}: {error}", code.wire));
                let told = op.decode(&answer);
                let what = format!("{op:?}, code {}: {}", code.wire, told.display);
                if code.effect == Effect::Unknown && op.safety() != Safety::Read {
                    assert_eq!(told.brief(), "in_doubt EffectUnknown", "{what}");
                } else {
                    assert_eq!(told.outcome, Outcome::Rejected, "{what}");
                    assert_eq!(told.code_name.as_deref(), Some(variant(&code.name).as_str()), "{what}");
                    assert!(told.code_is_known, "{what}");
                    assert_eq!(told.status, Some(answer.status), "{what}");
                    // Where the code says nothing, HTTP may.
                    if code.class != model::Class::Unknown {
                        assert_eq!(told.class.map(Class::as_str), Some(class(code.class)), "{what}");
                    }
                }
                assert_eq!(told.code.as_deref(), Some(code.wire.as_str()), "{what}");
                let message = code.message.as_deref().map(str::trim);
                if let Some(message) = message.filter(|message| !message.is_empty()) {
                    assert_eq!(told.message.as_deref(), Some(message), "{what}");
                }
                // Whatever HTTP says: a refusal is never a success, and never an acceptance.
                for status in STATUSES {
                    let told = op.decode(&answer.clone().status(status));
                    assert!(matches!(told.outcome, Outcome::Rejected | Outcome::InDoubt), "{what}, HTTP {status}");
                }
                seen += 1;
            }
        });
    }
    assert!(seen > 500, "{seen}");
}

/// The same answer with another code.
fn with_code(op: Op, answer: &Answer, from: &str, to: &str) -> Answer {
    fn exchange(node: Node, from: &str, to: &str) -> Node {
        match node {
            Node::Record(members) => {
                Node::Record(members.into_iter().map(|(name, node)| (name, exchange(node, from, to))).collect())
            }
            Node::List(items) => Node::List(items.into_iter().map(|node| exchange(node, from, to)).collect()),
            Node::Number(text) if text == from && to.parse::<i64>().is_ok() => Node::Number(to.to_owned()),
            Node::Number(text) | Node::Text(text) if text == from => Node::Text(to.to_owned()),
            other => other,
        }
    }
    let format = match op.format() {
        Format::Xml => model::Format::Xml,
        _ => model::Format::Json,
    };
    let node = Node::read(format, &answer.body).expect("the answer can be read");
    let mut changed = answer.clone();
    changed.body = exchange(node, from, to).write(format).expect("the answer can be written");
    assert_ne!(changed.body, answer.body, "{op:?}: there is no code in {}", answer.body_text());
    changed
}

#[test]
fn an_unlisted_code_is_never_a_success() {
    let mut rejected = 0;
    for op in Op::all() {
        let known = op
            .model(|vendor, _, _| vendor.codes.iter().map(|code| code.wire.clone()).max_by_key(String::len))
            .expect("codes");
        let refusal = op.refusal(&known, Some("no"));
        for unlisted in [
            "987654",
            "-77",
            "1000000000000000000000",
            "E-99",
            "ok",
            "true",
            "SUCCESS",
            "200 OK",
            "0x0",
            " ",
            "\u{6f7}\u{6f7}\u{6f7}\u{6f7}",
        ] {
            for status in STATUSES {
                let told = op.decode(&with_code(op, &refusal, &known, unlisted).status(status));
                let what = format!("{op:?}, code {unlisted:?}, HTTP {status}: {}", told.display);
                match told.outcome {
                    Outcome::Rejected => {
                        assert!(
                            !told.code_is_known || told.code.as_deref() == Some(status.to_string().as_str()),
                            "{what}"
                        );
                        rejected += 1;
                    }
                    // Nobody knows what was done when the status speaks of a failure.
                    Outcome::InDoubt => {}
                    _ => panic!("{what}"),
                }
                if op.safety() == Safety::Once && (status >= 500 || status == 408) {
                    assert_eq!(told.outcome, Outcome::InDoubt, "{what}");
                }
            }
        }
    }
    assert!(rejected > 300, "{rejected}");
}

#[test]
fn a_success_is_one_in_all_formats() {
    for op in Op::all() {
        assert_eq!(op.decode(&op.good()).outcome, Outcome::Done, "{op:?}");
    }
}

/// One error of each kind, as a person reads it in a log.
#[tokio::test]
async fn errors_are_told_in_plain_words() {
    let credit = Op::UserCredit(Format::Json);
    let balance = Op::GetBalance(Format::Xml);
    let mut table = Vec::new();
    let mut line = |told: Told| table.push(told.display);

    line(call(credit, None, |options| options.attempts(0)).await);
    line(call(credit, None, |options| options).await);
    line(call(credit, Some(credit.refusal("93", None).into()), |options| options).await);
    line(call(credit, Some(credit.refusal("96", Some("Balance\nmust be a number")).into()), |options| options).await);
    line(call(credit, Some(Act::Reset), |options| options).await);
    line(call(credit, Some(Act::html()), |options| options).await);
    line(call(credit, Some(Act::redirect("https://example.com")), |options| options).await);
    line(call(credit, Some(credit.refusal("95", None).into()), |options| options).await);
    line(call(credit, Some(Answer::json(r#"{"response":{"result":true,"data":{}}}"#).into()), |options| options).await);
    line(call(Op::CreateMember, Some(Op::CreateMember.refusal("62", None).into()), |options| options).await);
    line(
        call(Op::CreateMember, Some(Answer::json(r#"{"ErrorCode":4711,"Result":false}"#).into()), |options| options)
            .await,
    );
    line(call(balance, Some(balance.refusal("401", None).into()), |options| options).await);
    line(call(balance, Some(Act::Close), |options| options.attempts(1)).await);
    line(call(Op::Balance, Some(Answer::new(401).into()), |options| options).await);

    insta::assert_snapshot!(table.join("\n"), @r#"
    organik.user_credit: invalid, nothing was sent: attempts: must be more than zero
    organik.user_credit: not sent: the connection was refused
    organik.user_credit: rejected by the vendor: rate, code 93, "Too much request." (HTTP 200)
    organik.user_credit: rejected by the vendor: invalid_field, code 96, "Balance\nmust be a number" (HTTP 200)
    organik.user_credit: in doubt, it may have happened: the connection broke before the answer was complete; find out at the vendor before trying again
    organik.user_credit: in doubt, it may have happened: the answer can't be read (HTTP 200); find out at the vendor before trying again
    organik.user_credit: in doubt, it may have happened: the answer is a redirect, which is never followed (HTTP 307); find out at the vendor before trying again
    organik.user_credit: in doubt, it may have happened: the vendor said no, but not whether something was done, code 95 (HTTP 200); find out at the vendor before trying again
    organik.user_credit: accepted by the vendor, it happened, but the rest of the answer can't be read (HTTP 200)
    paywall.create_member: rejected by the vendor: duplicate, code 62 (HTTP 200)
    paywall.create_member: in doubt, it may have happened: the vendor said no, but not whether something was done, code 4711 (HTTP 200); find out at the vendor before trying again
    iletimerkezi.get_balance: rejected by the vendor: credentials, code 401, "Üyelik bilgileri hatalı" (HTTP 401)
    iletimerkezi.get_balance: in doubt, it may have happened: the connection broke before the answer was complete
    sabapayamak.balance: rejected by the vendor: credentials (HTTP 401)
    "#);
}

async fn call(op: Op, act: Option<Act>, change: impl FnOnce(Options) -> Options) -> Told {
    match act {
        Some(act) => {
            let server = sandbox(act);
            op.call(&op.client(&server.url(), change)).await
        }
        None => op.call(&op.client(&nobody_listens().expect("a port"), change)).await,
    }
}
