//! Reads the overlay files of the project, drafts included.

use crate::description::Overlay;
use crate::diagnostics::Diagnostics;
use crate::json::Document;
use crate::source::SourceFile;

/// An overlay file of the project.
pub(super) struct Present<'a> {
    pub(super) source: &'a SourceFile,
    pub(super) document: Document,
    pub(super) overlay: Overlay,
}

impl Present<'_> {
    /// Returns the name of the file in its folder.
    pub(super) fn name(&self) -> String {
        let name = self.source.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// Parses the overlay. Drafts that people did not complete yet are valid here.
pub(super) fn present(files: &[SourceFile]) -> Result<Vec<Present<'_>>, Diagnostics> {
    let mut problems = Vec::new();
    let mut present = Vec::new();
    for source in files {
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        problems.extend(document.repeated_names());
        match serde_json::from_value(document.value().clone()) {
            Ok(overlay) => present.push(Present {
                source,
                document,
                overlay,
            }),
            Err(error) => {
                let help = "correct the file, then run the command again; nothing was changed";
                problems.push(document.whole_problem(error.to_string()).help(help));
            }
        }
    }
    Diagnostics::check(problems)?;
    Ok(present)
}
