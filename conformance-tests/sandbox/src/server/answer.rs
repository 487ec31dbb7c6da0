//! What is done with a request: a script, a fault, an answer that was asked for, or what the vendor does.

use std::time::Duration;

use super::{Act, Did, Ended, Fault, Received, Shared};
use crate::message::{Answer, Request};
use crate::request::read_request;

/// Asks for a fault in this call, in the words of [`Fault`].
pub const FAULT_HEADER: &str = "x-sandbox-fault";

/// Who calls.
pub(super) struct Caller {
    /// The connection's number.
    pub(super) connection: usize,
    /// The vendor whose address it is, as an index.
    pub(super) vendor: Option<usize>,
    /// A fault at random, drawn when the first byte arrived.
    pub(super) drawn: Option<Fault>,
}

/// Writes the request into the ledger, and decides.
pub(super) fn answer(mut request: Request, caller: Caller, shared: &Shared) -> Act {
    let vendor = caller.vendor.and_then(|index| shared.vendor_name(index));
    let asked = take_fault(&mut request);
    let vendors = match caller.vendor {
        Some(index) => shared.vendors.get(index..=index).unwrap_or_default(),
        None => &shared.vendors,
    };
    let reading = match &shared.world {
        Some(world) => world.read_at(caller.vendor, &request),
        None => read_request(vendors.iter(), &request),
    };
    let received = shared.ledger.add(caller.connection, vendor, request, reading);
    let (act, ended) = decide(&received, caller.vendor, asked, caller.drawn, shared);
    let took = received.at.elapsed() + act.pause();
    shared.ledger.end(received, Ended { took, ..ended });
    act
}

/// Takes the fault that a header asks for out of the request: the vendor has no such header.
fn take_fault(request: &mut Request) -> Result<Option<Fault>, String> {
    let asked = request.headers.iter().position(|(name, _)| name == FAULT_HEADER);
    let Some((_, words)) = asked.map(|index| request.headers.remove(index)) else { return Ok(None) };
    match words.parse::<Fault>() {
        Ok(fault) if fault.is_unread() => {
            Err("`reset-unread` can't be asked for by a header, which has to be read".into())
        }
        Ok(fault) => Ok(Some(fault)),
        Err(error) => Err(error.to_string()),
    }
}

fn decide(
    received: &Received,
    vendor: Option<usize>,
    asked: Result<Option<Fault>, String>,
    drawn: Option<Fault>,
    shared: &Shared,
) -> (Act, Ended) {
    if let Some(act) = shared.script().next(received) {
        let ended = ended(Did::Nothing, act.status(), None, None);
        return (act, ended);
    }
    let Some(world) = &shared.world else {
        return plain(Answer::text(501, "the script of this sandbox has no answer left"));
    };
    let planned = || shared.plan().next(received.vendor(), received.operation()).or(drawn);
    let fault = match asked {
        Ok(asked) => asked.or_else(planned),
        Err(says) => return plain(Answer::text(400, format!("{FAULT_HEADER}: {says}"))),
    };
    let (answer, did) = match &fault {
        Some(fault) if !fault.acts() => (None, Did::Nothing),
        _ => {
            let (answer, done) = world.answer_read(vendor, &received.request, &received.reading);
            let did = match (done, &received.reading.call) {
                (true, _) => Did::Done,
                (false, Some(_)) => Did::Refused,
                (false, None) => Did::Nothing,
            };
            (Some(answer), did)
        }
    };
    // Where no vendor acts there is a fault, which needs no answer.
    let due = || answer.clone().unwrap_or_else(|| Answer::new(502));
    let act = match &fault {
        Some(fault) => fault.act(due(), &shared.elsewhere()),
        None => Act::Answer(due()),
    };
    let ended = ended(did, act.status(), fault.map(|fault| fault.to_string()), answer);
    (act, ended)
}

fn plain(answer: Answer) -> (Act, Ended) {
    let ended = ended(Did::Nothing, Some(answer.status), None, Some(answer.clone()));
    (answer.into(), ended)
}

fn ended(did: Did, status: Option<u16>, fault: Option<String>, answer: Option<Answer>) -> Ended {
    Ended { did, answer, status, fault, took: Duration::ZERO }
}
