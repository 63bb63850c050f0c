//! `examples/mock.rs`: a server that answers like the service.

use quote::quote;

use super::file::RustFile;
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let package = &model.service.package;
    let lines = vec![
        format!("Starts a mock of {} on this machine.", model.service.title),
        String::new(),
        "```text".to_owned(),
        format!("cargo run -p {package} --features mock --example mock -- --help"),
        "```".to_owned(),
    ];
    let mut file = RustFile::new("examples/mock.rs", lines);
    file.import("std::process::ExitCode");
    let library = &model.service.library;
    file.item(quote! {
        fn main() -> ExitCode {
            #library::mock::cli::main(#library::actions(), #package)
        }
    });
    file
}
