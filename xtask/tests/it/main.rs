//! Tests of the commands, in one program, because linking is the largest cost of a test program.

mod api_json;
mod cargo;
mod change_levels;
mod codegen;
mod codegen_output;
mod concurrent_edits;
mod diff;
mod draft;
mod draft_accuracy;
mod guide;
mod import;
mod interruption;
#[cfg(unix)]
mod invalid_schema_folder;
mod lock_file;
mod project;
mod real_releases;
mod replay;
mod review;
mod sdk;
mod sdk_error_codes;
mod sdk_fixture;
mod sdk_rerun;
mod sdk_selection;
mod sdk_workspace;
mod selection;
#[cfg(unix)]
mod strace;
mod unusual_folders;
mod update;
mod update_fixture;
#[cfg(unix)]
mod upstream;
