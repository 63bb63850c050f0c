//! The problems of a description, each with its position in a file.

mod render;

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

pub use self::render::render;

/// A list of at least one problem.
#[derive(Debug)]
pub struct Diagnostics {
    problems: Vec<Problem>,
    /// The number of problems that are left out.
    more: usize,
}

/// The maximum number of problems that are kept. More are not readable, and each costs a search in the file.
pub(crate) const MOST_PROBLEMS: usize = 200;

impl Diagnostics {
    /// Returns `Ok` if there are no problems. Otherwise sorts them by file and position, and removes
    /// repeated ones.
    pub(crate) fn check(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let mut seen = HashSet::new();
        problems.retain(|problem| {
            let (file, start) = problem.sort_key();
            seen.insert((file.map(str::to_owned), start, problem.message.clone()))
        });
        let more = problems.len().saturating_sub(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        Err(Self { problems, more })
    }

    /// Returns the problems, sorted by file and position: the first 200 if there are more.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl From<Problem> for Diagnostics {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            more: 0,
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.problems.len();
        match (shown, self.more) {
            (1, 0) => f.write_str("the description has a problem"),
            (count, 0) => write!(f, "the description has {count} problems"),
            (_, more) => write!(
                f,
                "the description has {} problems; these are the first {shown}",
                shown + more
            ),
        }
    }
}

impl Error for Diagnostics {}

impl Diagnostic for Diagnostics {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.problems
                .iter()
                .map(|problem| problem as &dyn Diagnostic),
        ))
    }
}

/// One problem, with a message, its position, and help.
#[derive(Debug)]
pub struct Problem {
    message: String,
    span: Option<Box<FileSpan>>,
    help: Option<String>,
}

/// A part of a file.
#[derive(Debug)]
pub(crate) struct FileSpan {
    pub(crate) source: SourceText,
    /// The JSON pointer of the value; empty for the whole file.
    pub(crate) pointer: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The name and the text of a file, for messages.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    pub(crate) name: String,
    pub(crate) text: Arc<str>,
}

impl SourceText {
    /// Returns the line and the column of a byte, both from 1. Columns count characters, as in editors.
    pub(crate) fn position(&self, offset: usize) -> Option<(usize, usize)> {
        let before = self.text.get(..offset)?;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Some((before.matches('\n').count() + 1, column))
    }
}

/// Handles empty files, for which miette's implementation for `str` returns an error.
impl SourceCode for SourceText {
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
            span: None,
            help: None,
        }
    }

    pub(crate) fn at(mut self, span: FileSpan) -> Self {
        self.span = Some(Box::new(span));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the help: how to solve the problem.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns the path of the file, as the caller of the loader gave it.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.span.as_ref().map(|span| span.source.name.as_str())
    }

    /// Returns the JSON pointer of the invalid value.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.span.as_ref().map(|span| span.pointer.as_str())
    }

    /// Returns the line and the column, both from 1.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        let span = self.span.as_ref()?;
        span.source.position(span.start)
    }

    /// Problems without a position come first.
    fn sort_key(&self) -> (Option<&str>, usize) {
        let start = self.span.as_ref().map_or(0, |span| span.start);
        (self.file(), start)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Problem {}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span
            .as_ref()
            .map(|span| &span.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.as_ref()?;
        let label = if span.pointer.is_empty() {
            "here"
        } else {
            &span.pointer
        };
        let length = span.end.saturating_sub(span.start);
        let label = LabeledSpan::new(Some(label.to_owned()), span.start, length);
        Some(Box::new(std::iter::once(label)))
    }
}

/// Returns the known name that is most similar to a misspelt one.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}
