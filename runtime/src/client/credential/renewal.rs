//! Renews a temporary credential before it expires, one renewal at a time.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use super::{Credential, CredentialError};
use crate::client::clock::Clock;

/// How long before it expires a credential is renewed, in seconds. Servers accept a signature for
/// five minutes.
const MARGIN: u64 = 300;

/// How long a credential that is still valid is used after its renewal began, in seconds. In this
/// time no other call tries to renew it, so a server that is away does not delay every call.
const PAUSE: u64 = 30;

/// A cached credential and the renewals of it.
pub(super) struct Renewal {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held during a renewal. Other calls wait for it.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// How many renewals failed.
    failures: u64,
    last_failure: Option<CredentialError>,
}

struct Current {
    credential: Credential,
    renew_at: u64,
    expires_at: u64,
}

impl Renewal {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            state: Mutex::default(),
            renewing: tokio::sync::Mutex::default(),
        }
    }

    /// Returns the cached credential, unless it must be renewed.
    pub(super) fn fresh(&self) -> Option<Credential> {
        self.state().fresh(self.clock.now())
    }

    /// Returns the cached credential, or waits for a renewal.
    ///
    /// If the renewal fails, all calls that waited for it get the error. If it fails although the
    /// cached credential is still valid, they get that.
    pub(super) async fn credential(
        &self,
        renew: impl Future<Output = Result<Credential, CredentialError>> + Send,
    ) -> Result<Credential, CredentialError> {
        let failures = {
            let state = self.state();
            if let Some(fresh) = state.fresh(self.clock.now()) {
                return Ok(fresh);
            }
            state.failures
        };
        let _renewing = self.renewing.lock().await;
        {
            let mut state = self.state();
            if let Some(fresh) = state.fresh(self.clock.now()) {
                return Ok(fresh);
            }
            if let Some(failure) = &state.last_failure
                && state.failures != failures
            {
                return Err(failure.clone());
            }
            state.postpone(self.clock.now());
        }
        let renewed = renew.await;
        self.state().finish(renewed, self.clock.now())
    }

    /// Forgets the credential if the server refused it.
    pub(super) fn invalidate(&self, refused: &Credential) {
        let current = &mut self.state().current;
        current.take_if(|current| current.credential == *refused);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn fresh(&self, now: u64) -> Option<Credential> {
        let current = self.current.as_ref()?;
        (now < current.renew_at).then(|| current.credential.clone())
    }

    /// Lets other calls use a credential that is still valid while it is renewed.
    fn postpone(&mut self, now: u64) {
        if let Some(current) = &mut self.current {
            current.renew_at = current.expires_at.min(now.saturating_add(PAUSE));
        }
    }

    fn finish(
        &mut self,
        renewed: Result<Credential, CredentialError>,
        now: u64,
    ) -> Result<Credential, CredentialError> {
        match renewed {
            Ok(credential) => {
                self.current = Some(Current::new(credential.clone(), now));
                Ok(credential)
            }
            Err(error) => {
                self.failures += 1;
                self.last_failure = Some(error.clone());
                let valid = self.current.as_ref().filter(|it| now < it.expires_at);
                valid.map_or(Err(error), |current| Ok(current.credential.clone()))
            }
        }
    }
}

impl Current {
    /// Plans the next renewal: [`MARGIN`] before the expiry, or after half of a shorter time.
    fn new(credential: Credential, now: u64) -> Self {
        let expires_at = credential.expires_at();
        let since = expires_at.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let expires_at = since.map_or(u64::MAX, |since| since.as_secs());
        let left = expires_at.saturating_sub(now);
        Self {
            credential,
            renew_at: expires_at - MARGIN.min(left.div_ceil(2)),
            expires_at,
        }
    }
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewal")
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::client::clock::{ManualClock, system_time};

    const NOW: u64 = 1_700_000_000;

    fn issued(id: &str, seconds: u64) -> Result<Credential, CredentialError> {
        let at = system_time(NOW + seconds).unwrap();
        Ok(Credential::new(id, "key").with_expiry(at))
    }

    fn failed() -> Result<Credential, CredentialError> {
        Err(CredentialError::provider("away"))
    }

