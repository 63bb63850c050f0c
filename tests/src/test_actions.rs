//! Actions without a service, for tests whose request does not matter.

use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, RetryableCode, Service};

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// The code with which a server refuses [`Refused`] and the similar actions.
pub const BUSY: &str = "ResourceBusy";

const fn busy(pause: Duration, within: Duration) -> RetryableCode {
    RetryableCode::new(BUSY, pause, within)
}

const REFUSED: &[RetryableCode] = &[
    busy(Duration::from_millis(2), Duration::from_secs(300)),
    RetryableCode::new("InternalError.Unknown", Duration::ZERO, Duration::MAX),
];

const REFUSED_LONG: &[RetryableCode] = &[busy(Duration::from_secs(3600), Duration::MAX)];

const REFUSED_SHORT: &[RetryableCode] =
    &[busy(Duration::from_millis(40), Duration::from_millis(100))];

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
    /// An action that is not idempotent, and that a server refuses with `ResourceBusy` for a short time. It must
    /// not be retried after `InternalError.Unknown`, although it is listed.
    Refused is ActionInfo::new("Refused", &SERVICE).retry_on(REFUSED);
    /// An action with the same code and a pause that is longer than the call.
    RefusedLong is ActionInfo::new("RefusedLong", &SERVICE).retry_on(REFUSED_LONG);
    /// An action with the same code, whose retries end soon.
    RefusedShort is ActionInfo::new("RefusedShort", &SERVICE).retry_on(REFUSED_SHORT);
    /// An action with a documented limit of twenty requests per second.
    Limited is ActionInfo::new("Limited", &SERVICE).requests_per_second(20);
}
