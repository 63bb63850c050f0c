//! `examples/call.rs`: a command line for the crate.

use quote::quote;

use super::file::RustFile;
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let package = &model.service.package;
    let usage = format!("cargo run -p {package} --example call -- --help");
    let lines = vec![
        format!("Calls any action of {} from a shell.", model.service.title),
        String::new(),
        "```text".to_owned(),
        usage,
        "```".to_owned(),
    ];
    let mut file = RustFile::new("examples/call.rs", lines);
    file.import("std::process::ExitCode");
    file.import("tencent_runtime::cli");
    let library = &model.service.library;
    file.item(quote! {
        fn main() -> ExitCode {
            cli::main(&#library::SERVICE, #library::visit_actions)
        }
    });
    file
}
