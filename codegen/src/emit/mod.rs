//! From the model to the files of a crate, as tokens. Each module makes one kind of file, or one
//! part of a file.

mod action;
mod call;
mod callback;
mod cfg;
mod client;
mod condition;
mod deprecated;
mod documented;
mod enums;
mod environment;
mod error_code;
mod event_stream;
mod example;
mod file;
mod front_page;
mod json_lines;
mod lib_file;
mod literal;
mod manifest;
mod mock;
mod modules;
mod object;
mod pages;
mod patterns;
mod program;
mod readme;
mod schema;
mod setters;
mod state_machine;
mod states;
mod stub;
mod validate;
mod waiter;
mod wire;

pub(crate) use file::{Item, LINE_END, RustFile, Section, Table, raw};

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
    // Without actions, there is nothing to call.
    if model.is_callable() {
        rust.extend([
            modules::model(model),
            client::file(model),
            stub::file(model),
            client::blocking_file(model),
            stub::blocking_file(model),
            action::module_file(model),
            call::file(model),
            mock::file(model),
            program::file(model),
        ]);
        rust.extend(if model.has_rules {
            separate_files(model)
        } else {
            whole_files(model)
        });
    }
    rust.extend(state_machine::file(model));
    rust.extend(environment::file(model));
    rust.extend(patterns::file(model));
    rust.extend(callbacks(model));
    rust.extend(model.actions.iter().map(action::file));
    rust.extend(documented::files(model));
    let mut text = vec![
        ("Cargo.toml".to_owned(), manifest::text(model)),
        ("rustfmt.toml".to_owned(), manifest::RUSTFMT.to_owned()),
    ];
    text.extend(readme::text(model).map(|text| ("README.md".to_owned(), text)));
    Emitted { rust, text }
}

fn callbacks(model: &Model) -> Vec<RustFile> {
    let files = |callbacks| callback::files(callbacks, &model.service.library);
    model.callbacks.as_ref().map(files).unwrap_or_default()
}

/// The files of types, with separate files for validators, JSON Schemas and the wire format.
fn separate_files(model: &Model) -> Vec<RustFile> {
    let mut files = vec![
        modules::validate(model),
        modules::schema(model),
        modules::wire(model),
    ];
    for object in &model.objects {
        files.push(object::file(model, object));
        files.push(wire::file(object));
        files.push(schema::object_file(object));
        if object.direction.request {
            files.push(validate::file(object));
        }
    }
    for named in &model.enums {
        files.push(enums::file("model", named));
        files.push(schema::enum_file(named));
    }
    files
}

/// One file for each type. Without rules, the rest of the file is short, and separate files would double
/// the number of files of 300 services.
fn whole_files(model: &Model) -> Vec<RustFile> {
    let objects = model.objects.iter();
    let objects = objects.map(|object| object::whole_file(model, object));
    objects
        .chain(model.enums.iter().map(enums::whole_file))
        .collect()
}
