//! A workspace with a crate for each service.

mod actions;
mod found;
mod generate;
mod jobs;
mod package;
mod progress;
pub(crate) mod report;
mod request;
mod workspace;

pub(crate) use self::generate::generate_all;
pub(crate) use self::package::Package;
pub(crate) use self::request::{SdkRequest, Services};
