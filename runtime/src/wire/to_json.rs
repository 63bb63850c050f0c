//! Encodes values as JSON text.
//!
//! serde_json writes strings and numbers, and this module writes the rest. With serde's traits,
//! every value would create its own serializer, which takes as long as writing the text.

use std::io;

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member, with_values};
use super::error_path::ErrorPath;
use super::serialize::not_finite;

/// A text of this size makes a value large. The value is then measured before the text is written, so
/// that the buffer grows once, and exactly. Other values are not worth a measurement.
const LARGE_TEXT: usize = 64 * 1024;

/// Appends a value to the buffer.
///
/// # Errors
///
/// If a number is not finite, or a value encodes itself not exactly once.
pub(crate) fn to_json(value: &dyn Encode, buffer: &mut Vec<u8>) -> serde_json::Result<()> {
    let end_before = buffer.len();
    let mut text = JsonEncoder {
        buffer,
        unmeasured: Some((value, end_before)),
        written: false,
        rejected: None,
    };
    text.value(value);
    match text.rejected {
        Some(rejection) => Err(rejection.into_error()),
        None => Ok(()),
    }
}

/// Appends a member to the object that a buffer contains.
///
/// # Errors
///
/// If the buffer does not end with an object.
#[cfg(feature = "client")]
pub(crate) fn append_member<T: Serialize + ?Sized>(
    object: &mut Vec<u8>,
    name: &str,
    value: &T,
) -> serde_json::Result<()> {
    if object.pop() != Some(b'}') {
        return Err(serde_json::Error::custom("it is not an object"));
    }
    if !object.ends_with(b"{") {
        object.push(b',');
    }
    serde_json::to_writer(&mut *object, name)?;
    object.push(b':');
    serde_json::to_writer(&mut *object, value)?;
    object.push(b'}');
    Ok(())
}

/// Returns the length of a value as JSON text. An invalid value has any length.
fn json_length(value: &dyn Encode) -> usize {
    let mut length = Length(0);
    let mut text = JsonEncoder {
        buffer: &mut length,
        unmeasured: None,
        written: false,
        rejected: None,
    };
    text.value(value);
    length.0
}

/// The destination of JSON text.
trait Output: io::Write {
    fn put(&mut self, bytes: &[u8]);

    /// Makes room for a text with that length from a position.
    fn reserve_from(&mut self, position: usize, length: usize);
}

impl Output for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn reserve_from(&mut self, position: usize, length: usize) {
        let end = position.saturating_add(length);
        self.reserve_exact(end.saturating_sub(self.len()));
    }
}

/// The number of bytes that were written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Length {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }

    fn reserve_from(&mut self, _: usize, _: usize) {}
}

/// An encoder that writes JSON text.
struct JsonEncoder<'b, O> {
    buffer: &'b mut O,
    /// The whole value and its position in the buffer, until the value is measured.
    unmeasured: Option<(&'b dyn Encode, usize)>,
    /// Whether the current value was written.
    written: bool,
    /// The first error. Nothing is written after it.
    rejected: Option<Rejection>,
}

/// An error with its path.
struct Rejection {
    error_path: ErrorPath,
    reason: Reason,
}

enum Reason {
    NotFinite,
    NotOnce,
    Unwritable(serde_json::Error),
}

impl Rejection {
    fn into_error(self) -> serde_json::Error {
        let path = self.error_path.to_string();
        match self.reason {
            Reason::NotFinite => serde_json::Error::custom(not_finite(&path)),
            Reason::NotOnce => {
                serde_json::Error::custom(format!("{path}: the value was not encoded exactly once"))
            }
            Reason::Unwritable(error) => error,
        }
    }
}

impl<O: Output> JsonEncoder<'_, O> {
    /// Writes a value.
    fn value(&mut self, value: &dyn Encode) {
        self.written = false;
        value.encode(self);
        if !self.written {
            self.reject(Reason::NotOnce);
        }
    }

    /// Marks the current value as written. Returns false after an error.
    fn begin_value(&mut self) -> bool {
        if std::mem::replace(&mut self.written, true) {
            self.reject(Reason::NotOnce);
        }
        self.rejected.is_none()
    }

    fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.begin_value()
            && let Err(error) = serde_json::to_writer(&mut *self.buffer, value)
        {
            self.reject(Reason::Unwritable(error));
        }
    }

    fn reject(&mut self, reason: Reason) {
        self.rejected.get_or_insert_with(|| Rejection {
            error_path: ErrorPath::default(),
            reason,
        });
    }
}

impl<O> Sealed for JsonEncoder<'_, O> {}

