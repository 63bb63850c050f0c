//! Tests of the commands, all in one program: linking is most of what a test program costs.

mod api_json;
mod cargo;
mod codegen;
mod diff;
mod following;
mod history;
mod import;
mod interruption;
mod levels;
mod lock_file;
mod project;
mod replay;
mod review;
mod sdk;
mod sdk_again;
mod sdk_choice;
mod sdk_workspace;
mod selection;
#[cfg(unix)]
mod sources;
mod telling;
mod update;
#[cfg(unix)]
mod upstream;
mod whole;
#[cfg(unix)]
mod writing;
