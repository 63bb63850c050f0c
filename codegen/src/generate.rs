//! The whole way: load, resolve, emit, format.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Problem};
use crate::emit::{Emitted, emit};
use crate::format::format;
use crate::load::{Description, load};
use crate::model::Model;
use crate::resolve::resolve;
use crate::signature::sign;
use crate::source::ServiceSources;

/// The files of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Output {
    /// Their signed texts by their paths, from the crate's folder, with `/` between the parts.
    pub files: BTreeMap<String, String>,
}

/// Generates the crate of a service from what is written about it. The same sources give the same
/// files, byte for byte.
///
/// # Errors
///
/// Everything that is wrong with the sources, with its place.
pub fn generate(sources: &ServiceSources) -> Result<Output, Diagnostics> {
    Loaded::load(sources)?.resolve()?.emit().format()
}

/// Generates the crate of a description that was put together in memory.
pub(crate) fn generate_description(description: &Description) -> Result<Output, Diagnostics> {
    generate_model(&resolve(description)?)
}

/// Generates the crate of a model.
pub(crate) fn generate_model(model: &Model) -> Result<Output, Diagnostics> {
    Tokens::of(model).format()
}

/// The stages one by one, as benchmarks measure them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Loaded(Description);

#[doc(hidden)]
#[derive(Debug)]
pub struct Resolved(Model);

#[doc(hidden)]
#[derive(Debug)]
pub struct Tokens<'a> {
    emitted: Emitted,
    origin: String,
    model: &'a Model,
}

impl Loaded {
    pub fn load(sources: &ServiceSources) -> Result<Self, Diagnostics> {
        load(sources).map(Self)
    }

    pub fn resolve(&self) -> Result<Resolved, Diagnostics> {
        resolve(&self.0).map(Resolved)
    }
}

impl Resolved {
    pub fn emit(&self) -> Tokens<'_> {
        Tokens::of(&self.0)
    }
}

impl<'a> Tokens<'a> {
    fn of(model: &'a Model) -> Self {
        let from = &model.service.provenance;
        Self {
            emitted: emit(model),
            origin: format!("codegen` from {from}"),
            model,
        }
    }

    /// Prints everything. The tokens are used up: to keep them, the parser would have to copy them.
    pub fn format(self) -> Result<Output, Diagnostics> {
        let Self {
            emitted,
            origin,
            model,
        } = self;
        let mut files = BTreeMap::new();
        let mut problems: Vec<Problem> = Vec::new();
        for (position, file) in emitted.rust.into_iter().enumerate() {
            let path = file.path.clone();
            match format(file) {
                Ok(text) => {
                    files.insert(path, sign("//", &origin, &text));
                }
                Err(bug) => problems.push(bug.told(&emit(model).rust[position])),
            }
        }
        for (path, text) in emitted.text {
            files.insert(path, sign("#", &origin, &text));
        }
        Diagnostics::check(problems)?;
        Ok(Output { files })
    }
}
