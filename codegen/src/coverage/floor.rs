//! The floor: what must be shown, so that a figure can only rise.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

use super::{Coverage, Kind};

/// The least that a vendor's examples must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Items that an example shows, in tenths of a percent of all.
    pub tenths: usize,
    /// Examples whose bytes are not ours.
    pub proven: usize,
}

/// The floors of all vendors, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floors(pub BTreeMap<String, Floor>);

/// A figure below its floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Below(String);

impl fmt::Display for Below {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Floors {
    /// Today's figures.
    pub fn of(coverage: &[Coverage]) -> Self {
        let floor = |c: &Coverage| Floor { tenths: c.share(&Kind::ALL).tenths(), proven: c.proven() };
        Self(coverage.iter().map(|c| (c.vendor.clone(), floor(c))).collect())
    }

    /// Reads what [`Floors::to_json`] wrote; says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut floors = BTreeMap::new();
        for (vendor, floor) in read {
            let percent = floor.get("percent").and_then(Value::as_f64).filter(|p| (0.0..=100.0).contains(p));
            let proven = floor.get("proven").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
            let (Some(percent), Some(proven)) = (percent, proven) else {
                return Err(format!("`{vendor}` needs `percent`, from 0 to 100, and `proven`, a number of examples"));
            };
            floors.insert(vendor, Floor { tenths: (percent * 10.0).round() as usize, proven });
        }
        Ok(Self(floors))
    }

    /// As text, one line a vendor.
    pub fn to_json(&self) -> String {
        let line = |(vendor, floor): (&String, &Floor)| {
            let percent = format!("{}.{}", floor.tenths / 10, floor.tenths % 10);
            format!("  {}: {{ \"percent\": {percent}, \"proven\": {} }}", json!(vendor), floor.proven)
        };
        format!("{{\n{}\n}}\n", self.0.iter().map(line).collect::<Vec<_>>().join(",\n"))
    }

    /// What lies below its floor. A vendor without a floor has to get one.
    pub fn below(&self, coverage: &[Coverage]) -> Vec<Below> {
        let mut below = Vec::new();
        for now in coverage {
            let Some(floor) = self.0.get(&now.vendor) else {
                below.push(Below(format!("`{}` has no floor yet", now.vendor)));
                continue;
            };
            let tenths = now.share(&Kind::ALL).tenths();
            if tenths < floor.tenths {
                let shown = |tenths: usize| format!("{}.{} %", tenths / 10, tenths % 10);
                let (is, was) = (shown(tenths), shown(floor.tenths));
                below.push(Below(format!("the examples of `{}` show {is} of its spec, and showed {was}", now.vendor)));
            }
            if now.proven() < floor.proven {
                let (is, was) = (now.proven(), floor.proven);
                below.push(Below(format!("`{}` has {is} examples that others prove, and had {was}", now.vendor)));
            }
        }
        below
    }
}
