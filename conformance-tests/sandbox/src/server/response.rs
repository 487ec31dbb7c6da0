//! Answers as hyper sends them.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};

use crate::message::Answer;

/// The body of an answer: bytes, or events as they come.
pub(crate) type Response = BoxBody<Bytes, Infallible>;

pub(crate) fn response(answer: Answer) -> hyper::Response<Response> {
    let mut builder = hyper::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(Bytes::from(answer.body)).boxed()).unwrap_or_else(|error| {
        let says = Bytes::from(format!("the scripted answer is no HTTP: {error}\n"));
        let mut response = hyper::Response::new(Full::new(says).boxed());
        *response.status_mut() = http::StatusCode::NOT_IMPLEMENTED;
        response
    })
}
