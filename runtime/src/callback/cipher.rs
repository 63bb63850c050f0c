//! Encryption of messages: AES-256-CBC with PKCS#7 padding, in Base64.

use aes::Aes256;
use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::{Decryptor, Encryptor};
use subtle::{ConstantTimeEq, ConstantTimeGreater};

use super::ReceiveError;
use super::protection::Key;

const BLOCK_BYTES: usize = 16;

type Block = [u8; BLOCK_BYTES];

/// Decrypts a message.
pub(super) fn decrypt(key: &Key, base64: &[u8]) -> Result<String, ReceiveError> {
    let mut bytes = STANDARD.decode(base64).map_err(|_| ReceiveError::Base64)?;
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK_BYTES>();
    if blocks.is_empty() || !rest.is_empty() {
        return Err(ReceiveError::Length);
    }
    Decryptor::<Aes256>::new(key.bytes().into(), &iv(key).into())
        .decrypt_blocks(Array::cast_slice_from_core_mut(blocks));
    let padding = blocks.last().and_then(padding);
    let length = bytes.len() - padding.ok_or(ReceiveError::Padding)?;
    bytes.truncate(length);
    String::from_utf8(bytes).map_err(|_| ReceiveError::Utf8)
}

/// Encrypts a message.
pub(super) fn encrypt(key: &Key, text: &str) -> String {
    let padding = BLOCK_BYTES - text.len() % BLOCK_BYTES;
    let mut bytes = text.as_bytes().to_vec();
    // The padding has at most 16 bytes, so the cast loses nothing.
    bytes.resize(text.len() + padding, padding as u8);
    let (blocks, _) = bytes.as_chunks_mut::<BLOCK_BYTES>();
    Encryptor::<Aes256>::new(key.bytes().into(), &iv(key).into())
        .encrypt_blocks(Array::cast_slice_from_core_mut(blocks));
    STANDARD.encode(bytes)
}

/// The initialization vector is the first half of the key.
fn iv(key: &Key) -> Block {
    let mut iv = Block::default();
    iv.copy_from_slice(&key.bytes()[..BLOCK_BYTES]);
    iv
}

/// Returns the length of the padding, or `None` if it is invalid. Checks every byte, in a time that does
/// not depend on the bytes.
fn padding(last: &Block) -> Option<usize> {
    let length = last[BLOCK_BYTES - 1];
    let mut valid = !length.ct_eq(&0) & !length.ct_gt(&(BLOCK_BYTES as u8));
    for (position, byte) in (0_u16..).zip(last) {
        let is_text = !(position + u16::from(length)).ct_gt(&(BLOCK_BYTES as u16 - 1));
        valid &= is_text | byte.ct_eq(&length);
    }
    bool::from(valid).then_some(usize::from(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(length: u8) -> Block {
        let mut block = [b'a'; BLOCK_BYTES];
        block[BLOCK_BYTES - usize::from(length)..].fill(length);
        block
    }

    #[test]
    fn each_byte_of_the_padding_counts_and_no_other() {
        for length in 1..=BLOCK_BYTES as u8 {
            let start = BLOCK_BYTES - usize::from(length);
            assert_eq!(padding(&padded(length)), Some(length.into()));
            // The last byte is the length.
            for position in 0..BLOCK_BYTES - 1 {
                for other in (0..=u8::MAX).filter(|other| *other != length) {
                    let mut block = padded(length);
                    block[position] = other;
                    let expected = (position < start).then_some(usize::from(length));
                    assert_eq!(padding(&block), expected, "{length} {position} {other}");
                }
            }
        }
    }

    #[test]
    fn a_length_is_1_to_16() {
        for length in (17..=u8::MAX).chain([0]) {
            assert_eq!(padding(&[length; BLOCK_BYTES]), None, "{length}");
        }
    }
}
