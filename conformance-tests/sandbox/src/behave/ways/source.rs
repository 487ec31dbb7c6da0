//! Where a value of a row or a reply comes from.

use vendor_model::language::{Literal, Tree};

use crate::behave::plain::Plain;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// A constant.
    Constant(Plain),
    /// The number that the step `assign` gave last.
    Id,
    /// The sandbox's clock, so many seconds ago.
    Now(i64),
    /// What is in the account that was moved last.
    Balance,
    /// What an event was given.
    Amount,
    /// What is in an account: its name, and whose it is.
    Account(String, Option<Box<Source>>),
    /// A field of the request, below records.
    Request(Vec<String>),
    /// A field of the item that the steps are taken for.
    Item(Vec<String>),
    /// Every other character, from the first, is a star.
    Masked(Box<Source>),
    /// The last characters.
    Last(usize, Box<Source>),
    /// One after the other.
    Concat(Vec<Source>),
    /// A record of these; `...` before them are all fields of the request or of the item.
    Record(Option<Box<Source>>, Vec<(String, Source)>),
    /// Items.
    List(Vec<Source>),
}

impl Source {
    /// Reads what stands in a file: a text that begins with `=` is no constant.
    pub(crate) fn of(tree: &Tree) -> Result<Self, String> {
        Ok(match tree {
            Tree::Leaf(Literal::Text(text)) => match text.strip_prefix('=') {
                Some(source) => Self::parse(source)?,
                None => Self::Constant(Plain::Text(text.clone())),
            },
            Tree::Leaf(Literal::Integer(number)) => Self::Constant(Plain::Number(number.to_string())),
            Tree::Leaf(Literal::Fraction(number)) => Self::Constant(Plain::Number(number.to_string())),
            Tree::Leaf(Literal::Boolean(value)) => Self::Constant(Plain::Boolean(*value)),
            Tree::Leaf(Literal::Null) => Self::Constant(Plain::Null),
            Tree::List(items) => Self::List(items.iter().map(Self::of).collect::<Result<_, _>>()?),
            Tree::Record(members) => {
                let all = members.get("...").map(|tree| match tree.as_text() {
                    Some("request") => Ok(Self::Request(Vec::new())),
                    Some("item") => Ok(Self::Item(Vec::new())),
                    _ => Err("`...` stands for `request` or `item`".to_owned()),
                });
                let members = members.iter().filter(|(name, _)| *name != "...");
                let members = members.map(|(name, tree)| Ok((name.clone(), Self::of(tree)?)));
                Self::Record(all.transpose()?.map(Box::new), members.collect::<Result<_, String>>()?)
            }
        })
    }

    /// Reads what follows `=`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(" + ").map(str::trim).collect();
        match parts.as_slice() {
            [one] => Self::word(one),
            parts => Ok(Self::Concat(parts.iter().map(|part| Self::word(part)).collect::<Result<_, _>>()?)),
        }
    }

    fn word(text: &str) -> Result<Self, String> {
        if let Some(constant) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            return Ok(Self::Constant(Plain::Text(constant.to_owned())));
        }
        let path = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match words.as_slice() {
            ["id"] => Self::Id,
            ["now"] => Self::Now(0),
            ["now", "-", span] => {
                Self::Now(seconds(span).ok_or_else(|| format!("`{span}` is no span of time: `2d`, `3h`"))?)
            }
            ["balance"] => Self::Balance,
            ["amount"] => Self::Amount,
            ["balance", "of", account] => Self::Account((*account).to_owned(), None),
            ["balance", "of", account, rest @ ..] => {
                Self::Account((*account).to_owned(), Some(Box::new(Self::word(&rest.join(" "))?)))
            }
            ["masked", rest @ ..] => Self::Masked(Box::new(Self::word(&rest.join(" "))?)),
            ["last", count, rest @ ..] => {
                let count = count.parse().map_err(|_| format!("`{count}` is no number of characters"))?;
                Self::Last(count, Box::new(Self::word(&rest.join(" "))?))
            }
            [one] => match one.split_once('.') {
                Some(("request", rest)) => Self::Request(path(rest)),
                Some(("item", rest)) => Self::Item(path(rest)),
                _ => return Err(unknown(text)),
            },
            _ => return Err(unknown(text)),
        })
    }

    /// Calls back with every field of the request and of the item, and with every account.
    pub(crate) fn visit(&self, each: &mut impl FnMut(&Self)) {
        each(self);
        match self {
            Self::Account(_, Some(inner)) | Self::Masked(inner) | Self::Last(_, inner) => inner.visit(each),
            Self::Concat(parts) | Self::List(parts) => parts.iter().for_each(|part| part.visit(each)),
            Self::Record(all, members) => {
                all.iter().for_each(|all| all.visit(each));
                members.iter().for_each(|(_, source)| source.visit(each));
            }
            _ => {}
        }
    }
}

fn unknown(text: &str) -> String {
    format!(
        "`{text}` is no source; known are `id`, `now`, `now - 2d`, `balance`, `balance of x`, `amount`, `request.x`, `item.x`, `masked ...`, `last 10 ...`, `'text'`"
    )
}

/// `30s`, `5m`, `2h`, `7d`
fn seconds(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    number.checked_mul(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sources() {
        let parse = |text: &str| Source::parse(text).unwrap();
        assert_eq!(parse(" id"), Source::Id);
        assert_eq!(parse("now - 2d"), Source::Now(172_800));
        let last = Source::Last(10, Box::new(Source::Item(vec!["gsm".into()])));
        assert_eq!(
            parse("'90' + last 10 item.gsm"),
            Source::Concat(vec![Source::Constant(Plain::Text("90".into())), last])
        );
        let whose = Source::Request(vec!["a".into(), "b".into()]);
        assert_eq!(
            parse("balance of customers request.a.b"),
            Source::Account("customers".into(), Some(Box::new(whose)))
        );
        for wrong in ["", "ID", "now - 2y", "now + 2d", "item", "other.x", "last x item.y", "masked"] {
            assert!(Source::parse(wrong).is_err(), "{wrong}");
        }
    }
}
