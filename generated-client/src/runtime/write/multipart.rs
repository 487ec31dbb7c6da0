//! `multipart/form-data` bodies: texts and files side by side.

use std::fmt::{self, Write as _};

use bytes::Bytes;

use crate::runtime::invalid::Invalid;

/// A file to be sent.
///
/// `Debug` shows how large it is, and neither its name nor what is in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilePart {
    /// The file's name, without a folder.
    pub name: String,
    /// What kind of file it is: `application/pdf`.
    pub content_type: String,
    /// What is in it.
    pub bytes: Bytes,
}

impl FilePart {
    /// A file of an unknown kind (`application/octet-stream`).
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), content_type: "application/octet-stream".to_owned(), bytes: bytes.into() }
    }

    /// The same file, said to be of this kind.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilePart({} bytes)", self.bytes.len())
    }
}

/// A `multipart/form-data` body in the making.
#[derive(Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

struct Part {
    head: String,
    content: Bytes,
}

impl Multipart {
    /// One without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    ///
    /// # Errors
    ///
    /// When the name has control characters.
    pub fn text(&mut self, name: &str, text: impl Into<Vec<u8>>) -> Result<(), Invalid> {
        self.part(name, None, None, Bytes::from(text.into()))
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// When a name has control characters, or the content type is none.
    pub fn file(&mut self, name: &str, file: &FilePart) -> Result<(), Invalid> {
        self.part(name, Some(&file.name), Some(&file.content_type), file.bytes.clone())
    }

    /// Adds whatever else.
    ///
    /// # Errors
    ///
    /// As for [`file`](Self::file).
    pub fn part(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        content_type: Option<&str>,
        content: Bytes,
    ) -> Result<(), Invalid> {
        let mut head = String::from("Content-Disposition: form-data; name=\"");
        quoted(&mut head, name)?;
        if let Some(file_name) = file_name {
            head.push_str("\"; filename=\"");
            quoted(&mut head, file_name).map_err(|invalid| invalid.at("name"))?;
        }
        head.push_str("\"\r\n");
        if let Some(content_type) = content_type {
            let is_one = content_type.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty())
                && content_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            if !is_one {
                return Err(Invalid::new("must be a content type, such as application/pdf").at("content_type"));
            }
            // Writing to a text can't fail.
            let _ = write!(head, "Content-Type: {content_type}\r\n");
        }
        self.parts.push(Part { head, content });
        Ok(())
    }

    /// Appends the body and gives its content type, which names the boundary: one made of the nonce, and of
    /// more should that occur in a part.
    ///
    /// # Errors
    ///
    /// When the nonce is not 1 to 40 letters and digits.
    pub fn finish(self, nonce: &str, out: &mut Vec<u8>) -> Result<String, Invalid> {
        if !(1..=40).contains(&nonce.len()) || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Invalid::new("must be 1 to 40 letters and digits").at("nonce"));
        }
        let boundary = self.boundary(nonce);
        let length: usize =
            self.parts.iter().map(|part| part.head.len() + part.content.len() + boundary.len() + 8).sum();
        out.reserve(length + boundary.len() + 8);
        for part in &self.parts {
            for piece in [b"--", boundary.as_bytes(), b"\r\n", part.head.as_bytes(), b"\r\n", &part.content, b"\r\n"] {
                out.extend_from_slice(piece);
            }
        }
        for piece in [b"--", boundary.as_bytes(), b"--\r\n"] {
            out.extend_from_slice(piece);
        }
        Ok(format!("multipart/form-data; boundary={boundary}"))
    }

    /// A text that stands in no part.
    fn boundary(&self, nonce: &str) -> String {
        let occurs = |boundary: &str| {
            let holds = |bytes: &[u8]| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
            self.parts.iter().any(|part| holds(part.head.as_bytes()) || holds(&part.content))
        };
        let mut boundary = format!("----{nonce}");
        // A part of n bytes holds fewer than n of them.
        let mut more = 0_usize;
        while occurs(&boundary) {
            boundary = format!("----{nonce}x{more}");
            more += 1;
        }
        boundary
    }
}

