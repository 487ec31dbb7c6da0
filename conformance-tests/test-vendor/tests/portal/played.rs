//! The vendor as the sandbox plays it: signed replies and callbacks, believed by the client, which shares no code with
//! it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use generated_client::{CallbackError, Error, Incoming, Secret};
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use test_vendor::portal::{
    self, CallbackCredentials, Charge, Event, ListAfter, ListByAddress, ListByCursor, ListEntries, ListPages, ListRows,
    Moved, Posted, Seen, Settled, Told, settled,
};
use tokio::net::TcpListener;
use vendor_model::specs::Specs;
use vendor_sandbox::{Ask, CallBack, CalledBack, Keys, Sandbox, World};

use super::config;

fn sandbox() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let vendors = Specs::read(&folder).expect("the folder is there").vendors;
    let keys = [
        ("client_id", "app"),
        ("client_secret", "s3cret"),
        ("user", "ada"),
        ("password", "pw"),
        ("callback_secret", "cb-s3cret"),
    ];
    let keys = Keys::given(keys.map(|(name, text)| (name.to_owned(), text.to_owned())));
    Sandbox::play(World::of(vendors).taking("portal", keys)).expect("free ports")
}

#[tokio::test]
async fn replies_are_signed() {
    let sandbox = sandbox();
    let url = sandbox.url_of("portal").expect("an address");
    let client: portal::Client = config().base_url(&url).and_then(|config| config.connect()).expect("a client");
    let charge = Charge::new("A-1", "12.5".parse().expect("an amount"));
    let reply = client.charge(&charge).await.expect("a charge whose signature is right");
    assert_eq!(reply.id, 1);
    sandbox.answer_next("charge", Ask::Arm("not_charged".into())).expect("an arm");
    let error = client.charge(&charge).await.expect_err("a refusal");
    assert!(matches!(&error, Error::Rejected(_)), "a refusal whose signature is right: {error:?}");
    assert_eq!((sandbox.count("charge"), sandbox.happened("charge")), (2, 1));
}

#[tokio::test]
async fn lists_end_with_their_last_page() {
    let sandbox = sandbox();
    let url = sandbox.url_of("portal").expect("an address");
    let client: portal::Client = config().base_url(&url).and_then(|config| config.connect()).expect("a client");
    let due = ["item-1", "item-2", "item-3", "item-4", "item-5"];
    let all = client.pages(ListEntries::new().limit(3)).all().await.expect("entries");
    let ids: Vec<String> = all.into_iter().map(|entry| entry.id.as_str().to_owned()).collect();
    assert_eq!((ids, sandbox.count("list_entries")), (due.map(str::to_owned).to_vec(), 2));
    let all = client.pages(ListAfter::new()).all().await.expect("entries");
    let after: Vec<String> = all.into_iter().map(|entry| entry.id.as_str().to_owned()).collect();
    assert_eq!((after, sandbox.count("list_after")), (due.map(str::to_owned).to_vec(), 4));
    let rows = [1, 2, 3, 4, 5];
    assert_eq!(client.pages(ListRows::new(0)).all().await.expect("rows"), rows);
    assert_eq!(client.pages(ListPages::new(0)).all().await.expect("rows"), rows);
    assert_eq!(client.pages(ListByCursor::new()).all().await.expect("rows"), rows);
    assert_eq!(client.pages(ListByAddress::new("open")).all().await.expect("rows"), rows);
    for operation in ["list_rows", "list_pages", "list_by_cursor", "list_by_address"] {
        assert_eq!(sandbox.count(operation), 3, "{operation}");
    }
    // From the middle on.
    assert_eq!(client.pages(ListRows::new(3)).all().await.expect("rows"), [4, 5]);
    // The page of an example is that of the page.
    let second = client.list_entries(&ListEntries::new().page(2).limit(2)).await.expect("a page");
    assert_eq!((second.entries.len(), second.total), (1, Some(3)));
}

/// What an application makes of a callback: what it answers, and what it was told.
type Handler = fn(&CallbackCredentials, &Incoming<'_>) -> Result<(u16, &'static str, String), CallbackError>;

/// An application with one address, which takes so many calls.
async fn application(listener: TcpListener, handler: Handler, times: usize) -> Vec<Result<String, CallbackError>> {
    let told = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..times {
        let (stream, _) = listener.accept().await.expect("a connection");
        let told = &told;
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let keys = CallbackCredentials {
                client_secret: Secret::from("s3cret"),
                callback_secret: Secret::from("cb-s3cret"),
            };
            let (status, answer, event) = match handler(&keys, &Incoming::new(&parts, &body)) {
                Ok((status, answer, event)) => (status, answer, Ok(event)),
                Err(error) => (error.status(), "", Err(error)),
            };
            told.lock().expect("nobody panicked").push(event);
            let response = hyper::Response::builder().status(status).body(Full::new(Bytes::from(answer)));
            Ok::<_, hyper::Error>(response.expect("a response"))
        });
        let served = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        served.await.expect("an exchange");
    }
    Arc::into_inner(told).expect("all calls are over").into_inner().expect("nobody panicked")
}

/// Lets the sandbox tell an application something.
async fn tell(
    sandbox: &Sandbox,
    handler: Handler,
    order: impl Fn(&str) -> CallBack,
) -> (Result<String, CallbackError>, CalledBack) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/hook?a=1", listener.local_addr().expect("an address"));
    let calling = sandbox.call_back(&order(&address)).expect("such a callback");
    let (mut told, called) = tokio::join!(application(listener, handler, 1), calling);
    (told.remove(0), called.expect("the sandbox is there"))
}

