//! Credentials in samples: found by their names, and never written out.

use super::node::Node;

/// A credential that a sample holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The key in `credentials:`, and in placeholders.
    pub key: String,
    /// The name at its place: of a member, a header or a parameter.
    pub wire: String,
    /// Its text in each sample that has it.
    pub texts: Vec<String>,
}

/// Credentials by their keys.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// In the order in which they were found.
    pub found: Vec<Secret>,
    /// Names that are credentials because a password stands beside them.
    with_password: bool,
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name speaks of something that nobody may see.
pub fn is_secret(name: &str) -> bool {
    let last_word_is_key = super::shape::identifier(name.trim_start_matches('@')).rsplit('_').next() == Some("key");
    let name = folded(name);
    let holds = [
        "password",
        "passwd",
        "sifre",
        "şifre",
        "parola",
        "secret",
        "apikey",
        "accesskey",
        "privatekey",
        "authkey",
        "signature",
        "passphrase",
    ];
    let is = ["key", "pwd", "pass", "hash", "sign", "auth", "pin", "apikeypublic", "apiclientpublic", "username_key"];
    last_word_is_key
        || holds.iter().any(|word| name.contains(word))
        || is.contains(&name.as_str())
        || (name.ends_with("token") && !name.contains("day"))
}

/// Whether a name says who calls, which counts where a password does too.
fn is_caller(name: &str) -> bool {
    [
        "user",
        "username",
        "login",
        "userid",
        "usercode",
        "kullaniciadi",
        "kullanici",
        "account",
        "merchantcode",
        "clientid",
    ]
    .contains(&folded(name).as_str())
}

impl Secrets {
    /// Looks whether passwords stand in a document, so that the name beside it is a credential too.
    pub fn look(&mut self, node: &Node) {
        let members = node.members();
        self.with_password |= members.iter().any(|(name, node)| is_secret(name) && matches!(node, Node::Leaf(_)));
        for (_, inner) in members {
            self.look(inner);
        }
    }

    /// Whether a member is a credential.
    pub fn is(&self, name: &str) -> bool {
        is_secret(name) || (self.with_password && is_caller(name))
    }

    /// Whether all values of a subtree are credentials, and there is one.
    pub fn whole(&self, name: &str, node: &Node) -> bool {
        match node {
            Node::Leaf(_) => self.is(name),
            Node::Record(members) => {
                let values: Vec<_> = members.iter().filter(|(name, _)| !name.starts_with("@xmlns")).collect();
                let all = !values.is_empty() && values.iter().all(|(name, node)| self.whole(name, node));
                all || self.is_account(name, node)
            }
            Node::List(_) => false,
        }
    }

    /// Whether a record is about who calls: credentials, and values that belong to the account.
    fn is_account(&self, name: &str, node: &Node) -> bool {
        let words = ["account", "auth", "authentication", "authentification", "login", "credentials", "security"];
        words.contains(&folded(name).as_str())
            && node.members().iter().all(|(_, inner)| matches!(inner, Node::Leaf(_)))
            && node.members().iter().any(|(name, _)| self.is(name))
    }

    /// Whether constants stand beside the credentials of an account.
    pub fn has_constants(&self, node: &Node) -> bool {
        node.members().iter().any(|(name, inner)| {
            let beside = inner.members().iter().any(|(name, _)| !self.is(name) && !name.starts_with("@xmlns"));
            self.is_account(name, inner) && beside || self.has_constants(inner)
        })
    }

    /// The key of a credential, which is remembered with its text.
    pub fn key(&mut self, wire: &str, text: &str) -> String {
        let wire = wire.trim_start_matches('@');
        let key = super::shape::identifier(wire);
        if self.found.iter().all(|secret| secret.key != key) {
            self.found.push(Secret { key: key.clone(), wire: wire.to_owned(), texts: Vec::new() });
        }
        if let Some(secret) = self.found.iter_mut().find(|secret| secret.key == key)
            && !secret.texts.iter().any(|known| known == text)
        {
            secret.texts.push(text.to_owned());
        }
        key
    }

    /// A sample's bytes with a placeholder for each credential.
    pub fn redacted(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.found {
            let placeholder = format!("{{{{{}}}}}", secret.key);
            for value in &secret.texts {
                text = replaced(&text, &secret.wire, value, &placeholder);
            }
        }
        text
    }
}

/// Replaces a value at its name; a long one wherever it stands.
pub fn replaced(text: &str, name: &str, value: &str, placeholder: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [
        (format!("\"{name}\":\""), "\""),
        (format!("\"{name}\": \""), "\""),
        (format!("\"{name}\" : \""), "\""),
        (format!("\"{name}\" :\""), "\""),
        (format!("{name}=\""), "\""),
        (format!("<{name}>"), "<"),
        (format!(":{name}>"), "<"),
        (format!("<{name}><![CDATA["), "]"),
    ] {
        text = text.replace(&format!("{open}{value}{close}"), &format!("{open}{placeholder}{close}"));
    }
    // A number without quotes; the placeholder is a text.
    let colons: &[&str] = if value.is_empty() { &[] } else { &[":", ": ", " : ", " :"] };
    for colon in colons {
        for close in [",", "}", "\n", " ", "\r"] {
            let from = format!("\"{name}\"{colon}{value}{close}");
            text = text.replace(&from, &format!("\"{name}\"{colon}\"{placeholder}\"{close}"));
        }
    }
    for (open, close) in [("&", "&"), ("?", "&"), ("\n", "&"), ("&", "\n"), ("&", " "), ("?", " ")] {
        text = text.replace(&format!("{open}{name}={value}{close}"), &format!("{open}{name}={placeholder}{close}"));
    }
    if let Some(head) = text.strip_suffix(&format!("&{name}={value}")) {
        text = format!("{head}&{name}={placeholder}");
    }
    if let Some(rest) = text.strip_prefix(&format!("{name}={value}&")) {
        text = format!("{name}={placeholder}&{rest}");
    }
    if value.chars().count() >= 6 && !value.starts_with("{{") { text.replace(value, placeholder) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_known_by_name() {
        for name in ["key", "apiKey", "API_KEY", "password", "Sifre", "access_token", "hash", "X-Api-Key", "public_key"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["keyword", "monkey", "id", "TokenValidDay", "message", "hashtag", "passenger"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn short_values_are_replaced_at_their_names_only() {
        let mut secrets = Secrets::default();
        secrets.key("pin", "12");
        secrets.key("key", "");
        secrets.key("password", "1234567");
        assert_eq!(secrets.redacted("{\"password\":1234567, \"n\": 12}"), "{\"password\":\"{{password}}\", \"n\": 12}");
        let text = "POST /a?pin=12&id=12 HTTP/1.1\n\n{\"pin\": \"12\", \"n\": \"12\", \"key\": \"\"}";
        assert_eq!(
            secrets.redacted(text),
            "POST /a?pin={{pin}}&id=12 HTTP/1.1\n\n{\"pin\": \"{{pin}}\", \"n\": \"12\", \"key\": \"{{key}}\"}"
        );
    }
}
