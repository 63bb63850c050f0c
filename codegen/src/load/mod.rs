//! From files to a description: text is parsed, held against the JSON Schema of its kind, and read
//! into the description's types. Everything that is wrong is told at once.

mod compiled_schema;
mod document;
mod misread;
mod numbers;
mod schema_check;
mod text;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub(crate) use document::{Document, Pointer};
pub(crate) use misread::Misread;
pub use text::is_unwanted;
pub(crate) use text::unwanted_in_name;

use crate::description::{Facts, Overlay};
use crate::diagnostics::{Diagnostics, Problem};
use crate::source::{ServiceSources, SourceFile};

/// A file and what it says.
#[derive(Clone, Debug)]
pub(crate) struct Loaded<T> {
    pub(crate) content: T,
    pub(crate) document: Document,
}

/// What is written about one version of one service.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) folder: String,
    pub(crate) facts: Loaded<Facts>,
    pub(crate) overlays: Vec<Loaded<Overlay>>,
    /// The beginning of the SHA-256 of what the facts were read from.
    pub(crate) fingerprint: String,
    /// The facts are a part of those that people wrote the overlay about: rules may have been read
    /// from prose about another part.
    pub(crate) is_selection: bool,
}

impl Description {
    /// A description whose facts were imported just now and stand in no file yet.
    pub(crate) fn imported(facts: Facts, overlays: Vec<Loaded<Overlay>>) -> Self {
        let origin = format!("{} {}", facts.source.package, facts.source.release);
        Self {
            folder: format!("{}-{}", facts.service, facts.version),
            facts: Loaded {
                content: facts,
                document: Document::without_text(origin),
            },
            overlays,
            fingerprint: short_hash([]),
            is_selection: false,
        }
    }

    /// The same, of a part of the facts that people wrote about.
    pub(crate) fn with_selection(mut self, is_selection: bool) -> Self {
        self.is_selection = is_selection;
        self
    }

    /// The same, of facts from a file with that hash.
    pub(crate) fn with_fingerprint(mut self, fingerprint: String) -> Self {
        self.fingerprint = fingerprint;
        self
    }
}

/// The beginning of a SHA-256, enough to tell two states of a file apart.
pub(crate) fn short_hash<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    texts.into_iter().for_each(|text| hash.update(text));
    hex(&hash.finalize()[..6])
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)]);
    digits.collect()
}

/// Reads the files of a service.
pub(crate) fn load(sources: &ServiceSources) -> Result<Description, Diagnostics> {
    let mut problems = Vec::new();
    let facts = read::<Facts>(&sources.facts, &mut problems);
    let overlays = overlays(&sources.overlay, &mut problems);
    Diagnostics::check(problems)?;
    let facts = there(facts)?;
    Ok(Description {
        folder: sources.folder.clone(),
        fingerprint: short_hash([facts.document.text().as_bytes()]),
        facts,
        overlays,
        is_selection: false,
    })
}

/// Reads the facts of a service alone.
///
/// # Errors
///
/// Everything that is wrong with the file.
pub fn read_facts(file: &SourceFile) -> Result<Facts, Diagnostics> {
    let mut problems = Vec::new();
    let facts = read::<Facts>(file, &mut problems);
    Diagnostics::check(problems)?;
    Ok(there(facts)?.content)
}

/// What could not be read has been told of before.
fn there(facts: Option<Loaded<Facts>>) -> Result<Loaded<Facts>, Diagnostics> {
    facts.ok_or_else(|| Problem::new("the facts could not be read").into())
}

/// Reads overlay files alone.
pub(crate) fn load_overlays(files: &[SourceFile]) -> Result<Vec<Loaded<Overlay>>, Diagnostics> {
    let mut problems = Vec::new();
    let overlays = overlays(files, &mut problems);
    Diagnostics::check(problems)?;
    Ok(overlays)
}

fn overlays(files: &[SourceFile], problems: &mut Vec<Problem>) -> Vec<Loaded<Overlay>> {
    files
        .iter()
        .filter_map(|file| read(file, problems))
        .collect()
}

fn read<T>(file: &SourceFile, problems: &mut Vec<Problem>) -> Option<Loaded<T>>
where
    T: DeserializeOwned + schema_check::FileKind,
{
    let before = problems.len();
    let document = Document::parse(file)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    problems.extend(document.repeated_names());
    problems.extend(text::problems(&document));
    let value = numbers::whole(document.value().clone());
    problems.extend(schema_check::problems::<T>(&document, &value));
    if problems.len() > before {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(content) => Some(Loaded { content, document }),
        Err(error) => {
            // The JSON Schema is stricter than the types, so this is not to be expected.
            problems.push(document.whole_problem(error.to_string()));
            None
        }
    }
}
