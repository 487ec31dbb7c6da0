//! Every example of the vendors that nobody has, in each of its formats: the request is read by an interpreter that
//! shares no code with the client, and the reply that it writes is read by the client.

// A value may be a reference already; the generator writes `&` either way.
#![allow(clippy::needless_borrow)]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
