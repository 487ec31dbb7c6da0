//! A comparison as text for people, as Markdown for reviews, and as JSON for tools.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::generated::Item;
use super::{Change, Comparison, Kind, Place, Step, Version};

const BREAKS: &str = "\u{1b}[1;31m";
const ADDS: &str = "\u{1b}[32m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// For a terminal; the colours are to be stripped where there is none. Words for readers are counted only, and of
/// what is new the parts are not listed.
pub fn text(comparison: &Comparison, version: Version) -> String {
    let mut text = String::new();
    let mut vendor = None;
    let shown = comparison.changes.iter().filter(|change| change.kind != Kind::Docs);
    for change in shown {
        if vendor != Some(&change.vendor) {
            vendor = Some(&change.vendor);
            text.push_str(&format!("{}\n", change.vendor));
        }
        let colour = if change.kind.is_breaking() { BREAKS } else { ADDS };
        let (kind, side) = (change.kind.name(), change.side.name());
        let at = if change.at.is_empty() { String::new() } else { format!("{}: ", change.at) };
        text.push_str(&format!("  {colour}{kind:<10}{PLAIN} {side:<8} {at}{}\n", change.says));
        for line in why(change).into_iter().chain(change.place.iter().map(Place::to_string)) {
            text.push_str(&format!("  {FAINT}{:<19} {line}{PLAIN}\n", ""));
        }
    }
    if !comparison.interface.is_empty() {
        text.push_str("public items\n");
        for item in shown_items(&comparison.interface) {
            let place = item.place.as_ref().map(|place| format!("  {FAINT}{place}{PLAIN}")).unwrap_or_default();
            let mark = if item.breaks { BREAKS } else { ADDS };
            match (&item.old, &item.new) {
                (Some(old), Some(new)) => {
                    text.push_str(&format!("  {mark}~{PLAIN} {}{place}\n      {old}\n      {new}\n", item.path));
                }
                (Some(old), None) => text.push_str(&format!("  {mark}-{PLAIN} {}: {old}{place}\n", item.path)),
                (None, new) => {
                    let new = new.as_deref().unwrap_or_default();
                    text.push_str(&format!("  {mark}+{PLAIN} {}: {new}{place}\n", item.path));
                }
            }
        }
    }
    text.push_str(&summary(comparison, version));
    text
}

/// For a review: a table.
pub fn markdown(comparison: &Comparison, version: Version) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let mut text = String::new();
    let shown: Vec<&Change> = comparison.changes.iter().filter(|change| change.kind != Kind::Docs).collect();
    if !shown.is_empty() {
        text.push_str("| | vendor | where | what changed | why | spec |\n|---|---|---|---|---|---|\n");
        for change in shown {
            let place = change.place.as_ref().map_or_else(String::new, |place| format!("`{place}`"));
            let kind = if change.kind.is_breaking() { "**breaking**" } else { change.kind.name() };
            text.push_str(&format!(
                "| {kind} | {} | {} {} | {} | {} | {place} |\n",
                change.vendor,
                change.side.name(),
                if change.at.is_empty() { String::new() } else { format!("`{}`", cell(&change.at.replace('`', "'"))) },
                cell(&change.says),
                why(change).unwrap_or_default(),
            ));
        }
        text.push('\n');
    }
    if !comparison.interface.is_empty() {
        text.push_str("<details><summary>Public items</summary>\n\n```diff\n");
        for item in shown_items(&comparison.interface) {
            for (mark, signature) in [("-", &item.old), ("+", &item.new)] {
                if let Some(signature) = signature {
                    text.push_str(&format!("{mark} {}: {signature}\n", item.path));
                }
            }
        }
        text.push_str("```\n\n</details>\n\n");
    }
    text.push_str(&summary(comparison, version));
    text
}

/// For tools. `step` is `none`, `fix`, `addition` or `breaking`.
pub fn json(comparison: &Comparison, version: Version) -> Value {
    let place = |place: &Option<Place>| {
        place.as_ref().map(|p| json!({ "file": p.file, "line": p.line, "column": p.column, "old": p.old }))
    };
    let change = |change: &Change| {
        let effects = match &change.kind {
            Kind::Breaking(effects) => effects.iter().map(|effect| effect.name()).collect(),
            _ => Vec::new(),
        };
        json!({
            "vendor": change.vendor,
            "at": change.at,
            "side": change.side.name(),
            "kind": change.kind.name(),
            "breaking": change.kind.is_breaking(),
            "effects": effects,
            "says": change.says,
            "why": why(change),
            "place": place(&change.place),
        })
    };
    let item = |item: &Item| {
        json!({
            "path": item.path,
            "old": item.old,
            "new": item.new,
            "breaking": item.breaks,
            "place": place(&item.place),
        })
    };
    json!({
        "step": comparison.step().name(),
        "version": version.to_string(),
        "next": version.after(comparison.step()).to_string(),
        "changes": comparison.changes.iter().map(change).collect::<Vec<_>>(),
        "items": comparison.interface.iter().map(item).collect::<Vec<_>>(),
    })
}

/// Items without those that are only part of what is new, or that are exported once more.
fn shown_items(items: &[Item]) -> impl Iterator<Item = &Item> {
    let added: HashSet<&str> = items.iter().filter(|item| item.old.is_none()).map(|item| item.path.as_str()).collect();
    items.iter().filter(move |item| {
        let ends = item.path.char_indices().filter(|(_, c)| matches!(c, ':' | '.')).map(|(at, _)| at);
        let inside = ends.filter_map(|at| item.path.get(..at)).any(|above| added.contains(above));
        item.breaks || item.old.is_some() || !(inside || item.path.ends_with("(exported)"))
    })
}

fn why(change: &Change) -> Option<String> {
    match &change.kind {
        Kind::Breaking(effects) => Some(effects.iter().map(|effect| effect.why()).collect::<Vec<_>>().join("; ")),
        _ => None,
    }
}

fn summary(comparison: &Comparison, version: Version) -> String {
    let count = |is: &dyn Fn(&Kind) -> bool| comparison.changes.iter().filter(|change| is(&change.kind)).count();
    let (breaking, docs) = (count(&Kind::is_breaking), count(&|kind| *kind == Kind::Docs));
    let rest = comparison.changes.len() - breaking - docs;
    let step = comparison.step();
    if step == Step::None {
        return "Nothing changed for those who use the client.\n".to_owned();
    }
    let said = match step {
        Step::Breaking => "something breaks",
        Step::Addition => "nothing breaks, and something is new",
        Step::Fix | Step::None => "nothing breaks",
    };
    format!(
        "{breaking} breaking, {rest} others, {docs} in the documentation alone: {said}. After {version} comes {}.\n",
        version.after(step)
    )
}
