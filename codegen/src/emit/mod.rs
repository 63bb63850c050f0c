//! From the model to the files of a crate, as tokens. Each module makes one kind of file, or one
//! part of the file of an object.

mod action;
mod call;
mod client;
mod condition;
mod enums;
mod error_code;
mod example;
mod file;
mod gate;
mod lib_file;
mod manifest;
mod object;
mod schema;
mod setters;
mod stub;
mod validate;
mod wire;

pub(crate) use file::{Item, LINE_END, RustFile, Table};
pub(crate) use object::field_type;
pub(crate) use setters::argument_type;

use crate::model::Model;

/// The files of a crate, before they are printed.
#[derive(Debug)]
pub(crate) struct Emitted {
    pub(crate) rust: Vec<RustFile>,
    /// Files that are not Rust, by their paths.
    pub(crate) text: Vec<(String, String)>,
}

/// Emits a whole crate.
pub(crate) fn emit(model: &Model) -> Emitted {
    let mut rust = vec![lib_file::file(model), error_code::file(model)];
    // Where upstream serves none of the actions any more, there is nothing to call.
    if model.is_callable() {
        rust.extend([
            object::module_file(model),
            client::file(model),
            stub::file(model),
            client::blocking_file(model),
            stub::blocking_file(model),
            action::module_file(model),
            call::file(model),
        ]);
    }
    rust.extend(
        model
            .objects
            .iter()
            .map(|object| object::file(model, object)),
    );
    rust.extend(model.enums.iter().map(enums::file));
    rust.extend(model.actions.iter().map(action::file));
    Emitted {
        rust,
        text: vec![
            ("Cargo.toml".to_owned(), manifest::text(model)),
            ("rustfmt.toml".to_owned(), manifest::RUSTFMT.to_owned()),
        ],
    }
}
