//! The project's folders and the descriptions in `schema/`.

mod entry;
mod paths;
pub(crate) mod sources;

pub(crate) use self::entry::Entry;
pub(crate) use self::paths::{ProjectPaths, in_project, root};
