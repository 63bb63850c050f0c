//! What the runtime has to know about a service and an action to call it.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::validate::Validate;
use crate::wire::{Decode, Encode};

/// One version of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// The short name that every signature holds.
    pub name: &'static str,
    /// The version of the API, sent as `X-TC-Version`.
    pub version: &'static str,
    /// The host that serves it, without a scheme.
    pub host: &'static str,
}

impl Service {
    /// Describes a service.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, host: &'static str) -> Self {
        Self {
            name,
            version,
            host,
        }
    }
}

/// What is known about an action besides its request and response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// The name, sent as `X-TC-Action`.
    pub name: &'static str,
    /// The service that it belongs to.
    pub service: &'static Service,
    /// Whether sending the same request twice does no harm. Where it might, a request whose outcome
    /// is unknown is never sent again.
    pub safe_to_repeat: bool,
    /// Whether it is called without a credential, by whoever wants to obtain one.
    pub unsigned: bool,
    /// How many requests an account may send in a second, where that is documented.
    pub requests_per_second: Option<u32>,
    /// The wire names of members, of the request and of the response, whose values are never shown.
    pub sensitive: &'static [&'static str],
}

impl ActionInfo {
    /// Describes an action that is signed, is not safe to repeat, and has no documented limit and nothing
    /// sensitive in it.
    #[must_use]
    pub const fn new(name: &'static str, service: &'static Service) -> Self {
        Self {
            name,
            service,
            safe_to_repeat: false,
            unsigned: false,
            requests_per_second: None,
            sensitive: &[],
        }
    }

    /// The same action, safe to repeat.
    #[must_use]
    pub const fn safe_to_repeat(mut self) -> Self {
        self.safe_to_repeat = true;
        self
    }

    /// The same action, called without a credential.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// The same action with a documented limit for each account.
    #[must_use]
    pub const fn requests_per_second(mut self, limit: u32) -> Self {
        self.requests_per_second = Some(limit);
        self
    }

    /// The same action with the names of members whose values are never shown.
    #[must_use]
    pub const fn sensitive(mut self, members: &'static [&'static str]) -> Self {
        self.sensitive = members;
        self
    }
}

/// A request that knows its answer.
pub trait Action: Debug + Encode + Validate + Send + Sync {
    /// What the server answers.
    type Response: Debug + Decode + Send;

    /// Which action this is.
    const INFO: ActionInfo;
}

/// Something that is done for every action of a service: a table of them, or a check of each.
///
/// Every generated crate has a function `visit_actions` that takes one.
pub trait VisitActions {
    /// Is called with each action, in the order of their names.
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + 'static,
        A::Response: Encode + Serialize + DeserializeOwned;
}
