//! Where the vendor answers.

use super::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::language::SendSpec;
use crate::model::{Docs, Server};
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
        let host = url.strip_prefix("https://").unwrap_or_default();
        let plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"?#@\\%\"<>`{|}^".contains(&b));
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
