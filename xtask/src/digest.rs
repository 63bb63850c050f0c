//! SHA-256, as manifests, journals and notes name a text by it.

use sha2::{Digest, Sha256};

/// The digest of a text, in hexadecimal digits.
pub(crate) fn of(text: &[u8]) -> String {
    hexadecimal(&Sha256::digest(text))
}

/// The digest of several texts that follow each other, each told from the next by its length.
pub(crate) fn of_all<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hexadecimal(&hash.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
