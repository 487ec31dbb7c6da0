//! Signatures on what the vendor sends: names mean texts as they were received.

use super::Resolver;
use super::reply::frame::{Members, names_of};
use crate::diagnostic::{Diagnostic, codes};
use crate::language::VerifySpec;
use crate::model::{Expression, FrameNode, Function, HoleSource, Received, RecordId, TextPiece, Verify};
use crate::source::Origin;

impl Resolver<'_> {
    /// `members` are those of the document; `request` is what was sent before, if this is an answer.
    pub(super) fn verify(
        &mut self,
        spec: &VerifySpec,
        members: &Members,
        request: Option<RecordId>,
        in_query: bool,
        origin: &Origin,
    ) -> Option<Verify> {
        let nodes = || members.nodes.iter().map(|(_, path, node)| (path, node));
        let mut known: Vec<(String, Received)> = Vec::new();
        let mut headers = Vec::new();
        for (header, text) in &spec.headers {
            let at = origin.key("headers").key(header);
            let mut patterns = self.text_patterns(text, &at).into_iter();
            let Some(pattern) = patterns.next() else { continue };
            if patterns.next().is_some() {
                let message = "a header that is signed looks the same each time";
                self.error_with_help(codes::BAD_VERIFY, &at, message, "leave the group out");
            }
            for piece in &pattern.0 {
                if let TextPiece::Hole(name) | TextPiece::Rest(name) = piece {
                    known.push((name.clone(), Received::Header(headers.len(), name.clone())));
                }
            }
            headers.push((header.to_ascii_lowercase(), pattern));
        }
        for (path, node) in nodes() {
            if !matches!(node, FrameNode::Leaf { .. }) {
                continue;
            }
            let names = names_of(path);
            known.push((names.join("."), Received::Member(path.clone())));
        }
        // The end of a path is enough where only one path ends so.
        for (path, node) in nodes() {
            let names = names_of(path);
            if !matches!(node, FrameNode::Leaf { .. }) {
                continue;
            }
            for from in 1..names.len() {
                let end = &names[from..];
                let alike = nodes().filter(|(other, _)| names_of(other).ends_with(end)).count();
                let end = end.join(".");
                if alike == 1 && !known.iter().any(|(name, _)| *name == end) {
                    known.push((end, Received::Member(path.clone())));
                }
            }
        }
        if let Some(request) = request {
            let fields = self.vendor.record(request).fields.iter().enumerate();
            known.extend(fields.map(|(index, field)| (format!("request.{}", field.wire), Received::Request(index))));
        }
        let value_at = origin.key("value");
        let signature = known.iter().find(|(name, _)| *name == spec.value).map(|(_, received)| received.clone());
        let Some(signature) = signature.filter(|found| !matches!(found, Received::Request(_))) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
            self.unknown(codes::UNKNOWN_MEMBER, &value_at, "member of the document", &spec.value, names);
            return None;
        };
        let at = origin.key("expected");
        let Some(text) = spec.expected.strip_prefix('=') else {
            let message = "what a signature must be is computed";
            self.error_with_help(codes::BAD_VERIFY, &at, message, "write `\"= hex(hmac_sha256(secret, body))\"`");
            return None;
        };
        let fields: Vec<(String, String)> =
            known.iter().map(|(name, _)| (name.clone(), format!("received.{name}"))).collect();
        let expected = self.text_expression(text, &fields, &at)?;
        self.check_verify(&expected, &signature, &known, in_query, &at);
        let names = known.into_iter().map(|(_, received)| received).collect();
        Some(Verify { signature, expected, names, headers, if_absent: spec.if_absent })
    }

    fn check_verify(
        &mut self,
        expected: &Expression,
        signature: &Received,
        known: &[(String, Received)],
        in_query: bool,
        at: &Origin,
    ) {
        let mut problem = None;
        let mut hashes = false;
        let mut secret = false;
        expected.visit(&mut |inner| match inner {
            Expression::Now(..) | Expression::NowSeconds | Expression::NowMilliseconds | Expression::Nonce => {
                problem = Some("what is new with each call is in no signature of the vendor".to_owned());
            }
            Expression::Body if in_query => problem = Some("there is no body, but a `query`".to_owned()),
            Expression::Query if !in_query => problem = Some("there is no query, but a `body`".to_owned()),
            Expression::Path => problem = Some("the path at which we are called is not known here".to_owned()),
            Expression::Value(HoleSource::Token(_)) => {
                problem = Some("a token changes, and the vendor signs with what stays".to_owned());
            }
            Expression::Value(HoleSource::Field(index))
                if known.get(*index).is_some_and(|(_, received)| received == signature) =>
            {
                problem = Some("a signature is not computed from itself".to_owned());
            }
            Expression::Value(HoleSource::Credential(_)) => secret = true,
            Expression::Call(function, _) => {
                hashes |= function.is_hash() || function.is_cipher() || *function == Function::FromBase64
            }
            _ => {}
        });
        if problem.is_none() && !(hashes && secret) {
            problem = Some("anybody could compute this: no credential goes into a hash".to_owned());
        }
        if let Some(message) = problem {
            let diagnostic = Diagnostic::error(codes::BAD_VERIFY, at.clone(), message)
                .help("use members of the document, holes of `headers:`, `body`, and a credential: `= hex(hmac_sha256(secret, body))`");
            self.report.push(diagnostic);
        }
    }
}
