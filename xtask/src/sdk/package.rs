//! One crate of the SDK.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;
use tencent_codegen::{SdkOptions, SourceFile, Upstream};

use super::order::Order;
use crate::digest;
use crate::problem::{Problem, while_doing};
use crate::sources;
use crate::sync::{self, Plan};
use crate::upstream::{Descriptions, Entry, Wanted};

/// Where a crate says what it was made from.
pub(super) const INPUTS: &str = ".codegen-inputs";

/// One version of one service, and the crate that it becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(super) service: String,
    pub(crate) entry: Entry,
    /// The description itself, for messages.
    pub(super) path: PathBuf,
}

/// What was done for a crate.
pub(super) enum Made {
    Written(Plan),
    Unchanged,
}

impl Package {
    /// The service and its version.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.service, self.entry.version)
    }

    /// Whether it is what somebody named.
    pub(super) fn is(&self, wanted: &Wanted) -> bool {
        self.service == wanted.service && wanted.takes_version(&self.entry.version)
    }
}

/// Makes a crate, unless it is as it should be.
pub(super) fn make(
    package: &Package,
    descriptions: &mut Descriptions,
    order: &Order,
) -> Result<Made> {
    let file = descriptions.read(&package.entry, "api.json")?;
    let overlay = overlay(package, order)?;
    let folder = super::folder(&order.out, &package.name);
    let inputs = inputs(&file, &overlay, order);
    if is_in_step(&folder, &inputs) {
        return Ok(Made::Unchanged);
    }
    let upstream = Upstream::parse(&file, descriptions.release())?;
    let output = upstream.generate(&SdkOptions {
        actions: order.actions_of(&upstream),
        documentation: order.documentation,
        overlay,
        package: Some(package.name.clone()),
        version: None,
    })?;
    let plan = sync::apply_many(&folder, output.files)?;
    let path = folder.join(INPUTS);
    fs::write(path, note(&folder, &inputs).unwrap_or_default())
        .map_err(while_doing("noting what a crate was made from"))?;
    Ok(Made::Written(plan))
}

/// What people wrote about the service, where the project has something.
fn overlay(package: &Package, order: &Order) -> Result<Vec<SourceFile>, Problem> {
    let Some(schema) = &order.schema else {
        return Ok(Vec::new());
    };
    let folder = schema.join(format!("{}-{}", package.service, package.entry.version));
    sources::overlay(&folder)
}

/// A hash of all that a crate depends on, the generator included. The release does not count: each one
/// would change every crate, and most descriptions stay. A crate names the one that it was made from.
fn inputs(file: &SourceFile, overlay: &[SourceFile], order: &Order) -> String {
    let options = format!(
        "{:?} {:?} {:?}",
        order.documentation,
        order.actions,
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
    let found = std::fs::read_to_string(folder.join(INPUTS)).unwrap_or_default();
    // Whether files were touched is looked at last: there are many.
    found.starts_with(inputs) && note(folder, inputs).is_some_and(|note| note == found)
}

/// What a crate was made from, and how its files look from outside; nothing where one is missing. A
/// time alone would not tell: an edit may keep it, or bear an older one.
fn note(folder: &Path, inputs: &str) -> Option<String> {
    Some(format!("{inputs}\n{}\n", sync::stamp(folder)?))
}
