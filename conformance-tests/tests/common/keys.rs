//! Credentials that can be told from everything else, with characters that are written differently in a path,
//! a header, JSON and XML.

use generated_client::{iletimerkezi, organik, paywall, sabapayamak};

/// Stands in every one of them.
pub const MARKER: &str = "MarkerQz7";

pub const ORGANIK: &str = "MarkerQz7+k3y=MarkerQz7~sEcReT@1";
pub const ILETI_KEY: &str = "k.MarkerQz7/ileti+key==";
pub const ILETI_HASH: &str = "h.MarkerQz7&<ileti>'hash'";
pub const PAYWALL_KEY: &str = "pk_MarkerQz7 a+b/c=";
pub const PAYWALL_CLIENT: &str = "pc_MarkerQz7;q=\"1\"";
pub const SABA_USER: &str = "u.MarkerQz7@example";
pub const SABA_PASSWORD: &str = "p.MarkerQz7 شِ %+\\\"";
pub const SABA_NUMBER: &str = "3000MarkerQz7";
pub const SABA_TOKEN: &str = "t.MarkerQz7.e30-_~+/=";

pub fn organik() -> organik::Config {
    organik::Config::new(organik::Credentials::new(ORGANIK))
}

pub fn iletimerkezi() -> iletimerkezi::Config {
    iletimerkezi::Config::new(iletimerkezi_with(ILETI_KEY))
}

pub fn iletimerkezi_with(key: &str) -> iletimerkezi::Credentials {
    iletimerkezi::Credentials::new(iletimerkezi::CredentialsRequired {
        api_key: key.into(),
        api_hash: ILETI_HASH.into(),
    })
}

pub fn paywall() -> paywall::Config {
    paywall::Config::for_server(paywall::Server::Test, paywall_with(PAYWALL_KEY))
}

pub fn paywall_with(key: &str) -> paywall::Credentials {
    paywall::Credentials::new(paywall::CredentialsRequired {
        public_key: key.into(),
        public_client: PAYWALL_CLIENT.into(),
    })
}

/// Without a token: it is obtained by the first call.
pub fn sabapayamak() -> sabapayamak::Config {
    sabapayamak::Config::new(sabapayamak_with(SABA_PASSWORD))
}

pub fn sabapayamak_with(password: &str) -> sabapayamak::Credentials {
    sabapayamak::Credentials::new(sabapayamak::CredentialsRequired {
        username: SABA_USER.into(),
        password: password.into(),
        virtual_number: SABA_NUMBER.into(),
    })
}
