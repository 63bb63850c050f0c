//! Writes generated files, one at a time and each with an atomic rename.
//!
//! The first line of each file contains a digest of the rest. A file with a correct digest may be
//! replaced or removed; every other file belongs to a person and stays. If a command is killed, every
//! file is complete, and the next run writes the rest.

mod change;
mod guard;
mod leftovers;
mod lock_file;
mod new_file;
mod paths;
mod plan;
mod recovery;
mod removal;
mod rename;
pub(crate) mod report;
mod temporary;
pub(crate) mod text_diff;
mod tree;

pub(crate) use self::guard::WriteGuard;
pub(crate) use self::new_file::{Durability, NewFile, read_if_present, replace_file, write_file};
pub(crate) use self::paths::{parent, resolve, short, toml_path};
pub(crate) use self::plan::{Plan, refuse_foreign_folder};
pub(crate) use self::recovery::recover;
pub(crate) use self::removal::{remove_generated, stamp};
