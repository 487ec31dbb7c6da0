//! Whom the client talks to: nobody whose certificate is not trusted, and not a byte of the request before.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

#[allow(unreachable_pub, reason = "shared by several tests")]
mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use generated_client::{Error, NotSentReason};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use support::{answer, assert_clean, config, pay_request, print};

const YES: &str = r#"{"response":{"result":true,"data":{"id":7}}}"#;

struct TlsServer {
    address: SocketAddr,
    pem: String,
    /// What was decrypted.
    read: Arc<Mutex<Vec<u8>>>,
}

fn serve(name: &str) -> TlsServer {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = listener.local_addr().unwrap();
    let read = Arc::new(Mutex::new(Vec::new()));
    let decrypted = Arc::clone(&read);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = Stream::new(&mut connection, &mut stream);
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = tls.read(&mut buffer) {
                decrypted.lock().unwrap().extend_from_slice(&buffer[..count]);
                if decrypted.lock().unwrap().ends_with(b"}") && tls.write_all(&answer("200 OK", "", YES)).is_err() {
                    break;
                }
            }
        }
    });
    TlsServer { address, pem: made.cert.pem(), read }
}

fn base(server: &TlsServer) -> String {
    format!("https://localhost:{}", server.address.port())
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let server = serve("localhost");
    let client = config(&base(&server)).attempts(9).retry_unsent(true).connect().unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Tls), "{error:?}");
    assert!(!error.is_retryable() && !error.may_have_happened());
    assert_clean(&print(&error));
    assert!(server.read.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_certificate_of_another_host_is_refused() {
    let server = serve("other.example");
    let client = config(&base(&server)).add_root_certificate(server.pem.clone()).connect().unwrap();
    let error = client.pay(&pay_request()).await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(error) if error.reason() == NotSentReason::Tls), "{error:?}");
    assert!(server.read.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_added_root_is_trusted() {
    let server = serve("localhost");
    let client = config(&base(&server)).add_root_certificate(server.pem.clone()).connect().unwrap();
    assert_eq!(client.pay(&pay_request()).await.unwrap().id, 7);
    assert!(!server.read.lock().unwrap().is_empty());
}
