//! Shows upstream's prose, and completes the `provenance` entries that were read from it.

mod fill;
mod show;

pub(crate) use self::fill::fill;
pub(crate) use self::show::show;
