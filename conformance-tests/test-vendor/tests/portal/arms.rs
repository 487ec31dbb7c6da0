//! An operation's arms before the vendor's, and codes that nobody knows.

use generated_client::{Code as _, Error, InDoubtReason, Received};
use http::{HeaderMap, StatusCode};
use test_vendor::portal::{Code, Payment, Seek, SeekReply};

use crate::config;

fn sought(status: u16, body: &str) -> Result<SeekReply, Error<Code>> {
    let status = StatusCode::from_u16(status).expect("a status");
    config().decode(&Seek::new("ada"), &Received::new(status, HeaderMap::new(), body.to_owned()))
}

/// The vendor's arm `refused` would take it, if it came first.
#[test]
fn its_own_arms_come_first() {
    let reply = sought(200, r#"{"ok":false,"error":"NOBODY","note":"try later"}"#);
    assert!(
        matches!(&reply, Ok(SeekReply::Nobody(nobody)) if nobody.note.as_deref() == Some("try later")),
        "{reply:?}"
    );
    let reply = sought(200, r#"{"ok":true,"state":"here"}"#);
    assert!(matches!(&reply, Ok(SeekReply::Done(done)) if done.state == "here"), "{reply:?}");
    // Under no status of success it says nothing, and the vendor's arm takes it.
    let error = sought(404, r#"{"ok":false,"error":"NOBODY"}"#).expect_err("no success");
    assert!(matches!(&error, Error::InDoubt(_)), "{error:?}");

    let payment = config()
        .decode(&Payment::new(1), &Received::new(StatusCode::OK, HeaderMap::new(), r#"{"ok":false,"error":"NOBODY"}"#));
    assert!(matches!(&payment, Err(Error::Rejected(_))), "elsewhere it is a refusal: {payment:?}");
}

#[test]
fn an_unknown_code_is_in_doubt_where_an_arm_says_so() {
    let error = sought(200, r#"{"ok":false,"error":"E77"}"#).expect_err("no success");
    let Error::InDoubt(in_doubt) = &error else { panic!("{error:?}") };
    assert_eq!((in_doubt.reason(), in_doubt.code()), (InDoubtReason::VendorUnsure, Some("E77")));

    // A known code, an empty one and none are not unknown: the vendor's arm refuses.
    for (body, code) in [
        (r#"{"ok":false,"error":"DUPLICATE"}"#, Some("DUPLICATE")),
        (r#"{"ok":false,"error":""}"#, None),
        (r#"{"ok":false,"error":null}"#, None),
        (r#"{"ok":false}"#, None),
    ] {
        let error = sought(200, body).expect_err(body);
        let Error::Rejected(rejected) = &error else { panic!("{body}: {error:?}") };
        assert_eq!(rejected.code().map(|code| code.as_str()), code, "{body}");
    }
}
