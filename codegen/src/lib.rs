//! From a description of an API to the files of a Rust crate.
//!
//! One way through: `load` reads what is written in `schema/`, `resolve` settles every reference,
//! name and constraint into a model, `emit` turns the model into tokens, `format` prints them. The
//! library does no I/O: it is handed files that were read, and returns files to be written.

pub mod compare;
pub mod coverage;
pub mod description;
mod diagnostics;
mod emit;
mod format;
mod generate;
mod load;
mod model;
mod names;
pub mod provenance;
mod resolve;
mod selection;
pub mod signature;
mod snapshot;
mod source;
mod upstream;

pub use diagnostics::{Diagnostics, Problem, nearest, render};
#[doc(hidden)]
pub use generate::{Loaded, Resolved, Tokens};
pub use generate::{Output, generate};
pub use load::{is_unwanted, read_facts};
pub use names::library_name;
pub use source::{ServiceSources, SourceFile};
pub use upstream::{Documentation, PACKAGE, SdkOptions, Upstream, prose_hash};
