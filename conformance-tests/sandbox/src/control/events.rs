//! The live list: a server-sent event for every call of which something is new.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::channel::Channel;
use tokio::sync::broadcast::error::RecvError;

use crate::message::Answer;
use crate::page;
use crate::server::{Response, Shared, response};

/// Events until the listener goes.
pub(super) fn stream(shared: Arc<Shared>) -> hyper::Response<Response> {
    let (mut events, body) = Channel::<Bytes, Infallible>::new(16);
    let mut news = shared.ledger.news();
    tokio::spawn(async move {
        loop {
            let number = match tokio::time::timeout(std::time::Duration::from_secs(15), news.recv()).await {
                Ok(Ok(number)) => number,
                // The listener was too slow: what it missed is on the page.
                Ok(Err(RecvError::Lagged(_))) => continue,
                Ok(Err(RecvError::Closed)) => return,
                // Whether it is still there shows when something is written.
                Err(_) => {
                    if events.send_data(Bytes::from_static(b": still here\n\n")).await.is_err() {
                        return;
                    }
                    continue;
                }
            };
            let Some(received) = shared.ledger.get(number) else { continue };
            let row = page::row(&shared, &received);
            // A line break would end the line of the event.
            let row = row.lines().map(|line| format!("data: {line}\n")).collect::<String>();
            let event = format!("event: call\nid: {number}\n{row}\n");
            if events.send_data(Bytes::from(event)).await.is_err() {
                return;
            }
        }
    });
    let head =
        response(Answer::new(200).header("content-type", "text/event-stream").header("cache-control", "no-store"));
    let (parts, _) = head.into_parts();
    hyper::Response::from_parts(parts, body.boxed())
}
