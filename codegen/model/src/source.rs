//! Spec files as text, and where in them every node stands.
//!
//! `serde_yaml` knows no positions of valid nodes and lets duplicate keys
//! through in maps. This index is built first: it knows every node's position
//! and refuses what the language does not use (duplicate keys, anchors,
//! aliases, tags, a second document) before the second parser sees the text.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostic::{Code, Diagnostic, Report, codes};

/// No spec is nested deeper.
const MAX_DEPTH: usize = 64;
/// No spec file is larger, in bytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;
const SEPARATOR: char = '\u{0}';

/// A spec file: which one, and its text.
#[derive(Debug)]
pub struct Source {
    /// The path as the user should see it.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    nodes: HashMap<Arc<str>, Node>,
}

#[derive(Clone, Debug)]
struct Node {
    key: Option<Range<usize>>,
    value: Range<usize>,
    /// The source text of a plain (unquoted) scalar.
    plain: Option<String>,
}

/// A node of a spec file.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Index into [`Sources`].
    pub file: usize,
    pointer: Arc<str>,
    on_key: bool,
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.pointer.replace(SEPARATOR, "."))
    }
}

impl Origin {
    /// The whole file.
    pub fn file(file: usize) -> Self {
        Self { file, pointer: "".into(), on_key: false }
    }

    /// A member of this mapping.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        let pointer = format!("{}{SEPARATOR}{name}", self.pointer).into();
        Self { file: self.file, pointer, on_key: false }
    }

    /// An item of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The key of this node instead of its value.
    #[must_use]
    pub fn name(&self) -> Self {
        Self { on_key: true, ..self.clone() }
    }

    /// What this is a member or an item of.
    pub fn parent(&self) -> Option<Self> {
        let (pointer, _) = self.pointer.rsplit_once(SEPARATOR)?;
        Some(Self { file: self.file, pointer: pointer.into(), on_key: self.on_key })
    }
}

/// A place in a file. Spans never go beyond their first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    /// The path as the user should see it.
    pub file: &'a str,
    /// Counted from one.
    pub line: usize,
    /// In characters, counted from one.
    pub column: usize,
    /// In characters; nothing for a place between two.
    pub width: usize,
}

