//! Encodes values as JSON text.
//!
//! serde_json writes strings and numbers, and this module writes the rest. With serde's traits,
//! every value would create its own serializer, which takes as long as writing the text.

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member, with_values};
use super::error_path::ErrorPath;
use super::serialize::not_finite;

/// Appends a value to the buffer.
///
/// # Errors
///
/// If a number is not finite, or a value encodes itself not exactly once.
pub(crate) fn to_json(value: &dyn Encode, buffer: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut text = JsonEncoder {
        buffer,
        written: false,
        rejected: None,
    };
    text.value(value);
    match text.rejected {
        Some(rejection) => Err(rejection.into_error()),
        None => Ok(()),
    }
}

/// An encoder that writes JSON text.
struct JsonEncoder<'b> {
    buffer: &'b mut Vec<u8>,
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

impl JsonEncoder<'_> {
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

impl Sealed for JsonEncoder<'_> {}

impl Encoder for JsonEncoder<'_> {
    fn encode_str(&mut self, value: &str) {
        if !is_plain(value) {
            self.scalar(value);
        } else if self.begin_value() {
            self.buffer.reserve(value.len() + 2);
            self.buffer.push(b'"');
            self.buffer.extend_from_slice(value.as_bytes());
            self.buffer.push(b'"');
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
        self.buffer.push(b'[');
        for index in 0..length {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.value(item(index));
            if let Some(rejection) = &mut self.rejected {
                return rejection.error_path.item(index);
            }
        }
        self.buffer.push(b']');
        self.written = true;
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        if !self.begin_value() {
            return;
        }
        self.buffer.push(b'{');
        for (index, (name, value)) in with_values(members).enumerate() {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.written = false;
            self.encode_str(name);
            self.buffer.push(b':');
            self.value(*value);
            if let Some(rejection) = &mut self.rejected {
                return rejection.error_path.member(name);
            }
        }
        self.buffer.push(b'}');
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
