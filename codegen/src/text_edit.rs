//! Edits of input files that keep the rest of their text.

use crate::json::Document;
use crate::source::SourceFile;

/// A replacement of a part of a file. An empty range inserts text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TextEdit {
    /// The name of the file in messages.
    file: String,
    start: usize,
    end: usize,
    text: String,
}

impl TextEdit {
    /// Replaces a range of bytes. Line ends of the text become those of the file.
    pub(crate) fn new(document: &Document, (start, end): (usize, usize), text: String) -> Self {
        let text = match document.text().contains("\r\n") {
            true => text.replace('\n', "\r\n"),
            false => text,
        };
        Self {
            file: document.name().to_owned(),
            start,
            end,
            text,
        }
    }

    /// Applies edits, and returns the files that changed. The ranges in one file must not overlap.
    pub(crate) fn apply(mut edits: Vec<Self>, files: &[SourceFile]) -> Vec<SourceFile> {
        // Edit from the end, so that earlier positions stay valid.
        edits.sort();
        let changed = files.iter().filter_map(|file| {
            let name = file.path.display().to_string();
            let mut bytes = file.bytes.clone();
            for edit in edits.iter().rev().filter(|edit| edit.file == name) {
                bytes.splice(edit.start..edit.end, edit.text.bytes());
            }
            (bytes != file.bytes).then(|| SourceFile::new(file.path.clone(), bytes))
        });
        changed.collect()
    }
}
