//! What can go wrong outside the description itself.

use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;

/// Why a command came to no end.
#[derive(Debug, Error, Diagnostic)]
pub(crate) enum Problem {
    #[error("no folder `schema` here or above {from}")]
    #[diagnostic(help(
        "run the command inside the project, or name the folders with --schema and --out"
    ))]
    NoProject { from: PathBuf },

    #[error("{folder} holds no description of a service")]
    #[diagnostic(help("a service's folder holds upstream.json; name it with --schema"))]
    NoService { folder: PathBuf },

    #[error("{folder} holds the descriptions of several services: {}", .found.join(", "))]
    #[diagnostic(help("name one of them with --schema"))]
    SeveralServices { folder: PathBuf, found: Vec<String> },

    #[error("{path} is no overlay file")]
    #[diagnostic(help(
        "an overlay folder holds files that end in .json; rename it or move it away"
    ))]
    NoOverlay { path: PathBuf },

    #[error("{folder} holds files, and none of them says that it was generated")]
    #[diagnostic(help("name a new or an empty folder with --out"))]
    ForeignFolder { folder: PathBuf },

    #[error("{folder} is not a folder")]
    #[diagnostic(help("name a folder with --out, or move the file away"))]
    NoFolder { folder: PathBuf },

    #[error("the generator would write where something else stands: {}", .paths.join(", "))]
    #[diagnostic(help("nothing was written; move these away and run the command again"))]
    Occupied { paths: Vec<String> },

    #[error("{path} is neither a file, a folder nor a symbolic link, and cannot be kept")]
    #[diagnostic(help("nothing was written; move it away and run the command again"))]
    StrangeEntry { path: PathBuf },

    #[error("no action is named and {facts} does not exist")]
    #[diagnostic(help("name the actions with --action"))]
    NoSelection { facts: PathBuf },

    #[error("{action}: {source}")]
    #[diagnostic(help("nothing was changed; mend the cause and run the command again"))]
    Files {
        action: &'static str,
        #[source]
        source: std::io::Error,
    },
}

/// Says what was being done when a file could not be read or written.
pub(crate) fn while_doing(action: &'static str) -> impl FnOnce(std::io::Error) -> Problem {
    move |source| Problem::Files { action, source }
}
