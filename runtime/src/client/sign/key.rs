//! Signing keys. A key is valid for one UTC day.

use std::fmt;
use std::sync::{Arc, RwLock};

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::Sha256;

use super::ALGORITHM;
use super::hex::HexDigest;
use crate::client::credential::Credential;

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// How many keys are cached. A client uses one, or two while a temporary credential is renewed.
const MAX_KEYS: usize = 8;

/// The keys that were derived last.
#[derive(Default)]
pub(super) struct KeyCache {
    keys: RwLock<Vec<Arc<DayKey>>>,
}

/// The signing key of one credential, service and day.
pub(super) struct DayKey {
    credential: Credential,
    service: String,
    day: u64,
    /// `{date}/{service}/tc3_request`.
    scope: String,
    /// HMAC initialized with the key. Each signature clones it.
    state: Hmac<Sha256>,
}

impl KeyCache {
    /// Calls `sign` with the key for a time. Derives the key if it is not cached.
    pub(super) fn with<T>(
        &self,
        credential: &Credential,
        service: &str,
        timestamp: u64,
        sign: impl FnOnce(&DayKey) -> T,
    ) -> T {
        let day = timestamp / SECONDS_PER_DAY;
        if let Ok(keys) = self.keys.read()
            && let Some(key) = keys.iter().find(|key| key.fits(credential, service, day))
        {
            return sign(key);
        }
        let key = Arc::new(DayKey::derive(credential, service, day));
        if let Ok(mut keys) = self.keys.write() {
            if keys.len() >= MAX_KEYS {
                keys.remove(0);
            }
            keys.push(Arc::clone(&key));
        }
        sign(&key)
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCache")
    }
}

impl DayKey {
    fn derive(credential: &Credential, service: &str, day: u64) -> Self {
        let date = date_of(day);
        let secret = zeroizing(format!("TC3{}", credential.secret_key()));
        let of_date = chain(secret.as_bytes(), &date);
        let of_service = chain(&of_date, service);
        let key = chain(&of_service, "tc3_request");
        Self {
            credential: credential.clone(),
            service: service.to_owned(),
            day,
            scope: format!("{date}/{service}/tc3_request"),
            state: keyed(&key),
        }
    }

    fn fits(&self, credential: &Credential, service: &str, day: u64) -> bool {
        self.day == day && self.service == service && self.credential.has_same_keys(credential)
    }

    pub(super) fn scope(&self) -> &str {
        &self.scope
    }

    /// Returns the text to sign in pieces.
    pub(super) fn string_to_sign<'a>(
        &'a self,
        timestamp: &'a str,
        canonical: &'a HexDigest,
    ) -> [&'a str; 7] {
        [
            ALGORITHM,
            "\n",
            timestamp,
            "\n",
            &self.scope,
            "\n",
            canonical.as_str(),
        ]
    }

    /// Signs a text.
    pub(super) fn sign(&self, text: &str) -> HexDigest {
        let mut mac = self.state.clone();
        mac.update(text.as_bytes());
        HexDigest::of(&mac.finalize().into_bytes())
    }
}

/// Returns the UTC date of a day since the Unix epoch, like `2023-11-14`.
fn date_of(day: u64) -> String {
    let second = i64::try_from(day.saturating_mul(SECONDS_PER_DAY)).unwrap_or(i64::MAX);
    let instant = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    TimeZone::UTC.to_datetime(instant).date().to_string()
}

fn chain(key: &[u8], message: &str) -> [u8; 32] {
    let mut mac = keyed(key);
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    match Hmac::new_from_slice(key) {
        Ok(state) => state,
        // HMAC accepts keys of every length, so this is not reached.
        Err(_) => Hmac::new(&Default::default()),
    }
}

/// Wraps a text whose memory is zeroed when it is dropped.
fn zeroizing(text: String) -> secrecy::zeroize::Zeroizing<String> {
    secrecy::zeroize::Zeroizing::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(cache: &KeyCache, credential: &Credential, service: &str, second: u64) -> String {
        cache.with(credential, service, second, |key| key.scope().to_owned())
    }

    #[test]
    fn a_key_is_derived_once_for_a_day_a_service_and_a_credential() {
        let cache = KeyCache::default();
        let credential = Credential::new("id", "key");
        let count = || cache.keys.read().unwrap().len();
        for second in [0, 1, SECONDS_PER_DAY - 1] {
            assert_eq!(
                scope(&cache, &credential, "demo", second),
                "1970-01-01/demo/tc3_request"
            );
        }
        assert_eq!(count(), 1);
        let next = scope(&cache, &credential, "demo", SECONDS_PER_DAY);
        assert_eq!(next, "1970-01-02/demo/tc3_request");
        scope(&cache, &credential, "other", 0);
        scope(&cache, &Credential::new("id", "another"), "demo", 0);
        assert_eq!(count(), 4);
    }

    #[test]
    fn the_cache_does_not_grow_without_end() {
        let cache = KeyCache::default();
        let credential = Credential::new("id", "key");
        (0..100).for_each(|day| drop(scope(&cache, &credential, "demo", day * SECONDS_PER_DAY)));
        assert_eq!(cache.keys.read().unwrap().len(), MAX_KEYS);
    }
}
