//! What the caller hands in: files that were read.

use std::path::PathBuf;

/// A file that was read. The library opens none itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it was read from, for messages.
    pub path: PathBuf,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// A file with its content.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.into(),
        }
    }
}

/// The files that describe one version of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSources {
    /// The name of the folder that holds them.
    pub folder: String,
    /// What upstream publishes.
    pub facts: SourceFile,
    /// What people add.
    pub overlay: Vec<SourceFile>,
}
