use super::Options;
use crate::runtime::code::{Format, Safety};
use crate::runtime::operation::{OperationFacts, VendorFacts};
use crate::runtime::reply::{Arm, Names, ReplyFacts};
use Format::{Form, Json, Text, Xml};

static VENDOR: VendorFacts =
    VendorFacts { name: "acme", title: "Acme", request_formats: &[Form, Json, Xml], reply_formats: &[Text, Json, Xml] };
const NONE: &[Arm] = &[];
static LINES: ReplyFacts = ReplyFacts { charset: None, names: Names::Exact, arms: &[(Text, NONE), (Json, NONE)] };
static EITHER: ReplyFacts = ReplyFacts { charset: None, names: Names::Exact, arms: &[(Json, NONE), (Xml, NONE)] };

const FIXED: OperationFacts = OperationFacts {
    name: "send",
    method: "POST",
    template: "/send",
    safety: Safety::Read,
    told_by: None,
    place: "Send",
    request_formats: &[Form, Json, Xml],
    reply_format_apart: false,
    tokens: &[],
    has_body: true,
    reply: &LINES,
    ..OperationFacts::PLAIN
};
const APART: OperationFacts = OperationFacts { reply_format_apart: true, ..FIXED };

fn formats(options: Options, operation: &'static OperationFacts) -> Result<(Format, Format), String> {
    options.formats(&VENDOR, operation).map_err(|invalid| invalid.to_string())
}

#[test]
fn replies_come_in_the_format_of_the_request_or_in_the_first() {
    static FIXED_EITHER: OperationFacts = OperationFacts { reply: &EITHER, ..FIXED };
    static LINES: OperationFacts = FIXED;
    let of = |request, operation| formats(Options::default().request_format(request), operation).unwrap();
    assert_eq!(formats(Options::default(), &LINES).unwrap(), (Form, Text));
    assert_eq!(of(Json, &LINES), (Json, Json));
    assert_eq!(of(Xml, &LINES), (Xml, Text));
    assert_eq!(of(Xml, &FIXED_EITHER), (Xml, Xml));
    assert_eq!(of(Form, &FIXED_EITHER), (Form, Json));
}

#[test]
fn a_wish_is_met_or_refused() {
    static LINES: OperationFacts = FIXED;
    static LINES_APART: OperationFacts = APART;
    let of = |reply, operation| formats(Options::default().reply_format(reply), operation);
    assert_eq!(of(Json, &LINES_APART).unwrap(), (Form, Json));
    assert_eq!(of(Text, &LINES_APART).unwrap(), (Form, Text));
    assert_eq!(of(Text, &LINES).unwrap(), (Form, Text));
    assert_eq!(of(Json, &LINES).unwrap_err(), "reply_format: Acme answers this operation in text");
    let both = Options::default().request_format(Json).reply_format(Text);
    let rule = "reply_format: Acme answers in the format of the request, which is json";
    assert_eq!(formats(both, &LINES).unwrap_err(), rule);
    for operation in [&LINES, &LINES_APART] {
        let rule = "reply_format: the operation is not documented for replies in xml";
        assert_eq!(of(Xml, operation).unwrap_err(), rule);
        assert_eq!(of(Form, operation).unwrap_err(), "reply_format: Acme does not speak form");
    }
    let bytes = Options::default().request_format(Format::Bytes);
    assert_eq!(formats(bytes, &LINES).unwrap_err(), "request_format: Acme does not speak bytes");
}

#[test]
fn an_operation_without_replies_is_refused() {
    static EMPTY: ReplyFacts = ReplyFacts { charset: None, names: Names::Exact, arms: &[] };
    static NEVER: OperationFacts = OperationFacts { reply: &EMPTY, ..FIXED };
    assert!(formats(Options::default(), &NEVER).is_err());
}
