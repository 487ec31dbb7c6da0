//! Where the vendor answers.

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::SendSpec;
use crate::model::{Docs, HoleSource, Server};
use crate::source::Origin;

impl Resolver<'_> {
    pub(super) fn servers(&mut self) {
        let specs = &self.syntax.spec.servers;
        for name in specs.values().flat_map(|spec| spec.hosts.keys()) {
            if !self.vendor.hosts.contains(name) {
                self.vendor.hosts.push(name.clone());
            }
        }
        for (name, spec) in specs {
            let origin = self.root().key("servers").key(name);
            self.identifier(name, &origin.name());
            let url = self.address(&spec.url, &origin.key("url"));
            let mut hosts = Vec::new();
            for host in self.vendor.hosts.clone() {
                let at = origin.key("hosts").key(&host);
                match spec.hosts.get(&host) {
                    Some(url) => {
                        self.identifier(&host, &at.name());
                        hosts.push(self.address(url, &at));
                    }
                    None => self.error_with_help(
                        codes::HOST_OF_ONE_SERVER,
                        &origin.name(),
                        format!("the server `{name}` has no host `{host}`, which another one has"),
                        format!("add its address: `hosts: {{ {host}: \"https://...\" }}`"),
                    ),
                }
            }
            let docs = Docs { summary: Some(spec.summary.clone()), confidence: spec.confidence, ..Docs::default() };
            self.vendor.servers.push(Server { name: name.clone(), url, hosts, docs });
        }
        if self.vendor.servers.is_empty() {
            self.error_with_help(
                codes::NO_SERVER,
                &self.root().key("servers").name(),
                "a vendor has at least one server",
                "write `production: { url: \"https://...\", summary: ... }`",
            );
        }
    }

    /// A base address, without the slash at its end.
    fn address(&mut self, url: &str, origin: &Origin) -> String {
        let filled = self.address_holes(url, origin);
        let host = filled.strip_prefix("https://").unwrap_or_default();
        let plain = filled.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\%\"<>`{|}^".contains(&b));
        if !plain || host.is_empty() || host.starts_with('/') {
            self.error_with_help(
                codes::SERVER_ADDRESS,
                origin,
                "a server is an https address without user, query or fragment",
                "write `https://host` with a path prefix if there is one",
            );
        }
        url.trim_end_matches('/').to_owned()
    }

    /// Looks at the holes of an address; gives it with a letter in their place.
    fn address_holes(&mut self, url: &str, origin: &Origin) -> String {
        let mut filled = String::new();
        let mut rest = url;
        while let Some((before, name, after)) = hole(rest) {
            filled.push_str(before);
            // What decides whose host it is stands in the spec: the last two labels, and the port.
            let authority = filled.strip_prefix("https://");
            let in_host = authority.is_some_and(|authority| !authority.contains('/'));
            let labels: Vec<&str> = after.split('/').next().unwrap_or_default().split('.').collect();
            let is_bound =
                matches!(labels.as_slice(), [_, .., domain, top] if !domain.contains('{') && !top.contains('{'));
            if authority.is_none() || in_host && !is_bound {
                self.error_with_help(
                    codes::SERVER_ADDRESS,
                    origin,
                    format!("`{{{}}}` would decide whose host it is", name.escape_debug()),
                    "let a hole be a label before the vendor's own domain: `https://{account}.api.example.com`; \
                     an address of the customer's own is given to the client by `Config::base_url`",
                );
            }
            match self.hole(name, &[], origin) {
                Some(HoleSource::Credential(index)) if !self.vendor.credentials[index].is_public => {
                    self.error_with_help(
                        codes::SECRET_IN_ADDRESS,
                        origin,
                        format!("the credential `{name}` is secret and would stand in the name of a host"),
                        "say `secret: false` of the credential if it is none",
                    );
                }
                Some(source @ (HoleSource::Credential(_) | HoleSource::Setting(_))) => {
                    let hole = (name.to_owned(), source);
                    if !self.vendor.address_holes.contains(&hole) {
                        self.vendor.address_holes.push(hole);
                    }
                }
                Some(_) => self.error_with_help(
                    codes::SERVER_ADDRESS,
                    origin,
                    format!("`{{{name}}}` is not known before a request is made"),
                    "an address has holes for settings, and for credentials with `secret: false`",
                ),
                None => {}
            }
            filled.push('x');
            rest = after;
        }
        filled + rest
    }

    /// The host that an operation names, or else the vendor's requests; none is the server's own address.
    pub(super) fn host(&mut self, own: &SendSpec, at: &Origin) -> Option<usize> {
        let vendor = self.syntax.spec.send.host.as_ref().map(|name| (name, self.root().key("send").key("host")));
        let (name, origin) = own.host.as_ref().map(|name| (name, at.key("host"))).or(vendor)?;
        let found = self.vendor.hosts.iter().position(|host| host == name);
        if found.is_none() {
            let known = self.vendor.hosts.clone();
            self.unknown(codes::UNKNOWN_HOST, &origin, "host", name, known.iter().map(String::as_str));
        }
        found
    }

    /// Hosts that no operation names.
    pub(super) fn unused_hosts(&mut self) {
        let named: Vec<usize> = self.vendor.operations.iter().filter_map(|operation| operation.send.host).collect();
        let unused = self.vendor.hosts.iter().enumerate().filter(|(index, _)| !named.contains(index));
        let servers = self.root().key("servers");
        let first = |host: &String| self.syntax.spec.servers.iter().find(|(_, spec)| spec.hosts.contains_key(host));
        let found: Vec<Diagnostic> = unused
            .filter_map(|(_, host)| {
                let origin = servers.key(first(host)?.0).key("hosts").key(host);
                let message = format!("the host `{host}` is used nowhere");
                Some(
                    Diagnostic::warning(codes::UNUSED_DEFINITION, origin.name(), message)
                        .help("name it as `host:` under `send:`, or remove it"),
                )
            })
            .collect();
        for diagnostic in found {
            self.report.push(diagnostic);
        }
    }
}

/// What stands before the first hole, its name, and what follows it.
fn hole(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
