//! What is wrong with a description: all of it at once, each problem with its place.

mod render;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};
use thiserror::Error;

pub use self::render::render;

/// Everything that is wrong; there is at least one problem.
#[derive(Debug, Error)]
pub struct Diagnostics {
    problems: Vec<Problem>,
}

impl Diagnostics {
    /// `Ok` where there are no problems. Those that there are come file by file and line by line,
    /// each once.
    pub(crate) fn check(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let mut told = HashSet::new();
        problems.retain(|problem| {
            let (file, start) = problem.sort_key();
            told.insert((file.map(str::to_owned), start, problem.message.clone()))
        });
        Err(Self { problems })
    }

    /// The problems, file by file.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl From<Problem> for Diagnostics {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("the description has a problem"),
            count => write!(f, "the description has {count} problems"),
        }
    }
}

impl Diagnostic for Diagnostics {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.problems
                .iter()
                .map(|problem| problem as &dyn Diagnostic),
        ))
    }
}

/// One thing that is wrong.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Problem {
    message: String,
    place: Option<Box<Place>>,
    help: Option<String>,
}

/// Where something stands in a file.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) source: Source,
    pub(crate) pointer: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A file as problems show it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: Arc<str>,
}

impl Source {
    /// Line and column of a byte, both from 1. Columns count characters, as editors do.
    pub(crate) fn position(&self, offset: usize) -> Option<(usize, usize)> {
        let before = self.text.get(..offset)?;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Some((before.matches('\n').count() + 1, column))
    }
}

/// The library finds no place in an empty file.
impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let name = self.name.clone();
        if self.text.is_empty() {
            let contents = MietteSpanContents::new_named(name, b"", (0, 0).into(), 0, 0, 1);
            return Ok(Box::new(contents));
        }
        let contents = self.text.read_span(span, lines_before, lines_after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            name,
            contents.data(),
            *contents.span(),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            help: None,
        }
    }

    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The file, as it was named to the loader.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.source.name.as_str())
    }

    /// The JSON pointer of what is wrong.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.pointer.as_str())
    }

    /// Line and column, from 1.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        let place = self.place.as_ref()?;
        place.source.position(place.start)
    }

    /// What has no place comes first.
    fn sort_key(&self) -> (Option<&str>, usize) {
        let start = self.place.as_ref().map_or(0, |place| place.start);
        (self.file(), start)
    }
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place
            .as_ref()
            .map(|place| &place.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.place.as_ref()?;
        let label = if place.pointer.is_empty() {
            "here"
        } else {
            &place.pointer
        };
        let length = place.end.saturating_sub(place.start);
        let span = LabeledSpan::new(Some(label.to_owned()), place.start, length);
        Some(Box::new(std::iter::once(span)))
    }
}

/// The name among `known` that a person most likely meant.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}
