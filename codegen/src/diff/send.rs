//! The request on the wire, around the fields that the caller gives.

use vendor_model::model::{Format, Node, Operation};

use super::structure::{leaves, pattern};
use super::{At, Effect, Side, Walk, below};

impl Walk<'_> {
    /// Method, path, query, headers and body.
    pub(super) fn send(&mut self, old: &Operation, new: &Operation) {
        let (before, after) = (&old.send, &new.send);
        let requests = (old.request, new.request);
        if before.method != after.method {
            let says = format!("{} instead of {}", after.method.name(), before.method.name());
            let place = new.origin.key("method");
            self.sends(&below(&new.name, "method"), &place, says);
        }
        let host = |vendor: &vendor_model::Vendor, host: Option<usize>| {
            host.and_then(|host| vendor.hosts.get(host))
                .map_or("the server's own".to_owned(), |name| format!("`{name}`"))
        };
        let (was, is) = (host(self.old.vendor, before.host), host(self.new.vendor, after.host));
        if was != is {
            let place = self.place_of(new, &["send", "host"]);
            self.sends(&below(&new.name, "host"), &place, format!("the host is {is} instead of {was}"));
        }
        self.formats(old, new);
        for (format, path) in &after.paths {
            if let Some(earlier) = before.path(*format)
                && let Some(says) = self.patterns(requests, earlier, path)
            {
                let place = self.place_of(new, &["send", "path"]);
                self.sends(&below(&new.name, "path"), &place, says);
            }
        }
        self.query(old, new);
        self.headers(old, new);
        self.documents(old, new);
        for format in Format::ALL {
            let at = below(&new.name, &format!("body.{}", format.name()));
            let place = self.place_of(new, &["send", "body"]);
            match (before.body(format), after.body(format)) {
                (Some(old_body), Some(new_body)) => self.body(&at, old, new, old_body, new_body),
                (None, Some(_)) if before.path(format).is_some() => {
                    self.sends(&at, &place, "it has a body now".to_owned())
                }
                (Some(_), None) if after.path(format).is_some() => {
                    self.sends(&at, &place, "it has no body any more".to_owned());
                }
                _ => {}
            }
        }
        if let Some((was, is)) = self.differ(requests, &before.content_types, &after.content_types) {
            let place = self.place_of(new, &["send", "content_type"]);
            let says = format!("the content types are {is} instead of {was}");
            self.sends(&below(&new.name, "content_type"), &place, says);
        }
        let tokens = |walk: &super::Reading<'_>, indexes: &[usize]| -> Vec<String> {
            indexes.iter().filter_map(|i| walk.vendor.tokens.get(*i)).map(|t| t.name.clone()).collect()
        };
        if tokens(&self.old, &before.tokens) != tokens(&self.new, &after.tokens) {
            let says = "it needs other tokens".to_owned();
            self.sends(&below(&new.name, "token"), &self.place_of(new, &["send"]), says);
        }
    }

    fn sends(&mut self, at: &str, place: &vendor_model::Origin, says: String) {
        self.breaks(Side::Sent, at, At::New(place), says, &[Effect::Sends]);
    }

    /// Formats in which it can be sent; the first is the one that is taken by itself.
    fn formats(&mut self, old: &Operation, new: &Operation) {
        let formats = |o: &Operation| o.send.formats().collect::<Vec<Format>>();
        let (before, after) = (formats(old), formats(new));
        let place = self.place_of(new, &["send"]);
        let at = below(&new.name, "formats");
        for format in before.iter().filter(|format| !after.contains(format)) {
            let says = format!("it can't be sent as {} any more", format.name());
            self.breaks(Side::Sent, &at, At::New(&place), says, &[Effect::Refuses]);
        }
        for format in after.iter().filter(|format| !before.contains(format)) {
            self.adds(Side::Sent, &at, At::New(&place), format!("it can be sent as {} too", format.name()));
        }
        if let (Some(was), Some(is)) = (before.first(), after.first())
            && was != is
            && after.contains(was)
        {
            self.sends(&at, &place, format!("it is sent as {} unless the caller says otherwise", is.name()));
        }
        if old.send.reply_format_apart && !new.send.reply_format_apart {
            let says = "the reply's format is that of the request now";
            self.breaks(Side::Sent, &at, At::New(&place), says, &[Effect::Sends, Effect::Tells]);
        } else if new.send.reply_format_apart && !old.send.reply_format_apart {
            self.adds(Side::Sent, &at, At::New(&place), "the reply's format can be chosen apart");
        }
    }

    fn query(&mut self, old: &Operation, new: &Operation) {
        let params = |reading: &super::Reading<'_>, operation: &Operation| -> Vec<(String, String)> {
            let query = Node::Record(operation.send.query.clone());
            leaves(reading.vendor, operation.request, &query)
        };
        let (before, after) = (params(&self.old, old), params(&self.new, new));
        let place = self.place_of(new, &["send", "query"]);
        self.lists(&below(&new.name, "query"), &place, &before, &after);
    }

    /// Documents with a name, which other texts are made of.
    fn documents(&mut self, old: &Operation, new: &Operation) {
        let documents = |reading: &super::Reading<'_>, operation: &Operation| -> Vec<(String, String)> {
            let of = |document: &vendor_model::model::Document| {
                let at = format!("{}.{}", document.name, document.format.name());
                let leaves = leaves(reading.vendor, operation.request, &document.node).into_iter();
                leaves.map(move |(name, text)| (below(&at, &name), text))
            };
            operation.send.documents.iter().flat_map(of).collect()
        };
        let (before, after) = (documents(&self.old, old), documents(&self.new, new));
        let place = self.place_of(new, &["send", "documents"]);
        self.lists(&below(&new.name, "documents"), &place, &before, &after);
        if (old.send.charset, &old.send.declaration) != (new.send.charset, &new.send.declaration) {
            let says = "it is sent in another charset, or with another declaration".to_owned();
            self.sends(&below(&new.name, "charset"), &self.place_of(new, &["send", "charset"]), says);
        }
        if old.send.absent != new.send.absent {
            let says = "optional fields that are not given look different".to_owned();
            self.sends(&below(&new.name, "absent"), &self.place_of(new, &["send", "absent"]), says);
        }
    }

    fn headers(&mut self, old: &Operation, new: &Operation) {
        let headers = |reading: &super::Reading<'_>, operation: &Operation| -> Vec<(String, String)> {
            let text = |text| format!("`{}`", pattern(reading.vendor, operation.request, text));
            let mut headers: Vec<(String, String)> =
                operation.send.headers.iter().map(|(name, p)| (name.to_ascii_lowercase(), text(p))).collect();
            // Their order means nothing.
            headers.sort();
            headers
        };
        let (before, after) = (headers(&self.old, old), headers(&self.new, new));
        let place = self.place_of(new, &["send", "headers"]);
        self.lists(&below(&new.name, "headers"), &place, &before, &after);
    }

    fn body(&mut self, at: &str, old: &Operation, new: &Operation, before: &Node, after: &Node) {
        let before = leaves(self.old.vendor, old.request, before);
        let after = leaves(self.new.vendor, new.request, after);
        let place = self.place_of(new, &["send", "body"]);
        self.lists(at, &place, &before, &after);
    }

    /// Names with texts, in wire order.
    fn lists(&mut self, at: &str, place: &vendor_model::Origin, old: &[(String, String)], new: &[(String, String)]) {
        let shown = |name: &str| if name.is_empty() { String::new() } else { format!("`{name}`: ") };
        let find = |list: &[(String, String)], name: &str| list.iter().find(|(n, _)| n == name).map(|(_, t)| t.clone());
        let before = self.changes.len();
        for (name, text) in new {
            match find(old, name) {
                None => self.sends(at, place, format!("{}{text} is sent too", shown(name))),
                Some(earlier) if earlier != *text => {
                    self.sends(at, place, format!("{}{text} instead of {earlier}", shown(name)));
                }
                Some(_) => {}
            }
        }
        for (name, text) in old.iter().filter(|(name, _)| find(new, name).is_none()) {
            self.sends(at, place, format!("{}{text} is not sent any more", shown(name)));
        }
        if old != new && self.changes.len() == before {
            self.sends(at, place, "the order changed".to_owned());
        }
    }
}
