//! The arms of an answer, each with its own reading of the body.

use super::super::code::Format;
use super::super::malformed::Malformed;
use super::super::read::{Document, Inner, Reads, Turned, Value, without_declaration};
use super::super::reply::{self, Arm, Head, Names, Verdict};

/// What a body can be read as, each reading done when it is first asked for.
pub(super) struct Documents<'b> {
    body: &'b [u8],
    /// The body in UTF-8, where it was in another charset.
    decoded: Option<&'b Result<String, Malformed>>,
    names: Names,
    opened: Vec<(Reading, Opened<'b>)>,
}

/// How a body is read: as what, which of its texts are documents, and what of it is turned.
type Reading = (Reads, &'static [Inner], &'static [Turned]);

/// `None`: the body is as the reading wants it, and there is no document.
type Opened<'b> = Result<Option<Document<'b>>, Malformed>;

/// No documented answer.
#[derive(Debug)]
pub(super) enum NoArm {
    /// None of the arms holds.
    None,
    /// The body is nothing that an arm could be judged by, or a mark stands in it more than once, so that nobody
    /// can say which one counts.
    Unreadable(Malformed),
}

impl<'b> Documents<'b> {
    pub(super) fn new(body: &'b [u8], decoded: Option<&'b Result<String, Malformed>>, names: Names) -> Self {
        Self { body, decoded, names, opened: Vec::new() }
    }

    /// The body as a reading wants it: bytes as they came, texts in UTF-8.
    fn body(&self, reads: Reads) -> Result<&'b [u8], Malformed> {
        match (self.decoded, reads) {
            (None, _) | (Some(_), Reads::Bytes | Reads::Nothing) => Ok(self.body),
            (Some(Ok(text)), Reads::Xml) => Ok(without_declaration(text).as_bytes()),
            (Some(Ok(text)), _) => Ok(text.as_bytes()),
            (Some(Err(malformed)), _) => Err(malformed.clone()),
        }
    }

    /// The first arm that holds, and the document by which it was judged.
    ///
    /// An arm whose document can't be had does not hold. There is one exception, for arms in the format of the
    /// reply: a status alone is believed where it blames the request, and the page says so; or where the page says of
    /// that status that nothing was done. With any other status, the page of something in between may come.
    pub(super) fn choose(
        &mut self,
        arms: &'static [Arm],
        format: Format,
        head: Head<'_>,
        is_known_code: &dyn Fn(&[&str], &str) -> bool,
    ) -> Result<(&'static Arm, Option<Value<'_>>), NoArm> {
        // The first arm that the status alone would choose is the only one that it can.
        let mut by_status = true;
        for arm in arms {
            let reads = (arm.reads.unwrap_or_else(|| format.into()), arm.inner, arm.turned);
            self.open(reads);
            let (root, is_unreadable) = match self.opened(reads) {
                Some(Ok(document)) => (document.as_ref().map(Document::root), false),
                _ if arm.reads.is_none() && by_status => (None, true),
                _ => continue,
            };
            let is_known_code = |code: &str| is_known_code(arm.tables, code);
            if !reply::holds(arm, self.names, head, root, &is_known_code).map_err(NoArm::Unreadable)? {
                continue;
            }
            let is_believed = (400..500).contains(&head.status) || arm.no_effect;
            if is_unreadable && !(arm.verdict == Verdict::Rejected && is_believed) {
                by_status = false;
                continue;
            }
            return Ok((arm, self.root(reads)));
        }
        Err(self.no_arm())
    }

    fn open(&mut self, reading: Reading) {
        if self.opened(reading).is_none() {
            let (reads, inner, turned) = reading;
            let opened = self.body(reads).and_then(|body| reads.open(body)).and_then(|mut document| {
                if let Some(document) = &mut document {
                    inner.iter().try_for_each(|inner| inner.open(document, self.names))?;
                    document.turn(turned, self.names)?;
                }
                Ok(document)
            });
            self.opened.push((reading, opened));
        }
    }

    fn opened(&self, reading: Reading) -> Option<&Opened<'b>> {
        self.opened.iter().find(|(known, _)| *known == reading).map(|(_, opened)| opened)
    }

    fn root(&self, reading: Reading) -> Option<Value<'_>> {
        self.opened(reading)?.as_ref().ok()?.as_ref().map(Document::root)
    }

    /// Where nothing could be read, the first reason why.
    fn no_arm(&mut self) -> NoArm {
        let mut first = None;
        for (_, opened) in self.opened.drain(..) {
            match opened {
                Ok(_) => return NoArm::None,
                Err(malformed) => first = first.or(Some(malformed)),
            }
        }
        first.map_or(NoArm::None, NoArm::Unreadable)
    }
}
