//! The arms of an answer, each with its own reading of the body.

use super::super::code::Format;
use super::super::malformed::Malformed;
use super::super::read::{Document, Reads, Value};
use super::super::reply::{self, Arm, Head, Names, Verdict};

/// What a body can be read as, each reading done when it is first asked for.
pub(super) struct Documents<'b> {
    body: &'b [u8],
    opened: Vec<(Reads, Opened<'b>)>,
}

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
    pub(super) fn new(body: &'b [u8]) -> Self {
        Self { body, opened: Vec::new() }
    }

    /// The first arm that holds, and the document by which it was judged.
    ///
    /// An arm whose document can't be had does not hold. There is one exception, for arms in the format of the
    /// reply: a status alone is believed where it blames the request, and the page says so. With any other
    /// status, the page of something in between may come.
    pub(super) fn choose(
        &mut self,
        arms: &'static [Arm],
        names: Names,
        format: Format,
        head: Head<'_>,
        is_known_code: &dyn Fn(&str) -> bool,
    ) -> Result<(&'static Arm, Option<Value<'_>>), NoArm> {
        // The first arm that the status alone would choose is the only one that it can.
        let mut by_status = true;
        for arm in arms {
            let reads = arm.reads.unwrap_or_else(|| format.into());
            self.open(reads);
            let (root, is_unreadable) = match self.opened(reads) {
                Some(Ok(document)) => (document.as_ref().map(Document::root), false),
                _ if arm.reads.is_none() && by_status => (None, true),
                _ => continue,
            };
            if !reply::holds(arm, names, head, root, is_known_code).map_err(NoArm::Unreadable)? {
                continue;
            }
            if is_unreadable && !(arm.verdict == Verdict::Rejected && (400..500).contains(&head.status)) {
                by_status = false;
                continue;
            }
            return Ok((arm, self.root(reads)));
        }
        Err(self.no_arm())
    }

    fn open(&mut self, reads: Reads) {
        if self.opened(reads).is_none() {
            self.opened.push((reads, reads.open(self.body)));
        }
    }

    fn opened(&self, reads: Reads) -> Option<&Opened<'b>> {
        self.opened.iter().find(|(known, _)| *known == reads).map(|(_, opened)| opened)
    }

    fn root(&self, reads: Reads) -> Option<Value<'_>> {
        self.opened(reads)?.as_ref().ok()?.as_ref().map(Document::root)
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
