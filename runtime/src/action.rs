//! Descriptions of services and actions.

use std::fmt::Debug;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "client")]
use crate::ErrorCode;
use crate::environment::EnvironmentInfo;
use crate::validate::Validate;
use crate::wire::{Decode, Encode};

/// The default maximum size of a request body, in bytes. Most actions accept no larger bodies.
const MAX_REQUEST_BYTES: usize = 10 * 1024 * 1024;

/// One version of a service.
///
/// ```
/// use tencent_runtime::Service;
///
/// const SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// assert_eq!(SERVICE.host, "demo.example.com");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// The short name, which is part of every signature.
    pub name: &'static str,
    /// The version of the API, sent as `X-TC-Version`.
    pub version: &'static str,
    /// The default host, without a scheme.
    pub host: &'static str,
    /// The environments. The first one is the default. Most services have none, and one host.
    pub environments: &'static [EnvironmentInfo],
    /// Whether its requests need a region. A call without one is not sent.
    pub requires_region: bool,
}

impl Service {
    /// Creates a description.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, host: &'static str) -> Self {
        Self {
            name,
            version,
            host,
            environments: &[],
            requires_region: false,
        }
    }

    /// Marks the service as one whose requests need a region.
    #[must_use]
    pub const fn requires_region(mut self) -> Self {
        self.requires_region = true;
        self
    }

    /// Sets the environments. The first one is the default.
    #[must_use]
    pub const fn environments(mut self, environments: &'static [EnvironmentInfo]) -> Self {
        self.environments = environments;
        self
    }
}

/// The properties of an action, except its request and response.
///
/// ```
/// use tencent_runtime::{ActionInfo, Service};
///
/// static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");
/// let info = ActionInfo::new("DescribeThings", &SERVICE).idempotent().requests_per_second(20);
/// assert_eq!((info.idempotent, info.requests_per_second), (true, Some(20)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionInfo {
    /// The name, sent as `X-TC-Action`.
    pub name: &'static str,
    /// The service of the action.
    pub service: &'static Service,
    /// Whether sending the same request twice has the same effect as sending it once. A request of
    /// another action is not retried if its outcome is unknown.
    pub idempotent: bool,
    /// The wire name of the member with the idempotency token: the server executes requests with the same token
    /// once. A request that has one is retried like that of an idempotent action.
    pub idempotency_token: Option<&'static str>,
    /// Whether the action is called without a credential, because it returns one.
    pub unsigned: bool,
    /// The documented number of requests per second for an account.
    pub requests_per_second: Option<u32>,
    /// The time after which the server gives up a request, if it is known. By default, the client waits
    /// longer for the response.
    pub server_timeout: Option<Duration>,
    /// The documented error codes after which the same request succeeds later.
    pub retry_on: &'static [RetryableCode],
    /// The maximum size of a request body, in bytes.
    pub max_request_bytes: usize,
    /// The wire names of sensitive members of the request and the response. Their values are never
    /// shown.
    pub sensitive: &'static [&'static str],
    /// The form of the request body.
    pub body_form: BodyForm,
    /// How the action answers with server-sent events. `None` if it does not.
    pub event_stream: Option<EventStreamInfo>,
}

/// The form of a request body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyForm {
    /// JSON.
    #[default]
    Json,
    /// `multipart/form-data` with a part for each member. Bytes are sent as they are.
    Multipart,
    /// `application/octet-stream`: the bytes of one member. The other members are headers.
    Octets,
}

impl ActionInfo {
    /// Creates a description. The action is signed and not idempotent, and accepts bodies of up to
    /// 10 MiB. It has no documented limits, no retryable codes and no sensitive members.
    #[must_use]
    pub const fn new(name: &'static str, service: &'static Service) -> Self {
        Self {
            name,
            service,
            idempotent: false,
            idempotency_token: None,
            unsigned: false,
            requests_per_second: None,
            server_timeout: None,
            retry_on: &[],
            max_request_bytes: MAX_REQUEST_BYTES,
            sensitive: &[],
            body_form: BodyForm::Json,
            event_stream: None,
        }
    }

    /// Sets the form of the request body.
    #[must_use]
    pub const fn body_form(mut self, form: BodyForm) -> Self {
        self.body_form = form;
        self
    }

    /// Marks the action as idempotent.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the wire name of the member with the idempotency token.
    #[must_use]
    pub const fn idempotency_token(mut self, member: &'static str) -> Self {
        self.idempotency_token = Some(member);
        self
    }

    /// Marks the action as called without a credential.
    #[must_use]
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Sets the documented number of requests per second.
    #[must_use]
    pub const fn requests_per_second(mut self, limit: u32) -> Self {
        self.requests_per_second = Some(limit);
        self
    }

