//! Actions of no service, for tests that are about the call and not about what it carries.

use serde_json::{Value, json};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Service};

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// An answer that says that the action was carried out.
#[must_use]
pub fn answer() -> Value {
    json!({ "Response": { "RequestId": "req-1" } })
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident is $info:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Encode for $name {
            fn encode(&self, encoder: &mut dyn Encoder) {
                encoder.encode_json(&json!({}));
            }
        }

        impl Validate for $name {
            fn report(&self, _: Path<'_>, _: &mut Report) {}
        }

        impl Action for $name {
            type Response = Value;
            const INFO: ActionInfo = $info;
        }
    )*};
}

actions! {
    /// An action of which nobody said that it may be repeated.
    Plain is ActionInfo::new("Plain", &SERVICE);
    /// An action that may be repeated.
    Idempotent is ActionInfo::new("Idempotent", &SERVICE).idempotent();
    /// An action that is called to obtain a credential, so that there is none to sign it with.
    Unsigned is ActionInfo::new("Unsigned", &SERVICE).unsigned();
    /// An action of which an account may send twenty in a second.
    Limited is ActionInfo::new("Limited", &SERVICE).requests_per_second(20);
}
