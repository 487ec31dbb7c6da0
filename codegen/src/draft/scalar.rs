//! What a value may be, by its texts and its name.

use vendor_model::model::{Calendar, DatePattern};

use super::node::{Kind, Leaf};

/// A guess about a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The type of the language.
    pub ty: &'static str,
    /// Steps of `written:`, or a date pattern.
    pub written: Vec<String>,
    /// The calendar, if it is not the usual one.
    pub calendar: Option<&'static str>,
    /// Who may see it.
    pub visibility: Option<&'static str>,
    /// What a reader should look at.
    pub doubt: Option<String>,
    how: How,
}

/// How a text becomes the value of an example.
#[derive(Clone, Debug, PartialEq)]
enum How {
    Text,
    AsIs,
    Number,
    Comma,
    Words(String),
    Epoch(i64),
}

impl Guess {
    fn new(ty: &'static str, how: How) -> Self {
        Self { ty, written: Vec::new(), calendar: None, visibility: None, doubt: None, how }
    }

    /// A text that nobody may see.
    pub fn secret() -> Self {
        Self::new("text", How::Text)
    }

    fn written(mut self, steps: &[&str]) -> Self {
        self.written = steps.iter().map(|&step| step.to_owned()).collect();
        self
    }

    fn doubt(mut self, doubt: impl Into<String>) -> Self {
        self.doubt = Some(doubt.into());
        self
    }

    /// The text as an example has it, in YAML.
    pub fn value(&self, text: &str) -> String {
        match &self.how {
            How::Text => super::yaml::quoted(text),
            How::AsIs => text.to_owned(),
            How::Number => {
                let digits = text.trim_start_matches('0');
                let digits =
                    if digits.is_empty() || digits.starts_with('.') { format!("0{digits}") } else { digits.to_owned() };
                if text.starts_with('-') { text.to_owned() } else { digits }
            }
            How::Comma => text.replace(',', "."),
            How::Words(yes) => (text == yes).to_string(),
            How::Epoch(unit) => super::yaml::quoted(
                &text.parse::<i64>().map_or_else(|_| text.to_owned(), |n| civil(n.div_euclid(*unit))),
            ),
        }
    }
}

/// What stands in the names of things, in lower case and without separators.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name says one of these.
fn says(name: &str, words: &[&str]) -> bool {
    let folded = folded(name);
    words.iter().any(|word| folded.contains(word))
}

/// What a value is, by all that samples show of it.
pub fn guess(name: &str, leaves: &[&Leaf], sent: bool) -> Guess {
    let mut guess = of_texts(name, leaves, sent);
    if guess.ty == "text" && leaves.iter().any(|leaf| leaf.kind == Kind::Cdata) && sent {
        guess.written = vec!["cdata".to_owned()];
    }
    guess.visibility = if says(name, &["cardno", "cardnumber", "kartno", "creditcard"]) || folded(name) == "pan" {
        Some("card_number")
    } else if says(name, &["cvv", "cvc"]) {
        Some("card_code")
    } else if says(name, &["phone", "gsm", "msisdn", "mobile", "email", "surname", "lastname", "firstname", "iban"])
        || says(name, &["identitynumber", "tckn", "taxnumber", "birthday"])
    {
        Some("person")
    } else {
        None
    };
    guess
}

