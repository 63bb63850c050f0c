//! The backend of a generated client: the service or a stub.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::error::Error;
use super::json_request::JsonRequest;
use super::options::CallOptions;
use super::response_future::ResponseFuture;
use super::transport::Transport;
use crate::Action;

/// The backend of a generated client: a transport `T`, or a stub `S` in tests.
///
/// The transport does not implement the stub's trait. If it did, a program that makes one call
/// would compile and link all actions of the service.
pub enum Backend<T, S: ?Sized> {
    /// Calls the service.
    Service(T),
    /// Calls a stub.
    Stub(Arc<S>),
}

impl<T: Clone, S: ?Sized> Clone for Backend<T, S> {
    fn clone(&self) -> Self {
        match self {
            Self::Service(transport) => Self::Service(transport.clone()),
            Self::Stub(stub) => Self::Stub(Arc::clone(stub)),
        }
    }
}

impl<T: fmt::Debug, S: fmt::Debug + ?Sized> fmt::Debug for Backend<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(transport) => transport.fmt(f),
            Self::Stub(stub) => stub.fmt(f),
        }
    }
}

/// The method of a stub `S` for an action `A`.
pub type StubMethod<S, A> =
    for<'a> fn(&'a S, &'a A, &'a CallOptions) -> ResponseFuture<'a, <A as Action>::Response>;

/// The method of a stub `S` for actions that no crate contains.
pub type JsonStubMethod<S> =
    for<'a> fn(&'a S, &'a JsonRequest, &'a CallOptions) -> ResponseFuture<'a, Value>;

impl<T, S: ?Sized> Backend<T, S> {
    /// Returns whether calls go to a stub.
    #[cfg(feature = "blocking")]
    pub(super) fn is_stub(&self) -> bool {
        matches!(self, Self::Stub(_))
    }
}

impl<S: Send + Sync + ?Sized> Backend<Transport, S> {
    /// Validates a request, then calls the service or the stub.
    ///
    /// All actions share this function, so that a client with hundreds of them compiles quickly.
    pub fn call<'a, A: Action + 'a>(
        &'a self,
        request: A,
        options: &'a CallOptions,
        stub_method: StubMethod<S, A>,
    ) -> ResponseFuture<'a, A::Response> {
        ResponseFuture::new(async move { self.send(&request, options, stub_method).await })
    }

    /// Calls an action that no crate contains, or the stub.
    pub fn call_json<'a>(
        &'a self,
        request: JsonRequest,
        options: &'a CallOptions,
        stub_method: JsonStubMethod<S>,
    ) -> ResponseFuture<'a, Value> {
        ResponseFuture::new(async move {
            match self {
                Self::Service(transport) => transport.call_json(&request, options).await,
                Self::Stub(stub) => stub_method(stub, &request, options).await,
            }
        })
    }

    pub(super) async fn send<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
        stub_method: StubMethod<S, A>,
    ) -> Result<A::Response, Error> {
        options.check(request)?;
        match self {
            Self::Service(transport) => transport.call(request, options).await,
            Self::Stub(stub) => stub_method(stub, request, options).await,
        }
    }
}

#[cfg(feature = "blocking")]
impl<S: ?Sized> Backend<super::blocking::Transport, S> {
    /// Validates a request, then calls the service or the stub.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn call<A: Action>(
        &self,
        request: A,
        options: &CallOptions,
        stub_method: super::blocking::StubMethod<S, A>,
    ) -> Result<A::Response, Error> {
        self.send(&request, options, stub_method)
    }

    /// Calls an action that no crate contains, or the stub.
    ///
    /// # Errors
    ///
    /// See the variants of [`Error`].
    pub fn call_json(
        &self,
        request: &JsonRequest,
        options: &CallOptions,
        stub_method: super::blocking::JsonStubMethod<S>,
    ) -> Result<Value, Error> {
        match self {
            Self::Service(transport) => transport.call_json(request, options),
            Self::Stub(stub) => stub_method(stub, request, options),
        }
    }

    pub(super) fn send<A: Action>(
        &self,
        request: &A,
        options: &CallOptions,
        stub_method: super::blocking::StubMethod<S, A>,
    ) -> Result<A::Response, Error> {
        options.check(request)?;
        match self {
            Self::Service(transport) => transport.call(request, options),
            Self::Stub(stub) => stub_method(stub, request, options),
        }
    }
}
