//! Decodes values with a deserializer of serde.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
};
use serde_json::Value;

use super::decode::Decode;
use super::decode_log::DecodeLog;
use super::decoder::{DecodeError, DecodeItem, DecodeMember, Decoded, Decoder, Sealed};
use super::path::Path;
use super::scalar::{Bytes, Flag, Float, Integer, IntegerType, Text};
use super::target::{
    Converted, Misfit, Name, Scalar, Target, TargetVisitor, Visited, skip_members,
};

/// Decodes a value: leniently if it is a response, which keeps the warnings, and strictly
/// otherwise.
///
/// # Errors
///
/// If the value does not have this type and cannot be converted to it.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut log = DecodeLog::new(T::STORE_WARNINGS.is_none());
    let decoded = deserialize_with_log(deserializer, &mut log, &Path::Document, T::decode)?;
    let Some(mut value) = decoded else {
        return Err(D::Error::custom(match log.take_cause() {
            Some(warning) => warning.to_string(),
            None => "found null, expected a value".to_owned(),
        }));
    };
    if let Some(store) = T::STORE_WARNINGS {
        store(&mut value, log.into_warnings());
    }
    Ok(value)
}

/// Decodes a value, and records its misfits and the path of an error.
pub(super) fn deserialize_with_log<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    log: &mut DecodeLog,
    path: &Path<'_>,
    read: impl FnOnce(&mut dyn Decoder) -> Result<T, DecodeError>,
) -> Result<T, D::Error> {
    let mut serde_decoder = SerdeDecoder {
        value: Some(deserializer),
        error: None,
        is_null: false,
        log,
        path,
        format: PhantomData,
    };
    match read(&mut serde_decoder) {
        Ok(value) => serde_decoder.finish().map(|()| value),
        Err(DecodeError(())) => Err(serde_decoder.reason()),
    }
}

/// A decoder for a deserializer of serde.
struct SerdeDecoder<'t, 'de, D: Deserializer<'de>> {
    /// `None` after the value was decoded.
    value: Option<D>,
    /// The reason of a rejection.
    error: Option<D::Error>,
    /// Whether the value was `null`.
    is_null: bool,
    log: &'t mut DecodeLog,
    path: &'t Path<'t>,
    format: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> SerdeDecoder<'_, 'de, D> {
    fn take(&mut self) -> Result<D, DecodeError> {
        let error = "the value was already decoded";
        self.value.take().ok_or_else(|| self.reject(error))
    }

    fn read<T: Target>(
        &mut self,
        target: T,
        expected: &'static str,
    ) -> Result<Option<T::Value>, DecodeError> {
        let read = self.take()?.deserialize_any(TargetVisitor(target));
        self.settle(read, || expected.into())
    }

    /// Converts what was read to the value, and reports a misfit.
    fn settle<T>(
        &mut self,
        read: Result<Option<Converted<T>>, D::Error>,
        expected: impl FnOnce() -> Cow<'static, str>,
    ) -> Result<Option<T>, DecodeError> {
        match read {
            Ok(Some(Ok(value))) => Ok(Some(value)),
            Ok(Some(Err(misfit))) => self.report(*misfit, expected()),
            Ok(None) => {
                self.is_null = true;
                Ok(None)
            }
            Err(error) => Err(self.fail(error)),
        }
    }

    /// Reports a misfit, and returns the nearest value.
    #[cold]
    fn report<T>(
        &mut self,
        misfit: Misfit<T>,
        expected: Cow<'static, str>,
    ) -> Result<Option<T>, DecodeError> {
        let (nearest, recorded) = match misfit {
            Misfit::Kind { found, nearest } => {
                (nearest, self.log.record(self.path, found, expected))
            }
            Misfit::Missing(member) => {
                let path = Path::Member(self.path, member);
                (None, self.log.record_missing(path))
            }
        };
        match recorded {
            Ok(()) => Ok(nearest),
            Err(reason) => Err(self.reject(&reason)),
        }
    }

    fn fail(&mut self, error: D::Error) -> DecodeError {
        self.log.record_error(self.path);
        self.error = Some(error);
        DecodeError(())
    }

    fn reject(&mut self, reason: &str) -> DecodeError {
        self.fail(D::Error::custom(reason))
    }

    /// Skips the value, unless it was decoded.
    fn finish(self) -> Result<(), D::Error> {
        match self.value {
            Some(value) => value.deserialize_ignored_any(IgnoredAny).map(drop),
            None => Ok(()),
        }
    }

    fn reason(self) -> D::Error {
        self.error
            .unwrap_or_else(|| D::Error::custom("the value was rejected"))
    }
}

impl<'de, D: Deserializer<'de>> Sealed for SerdeDecoder<'_, 'de, D> {}

impl<'de, D: Deserializer<'de>> Decoder for SerdeDecoder<'_, 'de, D> {
    fn decode_string(&mut self) -> Result<Option<String>, DecodeError> {
        self.read(Text, "a string")
    }

    fn decode_bytes(&mut self) -> Result<Option<Vec<u8>>, DecodeError> {
        self.read(Bytes, "bytes as Base64")
    }

    fn decode_i64(&mut self) -> Result<Option<i64>, DecodeError> {
        self.read(Integer(PhantomData), i64::EXPECTED)
    }

    fn decode_u64(&mut self) -> Result<Option<u64>, DecodeError> {
        self.read(Integer(PhantomData), u64::EXPECTED)
    }

