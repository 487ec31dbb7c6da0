//! Values of several shapes: their arms, and what they hold.

use vendor_model::Origin;
use vendor_model::model::{UnionArm, UnionId, Vendor};

use super::structure::structure;
use super::{At, Effect, Position, Walk, below};

impl Walk<'_> {
    pub(super) fn unions(&mut self, position: Position, at: &str, written: &Origin, old: UnionId, new: UnionId) {
        let (before, after) = (self.old.vendor.union(old), self.new.vendor.union(new));
        let (side, place) = (position.side(), At::New(written));
        self.docs(at, written, &before.docs, &after.docs);
        if before.only().is_some() != after.only().is_some() || before.is_outcome != after.is_outcome {
            let says = "its arms make another type: an enum, or what the only arm holds";
            self.breaks(side, at, place, says, &[Effect::Compile]);
        }
        let named = |arms: &[UnionArm], name: &str| arms.iter().position(|arm| arm.arm.name == name);
        for arm in &before.arms {
            let here = below(at, &arm.arm.name);
            let Some(now) = named(&after.arms, &arm.arm.name).and_then(|index| after.arms.get(index)) else {
                self.breaks(side, &here, place, "the arm is gone", &[Effect::Compile, Effect::Tells]);
                continue;
            };
            let told = |vendor: &Vendor, arm: &UnionArm| structure(vendor, None, &arm.arm);
            if told(self.old.vendor, arm) != told(self.new.vendor, now) || before.frame != after.frame {
                self.breaks(
                    side,
                    &here,
                    place,
                    "other values are taken for it, or it says something else of them",
                    &[Effect::Tells],
                );
            }
            match (arm.record, now.record) {
                (Some(was), Some(is)) if arm.is_value == now.is_value => {
                    let (old, new) = (self.old.vendor.record(was), self.new.vendor.record(is));
                    match (old.fields.first(), new.fields.first()) {
                        (Some(old), Some(new)) if arm.is_value => {
                            self.shapes(position, &here, &new.origin, &old.shape, &new.shape);
                        }
                        _ => self.records(position, &here, was, is),
                    }
                }
                (None, None) => {}
                _ => self.breaks(side, &here, place, "it holds something else", &[Effect::Compile]),
            }
        }
        for arm in after.arms.iter().filter(|arm| named(&before.arms, &arm.arm.name).is_none()) {
            self.adds(side, &below(at, &arm.arm.name), place, "a new arm");
        }
        if let (Some(was), Some(is)) = (before.shared, after.shared) {
            self.records(position, at, was, is);
        }
    }
}
