//! `cargo xtask import`

use std::path::Path;

use miette::{IntoDiagnostic, Result};
use tencent_codegen::import;

use crate::arguments::Import;
use crate::problem::Problem;
use crate::sync::replace_file;
use crate::{Outcome, sources};

pub(crate) fn run(arguments: &Import) -> Result<Outcome> {
    let folder = sources::service_folder(arguments.schema.as_deref())?;
    let path = sources::facts_file(&folder);
    let actions = if arguments.actions.is_empty() {
        selected(&path)?
    } else {
        arguments.actions.clone()
    };
    let upstream = sources::read(&arguments.from)?;
    let facts = import::facts(&upstream, &arguments.release, &actions)?;
    let text = serde_json::to_string_pretty(&facts).into_diagnostic()? + "\n";
    replace_file(&path, &text)?;
    anstream::println!(
        "updated   {}: {} actions, {} objects; now run `cargo xtask codegen`",
        path.display(),
        facts.actions.len(),
        facts.objects.len()
    );
    Ok(Outcome::InStep)
}

/// The actions that the present facts hold.
fn selected(path: &Path) -> Result<Vec<String>> {
    if !path.is_file() {
        let facts = path.to_path_buf();
        return Err(Problem::NoSelection { facts }.into());
    }
    let present = sources::read(path)?;
    let present: tencent_codegen::description::Facts =
        serde_json::from_slice(&present.bytes).into_diagnostic()?;
    Ok(present.actions.into_keys().collect())
}
