//! Values as JSON text.
//!
//! Strings and numbers are serde_json's; what stands between them is written here. Through serde's
//! traits every value takes a serializer of its own, and that costs as much as writing the text.

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Value;

use super::encode::Encode;
use super::serialize::not_finite;
use super::sink::{Member, Sink, with_values};
use super::source::Sealed;
use super::trail::Trail;

/// Writes a value behind what the buffer holds.
///
/// # Errors
///
/// Where a number is not finite, or what is to be written is not one value.
pub(crate) fn to_json(value: &dyn Encode, buffer: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut text = Text {
        buffer,
        written: false,
        refused: None,
    };
    text.value(value);
    match text.refused {
        Some(refusal) => Err(refusal.told()),
        None => Ok(()),
    }
}

/// A text that is being written.
struct Text<'b> {
    buffer: &'b mut Vec<u8>,
    /// Whether the place at the end has its value.
    written: bool,
    /// Nothing is written once something was refused.
    refused: Option<Refusal>,
}

/// What was refused, and the way to it.
struct Refusal {
    trail: Trail,
    reason: Reason,
}

enum Reason {
    NotFinite,
    NotOneValue,
    Unwritable(serde_json::Error),
}

impl Refusal {
    fn told(self) -> serde_json::Error {
        let path = self.trail.to_string();
        match self.reason {
            Reason::NotFinite => serde_json::Error::custom(not_finite(&path)),
            Reason::NotOneValue => {
                serde_json::Error::custom(format!("{path}: what is written there is not one value"))
            }
            Reason::Unwritable(error) => error,
        }
    }
}

impl Text<'_> {
    /// Writes one value at the end.
    fn value(&mut self, value: &dyn Encode) {
        self.written = false;
        value.encode(self);
        if !self.written {
            self.refuse(Reason::NotOneValue);
        }
    }

    /// Takes the place at the end for a value, where it is free.
    fn take_place(&mut self) -> bool {
        if std::mem::replace(&mut self.written, true) {
            self.refuse(Reason::NotOneValue);
        }
        self.refused.is_none()
    }

    fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.take_place()
            && let Err(error) = serde_json::to_writer(&mut *self.buffer, value)
        {
            self.refuse(Reason::Unwritable(error));
        }
    }

    fn refuse(&mut self, reason: Reason) {
        self.refused.get_or_insert_with(|| Refusal {
            trail: Trail::default(),
            reason,
        });
    }
}

impl Sealed for Text<'_> {}

impl Sink for Text<'_> {
    fn text(&mut self, value: &str) {
        if !is_plain(value) {
            self.scalar(value);
        } else if self.take_place() {
            self.buffer.reserve(value.len() + 2);
            self.buffer.push(b'"');
            self.buffer.extend_from_slice(value.as_bytes());
            self.buffer.push(b'"');
        }
    }

    fn signed(&mut self, value: i64) {
        self.scalar(&value);
    }

    fn unsigned(&mut self, value: u64) {
        self.scalar(&value);
    }

    fn float(&mut self, value: f64) {
        if value.is_finite() {
            self.scalar(&value);
        } else if self.take_place() {
            self.refuse(Reason::NotFinite);
        }
    }

    fn flag(&mut self, value: bool) {
        self.scalar(&value);
    }

    fn json(&mut self, value: &Value) {
        self.scalar(value);
    }

    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        if !self.take_place() {
            return;
        }
        self.buffer.push(b'[');
        for index in 0..length {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.value(item(index));
            if let Some(refusal) = &mut self.refused {
                return refusal.trail.item(index);
            }
        }
        self.buffer.push(b']');
        self.written = true;
    }

    fn object(&mut self, _: &'static str, members: &[Member<'_>]) {
        if !self.take_place() {
            return;
        }
        self.buffer.push(b'{');
        for (index, (name, value)) in with_values(members).enumerate() {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.written = false;
            self.text(name);
            self.buffer.push(b':');
            self.value(*value);
            if let Some(refusal) = &mut self.refused {
                return refusal.trail.member(name);
            }
        }
        self.buffer.push(b'}');
        self.written = true;
    }
}

/// Whether a text is its own form between quotation marks, as nearly every text is.
///
/// Looking at all bytes, instead of stopping at the first that is not plain, lets the processor look at
/// many at once.
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

    /// Puts two members, of which the second is written by the function.
    struct Two(fn(&mut dyn Sink));

    struct Written(fn(&mut dyn Sink));

    impl Encode for Written {
        fn encode(&self, sink: &mut dyn Sink) {
            (self.0)(sink);
        }
    }

    impl Encode for Two {
        fn encode(&self, sink: &mut dyn Sink) {
            let members: [Member<'_>; 4] = [
                ("A\"", &Some(vec![json!("\u{1}\\é"), json!([1.5, null])])),
                ("None", &None::<i64>),
                ("B", &vec![Written(self.0)]),
                ("C", &Vec::<bool>::new()),
            ];
            sink.object("Two", &members);
        }
    }

    #[test]
    fn a_value_is_written_as_serde_json_writes_it() {
        for (write, expected) in [
            (
                (|sink| sink.signed(i64::MIN)) as fn(&mut dyn Sink),
                json!(i64::MIN),
            ),
            (|sink| sink.unsigned(u64::MAX), json!(u64::MAX)),
            (|sink| sink.float(1e300), json!(1e300)),
            (|sink| sink.flag(true), json!(true)),
            (
                |sink| sink.text("\n\u{7f}\u{1f600}"),
                json!("\n\u{7f}\u{1f600}"),
            ),
            (|sink| sink.list(0, &|_| unreachable!()), json!([])),
            (|sink| sink.object("Empty", &[]), json!({})),
        ] {
            let whole =
                format!(r#"before {{"A\"":["\u0001\\é",[1.5,null]],"B":[{expected}],"C":[]}}"#);
            assert_eq!(text(&Two(write)).unwrap(), whole);
        }
    }

    #[test]
    fn what_is_refused_is_told_by_its_path() {
        for (write, reason) in [
            (
                (|sink| sink.float(f64::NAN)) as fn(&mut dyn Sink),
                "must be a finite number",
            ),
            (|_| (), "not one value"),
            (
                |sink| {
                    sink.flag(true);
                    sink.flag(true);
                },
                "not one value",
            ),
        ] {
            let error = text(&Two(write)).unwrap_err().to_string();
            assert!(error.starts_with("B[0]: "), "{error}");
            assert!(error.contains(reason), "{error}");
        }
    }
}
