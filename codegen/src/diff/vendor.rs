//! What a vendor has once: servers, credentials, settings, tokens, codes, operations.

use vendor_model::model::{Code, Effect as After, Limits, Vendor};

use super::{At, Effect, Position, Side, Walk};

impl Walk<'_> {
    /// The whole vendor.
    pub(super) fn vendor(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        let limits = |vendor: &vendor_model::Vendor| {
            vendor.limits.iter().map(vendor_model::model::Limit::in_words).collect::<Vec<_>>()
        };
        if (&old.title, &old.summary, limits(old)) != (&new.title, &new.summary, limits(new)) {
            let says = "other words or limits in the documentation";
            self.push(Side::Client, "vendor", At::New(&new.origin), says, super::Kind::Docs);
        }
        self.servers();
        self.credentials();
        self.settings();
        self.tokens();
        self.codes();
        for operation in &old.operations {
            match new.operation(&operation.name) {
                Some(now) => self.operation(operation, now),
                None => {
                    let says = "the operation is gone";
                    self.breaks(Side::Client, &operation.name, At::Old(&operation.origin), says, &[Effect::Compile]);
                }
            }
        }
        for operation in new.operations.iter().filter(|o| old.operation(&o.name).is_none()) {
            self.adds(Side::Client, &operation.name, At::New(&operation.origin), "a new operation");
        }
    }

    fn servers(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        let (before, after) = (old.origin.key("servers"), new.origin.key("servers"));
        if (old.servers.len() > 1) != (new.servers.len() > 1) {
            let says = if new.servers.len() > 1 {
                "the constructor takes a server now"
            } else {
                "the constructor takes no server any more"
            };
            self.breaks(Side::Client, "servers", At::New(&after), says, &[Effect::Compile]);
        }
        for server in &old.servers {
            let at = format!("servers.{}", server.name);
            match new.servers.iter().find(|s| s.name == server.name) {
                None => {
                    let origin = before.key(&server.name);
                    self.breaks(Side::Client, &at, At::Old(&origin), "the server is gone", &[Effect::Compile]);
                }
                Some(now) => {
                    let origin = after.key(&now.name);
                    self.docs(&at, &origin, &server.docs, &now.docs);
                    if now.url.trim_end_matches('/') != server.url.trim_end_matches('/') {
                        let says = format!("calls go to {} instead of {}", now.url, server.url);
                        self.breaks(Side::Sent, &at, At::New(&origin), says, &[Effect::Sends]);
                    }
                    let before: Vec<_> = old.hosts.iter().zip(&server.hosts).collect();
                    for (host, url) in new.hosts.iter().zip(&now.hosts) {
                        if let Some((_, was)) = before.iter().find(|(name, was)| *name == host && *was != url) {
                            let says = format!("calls to the host `{host}` go to {url} instead of {was}");
                            self.breaks(Side::Sent, &at, At::New(&origin), says, &[Effect::Sends]);
                        }
                    }
                }
            }
        }
        for server in new.servers.iter().filter(|s| !old.servers.iter().any(|o| o.name == s.name)) {
            let origin = after.key(&server.name);
            self.adds(Side::Client, &format!("servers.{}", server.name), At::New(&origin), "a new server");
        }
    }

    fn credentials(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        for credential in &old.credentials {
            let at = format!("credentials.{}", credential.name);
            let same = new.credentials.iter().find(|c| c.name == credential.name || c.key == credential.key);
            let Some(now) = same else {
                let origin = old.origin.key("credentials").key(&credential.key);
                self.breaks(Side::Client, &at, At::Old(&origin), "the credential is gone", &[Effect::Compile]);
                continue;
            };
            let origin = new.origin.key("credentials").key(&now.key);
            self.docs(&at, &origin, &credential.docs, &now.docs);
            if now.name != credential.name {
                let says = format!("it is called `{}` in Rust", now.name);
                self.breaks(Side::Client, &at, At::New(&origin), says, &[Effect::Compile]);
            }
            if now.is_public != credential.is_public {
                let says = if now.is_public { "it is no secret any more: a plain text" } else { "it is a secret now" };
                self.breaks(Side::Client, &at, At::New(&origin), says, &[Effect::Compile]);
            }
            if now.length != credential.length {
                let shown = |l: &Option<Limits>| l.as_ref().map_or_else(|| "any".to_owned(), Limits::to_string);
                let says = format!("its length is {}, before {}", shown(&now.length), shown(&credential.length));
                if now.length.is_none() {
                    self.eases(Side::Client, &at, At::New(&origin), says);
                } else {
                    self.breaks(Side::Client, &at, At::New(&origin), says, &[Effect::Refuses]);
                }
            }
        }
        for credential in &new.credentials {
            if !old.credentials.iter().any(|c| c.name == credential.name || c.key == credential.key) {
                let origin = new.origin.key("credentials").key(&credential.key);
                let at = format!("credentials.{}", credential.name);
                let says = "a new credential, which the constructor wants";
                self.breaks(Side::Client, &at, At::New(&origin), says, &[Effect::Compile]);
            }
        }
    }

    fn settings(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        for setting in &old.settings {
            let at = format!("settings.{}", setting.name);
            let Some(now) = new.settings.iter().find(|s| s.name == setting.name) else {
                let origin = old.origin.key("settings").key(&setting.name);
                self.breaks(Side::Client, &at, At::Old(&origin), "the setting is gone", &[Effect::Compile]);
                continue;
            };
            let origin = new.origin.key("settings").key(&now.name);
            self.docs(&at, &origin, &setting.docs, &now.docs);
            let value = |vendor: &vendor_model::Vendor, s: &vendor_model::model::Setting| {
                vendor.enumeration(s.values).values.get(s.default).map(|v| v.wire.clone()).unwrap_or_default()
            };
            let (before, after) = (value(old, setting), value(new, now));
            if before != after {
                let says = format!("the default is `{after}` instead of `{before}`");
                self.breaks(Side::Sent, &at, At::New(&origin.key("default")), says, &[Effect::Sends]);
            }
            self.enums(Position::Sent, &at, setting.values, now.values);
        }
        for setting in new.settings.iter().filter(|s| !old.settings.iter().any(|o| o.name == s.name)) {
            let origin = new.origin.key("settings").key(&setting.name);
            self.adds(Side::Client, &format!("settings.{}", setting.name), At::New(&origin), "a new setting");
        }
    }

    fn tokens(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        for token in &old.tokens {
            let at = format!("tokens.{}", token.name);
            let Some(now) = new.tokens.iter().find(|t| t.name == token.name) else {
                let origin = old.origin.key("tokens").key(&token.name);
                self.breaks(Side::Client, &at, At::Old(&origin), "the token is gone", &[Effect::Compile]);
                continue;
            };
            let origin = new.origin.key("tokens").key(&now.name);
            self.docs(&at, &origin, &token.docs, &now.docs);
            // Indexes mean fields of the operation that hands it out.
            let obtained = |token: &vendor_model::model::Token, vendor: &vendor_model::Vendor| {
                [&token.grant, &token.refresh].map(|hand_out| {
                    let hand_out = hand_out.as_ref()?;
                    let operation = vendor.operation(&hand_out.operation)?;
                    let field = vendor.record(operation.response).fields.get(hand_out.field)?;
                    Some((hand_out.operation.clone(), field.wire.clone()))
                })
            };
            if obtained(token, old) != obtained(now, new) {
                let says = "it is obtained in another way";
                self.breaks(Side::Sent, &at, At::New(&origin), says, &[Effect::Sends]);
            }
            let lives = |token: &vendor_model::model::Token| -> Vec<vendor_model::model::Lives> {
                token.hand_outs().map(|hand_out| hand_out.lives).collect()
            };
            let life = (lives(token), &token.stale_http, &token.stale_codes);
            if life != (lives(now), &now.stale_http, &now.stale_codes) {
                self.eases(Side::Outcome, &at, At::New(&origin), "when it is renewed changed");
            }
        }
        for token in new.tokens.iter().filter(|t| !old.tokens.iter().any(|o| o.name == t.name)) {
            let origin = new.origin.key("tokens").key(&token.name);
            self.adds(Side::Client, &format!("tokens.{}", token.name), At::New(&origin), "a new token");
        }
    }

    fn codes(&mut self) {
        let (old, new) = (self.old.vendor, self.new.vendor);
        fn tables(vendor: &Vendor) -> Vec<(String, &[Code])> {
            let more = vendor.tables.iter().map(|table| {
                let name =
                    if table.is_own { format!("{}.errors", table.name) } else { format!("tables.{}", table.name) };
                (name, table.codes.as_slice())
            });
            std::iter::once(("errors".to_owned(), vendor.codes.as_slice())).chain(more).collect()
        }
        fn table_of<'c>(tables: &[(String, &'c [Code])], name: &str) -> &'c [Code] {
            tables.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, codes)| *codes)
        }
        let (old, new) = (tables(old), tables(new));
        for (name, codes) in &old {
            let now = table_of(&new, name);
            for code in *codes {
                let at = format!("{name}.`{}`", code.wire);
                match now.iter().find(|c| c.wire == code.wire) {
                    Some(now) => self.code(&at, code, now),
                    None => {
                        let says = "the code is gone; a reply with it is told otherwise";
                        let effects = [Effect::Compile, Effect::Tells];
                        self.breaks(Side::Outcome, &at, At::Old(&code.origin), says, &effects);
                    }
                }
            }
        }
        for (name, codes) in &new {
            let before = table_of(&old, name);
            for code in codes.iter().filter(|c| !before.iter().any(|o| o.wire == c.wire)) {
                self.adds(Side::Outcome, &format!("{name}.`{}`", code.wire), At::New(&code.origin), "a new code");
            }
        }
    }

    fn code(&mut self, at: &str, old: &Code, new: &Code) {
        let place = At::New(&new.origin);
        self.docs(at, &new.origin, &old.docs, &new.docs);
        if old.name != new.name {
            let says = format!("it is called `{}` in Rust instead of `{}`", new.name, old.name);
            self.breaks(Side::Outcome, at, place, says, &[Effect::Compile]);
        }
        if old.class != new.class {
            let word = |class| vendor_model::model::Class::ALL.iter().find(|(_, c)| *c == class).map_or("", |(w, _)| w);
            let says = format!("its class is `{}` instead of `{}`", word(new.class), word(old.class));
            self.breaks(Side::Outcome, at, place, says, &[Effect::Tells]);
        }
        if old.effect != new.effect {
            let says = if new.effect == After::Unknown {
                "it may have happened all the same: on a call that must not be repeated it is in doubt now"
            } else {
                "nothing happened then: on a call that must not be repeated it is a refusal now"
            };
            self.breaks(Side::Outcome, at, place, says, &[Effect::Tells]);
        }
        if old.message != new.message {
            self.eases(Side::Outcome, at, place, "the vendor's text for it");
        }
    }
}
