//! Pages: how the rest of a list is asked for.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::WireText;

/// How the rest of a list is asked for: by one of `number`, `offset`, `last_item`, `cursor` and `next_uri`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PagingSpec {
    /// The list of the reply.
    pub items: String,
    /// The field of the request that counts pages.
    pub number: Option<String>,
    /// The field of the request that says how many items come before the page.
    pub offset: Option<String>,
    /// The field of the request that names the last item of the page before, and what names an item.
    pub last_item: Option<HandOnSpec>,
    /// The field of the request that takes what the page before handed out.
    pub cursor: Option<HandOnSpec>,
    /// The field of the reply that is the address of the next page.
    pub next_uri: Option<String>,
    /// The number of the first page, or the offset of the first item, when it is not 1 or 0.
    pub first: Option<i64>,
    /// What tells the last page, besides one without items or without a next one.
    #[serde(default)]
    pub last_when: LastSpec,
}

/// What goes from a page into the request of the next one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOnSpec {
    /// The field of the request.
    pub send: String,
    /// The field of the item, or of the reply.
    pub value: Option<String>,
}

/// What tells the last page; the first that holds counts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LastSpec {
    /// It has fewer items than this field of the request says, or than this number.
    pub short: Option<WireText>,
    /// The field of the reply that counts all items.
    pub total: Option<String>,
    /// The field of the reply that counts the pages.
    pub pages: Option<String>,
    /// Fields of the reply with the values that they have on the last page.
    #[serde(default)]
    pub reply: IndexMap<String, WireText>,
}
