//! Encodes values with a serializer of serde.

use std::cell::RefCell;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member, with_values};
use super::error_path::ErrorPath;

/// Encodes a value.
///
/// # Errors
///
/// If the serializer fails, or a number is not finite. serde_json would write such a number as
/// `null`.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let rejected = RejectedPath::default();
    let written = serialize_with_path(value, serializer, &rejected);
    match rejected.into_inner() {
        Some(error_path) => Err(S::Error::custom(not_finite(&error_path.to_string()))),
        None => written,
    }
}

/// Implements [`Serialize`] for a value that implements [`Encode`].
pub(super) struct AsSerialize<'a>(pub(super) &'a dyn Encode);

impl Serialize for AsSerialize<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// The path of a number that is not finite. serde's errors cannot contain it.
type RejectedPath = RefCell<Option<ErrorPath>>;

pub(super) fn not_finite(path: &str) -> String {
    let separator = if path.is_empty() { "" } else { ": " };
    format!("{path}{separator}must be a finite number")
}

/// Encodes a value, and records the path of an error.
fn serialize_with_path<S: Serializer>(
    value: &dyn Encode,
    serializer: S,
    rejected: &RejectedPath,
) -> Result<S::Ok, S::Error> {
    let mut encoder = SerdeEncoder {
        serializer: Some(serializer),
        written: None,
        rejected,
    };
    value.encode(&mut encoder);
    encoder
        .written
        .unwrap_or_else(|| Err(S::Error::custom("no value was encoded")))
}

/// A value inside another one.
struct Inner<'a> {
    value: &'a dyn Encode,
    step: &'a dyn Fn(&mut ErrorPath),
    rejected: &'a RejectedPath,
}

impl Serialize for Inner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_with_path(self.value, serializer, self.rejected).inspect_err(|_| {
            if let Some(error_path) = &mut *self.rejected.borrow_mut() {
                (self.step)(error_path);
            }
        })
    }
}

/// An encoder for a serializer of serde.
struct SerdeEncoder<'r, S: Serializer> {
    /// `None` after a value was encoded.
    serializer: Option<S>,
    /// The result of the serializer.
    written: Option<Result<S::Ok, S::Error>>,
    rejected: &'r RejectedPath,
}

impl<S: Serializer> SerdeEncoder<'_, S> {
    fn write(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) {
        self.written = Some(match self.serializer.take() {
            Some(serializer) => write(serializer),
            None => Err(S::Error::custom("a value was encoded twice")),
        });
    }
}

impl<S: Serializer> Sealed for SerdeEncoder<'_, S> {}

impl<S: Serializer> Encoder for SerdeEncoder<'_, S> {
    fn encode_str(&mut self, value: &str) {
        self.write(|serializer| serializer.serialize_str(value));
    }

    fn encode_i64(&mut self, value: i64) {
        self.write(|serializer| serializer.serialize_i64(value));
    }

    fn encode_u64(&mut self, value: u64) {
        self.write(|serializer| serializer.serialize_u64(value));
    }

    fn encode_f64(&mut self, value: f64) {
        if value.is_finite() {
            self.write(|serializer| serializer.serialize_f64(value));
        } else {
            self.rejected.replace(Some(ErrorPath::default()));
            self.write(|_| Err(S::Error::custom("a number is not finite")));
        }
    }

    fn encode_bool(&mut self, value: bool) {
        self.write(|serializer| serializer.serialize_bool(value));
    }

    fn encode_json(&mut self, value: &Value) {
        self.write(|serializer| value.serialize(serializer));
    }

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        let rejected = self.rejected;
        self.write(|serializer| {
            let mut list = serializer.serialize_seq(Some(length))?;
            for index in 0..length {
                list.serialize_element(&Inner {
                    value: item(index),
                    step: &|error_path| error_path.item(index),
                    rejected,
                })?;
            }
            list.end()
        });
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        let rejected = self.rejected;
        self.write(|serializer| {
            let mut map = serializer.serialize_map(Some(with_values(members).count()))?;
            for (name, value) in with_values(members) {
                let inner = Inner {
                    value: *value,
                    step: &|error_path| error_path.member(name),
                    rejected,
                };
                map.serialize_entry(name, &inner)?;
            }
            map.end()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Scale {
        weights: Option<Vec<f64>>,
        inner: Option<Box<Scale>>,
    }

    impl Encode for Scale {
        fn encode(&self, encoder: &mut dyn Encoder) {
            let members: [Member<'_>; 2] = [("Weights", &self.weights), ("Inner", &self.inner)];
            encoder.encode_object("Scale", &members);
        }
    }

    fn scale(weights: Vec<f64>) -> Scale {
        let inner = Scale {
            weights: Some(weights),
            inner: None,
        };
        Scale {
            weights: Some(vec![0.5]),
            inner: Some(Box::new(inner)),
        }
    }

    #[test]
    fn numbers_that_are_not_finite_are_rejected_with_their_path() {
        let written = serde_json::to_string(&AsSerialize(&scale(vec![1.5]))).unwrap();
        assert_eq!(written, r#"{"Weights":[0.5],"Inner":{"Weights":[1.5]}}"#);
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = serde_json::to_string(&AsSerialize(&scale(vec![1.5, number]))).unwrap_err();
            assert_eq!(
                error.to_string(),
                "Inner.Weights[1]: must be a finite number"
            );
        }
        let error = serde_json::to_value(AsSerialize(&f64::NAN)).unwrap_err();
        assert_eq!(error.to_string(), "must be a finite number");
    }

    #[test]
    fn errors_of_the_serializer_are_not_changed() {
        struct Full;

        impl std::io::Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }

        let error = serde_json::to_writer(Full, &AsSerialize(&scale(vec![1.5]))).unwrap_err();
        assert!(error.is_io(), "{error}");
    }
}
