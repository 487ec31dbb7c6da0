//! English names: given by `as:`, or made of the wire name.

use super::Resolver;
use crate::diagnostic::codes;
use crate::source::Origin;

impl Resolver<'_> {
    /// The identifier of an item.
    pub(super) fn name_of(&mut self, wire: &str, alias: Option<&str>, origin: &Origin) -> String {
        match alias {
            Some(alias) => {
                self.identifier(alias, &origin.key("as"));
                alias.to_owned()
            }
            None => {
                let name = snake_case(wire);
                if !is_identifier(&name) {
                    self.error_with_help(
                        codes::NO_NAME,
                        &origin.name(),
                        format!("no identifier can be made of `{}`", wire.escape_debug()),
                        "give it an English name: `as: some_name`",
                    );
                }
                name
            }
        }
    }

    /// Refuses what is no identifier.
    pub(super) fn identifier(&mut self, name: &str, origin: &Origin) {
        if !is_identifier(name) {
            self.error_with_help(codes::NO_IDENTIFIER,
                origin,
                format!("`{}` is no identifier", name.escape_debug()),
                "use lower-case letters a-z, digits and single underscores, beginning with a letter; at most 64 characters",
            );
        }
    }
}

/// `IsSubMerchant` becomes `is_sub_merchant`, `send-sms` becomes `send_sms`.
fn snake_case(wire: &str) -> String {
    // Attributes and texts of XML elements, and prefixes of namespaces.
    let wire = wire.trim_start_matches(['@', '#']);
    let wire = wire.rsplit_once(':').map_or(wire, |(_, local)| local);
    let wire = wire.strip_suffix("[]").unwrap_or(wire);
    let mut name = String::new();
    let mut previous_is_lower = false;
    let mut chars = wire.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '-' | ' ' | '.' | '_') {
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            previous_is_lower = false;
            continue;
        }
        let next_is_lower = chars.peek().is_some_and(char::is_ascii_lowercase);
        if c.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('_') && (previous_is_lower || next_is_lower) {
            name.push('_');
        }
        previous_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// Names that differ by underscores only, such as `a_1` and `a1`, can't be told apart where words are written together.
pub(super) fn folded(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    words.collect()
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 64
        && !name.ends_with('_')
        && !name.contains("__")
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, snake_case};

    #[test]
    fn wire_names_become_identifiers() {
        for (wire, name) in [
            ("user_id", "user_id"),
            ("IsSubMerchant", "is_sub_merchant"),
            ("InsertDateTime", "insert_date_time"),
            ("send-sms", "send_sms"),
            ("HTTPStatus", "http_status"),
            ("recID", "rec_id"),
            ("gsm", "gsm"),
        ] {
            assert_eq!(snake_case(wire), name);
        }
    }

    #[test]
    fn hostile_names_are_no_identifiers() {
        for name in ["", "_", "self_", "1a", "a b", "a-b", "x){}", "ürün", "a__b", "A", "a\u{202e}b"] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}
