//! Reads a value to its end: a mistake is told, put right as far as one can guess, and reading goes on.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use serde_yaml::{Mapping, Value};

use super::complaint::Complaint;
use crate::diagnostic::Report;
use crate::source::{Origin, Sources};

/// After so many mistakes in one value, no more are looked for.
const MAX_MISTAKES: usize = 100;

/// A way from the value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// Reads a value, and tells every mistake in it.
///
/// A misspelt keyword or word is read as the one that is meant, and one that resembles none is left out: what is
/// returned then is good enough to look for further mistakes. Where something is missing or of another kind, nobody
/// can tell what was meant, and nothing is returned.
pub(super) fn read<T: DeserializeOwned>(
    value: Value,
    origin: &Origin,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<T> {
    let mut reader = Reader { value, fillers: Vec::new(), whole: true };
    // Fillers need some tries each, too.
    for _ in 0..MAX_MISTAKES * 4 {
        let error = match serde_path_to_error::deserialize(reader.value.clone()) {
            Ok(read) => return reader.whole.then_some(read),
            Err(error) => error,
        };
        let path = steps(error.path());
        let complaint = Complaint::of(&error.into_inner().to_string());
        if let Some(filler) = reader.fillers.iter().position(|(at, _)| path.starts_with(at)) {
            reader.fill_otherwise(filler, &path, &complaint)?;
            continue;
        }
        let here = path.iter().fold(origin.clone(), |here, step| match step {
            Step::Key(key) => here.key(key),
            Step::Index(index) => here.index(*index),
        });
        report.push(complaint.diagnostic(&here, sources));
        reader.go_on(path, &here, &complaint, sources)?;
    }
    None
}

struct Reader {
    value: Value,
    /// Values that stand for what nobody knows, and how many were tried there.
    fillers: Vec<(Vec<Step>, usize)>,
    whole: bool,
}

impl Reader {
    /// Changes what was complained about, so that the next mistake is found; none if that can't be done.
    fn go_on(
        &mut self,
        mut path: Vec<Step>,
        here: &Origin,
        complaint: &Complaint,
        sources: &mut Sources,
    ) -> Option<()> {
        match complaint {
            Complaint::UnknownKeyword { name, .. } => {
                // The path of an unknown key may or may not include the key itself.
                let mut mapping = here.clone();
                let inside = self.at(&path).and_then(|value| value.as_mapping_mut());
                if inside.is_none_or(|inside| !inside.contains_key(name.as_str())) {
                    path.pop()?;
                    mapping = here.parent()?;
                }
                let meant = complaint.meant();
                let inside = self.at(&path)?.as_mapping_mut()?;
                let meant = meant.filter(|meant| !inside.contains_key(*meant));
                *inside = std::mem::take(inside)
                    .into_iter()
                    .filter_map(|(key, value)| {
                        if key.as_str() != Some(name) {
                            return Some((key, value));
                        }
                        meant.map(|meant| (Value::from(meant), value))
                    })
                    .collect::<Mapping>();
                if let Some(meant) = meant {
                    sources.also_called(&mapping.key(name), &mapping.key(meant));
                }
            }
            Complaint::UnknownWord { known, .. } => {
                let word = complaint.meant().or_else(|| {
                    self.whole = false;
                    known.first().map(String::as_str)
                })?;
                *self.at(&path)? = Value::from(word);
            }
            Complaint::Missing { name } => {
                self.whole = false;
                self.at(&path)?.as_mapping_mut()?.insert(Value::from(name.as_str()), FILLERS[0]());
                path.push(Step::Key(name.clone()));
                self.fillers.push((path, 0));
            }
            Complaint::WrongKind { .. } | Complaint::Other(_) => {
                self.whole = false;
                if path.is_empty() {
                    return None;
                }
                *self.at(&path)? = FILLERS[0]();
                self.fillers.push((path, 0));
            }
        }
        Some(())
    }

    /// Puts another value where the last one did not do.
    fn fill_otherwise(&mut self, filler: usize, path: &[Step], complaint: &Complaint) -> Option<()> {
        if let Complaint::Missing { name } = complaint {
            self.at(path)?.as_mapping_mut()?.insert(Value::from(name.as_str()), FILLERS[0]());
            let path: Vec<Step> = path.iter().cloned().chain([Step::Key(name.clone())]).collect();
            // The innermost is found first.
            self.fillers.insert(filler, (path, 0));
            return Some(());
        }
        let at = self.fillers.get(filler)?.0.clone();
        if let Complaint::UnknownWord { known, .. } = complaint {
            *self.at(&at)? = Value::from(known.first()?.as_str());
            return Some(());
        }
        let tried = &mut self.fillers.get_mut(filler)?.1;
        *tried += 1;
        let next = FILLERS.get(*tried)?();
        *self.at(&at)? = next;
        Some(())
    }

    fn at(&mut self, path: &[Step]) -> Option<&mut Value> {
        path.iter().try_fold(&mut self.value, |value, step| match step {
            Step::Index(index) => value.as_sequence_mut()?.get_mut(*index),
            Step::Key(key) => value.as_mapping_mut()?.iter_mut().find(|(name, _)| is_called(name, key)).map(|(_, v)| v),
        })
    }
}

/// What may stand for a value that nobody knows; the first that the language takes does.
const FILLERS: [fn() -> Value; 6] = [
    || Value::from("text"),
    || Value::Mapping(Mapping::new()),
    || Value::Sequence(Vec::new()),
    || Value::from(1),
    || Value::from(true),
    || Value::Null,
];

/// Keys that YAML reads as numbers are texts in paths.
fn is_called(name: &Value, key: &str) -> bool {
    match name {
        Value::String(name) => name == key,
        Value::Number(name) => name.to_string() == key,
        Value::Bool(name) => name.to_string() == key,
        _ => false,
    }
}

fn steps(path: &Path) -> Vec<Step> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}
