//! Takes new facts over: what changes, what is written, and what is shown of it.

mod changelog;
pub(crate) mod comparison;
pub(crate) mod json;
mod plan;
mod stale_provenance;
pub(crate) mod update_report;

pub(crate) use self::plan::{Rejection, UpdatePlan};
pub(crate) use self::stale_provenance::{Prose, show as show_stale_provenance};