/// Appends a name between double quotes, as browsers do.
fn quoted(out: &mut String, name: &str) -> Result<(), Invalid> {
    if name.chars().any(char::is_control) {
        return Err(Invalid::new("no control characters in a name"));
    }
    for character in name.chars() {
        match character {
            '"' => out.push_str("%22"),
            character => out.push(character),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(parts: Multipart, nonce: &str) -> (String, Vec<u8>) {
        let mut body = Vec::new();
        let content_type = parts.finish(nonce, &mut body).unwrap();
        (content_type, body)
    }

    /// What a reader that knows nothing of us finds: heads and contents.
    fn read(content_type: &str, body: &[u8]) -> Vec<(String, Vec<u8>)> {
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let delimiter = format!("\r\n--{boundary}");
        let body = [b"\r\n", body].concat();
        let is_delimiter = |window: &[u8]| window == delimiter.as_bytes();
        let starts: Vec<usize> =
            (0..body.len()).filter(|&at| body.get(at..at + delimiter.len()).is_some_and(is_delimiter)).collect();
        assert_eq!(&body[starts[starts.len() - 1] + delimiter.len()..], b"--\r\n");
        starts
            .windows(2)
            .map(|pair| {
                let part = &body[pair[0] + delimiter.len() + 2..pair[1]];
                let split = part.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
                (String::from_utf8(part[..split].to_vec()).unwrap(), part[split + 4..].to_vec())
            })
            .collect()
    }

    #[test]
    fn the_bytes_are_fixed_by_the_nonce() {
        let mut parts = Multipart::new();
        parts.text("user", "ali ş").unwrap();
        let file = FilePart::new("a \"b\".pdf", &b"%PDF"[..]).with_content_type("application/pdf");
        parts.file("doc[0]", &file).unwrap();
        let (content_type, body) = finished(parts, "0af");
        assert_eq!(content_type, "multipart/form-data; boundary=----0af");
        assert_eq!(
            String::from_utf8(body).unwrap(),
            "------0af\r\n\
             Content-Disposition: form-data; name=\"user\"\r\n\r\n\
             ali ş\r\n\
             ------0af\r\n\
             Content-Disposition: form-data; name=\"doc[0]\"; filename=\"a %22b%22.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n\
             %PDF\r\n\
             ------0af--\r\n"
        );
    }

    #[test]
    fn contents_come_back_whatever_they_are() {
        let contents: [&[u8]; 7] =
            [b"", b"\r\n", b"--", b"------n\r\n", b"\r\n------n--\r\n----nx0", b"\0\xff", b"------n"];
        let mut parts = Multipart::new();
        for content in contents {
            parts.file("f", &FilePart::new("", content)).unwrap();
        }
        let (content_type, body) = finished(parts, "n");
        assert_eq!(content_type, "multipart/form-data; boundary=----nx1");
        let read = read(&content_type, &body);
        assert_eq!(read.len(), contents.len());
        for ((head, found), content) in read.iter().zip(contents) {
            assert!(head.contains("octet-stream"));
            assert_eq!(found, content);
        }
        assert_eq!(finished(Multipart::new(), "n").1, b"------n--\r\n");
    }

    #[test]
    fn heads_can_not_be_broken() {
        let mut parts = Multipart::new();
        assert!(parts.text("a\r\nx: y", "").is_err());
        for (name, content_type) in [
            ("a\n", "text/plain"),
            ("a", ""),
            ("a", "text"),
            ("a", "/"),
            ("a", "text/plain\r\nx: y"),
            ("a", "text/şplain"),
        ] {
            assert!(parts.file("f", &FilePart::new(name, "").with_content_type(content_type)).is_err());
        }
        for nonce in ["", "a b", "a\r", "ş", &"a".repeat(41)] {
            assert!(Multipart::new().finish(nonce, &mut Vec::new()).is_err(), "{nonce}");
        }
    }

    #[test]
    fn a_file_shows_nothing() {
        let file = FilePart::new("passport-of-ali.pdf", "secret");
        assert_eq!(format!("{file:?}"), "FilePart(6 bytes)");
    }
}
