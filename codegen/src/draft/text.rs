//! Replies that are lines of text.

use super::node::{Kind, Leaf, Node};

/// A text as a pattern: literals and holes.
#[derive(Clone, Debug, PartialEq)]
pub struct TextReply {
    /// As `reads:` has it.
    pub pattern: String,
    /// The holes of each sample, as a record.
    pub payloads: Vec<Node>,
    /// Whether each sample has such lines, and not one.
    pub rows: Option<Rows>,
}

/// Lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// What stands between them, if it is no line end.
    pub separator: Option<String>,
    /// It stands behind the last row too.
    pub trailing: bool,
    /// The first line says what the columns are.
    pub header: bool,
}

/// What stands between the parts of a line, best first.
const DELIMITERS: [char; 6] = ['|', ';', '\t', ',', ':', ' '];

fn parts(line: &str, delimiter: char) -> Vec<&str> {
    line.split(delimiter).collect()
}

fn delimiter(lines: &[&str]) -> Option<char> {
    DELIMITERS.into_iter().find(|d| lines.iter().all(|line| line.contains(*d)))
}

/// Reads texts that mean success; `others` mean something else.
pub fn success(texts: &[&str], others: &[&str]) -> TextReply {
    let separator = texts.iter().any(|text| text.contains("<br>")).then(|| "<br>".to_owned());
    let between = separator.as_deref().unwrap_or("\n");
    let several = texts.iter().any(|text| text.trim().split(between).count() > 1);
    let lines: Vec<Vec<&str>> = texts
        .iter()
        .map(|text| text.trim().split(between).map(str::trim).filter(|l| !l.is_empty()).collect())
        .collect();
    if several && delimiter(&lines.concat()).is_some() {
        let trailing = separator.is_some() && texts.iter().all(|text| text.trim().ends_with(between));
        return rows(&lines, separator, trailing);
    }
    let lines: Vec<&str> = texts.iter().map(|text| text.trim_end_matches(['\n', '\r'])).collect();
    let split = delimiter(&lines).filter(|d| {
        let count = parts(lines.first().unwrap_or(&""), *d).len();
        lines.iter().all(|line| parts(line, *d).len() == count)
    });
    // Words with blanks between them are a sentence.
    let split = split.filter(|d| *d != ' ' || lines.iter().all(|line| line.chars().any(|c| c.is_ascii_digit())));
    let columns: Vec<Vec<&str>> = match split {
        Some(d) => lines.iter().map(|line| parts(line, d)).collect(),
        None => lines.iter().map(|line| vec![*line]).collect(),
    };
    let count = columns.first().map_or(0, Vec::len);
    let mut names = Names::default();
    let mut pattern: Vec<String> = Vec::new();
    let mut payloads: Vec<Vec<(String, Node)>> = vec![Vec::new(); lines.len()];
    for index in 0..count {
        let values: Vec<&str> = columns.iter().filter_map(|line| line.get(index).copied()).collect();
        let first = values.first().copied().unwrap_or_default();
        let constant = values.iter().all(|value| *value == first);
        let word = first.chars().all(|c| c.is_ascii_alphabetic()) && !first.is_empty();
        let told_apart = !others.is_empty() && others.iter().all(|other| !other.starts_with(first));
        // A text by itself would be any text, a page of errors included.
        let alone = count == 1 && constant && !first.chars().all(|c| c.is_ascii_digit());
        if alone || constant && (word && (index == 0 || values.len() > 1) || (index == 0 && count > 1 && told_apart)) {
            pattern.push(escaped(first));
        } else {
            let name = names.next(first);
            pattern.push(format!("{{{name}}}"));
            for (payload, value) in payloads.iter_mut().zip(&values) {
                payload.push((name.clone(), plain(value)));
            }
        }
    }
    let pattern = pattern.join(&split.map_or_else(String::new, |d| d.to_string()));
    TextReply { pattern, payloads: payloads.into_iter().map(Node::Record).collect(), rows: None }
}

fn rows(lines: &[Vec<&str>], separator: Option<String>, trailing: bool) -> TextReply {
    let all: Vec<&str> = lines.concat();
    let delimiter = delimiter(&all).unwrap_or(';');
    let number = |part: &&str| part.chars().any(|c| c.is_ascii_digit());
    let header = lines.iter().all(|sample| {
        sample.len() > 1
            && sample.first().is_some_and(|line| !parts(line, delimiter).iter().any(number))
            && sample.get(1).is_some_and(|line| parts(line, delimiter).iter().any(number))
    });
    let titles: Vec<String> = match lines.first().and_then(|sample| sample.first()) {
        Some(first) if header => parts(first, delimiter).iter().map(|t| super::shape::identifier(t.trim())).collect(),
        _ => Vec::new(),
    };
    let body: Vec<Vec<&str>> =
        lines.iter().map(|sample| sample.iter().skip(usize::from(header)).copied().collect()).collect();
    let first = body.iter().flatten().next().map_or_else(Vec::new, |line| parts(line, delimiter));
    let mut names = Names::default();
    let names: Vec<String> = first
        .iter()
        .enumerate()
        .map(|(index, value)| titles.get(index).cloned().unwrap_or_else(|| names.next(value)))
        .collect();
    let pattern: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    let row = |line: &&str| {
        let values = parts(line, delimiter);
        Node::Record(names.iter().cloned().zip(values).map(|(name, value)| (name, plain(value))).collect())
    };
    TextReply {
        pattern: pattern.join(&delimiter.to_string()),
        payloads: body.iter().map(|sample| Node::List(sample.iter().map(row).collect())).collect(),
        rows: Some(Rows { separator, trailing, header }),
    }
}

