//! The documentation of actions: what people wrote, limits, pages and errors.

use super::context::Context;
use super::{docs, environments, pages, retryable_codes};
use crate::description::ActionOverlay;
use crate::model::{Doc, ErrorCode, Idempotency, PageStep, Pagination};

/// Properties of an action that its documentation describes.
pub(super) struct Derived<'a> {
    pub(super) idempotency: &'a Idempotency,
    pub(super) pagination: Option<&'a Pagination>,
    pub(super) has_events: bool,
}

/// The documentation of an action.
pub(super) fn lines(
    context: &Context<'_>,
    name: &str,
    overlay: Option<&ActionOverlay>,
    derived: &Derived<'_>,
    errors: &[ErrorCode],
) -> Doc {
    let mut doc = match overlay.and_then(|overlay| overlay.doc.as_deref()) {
        Some(written) => docs::lines(written),
        None => vec![format!("Calls `{name}`.")],
    };
    if let Some(limit) = overlay.and_then(|overlay| overlay.requests_per_second) {
        docs::paragraph(
            &mut doc,
            format!("An account may send {limit} requests a second."),
        );
    }
    if let Some(seconds) = overlay.and_then(|overlay| overlay.server_timeout_seconds) {
        let limit = retryable_codes::duration(seconds);
        docs::paragraph(
            &mut doc,
            format!(
                "The server gives up a request after {limit}. By default, clients wait longer for the response."
            ),
        );
    }
    if let Some(bytes) = overlay.and_then(|overlay| overlay.max_request_bytes) {
        docs::paragraph(
            &mut doc,
            format!(
                "A client refuses requests of more than {bytes} bytes, unless `max_request_bytes` changes the limit."
            ),
        );
    }
    if let Some(hosts) = overlay.and_then(|overlay| environments::in_words(&overlay.hosts)) {
        docs::paragraph(&mut doc, hosts);
    }
    if let Some(reason) = overlay.and_then(|overlay| overlay.idempotent.as_deref()) {
        docs::paragraph(&mut doc, format!("Safe to repeat: {}", reason.trim()));
    } else if let Some(reason) = overlay.and_then(|overlay| overlay.not_idempotent.as_deref()) {
        docs::paragraph(&mut doc, format!("Not safe to repeat: {}", reason.trim()));
    } else if let Idempotency::WithToken(member) = derived.idempotency {
        docs::paragraph(
            &mut doc,
            format!(
                "Safe to repeat with the same `{member}`. Clients set it if the request has none, so that they can retry the call."
            ),
        );
    }
    for entry in overlay.into_iter().flat_map(|overlay| &overlay.retry_on) {
        docs::paragraph(&mut doc, retryable_codes::in_words(entry));
    }
    if let Some(pagination) = derived.pagination {
        docs::paragraph(&mut doc, PAGINATED);
        if pagination.step == PageStep::Page(None) {
            let (page, _) = &pagination.position;
            docs::paragraph(
                &mut doc,
                format!(
                    "Upstream does not document the number of the first page, so set `{page}` to it: 1 for most lists."
                ),
            );
        }
    }
    if derived.has_events {
        docs::paragraph(&mut doc, STREAMED);
    }
    let page = pages::of_action(context.facts, &context.index, name);
    docs::official_page(&mut doc, Some(&page));
    docs::paragraph(&mut doc, "# Errors");
    docs::paragraph(&mut doc, ERRORS_OF_CALLS);
    let codes = overlay.map(|overlay| overlay.errors.as_slice());
    if let Some(codes) = codes.filter(|codes| !codes.is_empty()) {
        docs::paragraph(
            &mut doc,
            "Codes that the service documents for this action:",
        );
        docs::paragraph(&mut doc, links(codes, errors).join("\n"));
    }
    doc
}

const PAGINATED: &str = "It returns one page of a list. [`paginate`](crate::Client::paginate) reads the \
    whole list.";

const STREAMED: &str = "It can answer with server-sent events. [`stream`](crate::StreamableCall::stream) of \
    the call reads them one by one.";

const ERRORS_OF_CALLS: &str = "If the request breaks a rule, no credential is found, the service \
    cannot be reached, it returns an error, or its response cannot be decoded. \
    [`Error`](crate::Error) distinguishes these cases.";

/// A list of error codes, each with a link to its constant.
fn links(codes: &[String], errors: &[ErrorCode]) -> Vec<String> {
    let known = codes
        .iter()
        .filter_map(|code| Some(&errors[errors.binary_search_by(|e| e.code.cmp(code)).ok()?]));
    known
        .map(|error| format!("- [`{}`](crate::error_code::{})", error.code, error.rust))
        .collect()
}
