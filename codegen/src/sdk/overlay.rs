//! Completes overlays with upstream's prose.

use std::collections::BTreeMap;

use crate::description::{
    ActionOverlay, Facts, MemberOverlay, ObjectOverlay, Overlay, ServiceOverlay,
};
use crate::json::Document;
use crate::load::ParsedFile;

/// Adds documentation and error codes where the overlays have none, and flags that were read from prose.
pub(super) fn complete(
    mut overlays: Vec<ParsedFile<Overlay>>,
    facts: &Facts,
    mut prose: Overlay,
) -> Vec<ParsedFile<Overlay>> {
    let mut rest = Overlay::default();
    for (name, added) in prose.actions {
        let ActionOverlay { doc, .. } = entry(&mut overlays, &mut rest, name, |it| &mut it.actions);
        *doc = doc.take().or(added.doc);
    }
    for (name, object) in &facts.objects {
        let mut added = prose.objects.remove(name).unwrap_or_default();
        let ObjectOverlay { doc, members, .. } =
            entry(&mut overlays, &mut rest, name.clone(), |it| &mut it.objects);
        *doc = doc.take().or(added.doc);
        for member in &object.members {
            let added = added.members.remove(&member.name).unwrap_or_default();
            let MemberOverlay {
                doc,
                sensitive_by_prose,
                ..
            } = members.entry(member.name.clone()).or_default();
            *doc = doc.take().or(added.doc);
            *sensitive_by_prose = added.sensitive_by_prose;
        }
    }
    for (code, added) in prose.errors {
        let mut known = overlays.iter().map(|file| &file.content.errors);
        if !known.any(|errors| errors.contains_key(&code)) {
            rest.errors.insert(code, added);
        }
    }
    if overlays.iter().all(|file| file.content.service.is_none()) {
        rest.service = Some(service(&facts.service, prose.service));
    }
    overlays.push(ParsedFile {
        content: rest,
        document: Document::without_text("upstream's prose"),
    });
    overlays
}

/// Returns the entry with that name from the overlay that has one, or a new entry of `rest`.
fn entry<'a, T: Default>(
    overlays: &'a mut [ParsedFile<Overlay>],
    rest: &'a mut Overlay,
    name: String,
    entries: fn(&mut Overlay) -> &mut BTreeMap<String, T>,
) -> &'a mut T {
    let position = overlays
        .iter_mut()
        .position(|file| entries(&mut file.content).contains_key(&name));
    let overlay = match position {
        Some(position) => &mut overlays[position].content,
        None => rest,
    };
    entries(overlay).entry(name).or_default()
}

/// Describes the service by its name if upstream has no title or no prose.
fn service(name: &str, prose: Option<ServiceOverlay>) -> ServiceOverlay {
    let (title, doc) = prose.map(|it| (it.title, it.doc)).unwrap_or_default();
    let or = |text: String, default: String| if text.is_empty() { default } else { text };
    ServiceOverlay {
        title: or(title, format!("the service {name}")),
        doc: or(doc, format!("Tencent Cloud's service `{name}`.")),
        keywords: Vec::new(),
        host: None,
        region: None,
        environments: Vec::new(),
        documentation: None,
    }
}
