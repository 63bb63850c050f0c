//! Converts upstream's prose to an overlay. The project stores none of this prose.

use std::collections::BTreeMap;

use super::Upstream;
use super::api_json::{ApiAction, ApiObject};
use super::markdown::markdown;
use crate::description::{
    ActionOverlay, Facts, MemberOverlay, Object, ObjectOverlay, Overlay, ServiceOverlay,
};
use crate::names::wire;
use crate::sensitive::is_sensitive_prose;

impl Upstream {
    /// Returns an overlay with the flags that upstream's prose implies, and without documentation.
    pub(crate) fn flags_overlay(&self, facts: &Facts) -> Overlay {
        Overlay {
            objects: self.objects(facts, |_| None),
            ..Overlay::default()
        }
    }

    /// Returns an overlay that documents the facts with upstream's prose, and has the same flags.
    pub(crate) fn prose_overlay(&self, facts: &Facts) -> Overlay {
        let actions = facts.actions.keys();
        let actions =
            actions.filter_map(|name| Some((name.clone(), action(self.api.actions.get(name)?))));
        let metadata = &self.api.metadata;
        Overlay {
            service: Some(ServiceOverlay {
                title: documentation(metadata.title.trim())
                    .map(|title| title.replace('\n', " "))
                    .unwrap_or_default(),
                doc: documentation(&metadata.brief).unwrap_or_default(),
                keywords: Vec::new(),
                host: None,
                region: None,
                environments: Vec::new(),
                documentation: None,
            }),
            actions: actions.collect(),
            objects: self.objects(facts, documentation),
            ..Overlay::default()
        }
    }

    fn objects(
        &self,
        facts: &Facts,
        documentation: fn(&str) -> Option<String>,
    ) -> BTreeMap<String, ObjectOverlay> {
        let objects = facts.objects.iter();
        let objects = objects.filter_map(|(name, facts)| {
            let described = self.api.objects.get(name)?;
            Some((name.clone(), object(facts, described, documentation)))
        });
        objects.collect()
    }
}

fn documentation(prose: &str) -> Option<String> {
    Some(markdown(prose)).filter(|text| !text.is_empty())
}

fn action(described: &ApiAction) -> ActionOverlay {
    let title = documentation(&described.name);
    let text = documentation(&described.document);
    ActionOverlay {
        doc: match (title, text) {
            (Some(title), Some(text)) if text != title => Some(format!("{title}\n\n{text}")),
            (title, text) => title.or(text),
        },
        ..ActionOverlay::default()
    }
}

fn object(
    facts: &Object,
    described: &ApiObject,
    documentation: fn(&str) -> Option<String>,
) -> ObjectOverlay {
    let members = facts.members.iter().zip(&described.members);
    let members = members.map(|(member, described)| {
        let overlay = MemberOverlay {
            doc: documentation(&described.document),
            sensitive_by_prose: is_sensitive_prose(&member.name, &described.document),
            ..MemberOverlay::default()
        };
        (member.name.clone(), overlay)
    });
    let prose = described.document.trim();
    ObjectOverlay {
        doc: (!is_boilerplate(prose))
            .then(|| documentation(prose))
            .flatten(),
        members: members.collect(),
        ..ObjectOverlay::default()
    }
}

/// Whether the prose about a request or a response only says that it is one, as upstream's generator writes it:
/// `RunInstances请求参数结构体`.
fn is_boilerplate(prose: &str) -> bool {
    let action = ["请求参数结构体", "返回参数结构体"]
        .iter()
        .find_map(|kind| prose.strip_suffix(kind));
    action.is_some_and(wire::is_action)
}
