//! `src/error_code.rs`: the error codes that the service documents.

use quote::quote;

use super::file::{RustFile, doc};
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    // If the type is imported, rustdoc warns about a link with a redundant path.
    let link = if model.errors.is_empty() {
        "[`ErrorCode`](tencent_runtime::ErrorCode)"
    } else {
        "[`ErrorCode`]"
    };
    let lines = vec![
        format!("The error codes that {} documents.", model.service.title),
        String::new(),
        format!("Codes that any service can answer are constants of {link}."),
        "The set is open: other codes are kept as the server sent them.".to_owned(),
    ];
    let mut file = RustFile::new("src/error_code.rs", lines);
    if !model.errors.is_empty() {
        file.import("tencent_runtime::ErrorCode");
    }
    for error in &model.errors {
        let (name, code) = (&error.rust, &error.code);
        let docs = doc(&error.doc);
        file.item(quote! {
            #docs
            pub const #name: ErrorCode = ErrorCode::from_static(#code);
        });
    }
    file
}
