//! `cargo xtask schema`

use fs_err as fs;
use miette::Result;

use crate::arguments::Schema;
use crate::say::say;
use crate::sync::replace_file;
use crate::{Outcome, sources};

pub(crate) fn run(arguments: &Schema) -> Result<Outcome> {
    let folder = match &arguments.schema {
        Some(folder) => folder.clone(),
        None => sources::in_project("schema")?,
    };
    let mut outcome = Outcome::InStep;
    for (name, text) in tencent_codegen::description::json_schemas() {
        let path = folder.join(name);
        let shown = path.display();
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            say!("unchanged {shown}");
        } else if arguments.check {
            say!("differs   {shown}: run `cargo xtask schema`");
            outcome = Outcome::Drifted;
        } else {
            replace_file(&path, &text)?;
            say!("updated   {shown}");
            outcome = Outcome::Written;
        }
    }
    Ok(outcome)
}