fn of_texts(name: &str, leaves: &[&Leaf], sent: bool) -> Guess {
    let texts: Vec<&str> = leaves.iter().map(|leaf| leaf.text.as_str()).filter(|text| !text.is_empty()).collect();
    let quoted = leaves.iter().any(|leaf| leaf.kind == Kind::Quoted);
    let typed = |kind| leaves.iter().any(|leaf| leaf.kind == kind);
    let all = |is: &dyn Fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| is(text));
    if texts.is_empty() {
        return Guess::new("text", How::Text).doubt("a text; every sample has it empty");
    }
    if typed(Kind::Boolean) && all(&|t| ["true", "false", "1", "0"].contains(&t)) && !quoted {
        return Guess::new("boolean", How::Words("true".to_owned()));
    }
    if !typed(Kind::Number)
        && let Some(date) = date(name, &texts)
    {
        return date;
    }
    for (yes, no) in [("true", "false"), ("True", "False"), ("TRUE", "FALSE"), ("Y", "N"), ("yes", "no"), ("E", "H")] {
        if !typed(Kind::Number) && all(&|t| t == yes || t == no) {
            let guess = Guess::new("boolean", How::Words(yes.to_owned()));
            let guess = if sent || yes.len() < 4 { guess.written(&[&format!("words {yes} {no}")]) } else { guess };
            return guess.doubt(format!("a truth value, {yes} or {no}"));
        }
    }
    let digits = |t: &str| {
        let bare = t.strip_prefix('-').unwrap_or(t);
        !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    };
    if all(&digits) {
        return whole(name, &texts, quoted, typed(Kind::Number), sent);
    }
    let fraction = |t: &str, point: char| {
        t.split_once(point)
            .is_some_and(|(whole, rest)| digits(whole) && !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    if all(&|t| digits(t) || fraction(t, '.')) {
        let guess = Guess::new("decimal", How::Number);
        let places: Vec<usize> = texts.iter().map(|t| t.split_once('.').map_or(0, |(_, rest)| rest.len())).collect();
        let same = places.first().filter(|n| places.iter().all(|other| other == *n) && **n > 0);
        return match same {
            Some(n) if sent && quoted => guess
                .written(&[&format!("fixed {n}"), "text"])
                .doubt(format!("a number as text with {n} digits behind the point")),
            Some(n) if sent && !typed(Kind::Number) => {
                guess.written(&[&format!("fixed {n}")]).doubt(format!("always {n} digits behind the point"))
            }
            None if sent && quoted => guess.written(&["text"]).doubt("a number as text"),
            _ => guess,
        };
    }
    if all(&|t| digits(t) || fraction(t, ',')) {
        let places = texts.iter().find_map(|t| t.split_once(',').map(|(_, rest)| rest.len())).unwrap_or(2);
        return Guess::new("decimal", How::Comma)
            .written(&[&format!("comma {places}")])
            .doubt("a number with a decimal comma");
    }
    if typed(Kind::Number) && !quoted {
        return Guess::new("decimal", How::AsIs).doubt("a number that is written in an unusual way");
    }
    Guess::new("text", How::Text)
}

/// Texts of digits alone.
fn whole(name: &str, texts: &[&str], quoted: bool, number: bool, sent: bool) -> Guess {
    let longest = texts.iter().map(|t| t.len()).max().unwrap_or(0);
    let zeros = texts.iter().any(|t| t.len() > 1 && t.starts_with('0'));
    let same_length = texts.iter().all(|t| t.len() == longest);
    let named = says(name, &["time", "date", "stamp", "tarih"]) || folded(name).ends_with("at");
    let near = |unit: i64| {
        texts.iter().all(|t| t.parse::<i64>().is_ok_and(|n| (1_000_000_000..4_000_000_000).contains(&(n / unit))))
    };
    if named && longest == 10 && near(1) {
        return epoch("epoch_s", 1, quoted && sent).doubt("seconds since 1970");
    }
    if named && longest == 13 && near(1000) {
        return epoch("epoch_ms", 1000, quoted && sent).doubt("milliseconds since 1970");
    }
    if number && !quoted {
        return if longest > 18 {
            Guess::new("text", How::Text).doubt("too large for an integer")
        } else {
            Guess::new("integer", How::Number)
        };
    }
    let code =
        says(
            name,
            &[
                "code", "phone", "gsm", "msisdn", "iban", "zip", "postal", "tckn", "identity", "pan", "card", "cvv",
                "cvc", "serial", "barcode", "ref",
            ],
        ) || says(name, &["status", "result", "hash", "uuid", "taxnumber", "number", "recipient", "sender", "mobile"]);
    // A bare number is the vendor's own, and has no zeros in front.
    let own = folded(name) == "id" && longest <= 18 && !zeros;
    if (longest >= 10 && !own) || (zeros && (code || !same_length || longest > 6)) || (code && !number && zeros) {
        return Guess::new("text", How::Text).doubt("a text of digits; a number would lose zeros or grow too large");
    }
    if zeros {
        return Guess::new("integer", How::Number)
            .written(&[&format!("pad {longest}")])
            .doubt(format!("a number, padded to {longest} digits"));
    }
    let guess = Guess::new("integer", How::Number);
    if quoted && sent { guess.written(&["text"]).doubt("a number as text") } else { guess }
}

fn epoch(step: &str, unit: i64, text: bool) -> Guess {
    let guess = Guess::new("datetime", How::Epoch(unit));
    if text { guess.written(&[step, "text"]) } else { guess.written(&[step]) }
}

/// Patterns in the order in which they are tried, with the type that they make.
const DATES: [(&str, &str); 25] = [
    ("instant", "%Y-%m-%dT%H:%M:%S%:z"),
    ("instant", "%Y-%m-%dT%H:%M:%S%.f%:z"),
    ("instant", "%Y-%m-%dT%H:%M:%S%z"),
    ("instant", "%Y-%m-%d %H:%M:%S%:z"),
    ("datetime", "%Y-%m-%dT%H:%M:%S"),
    ("datetime", "%Y-%m-%dT%H:%M:%S%.f"),
    ("datetime", "%Y-%m-%d %H:%M:%S"),
    ("datetime", "%Y-%m-%d %H:%M:%S%.f"),
    ("datetime", "%Y/%m/%d %H:%M:%S"),
    ("datetime", "%d.%m.%Y %H:%M:%S"),
    ("datetime", "%d/%m/%Y %H:%M:%S"),
    ("datetime", "%d-%m-%Y %H:%M:%S"),
    ("datetime", "%m/%d/%Y %I:%M:%S %p"),
    ("datetime", "%Y-%m-%d %H:%M"),
    ("datetime", "%d.%m.%Y %H:%M"),
    ("datetime", "%d/%m/%Y %H:%M"),
    ("datetime", "%Y%m%d%H%M%S"),
    ("date", "%Y-%m-%d"),
    ("date", "%Y/%m/%d"),
    ("date", "%d.%m.%Y"),
    ("date", "%d/%m/%Y"),
    ("date", "%d-%m-%Y"),
    ("date", "%m/%d/%Y"),
    ("date", "%-d.%-m.%Y"),
    ("date", "%Y%m%d"),
];

fn date(name: &str, texts: &[&str]) -> Option<Guess> {
    let reads = |pattern: &str, calendar: Calendar| {
        let years = if calendar == Calendar::Jalali { 1300..1500 } else { 1900..2200 };
        DatePattern::parse(pattern).is_ok_and(|pattern| {
            texts.iter().all(|text| {
                pattern.read(text).is_some_and(|moment| moment.is_day_of(calendar) && years.contains(&moment.year))
            })
        })
    };
    let digits = texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_digit()));
    // Eight or fourteen digits may be anything.
    if digits
        && !says(name, &["date", "time", "day", "tarih", "stamp", "expir", "birth", "when", "until", "valid", "gun"])
    {
        return None;
    }
    for (calendar, word) in [(Calendar::Gregorian, None), (Calendar::Jalali, Some("jalali"))] {
        let Some((ty, pattern)) = DATES.into_iter().find(|(_, pattern)| reads(pattern, calendar)) else { continue };
        let mut guess = Guess::new(ty, How::Text).written(&[pattern]);
        guess.calendar = word;
        if word.is_some() {
            guess.doubt = Some("a day of the Iranian calendar".to_owned());
        } else if pattern.starts_with("%d/%m") && reads(&pattern.replace("%d/%m", "%m/%d"), calendar) {
            guess.doubt = Some("the day stands before the month".to_owned());
        }
        return Some(guess);
    }
    None
}

