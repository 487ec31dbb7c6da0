//! Names and values as one text, for signatures.

/// Joins pairs, in order or sorted by name. Without `equals` the names are left out.
pub fn joined(mut pairs: Vec<(&str, String)>, sorted: bool, equals: Option<&str>, separator: &str) -> String {
    if sorted {
        // Several values of one name keep their order.
        pairs.sort_by_key(|(name, _)| *name);
    }
    let mut text = String::new();
    for (position, (name, value)) in pairs.iter().enumerate() {
        if position > 0 {
            text.push_str(separator);
        }
        if let Some(equals) = equals {
            text.push_str(name);
            text.push_str(equals);
        }
        text.push_str(value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn pairs_are_joined() {
        let pairs = || vec![("b", "2".to_owned()), ("a", "1".to_owned()), ("b", "0".to_owned())];
        assert_eq!(joined(pairs(), false, Some("="), "&"), "b=2&a=1&b=0");
        assert_eq!(joined(pairs(), true, Some("="), "&"), "a=1&b=2&b=0");
        assert_eq!(joined(pairs(), true, None, "|"), "1|2|0");
    }
}
