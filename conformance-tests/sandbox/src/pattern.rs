//! Patterns of the model, run backwards: from a text to what fills its holes.

use vendor_model::model::{HoleSource, Pattern, Piece};

/// What filled a hole, as it stands in the text.
pub(crate) type Filled = Vec<(HoleSource, String)>;

/// Matches the whole text. `fits` says whether a text may fill a hole; a hole holds no `barrier` and is never empty.
///
/// Optional groups are tried filled first; a hole is as short as what follows it allows.
pub(crate) fn matches(
    pattern: &Pattern,
    text: &str,
    barrier: Option<char>,
    fits: &dyn Fn(HoleSource, &str) -> bool,
) -> Option<Filled> {
    let pieces: Vec<&Piece> = pattern.0.iter().collect();
    let mut filled = Filled::new();
    walk(&pieces, text, barrier, fits, &mut filled).then_some(filled)
}

fn walk(
    pieces: &[&Piece],
    text: &str,
    barrier: Option<char>,
    fits: &dyn Fn(HoleSource, &str) -> bool,
    filled: &mut Filled,
) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    match piece {
        Piece::Literal(literal) => {
            text.strip_prefix(literal.as_str()).is_some_and(|text| walk(rest, text, barrier, fits, filled))
        }
        // What is computed is taken as it stands, up to what follows.
        Piece::Computed(_) => (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .any(|at| walk(rest, &text[at..], barrier, fits, filled)),
        Piece::Hole(source) => {
            let end = barrier.and_then(|c| text.find(c)).unwrap_or(text.len());
            let ends = text[..end].char_indices().map(|(at, c)| at + c.len_utf8());
            // Nothing follows the last hole, so it takes all.
            let ends: Vec<usize> = if rest.is_empty() { vec![text.len()] } else { ends.collect() };
            for at in ends.into_iter().filter(|at| (1..=end).contains(at)) {
                let (head, tail) = text.split_at(at);
                let goes_on =
                    !matches!(rest.first(), Some(Piece::Literal(literal)) if !tail.starts_with(literal.as_str()));
                if goes_on && fits(*source, head) {
                    filled.push((*source, head.to_owned()));
                    if walk(rest, tail, barrier, fits, filled) {
                        return true;
                    }
                    filled.pop();
                }
            }
            false
        }
        Piece::Optional(inner) => {
            let with: Vec<&Piece> = inner.iter().chain(rest.iter().copied()).collect();
            walk(&with, text, barrier, fits, filled) || walk(rest, text, barrier, fits, filled)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern() -> Pattern {
        let literal = |text: &str| Piece::Literal(text.into());
        Pattern(vec![
            literal("/v2/"),
            Piece::Hole(HoleSource::Credential(0)),
            literal("/"),
            Piece::Hole(HoleSource::RequestFormat),
            literal("/"),
            Piece::Optional(vec![Piece::Hole(HoleSource::ReplyFormat), literal("/")]),
        ])
    }

    fn run(text: &str) -> Option<Vec<String>> {
        let fits = |source, text: &str| match source {
            HoleSource::RequestFormat => text == "json",
            HoleSource::ReplyFormat => matches!(text, "json" | "xml"),
            _ => true,
        };
        Some(matches(&pattern(), text, Some('/'), &fits)?.into_iter().map(|(_, text)| text).collect())
    }

    #[test]
    fn fills_holes() {
        assert_eq!(run("/v2/key/json/").unwrap(), ["key", "json"]);
        assert_eq!(run("/v2/key/json/xml/").unwrap(), ["key", "json", "xml"]);
        for wrong in [
            "/v2//json/",
            "/v2/key/xml/",
            "/v2/key/json",
            "/v2/key/json/csv/",
            "/v2/key/json/xml/x",
            "/v2/k/ey/json/",
            "",
        ] {
            assert_eq!(run(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn takes_the_rest_of_a_text() {
        let bearer = Pattern(vec![Piece::Literal("Bearer ".into()), Piece::Hole(HoleSource::Token(0))]);
        let filled = matches(&bearer, "Bearer a b/c", None, &|_, _| true).unwrap();
        assert_eq!(filled, [(HoleSource::Token(0), "a b/c".to_owned())]);
        assert_eq!(matches(&bearer, "Bearer ", None, &|_, _| true), None);
        let long = format!("Bearer {}", "x".repeat(1_000_000));
        assert!(matches(&bearer, &long, None, &|_, _| true).is_some());
    }
}
