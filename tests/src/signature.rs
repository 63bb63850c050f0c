//! Computes the signature of a received request, independently of the runtime.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Checks the signature of a received request. The error says what is wrong.
pub fn verify(
    headers: &BTreeMap<String, String>,
    body: &[u8],
    service: &str,
    secret_id: &str,
    secret_key: &str,
) -> Result<(), String> {
    let header = |name: &str| headers.get(name).ok_or(format!("no {name}"));
    let seconds: u64 = header("x-tc-timestamp")?
        .parse()
        .map_err(|_| "no timestamp")?;
    let date = date(seconds);
    let canonical = format!(
        "POST\n/\n\ncontent-type:{}\nhost:{}\n\ncontent-type;host\n{}",
        header("content-type")?,
        header("host")?,
        hex(&Sha256::digest(body)),
    );
    let scope = format!("{date}/{service}/tc3_request");
    let to_sign = format!(
        "TC3-HMAC-SHA256\n{seconds}\n{scope}\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    let of_day = mac(format!("TC3{secret_key}").as_bytes(), &date);
    let key = mac(&mac(&of_day, service), "tc3_request");
    let expected = format!(
        "TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders=content-type;host, Signature={}",
        hex(&mac(&key, &to_sign))
    );
    let found = header("authorization")?;
    if *found == expected {
        Ok(())
    } else {
        Err(format!("signed {found}, should be {expected}"))
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Converts seconds since the Unix epoch to a date, year by year.
fn date(seconds: u64) -> String {
    let mut days = seconds / 86_400;
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}