/// Every file that was read in a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Indexes a file. What it reports as an error must not be parsed further.
    pub fn add(&mut self, name: impl Into<String>, text: &str, report: &mut Report) -> (usize, bool) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let file = self.files.len();
        let before = report.diagnostics.len();
        let nodes = if text.len() > MAX_BYTES {
            report.push(Diagnostic::error(
                codes::TOO_LARGE,
                Origin::file(file),
                format!("a spec file is at most {MAX_BYTES} bytes long, this one has {}", text.len()),
            ));
            HashMap::new()
        } else {
            Indexer::new(file, &text, report).run()
        };
        self.files.push(Source { name: name.into(), text, nodes });
        (file, report.diagnostics.len() == before)
    }

    /// A file that is no text: says where it stops to be one.
    pub fn add_unreadable(&mut self, name: impl Into<String>, bytes: &[u8], report: &mut Report) {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (file, pointer) = (self.files.len(), Arc::<str>::from("!"));
        let node = Node { key: None, value: valid..valid + char::REPLACEMENT_CHARACTER.len_utf8(), plain: None };
        self.files.push(Source { name: name.into(), text, nodes: HashMap::from([(pointer.clone(), node)]) });
        let origin = Origin { file, pointer, on_key: false };
        report.push(Diagnostic::error(codes::NOT_UTF8, origin, "this is not UTF-8").help("save the file as UTF-8"));
    }

    /// A place that is no node, by line and column, both counted from one.
    pub fn raw(&mut self, file: usize, line: usize, column: usize) -> Origin {
        let source = &mut self.files[file];
        let before: usize = source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = source.text.get(before..).unwrap_or_default();
        let at = before + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i);
        let pointer: Arc<str> = format!("!{at}").into();
        source.nodes.insert(pointer.clone(), Node { key: None, value: at..at, plain: None });
        Origin { file, pointer, on_key: false }
    }

    /// Lets a member and all below it be found under another name too: the one that its key was meant to be.
    pub fn also_called(&mut self, written: &Origin, meant: &Origin) {
        let Some(source) = self.files.get_mut(written.file) else { return };
        let below = format!("{}{SEPARATOR}", written.pointer);
        let renamed: Vec<(Arc<str>, Node)> = source
            .nodes
            .iter()
            .filter(|(pointer, _)| **pointer == written.pointer || pointer.starts_with(below.as_str()))
            .filter_map(|(pointer, node)| {
                let rest = pointer.get(written.pointer.len()..)?;
                Some((format!("{}{rest}", meant.pointer).into(), node.clone()))
            })
            .collect();
        source.nodes.extend(renamed);
    }

    /// The file of that number.
    pub fn get(&self, file: usize) -> &Source {
        &self.files[file]
    }

    /// All files.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// Where a node stands, in bytes; the nearest parent's place when the node itself is not written.
    pub fn span(&self, origin: &Origin) -> Range<usize> {
        let source = &self.files[origin.file];
        let mut here = Some(origin.clone());
        let mut exact = true;
        while let Some(o) = here {
            if let Some(node) = source.nodes.get(&o.pointer) {
                let range = match &node.key {
                    // A missing member is shown at the name of what lacks it.
                    Some(key) if o.on_key || !exact => key.clone(),
                    _ => node.value.clone(),
                };
                return one_line(&source.text, range);
            }
            exact = false;
            here = o.parent();
        }
        let end = source.text.find('\n').unwrap_or(source.text.len());
        0..end
    }

    /// `file:line:column`, both counted from one, the column in characters.
    pub fn position(&self, origin: &Origin) -> String {
        let at = self.location(origin);
        format!("{}:{}:{}", at.file, at.line, at.column)
    }

    /// Where a node stands, as editors count.
    pub fn location(&self, origin: &Origin) -> Location<'_> {
        let source = &self.files[origin.file];
        let span = self.span(origin);
        let before = source.text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let width = source.text.get(span).unwrap_or_default().chars().count();
        Location { file: &source.name, line, column, width }
    }

    /// The text of an unquoted scalar exactly as written.
    pub fn plain(&self, origin: &Origin) -> Option<&str> {
        self.files[origin.file].nodes.get(&origin.pointer)?.plain.as_deref()
    }

    /// Whether that member of a mapping is a name with nothing after it.
    pub fn is_bare_key(&self, origin: &Origin) -> bool {
        let node = self.files[origin.file].nodes.get(&origin.pointer);
        node.is_some_and(|node| node.key.is_some() && node.plain.as_deref() == Some(""))
    }

    /// Whether that node is written.
    pub fn has(&self, origin: &Origin) -> bool {
        self.files[origin.file].nodes.contains_key(&origin.pointer)
    }
}

/// A caret under forty lines helps nobody: only the first line is kept.
fn one_line(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let end = range.end.clamp(start, text.len());
    let line = text[start..end].find('\n').map_or(end, |n| start + n);
    start..line
}

/// What to do about what the parser says.
fn syntax_error(info: &str) -> (Code, String, &'static str) {
    let help = if info.contains("mapping values are not allowed") {
        "a text with `: ` in it needs quotes"
    } else if info.contains("tab") {
        "indent with blanks, not with tabs"
    } else if info.contains("anchor") {
        return (
            codes::ANCHOR,
            "anchors and aliases are not part of the spec language".to_owned(),
            "put quotes around a text that begins with `*` or `&`",
        );
    } else {
        "mend it here, or close the bracket or quote that is left open above"
    };
    (codes::NOT_YAML, format!("this is not YAML: {info}"), help)
}

enum Frame {
    Map { pointer: String, key: Option<(String, Range<usize>)>, start: usize },
    List { pointer: String, next: usize, start: usize },
}

struct Indexer<'a, 'r> {
    file: usize,
    text: &'a str,
    /// The parser counts characters, everything else here counts bytes.
    bytes: Vec<usize>,
    nodes: HashMap<Arc<str>, Node>,
    stack: Vec<Frame>,
    report: &'r mut Report,
}

