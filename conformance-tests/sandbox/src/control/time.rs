//! Times as people write them, in UTC.

use vendor_model::model::{Calendar, DatePattern};

use crate::clock;

/// `2026-11-24 12:00:00`
pub(crate) fn text(milliseconds: i64) -> String {
    let moment = clock::moment(milliseconds, Calendar::Gregorian, 0);
    DatePattern::parse("%Y-%m-%d %H:%M:%S").map(|pattern| pattern.write(moment)).unwrap_or_default()
}

/// Milliseconds since 1970, from `2026-11-24T12:00:00Z`; the letters may be left out, and the time too.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('Z');
    let patterns = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"];
    let moment = patterns.iter().find_map(|pattern| DatePattern::parse(pattern).ok()?.read(text))?;
    let real = moment.is_day_of(Calendar::Gregorian);
    real.then(|| clock::milliseconds(moment, Calendar::Gregorian, Some(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_times() {
        for (written, milliseconds) in
            [("1970-01-01T00:00:00Z", 0), ("2026-11-24 12:00:00", 1_795_521_600_000), ("2026-11-24", 1_795_478_400_000)]
        {
            assert_eq!(read(written), Some(milliseconds), "{written}");
        }
        assert_eq!(text(1_795_521_600_000), "2026-11-24 12:00:00");
        for wrong in ["", "now", "2026-13-01", "2026-02-30"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
