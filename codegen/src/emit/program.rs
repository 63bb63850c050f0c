//! `src/main.rs`: the program that `cargo install` installs.

use quote::quote;

use super::file::RustFile;
use crate::model::Model;

pub(super) fn file(model: &Model) -> RustFile {
    let package = &model.service.package;
    let title = &model.service.title;
    let lines = vec![
        format!("Calls {title} from a shell, and starts a mock of it."),
        String::new(),
        "```text".to_owned(),
        "cargo install --path . --features cli".to_owned(),
        format!("{package} --help"),
        "```".to_owned(),
    ];
    let mut file = RustFile::new("src/main.rs", lines);
    let library = &model.service.library;
    file.import("std::process::ExitCode");
    file.import(format!("{library}::mock"));
    file.import("tencent_runtime::cli::program::{MockCommand, Program}");
    file.item(quote! {
        fn main() -> ExitCode {
            let mock = MockCommand {
                options: mock::cli::OPTIONS,
                details: mock::cli::details(&#library::actions()),
                run: |call, arguments| mock::cli::run(#library::actions(), call, arguments),
            };
            let (version, service) = (env!("CARGO_PKG_VERSION"), &#library::SERVICE);
            Program::new(#package, version, service, #library::visit_actions, mock).run()
        }
    });
    file
}
