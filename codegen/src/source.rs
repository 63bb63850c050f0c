//! The input files. Callers read them, because the library does no I/O.

use std::path::PathBuf;

/// A file and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path, for messages.
    pub path: PathBuf,
    /// The content.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// Creates a file from its path and its content.
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
    /// The name of the folder that contains them.
    pub folder: String,
    /// The facts that upstream publishes.
    pub facts: SourceFile,
    /// The files that add to them.
    pub additions: Additions,
}

/// The files that add to the facts of a service. All of them are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// The overlay files that people write.
    pub overlay: Vec<SourceFile>,
    /// The documented calls: `<Action>/<name>.request.json` and `<Action>/<name>.response.json`.
    pub examples: Vec<SourceFile>,
    /// The file that describes the callbacks, if the service has some.
    pub callbacks: Option<SourceFile>,
}

impl Additions {
    /// Iterates over all files.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        let files = self.overlay.iter().chain(&self.examples);
        files.chain(&self.callbacks)
    }
}
