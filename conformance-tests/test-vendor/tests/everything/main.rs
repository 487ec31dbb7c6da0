//! What no real vendor needs, to the byte.

mod replies;
mod requests;

use generated_client::{Config, Format, Operation, Secret};
use test_vendor::everything::{Config as Everything, Credentials, CredentialsRequired, Server, Settings};

/// A client's configuration with a ticket, without any network.
fn config(format: Format) -> Everything {
    let credentials =
        Credentials::new(CredentialsRequired { account: Secret::from("A-17"), password: Secret::from("p<w>\"d") });
    Config::for_server(Server::Production, credentials).token(Secret::from("T1")).format(format)
}

/// The request line, and the body.
fn prepared<O: Operation<Vendor = test_vendor::everything::Everything>>(
    config: &Everything,
    operation: &O,
) -> (String, String) {
    let request = config.prepare(operation).expect("a request that keeps the rules").into_http();
    let body = String::from_utf8(request.body().to_vec()).expect("a text");
    let target = request.uri().path_and_query().expect("a path").as_str();
    (format!("{} {target}", request.method()), body)
}

/// Europe is what the page says, America the other reading.
fn america(config: Everything) -> Everything {
    config.settings(Settings::new().region(test_vendor::everything::Region::Us))
}
