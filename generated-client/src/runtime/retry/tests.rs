use http::HeaderValue;

use super::*;
use Class as C;
use InDoubtReason as D;
use NotSentReason as N;

const POLICY: Policy = Policy { attempts: 3, retry_unsent: false };
const REASONS: [N; 8] =
    [N::Refused, N::ConnectTimeout, N::Connect, N::Tls, N::Address, N::Token, N::Stopped, N::Deadline];
const CLASSES: [C; 12] = [
    C::Credentials,
    C::Permission,
    C::Balance,
    C::Duplicate,
    C::NotFound,
    C::InvalidField,
    C::MalformedRequest,
    C::Rate,
    C::Unavailable,
    C::VendorFault,
    C::Unsupported,
    C::Unknown,
];
const DOUBTS: [D; 8] =
    [D::Transport, D::Timeout, D::Redirect, D::TooLarge, D::Unreadable, D::NoArm, D::EffectUnknown, D::VendorUnsure];

fn statuses() -> impl Iterator<Item = Option<u16>> {
    std::iter::once(None).chain((100..600).map(Some))
}

/// Every fault there is.
fn faults() -> Vec<Fault> {
    let mut all = vec![Fault::Invalid, Fault::Accepted];
    all.extend(REASONS.map(Fault::NotSent));
    all.extend(CLASSES.map(Fault::Rejected));
    for reason in DOUBTS {
        all.extend(statuses().map(|status| Fault::InDoubt(reason, status)));
    }
    all
}

/// The table, written a second time and in another way: what is tried again, and nothing else.
fn is_in_the_table(fault: Fault) -> bool {
    [
        Fault::NotSent(N::Refused),
        Fault::NotSent(N::ConnectTimeout),
        Fault::NotSent(N::Connect),
        Fault::Rejected(C::Rate),
        Fault::Rejected(C::Unavailable),
        Fault::Rejected(C::VendorFault),
    ]
    .contains(&fault)
        || statuses().any(|status| {
            [D::Transport, D::Timeout, D::Unreadable].iter().any(|reason| fault == Fault::InDoubt(*reason, status))
        })
        || [408, 429, 500, 502, 503, 504].iter().any(|status| {
            [D::NoArm, D::EffectUnknown].iter().any(|reason| fault == Fault::InDoubt(*reason, Some(*status)))
        })
}

#[test]
fn what_may_be_repeated_is_repeated_by_the_table() {
    for fault in faults() {
        for safety in [Safety::Read, Safety::Idempotent] {
            for attempt in 1..=2 {
                assert_eq!(decide(safety, fault, attempt, POLICY), is_in_the_table(fault), "{safety} {fault:?}");
            }
            assert!(!decide(safety, fault, 3, POLICY), "a fourth attempt after {fault:?}");
            assert!(!decide(safety, fault, 1, Policy { attempts: 1, ..POLICY }));
        }
    }
}

#[test]
fn once_is_repeated_only_after_a_refused_connection_and_only_if_switched_on() {
    for fault in faults() {
        for retry_unsent in [false, true] {
            let due = retry_unsent && fault == Fault::NotSent(N::Refused);
            let policy = Policy { attempts: 3, retry_unsent };
            assert_eq!(decide(Safety::Once, fault, 1, policy), due, "{fault:?}");
            assert!(!decide(Safety::Once, fault, 3, policy));
            assert!(!may_repeat(Safety::Once, fault));
        }
    }
}

#[test]
fn waits_grow_and_stay_within_bounds() {
    assert_eq!(wait(1, 0.0, None), Duration::ZERO);
    assert_eq!(wait(1, 1.0, None), Duration::from_millis(250));
    assert_eq!(wait(2, 1.0, None), Duration::from_millis(500));
    assert_eq!(wait(2, 0.5, None), Duration::from_millis(250));
    for attempt in [0, 8, 1000, u32::MAX] {
        assert!(wait(attempt, 1.0, None) <= LONGEST);
    }
    // What the vendor asks for counts between the own wait and the longest.
    assert_eq!(wait(1, 1.0, Some(Duration::ZERO)), Duration::from_millis(250));
    assert_eq!(wait(1, 1.0, Some(Duration::from_secs(3))), Duration::from_secs(3));
    assert_eq!(wait(1, 1.0, Some(Duration::MAX)), LONGEST);
    // Nonsense for jitter is no panic.
    for jitter in [f64::NAN, f64::INFINITY, -1.0] {
        let _ = wait(1, jitter.clamp(0.0, 1.0).max(0.0), None);
    }
    for _ in 0..1000 {
        assert!((0.0..1.0).contains(&jitter()));
    }
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 60);
    let read = |values: &[&'static str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(RETRY_AFTER, HeaderValue::from_static(value));
        }
        retry_after(&headers, now)
    };
    assert_eq!(read(&["120"]), Some(Duration::from_secs(120)));
    assert_eq!(read(&["0"]), Some(Duration::ZERO));
    assert_eq!(read(&["Sun, 06 Nov 1994 08:49:37 GMT"]), Some(Duration::from_secs(60)));
    assert_eq!(read(&["Sat, 05 Nov 1994 08:49:37 GMT"]), Some(Duration::ZERO));
    assert_eq!(read(&["99999999999999999999999"]), Some(Duration::from_secs(u64::MAX)));
    for nonsense in [
        "",
        "-1",
        "1.5",
        "inf",
        "NaN",
        "soon",
        "1e9",
        "0x10",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 99:49:37 GMT",
    ] {
        assert_eq!(read(&[nonsense]), None, "{nonsense}");
    }
    assert_eq!(read(&["1", "2"]), None);
    assert_eq!(read(&[]), None);
}

#[test]
fn dates_are_counted_right() {
    for (text, due) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Sun, 22 Nov 2026 10:00:00 GMT", 1_795_341_600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ] {
        assert_eq!(http_date(text), Some(due), "{text}");
    }
}

#[test]
fn the_budget_bounds_the_storm() {
    let budget = Budget::new();
    let mut repeated = 0;
    for _ in 0..1000 {
        budget.earn();
        repeated += u32::from(budget.spend());
    }
    assert!((100..=110).contains(&repeated), "{repeated}");
}
