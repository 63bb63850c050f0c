//! Tests of the generated crate and the runtime, all in one program: linking is most of what a test
//! program costs. `secrets.rs` is a program of its own, because it captures the logs of its process.

mod answers;
mod calls;
mod command_line;
mod conditions;
mod contradictions;
mod credentials;
mod delivery;
mod drift;
mod dry_run;
mod emitters;
mod examples;
mod features;
mod hostile;
mod invalid_descriptions;
mod lines;
mod logs;
mod messages;
mod mistakes;
mod public_api;
mod retries;
mod rules;
mod schemas;
mod selection;
mod settings;
mod shell;
mod tls;
