//! Upstream's prose as an overlay, for those who have it at hand on their own machine. The project
//! itself stores none of it.

use crate::description::{
    ActionOverlay, Facts, MemberOverlay, ObjectOverlay, Overlay, ServiceOverlay,
};
use crate::load::{Document, Loaded};

use super::Upstream;
use super::markdown::markdown;
use super::secrets::names_a_secret;

/// Fills in what the overlays leave out: documentation from upstream's prose, unless that is not
/// wanted, and what must not be shown.
pub(crate) fn complete(
    upstream: &Upstream,
    facts: &Facts,
    mut overlays: Vec<Loaded<Overlay>>,
    with_prose: bool,
) -> Vec<Loaded<Overlay>> {
    let mut rest = Overlay::default();
    let prose = |of: Option<&str>| {
        of.filter(|_| with_prose)
            .map(markdown)
            .filter(|text| !text.is_empty())
    };
    for name in facts.actions.keys() {
        let entry = entry(&mut overlays, &mut rest, name, |overlay| {
            &mut overlay.actions
        });
        let ActionOverlay { doc, .. } = entry;
        if doc.is_none() {
            *doc = upstream.api.actions.get(name).and_then(|action| {
                let title = prose(Some(&action.name));
                let text = prose(Some(&action.document));
                titled(title, text)
            });
        }
    }
    for (name, object) in &facts.objects {
        let Some(described) = upstream.api.objects.get(name) else {
            continue;
        };
        let ObjectOverlay { doc, members, .. } = entry(&mut overlays, &mut rest, name, |overlay| {
            &mut overlay.objects
        });
        if doc.is_none() {
            *doc = prose(Some(&described.document));
        }
        for (member, described) in object.members.iter().zip(&described.members) {
            let MemberOverlay { doc, sensitive, .. } =
                members.entry(member.name.clone()).or_default();
            if doc.is_none() {
                *doc = prose(Some(&described.document));
            }
            *sensitive |= member.of == "string" && names_a_secret(&member.name);
        }
    }
    if overlays.iter().all(|file| file.content.service.is_none()) {
        rest.service = Some(service(upstream, with_prose));
    }
    overlays.push(Loaded {
        content: rest,
        document: Document::without_text("upstream's prose"),
    });
    overlays
}

/// The entry of that name, wherever it stands; a new one in the last overlay where there is none.
fn entry<'a, T: Default>(
    overlays: &'a mut [Loaded<Overlay>],
    rest: &'a mut Overlay,
    name: &str,
    entries: fn(&mut Overlay) -> &mut std::collections::BTreeMap<String, T>,
) -> &'a mut T {
    let place = overlays
        .iter_mut()
        .position(|file| entries(&mut file.content).contains_key(name));
    let overlay = match place {
        Some(place) => &mut overlays[place].content,
        None => rest,
    };
    entries(overlay).entry(name.to_owned()).or_default()
}

fn titled(title: Option<String>, text: Option<String>) -> Option<String> {
    match (title, text) {
        (Some(title), Some(text)) if text != title => Some(format!("{title}\n\n{text}")),
        (title, text) => title.or(text),
    }
}

fn service(upstream: &Upstream, with_prose: bool) -> ServiceOverlay {
    let metadata = &upstream.api.metadata;
    let name = &metadata.service;
    let title = metadata.title.trim();
    let doc = Some(markdown(&metadata.brief)).filter(|text| with_prose && !text.is_empty());
    ServiceOverlay {
        title: if with_prose && !title.is_empty() {
            markdown(title).replace('\n', " ")
        } else {
            format!("the service {name}")
        },
        doc: doc.unwrap_or_else(|| format!("Tencent Cloud's service `{name}`.")),
        host: None,
        documentation: None,
    }
}
