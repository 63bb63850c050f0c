//! Reads documented calls with the generated types, and validates the requests.

mod checker;
mod examples;
mod rejections;
mod tally;

use std::path::Path;

use miette::Result;
use tencent_codegen::Documentation;

use self::checker::Checkers;
use self::tally::Tally;
pub(crate) use self::tally::show;
use crate::output::WriteGuard;
use crate::project;
use crate::sdk::{self, Package, SdkRequest, Services};
use crate::upstream::Descriptions;

/// Generates and compiles the crates of these services in a folder, and replays their documented calls.
pub(crate) fn replay_all(
    from: &Path,
    services: &[String],
    work: &Path,
    quiet: bool,
) -> Result<Vec<Tally>> {
    let _guard = WriteGuard::take(work)?;
    let request = SdkRequest {
        error_codes: None,
        from: from.to_path_buf(),
        release: None,
        out: work.join("sdk"),
        services: Services::parse(services),
        actions: None,
        documentation: Documentation::None,
        quiet,
        runtime: project::in_project("runtime")?,
        schema: project::in_project("schema").ok(),
    };
    let generated = sdk::generate_all(&request)?;
    sdk::report::check(&generated)?;
    let packages = generated.packages;
    let checkers = Checkers::build(&work.join("checker"), &request.out, &packages)?;
    let mut descriptions = Descriptions::open(from)?;
    let mut tallies = Vec::new();
    for package in &packages {
        tallies.push(replay(package, &mut descriptions, &checkers)?);
    }
    Ok(tallies)
}

/// Replays the documented calls of a service. Some services document none.
fn replay(
    package: &Package,
    descriptions: &mut Descriptions,
    checkers: &Checkers,
) -> Result<Tally> {
    let texts = match descriptions.read_optional(&package.entry, "examples.json")? {
        Some(file) => examples::documented(&file)?,
        None => Vec::new(),
    };
    let answers = checkers.read(package, &texts)?;
    Ok(Tally::of(&package.name, texts, answers))
}
