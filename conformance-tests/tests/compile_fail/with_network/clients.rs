//! A client is made with credentials, and with a server where there are several.

use generated_client::{Invalid, organik, paywall};
use paywall::{Client, Credentials, CredentialsRequired, Server};

fn main() -> Result<(), Invalid> {
    let required = CredentialsRequired { public_key: "key".into(), public_client: "client".into() };
    let credentials = Credentials::new(required);

    let client = Client::new(Server::Test, credentials)?; //~ TWIN
    //~ FAILS E0061 let client = Client::new(credentials)?;
    //~ FAILS E0308 let client = Client::new(credentials, Server::Test)?;
    //~ FAILS E0308 let client = Client::new(organik::Server::Production, credentials)?;
    //~ FAILS E0308 let client = Client::new("https://member-api.itspaywall.com", credentials)?;
    //~ FAILS E0599 let client = Client::new(Server::Production, credentials)?;
    //~ FAILS E0599 let client = Client::new(Server::default(), credentials)?;
    //~ FAILS E0061 let client = Client::new(Server::Test, "key", "client")?;
    //~ FAILS E0308 let client: Client = Client::new(Server::Test, credentials);
    //~ FAILS E0599 let client = paywall::Config::new(credentials).connect()?;
    //~ FAILS E0599 let client = Client::default();

    let organik = organik::Client::new(organik::Credentials::new("key"))?; //~ TWIN
    //~ FAILS E0308 let organik = organik::Client::new("key")?;
    //~ FAILS E0061 let organik = organik::Client::new()?;
    //~ FAILS E0308 let organik = organik::Client::new(credentials)?;

    let _ = (client, organik);
    Ok(())
}
