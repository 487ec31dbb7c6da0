//! Coverage as a table for people, and as JSON for tools.

use serde_json::{Value, json};

use super::{Coverage, Item, Kind, Page, Share};

/// No line is wider, in characters.
const WIDTH: usize = 100;
const FIELDS: [Kind; 2] = [Kind::SentField, Kind::ReceivedField];
const VALUES: [Kind; 2] = [Kind::SentValue, Kind::ReceivedValue];

/// A table, and with `missing` what no example shows and what is guessed.
pub fn text(coverage: &[Coverage], missing: bool) -> String {
    let mut text = format!(
        "{:<28} {:>4} {:>5} {:>4} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {:>4}\n",
        "", "page", "conf.", "made", "success", "arms", "codes", "fields", "values", "guessed", "%"
    );
    for vendor in coverage {
        let sum = vendor.pages.iter().fold(Page::default(), |mut sum, page| {
            sum.proves.iter_mut().zip(page.proves).for_each(|(sum, more)| *sum += more);
            sum.open_points.iter_mut().zip(page.open_points).for_each(|(sum, more)| *sum += more);
            sum.items.extend(page.items.iter().cloned());
            sum
        });
        text.push_str(&row(&vendor.vendor, &sum));
        for page in &vendor.pages {
            let file = page.file.rsplit('/').next().unwrap_or(&page.file);
            text.push_str(&row(&format!("  {file}"), page));
        }
    }
    if missing {
        for vendor in coverage {
            text.push_str(&lacks(vendor));
        }
    }
    text
}

fn row(name: &str, page: &Page) -> String {
    let share = |kinds: &[Kind]| {
        let Share { shown, all } = page.share(kinds);
        if all == 0 { "-".to_owned() } else { format!("{shown}/{all}") }
    };
    let [documented, confirmed, inferred, guessed] = page.open_points;
    let points = documented + confirmed + inferred + guessed;
    let [proven, confirmed, made] = page.proves;
    let percent = page.share(&Kind::ALL);
    let percent = if percent.all == 0 { "-".to_owned() } else { (percent.tenths() / 10).to_string() };
    let name: String =
        if name.chars().count() > 28 { name.chars().take(25).chain("...".chars()).collect() } else { name.to_owned() };
    format!(
        "{name:<28} {proven:>4} {confirmed:>5} {made:>4} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {percent:>4}\n",
        share(&[Kind::Success]),
        share(&[Kind::Arm]),
        share(&[Kind::Code]),
        share(&FIELDS),
        share(&VALUES),
        format!("{guessed}/{points}"),
    )
}

/// What no example shows, by operation, and what is guessed.
fn lacks(vendor: &Coverage) -> String {
    let mut text = String::new();
    for page in &vendor.pages {
        let mut owners: Vec<&str> = Vec::new();
        for item in page.items.iter().filter(|item| !item.shown) {
            if !owners.contains(&item.of.as_str()) {
                owners.push(&item.of);
            }
        }
        for of in owners {
            text.push_str(&format!("\n{} ({}): no example shows\n", of, page.file));
            for kind in Kind::ALL {
                let is = |item: &&Item| !item.shown && item.of == of && item.kind == kind;
                let names: Vec<String> = page.items.iter().filter(is).map(|item| item.name.clone()).collect();
                if !names.is_empty() {
                    text.push_str(&wrapped(&format!("  {:<16}", kind.name()), &names.join(", ")));
                }
            }
        }
        if !page.guessed.is_empty() {
            text.push_str(&format!("\n{}: guessed\n", page.file));
            for (of, says) in &page.guessed {
                let head = if of.is_empty() { "  ".to_owned() } else { format!("  {of}: ") };
                text.push_str(&wrapped(&head, says));
            }
        }
    }
    text
}

/// Words behind a head, on as many lines as they need.
fn wrapped(head: &str, words: &str) -> String {
    let indent = if head.chars().count() > 20 { 4 } else { head.chars().count() };
    let mut text = head.to_owned();
    let mut width = head.chars().count();
    let mut first = true;
    for word in words.split_whitespace() {
        let length = word.chars().count() + usize::from(!first);
        if width + length > WIDTH && !first {
            text.push_str(&format!("\n{:indent$}{word}", ""));
            width = indent + length - 1;
        } else {
            text.push_str(if first { "" } else { " " });
            text.push_str(word);
            width += length;
        }
        first = false;
    }
    text.push('\n');
    text
}

/// For tools.
pub fn json(coverage: &[Coverage]) -> Value {
    let share = |share: Share| json!({ "shown": share.shown, "all": share.all });
    let kinds = |of: &dyn Fn(&[Kind]) -> Share| -> Value {
        Kind::ALL.iter().map(|kind| (kind.name().replace(' ', "_"), share(of(&[*kind])))).collect()
    };
    let page = |page: &Page| {
        let [proven, confirmed, made] = page.proves;
        let [documented, by_others, inferred, guessed] = page.open_points;
        json!({
            "file": page.file,
            "examples": { "page": proven, "confirmed": confirmed, "made": made },
            "open_points": {
                "documented": documented, "confirmed": by_others, "inferred": inferred, "guessed": guessed,
            },
            "guessed": page.guessed.iter().map(|(of, says)| json!({ "of": of, "says": says })).collect::<Vec<_>>(),
            "shown": kinds(&|kinds| page.share(kinds)),
            "missing": page.items.iter().filter(|item| !item.shown).map(|item| {
                json!({ "kind": item.kind.name().replace(' ', "_"), "of": item.of, "name": item.name })
            }).collect::<Vec<_>>(),
        })
    };
    let vendor = |vendor: &Coverage| {
        json!({
            "vendor": vendor.vendor,
            "percent": vendor.share(&Kind::ALL).tenths() as f64 / 10.0,
            "proven": vendor.proven(),
            "shown": kinds(&|kinds| vendor.share(kinds)),
            "pages": vendor.pages.iter().map(page).collect::<Vec<_>>(),
        })
    };
    coverage.iter().map(vendor).collect()
}
