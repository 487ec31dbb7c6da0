//! Replies that look much like a success and must not be taken for one.

use vendor_model::model::{Condition, Format, Path, Step, Test, Verdict};
use vendor_sandbox::document::Node;
use vendor_sandbox::{Answer, ReplyWriter};

use crate::exchange::Exchange;

/// Everything that is wrong in one place only: the mark of success, the HTTP status, or the end.
pub(crate) fn none_is_a_success(exchange: &Exchange, answer: &Answer, is_success: &dyn Fn(&Answer) -> bool) {
    assert!(is_success(answer));
    statuses(exchange, answer, is_success);
    // A document that the arm reads by itself has its own marks; nothing in a text says that more was to come.
    if !reads_by_itself(exchange) {
        marks(exchange, answer, is_success);
        cuts(answer, is_success);
    }
}

/// Whether some arm reads a document of its own.
fn reads_by_itself(exchange: &Exchange) -> bool {
    let form = exchange.operation().reply.form(exchange.format());
    form.is_some_and(|form| form.arms.iter().any(|arm| arm.reads.is_some()))
}

fn marks(exchange: &Exchange, answer: &Answer, is_success: &dyn Fn(&Answer) -> bool) {
    let Some(form) = exchange.operation().reply.form(exchange.format()) else { return };
    let document = Node::read(exchange.format(), &answer.body).unwrap_or_else(|error| panic!("{error}"));
    let mut tried = 0;
    for arm in form.arms.iter().filter(|arm| arm.verdict == Verdict::Success) {
        for condition in &arm.when {
            let Condition::Member { path, test } = condition else { continue };
            for (what, changed) in changes(exchange, &document, path, test) {
                let Ok(body) = changed.write(exchange.format()) else { continue };
                let changed = answer.clone().body(body);
                assert!(!is_success(&changed), "{what} at {path:?} is taken for a success:\n{}", changed.body_text());
                tried += 1;
            }
        }
    }
    assert!(tried > 3, "no mark of success was tried");
}

fn changes(exchange: &Exchange, document: &Node, path: &Path, test: &Test) -> Vec<(&'static str, Node)> {
    if matches!(test, Test::Absent | Test::Empty) {
        // Success and failure both: what a refusal has there is put beside the mark of success.
        let writer = ReplyWriter::new(exchange.vendor(), exchange.operation(), exchange.format());
        let codes = exchange.vendor().codes.iter();
        let refusals = codes.filter_map(|code| writer?.refusal(&code.wire, Some("no")).ok());
        let nodes = refusals.filter_map(|refusal| Node::read(exchange.format(), &refusal.body).ok());
        let failure = nodes
            .filter_map(|node| node.at(path, exchange.operation().reply.names).first().map(|n| (*n).clone()))
            .find(|n| !n.is_empty(exchange.format()));
        let failure = failure.unwrap_or_else(|| Node::Text("failed".into()));
        return vec![("success and failure both", with(document, path, Some(&failure)))];
    }
    let text = |text: &str| Node::Text(text.to_owned());
    let mut changed = vec![
        ("no mark", with(document, path, None)),
        ("an empty mark", with(document, path, Some(&text("")))),
        ("an unknown mark", with(document, path, Some(&text("perhaps")))),
        ("an unknown number", with(document, path, Some(&Node::Number("987654321".into())))),
        ("a mark of parts", with(document, path, Some(&Node::Record(vec![("x".into(), text("1"))])))),
    ];
    if exchange.format() == Format::Json {
        changed.push(("null", with(document, path, Some(&Node::Null))));
        changed.push(("a list", with(document, path, Some(&Node::List(vec![])))));
    }
    changed
}

/// The document with another node at a path, or none.
fn with(document: &Node, path: &[Step], node: Option<&Node>) -> Node {
    let Some((step, rest)) = path.split_first() else { return node.cloned().unwrap_or(Node::Null) };
    match (document, step) {
        (Node::Record(members), Step::Name(name)) => {
            let same = |member: &str| member.eq_ignore_ascii_case(name);
            let mut members = members.clone();
            match members.iter().position(|(member, _)| same(member)) {
                Some(index) if rest.is_empty() && node.is_none() => drop(members.remove(index)),
                Some(index) => members[index].1 = with(&members[index].1, rest, node),
                None if node.is_some() => members.push((name.clone(), with(&Node::Record(vec![]), rest, node))),
                None => {}
            }
            Node::Record(members)
        }
        // An object whose names are values has its items under them.
        (Node::Record(members), Step::First | Step::Each)
            if !members.iter().any(|(name, _)| rest.first() == Some(&Step::Name(name.clone()))) =>
        {
            let mut members = members.clone();
            if let Some((_, first)) = members.first_mut() {
                *first = with(first, rest, node);
            }
            Node::Record(members)
        }
        (Node::List(items), Step::First | Step::Each) => {
            let first = with(items.first().unwrap_or(&Node::Record(vec![])), rest, node);
            Node::List(std::iter::once(first).chain(items.iter().skip(1).cloned()).collect())
        }
        (other, _) => other.clone(),
    }
}

fn statuses(exchange: &Exchange, answer: &Answer, is_success: &dyn Fn(&Answer) -> bool) {
    let Some(form) = exchange.operation().reply.form(exchange.format()) else { return };
    let mut taken: Vec<u16> = Vec::new();
    for arm in form.arms.iter().filter(|arm| arm.verdict == Verdict::Success && arm.reads.is_some()) {
        for condition in &arm.when {
            let Condition::Http(ranges) = condition else { continue };
            taken.extend(ranges.iter().flat_map(|(from, to)| *from..=*to).filter(|status| *status >= 300));
        }
    }
    // A vendor may document that its body decides, whatever HTTP says.
    let body_decides = form
        .arms
        .iter()
        .any(|arm| arm.verdict == Verdict::Success && !arm.when.iter().any(|c| matches!(c, Condition::Http(_))));
    for status in [400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504]
        .into_iter()
        .filter(|status| !taken.contains(status))
    {
        assert_eq!(is_success(&answer.clone().status(status)), body_decides, "a success body under HTTP {status}");
    }
    for status in [301, 302, 303, 307, 308] {
        assert!(!is_success(&answer.clone().status(status)), "a success body under HTTP {status}");
    }
}

fn cuts(answer: &Answer, is_success: &dyn Fn(&Answer) -> bool) {
    let whole = answer.body.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(0, |last| last + 1);
    for end in 0..whole {
        let cut = answer.clone().body(&answer.body[..end]);
        assert!(!is_success(&cut), "a reply that is cut after {end} of {whole} bytes is taken for a success");
    }
}
