//! Values of several shapes, and items with outcomes of their own: the first arm that holds wins, as with replies.

use http::HeaderMap;

use super::code::{Code, Effect, Safety};
use super::items::{ItemError, ItemOutcome, ItemResult};
use super::malformed::Malformed;
use super::read::{self, Document, Reads, Value};
use super::reply::{self, Arm, Head, Names, Verdict};

/// What stands at the payload of the arm that holds; without an arm, the value itself.
struct Chosen<'d> {
    arm: Option<&'static Arm>,
    root: Value<'d>,
    payload: Option<Value<'d>>,
}

/// Reads a value of several shapes. `read` gets the name of the arm that holds and what stands at its payload.
///
/// # Errors
///
/// Those of `read`; and when no arm holds although something is there.
pub fn one_of<T>(
    value: Value<'_>,
    arms: &'static [Arm],
    names: Names,
    is_known_code: &dyn Fn(&[&str], &str) -> bool,
    mut read: impl FnMut(&'static str, Option<Value<'_>>) -> Result<Option<T>, Malformed>,
) -> Result<Option<T>, Malformed> {
    choose(value, arms, names, is_known_code, &mut |chosen| match chosen.arm {
        Some(arm) => read(arm.name, chosen.payload),
        None if value.is_nothing() => Ok(None),
        None => Err(value.expected("one of the documented shapes")),
    })?
}

/// Reads an item with an outcome of its own. `read` is asked for taken items, `of_all` for what all items hold.
///
/// # Errors
///
/// None: what can't be read of an item is an outcome of it, and takes nothing from the others.
pub fn outcome<T, C: Code, F>(
    value: Value<'_>,
    (arms, names, safety): (&'static [Arm], Names, Safety),
    mut of_all: impl FnMut(Option<Value<'_>>) -> Result<Option<F>, Malformed>,
    mut read: impl FnMut(&'static str, Option<Value<'_>>) -> Result<Option<T>, Malformed>,
) -> Result<Option<ItemResult<T, C, F>>, Malformed> {
    let is_known = |tables: &[&str], code: &str| C::from_tables(tables, code).is_known();
    let judged = choose(value, arms, names, &is_known, &mut |chosen| {
        let Some(arm) = chosen.arm else {
            let item = of_all(chosen.payload).ok().flatten();
            let malformed = value.expected("an item as the vendor documents it");
            return Err(ItemError::unreadable(ItemOutcome::InDoubt, malformed, item));
        };
        let text = |paths| reply::first_text(chosen.root, names, paths);
        match arm.verdict {
            Verdict::Success | Verdict::Pending => {
                let (outcome, malformed) = match read(arm.name, chosen.payload) {
                    Ok(Some(taken)) => return Ok(taken),
                    Ok(None) => (ItemOutcome::Accepted, value.expected("to be present")),
                    Err(malformed) if malformed.is_in_doubt() => (ItemOutcome::InDoubt, malformed),
                    Err(malformed) => (ItemOutcome::Accepted, malformed),
                };
                Err(ItemError::unreadable(outcome, malformed, of_all(chosen.payload).ok().flatten()))
            }
            Verdict::Rejected | Verdict::InDoubt => {
                let code = text(arm.code).or_else(|| arm.stands_for.map(str::to_owned));
                let code = code.map(|code| C::from_tables(arm.tables, &code));
                // A refusal of what changes nothing leaves nothing open.
                let is_open = |code: &C| code.effect() == Effect::Unknown && (code.is_known() || !arm.no_effect);
                let unclear = safety != Safety::Read && code.as_ref().is_some_and(is_open);
                let outcome = match arm.verdict {
                    Verdict::Rejected if !unclear => ItemOutcome::Rejected,
                    _ => ItemOutcome::InDoubt,
                };
                let item = of_all(chosen.payload).ok().flatten();
                Err(ItemError::new(outcome, code, arm.class, text(arm.message), item))
            }
        }
    });
    // A mark that stands there twice says nothing.
    Ok(Some(judged.unwrap_or_else(|malformed| {
        Err(ItemError::unreadable(ItemOutcome::InDoubt, malformed, of_all(Some(value)).ok().flatten()))
    })))
}

/// Refuses an answer with another number of items than were asked for: nobody knows which belongs to which.
///
/// # Errors
///
/// When they differ; the call is in doubt then.
pub fn same_count(sent: usize, received: usize) -> Result<(), Malformed> {
    if sent == received { Ok(()) } else { Err(Malformed::in_doubt("as many items as were sent")) }
}

fn choose<R>(
    value: Value<'_>,
    arms: &'static [Arm],
    names: Names,
    is_known_code: &dyn Fn(&[&str], &str) -> bool,
    then: &mut dyn FnMut(Chosen<'_>) -> R,
) -> Result<R, Malformed> {
    let headers = HeaderMap::new();
    let head = Head { status: 0, headers: &headers };
    let mut text = None;
    for arm in arms {
        let opened = match arm.reads {
            None => None,
            Some(reads) => {
                let Some(text) = text.get_or_insert_with(|| text_of(value)) else { continue };
                let Some(document) = open(reads, arm, text, names) else { continue };
                Some(document)
            }
        };
        let root = opened.as_ref().map_or(value, Document::root);
        if reply::holds(arm, names, head, Some(root), &|code| is_known_code(arm.tables, code))? {
            let payload = match arm.payload {
                Some(path) => reply::find(root, names, path)?,
                None => None,
            };
            return Ok(then(Chosen { arm: Some(arm), root, payload }));
        }
    }
    let payload = arms.iter().find(|arm| arm.reads.is_none()).and_then(|arm| arm.payload);
    let payload = payload.and_then(|path| reply::find(value, names, path).ok().flatten());
    Ok(then(Chosen { arm: None, root: value, payload }))
}

fn text_of(value: Value<'_>) -> Option<String> {
    read::text(value).ok().flatten()
}

fn open<'t>(reads: Reads, arm: &'static Arm, text: &'t str, names: Names) -> Option<Document<'t>> {
    let text = if reads == Reads::Xml { read::without_declaration(text) } else { text };
    let mut document = reads.open(text.as_bytes()).ok().flatten()?;
    arm.inner.iter().try_for_each(|inner| inner.open(&mut document, names)).ok()?;
    Some(document)
}

#[cfg(test)]
mod tests;
