//! Callbacks: what the vendor sends to us; and signatures on what it sends.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::{ArmSpec, Confidence, FieldSpec, OneOrMany, OpenPointSpec, Tree, Verdict};

/// What the vendor sends to us.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackSpec {
    /// What it tells, in a sentence.
    pub summary: String,
    /// More about it.
    pub description: Option<String>,
    /// The heading on the page, if it is not the page's title.
    pub place: Option<String>,
    /// The document that arrives: `form`, `json`, `xml` or `query` with a frame.
    pub reads: IndexMap<String, Tree>,
    /// The members of the record at the hole.
    #[serde(default)]
    pub fields: IndexMap<String, FieldSpec>,
    /// The kinds of events, the first that holds wins; without it there is one.
    #[serde(default, deserialize_with = "event_arms")]
    #[schemars(with = "Vec<EventSpec>")]
    pub arms: Vec<ArmSpec>,
    /// The signature, and what it must be.
    pub verify: Option<VerifySpec>,
    /// The operation that tells whether it is true.
    pub confirm_with: Option<String>,
    /// What to answer.
    #[serde(default)]
    pub acknowledge: AcknowledgeSpec,
    /// How often it comes, and until when.
    pub repeated: Option<String>,
    /// Doubts.
    #[serde(default)]
    pub open_points: Vec<OpenPointSpec>,
}

/// A kind of event.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EventSpec {
    /// Its name.
    arm: String,
    /// Conditions on members of the frame.
    #[serde(default)]
    when: IndexMap<String, Tree>,
    /// What it holds, when it is not the callback's `fields:`.
    fields: Option<IndexMap<String, FieldSpec>>,
    /// How sure we are of it.
    #[serde(default)]
    confidence: Confidence,
    /// More for the reader.
    note: Option<String>,
}

/// Events are arms that hand something over.
fn event_arms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArmSpec>, D::Error> {
    let events = Vec::<EventSpec>::deserialize(deserializer)?;
    let arm = |event: EventSpec| ArmSpec {
        arm: event.arm,
        when: event.when,
        verdict: Verdict::Success,
        reads: None,
        fields: event.fields,
        code: OneOrMany::default(),
        message: OneOrMany::default(),
        stands_for: None,
        effect: None,
        table: None,
        class: None,
        verify: None,
        confidence: event.confidence,
        accepted_risk: None,
        note: event.note,
    };
    Ok(events.into_iter().map(arm).collect())
}

/// A signature, and what it must be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifySpec {
    /// Where it stands: a member of the document, or a hole of `headers:`.
    pub value: String,
    /// An expression over the texts as received: members, holes of `headers:`, credentials, `body`.
    pub expected: String,
    /// Headers as patterns, whose holes `value:` and `expected:` may name.
    #[serde(default)]
    pub headers: IndexMap<String, String>,
    /// What becomes of a callback without a signature.
    #[serde(default)]
    pub if_absent: IfAbsent,
}

/// What becomes of a callback without a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IfAbsent {
    /// It is refused.
    #[default]
    Refuse,
    /// It may be read as one that nothing proves.
    Unverified,
}

/// What to answer to a callback.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeSpec {
    /// The HTTP status; 200 without it.
    #[serde(default = "ok")]
    pub status: u16,
    /// The content type; text without it.
    pub content_type: Option<String>,
    /// The body; nothing without it.
    #[serde(default)]
    pub body: String,
}

impl Default for AcknowledgeSpec {
    fn default() -> Self {
        Self { status: ok(), content_type: None, body: String::new() }
    }
}

fn ok() -> u16 {
    200
}
