//! Upstream's descriptions: in a wheel of its package, an unpacked tree, a folder of services, or one file. Error
//! codes are in another package.

mod cache;
mod descriptions;
mod entry;
mod error_codes;
mod limit;
mod pip;
mod release;
mod suggestion;
mod tree;
mod wanted;
mod wheel;

pub(crate) use self::cache::Cache;
pub(crate) use self::descriptions::{Descriptions, no_descriptions, service_name};
pub(crate) use self::entry::Entry;
pub(crate) use self::error_codes::ErrorCodes;
pub(crate) use self::release::is_older;
pub(crate) use self::suggestion::{Known, suggestion};
pub(crate) use self::wanted::Wanted;
