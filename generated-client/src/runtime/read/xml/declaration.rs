//! The XML declaration at the start: which version and which encoding a document says it has.

use quick_xml::events::attributes::Attributes;

const WELL_FORMED: &str = "a well-formed XML declaration";

/// Checks what stands between `<?` and `?>`: whether the version is 1.0 rather than a later one. A document of ASCII
/// alone may declare any encoding that begins with ASCII: its characters are the same.
///
/// The error is what was expected.
pub(super) fn check(declaration: &str, body: &str) -> Result<bool, &'static str> {
    let mut wanted = ["version", "encoding", "standalone"].iter();
    let mut has_version = false;
    let mut is_first = false;
    for attribute in Attributes::new(declaration, "xml".len()) {
        let attribute = attribute.map_err(|_| WELL_FORMED)?;
        let name = attribute.key.as_ref();
        // Each at most once, in this order, the first always, with space before it.
        if !wanted.any(|wanted| *wanted == name) || has_version == (name == "version") {
            return Err(WELL_FORMED);
        }
        let at = (name.as_ptr() as usize).wrapping_sub(declaration.as_ptr() as usize);
        let before = at.checked_sub(1).and_then(|at| declaration.as_bytes().get(at));
        if !matches!(before, Some(b' ' | b'\t' | b'\n' | b'\r')) {
            return Err(WELL_FORMED);
        }
        let value = &*attribute.value;
        match name {
            "version" => {
                has_version = true;
                let minor = value.strip_prefix("1.").ok_or("XML version 1")?;
                if minor.is_empty() || !minor.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err("XML version 1");
                }
                is_first = minor == "0";
            }
            "encoding" => {
                let known = ["UTF-8", "US-ASCII", "UTF8", "ASCII"];
                let alike = ["iso-8859-", "windows-125"];
                let begins = |start: &&str| value.get(..start.len()).is_some_and(|v| v.eq_ignore_ascii_case(start));
                let is_alike = alike.iter().any(begins) && body.is_ascii();
                if !is_alike && !known.iter().any(|known| value.eq_ignore_ascii_case(known)) {
                    return Err("the encoding UTF-8");
                }
            }
            _ if matches!(value, "yes" | "no") => {}
            _ => return Err(WELL_FORMED),
        }
    }
    if has_version { Ok(is_first) } else { Err(WELL_FORMED) }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn takes_utf_8_only() {
        for good in [
            "xml version=\"1.0\"",
            "xml version='1.1' encoding='utf-8'",
            "xml version=\"1.0\" encoding=\"US-ASCII\" standalone=\"yes\" ",
            "xml\tversion = \"1.0\"\nstandalone='no'",
        ] {
            assert_eq!(check(good, "\u{fc}"), Ok(good.contains("1.0")), "{good}");
        }
        for bad in [
            "xml",
            "xml version=\"2.0\"",
            "xml version=\"1.\"",
            "xml version=1.0",
            "xml encoding=\"UTF-8\"",
            "xml encoding=\"UTF-8\" version=\"1.0\"",
            "xml version=\"1.0\" version=\"1.0\"",
            "xml version=\"1.0\"encoding=\"UTF-8\"",
            "xml version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"",
            "xml version=\"1.0\" standalone=\"maybe\"",
            "xml version=\"1.0\" other=\"a\"",
            "xml version=\"1.0\" encoding=\"UTF-16\"",
            "xml version=\"1.0\" encoding=\"ISO-8859-9\"",
            "xml version=\"1.0\" encoding=\"windows-1254\"",
            "xml version=\"1.0\" encoding=\"\"",
        ] {
            assert!(check(bad, "\u{fc}").is_err(), "{bad}");
        }
        let declared = |encoding| check(&format!("xml version=\"1.0\" encoding=\"{encoding}\""), "<a>b</a>");
        for good in ["ISO-8859-9", "iso-8859-1", "Windows-1254"] {
            assert_eq!(declared(good), Ok(true), "{good}: ASCII is the same in all of them");
        }
        for bad in ["UTF-16", "EBCDIC-CP-US", "ISO-2022-JP"] {
            assert!(declared(bad).is_err(), "{bad}");
        }
    }
}
