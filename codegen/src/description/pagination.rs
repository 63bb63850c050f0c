//! How an action returns a list page by page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an action returns a list page by page. Exactly one of `offset`, `page` and `token` names the member of
/// the request that selects a page.
///
/// Without it, an action has a paginator if its request has an offset, a page number or a token, and its response
/// has exactly one list, and a total if the request has an offset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaginationOverlay {
    /// The member of the request with the number of items before the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub offset: Option<String>,
    /// The member of the request with the number of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub page: Option<String>,
    /// The number of the first page. Required together with `page`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 1))]
    pub first_page: Option<u64>,
    /// The member of the request with the token of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub token: Option<String>,
    /// The member of the response with the token of the next page, such as `Data.NextToken`. Required together
    /// with `token`. The last page has none, or an empty one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub next_token: Option<String>,
    /// The member of the request with the maximum number of items of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub limit: Option<String>,
    /// The list of the response, such as `Items` or `Data.Items`.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub items: String,
    /// The member of the response with the number of all items, such as `TotalCount` or `Data.TotalCount`. It
    /// saves the call for an empty page at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub total: Option<String>,
}
