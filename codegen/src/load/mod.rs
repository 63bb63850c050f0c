//! Loads the files of a service: parses them, checks them against the JSON Schema of their kind, and
//! deserializes them. It reports all problems of all files.

mod calls;
mod compiled_schema;
mod markdown;
mod numbers;
mod proposals;
mod schema_check;
mod texts;

use serde::de::DeserializeOwned;

pub(crate) use self::calls::Call;

use crate::description::{Callbacks, Facts, Overlay};
use crate::diagnostics::{Diagnostics, Problem};
use crate::json::Document;
use crate::source::{Additions, ServiceSources, SourceFile};

/// The content of a file, and the document that knows its positions.
#[derive(Clone, Debug)]
pub(crate) struct ParsedFile<T> {
    pub(crate) content: T,
    pub(crate) document: Document,
}

/// All files about one version of one service.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) folder: String,
    pub(crate) facts: ParsedFile<Facts>,
    pub(crate) additions: ParsedAdditions,
    /// Whether the overlay was written for other facts: these contain all actions of the service, or a
    /// selection. Then an entry of the overlay may name an item that they lack, and has no effect.
    pub(crate) has_other_facts: bool,
    /// The actions that no client can call, and why.
    pub(crate) left_out: Vec<(String, String)>,
}

/// The content of the files that add to the facts.
#[derive(Clone, Debug, Default)]
pub(crate) struct ParsedAdditions {
    pub(crate) overlays: Vec<ParsedFile<Overlay>>,
    /// The documented calls.
    pub(crate) calls: Vec<Call>,
    pub(crate) callbacks: Option<ParsedFile<Callbacks>>,
}

impl Description {
    /// Creates a description whose facts were just imported, so that no file contains them.
    pub(crate) fn imported(facts: Facts, additions: ParsedAdditions) -> Self {
        let origin = format!("{} {}", facts.source.package, facts.source.release);
        Self {
            folder: format!("{}-{}", facts.service, facts.version),
            facts: ParsedFile {
                content: facts,
                document: Document::without_text(origin),
            },
            additions,
            has_other_facts: false,
            left_out: Vec::new(),
        }
    }

    /// Sets the actions that no client can call, and why.
    pub(crate) fn with_left_out(mut self, actions: Vec<(&str, &str)>) -> Self {
        let owned = |(name, reason): (&str, &str)| (name.to_owned(), reason.to_owned());
        self.left_out = actions.into_iter().map(owned).collect();
        self
    }

    /// Marks the facts as others than those that the overlay was written for.
    pub(crate) fn with_other_facts(mut self) -> Self {
        self.has_other_facts = true;
        self
    }
}

/// Loads the files of a service.
pub(crate) fn load(sources: &ServiceSources) -> Result<Description, Diagnostics> {
    let mut problems = Vec::new();
    let facts = load_file::<Facts>(&sources.facts, &mut problems);
    let additions = parse_additions(&sources.additions, &mut problems);
    Diagnostics::check(problems)?;
    let facts = present(facts)?;
    Ok(Description {
        folder: sources.folder.clone(),
        facts,
        additions,
        has_other_facts: false,
        left_out: Vec::new(),
    })
}

/// Loads only the facts of a service.
///
/// # Errors
///
/// All problems of the file.
pub fn read_facts(file: &SourceFile) -> Result<Facts, Diagnostics> {
    let mut problems = Vec::new();
    let facts = load_file::<Facts>(file, &mut problems);
    Diagnostics::check(problems)?;
    Ok(present(facts)?.content)
}

/// Facts without problems are always present.
fn present(facts: Option<ParsedFile<Facts>>) -> Result<ParsedFile<Facts>, Diagnostics> {
    facts.ok_or_else(|| Problem::new("the facts could not be read").into())
}

/// Loads only the files that add to the facts.
pub(crate) fn load_additions(files: &Additions) -> Result<ParsedAdditions, Diagnostics> {
    let mut problems = Vec::new();
    let additions = parse_additions(files, &mut problems);
    Diagnostics::check(problems)?;
    Ok(additions)
}

fn parse_additions(files: &Additions, problems: &mut Vec<Problem>) -> ParsedAdditions {
    let callbacks = files.callbacks.as_ref();
    ParsedAdditions {
        overlays: load_files(&files.overlay, problems),
        calls: calls::load(&files.examples, problems),
        callbacks: callbacks.and_then(|file| load_file(file, problems)),
    }
}

/// Loads only overlay files.
pub(crate) fn load_overlays(files: &[SourceFile]) -> Result<Vec<ParsedFile<Overlay>>, Diagnostics> {
    let mut problems = Vec::new();
    let overlays = load_files(files, &mut problems);
    Diagnostics::check(problems)?;
    Ok(overlays)
}

fn load_files(files: &[SourceFile], problems: &mut Vec<Problem>) -> Vec<ParsedFile<Overlay>> {
    files
        .iter()
        .filter_map(|file| load_file(file, problems))
        .collect()
}

fn load_file<T>(file: &SourceFile, problems: &mut Vec<Problem>) -> Option<ParsedFile<T>>
where
    T: DeserializeOwned + schema_check::FileKind,
{
    let before = problems.len();
    let document = Document::parse(file)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    problems.extend(document.repeated_names());
    problems.extend(texts::problems(&document));
    problems.extend(proposals::problems(&document));
    let value = numbers::whole(document.value().clone());
    problems.extend(schema_check::problems::<T>(&document, &value));
    if problems.len() > before {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(content) => Some(ParsedFile { content, document }),
        Err(error) => {
            // Not expected, because the JSON Schema is stricter than the types.
            problems.push(document.whole_problem(error.to_string()));
            None
        }
    }
}
