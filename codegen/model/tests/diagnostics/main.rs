//! Every mistake that reader and resolver know of, as a maintainer sees it.
//!
//! Each case is a spec without mistakes and a change to it. A snapshot holds a group of them; read it as the
//! person would who made the mistake: is the caret at the right place, and does it say what to do?

mod base;
mod cases;
mod explanations;
mod hostile;
mod overlap;
mod schema;
mod session;
mod several;

use base::{told, told_of};

#[test]
fn the_base_has_no_mistake() {
    assert_eq!(told(&base::files(&("nothing", &[]))), "");
}

macro_rules! groups {
    ($($name:ident => $cases:path),* $(,)?) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(told_of($cases));
        })*
    };
}

groups! {
    yaml => cases::YAML,
    keywords => cases::KEYWORDS,
    vendor => cases::VENDOR,
    types => cases::TYPES,
    fields => cases::FIELDS,
    rules => cases::RULES,
    sending => cases::SENDING,
    replies => cases::REPLIES,
    arms => cases::ARMS,
    unions => cases::UNIONS,
    keyed => cases::KEYED,
    equals => cases::EQUALS,
    operations => cases::OPERATIONS,
    examples => cases::EXAMPLES,
    tokens => session::TOKENS,
    callbacks => session::CALLBACKS,
    pages => session::PAGES,
    several_fields => session::SEVERAL_FIELDS,
    limits => session::LIMITS,
}