/// A point in time, in UTC, as examples have it.
fn civil(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since the first of March of a year that begins a cycle of 400.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", rest / 3600, rest % 3600 / 60, rest % 60)
}

/// The day of a moment, in UTC.
pub fn day(seconds: i64) -> String {
    civil(seconds).chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(name: &str, texts: &[&str], kind: Kind, sent: bool) -> String {
        let leaves: Vec<Leaf> = texts.iter().map(|text| Leaf { text: (*text).to_owned(), kind }).collect();
        let guess = guess(name, &leaves.iter().collect::<Vec<_>>(), sent);
        let calendar = guess.calendar.map(|c| format!(" {c}")).unwrap_or_default();
        format!(
            "{} {}{calendar} {}",
            guess.ty,
            guess.written.join("|"),
            texts.first().map_or_else(String::new, |t| guess.value(t))
        )
    }

    #[test]
    fn values_are_guessed_by_texts_and_names() {
        use Kind::{Boolean, Number, Plain, Quoted};
        for (name, texts, kind, sent, expected) in [
            ("id", &["7"][..], Number, true, "integer  7"),
            ("amount", &["9.90"], Number, true, "decimal  9.90"),
            ("amount", &["9.90", "10.00"], Quoted, true, "decimal fixed 2|text 9.90"),
            ("amount", &["9.9", "10.00"], Quoted, true, "decimal text 9.9"),
            ("amount", &["9.90"], Quoted, false, "decimal  9.90"),
            ("amount", &["9,90"], Plain, true, "decimal comma 2 9.90"),
            ("count", &["18343"], Quoted, true, "integer text 18343"),
            ("count", &["18343"], Quoted, false, "integer  18343"),
            ("count", &["0007"], Plain, true, "integer pad 4 7"),
            ("code", &["007"], Plain, true, "text  \"007\""),
            ("gsm", &["905321000001"], Plain, true, "text  \"905321000001\""),
            ("active", &["true"], Boolean, true, "boolean  true"),
            ("active", &["Y", "N"], Plain, true, "boolean words Y N true"),
            ("active", &["True"], Quoted, false, "boolean  true"),
            ("day", &["2026-11-24"], Quoted, true, "date %Y-%m-%d \"2026-11-24\""),
            ("day", &["24.11.2026"], Quoted, true, "date %d.%m.%Y \"24.11.2026\""),
            ("StartDate", &["1398/01/01"], Plain, true, "date %Y/%m/%d jalali \"1398/01/01\""),
            ("day", &["20261124"], Plain, true, "date %Y%m%d \"20261124\""),
            ("order", &["20261124"], Plain, true, "integer  20261124"),
            ("at", &["2026-11-24T10:00:00Z"], Quoted, false, "instant %Y-%m-%dT%H:%M:%S%:z \"2026-11-24T10:00:00Z\""),
            ("created_at", &["1700000000"], Number, false, "datetime epoch_s \"2023-11-14T22:13:20\""),
            ("note", &[""], Quoted, true, "text  \"\""),
            ("note", &["a, b"], Quoted, true, "text  \"a, b\""),
        ] {
            assert_eq!(guessed(name, texts, kind, sent), expected, "{name} {texts:?}");
        }
    }
}
