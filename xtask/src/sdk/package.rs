//! One crate of the workspace.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;
use tencent_codegen::signature::digest;
use tencent_codegen::{Additions, SdkOptions, SourceFile, Upstream};

use super::request::SdkRequest;
use crate::error::cannot;
use crate::output::{self, Plan};
use crate::project::sources;
use crate::upstream::{Descriptions, Entry, Wanted};

/// The file in a crate that names its inputs.
pub(super) const INPUTS: &str = ".codegen-inputs";

/// One version of one service, and the name of its crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(super) service: String,
    pub(crate) entry: Entry,
    /// The path of the description, for messages.
    pub(super) path: PathBuf,
}

/// The result of generating a crate.
pub(super) enum Written {
    Files {
        plan: Plan,
        /// False if upstream withdrew all actions.
        has_client: bool,
    },
    Nothing,
}

impl Package {
    /// The service and its version.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.service, self.entry.version)
    }

    /// Whether the caller named this service and version.
    pub(super) fn is(&self, wanted: &Wanted) -> bool {
        self.service == wanted.service && wanted.takes_version(&self.entry.version)
    }
}

/// Generates a crate, unless it is up to date. `parsed` is its description, if that was parsed before.
pub(super) fn generate(
    package: &Package,
    parsed: Option<(SourceFile, Upstream)>,
    descriptions: &mut Descriptions,
    request: &SdkRequest,
) -> Result<Written> {
    let (file, upstream) = match parsed {
        Some((file, upstream)) => (file, Some(upstream)),
        None => (descriptions.read(&package.entry, "api.json")?, None),
    };
    let additions = additions(package, request)?;
    let codes = request.error_codes.as_ref();
    let error_codes = codes.and_then(|codes| codes.read(&package.entry).transpose());
    let error_codes = error_codes.transpose()?;
    let folder = request.out.join(&package.name);
    let files = std::iter::once(&file).chain(&error_codes);
    let inputs = inputs(files, &additions, request);
    if is_up_to_date(&folder, &inputs) {
        return Ok(Written::Nothing);
    }
    let upstream = match upstream {
        Some(upstream) => upstream,
        None => Upstream::parse(&file, descriptions.release())?,
    };
    let generated = upstream.generate(&SdkOptions {
        actions: request.actions_of(&upstream),
        documentation: request.documentation,
        additions,
        error_codes,
        package: Some(package.name.clone()),
        version: None,
    })?;
    let has_client = generated.files.contains_key("src/client.rs");
    let plan = Plan::for_writing(&output::resolve(&folder)?, generated.files)?;
    plan.apply()?;
    let note = note(&folder, &inputs).unwrap_or_default();
    fs::write(folder.join(INPUTS), note).map_err(cannot("note the inputs of a crate"))?;
    Ok(Written::Files { plan, has_client })
}

/// What the project adds to the description of the service.
fn additions(package: &Package, request: &SdkRequest) -> Result<Additions> {
    let Some(schema) = &request.schema else {
        return Ok(Additions::default());
    };
    let folder = schema.join(format!("{}-{}", package.service, package.entry.version));
    sources::additions(&folder)
}

/// A digest of everything that a crate depends on, including the generator. The release is not part of it:
/// otherwise each release would change all crates, and most descriptions stay the same.
fn inputs<'f>(
    upstream: impl Iterator<Item = &'f SourceFile>,
    additions: &'f Additions,
    request: &SdkRequest,
) -> String {
    // The path of a documented call names its action.
    let schema = request.schema.as_deref().unwrap_or(Path::new(""));
    let added = additions.files();
    let paths: Vec<_> = added.map(|file| file.path.strip_prefix(schema)).collect();
    let options = format!(
        "{:?} {:?} {:?} {paths:?}",
        request.documentation,
        request.actions,
        generator()
    );
    let files = upstream.chain(additions.files());
    let texts = files.map(|file| &*file.bytes).chain([options.as_bytes()]);
    let digests: String = texts.map(digest).collect();
    digest(digests.as_bytes())
}

/// The length and the modification time of this program. They change with its code.
fn generator() -> Option<(u64, std::time::SystemTime)> {
    let program = std::env::current_exe().ok()?;
    let metadata = std::fs::metadata(program).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// Whether a crate was generated from these inputs, and no file was touched since.
fn is_up_to_date(folder: &Path, inputs: &str) -> bool {
    let found = std::fs::read_to_string(folder.join(INPUTS)).unwrap_or_default();
    // The files come last, because there are many.
    found.starts_with(inputs) && note(folder, inputs).is_some_and(|note| note == found)
}

/// The inputs of a crate, and a stamp of its files; `None` if there are no files.
fn note(folder: &Path, inputs: &str) -> Option<String> {
    Some(format!("{inputs}\n{}\n", output::stamp(folder, INPUTS)?))
}