/// A text that means a refusal: the pattern, and the code and the message of it.
pub struct TextRefusal {
    /// As `reads:` has it.
    pub pattern: String,
    /// It holds a code, and perhaps a message.
    pub codes: Vec<(String, Option<String>)>,
    /// The pattern has a message.
    pub message: bool,
}

/// Reads texts that mean refusal.
pub fn refusal(texts: &[&str]) -> Option<TextRefusal> {
    let lines: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let delimiter = delimiter(&lines);
    let split = |line: &str| -> Vec<String> {
        match delimiter {
            Some(d) => parts(line, d).iter().map(|part| (*part).to_owned()).collect(),
            None => vec![line.to_owned()],
        }
    };
    let columns: Vec<Vec<String>> = lines.iter().map(|line| split(line)).collect();
    let first = columns.first()?;
    // A word before the code, such as ERR, is the same in every refusal.
    let word = first.first()?;
    let has_word = first.len() > 1
        && word.chars().all(|c| c.is_ascii_alphabetic())
        && columns.iter().all(|line| line.first() == Some(word));
    let at = usize::from(has_word);
    let codes: Option<Vec<String>> = columns.iter().map(|line| line.get(at).cloned()).collect();
    let codes = codes?;
    if codes.iter().any(|code| code.is_empty() || code.chars().count() > 24 || code.contains(' ')) {
        return None;
    }
    // Words with blanks between them are a sentence.
    if delimiter == Some(' ') && !codes.iter().all(|code| code.chars().any(|c| c.is_ascii_digit())) {
        return None;
    }
    let d = delimiter.map_or_else(String::new, |d| d.to_string());
    let message = columns.iter().all(|line| line.len() > at + 1);
    let mut pattern = if has_word { format!("{}{d}{{code}}", escaped(word)) } else { "{code}".to_owned() };
    if message {
        pattern.push_str(&format!("{d}{{message..}}"));
    }
    let messages = columns.iter().map(|line| message.then(|| line.get(at + 1..).unwrap_or_default().join(&d)));
    Some(TextRefusal { pattern, codes: codes.into_iter().zip(messages).collect(), message })
}

/// Names of holes: what a text is, with a number where that is taken.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn next(&mut self, value: &str) -> String {
        let number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c));
        let word = if number && self.0.is_empty() {
            "id"
        } else if number {
            "number"
        } else {
            "text"
        };
        let mut name = word.to_owned();
        let mut count = 2;
        while self.0.contains(&name) {
            name = format!("{word}_{count}");
            count += 1;
        }
        self.0.push(name.clone());
        name
    }
}

fn plain(text: &str) -> Node {
    Node::Leaf(Leaf { text: text.to_owned(), kind: Kind::Plain })
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace('[', "[[").replace(']', "]]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_patterns() {
        let pattern = |texts: &[&str], others: &[&str]| success(texts, others).pattern;
        assert_eq!(pattern(&["OK|123"], &["ERR|12|Bad"]), "OK|{id}");
        assert_eq!(pattern(&["OK|123|5.5", "OK|124|6.0"], &[]), "OK|{id}|{number}");
        assert_eq!(pattern(&["00 17377215342605"], &["30"]), "00 {id}");
        assert_eq!(pattern(&["12345"], &[]), "{id}");
        assert_eq!(pattern(&["OK"], &[]), "OK");
        let rows = success(&["905;1;2\n906;0;3\n"], &[]);
        assert_eq!((rows.pattern.as_str(), rows.rows.map(|r| r.header)), ("{id};{number};{number_2}", Some(false)));
        let titled = success(&["number;state\n905;1\n906;0"], &[]);
        assert_eq!((titled.pattern.as_str(), titled.rows.map(|r| r.header)), ("{number};{state}", Some(true)));
    }

    #[test]
    fn refusals_have_codes() {
        let refused = |texts: &[&str]| refusal(texts).map(|r| (r.pattern, r.codes));
        assert_eq!(
            refused(&["ERR|12|Bad key|really"]),
            Some(("ERR|{code}|{message..}".to_owned(), vec![("12".to_owned(), Some("Bad key|really".to_owned()))]))
        );
        assert_eq!(refused(&["30", "20"]).map(|r| r.0), Some("{code}".to_owned()));
        assert_eq!(refused(&["something went wrong"]), None);
    }
}
