//! Doc comments. Texts of specs are data: none may become code, a doc test, a
//! link or markup.

use proc_macro2::TokenStream;
use quote::quote;
use vendor_model::model::{Confidence, Docs, Limits};

/// Paragraphs, a `#[doc]` for each line.
#[derive(Default)]
pub struct DocText {
    paragraphs: Vec<String>,
}

impl DocText {
    /// Begins with a sentence of the spec, or of ours when the spec has none.
    pub fn new(summary: Option<&str>, otherwise: &str) -> Self {
        let mut doc = Self::default();
        doc.say(summary.map_or_else(|| otherwise.to_owned(), clean));
        doc
    }

    /// Begins with the docs of an item, the place on the page included.
    pub fn of(docs: &Docs, otherwise: &str) -> Self {
        let mut doc = Self::new(docs.summary.as_deref(), otherwise);
        doc.note(docs);
        doc
    }

    /// Adds a paragraph of ours.
    pub fn say(&mut self, paragraph: impl Into<String>) -> &mut Self {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
        self
    }

    /// Adds the note of the spec.
    pub fn note(&mut self, docs: &Docs) -> &mut Self {
        self.say(docs.note.as_deref().map(clean).unwrap_or_default())
    }

    /// Adds a sentence to the last paragraph.
    pub fn add(&mut self, sentence: &str) -> &mut Self {
        if let Some(last) = self.paragraphs.last_mut() {
            if !last.ends_with(['.', '!', '?']) {
                last.push('.');
            }
            last.push(' ');
            last.push_str(sentence);
        }
        self
    }

    /// Adds where the page has it, unless that is the wire name and people see it anyway: in the name of the item, or
    /// in the sentence that stands for a missing summary.
    pub fn place_of(&mut self, docs: &Docs, wire: &str, rust: &str) -> &mut Self {
        let seen = docs.summary.is_none() || wire == rust;
        if seen && docs.confidence == Confidence::Documented && docs.place.as_deref() == Some(wire) {
            return self;
        }
        self.place(docs)
    }

    /// Adds where the page has it, and how sure that is.
    pub fn place(&mut self, docs: &Docs) -> &mut Self {
        let known = match docs.confidence {
            Confidence::Documented => "",
            Confidence::Confirmed => " Confirmed by a client of the vendor; not on the page.",
            Confidence::Inferred => " Inferred; not on the page.",
            Confidence::Guessed => " Guessed; nothing public says so.",
        };
        match &docs.place {
            Some(place) if docs.confidence == Confidence::Documented => {
                self.say(format!("On the vendor's page: {}.", code(place)))
            }
            Some(place) if !known.is_empty() => self.say(format!("At the vendor: {}.{known}", code(place))),
            _ => self.say(known.trim_start()),
        }
    }

    /// `/// ...`
    pub fn outer(&self) -> TokenStream {
        self.lines(|line| quote!(#[doc = #line]))
    }

    /// `//! ...`
    pub fn inner(&self) -> TokenStream {
        self.lines(|line| quote!(#![doc = #line]))
    }

    fn lines(&self, emit: impl Fn(&str) -> TokenStream) -> TokenStream {
        let mut tokens = TokenStream::new();
        for (i, paragraph) in self.paragraphs.iter().enumerate() {
            if i > 0 {
                tokens.extend(emit(""));
            }
            for line in wrap(paragraph, 96) {
                tokens.extend(emit(&format!(" {line}")));
            }
        }
        tokens
    }
}

/// Text of a spec as plain words: one line, no markup but inline code.
pub fn clean(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).map(word).collect();
    let mut line = words.join(" ");
    // An odd number of backticks would leave code open; three would open a block.
    while line.contains("``") {
        line = line.replace("``", "`");
    }
    if line.matches('`').count() % 2 == 1 {
        line = line.replace('`', "'");
    }
    if line.starts_with(['#', '>', '|', '~', '=', '-', '+']) {
        line.insert(0, '\\');
    }
    line
}

fn word(word: &str) -> String {
    let visible: String = word.chars().filter(|c| !is_invisible(*c)).collect();
    if visible.starts_with("https://") || visible.starts_with("http://") {
        let address = visible.trim_end_matches(['.', ',', ')', ';']);
        return format!("<{address}>{}", &visible[address.len()..]).replace(['[', ']'], "");
    }
    if visible.starts_with('`') && visible.ends_with('`') {
        return visible;
    }
    visible.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]").replace('<', "\\<").replace('*', "\\*")
}

/// Characters that make text look like other text.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// A wire word as inline code.
pub fn code(text: &str) -> String {
    // A backtick would end the code, three at the beginning of a line would make it a doc test.
    let plain = |c: char| {
        if c.is_control() || c.is_whitespace() {
            ' '
        } else if c == '`' {
            '\''
        } else {
            c
        }
    };
    let text: String = text.chars().map(plain).filter(|c| !is_invisible(*c)).collect();
    format!("`{}`", text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// `1 to 100`, `at most 50`.
pub fn limits(limits: &Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => String::new(),
    }
}

/// Lets a search of the docs for the vendor's word find the item.
pub fn alias(wire: &str, rust: &str) -> TokenStream {
    let plain = !wire.is_empty() && wire.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if plain && wire != rust && !wire.chars().any(is_invisible) {
        quote!(#[doc(alias = #wire)])
    } else {
        TokenStream::new()
    }
}

fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    // A wrapped line must not begin like a list, a heading or a quote.
    for line in lines.iter_mut().skip(1) {
        if line.starts_with(['#', '>', '-', '+', '=', '~', '|']) {
            line.insert(0, '\\');
        }
    }
    lines
}
