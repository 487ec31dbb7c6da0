//! What is done with a request: a script, a fault, an answer that was asked for, or what the vendor does.

use super::{Act, Did, Ended, Fault, Received, Shared};
use crate::message::{Answer, Request};
use crate::reply::ReplyWriter;
use crate::request::read_request;

/// Asks for a fault in this call.
pub const FAULT_HEADER: &str = "x-sandbox-fault";
/// Asks for a refusal with this code in this call.
pub const ANSWER_HEADER: &str = "x-sandbox-answer";

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
    let asked = Asked::take(&mut request);
    let vendors = match caller.vendor {
        Some(index) => shared.vendors.get(index..=index).unwrap_or_default(),
        None => &shared.vendors,
    };
    let reading = read_request(vendors.iter(), &request);
    let received = shared.ledger.add(caller.connection, vendor, request, reading);
    let (act, ended) = decide(&received, asked, caller.drawn, shared);
    shared.ledger.end(&received, Ended { took: received.at.elapsed() + act.pause(), ..ended });
    act
}

/// What the headers of a request ask of the sandbox.
#[derive(Default)]
struct Asked {
    fault: Option<Result<Fault, String>>,
    code: Option<String>,
}

impl Asked {
    /// Takes the headers out of the request: the vendor has none such.
    fn take(request: &mut Request) -> Self {
        let mut asked = Self::default();
        request.headers.retain(|(name, value)| {
            match name.as_str() {
                FAULT_HEADER => {
                    let fault = value.parse::<Fault>().map_err(|error| error.to_string()).and_then(|fault| {
                        let late = "`reset-unread` can't be asked for by a header, which has to be read";
                        if fault.is_unread() { Err(late.to_owned()) } else { Ok(fault) }
                    });
                    asked.fault = Some(fault);
                }
                ANSWER_HEADER => asked.code = Some(value.clone()),
                _ => return true,
            }
            false
        });
        asked
    }
}

fn decide(received: &Received, asked: Asked, drawn: Option<Fault>, shared: &Shared) -> (Act, Ended) {
    if let Some(act) = shared.script().next(received) {
        let ended = ended(Did::Nothing, act.status(), None, None);
        return (act, ended);
    }
    let vendor = received.vendor();
    let planned = shared.plan().next(vendor, received.operation()).or(drawn);
    let fault = match asked.fault.transpose() {
        Ok(fault) => fault.or(planned),
        Err(says) => return plain(Answer::text(400, format!("{FAULT_HEADER}: {says}"))),
    };
    let code = asked.code.or_else(|| shared.answers().next(vendor, received.operation()));
    if fault.as_ref().is_some_and(|fault| !fault.acts()) {
        return broken(fault, None, Did::Nothing, shared);
    }
    if let Some(code) = code {
        return match refusal(received, &code, shared) {
            Ok(answer) => broken(fault, Some(answer), Did::Refused, shared),
            Err(says) => plain(Answer::text(400, says)),
        };
    }
    let Some((answer, did)) = shared.behaviour(|behaviour| behaviour.answer(received.vendor.as_deref(), received))
    else {
        return plain(Answer::text(501, "the script of this sandbox has no answer left"));
    };
    broken(fault, Some(answer), did, shared)
}

/// The vendor's refusal with this code.
fn refusal(received: &Received, code: &str, shared: &Shared) -> Result<Answer, String> {
    let call = received.reading.call.as_ref().ok_or("no operation has this method and path, so none can refuse")?;
    let vendor = shared.vendors.iter().find(|vendor| vendor.name == call.vendor).ok_or("there is no such vendor")?;
    let operation = vendor.operation(&call.operation).ok_or("there is no such operation")?;
    let writer =
        ReplyWriter::new(vendor, operation, call.reply_format).ok_or("the operation has no reply in that format")?;
    writer.refusal(code, None)
}

fn plain(answer: Answer) -> (Act, Ended) {
    let ended = ended(Did::Nothing, Some(answer.status), None, Some(answer.clone()));
    (answer.into(), ended)
}

fn broken(fault: Option<Fault>, answer: Option<Answer>, did: Did, shared: &Shared) -> (Act, Ended) {
    let act = match &fault {
        // Without an answer of the vendor there is a fault, which has its own.
        Some(fault) => fault.act(answer.clone().unwrap_or_else(|| Answer::new(502)), &shared.elsewhere()),
        None => answer.clone().map_or_else(|| Act::fails(502), Act::Answer),
    };
    let ended = ended(did, act.status(), fault.map(|fault| fault.to_string()), answer);
    (act, ended)
}

fn ended(did: Did, status: Option<u16>, fault: Option<String>, answer: Option<Answer>) -> Ended {
    Ended { did, answer, status, fault, took: std::time::Duration::ZERO }
}
