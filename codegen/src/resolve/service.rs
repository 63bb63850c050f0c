//! The service itself, and what its crate is made from.

use super::Context;
use super::docs;
use crate::load::{Description, short_hash};
use crate::model::Service;

/// Resolves what holds for the service as a whole.
pub(super) fn resolve(context: &Context<'_>, description: &Description) -> Service {
    let facts = context.facts;
    let said = context.index.service.as_ref().map(|said| said.value);
    let title = said.map_or_else(|| facts.service.clone(), |said| said.title.clone());
    let mut doc = match said {
        Some(said) => docs::lines(&said.doc),
        None => vec![format!("A client of the service `{}`.", facts.service)],
    };
    if let Some(page) = said.and_then(|said| said.documentation.as_deref()) {
        docs::paragraph(&mut doc, format!("Official documentation: <{page}>"));
    }
    Service {
        name: facts.service.clone(),
        version: facts.version.clone(),
        host: said
            .and_then(|said| said.host.clone())
            .unwrap_or_else(|| format!("{}.tencentcloudapi.com", facts.service)),
        package: description
            .release
            .package
            .clone()
            .unwrap_or_else(|| format!("tencent-{}", facts.service)),
        crate_version: description.release.version.clone(),
        title,
        doc,
        provenance: provenance(description),
    }
}

/// What the files are made from: hashes of facts and overlay, and who made them.
fn provenance(description: &Description) -> String {
    let facts = &description.facts;
    let overlays = description
        .overlays
        .iter()
        .map(|overlay| overlay.document.text().as_bytes());
    format!(
        "{}, {} {}, facts {}, overlay {}, generator {}",
        description.folder,
        facts.content.source.package,
        facts.content.source.release,
        description.fingerprint,
        short_hash(overlays),
        env!("CARGO_PKG_VERSION"),
    )
}
