//! Which calls to come go wrong, and how.

use std::collections::VecDeque;

use super::Fault;

/// A fault for calls to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What goes wrong.
    pub fault: Fault,
    /// Only calls that come to this vendor.
    pub vendor: Option<String>,
    /// Only calls of this operation.
    pub operation: Option<String>,
    /// How many calls it hits.
    pub times: usize,
}

/// Faults that hit calls at random.
#[derive(Clone, Debug, PartialEq)]
pub struct Random {
    /// What the numbers come from: the same seed gives the same faults to the same calls in the same order.
    pub seed: u64,
    /// The part of the calls that go wrong, from 0 to 1.
    pub rate: f64,
    /// What may go wrong, each as likely as the others.
    pub faults: Vec<Fault>,
}

/// The faults of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    queue: VecDeque<Planned>,
    random: Option<(Random, Numbers)>,
}

impl Plan {
    pub(crate) fn push(&mut self, planned: Planned) -> Result<(), &'static str> {
        if planned.fault.is_unread() && planned.operation.is_some() {
            return Err("which operation is called is not known before the request is read");
        }
        if planned.times > 0 {
            self.queue.push_back(planned);
        }
        Ok(())
    }

    pub(crate) fn set_random(&mut self, random: Option<Random>) {
        self.random = random.map(|random| {
            let numbers = Numbers(random.seed);
            (random, numbers)
        });
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn queued(&self) -> impl Iterator<Item = &Planned> {
        self.queue.iter()
    }

    pub(crate) fn random(&self) -> Option<&Random> {
        self.random.as_ref().map(|(random, _)| random)
    }

    /// Whether nothing is to go wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.random.is_none()
    }

    /// Draws for a call to this vendor whose first byte is there: a fault at random, or one that leaves it unread.
    pub(super) fn draw(&mut self, vendor: Option<&str>) -> Option<Fault> {
        let at = |planned: &Planned| planned.vendor.is_none() || planned.vendor.as_deref() == vendor;
        let next = self.queue.iter().position(at);
        if let Some(index) = next.filter(|index| self.queue.get(*index).is_some_and(|p| p.fault.is_unread())) {
            return self.take(index);
        }
        let (random, numbers) = self.random.as_mut()?;
        let hit = numbers.fraction() < random.rate;
        let index = numbers.below(random.faults.len());
        hit.then(|| random.faults.get(index).cloned()).flatten()
    }

    /// Takes the fault that is queued for a call; `vendors` are those whose call it may be.
    pub(super) fn next(&mut self, vendor: Option<&str>, operation: Option<&str>) -> Option<Fault> {
        let index = self.queue.iter().position(|planned| {
            !planned.fault.is_unread()
                && (planned.vendor.is_none() || planned.vendor.as_deref() == vendor)
                && (planned.operation.is_none() || planned.operation.as_deref() == operation)
        })?;
        self.take(index)
    }

    fn take(&mut self, index: usize) -> Option<Fault> {
        let planned = self.queue.get_mut(index)?;
        planned.times = planned.times.saturating_sub(1);
        let fault = planned.fault.clone();
        if planned.times == 0 {
            self.queue.remove(index);
        }
        Some(fault)
    }
}

/// SplitMix64: a seed gives the same numbers for ever, on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, and without, 1.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        self.next().checked_rem(end).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(fault: &str, vendor: Option<&str>, operation: Option<&str>, times: usize) -> Planned {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Planned { fault: fault.parse().unwrap(), vendor: text(vendor), operation: text(operation), times }
    }

    fn text(fault: Option<Fault>) -> String {
        fault.map(|fault| fault.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_first_that_fits_is_taken() {
        let mut plan = Plan::default();
        plan.push(planned("reset", Some("a"), Some("x"), 2)).unwrap();
        plan.push(planned("html", None, None, 1)).unwrap();
        plan.push(planned("reset-unread", Some("b"), None, 1)).unwrap();
        assert!(plan.push(planned("reset-unread", None, Some("x"), 1)).is_err());
        assert_eq!(text(plan.draw(Some("b"))), "", "another fault comes first");
        assert_eq!(text(plan.next(Some("b"), Some("x"))), "html");
        assert_eq!(text(plan.draw(Some("b"))), "reset-unread");
        assert_eq!(text(plan.next(Some("a"), Some("y"))), "");
        assert_eq!(text(plan.next(Some("a"), Some("x"))), "reset");
        assert_eq!(text(plan.next(Some("a"), Some("x"))), "reset");
        assert_eq!(plan.queued().count(), 0);
    }

    #[test]
    fn a_seed_gives_the_same_faults_again() {
        let draws = |seed, rate| {
            let mut plan = Plan::default();
            let faults = Fault::EXAMPLES.iter().map(|text| text.parse().unwrap()).collect();
            plan.set_random(Some(Random { seed, rate, faults }));
            (0..1000).map(|_| text(plan.draw(None))).collect::<Vec<_>>()
        };
        assert_eq!(draws(7, 0.25), draws(7, 0.25));
        assert_ne!(draws(7, 0.25), draws(8, 0.25));
        let hit = draws(7, 0.25).iter().filter(|text| !text.is_empty()).count();
        assert!((200..300).contains(&hit), "{hit}");
        assert!(draws(7, 1.0).iter().all(|text| !text.is_empty()));
        assert!(draws(7, 0.0).iter().all(String::is_empty));
    }
}
