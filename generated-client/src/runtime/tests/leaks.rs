//! A secret shows in no form of anything that can be printed.

use super::acme::{Code, Config, Payment};
use super::pay_request;
use crate::runtime::error::{Error, InDoubtReason, NotSentReason};
use crate::runtime::testing::Script;
use crate::runtime::transport::TransportError;

/// Everything that an application could print of an error.
fn print(error: &Error<Code>) -> String {
    let mut out = format!("{error} | {error:?} | {error:#?}");
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(each) = cause {
        out.push_str(&format!(" | {each} | {each:?}"));
        cause = each.source();
    }
    out
}

fn assert_clean(text: &str) {
    let lower = text.to_lowercase();
    // Plain, in any case; hexadecimal; base64 of the three keys.
    for form in ["marker", "4d41524b4552", "a01buktfums", "ae1buktfumg", "de1buktfunq", "dE1BUktFUnQ"] {
        assert!(!lower.contains(&form.to_lowercase()), "{form} in {text}");
    }
}

#[tokio::test]
async fn no_error_shows_a_secret() {
    let echoes = ["kMARKERk", "hMARKERh", "tMARKERt", "KmarkerK", "6b4d41524b45526b", "a01BUktFUms="];
    let mut seen = 0;
    for echo in echoes {
        for (status, body) in [
            (200, format!(r#"{{"response":{{"result":false,"error":{{"code":"{echo}","message":"key {echo}!"}}}}}}"#)),
            (503, format!(r#"{{"response":{{"result":false,"error":{{"code":"{echo}","message":"key {echo}!"}}}}}}"#)),
            (200, format!(r#"{{"response":{{"result":true,"data":{{"id":"{echo}","state":{{"{echo}":1}}}}}}}}"#)),
            (200, format!(r#"{{"response":{{"result":"{echo}"}}}}"#)),
            (200, format!(r#"{{"{echo}":"{echo}"#)),
            (404, format!("<html>{echo}</html>")),
            (302, echo.to_owned()),
        ] {
            let script = Script::new();
            for _ in 0..3 {
                script.reply_with_header(status, "location", "https://evil.example/kMARKERk", body.clone());
            }
            let config = Config::new(super::credentials()).token("tMARKERt".into());
            assert_clean(&format!("{config:?} {config:#?}"));
            let client = config.connect_with(script.clone()).unwrap();
            assert_clean(&format!("{client:?} {script:?}"));
            assert_clean(&print(&client.pay(&pay_request()).await.unwrap_err()));
            for _ in 0..3 {
                script.reply(status, body.clone());
            }
            if let Err(error) = client.payment(&Payment::new("7")).await {
                assert_clean(&print(&error));
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 42);
    for error in [
        TransportError::not_sent(NotSentReason::Refused),
        TransportError::in_doubt(InDoubtReason::Transport).detail("a detail").io(std::io::ErrorKind::ConnectionReset),
    ] {
        let script = Script::new();
        script.fail(error);
        let client = super::client(&script);
        assert_clean(&print(&client.pay(&pay_request()).await.unwrap_err()));
    }
}

#[test]
fn nothing_on_the_way_shows_a_secret() {
    let config = Config::new(super::credentials()).token("tMARKERt".into()).proxy("http://u:MARKER@p.example");
    let config = config.header("x-mine", "MARKER").unwrap();
    assert_clean(&format!("{config:?}"));
    for prepared in [config.prepare(&pay_request()).unwrap(), config.prepare(&Payment::new("7")).unwrap()] {
        assert_clean(&format!("{prepared:?} {prepared:#?}"));
        let outgoing = crate::runtime::transport::Outgoing::new(prepared.outgoing(), std::time::Duration::MAX, 1);
        assert_clean(&format!("{outgoing:?} {:?}", outgoing.request().body()));
        assert_clean(&format!("{:?}", prepared.into_http().headers()));
    }
    let received = crate::runtime::transport::Received::new(http::StatusCode::OK, http::HeaderMap::new(), "kMARKERk");
    assert_clean(&format!("{received:?}"));
}
