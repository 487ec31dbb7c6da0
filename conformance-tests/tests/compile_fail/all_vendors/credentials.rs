//! Credentials are given by name, since nothing else tells a key from its hash.

use generated_client::{Secret, iletimerkezi, organik, paywall, sabapayamak};
use iletimerkezi::{Credentials, CredentialsRequired};

fn main() {
    let (key, hash) = (Secret::from("key"), Secret::from("hash"));

    let credentials = Credentials::new(CredentialsRequired { api_key: key, api_hash: hash }); //~ TWIN
    //~ FAILS E0061 let credentials = Credentials::new(key, hash);
    //~ FAILS E0061 let credentials = Credentials::new("key", "hash");
    //~ FAILS E0308 let credentials = Credentials::new((key, hash));
    //~ FAILS E0063 let credentials = Credentials::new(CredentialsRequired { api_key: key });
    //~ FAILS E0277 let credentials = Credentials::new(CredentialsRequired { api_key: key, ..Default::default() });
    //~ FAILS E0308 let credentials = Credentials::new(CredentialsRequired { api_key: "key", api_hash: hash });
    //~ FAILS E0560 let credentials = Credentials::new(CredentialsRequired { api_key: key, hash });
    //~ FAILS E0451 let credentials = Credentials { api_key: key, api_hash: hash };
    //~ FAILS E0599 let credentials = Credentials::default();

    let config = iletimerkezi::Config::new(credentials); //~ TWIN
    //~ FAILS E0308 let config = organik::Config::new(credentials);
    //~ FAILS E0061 let config = iletimerkezi::Config::new();
    //~ FAILS E0308 let config = iletimerkezi::Config::new("key");
    //~ FAILS E0616 let config = iletimerkezi::Config::new(credentials.api_key);

    let config = config.token("token".into()); //~ TWIN
    //~ FAILS E0308 let config = config.token("token");

    let _ = organik::Credentials::new("key"); //~ TWIN
    //~ FAILS E0061 let _ = organik::Credentials::new("key", "hash");
    //~ FAILS E0061 let _ = organik::Credentials::new();
    //~ FAILS E0061 let _ = paywall::Credentials::new("public", "client");
    //~ FAILS E0061 let _ = sabapayamak::Credentials::new("user", "password", "3000");
    let _ = (config, paywall::Config::for_server, sabapayamak::Config::new);
}
