//! A secret has no form that shows by accident, wherever it travels.

use generated_client::organik::{Config, Credentials};
use generated_client::sabapayamak::AuthenticateReply;
use generated_client::{Prepared, Secret};

fn received(reply: &AuthenticateReply) {
    println!("{:?}", reply.token); //~ TWIN
    //~ FAILS E0277 println!("{}", reply.token);
    //~ FAILS E0277 println!("{reply}");
}

fn prepared(prepared: &Prepared) {
    println!("{prepared:?}"); //~ TWIN
    //~ FAILS E0277 println!("{prepared}");
}

fn main() {
    let secret = Secret::from("hunter2");
    let credentials = Credentials::new(secret.clone());

    println!("{secret:?}"); //~ TWIN
    //~ FAILS E0277 println!("{secret}");
    //~ FAILS E0277 println!("{secret:x}");
    //~ FAILS E0599 println!("{}", secret.to_string());
    //~ FAILS E0616 println!("{:?}", secret.0);
    //~ FAILS E0599 println!("{:?}", secret.as_str());

    println!("{credentials:?}"); //~ TWIN
    //~ FAILS E0277 println!("{credentials}");
    //~ FAILS E0616 println!("{:?}", credentials.api_key);

    let _: &str = secret.expose(); //~ TWIN
    //~ FAILS E0308 let _: &str = &secret;
    //~ FAILS E0308 let _: String = "Bearer ".to_owned() + &secret;
    //~ FAILS E0277 let _: String = secret.into();
    //~ FAILS E0308 let _: String = ["Bearer ", &secret].concat();
    //~ FAILS E0614 let _: String = *secret;
    //~ FAILS E0308 let _: bool = secret == "hunter2";
    //~ FAILS E0277 let _ = std::collections::HashSet::from([secret]);

    println!("{:?}", Config::new(credentials)); //~ TWIN
    //~ FAILS E0277 println!("{}", Config::new(credentials));

    let _ = (received, prepared);
}
