//! `cargo xtask replay`

mod checker;
mod examples;
mod tally;

use miette::Result;
use tencent_codegen::Documentation;

use self::checker::Checkers;
use self::tally::Tally;
use crate::arguments::Replay;
use crate::problem::Problem;
use crate::say;
use crate::sdk::{self, Order, Package, Services};
use crate::sync::Lock;
use crate::upstream::Descriptions;
use crate::{Outcome, sources};

pub(crate) fn run(arguments: &Replay) -> Result<Outcome> {
    let work = match &arguments.work {
        Some(folder) => folder.clone(),
        None => sources::in_project("target/replay")?,
    };
    let _turn = Lock::take(&work)?;
    let order = Order {
        from: arguments.from.clone(),
        release: None,
        out: work.join("sdk"),
        services: Services::of(&arguments.services),
        actions: None,
        documentation: Documentation::None,
        quiet: arguments.json,
        runtime: sources::in_project("runtime")?,
        schema: sources::in_project("schema").ok(),
    };
    let generated = sdk::generate(&order)?;
    generated.all_made()?;
    let packages = generated.packages;
    let checkers = Checkers::build(&work.join("checker"), &order.out, &packages)?;
    let mut descriptions = Descriptions::open(&arguments.from)?;
    let mut tallies = Vec::new();
    for package in &packages {
        tallies.push(replay(package, &mut descriptions, &checkers)?);
    }
    if arguments.json {
        say::json(&tallies)?;
    } else {
        tally::show(&tallies);
    }
    Ok(Outcome::Written)
}

/// Reads what is documented of a service. Some document no calls.
fn replay(
    package: &Package,
    descriptions: &mut Descriptions,
    checkers: &Checkers,
) -> Result<Tally, Problem> {
    let texts = match descriptions.read_optional(&package.entry, "examples.json")? {
        Some(file) => examples::documented(&file)?,
        None => Vec::new(),
    };
    let answers = checkers.read(package, &texts)?;
    Ok(Tally::of(&package.name, texts, answers))
}
