//! The trait of credential providers.

use std::fmt;
use std::sync::Arc;

use super::{Credential, CredentialError};
use crate::BoxFuture;

/// Provides credentials.
///
/// Clients ask the provider at every attempt. A provider of temporary credentials should cache its
/// credential until shortly before it expires:
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use tencent_runtime::BoxFuture;
/// use tencent_runtime::client::credential::{Credential, CredentialError, ProvideCredential};
/// # async fn assume_role() -> Result<Credential, std::io::Error> {
/// #     Ok(Credential::new("id", "key").with_token("token"))
/// # }
///
/// #[derive(Debug, Default)]
/// struct Role {
///     cached: std::sync::Mutex<Option<Credential>>,
///     renewal: tokio::sync::Mutex<()>,
/// }
///
/// impl ProvideCredential for Role {
///     fn cached(&self) -> Option<Credential> {
///         let soon = SystemTime::now() + Duration::from_secs(300);
///         let valid = |cached: &Credential| cached.expires_at().is_none_or(|at| soon < at);
///         self.cached.lock().ok()?.clone().filter(valid)
///     }
///
///     fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
///         Box::pin(async {
///             // One call renews the credential. Concurrent calls wait for it.
///             let _renewal = self.renewal.lock().await;
///             if let Some(cached) = self.cached() {
///                 return Ok(cached);
///             }
///             let fresh = assume_role().await.map_err(CredentialError::provider)?;
///             if let Ok(mut cached) = self.cached.lock() {
///                 *cached = Some(fresh.clone());
///             }
///             Ok(fresh)
///         })
///     }
///
///     fn invalidate(&self, refused: &Credential) {
///         if let Ok(mut cached) = self.cached.lock() {
///             cached.take_if(|cached| cached == refused);
///         }
///     }
/// }
/// ```
pub trait ProvideCredential: fmt::Debug + Send + Sync {
    /// Returns a valid credential without waiting, or `None`. Default: `None`.
    ///
    /// Clients call this method first, because polling a future costs more than signing.
    fn cached(&self) -> Option<Credential> {
        None
    }

    /// Returns a valid credential.
    ///
    /// Both clients await it inside a Tokio runtime with timers and I/O, at most as long as the
    /// call may take. It must not block the thread, because other calls may use it.
    ///
    /// # Errors
    ///
    /// [`CredentialError::Missing`] if the source is not configured, [`CredentialError::Unusable`]
    /// if it is configured wrongly, and [`CredentialError::Provider`] if the provider failed but may
    /// succeed later. A [`CredentialChain`](super::CredentialChain) asks the next provider only after
    /// `Missing`.
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>>;

    /// Reports that the server refused the token of a credential.
    ///
    /// A provider that caches credentials must remove the cached one if it equals `refused`. If it
    /// does not, another call has already replaced it.
    fn invalidate(&self, refused: &Credential) {
        let _ = refused;
    }
}

impl ProvideCredential for Credential {
    fn cached(&self) -> Option<Credential> {
        Some(self.clone())
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: ProvideCredential + ?Sized> ProvideCredential for Arc<P> {
    fn cached(&self) -> Option<Credential> {
        (**self).cached()
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        (**self).credential()
    }

    fn invalidate(&self, refused: &Credential) {
        (**self).invalidate(refused);
    }
}