impl<O: Output> Encoder for JsonEncoder<'_, O> {
    fn encode_str(&mut self, value: &str) {
        if value.len() >= LARGE_TEXT
            && let Some((whole, position)) = self.unmeasured.take()
        {
            self.buffer.reserve_from(position, json_length(whole));
        }
        if !is_plain(value) {
            self.scalar(value);
        } else if self.begin_value() {
            self.buffer.put(b"\"");
            self.buffer.put(value.as_bytes());
            self.buffer.put(b"\"");
        }
    }

    fn encode_i64(&mut self, value: i64) {
        self.scalar(&value);
    }

    fn encode_u64(&mut self, value: u64) {
        self.scalar(&value);
    }

    fn encode_f64(&mut self, value: f64) {
        if value.is_finite() {
            self.scalar(&value);
        } else if self.begin_value() {
            self.reject(Reason::NotFinite);
        }
    }

    fn encode_bool(&mut self, value: bool) {
        self.scalar(&value);
    }

    fn encode_json(&mut self, value: &Value) {
        self.scalar(value);
    }

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        if !self.begin_value() {
            return;
        }
        self.buffer.put(b"[");
        for index in 0..length {
            if index > 0 {
                self.buffer.put(b",");
            }
            self.value(item(index));
            if let Some(rejection) = &mut self.rejected {
                return rejection.error_path.item(index);
            }
        }
        self.buffer.put(b"]");
        self.written = true;
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        if !self.begin_value() {
            return;
        }
        self.buffer.put(b"{");
        for (index, (name, value)) in with_values(members).enumerate() {
            if index > 0 {
                self.buffer.put(b",");
            }
            self.written = false;
            self.encode_str(name);
            self.buffer.put(b":");
            self.value(*value);
            if let Some(rejection) = &mut self.rejected {
                return rejection.error_path.member(name);
            }
        }
        self.buffer.put(b"}");
        self.written = true;
    }
}

/// Returns whether the text needs no escapes in JSON. Most texts need none.
///
/// Checks all bytes without an early return, so that the compiler can vectorize the loop.
fn is_plain(text: &str) -> bool {
    let special = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    !text
        .bytes()
        .fold(false, |found, byte| found | special(byte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: &dyn Encode) -> serde_json::Result<String> {
        let mut buffer = b"before ".to_vec();
        to_json(value, &mut buffer)?;
        Ok(String::from_utf8(buffer).unwrap())
    }

    /// An object with two members. The function encodes the second one.
    struct Two(fn(&mut dyn Encoder));

    struct EncodedValue(fn(&mut dyn Encoder));

    impl Encode for EncodedValue {
        fn encode(&self, encoder: &mut dyn Encoder) {
            (self.0)(encoder);
        }
    }

    impl Encode for Two {
        fn encode(&self, encoder: &mut dyn Encoder) {
            let members: [Member<'_>; 4] = [
                ("A\"", &Some(vec![json!("\u{1}\\é"), json!([1.5, null])])),
                ("None", &None::<i64>),
                ("B", &vec![EncodedValue(self.0)]),
                ("C", &Vec::<bool>::new()),
            ];
            encoder.encode_object("Two", &members);
        }
    }

    #[test]
    fn a_value_is_written_as_serde_json_writes_it() {
        for (write, expected) in [
            (
                (|encoder| encoder.encode_i64(i64::MIN)) as fn(&mut dyn Encoder),
                json!(i64::MIN),
            ),
            (|encoder| encoder.encode_u64(u64::MAX), json!(u64::MAX)),
            (|encoder| encoder.encode_f64(1e300), json!(1e300)),
            (|encoder| encoder.encode_bool(true), json!(true)),
            (
                |encoder| encoder.encode_str("\n\u{7f}\u{1f600}"),
                json!("\n\u{7f}\u{1f600}"),
            ),
            (
                |encoder| encoder.encode_list(0, &|_| unreachable!()),
                json!([]),
            ),
            (|encoder| encoder.encode_object("Empty", &[]), json!({})),
        ] {
            let whole =
                format!(r#"before {{"A\"":["\u0001\\é",[1.5,null]],"B":[{expected}],"C":[]}}"#);
            assert_eq!(text(&Two(write)).unwrap(), whole);
        }
    }

    #[test]
    fn the_buffer_of_a_large_value_has_its_size() {
        struct Large(&'static str);

        impl Encode for Large {
            fn encode(&self, encoder: &mut dyn Encoder) {
                let text = self.0.repeat(LARGE_TEXT);
                let members: [Member<'_>; 4] = [
                    ("Kind", &"kind".to_owned()),
                    ("Texts", &vec![text.clone(), text.clone()]),
                    (
                        "Json",
                        &Some(json!({ "Text": text, "Numbers": [1, 1.5, null] })),
                    ),
                    ("Last", &"x".repeat(1000)),
                ];
                encoder.encode_object("Large", &members);
            }
        }

        for text in ["x", "\u{1}\n\"\\é\u{1f600}"] {
            for before in ["", "before"] {
                let mut buffer = Vec::with_capacity(100);
                buffer.extend_from_slice(before.as_bytes());
                to_json(&Large(text), &mut buffer).unwrap();
                assert_eq!(buffer.capacity(), buffer.len());
                let _: Value = serde_json::from_slice(&buffer[before.len()..]).unwrap();
            }
        }
    }

    #[test]
    fn errors_contain_the_path() {
        for (write, reason) in [
            (
                (|encoder| encoder.encode_f64(f64::NAN)) as fn(&mut dyn Encoder),
                "must be a finite number",
            ),
            (|_| (), "not encoded exactly once"),
            (
                |encoder| {
                    encoder.encode_bool(true);
                    encoder.encode_bool(true);
                },
                "not encoded exactly once",
            ),
        ] {
            let error = text(&Two(write)).unwrap_err().to_string();
            assert!(error.starts_with("B[0]: "), "{error}");
            assert!(error.contains(reason), "{error}");
        }
    }
}
