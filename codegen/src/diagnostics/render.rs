//! Renders a diagnostic for a terminal, as rustc does.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use miette::{Diagnostic, LabeledSpan, SourceCode};

use crate::characters::{visible, visible_lines};

/// The maximum number of marked characters, because an object can be long.
const MARKED: usize = 60;

/// Renders a diagnostic and its related diagnostics: message, source line, causes and help of each.
///
/// Characters that cannot be seen or that command a terminal are escaped.
#[must_use]
pub fn render(diagnostic: &dyn Diagnostic) -> String {
    let mut texts = vec![render_one(diagnostic)];
    let related = diagnostic.related().into_iter().flatten();
    texts.extend(related.map(render));
    texts.join("\n\n")
}

fn render_one(diagnostic: &dyn Diagnostic) -> String {
    let line = diagnostic
        .labels()
        .and_then(|mut labels| labels.next())
        .and_then(|label| SourceLine::of(diagnostic.source_code()?, &label));
    let mut group = Level::ERROR
        .primary_title(visible_lines(&diagnostic.to_string()).into_owned())
        .elements(line.iter().map(SourceLine::snippet));
    let mut cause = diagnostic.source();
    while let Some(error) = cause {
        group = group.element(Level::NOTE.message(visible_lines(&error.to_string()).into_owned()));
        cause = error.source();
    }
    if let Some(help) = diagnostic.help() {
        group = group.element(Level::HELP.message(visible_lines(&help.to_string()).into_owned()));
    }
    Renderer::styled().render(&[group])
}

/// A line of a file, and the range that a diagnostic is about.
struct SourceLine {
    path: String,
    /// Counts from 1.
    line: usize,
    text: String,
    marked: Range<usize>,
    label: Option<String>,
}

impl SourceLine {
    fn of(source: &dyn SourceCode, label: &LabeledSpan) -> Option<Self> {
        let contents = source.read_span(label.inner(), 1, 0).ok()?;
        let text = std::str::from_utf8(contents.data()).ok()?;
        let start = label.offset().checked_sub(contents.span().offset())?;
        let before = text.get(..start)?;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let start = (start - line_start).min(line.len());
        let marked = &line[start..(start + label.len()).min(line.len())];
        let length = marked
            .chars()
            .take(MARKED)
            .map(char::len_utf8)
            .sum::<usize>();
        let parts = [
            &line[..start],
            &line[start..start + length],
            &line[start + length..],
        ];
        let [before_mark, marked, after] = parts.map(visible_lines);
        let start = before_mark.len();
        Some(Self {
            path: visible(contents.name()?).into_owned(),
            line: contents.line() + before.matches('\n').count() + 1,
            marked: start..start + marked.len(),
            text: [before_mark, marked, after].concat(),
            label: label.label().map(|label| visible(label).into_owned()),
        })
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let annotation = AnnotationKind::Primary.span(self.marked.clone());
        Snippet::source(&self.text)
            .line_start(self.line)
            .path(&self.path)
            .annotation(annotation.label(self.label.as_deref()))
    }
}
