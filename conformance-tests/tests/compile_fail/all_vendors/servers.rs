//! Where a vendor has several servers, the caller names one: production is never chosen by silence.

use generated_client::{organik, paywall};
use paywall::{Config, Credentials, CredentialsRequired, Server};

fn main() {
    let required = CredentialsRequired { public_key: "key".into(), public_client: "client".into() };
    let credentials = Credentials::new(required);

    let _ = Config::for_server(Server::Test, credentials); //~ TWIN
    //~ FAILS E0599 let _ = Config::new(credentials);
    //~ FAILS E0599 let _ = Config::for_server(Server::default(), credentials);
    //~ FAILS E0599 let _ = Config::for_server(Server::Production, credentials);
    //~ FAILS E0308 let _ = Config::for_server(organik::Server::Production, credentials);
    //~ FAILS E0308 let _ = Config::for_server("https://test-member-api.itspaywall.com", credentials);
    //~ FAILS E0308 let _ = Config::for_server(credentials, Server::Test);
    //~ FAILS E0061 let _ = Config::for_server(credentials);
    //~ FAILS E0308 let _ = paywall::Config::for_server(Server::Test, organik::Credentials::new("key"));

    let _ = organik::Config::new(organik::Credentials::new("key")); //~ TWIN
    //~ FAILS E0308 let _ = organik::Config::for_server(Server::Test, organik::Credentials::new("key"));
    //~ FAILS E0599 let _ = organik::Config::new(organik::Credentials::new("key")).connect();
    //~ FAILS E0599 let _ = organik::Client::new(organik::Credentials::new("key"));
}
