//! One connection: hyper for what is HTTP, the bare socket for faults.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::socket::{LeaveUnread, Socket};
use super::{Act, Shared};
use crate::message::{Answer, Request};
use crate::request::read_request;

/// A fault that hyper can't make.
enum Fault {
    Reset,
    Close,
    Hang,
    Write(Vec<u8>),
    Drip(Vec<u8>, std::time::Duration),
}

/// Serves a connection until either side ends it.
pub(super) async fn serve(stream: TcpStream, number: usize, shared: Arc<Shared>) {
    let (faults, mut fault) = mpsc::unbounded_channel::<Fault>();
    let between_requests = Arc::new(AtomicBool::new(true));
    let leave_unread: Arc<LeaveUnread> = {
        let (shared, faults) = (shared.clone(), faults.clone());
        Arc::new(move || {
            let unread = shared.script().take_unread();
            if unread {
                shared.ledger.left_unread();
                drop(faults.send(Fault::Reset));
            }
            unread
        })
    };
    let socket = Socket::new(stream, leave_unread, between_requests.clone());
    let limits = shared.limits;
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (shared, faults, between_requests) = (shared.clone(), faults.clone(), between_requests.clone());
        async move {
            let answer = answer(request, number, &shared, &faults).await;
            between_requests.store(true, SeqCst);
            Ok::<_, Infallible>(answer)
        }
    });
    let mut connection = http1::Builder::new()
        .max_buf_size(limits.head)
        .timer(TokioTimer::new())
        .header_read_timeout(limits.wait)
        .serve_connection(TokioIo::new(socket), service);
    tokio::select! {
        biased;
        Some(fault) = fault.recv() => {
            let stream = connection.into_parts().io.into_inner().into_stream();
            // Whoever is at the other end may be gone, which is no concern of ours.
            drop(make(fault, stream).await);
        }
        result = &mut connection => drop(result),
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    number: usize,
    shared: &Shared,
    faults: &mpsc::UnboundedSender<Fault>,
) -> hyper::Response<Full<Bytes>> {
    let limits = shared.limits;
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(limits.wait, Limited::new(body, limits.body).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            return response(
                Answer::text(413, format!("the body is larger than {} bytes", limits.body))
                    .header("connection", "close"),
            );
        }
        Ok(Err(_)) => return response(Answer::text(400, "the body did not arrive").header("connection", "close")),
        Err(_) => return response(Answer::text(408, "the body took too long").header("connection", "close")),
    };
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let request = Request {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or_else(|| parts.uri.to_string(), ToString::to_string),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.to_vec(),
    };
    let reading = read_request(shared.vendors.iter(), &request);
    let received = shared.ledger.add(number, request, reading);
    let mut act = shared.script().next(&received);
    loop {
        let fault = match act {
            Act::Answer(answer) => return response(answer),
            Act::After(pause, next) => {
                tokio::time::sleep(pause).await;
                act = *next;
                continue;
            }
            Act::ResetUnread | Act::Reset => Fault::Reset,
            Act::Close => Fault::Close,
            Act::Hang => Fault::Hang,
            Act::Raw(bytes) => Fault::Write(bytes),
            Act::Cut(answer, length) => {
                let body = answer.body.get(..length).unwrap_or(&answer.body);
                Fault::Write([answer.head().as_slice(), body].concat())
            }
            Act::Drip(answer, pause) => Fault::Drip([answer.head(), answer.body].concat(), pause),
        };
        drop(faults.send(fault));
        // The connection is taken from hyper, and this future with it.
        return pending().await;
    }
}

fn response(answer: Answer) -> hyper::Response<Full<Bytes>> {
    let mut builder = hyper::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(Bytes::from(answer.body))).unwrap_or_else(|error| {
        let mut response =
            hyper::Response::new(Full::new(Bytes::from(format!("the scripted answer is no HTTP: {error}\n"))));
        *response.status_mut() = http::StatusCode::NOT_IMPLEMENTED;
        response
    })
}

async fn make(fault: Fault, mut stream: TcpStream) -> io::Result<()> {
    match fault {
        Fault::Reset => stream.set_zero_linger(),
        Fault::Close => end(stream).await,
        Fault::Hang => until_gone(&mut stream).await,
        Fault::Write(bytes) => {
            stream.write_all(&bytes).await?;
            end(stream).await
        }
        Fault::Drip(bytes, pause) => {
            stream.set_nodelay(true)?;
            for byte in bytes {
                tokio::time::sleep(pause).await;
                stream.write_all(&[byte]).await?;
            }
            end(stream).await
        }
    }
}

/// Closes in order: what was written arrives before the end does.
async fn end(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    // A socket that is dropped with unread bytes is reset.
    let gone = until_gone(&mut stream);
    tokio::time::timeout(std::time::Duration::from_secs(1), gone).await.unwrap_or(Ok(()))
}

async fn until_gone(stream: &mut TcpStream) -> io::Result<()> {
    let mut bytes = [0; 1024];
    while stream.read(&mut bytes).await? > 0 {}
    Ok(())
}
