//! Names and values as one text, for signatures.

use super::write::{UrlEncoding, url_encoded_as};

/// Joins pairs, in order or sorted by name. Without `equals` the names are left out.
pub fn joined<N: AsRef<str>>(
    mut pairs: Vec<(N, String)>,
    sorted: bool,
    equals: Option<&str>,
    separator: &str,
) -> String {
    if sorted {
        // Several values of one name keep their order.
        pairs.sort_by(|(one, _), (other, _)| one.as_ref().cmp(other.as_ref()));
    }
    let mut text = String::new();
    for (position, (name, value)) in pairs.iter().enumerate() {
        if position > 0 {
            text.push_str(separator);
        }
        if let Some(equals) = equals {
            text.push_str(name.as_ref());
            text.push_str(equals);
        }
        text.push_str(value);
    }
    text
}

/// Sorts pairs by name, upper and lower case of ASCII letters alike. Several values of one name keep their order.
pub fn sort_ignoring_case<N: AsRef<str>>(pairs: &mut [(N, String)]) {
    pairs.sort_by_key(|(name, _)| name.as_ref().to_ascii_lowercase());
}

/// Percent-encodes the values.
pub fn encode<N>(pairs: &mut [(N, String)], encoding: UrlEncoding) {
    for (_, value) in pairs {
        *value = url_encoded_as(value, encoding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_sorted_and_encoded() {
        let mut pairs = vec![("b", "x y".to_owned()), ("A", "ü~".to_owned()), ("a", "1".to_owned())];
        sort_ignoring_case(&mut pairs);
        encode(&mut pairs, UrlEncoding::FormStrict);
        assert_eq!(joined(pairs, false, Some("="), "&"), "A=%C3%BC%7E&a=1&b=x+y");
    }

    #[test]
    fn pairs_are_joined() {
        let pairs = || vec![("b", "2".to_owned()), ("a", "1".to_owned()), ("b", "0".to_owned())];
        assert_eq!(joined(pairs(), false, Some("="), "&"), "b=2&a=1&b=0");
        assert_eq!(joined(pairs(), true, Some("="), "&"), "a=1&b=2&b=0");
        assert_eq!(joined(pairs(), true, None, "|"), "1|2|0");
    }
}