    /// Sets the time after which the server gives up a request.
    #[must_use]
    pub const fn server_timeout(mut self, timeout: Duration) -> Self {
        self.server_timeout = Some(timeout);
        self
    }

    /// Sets the error codes after which the same request succeeds later.
    #[must_use]
    pub const fn retry_on(mut self, codes: &'static [RetryableCode]) -> Self {
        self.retry_on = codes;
        self
    }

    /// Returns the description of an error code after which the same request succeeds later.
    #[cfg(feature = "client")]
    pub(crate) fn retryable_code(&self, code: &ErrorCode) -> Option<&'static RetryableCode> {
        self.retry_on.iter().find(|known| code == known.code)
    }

    /// Sets the maximum size of a request body, in bytes.
    #[must_use]
    pub const fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = bytes;
        self
    }

    /// Sets the wire names of the sensitive members.
    #[must_use]
    pub const fn sensitive(mut self, members: &'static [&'static str]) -> Self {
        self.sensitive = members;
        self
    }

    /// Sets how the action answers with server-sent events.
    #[must_use]
    pub const fn event_stream(mut self, info: EventStreamInfo) -> Self {
        self.event_stream = Some(info);
        self
    }
}

/// How an action answers with server-sent events. Members are named by their wire names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventStreamInfo {
    /// The member of the request that asks for events if it is true. `None` if the service decides.
    pub switch: Option<&'static str>,
    /// The paths of the code and the message of an error in an event, besides the member `Error`.
    pub error: Option<[&'static [&'static str]; 2]>,
}

impl EventStreamInfo {
    /// Creates a description without a switch, and without members for errors.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            switch: None,
            error: None,
        }
    }

    /// Sets the member of the request that asks for events if it is true.
    #[must_use]
    pub const fn switch(mut self, member: &'static str) -> Self {
        self.switch = Some(member);
        self
    }

    /// Sets the paths of the code and the message of an error in an event.
    #[must_use]
    pub const fn error(
        mut self,
        code: &'static [&'static str],
        message: &'static [&'static str],
    ) -> Self {
        self.error = Some([code, message]);
        self
    }
}

/// A documented error code with which a server refuses a request for a short time, for example because a
/// document that the request needs is not ready. The server did not execute the request.
///
/// ```
/// use std::time::Duration;
/// use tencent_runtime::RetryableCode;
///
/// let (pause, within) = (Duration::from_secs(2), Duration::from_secs(60));
/// let code = RetryableCode::new("ResourceUnavailable.NotReady", pause, within);
/// assert_eq!(code.pause, pause);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryableCode {
    /// The code.
    pub code: &'static str,
    /// The pause before each retry.
    pub pause: Duration,
    /// The time after the start of the call in which it is retried.
    pub within: Duration,
}

impl RetryableCode {
    /// Creates a description.
    #[must_use]
    pub const fn new(code: &'static str, pause: Duration, within: Duration) -> Self {
        Self {
            code,
            pause,
            within,
        }
    }
}

/// A request with a known type of response.
///
/// ```
/// use tencent_runtime::Action;
///
/// /// Names the action of a request, for a log.
/// fn name<A: Action>(_: &A) -> String {
///     format!("{} of {}", A::INFO.name, A::INFO.service.name)
/// }
/// ```
pub trait Action: Debug + Encode + Validate + Send + Sync {
    /// The response of the action.
    type Response: Debug + Decode + Send;

    /// The properties of the action.
    const INFO: ActionInfo;
}

/// A request whose action can answer with server-sent events. Generated crates implement it.
#[diagnostic::on_unimplemented(
    message = "the action of `{Self}` does not answer with events",
    note = "await the call instead"
)]
pub trait StreamingAction: Action<Response: 'static> {
    /// Sets the member of the request that asks for events, if it has one.
    #[doc(hidden)]
    fn ask_for_events(&mut self) {}
}

/// Visits every action of a service, for example to build a table of them.
///
/// The function `visit_actions` of a generated crate takes a visitor.
///
/// ```
/// use serde::{Serialize, de::DeserializeOwned};
/// use tencent_runtime::wire::{Decode, Encode};
/// use tencent_runtime::{Action, VisitActions};
///
/// #[derive(Default)]
/// struct Names(Vec<&'static str>);
///
/// impl VisitActions for Names {
///     fn visit<A>(&mut self)
///     where
///         A: Action + Decode + Serialize + DeserializeOwned + 'static,
///         A::Response: Encode + Serialize + DeserializeOwned,
///     {
///         self.0.push(A::INFO.name);
///     }
/// }
/// ```
pub trait VisitActions {
    /// Visits one action. Actions come in the order of their names.
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + 'static,
        A::Response: Encode + Serialize + DeserializeOwned;
}
