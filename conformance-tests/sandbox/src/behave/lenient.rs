//! What a vendor takes although its page does not show it: other addresses, a body in the field of a form, names in
//! another case. Which of these a vendor takes stands in its `sandbox.yaml`.

use std::borrow::Cow;

use vendor_model::Vendor;
use vendor_model::model::Names;

use super::World;
use super::ways::{Lenient, Ways};
use crate::message::{Request, query_pairs};
use crate::request::{Manner, Reading, below, read_request_as};

/// Reads a request as its vendor does. `at` is the vendor whose own address it came to.
pub(super) fn read(world: &World, at: Option<usize>, request: &Request) -> Reading {
    if let Some((index, vendor, ways)) = at.and_then(|index| whose(world, index)) {
        let manner = manner(world, index, ways);
        // Most calls come to a path of the vendor's page.
        let reading = read_request_as([vendor], &mended(request, true, ways), &manner);
        if reading.call.is_some() || ways.lenient.paths.is_empty() {
            return reading;
        }
        return read_request_as([vendor], &mended(request, false, ways), &manner);
    }
    if let Some((index, _, below)) = meant(&world.vendors, request) {
        let reading = read(world, Some(index), &below);
        if reading.call.is_some() {
            return reading;
        }
    }
    let plain = read_request_as(world.vendors.iter(), request, &Manner::default());
    // The vendor that is meant: the one whose operation it is, or whose name begins the path.
    let named = || world.vendors.iter().position(|vendor| below(vendor, request).is_some());
    let index = plain.call.as_ref().and_then(|call| world.index(&call.vendor)).or_else(named);
    let Some((index, vendor, ways)) = index.and_then(|index| whose(world, index)) else { return plain };
    let own = below(vendor, request).unwrap_or_else(|| request.clone());
    let manner = manner(world, index, ways);
    let reading = read_request_as([vendor], &mended(&own, plain.call.is_some(), ways), &manner);
    if reading.call.is_some() || plain.call.is_none() { reading } else { plain }
}

fn whose(world: &World, index: usize) -> Option<(usize, &Vendor, &Ways)> {
    Some((index, world.vendors.get(index)?, world.ways.get(index)?))
}

/// How exactly a vendor reads.
fn manner<'w>(world: &'w World, index: usize, ways: &Ways) -> Manner<'w> {
    Manner {
        names: if ways.lenient.names { Names::IgnoreCase } else { Names::Exact },
        nulls: ways.lenient.nulls,
        keys: world.keys.get(index),
    }
}

/// The request as the vendor's page would show it.
fn mended<'r>(request: &'r Request, addressed: bool, ways: &Ways) -> Cow<'r, Request> {
    let Lenient { body_in, paths, .. } = &ways.lenient;
    let mut request = Cow::Borrowed(request);
    if !addressed && let Some(path) = paths.iter().find_map(|(from, to)| rewritten(from, to, request.path())) {
        let query = request.query().map_or_else(String::new, |query| format!("?{query}"));
        request.to_mut().target = format!("{path}{query}");
    }
    if let Some(name) = body_in
        && let Some(body) = inside(name, &request)
    {
        request.to_mut().body = body;
    }
    request
}

/// The body that stands in the field of a form.
fn inside(name: &str, request: &Request) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(&request.body).ok()?;
    text.strip_prefix(name)?.strip_prefix('=')?;
    let found = query_pairs(text).into_iter().flatten().find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_bytes())
}

/// The path that another one means; none if it does not look so. The slash at the end does not count.
fn rewritten(from: &str, to: &str, path: &str) -> Option<String> {
    let segments = |text: &str| text.trim_matches('/').split('/').map(str::to_owned).collect::<Vec<_>>();
    let (wanted, found) = (segments(from), segments(path));
    if wanted.len() != found.len() {
        return None;
    }
    let mut rewritten = to.to_owned();
    for (wanted, found) in wanted.iter().zip(&found) {
        if wanted.starts_with('{') && wanted.ends_with('}') {
            rewritten = rewritten.replace(wanted.as_str(), found);
        } else if wanted != found {
            return None;
        }
    }
    Some(rewritten)
}

/// The vendor that a request means by the beginning of its path.
pub(super) fn meant<'v>(vendors: &'v [Vendor], request: &Request) -> Option<(usize, &'v Vendor, Request)> {
    vendors.iter().enumerate().find_map(|(index, vendor)| Some((index, vendor, below(vendor, request)?)))
}
