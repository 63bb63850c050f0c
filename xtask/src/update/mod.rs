//! Applies new facts: the plan, the files that are written, and the report.

mod changelog;
pub(crate) mod comparison;
pub(crate) mod json;
mod plan;
mod stale_provenance;
pub(crate) mod update_report;

pub(crate) use self::plan::{Rejection, UpdatePlan};
pub(crate) use self::stale_provenance::{Prose, show as show_stale_provenance};
