//! Runs the option `--batch` of the generated command line as a process, with the mock as the server.
//!
//! This folder is in `schema/` because it uses names of the service.

mod binding;
mod kills;
mod outcomes;
mod requests;
mod signals;
mod trial;
