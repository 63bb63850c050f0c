//! Runs all stages: load, resolve, emit, format.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Problem};
use crate::emit::{Emitted, emit};
use crate::format::format;
use crate::load::{Description, load};
use crate::model::Model;
use crate::resolve::resolve;
use crate::signature::{Comment, sign};
use crate::source::ServiceSources;

/// The files of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Output {
    /// The signed texts of the files, by their paths inside the crate, with `/` between the parts.
    pub files: BTreeMap<String, String>,
}

/// Generates the crate of a service. The same sources always result in the same files.
///
/// # Errors
///
/// All problems of the sources.
pub fn generate(sources: &ServiceSources) -> Result<Output, Diagnostics> {
    Loaded::load(sources)?.resolve()?.emit().format()
}

/// Generates the crate of a description.
pub(crate) fn generate_description(description: &Description) -> Result<Output, Diagnostics> {
    generate_model(&resolve(description)?)
}

/// Generates the crate of a model.
pub(crate) fn generate_model(model: &Model) -> Result<Output, Diagnostics> {
    Tokens::of(model).format()
}

/// The result of the first stage. Benchmarks measure each stage.
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
        let folder = &model.service.folder;
        Self {
            emitted: emit(model),
            origin: format!("codegen` from {folder}"),
            model,
        }
    }

    /// Formats all files. It consumes the tokens, because the parser would have to copy them otherwise.
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
                    files.insert(path, sign(Comment::Slashes, &origin, &text));
                }
                Err(bug) => problems.push(bug.problem(&emit(model).rust[position])),
            }
        }
        for (path, text) in emitted.text {
            let comment = match path.ends_with(".md") {
                true => Comment::Html,
                false => Comment::Hash,
            };
            files.insert(path, sign(comment, &origin, &text));
        }
        Diagnostics::check(problems)?;
        Ok(Output { files })
    }
}
