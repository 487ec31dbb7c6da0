//! How text becomes bytes.

/// A charset that is spoken of in specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charset {
    /// What everything is in where nothing is said.
    Utf8,
    /// Central European.
    Windows1250,
    /// Cyrillic.
    Windows1251,
    /// Western European.
    Windows1252,
    /// Turkish.
    Windows1254,
    /// Arabic.
    Windows1256,
    /// Western European.
    Iso8859_1,
    /// Central European.
    Iso8859_2,
    /// Cyrillic.
    Iso8859_5,
    /// Turkish.
    Iso8859_9,
}

impl Charset {
    /// All of them, with their words in specs, content types and XML declarations.
    pub const ALL: [(&'static str, Self); 10] = [
        ("utf-8", Self::Utf8),
        ("windows-1250", Self::Windows1250),
        ("windows-1251", Self::Windows1251),
        ("windows-1252", Self::Windows1252),
        ("windows-1254", Self::Windows1254),
        ("windows-1256", Self::Windows1256),
        ("iso-8859-1", Self::Iso8859_1),
        ("iso-8859-2", Self::Iso8859_2),
        ("iso-8859-5", Self::Iso8859_5),
        ("iso-8859-9", Self::Iso8859_9),
    ];

    /// The charset of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, charset)| *charset)
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, charset)| *charset == self).map_or("", |(word, _)| word)
    }
}