    fn poll<T>(future: impl Future<Output = T>) -> Poll<T> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    fn id(renewal: &Renewal, renewed: Result<Credential, CredentialError>) -> String {
        match poll(renewal.credential(ready(renewed))) {
            Poll::Ready(Ok(credential)) => credential.secret_id().to_owned(),
            Poll::Ready(Err(error)) => error.to_string(),
            Poll::Pending => panic!("it waits"),
        }
    }

    fn renewal() -> (Renewal, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::new(NOW));
        (Renewal::new(clock.clone()), clock)
    }

    #[test]
    fn a_credential_is_renewed_before_it_expires() {
        let (renewal, clock) = renewal();
        assert_eq!(id(&renewal, issued("one", 7200)), "one");
        clock.advance(7200 - MARGIN - 1);
        assert_eq!(id(&renewal, issued("two", 14_400)), "one");
        clock.advance(1);
        assert_eq!(id(&renewal, issued("two", 14_400)), "two");
        assert_eq!(renewal.fresh().unwrap().secret_id(), "two");
    }

    #[test]
    fn a_short_credential_is_renewed_after_half_of_its_time() {
        let (renewal, clock) = renewal();
        assert_eq!(id(&renewal, issued("one", 100)), "one");
        clock.advance(49);
        assert_eq!(id(&renewal, issued("two", 200)), "one");
        clock.advance(1);
        assert_eq!(id(&renewal, issued("two", 200)), "two");
    }

    #[test]
    fn an_expired_credential_is_not_cached() {
        let (renewal, _) = renewal();
        assert_eq!(id(&renewal, issued("one", 0)), "one");
        assert_eq!(renewal.fresh(), None);
        assert_eq!(id(&renewal, issued("two", 0)), "two");
    }

    #[test]
    fn a_valid_credential_survives_a_failure() {
        let (renewal, clock) = renewal();
        id(&renewal, issued("one", 7200));
        clock.advance(7200 - MARGIN);
        assert_eq!(id(&renewal, failed()), "one");
        // The next try comes after a pause.
        clock.advance(PAUSE - 1);
        assert_eq!(id(&renewal, issued("two", 14_400)), "one");
        clock.advance(1);
        assert_eq!(id(&renewal, issued("two", 14_400)), "two");
    }

    #[test]
    fn a_failure_is_reported_after_the_expiry() {
        let (renewal, clock) = renewal();
        id(&renewal, issued("one", 7200));
        clock.advance(7199);
        assert_eq!(id(&renewal, failed()), "one");
        clock.advance(1);
        assert!(id(&renewal, failed()).contains("away"));
    }

    #[test]
    fn other_calls_use_a_valid_credential_during_its_renewal() {
        let (renewal, clock) = renewal();
        id(&renewal, issued("one", 7200));
        clock.advance(7200 - MARGIN);
        let mut first = pin!(renewal.credential(pending()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert_eq!(id(&renewal, issued("two", 14_400)), "one");
    }

    #[test]
    fn calls_that_wait_for_a_renewal_share_its_failure() {
        let (renewal, _) = renewal();
        let mut context = Context::from_waker(Waker::noop());
        let mut renewing = pin!(renewal.renewing.lock());
        let Poll::Ready(renewing) = renewing.as_mut().poll(&mut context) else {
            panic!("another call renews the credential");
        };
        let mut waiting = pin!(renewal.credential(pending()));
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        let _ = renewal.state().finish(failed(), NOW);
        drop(renewing);
        let Poll::Ready(Err(error)) = waiting.as_mut().poll(&mut context) else {
            panic!("it renews again");
        };
        assert!(error.to_string().contains("away"), "{error}");
        // A later call tries again.
        assert_eq!(id(&renewal, issued("one", 7200)), "one");
    }

    #[test]
    fn a_cancelled_renewal_does_not_block_the_next() {
        let (renewal, _) = renewal();
        assert!(poll(renewal.credential(pending())).is_pending());
        assert_eq!(id(&renewal, issued("one", 7200)), "one");
    }

    #[test]
    fn only_the_refused_credential_is_forgotten() {
        let (renewal, _) = renewal();
        id(&renewal, issued("one", 7200));
        renewal.invalidate(&Credential::new("another", "key"));
        assert_eq!(renewal.fresh().unwrap().secret_id(), "one");
        renewal.invalidate(&Credential::new("one", "key"));
        assert_eq!(renewal.fresh(), None);
    }
}
