//! Computes the signature of a received request. This code is independent of the client's.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The value of `X-TC-Content-SHA256` for a body that is not signed. It is hashed instead of the body.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The parts of an `Authorization` header.
pub(crate) struct Authorization<'a> {
    pub(crate) secret_id: &'a str,
    date: &'a str,
    service: &'a str,
    headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Parses `TC3-HMAC-SHA256 Credential=…/…/…/tc3_request, SignedHeaders=…, Signature=…`.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text
            .strip_prefix("TC3-HMAC-SHA256 ")?
            .split(',')
            .map(str::trim);
        let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
        let mut credential = part("Credential")?.split('/');
        let headers = part("SignedHeaders")?;
        let signature = part("Signature")?;
        let parsed = Self {
            secret_id: credential.next()?,
            date: credential.next()?,
            service: credential.next()?,
            headers,
            signature,
        };
        (credential.next() == Some("tc3_request") && credential.next().is_none()).then_some(parsed)
    }

    /// Returns whether the key made this signature of a request. `header` returns the value of a
    /// signed header.
    pub(crate) fn is_made_with<'h>(
        &self,
        secret_key: &str,
        service: &str,
        timestamp: &str,
        header: impl Fn(&str) -> Option<&'h str>,
        body: &[u8],
    ) -> bool {
        let mut canonical = "POST\n/\n\n".to_owned();
        for name in self.headers.split(';') {
            let Some(value) = header(name) else {
                return false;
            };
            canonical += &format!("{name}:{}\n", value.trim().to_lowercase());
        }
        let signed_body = match header("x-tc-content-sha256") {
            Some(UNSIGNED) => UNSIGNED.as_bytes(),
            _ => body,
        };
        canonical += &format!("\n{}\n{}", self.headers, hex(&Sha256::digest(signed_body)));
        let scope = format!("{}/{}/tc3_request", self.date, self.service);
        let hashed = hex(&Sha256::digest(canonical.as_bytes()));
        let to_sign = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{hashed}");
        let of_date = mac(format!("TC3{secret_key}").as_bytes(), self.date);
        let of_service = mac(&of_date, self.service);
        let key = mac(&of_service, "tc3_request");
        let signs_required = ["content-type", "host"]
            .iter()
            .all(|name| self.headers.split(';').any(|signed| signed == *name));
        signs_required
            && self.service == service
            && timestamp
                .parse()
                .is_ok_and(|seconds| self.date == date(seconds))
            && self.signature == hex(&mac(&key, &to_sign))
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC accepts keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Writes bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Converts seconds since the Unix epoch to a date in UTC.
fn date(seconds: u64) -> String {
    // Counts from March 1 of the year 0, so that the leap day is the last of its year.
    let days = seconds / 86_400 + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_of_seconds() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_551_113_065, "2019-02-25"),
            (1_709_251_199, "2024-02-29"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(date(seconds), expected, "{seconds}");
        }
    }
}
