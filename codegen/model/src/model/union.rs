//! Values of several shapes, and items with outcomes of their own.

use super::{Arm, Docs, FrameNode, RecordId, Verdict};
use crate::source::Origin;

/// A value of a reply that has one of several shapes, or says itself what came of it.
#[derive(Debug)]
pub struct Union {
    /// Identifier, in snake case.
    pub name: String,
    /// What people read.
    pub docs: Docs,
    /// The arms say what came of an item, and not only what it looks like.
    pub is_outcome: bool,
    /// The tree around what the arms hold.
    pub frame: FrameNode,
    /// The first whose conditions all hold tells.
    pub arms: Vec<UnionArm>,
    /// What all arms hold, where that is something.
    pub shared: Option<RecordId>,
    /// The operation whose page has it; none if the vendor shares it.
    pub owner: Option<String>,
    /// It is part of a reply.
    pub received: bool,
    /// Where it is written.
    pub origin: Origin,
}

/// One shape of a value, or one outcome of an item.
#[derive(Debug)]
pub struct UnionArm {
    /// Its name, its conditions, where codes stand, and where its payload does.
    pub arm: Arm,
    /// What it holds: a record, or the only field of one; none where it holds nothing.
    pub record: Option<RecordId>,
    /// It is the record's only field, and not the record.
    pub is_value: bool,
    /// What people read.
    pub docs: Docs,
}

impl Union {
    /// The arms that hold something for the caller: all shapes, and of an item the outcomes that are no refusals.
    pub fn taken(&self) -> impl Iterator<Item = (usize, &UnionArm)> {
        self.arms.iter().enumerate().filter(|(_, arm)| matches!(arm.arm.verdict, Verdict::Success | Verdict::Pending))
    }

    /// The only arm that holds something, where it says that all is done: what it holds needs no name beside it.
    pub fn only(&self) -> Option<&UnionArm> {
        let mut taken = self.taken().map(|(_, arm)| arm);
        let first = taken.next().filter(|arm| self.is_outcome && arm.arm.verdict == Verdict::Success)?;
        taken.next().is_none().then_some(first)
    }
}
