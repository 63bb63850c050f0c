//! Values that go to a serializer of serde.

use std::cell::RefCell;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::encode::Encode;
use super::sink::{Member, Sink, with_values};
use super::source::Sealed;
use super::trail::Trail;

/// Writes a value.
///
/// # Errors
///
/// Where the serializer fails, or a number is not finite: JSON has no word for it, and serde_json
/// would write `null`.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let refused = Refused::default();
    let written = serialize_along(value, serializer, &refused);
    match refused.into_inner() {
        Some(trail) => Err(S::Error::custom(not_finite(&trail.to_string()))),
        None => written,
    }
}

/// Brings [`Encode`] to where serde asks for [`Serialize`].
pub(super) struct Encoded<'a>(pub(super) &'a dyn Encode);

impl Serialize for Encoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// Where a number was refused. serde's errors have no room for it.
type Refused = RefCell<Option<Trail>>;

pub(super) fn not_finite(path: &str) -> String {
    let separator = if path.is_empty() { "" } else { ": " };
    format!("{path}{separator}must be a finite number")
}

/// Writes a value, and notes where that comes to an end.
fn serialize_along<S: Serializer>(
    value: &dyn Encode,
    serializer: S,
    refused: &Refused,
) -> Result<S::Ok, S::Error> {
    let mut place = Place {
        serializer: Some(serializer),
        written: None,
        refused,
    };
    value.encode(&mut place);
    place
        .written
        .unwrap_or_else(|| Err(S::Error::custom("nothing was written")))
}

/// A value within another.
struct Inner<'a> {
    value: &'a dyn Encode,
    step: &'a dyn Fn(&mut Trail),
    refused: &'a Refused,
}

impl Serialize for Inner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_along(self.value, serializer, self.refused).inspect_err(|_| {
            if let Some(trail) = &mut *self.refused.borrow_mut() {
                (self.step)(trail);
            }
        })
    }
}

/// A place for one value.
struct Place<'r, S: Serializer> {
    /// Until something is written.
    serializer: Option<S>,
    /// What came of it.
    written: Option<Result<S::Ok, S::Error>>,
    refused: &'r Refused,
}

impl<S: Serializer> Place<'_, S> {
    fn write(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) {
        self.written = Some(match self.serializer.take() {
            Some(serializer) => write(serializer),
            None => Err(S::Error::custom("two values were written in one place")),
        });
    }
}

impl<S: Serializer> Sealed for Place<'_, S> {}

impl<S: Serializer> Sink for Place<'_, S> {
    fn text(&mut self, value: &str) {
        self.write(|serializer| serializer.serialize_str(value));
    }

    fn signed(&mut self, value: i64) {
        self.write(|serializer| serializer.serialize_i64(value));
    }

    fn unsigned(&mut self, value: u64) {
        self.write(|serializer| serializer.serialize_u64(value));
    }

    fn float(&mut self, value: f64) {
        if value.is_finite() {
            self.write(|serializer| serializer.serialize_f64(value));
        } else {
            self.refused.replace(Some(Trail::default()));
            self.write(|_| Err(S::Error::custom("a number is not finite")));
        }
    }

    fn flag(&mut self, value: bool) {
        self.write(|serializer| serializer.serialize_bool(value));
    }

    fn json(&mut self, value: &Value) {
        self.write(|serializer| value.serialize(serializer));
    }

    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        let refused = self.refused;
        self.write(|serializer| {
            let mut list = serializer.serialize_seq(Some(length))?;
            for index in 0..length {
                list.serialize_element(&Inner {
                    value: item(index),
                    step: &|trail| trail.item(index),
                    refused,
                })?;
            }
            list.end()
        });
    }

    fn object(&mut self, _: &'static str, members: &[Member<'_>]) {
        let refused = self.refused;
        self.write(|serializer| {
            let mut map = serializer.serialize_map(Some(with_values(members).count()))?;
            for (name, value) in with_values(members) {
                let inner = Inner {
                    value: *value,
                    step: &|trail| trail.member(name),
                    refused,
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
        fn encode(&self, sink: &mut dyn Sink) {
            let members: [Member<'_>; 2] = [("Weights", &self.weights), ("Inner", &self.inner)];
            sink.object("Scale", &members);
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
    fn numbers_that_json_does_not_have_are_refused_by_their_path() {
        let written = serde_json::to_string(&Encoded(&scale(vec![1.5]))).unwrap();
        assert_eq!(written, r#"{"Weights":[0.5],"Inner":{"Weights":[1.5]}}"#);
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = serde_json::to_string(&Encoded(&scale(vec![1.5, number]))).unwrap_err();
            assert_eq!(
                error.to_string(),
                "Inner.Weights[1]: must be a finite number"
            );
        }
        let error = serde_json::to_value(Encoded(&f64::NAN)).unwrap_err();
        assert_eq!(error.to_string(), "must be a finite number");
    }

    #[test]
    fn what_the_serializer_refuses_is_told_as_it_is() {
        struct Full;

        impl std::io::Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }

        let error = serde_json::to_writer(Full, &Encoded(&scale(vec![1.5]))).unwrap_err();
        assert!(error.is_io(), "{error}");
    }
}
