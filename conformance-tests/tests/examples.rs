//! Every example of every spec, in each of its formats.

// A value may be a reference already; the generator writes `&` either way.
#![allow(clippy::needless_borrow)]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[test]
fn no_sample_is_left_out() {
    conformance_tests::every_fixture_belongs_to_an_example();
}
