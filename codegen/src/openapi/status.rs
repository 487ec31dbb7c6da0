//! HTTP statuses as OpenAPI names them.

use vendor_model::model::{Arm, Condition, Verdict};

/// A status, or a hundred of them, that OpenAPI can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// One.
    Code(u16),
    /// All that begin with this digit.
    Hundred(u16),
}

impl Status {
    /// The key under `responses`.
    pub(super) fn name(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Hundred(digit) => format!("{digit}XX"),
        }
    }

    /// Whether an arm may take a reply with this status.
    pub(super) fn may_be(self, arm: &Arm) -> bool {
        let here = statuses(arm);
        here.contains(&self)
            || http(arm).is_some_and(|ranges| match self {
                Self::Code(code) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&code)),
                Self::Hundred(digit) => ranges.iter().any(|(from, to)| *from <= digit * 100 && *to >= digit * 100 + 99),
            })
            || http(arm).is_none() && arm.verdict == Verdict::Rejected
    }

    /// Whether examples of this arm stand here: a code that is a status stands under that status.
    pub(super) fn usual_of(self, arm: &Arm, code: Option<&str>) -> bool {
        let as_status = code.and_then(|code| code.parse::<u16>().ok()).filter(|code| {
            (400..600).contains(code)
                && http(arm).is_none_or(|ranges| ranges.iter().any(|(from, to)| (*from..=*to).contains(code)))
        });
        match (self, as_status) {
            (Self::Code(status), Some(code)) if status != 200 => status == code,
            (Self::Hundred(digit), Some(code)) => digit == code / 100 && !statuses(arm).contains(&Self::Code(code)),
            (status, None) => statuses(arm).first() == Some(&status),
            _ => false,
        }
    }
}

fn http(arm: &Arm) -> Option<&[(u16, u16)]> {
    arm.when.iter().find_map(|condition| match condition {
        Condition::Http(ranges) => Some(ranges.as_slice()),
        _ => None,
    })
}

/// The statuses under which an arm is documented.
pub(super) fn statuses(arm: &Arm) -> Vec<Status> {
    let succeeds = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
    let Some(ranges) = http(arm) else {
        return match succeeds {
            true => vec![Status::Code(200)],
            false => vec![Status::Code(200), Status::Hundred(4), Status::Hundred(5)],
        };
    };
    let mut all = Vec::new();
    for (from, to) in ranges {
        match (from / 100, to / 100) {
            _ if to - from < 5 => all.extend((*from..=*to).map(Status::Code)),
            // A success of any kind is 200 in practice.
            (2, 2) if *from == 200 => all.push(Status::Code(200)),
            (first, last) => all.extend((first..=last).map(Status::Hundred)),
        }
    }
    all
}