impl<'a, 'r> Indexer<'a, 'r> {
    fn new(file: usize, text: &'a str, report: &'r mut Report) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        bytes.push(text.len());
        Self { file, text, bytes, nodes: HashMap::new(), stack: Vec::new(), report }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let at = |i: usize| self.bytes.get(i).copied().unwrap_or(self.text.len());
        at(span.start.index())..at(span.end.index())
    }

    /// Reports at a raw position: the node there may not be indexed.
    fn refuse(&mut self, code: Code, range: Range<usize>, message: &str, help: &str) {
        let pointer: Arc<str> = format!("!{}", range.start).into();
        self.nodes.insert(pointer.clone(), Node { key: None, value: range, plain: None });
        let origin = Origin { file: self.file, pointer, on_key: false };
        self.report.push(Diagnostic::error(code, origin, message).help(help));
    }

    fn run(mut self) -> HashMap<Arc<str>, Node> {
        let text = self.text;
        let mut documents = 0;
        for next in Parser::new_from_str(text) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let at = error.marker().index();
                    let start = self.bytes.get(at).copied().unwrap_or(text.len());
                    let (code, message, help) = syntax_error(error.info());
                    self.refuse(code, start..start, &message, help);
                    break;
                }
            };
            let range = self.range(span);
            let (anchor, tag) = match &event {
                Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
                Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
                Event::Alias(anchor) => (*anchor, false),
                _ => (0, false),
            };
            if anchor != 0 {
                self.refuse(
                    codes::ANCHOR,
                    range,
                    "anchors and aliases are not part of the spec language",
                    "write the value out, or name it under `types:`",
                );
                break;
            }
            if tag {
                self.refuse(
                    codes::TAG,
                    range,
                    "tags are not part of the spec language",
                    "remove the `!tag`; quote the value if it is text",
                );
                break;
            }
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        self.refuse(
                            codes::SECOND_DOCUMENT,
                            range,
                            "a spec file holds one document",
                            "move the second document to a file of its own",
                        );
                        break;
                    }
                }
                Event::Scalar(value, style, ..) => {
                    let is_key = matches!(self.stack.last(), Some(Frame::Map { key: None, .. }));
                    if is_key {
                        if !self.open_key(value.into_owned(), range) {
                            continue;
                        }
                    } else {
                        let plain = (style == ScalarStyle::Plain).then(|| value.into_owned());
                        self.value(range, plain);
                    }
                }
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    if matches!(self.stack.last(), Some(Frame::Map { key: None, .. })) {
                        self.refuse(
                            codes::COMPLEX_KEY,
                            range,
                            "a key is a name, not a list or a mapping",
                            "quote the key",
                        );
                        break;
                    }
                    if self.stack.len() >= MAX_DEPTH {
                        self.refuse(
                            codes::TOO_DEEP,
                            range,
                            "this is nested too deeply",
                            "name inner records under `types:`",
                        );
                        break;
                    }
                    let pointer = self.pointer();
                    let start = range.start;
                    self.stack.push(match event {
                        Event::MappingStart(..) => Frame::Map { pointer, key: None, start },
                        _ => Frame::List { pointer, next: 0, start },
                    });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    let Some(frame) = self.stack.pop() else { break };
                    let start = match frame {
                        Frame::Map { start, .. } | Frame::List { start, .. } => start,
                    };
                    self.value(start..range.end, None);
                }
                _ => {}
            }
        }
        self.nodes
    }

    /// The pointer of the node that comes next.
    fn pointer(&self) -> String {
        match self.stack.last() {
            None => String::new(),
            Some(Frame::Map { pointer, key, .. }) => {
                let name = key.as_ref().map_or("", |(name, _)| name);
                format!("{pointer}{SEPARATOR}{name}")
            }
            Some(Frame::List { pointer, next, .. }) => format!("{pointer}{SEPARATOR}{next}"),
        }
    }

    fn open_key(&mut self, name: String, range: Range<usize>) -> bool {
        let Some(Frame::Map { pointer, key, .. }) = self.stack.last_mut() else { return false };
        let full = format!("{pointer}{SEPARATOR}{name}");
        *key = Some((name.clone(), range.clone()));
        if let Some(first) = self.nodes.get(full.as_str()).and_then(|n| n.key.clone()) {
            let line = self.text[..first.start].matches('\n').count() + 1;
            self.refuse(
                codes::DUPLICATE_KEY,
                range,
                &format!("`{name}` is written twice here"),
                &format!("the first is on line {line}; keep one of them"),
            );
        }
        true
    }

    fn value(&mut self, value: Range<usize>, plain: Option<String>) {
        let pointer = self.pointer();
        let mut node = Node { key: None, value, plain };
        match self.stack.last_mut() {
            Some(Frame::Map { key, .. }) => node.key = key.take().map(|(_, range)| range),
            Some(Frame::List { next, .. }) => *next += 1,
            None => {}
        }
        self.nodes.insert(pointer.into(), node);
    }
}
