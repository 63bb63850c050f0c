//! `cargo xtask schema`

use std::path::PathBuf;

use clap::Args;
use miette::Result;

use crate::console::outln;
use crate::outcome::Outcome;
use crate::output::{read_if_present, replace_file};
use crate::project;

/// Writes the JSON Schemas of the three kinds of description files
///
/// They are derived from the types that the generator reads facts, overlay and callbacks into. Editors complete and
/// check the files in schema/ with them. Run this after a change of those types.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Write nothing; exit with 1 if a schema is out of date
    #[arg(long)]
    check: bool,

    /// The folder that holds the descriptions [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(super) fn run(arguments: &Schema) -> Result<Outcome> {
    let folder = match &arguments.schema {
        Some(folder) => folder.clone(),
        None => project::in_project("schema")?,
    };
    let mut outcome = Outcome::UpToDate;
    for (name, text) in tencent_codegen::description::json_schemas() {
        let path = folder.join(name);
        let shown = path.display();
        let present = read_if_present(&path)?;
        if present.as_deref() == Some(text.as_bytes()) {
            outln!("unchanged {shown}");
        } else if arguments.check {
            outln!("differs   {shown}: run `cargo xtask schema`");
            outcome = Outcome::OutOfDate;
        } else {
            replace_file(&path, present.as_deref(), &text)?;
            outln!("updated   {shown}");
            outcome = Outcome::Written;
        }
    }
    Ok(outcome)
}
