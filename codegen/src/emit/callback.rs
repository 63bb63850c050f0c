//! `src/callback/`: the messages that the service posts to applications.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::{RustFile, Table, doc};
use super::{enums, object};
use crate::model::{CallbackMessage, Callbacks, Name};

/// The documentation of every module, before the list of the sources.
const EXAMPLE: &str = r##"
# Example

```
use LIBRARY::callback::{ProtectionError, Received, Receiver, Sender};

/// Returns the HTTP status of the answer.
fn answer(receiver: &Receiver, signature: Option<&[u8]>, body: &[u8]) -> u16 {
    match receiver.receive(signature, body) {
        Ok(Received::Message(message)) => {
            // Store `message.json()` with `message.deduplication_key()`, then answer, then work.
            200
        }
        Ok(_) => 200,
        // Log the error, and do not return its text to the sender.
        Err(_) => 403,
    }
}

let (key, token) = ("0123456789abcdef0123456789abcdef", "token");
let receiver = Receiver::new(key, token)?;
let request = Sender::new(key, token)?.probe();
let (signature, body) = request.parts();
assert_eq!(answer(&receiver, signature, body), 200);
assert_eq!(answer(&receiver, None, body), 200);
assert_eq!(answer(&receiver, signature, b"{ }"), 403);
# Ok::<(), ProtectionError>(())
```

# Messages

[`Event`] has a variant for each documented type of message. [`Message`] contains the event, the id,
and the JSON text with all members, also those that this version of the crate does not know. Members
can be absent, and a value of another type is a warning.

A message is sent again until the answer has status 200, and messages can arrive in any order. So
store a message before you answer, ignore one whose
[`deduplication_key`](tencent_runtime::callback::Message::deduplication_key) is known, and compare
states with `may_follow`.

# Sources

The documentation of each item names the sources of its facts:

"##;

/// All files of the module.
pub(super) fn files(callbacks: &Callbacks, library: &Name) -> Vec<RustFile> {
    let mut files = vec![module_file(callbacks, library), event_file(callbacks)];
    files.extend(callbacks.objects.iter().map(object::payload_file));
    let enums = callbacks.enums.iter();
    files.extend(enums.map(|named| enums::file("callback", named)));
    files
}

/// `src/callback/mod.rs`.
fn module_file(callbacks: &Callbacks, library: &Name) -> RustFile {
    let mut lines = callbacks.doc.clone();
    lines.extend(
        EXAMPLE
            .lines()
            .map(|line| line.replace("LIBRARY", library.as_str())),
    );
    lines.extend(callbacks.sources.iter().cloned());
    let mut file = RustFile::new("src/callback/mod.rs", lines);
    let types: Vec<(&Name, &Name)> = types(callbacks);
    let modules = types.iter().map(|(module, _)| quote!(mod #module;));
    file.item(quote! {
        mod event;
        #(#modules)*
    });
    let exports = types
        .iter()
        .map(|(module, name)| quote!(pub use #module::#name;));
    file.item(quote! {
        pub use event::Event;
        #(#exports)*
        pub use tencent_runtime::callback::{
            CallbackRequest, DEFAULT_MAX_BODY_BYTES, Events, JsonData, MsgFormat, Protection,
            ProtectionError, ReceiveError, SIGNATURE_HEADER, Sender, UnknownEvent,
        };
    });
    file.item(quote! {
        /// Verifies, decrypts and decodes the callbacks of this service.
        pub type Receiver = tencent_runtime::callback::Receiver<Event>;
    });
    file.item(quote! {
        /// The result of a valid request: a message, or a check whether the URL can be reached.
        pub type Received = tencent_runtime::callback::Received<Event>;
    });
    file.item(quote! {
        /// A message: an event with its envelope and its JSON text.
        pub type Message = tencent_runtime::callback::Message<Event>;
    });
    file
}

/// The module and the name of each type.
fn types(callbacks: &Callbacks) -> Vec<(&Name, &Name)> {
    let objects = callbacks.objects.iter();
    let objects = objects.map(|object| (&object.module, &object.rust));
    let enums = callbacks.enums.iter();
    let mut types: Vec<_> = objects
        .chain(enums.map(|named| (&named.module, &named.rust)))
        .collect();
    types.sort();
    types
}

/// `src/callback/event.rs`.
fn event_file(callbacks: &Callbacks) -> RustFile {
    let mut file = RustFile::new("src/callback/event.rs", Vec::new());
    let messages = &callbacks.messages;
    for data in messages.iter().filter_map(|message| message.data.as_ref()) {
        file.import(format!("super::{data}"));
    }
    file.import("tencent_runtime::callback::UnknownEvent");
    if messages.iter().any(|message| message.data.is_none()) {
        file.import("tencent_runtime::callback::JsonData");
    }
    let variants = messages.iter().map(variant);
    file.item(quote! {
        /// An event, by the type of its message.
        ///
        /// A variant contains the data of the message: an object, or JSON if its members are not documented.
        /// A later version of the crate can contain an object instead. `Debug` does not show sensitive
        /// members and JSON.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            /// A message of a type that this version of the crate does not know.
            Unknown(UnknownEvent),
        }
    });
    file.table(table(callbacks));
    file
}

fn variant(message: &CallbackMessage) -> TokenStream {
    let (docs, name) = (doc(&message.doc), &message.rust);
    match &message.data {
        Some(data) => quote!(#docs #name(Box<#data>),),
        None => quote!(#docs #name(JsonData),),
    }
}

fn table(callbacks: &Callbacks) -> Table {
    let rows = callbacks.messages.iter();
    let mut sections = vec![("version", literal(&callbacks.version))];
    if let Some((message, member)) = &callbacks.without_envelope {
        let bare = format!("{}, {}", literal(message), literal(member));
        sections.push(("without_envelope", bare));
    }
    Table {
        of: "tencent_runtime::events",
        name: Name::new("Event".to_owned()),
        rows: rows
            .map(|message| (literal(&message.wire), message.rust.to_string()))
            .collect(),
        sections,
    }
}

fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}
