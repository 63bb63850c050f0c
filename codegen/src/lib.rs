//! Generates a Rust crate from the description of an API.
//!
//! `load` parses the files of `schema/`, `resolve` creates a model with all references, names and
//! constraints resolved, `emit` creates tokens from the model, and `format` prints them. The library does no
//! I/O: callers read the input files and write the output files.

mod characters;
pub mod compare;
mod contradictions;
pub mod coverage;
pub mod description;
mod diagnostics;
pub mod draft;
mod emit;
mod fill;
mod format;
mod generate;
mod hash;
mod json;
mod load;
mod model;
mod names;
pub mod provenance;
mod resolve;
mod rust_type;
mod sdk;
mod selection;
mod sensitive;
pub mod signature;
mod snapshot;
mod source;
mod text_edit;
mod toml;
mod upstream;

pub use characters::{is_unwanted, visible, visible_lines};
pub use contradictions::contradictions;
pub use diagnostics::{Diagnostics, Problem, nearest, render};
pub use fill::fill;
#[doc(hidden)]
pub use generate::{Loaded, Resolved, Tokens};
pub use generate::{Output, generate};
pub use hash::prose_hash;
pub use load::read_facts;
pub use names::library_name;
pub use sdk::{Documentation, SdkOptions};
pub use source::{Additions, ServiceSources, SourceFile};
pub use toml::{toml_string, toml_strings};
pub use upstream::{PACKAGE, ServiceVersion, Upstream, described};
