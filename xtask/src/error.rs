//! Errors of the file system, with the step that failed.

use std::io;

use miette::{Report, miette};

/// Adds the step that failed. The error itself names the file.
pub(crate) fn cannot(step: &'static str) -> impl FnOnce(io::Error) -> Report {
    move |cause| {
        miette!(
            help = "fix the cause and run the command again",
            "cannot {step}: {cause}"
        )
    }
}
