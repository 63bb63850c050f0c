//! The table of members, by which the runtime encodes, decodes, shows and compares an object.

use proc_macro2::Literal;

use super::file::{RustFile, Table};
use crate::model::{Field, Object};

/// A client decodes responses. Requests are decoded only by programs that load them from JSON.
const ONLY_LOADED: &str = "#[cfg(feature = \"serde\")]";

/// `src/wire/<object>.rs`.
pub(super) fn file(object: &Object) -> RustFile {
    let mut file = RustFile::new(format!("src/wire/{}.rs", object.module), Vec::new());
    file.import(format!("crate::model::{}", object.rust));
    add(&mut file, object);
    file
}

/// Adds the table of members of an object to a file that imports its type.
pub(super) fn add(file: &mut RustFile, object: &Object) {
    let names = |holds: fn(&&Field) -> bool| {
        let fields = object.fields.iter().filter(holds);
        let names: Vec<_> = fields.map(name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let gate = (!object.direction.response).then(|| ONLY_LOADED.to_owned());
    let sections = [
        ("always_present", names(|field| field.always_present)),
        (
            "warnings",
            object.is_response.then(|| "decode_warnings".to_owned()),
        ),
        ("sensitive", names(|field| field.sensitive)),
        (
            "default",
            object.has_constructor().then(|| "none".to_owned()),
        ),
        ("read", gate),
    ];
    file.table(Table {
        of: "tencent_runtime::object",
        name: object.rust.clone(),
        rows: object
            .fields
            .iter()
            .map(|field| (name(field), field.rust.to_string()))
            .collect(),
        sections: sections
            .into_iter()
            .filter_map(|(title, text)| Some((title, text?)))
            .collect(),
    });
}

fn name(field: &Field) -> String {
    Literal::string(&field.wire).to_string()
}
