//! Prints the events of a response as they arrive.

use std::future::poll_fn;

use super::layout::lay_out;
use super::output::{failed_call, print, printable};
use super::table::{ActionEntry, Request};
use super::{CliError, SUCCESS, print_error};
use crate::client::{CallOptions, Transport};

/// Calls an action that can answer with events. Prints the data of each event in a line, or one response like
/// that of another action. Decodes the data only to check it.
pub(super) async fn print_events(
    entry: &ActionEntry,
    request: &dyn Request,
    transport: &Transport,
) -> Result<u8, CliError> {
    let options = CallOptions::new();
    let opened = transport.open_stream(entry.info, request, &options).await;
    let mut events = opened.map_err(failed_call)?;
    while let Some(received) = poll_fn(|context| events.poll_next(context)).await {
        let received = received.map_err(failed_call)?;
        let text = match received.wrapped() {
            Some(response) => lay_out(response),
            None => printable(&received.event.data),
        };
        print(&text, "an event")?;
        let mut slot = (entry.response)();
        match events.state().decode_into(&received, true, &mut *slot) {
            Ok(warnings) => warnings.as_slice().iter().for_each(|warning| {
                print_error(format_args!("warning: the response: {warning}"));
            }),
            Err(error) => print_error(format_args!("warning: {error}")),
        }
    }
    Ok(SUCCESS)
}
