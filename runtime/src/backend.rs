//! What a client calls.

use std::fmt;
use std::sync::Arc;

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
