//! Sends what a vendor tells to an application on this machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::Shared;
use crate::callback::{CallBack, CalledBack};
use crate::message::{Answer, Request};

/// Bytes of an application's answer that are read.
const ANSWER: usize = 1024 * 1024;

/// A callback that is ready to go.
pub(crate) struct Ready {
    order: CallBack,
    host: String,
    port: u16,
    request: Request,
    status: u16,
    body: String,
}

impl Shared {
    /// What an order would send.
    ///
    /// # Errors
    ///
    /// When it can't be written, or the address is none of this machine.
    pub(crate) fn ready(&self, order: &CallBack) -> Result<Ready, String> {
        let world = self.world.as_ref().ok_or("a script plays the vendors")?;
        let (_, _, callback) = world.callback(order)?;
        let wrong = || format!("`{}` is no address such as http://127.0.0.1:3000/hook", order.to.escape_debug());
        let uri: http::Uri = order.to.parse().map_err(|_| wrong())?;
        if uri.scheme_str() != Some("http") {
            return Err(wrong());
        }
        let host = uri.host().ok_or_else(wrong)?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let request = world.tell(order, path)?;
        let acknowledge = &callback.acknowledge;
        Ok(Ready {
            order: order.clone(),
            host,
            port: uri.port_u16().unwrap_or(80),
            request,
            status: acknowledge.status,
            body: acknowledge.body.clone(),
        })
    }

    /// Sends it once, and writes into the ledger what came of it.
    pub(crate) async fn call_back(self: &Arc<Self>, ready: Ready) -> CalledBack {
        let (time, started) = (SystemTime::now(), Instant::now());
        let sent = send(&ready);
        let answered = match tokio::time::timeout(self.limits.wait, sent).await {
            Ok(answered) => answered,
            Err(_) => Err("the application took too long".to_owned()),
        };
        let acknowledged = answered.as_ref().is_ok_and(|answer| {
            answer.status == ready.status && (ready.body.is_empty() || answer.body_text().trim() == ready.body.trim())
        });
        let Ready { order, request, .. } = ready;
        let CallBack { vendor, callback, to, .. } = order;
        let took = started.elapsed();
        self.ledger.told(CalledBack { number: 0, time, vendor, callback, to, request, answered, acknowledged, took })
    }
}

/// The addresses of a host that are this machine's: a vendor here tells nobody else.
async fn addresses(host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
    let found = tokio::net::lookup_host((host, port)).await.map_err(|error| format!("no such host: {error}"))?;
    let own: Vec<SocketAddr> = found.filter(|address| address.ip().is_loopback()).collect();
    if own.is_empty() { Err("this is no address of this machine's loopback".into()) } else { Ok(own) }
}

async fn send(ready: &Ready) -> Result<Answer, String> {
    let addresses = addresses(&ready.host, ready.port).await?;
    let stream = TcpStream::connect(addresses.as_slice()).await.map_err(|error| format!("no connection: {error}"))?;
    let failed = |error: hyper::Error| format!("no answer: {error}");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    tokio::spawn(async move { drop(connection.await) });
    let Request { method, target, headers, body } = &ready.request;
    let host = if ready.host.contains(':') { format!("[{}]", ready.host) } else { ready.host.clone() };
    let mut request = http::Request::builder()
        .method(method.as_str())
        .uri(target.as_str())
        .header("host", format!("{host}:{}", ready.port))
        .header("user-agent", "vendor-sandbox");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(body.clone()))).map_err(|error| error.to_string())?;
    let (parts, body) = sender.send_request(request).await.map_err(failed)?.into_parts();
    let body = Limited::new(body, ANSWER).collect().await.map_err(|error| format!("no whole answer: {error}"))?;
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.to_bytes().to_vec(),
    })
}
