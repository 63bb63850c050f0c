//! What hands out credentials.

use std::fmt;
use std::sync::Arc;

use super::{Credential, CredentialError};
use crate::BoxFuture;

/// Where credentials come from.
///
/// Clients ask at every attempt. A provider for which it takes a while, such as one of temporary
/// credentials, keeps the one that it has until shortly before it runs out:
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use tencent_runtime::BoxFuture;
/// use tencent_runtime::credential::{Credential, CredentialError, ProvideCredential};
/// # async fn assume_role() -> Result<Credential, std::io::Error> {
/// #     Ok(Credential::new("id", "key").with_token("token"))
/// # }
///
/// #[derive(Debug, Default)]
/// struct Role {
///     kept: std::sync::Mutex<Option<Credential>>,
///     renewal: tokio::sync::Mutex<()>,
/// }
///
/// impl Role {
///     fn kept(&self) -> Option<Credential> {
///         let soon = SystemTime::now() + Duration::from_secs(300);
///         let good = |kept: &Credential| kept.expires_at().is_none_or(|at| soon < at);
///         self.kept.lock().ok()?.clone().filter(good)
///     }
/// }
///
/// impl ProvideCredential for Role {
///     fn at_hand(&self) -> Option<Credential> {
///         self.kept()
///     }
///
///     fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
///         Box::pin(async {
///             // One call renews it; those that come meanwhile wait, and get the same.
///             let _renewal = self.renewal.lock().await;
///             if let Some(kept) = self.kept() {
///                 return Ok(kept);
///             }
///             let fresh = assume_role().await.map_err(CredentialError::provider)?;
///             if let Ok(mut kept) = self.kept.lock() {
///                 *kept = Some(fresh.clone());
///             }
///             Ok(fresh)
///         })
///     }
///
///     fn invalidate(&self, refused: &Credential) {
///         if let Ok(mut kept) = self.kept.lock() {
///             kept.take_if(|kept| kept == refused);
///         }
///     }
/// }
/// ```
pub trait ProvideCredential: fmt::Debug + Send + Sync {
    /// A credential that is good now, where it takes no waiting and no work to hand it out.
    ///
    /// Clients ask for this first, since asking for a future costs more than signing does. Default:
    /// none is at hand.
    fn at_hand(&self) -> Option<Credential> {
        None
    }

    /// A credential that is good now.
    ///
    /// Both clients wait for it inside a tokio runtime, with timers and sockets, and no longer than
    /// the call may take. It must not block the thread: other calls may be waiting on it.
    ///
    /// # Errors
    ///
    /// [`CredentialError::Missing`] where the source has none, [`CredentialError::Unusable`] where what
    /// it has is no credential, and [`CredentialError::Provider`] where it failed. After `Unusable`, a
    /// [`CredentialChain`](super::CredentialChain) asks nobody else.
    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>>;

    /// The server refused the token of this credential.
    ///
    /// A provider that keeps a credential forgets it where it equals the refused one, so that the next
    /// call of [`ProvideCredential::credential`] brings another. Where it does not, nothing is to be
    /// done: several calls may be refused with one credential, and only the first of them is news.
    fn invalidate(&self, refused: &Credential) {
        let _ = refused;
    }
}

impl ProvideCredential for Credential {
    fn at_hand(&self) -> Option<Credential> {
        Some(self.clone())
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: ProvideCredential + ?Sized> ProvideCredential for Arc<P> {
    fn at_hand(&self) -> Option<Credential> {
        (**self).at_hand()
    }

    fn credential(&self) -> BoxFuture<'_, Result<Credential, CredentialError>> {
        (**self).credential()
    }

    fn invalidate(&self, refused: &Credential) {
        (**self).invalidate(refused);
    }
}
