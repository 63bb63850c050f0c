//! Tests of the generated crate and the runtime, in one program, because linking is the largest cost of a
//! test program. `secrets.rs` is a separate program, because it captures the logs of its process.

mod calls;
mod command_line;
mod conditions;
mod credentials;
mod delivery;
mod diagnostics;
mod diagnostics_layout;
mod documentation;
mod dry_run;
mod emitters;
mod examples;
mod features;
mod hostile;
mod invalid_descriptions;
mod json_lines;
mod logs;
mod misfits;
mod mistakes;
mod proxies;
mod public_api;
mod rate_limit;
mod responses;
mod retries;
mod rules;
mod runtimes;
mod schemas;
mod selection;
mod sensitive;
mod settings;
mod shell;
mod stub_errors;
mod tls;
mod up_to_date;
mod violations;
