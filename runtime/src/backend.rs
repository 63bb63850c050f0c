//! What a client calls.

use std::fmt;
use std::sync::Arc;

use crate::Action;
#[cfg(feature = "blocking")]
use crate::Error;
use crate::options::CallOptions;
#[cfg(feature = "client")]
use crate::reply::Reply;

/// What stands behind a client: the service, or what a test put in its place.
///
/// The transport is not one of the stubs. If it were, whoever makes one call would compile, link and
/// ship all calls of the service.
pub enum Backend<T, S: ?Sized> {
    /// The service, by its transport.
    Service(T),
    /// What a test put in its place.
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

/// The method of a stub that answers an action.
#[cfg(feature = "client")]
pub type Stubbed<S, A> =
    for<'a> fn(&'a S, &'a A, &'a CallOptions) -> Reply<'a, <A as Action>::Response>;

#[cfg(feature = "client")]
impl<S: Send + Sync + ?Sized> Backend<crate::client::Transport, S> {
    /// Validates a request, and asks whoever stands behind the client.
    ///
    /// One function makes every call, so that a client of hundreds of actions costs little to compile.
    pub fn call<'a, A: Action + 'a>(
        &'a self,
        request: A,
        options: &'a CallOptions,
        stubbed: Stubbed<S, A>,
    ) -> Reply<'a, A::Response> {
        Reply::new(async move {
            options.check(&request)?;
            match self {
                Self::Service(transport) => transport.call(&request, options).await,
                Self::Stub(stub) => stubbed(stub, &request, options).await,
            }
        })
    }
}

#[cfg(feature = "blocking")]
impl<S: ?Sized> Backend<crate::blocking::Transport, S> {
    /// Validates a request, and asks whoever stands behind the client.
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong.
    pub fn call<A: Action>(
        &self,
        request: A,
        options: &CallOptions,
        stubbed: fn(&S, &A, &CallOptions) -> Result<A::Response, Error>,
    ) -> Result<A::Response, Error> {
        options.check(&request)?;
        match self {
            Self::Service(transport) => transport.call(&request, options),
            Self::Stub(stub) => stubbed(stub, &request, options),
        }
    }
}