    fn decode_f64(&mut self) -> Result<Option<f64>, DecodeError> {
        self.read(Float, "a number")
    }

    fn decode_bool(&mut self) -> Result<Option<bool>, DecodeError> {
        self.read(Flag, "true or false")
    }

    fn decode_json(&mut self) -> Result<Option<Value>, DecodeError> {
        let read = Value::deserialize(self.take()?);
        let read = read.map(|value| (!value.is_null()).then_some(Ok(value)));
        self.settle(read, Cow::default)
    }

    fn decode_list(&mut self, item: &mut DecodeItem<'_>) -> Result<Option<()>, DecodeError> {
        let value = self.take()?;
        let items = Items {
            item,
            log: self.log,
            path: self.path,
        };
        let read = value.deserialize_any(TargetVisitor(items));
        self.settle(read, || "a list".into())
    }

    fn decode_object(
        &mut self,
        name: &'static str,
        always_present: &'static [&'static str],
        member: &mut DecodeMember<'_>,
    ) -> Result<Option<()>, DecodeError> {
        let value = self.take()?;
        let members = Members {
            always_present,
            member,
            log: self.log,
            path: self.path,
        };
        let read = value.deserialize_any(TargetVisitor(members));
        self.settle(read, || format!("an object ({name})").into())
    }

    fn skip(&mut self) -> Result<(), DecodeError> {
        let read = self.take()?.deserialize_ignored_any(IgnoredAny);
        read.map(drop).map_err(|error| self.fail(error))
    }

    fn report_null(&mut self) -> Result<(), DecodeError> {
        if !self.is_null {
            return Ok(());
        }
        let misfit = Misfit::<()>::new("null");
        self.report(*misfit, "a value".into()).map(drop)
    }

    fn report_duplicate(&mut self) -> Result<(), DecodeError> {
        let recorded = self.log.record_duplicate(self.path);
        recorded.map_err(|reason| self.reject(&reason))
    }
}

/// Reads a list.
struct Items<'r, 'f, 't> {
    item: &'r mut DecodeItem<'f>,
    log: &'t mut DecodeLog,
    path: &'t Path<'t>,
}

impl Target for Items<'_, '_, '_> {
    type Value = ();

    fn scalar(self, value: Scalar<'_>) -> Converted<()> {
        Err(Misfit::new(value.kind()))
    }

    fn list<'de, A: SeqAccess<'de>>(self, mut list: A) -> Visited<(), A::Error> {
        for index in 0.. {
            let item = Item {
                read: self.item,
                log: self.log,
                path: &Path::Item(self.path, index),
            };
            if list.next_element_seed(item)?.is_none() {
                break;
            }
        }
        Ok(Ok(()))
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        first: Option<Name<'de>>,
        mut map: A,
    ) -> Visited<(), A::Error> {
        let nearest = first.is_none().then_some(());
        skip_members(first, &mut map)?;
        Ok(Err(Misfit::nearest("an object", nearest)))
    }
}

struct Item<'r, 'f, 't> {
    read: &'r mut DecodeItem<'f>,
    log: &'t mut DecodeLog,
    path: &'t Path<'t>,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserialize_with_log(deserializer, self.log, self.path, self.read)
    }
}

/// Reads an object.
struct Members<'r, 'f, 't> {
    always_present: &'static [&'static str],
    member: &'r mut DecodeMember<'f>,
    log: &'t mut DecodeLog,
    path: &'t Path<'t>,
}

impl Target for Members<'_, '_, '_> {
    type Value = ();

    fn scalar(self, value: Scalar<'_>) -> Converted<()> {
        Err(Misfit::new(value.kind()))
    }

    fn list<'de, A: SeqAccess<'de>>(self, mut list: A) -> Visited<(), A::Error> {
        let mut is_empty = true;
        while list.next_element::<IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        let nearest = (is_empty && self.always_present.is_empty()).then_some(());
        Ok(Err(Misfit::nearest("a list", nearest)))
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        first: Option<Name<'de>>,
        mut map: A,
    ) -> Visited<(), A::Error> {
        let mut seen = Vec::new();
        let mut next = first;
        while let Some(Name(name)) = next {
            let path = Path::Member(self.path, &name);
            let value = MemberValue {
                name: &name,
                read: self.member,
                log: self.log,
                path: &path,
            };
            if map.next_value_seed(value)? == Decoded::Value
                && let Some(&always_present) = self
                    .always_present
                    .iter()
                    .find(|always_present| **always_present == name)
            {
                if seen.contains(&always_present) {
                    let recorded = self.log.record_duplicate(path);
                    recorded.map_err(A::Error::custom)?;
                }
                seen.push(always_present);
            }
            next = map.next_key()?;
        }
        let mut always_present = self.always_present.iter();
        let missing = always_present.find(|member| !seen.contains(member));
        Ok(missing.map_or(Ok(()), |missing| Err(Box::new(Misfit::Missing(missing)))))
    }
}

struct MemberValue<'r, 'f, 't> {
    name: &'r str,
    read: &'r mut DecodeMember<'f>,
    log: &'t mut DecodeLog,
    path: &'t Path<'t>,
}

impl<'de> DeserializeSeed<'de> for MemberValue<'_, '_, '_> {
    type Value = Decoded;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded, D::Error> {
        deserialize_with_log(deserializer, self.log, self.path, |decoder| {
            (self.read)(self.name, decoder)
        })
    }
}
