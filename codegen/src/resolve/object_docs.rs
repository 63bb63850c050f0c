//! The documentation of objects: from the overlay, or made from their actions and their names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::context::Context;
use super::{docs, rule_docs};
use crate::model::{Action, Doc, Name};

/// A sentence about each request and each response, from the summary of its action.
pub(super) fn sentences(actions: &[Action]) -> BTreeMap<&Name, String> {
    let objects = actions.iter().flat_map(|action| {
        [
            (&action.request, sentence("request", action)),
            (&action.response, sentence("response", action)),
        ]
    });
    objects.collect()
}

fn sentence(object: &str, action: &Action) -> String {
    let Action { wire, sentence, .. } = action;
    match sentence.as_str() {
        "" => format!("The {object} of `{wire}`."),
        sentence => format!("The {object} of `{wire}`: {sentence}"),
    }
}

/// The documentation of an object: from the overlay, the sentence about it, or its name.
pub(super) fn text<'a>(
    context: &Context<'a>,
    name: &str,
    sentence: Option<&'a String>,
) -> Cow<'a, str> {
    match (written(context, name), sentence) {
        (Some(written), _) => written.into(),
        (None, Some(sentence)) => sentence.into(),
        (None, None) => format!("The object `{name}`.").into(),
    }
}

/// The documentation of an object: its text, a link to upstream's page if the overlay has no text, and the rules.
pub(super) fn lines(context: &Context<'_>, name: &str, text: &str) -> Doc {
    let mut doc = docs::lines(text);
    if written(context, name).is_none() {
        docs::official_page(&mut doc, context.page(name));
    }
    for (title, warning) in [("# Rules", false), ("# Warnings", true)] {
        let items = rule_docs::rules(context, name, warning);
        if !items.is_empty() {
            docs::paragraph(&mut doc, title);
            doc.push(String::new());
            doc.extend(
                items
                    .iter()
                    .flat_map(|item| docs::lines(&format!("- {item}"))),
            );
        }
    }
    doc
}

fn written<'a>(context: &Context<'a>, name: &str) -> Option<&'a str> {
    let located = context.index.objects.get(name)?;
    located.value.doc.as_deref()
}
