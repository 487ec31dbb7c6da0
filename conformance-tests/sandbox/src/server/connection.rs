//! One connection: hyper for what is HTTP, the bare socket for faults.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::answer::{Caller, answer};
use super::response::{Response, response};
use super::socket::{Gate, Socket};
use super::{Act, Fault, Shared};
use crate::control;
use crate::message::{Answer, Request};

/// A fault that hyper can't make.
enum Broken {
    Reset,
    Close,
    Hang,
    Write(Vec<u8>),
    Drip(Vec<u8>, Duration),
    /// Writes, and goes on serving.
    WriteOn(Vec<u8>),
}

/// What is planned for calls that were not read yet.
struct Planned {
    shared: Arc<Shared>,
    vendor: Option<usize>,
    breaks: mpsc::UnboundedSender<Broken>,
    drawn: Arc<Mutex<Option<Fault>>>,
}

impl Gate for Planned {
    fn watches(&self) -> bool {
        !self.shared.plan().is_empty() || self.shared.script().is_unread()
    }

    fn leaves_unread(&self) -> bool {
        let shared = &self.shared;
        // What is wanted of the shared address may be the page, so there nothing is drawn before it is read.
        let fault = self.vendor.and_then(|index| shared.plan().draw(shared.vendor_name(index)));
        let unread = shared.script().take_unread() || fault.as_ref().is_some_and(Fault::is_unread);
        *self.drawn.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        if unread {
            shared.ledger.left_unread();
            drop(self.breaks.send(Broken::Reset));
        }
        unread
    }
}

/// Serves a connection until either side ends it.
pub(super) async fn serve(stream: TcpStream, number: usize, vendor: Option<usize>, shared: Arc<Shared>) {
    let mut stream = Some(stream);
    while let Some(open) = stream.take() {
        stream = serve_until_broken(open, number, vendor, &shared).await;
    }
}

/// Serves until a fault, or the end. Gives the stream back if it is still good.
async fn serve_until_broken(
    stream: TcpStream,
    number: usize,
    vendor: Option<usize>,
    shared: &Arc<Shared>,
) -> Option<TcpStream> {
    let (breaks, mut broken) = mpsc::unbounded_channel::<Broken>();
    let between_requests = Arc::new(AtomicBool::new(true));
    let drawn = Arc::new(Mutex::new(None));
    let (watched, breaking) = (shared.clone(), breaks.clone());
    let gate = Planned { shared: watched, vendor, breaks: breaking, drawn: drawn.clone() };
    // An answer is not to wait until the last one was confirmed.
    drop(stream.set_nodelay(true));
    let socket = Socket::new(stream, Arc::new(gate), between_requests.clone());
    let limits = shared.limits;
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (shared, breaks, between_requests) = (shared.clone(), breaks.clone(), between_requests.clone());
        let drawn = drawn.clone();
        async move {
            let drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner).take();
            let caller = Caller { connection: number, vendor, drawn };
            let response = handle(request, caller, &shared, &breaks).await;
            between_requests.store(true, SeqCst);
            Ok::<_, Infallible>(response)
        }
    });
    let mut connection = http1::Builder::new()
        .max_buf_size(limits.head)
        .timer(TokioTimer::new())
        .header_read_timeout(limits.wait)
        .serve_connection(TokioIo::new(socket), service);
    tokio::select! {
        biased;
        Some(how) = broken.recv() => {
            let stream = connection.into_parts().io.into_inner().into_stream();
            // Whoever is at the other end may be gone, which is no concern of ours.
            make(how, stream).await.ok().flatten()
        }
        result = &mut connection => {
            drop(result);
            None
        }
    }
}

async fn handle(
    request: hyper::Request<Incoming>,
    caller: Caller,
    shared: &Arc<Shared>,
    breaks: &mpsc::UnboundedSender<Broken>,
) -> hyper::Response<Response> {
    let limits = shared.limits;
    let (parts, body) = request.into_parts();
    let too_large = || refuse(413, format!("the body is larger than {} bytes", limits.body));
    if body.size_hint().lower() > u64::try_from(limits.body).unwrap_or(u64::MAX) {
        return too_large();
    }
    let body = match tokio::time::timeout(limits.wait, Limited::new(body, limits.body).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return too_large();
        }
        Ok(Err(_)) => return refuse(400, "the body did not arrive"),
        Err(_) => return refuse(408, "the body took too long"),
    };
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let request = Request {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or_else(|| parts.uri.to_string(), ToString::to_string),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.to_vec(),
    };
    if caller.vendor.is_none() && control::is_for_us(request.path()) {
        return control::answer(&request, shared).await;
    }
    let mut act = answer(request, caller, shared);
    loop {
        let how = match act {
            Act::Answer(answer) => return response(answer),
            Act::After(pause, next) => {
                tokio::time::sleep(pause).await;
                act = *next;
                continue;
            }
            Act::ResetUnread | Act::Reset => Broken::Reset,
            Act::Close => Broken::Close,
            Act::Hang => Broken::Hang,
            Act::Raw(bytes) => Broken::Write(bytes),
            Act::Cut(answer, length) => {
                let body = answer.body.get(..length).unwrap_or(&answer.body);
                Broken::Write([answer.head().as_slice(), body].concat())
            }
            Act::Drip(answer, pause) => Broken::Drip([answer.head(), answer.body].concat(), pause),
            Act::Twice(answer) => Broken::WriteOn(answer.kept_open().repeat(2)),
        };
        drop(breaks.send(how));
        // The connection is taken from hyper, and this future with it.
        return pending().await;
    }
}

/// Refuses what did not arrive whole.
fn refuse(status: u16, says: impl Into<String>) -> hyper::Response<Response> {
    response(Answer::text(status, says).header("connection", "close"))
}

async fn make(how: Broken, mut stream: TcpStream) -> io::Result<Option<TcpStream>> {
    match how {
        Broken::Reset => stream.set_zero_linger()?,
        Broken::Close => end(stream).await?,
        Broken::Hang => until_gone(&mut stream).await?,
        Broken::Write(bytes) => {
            stream.write_all(&bytes).await?;
            end(stream).await?;
        }
        Broken::Drip(bytes, pause) => {
            stream.set_nodelay(true)?;
            for byte in bytes {
                tokio::time::sleep(pause).await;
                stream.write_all(&[byte]).await?;
            }
            end(stream).await?;
        }
        Broken::WriteOn(bytes) => {
            stream.write_all(&bytes).await?;
            return Ok(Some(stream));
        }
    }
    Ok(None)
}

/// Closes in order: what was written arrives before the end does.
async fn end(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    // A socket that is dropped with unread bytes is reset.
    let gone = until_gone(&mut stream);
    tokio::time::timeout(Duration::from_secs(1), gone).await.unwrap_or(Ok(()))
}

async fn until_gone(stream: &mut TcpStream) -> io::Result<()> {
    let mut bytes = [0; 1024];
    while stream.read(&mut bytes).await? > 0 {}
    Ok(())
}
