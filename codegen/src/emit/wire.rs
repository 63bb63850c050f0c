//! How an object travels as JSON, is shown and is compared: the list of its members.

use proc_macro2::Literal;

use super::file::{RustFile, Table};
use crate::model::{Field, Object};

/// A client reads what is answered; what is only sent is read by those who load it.
const ONLY_LOADED: &str = "#[cfg(feature = \"serde\")]";

pub(super) fn add(file: &mut RustFile, object: &Object) {
    let names = |holds: fn(&&Field) -> bool| {
        let fields = object.fields.iter().filter(holds);
        let names: Vec<_> = fields.map(name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let gate = (!object.direction.response).then(|| ONLY_LOADED.to_owned());
    let sections = [
        ("always_present", names(|field| field.promised)),
        ("sensitive", names(|field| field.sensitive)),
        ("default", object.has_pinned().then(|| "none".to_owned())),
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
