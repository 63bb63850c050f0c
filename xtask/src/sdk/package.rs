//! One crate of the SDK.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;
use tencent_codegen::{Documentation, SdkOptions, SourceFile, Upstream};

use crate::arguments::{Docs, Sdk};
use crate::digest;
use crate::problem::{Problem, while_doing};
use crate::sources;
use crate::sync;
use crate::upstream::{Descriptions, Entry, Wanted};

/// Where a crate says what it was made from.
pub(super) const INPUTS: &str = ".codegen-inputs";

/// One version of one service, and the crate that it becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(super) service: String,
    pub(crate) entry: Entry,
}

/// What was done for a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    Written,
    Unchanged,
}

/// All crates that the descriptions give.
pub(super) fn all(descriptions: &mut Descriptions) -> Result<Vec<Package>> {
    let mut found = Vec::new();
    for entry in descriptions.entries() {
        let file = descriptions.read(&entry, "api.json")?;
        let service = crate::upstream::service_name(&file)?;
        found.push((service, entry));
    }
    let versions = |service: &str| found.iter().filter(|(other, _)| other == service).count();
    let packages = found.iter().map(|(service, entry)| Package {
        name: if versions(service) > 1 {
            format!("tencent-{service}-{}", entry.version.replace('-', ""))
        } else {
            format!("tencent-{service}")
        },
        service: service.clone(),
        entry: entry.clone(),
    });
    let mut packages: Vec<Package> = packages.collect();
    packages.sort();
    Ok(packages)
}

impl Package {
    /// Whether it is what somebody named.
    pub(super) fn is(&self, wanted: &Wanted) -> bool {
        let versions = wanted.version.as_ref();
        self.service == wanted.service
            && versions.is_none_or(|version| *version == self.entry.version)
    }
}

/// Makes a crate, unless it is as it should be.
pub(super) fn make(
    package: &Package,
    descriptions: &mut Descriptions,
    arguments: &Sdk,
) -> Result<(Made, usize)> {
    let file = descriptions.read(&package.entry, "api.json")?;
    let overlay = overlay(package, arguments)?;
    let folder = super::folder(&arguments.out, &package.name);
    let inputs = inputs(&file, &overlay, descriptions.release(), arguments);
    if is_in_step(&folder, &inputs) {
        return Ok((Made::Unchanged, 0));
    }
    let upstream = Upstream::parse(&file, descriptions.release())?;
    let output = upstream.generate(&SdkOptions {
        actions: arguments
            .actions
            .iter()
            .filter(|action| arguments.services.len() == 1 || has(&upstream, action))
            .cloned()
            .collect(),
        documentation: match arguments.docs {
            Docs::Prose => Documentation::Prose,
            Docs::None => Documentation::None,
        },
        overlay,
        package: Some(package.name.clone()),
        version: None,
    })?;
    let plan = sync::apply_many(&folder, output.files)?;
    let path = folder.join(INPUTS);
    fs::write(path, inputs).map_err(while_doing("noting what a crate was made from"))?;
    Ok((Made::Written, plan.written()))
}

fn has(upstream: &Upstream, action: &str) -> bool {
    upstream.actions().any(|known| known == action)
}

/// What people wrote about the service, where the project has something.
fn overlay(package: &Package, arguments: &Sdk) -> Result<Vec<SourceFile>, Problem> {
    let Some(schema) = schema(arguments) else {
        return Ok(Vec::new());
    };
    let folder = schema.join(format!("{}-{}", package.service, package.entry.version));
    sources::overlay(&folder)
}

fn schema(arguments: &Sdk) -> Option<PathBuf> {
    match &arguments.schema {
        Some(folder) => Some(folder.clone()),
        None => sources::in_project("schema").ok(),
    }
}

/// A hash of all that a crate depends on, the generator included.
fn inputs(file: &SourceFile, overlay: &[SourceFile], release: &str, arguments: &Sdk) -> String {
    let options = format!(
        "{release} {:?} {:?} {:?}",
        arguments.docs,
        arguments.actions,
        generator()
    );
    let files = std::iter::once(file).chain(overlay);
    let texts = files.map(|file| &*file.bytes);
    digest::of_all(texts.chain([options.as_bytes()]))
}

/// Which build of the generator this is: its own file changes whenever its code does.
fn generator() -> Option<(u64, std::time::SystemTime)> {
    let program = std::env::current_exe().ok()?;
    let metadata = std::fs::metadata(program).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// Whether a crate was made from these inputs, and nobody touched it since.
fn is_in_step(folder: &Path, inputs: &str) -> bool {
    let path = folder.join(INPUTS);
    let same = std::fs::read_to_string(&path).is_ok_and(|found| found == inputs);
    let made = std::fs::metadata(&path).and_then(|metadata| metadata.modified());
    same && made.is_ok_and(|made| sync::untouched_since(folder, made))
}