fn read<T: std::fmt::Debug>(
    event: Result<T, CallbackError>,
    answer: generated_client::Acknowledgement,
) -> Result<(u16, &'static str, String), CallbackError> {
    event.map(|event| (answer.status, answer.body, format!("{event:?}")))
}

#[tokio::test]
async fn every_callback_is_signed_so_that_it_is_believed() {
    let sandbox = sandbox();
    let handlers: [(&str, Option<&str>, Handler); 7] = [
        ("settled", None, |keys, incoming| read(Settled::read(keys, incoming), Settled::acknowledge())),
        ("event", Some("checkout"), |keys, incoming| read(Event::read(keys, incoming), Event::acknowledge())),
        ("event", Some("chargeback"), |keys, incoming| read(Event::read(keys, incoming), Event::acknowledge())),
        ("seen", None, |_, incoming| read(Seen::read_unverified(incoming), Seen::acknowledge())),
        ("moved", None, |keys, incoming| read(Moved::read(keys, incoming), Moved::acknowledge())),
        ("posted", None, |keys, incoming| read(Posted::read(keys, incoming), Posted::acknowledge())),
        ("told", None, |keys, incoming| read(Told::read(keys, incoming), Told::acknowledge())),
    ];
    for (name, arm, handler) in handlers {
        let (told, called) = tell(&sandbox, handler, |to| {
            let order = CallBack::new("portal", name, to);
            arm.map_or(order.clone(), |arm| order.arm(arm))
        })
        .await;
        let text = told.unwrap_or_else(|error| panic!("{name} {arm:?}: {error}: {:?}", called.request));
        assert!(arm.is_none_or(|arm| text.to_lowercase().contains(arm)), "{text}");
        assert!(called.acknowledged, "{name}: {called:?}");
    }
    let portal = sandbox.vendors().iter().find(|vendor| vendor.name == "portal").expect("it is served");
    let all: BTreeSet<&str> = portal.callbacks.iter().map(|callback| callback.name.as_str()).collect();
    let tried: BTreeSet<&str> = handlers.iter().map(|(name, ..)| *name).collect();
    assert_eq!(all, tried, "a callback of the spec is not tried here");
    assert_eq!(sandbox.called_back().len(), 7);
}

#[tokio::test]
async fn what_is_told_can_be_chosen_and_a_wrong_secret_is_seen() {
    let sandbox = sandbox();
    let handler: Handler = |keys, incoming| {
        let event = Settled::read(keys, incoming)?.into_inner();
        let settled::Settled { id, amount, result, note, .. } = event;
        Ok((500, "no", format!("{id} {amount} {} {note:?}", result.as_str())))
    };
    let chosen = |to: &str| {
        let order = CallBack::new("portal", "settled", to).value("id", 7).value("amount", "12.50");
        order.value("result", "0").value("note", "a & b=ş")
    };
    let (told, called) = tell(&sandbox, handler, chosen).await;
    assert_eq!(told.as_deref(), Ok(r#"7 12.5 0 Some("a & b=ş")"#));
    // The page asks for another answer.
    assert!(!called.acknowledged && called.answered.as_ref().is_ok_and(|answer| answer.status == 500), "{called:?}");
    assert_eq!((called.request.method.as_str(), called.request.path()), ("POST", "/hook"));

    let handler: Handler = |_, incoming| {
        let other = CallbackCredentials { client_secret: Secret::from("s3cret"), callback_secret: Secret::from("x") };
        read(Settled::read(&other, incoming), Settled::acknowledge())
    };
    let (told, called) = tell(&sandbox, handler, chosen).await;
    assert_eq!((told, called.acknowledged), (Err(CallbackError::Forged), false));
}

#[test]
fn wrong_orders_send_nothing() {
    let sandbox = sandbox();
    let to = "http://127.0.0.1:9/";
    for (order, says) in [
        (CallBack::new("nobody", "settled", to), "no vendor `nobody`"),
        (CallBack::new("wide", "settled", to), "has no callbacks"),
        (CallBack::new("portal", "nothing", to), "there are settled, event"),
        (CallBack::new("portal", "event", to).arm("nothing"), "there are checkout, chargeback"),
        (CallBack::new("portal", "settled", to).value("ID", 7), "there are id, dt"),
        (CallBack::new("portal", "settled", to).value("id", "seven"), "`id` can't hold this"),
        (CallBack::new("portal", "settled", "127.0.0.1:9"), "no address"),
        (CallBack::new("portal", "settled", "https://127.0.0.1:9/"), "no address"),
    ] {
        let told = sandbox.call_back(&order).err().unwrap_or_else(|| panic!("{order:?} is sent"));
        assert!(told.contains(says), "{told}");
    }
    assert!(sandbox.called_back().is_empty());
    // Nobody listens; and another machine is never called.
    let nobody = vendor_sandbox::nobody_listens().expect("a port");
    for (to, says) in [(nobody.as_str(), "no connection"), ("http://192.0.2.1/", "loopback")] {
        let calling = sandbox.call_back(&CallBack::new("portal", "settled", to)).expect("an order");
        let called = calling.wait().expect("the sandbox is there");
        assert!(called.answered.as_ref().is_err_and(|told| told.contains(says)), "{called:?}");
    }
    assert_eq!(sandbox.called_back().len(), 2);
}
