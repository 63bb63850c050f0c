//! Actions without a service, for tests whose request does not matter.

use serde_json::{Value, json};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Service};

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// Returns a successful response.
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
    /// An action that is not idempotent.
    Plain is ActionInfo::new("Plain", &SERVICE);
    /// An idempotent action.
    Idempotent is ActionInfo::new("Idempotent", &SERVICE).idempotent();
    /// An action that obtains a credential, so it is sent without a signature.
    Unsigned is ActionInfo::new("Unsigned", &SERVICE).unsigned();
    /// An action with a documented limit of twenty requests per second.
    Limited is ActionInfo::new("Limited", &SERVICE).requests_per_second(20);
}
