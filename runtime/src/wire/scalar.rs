//! Conversion of scalar values.

use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::base64;
use super::target::{Converted, Misfit, Name, Scalar, Target, Visited, text_kind};

/// 2^53. From here on, a float cannot represent every integer.
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// Decodes a [`String`].
pub(super) struct Text;

impl Target for Text {
    type Value = String;

    // Most values are strings. A call would copy each of them once more.
    #[inline(always)]
    fn scalar(self, value: Scalar<'_>) -> Converted<String> {
        match value {
            Scalar::Text(text) => Ok(text.into_owned()),
            other => text_of(&other),
        }
    }

    fn list<'de, A: SeqAccess<'de>>(self, mut list: A) -> Visited<String, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Value>()? {
            items.push(item);
        }
        let text = (!items.is_empty()).then(|| Value::Array(items).to_string());
        Ok(Err(Misfit::nearest("a list", text)))
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        first: Option<Name<'de>>,
        mut map: A,
    ) -> Visited<String, A::Error> {
        let mut members = Map::new();
        let mut next = first;
        while let Some(Name(name)) = next {
            members.insert(name.into_owned(), map.next_value()?);
            next = map.next_key()?;
        }
        let text = (!members.is_empty()).then(|| Value::Object(members).to_string());
        Ok(Err(Misfit::nearest("an object", text)))
    }
}

fn text_of(value: &Scalar<'_>) -> Converted<String> {
    Ok(match value {
        Scalar::Text(text) => text.to_string(),
        Scalar::Digits(digits) => (*digits).to_owned(),
        Scalar::Signed(number) => number.to_string(),
        Scalar::Unsigned(number) => number.to_string(),
        Scalar::Bool(flag) => flag.to_string(),
        Scalar::Float(number) if number.abs() < FIRST_INEXACT => number.to_string(),
        // Some digits may be lost. Long numbers are ids, and a wrong id is worse than none.
        Scalar::Float(_) => {
            return Err(Misfit::new("a long number that must be sent as a string"));
        }
    })
}

/// Decodes bytes from Base64.
pub(super) struct Bytes;

impl Target for Bytes {
    type Value = Vec<u8>;

    fn scalar(self, value: Scalar<'_>) -> Converted<Vec<u8>> {
        match &value {
            Scalar::Text(text) => base64::decode(text).ok_or_else(|| Misfit::new("another text")),
            _ => Err(Misfit::new(value.kind())),
        }
    }
}

/// Decodes an integer type.
pub(super) struct Integer<T>(pub(super) PhantomData<T>);

/// An integer type.
pub(super) trait IntegerType: TryFrom<i64> + TryFrom<u64> + From<bool> + FromStr {
    const EXPECTED: &'static str;
}

impl IntegerType for i64 {
    const EXPECTED: &'static str = "an integer from -2^63 to 2^63-1";
}

impl IntegerType for u64 {
    const EXPECTED: &'static str = "an integer from 0 to 2^64-1";
}

impl<T: IntegerType> Target for Integer<T> {
    type Value = T;

    fn scalar(self, value: Scalar<'_>) -> Converted<T> {
        match value {
            Scalar::Signed(number) => signed(number),
            Scalar::Unsigned(number) => {
                T::try_from(number).map_err(|_| Misfit::new("a number out of range"))
            }
            Scalar::Float(number) => integer_of_float(number),
            Scalar::Text(text) => integer_of_text(&text, text_kind),
            Scalar::Digits(digits) => integer_of_text(digits, |_| "a number out of range"),
            Scalar::Bool(flag) => Err(Misfit::nearest(value.kind(), Some(flag.into()))),
        }
    }
}

fn signed<T: IntegerType>(number: i64) -> Converted<T> {
    // Every other integer fits into both types.
    T::try_from(number).map_err(|_| Misfit::new("a negative number"))
}

fn integer_of_float<T: IntegerType>(number: f64) -> Converted<T> {
    if number.abs() >= FIRST_INEXACT || !number.is_finite() {
        return Err(Misfit::new("a number out of range"));
    }
    if number.fract() == 0.0 {
        return signed(number as i64);
    }
    let nearest = signed(number.round() as i64).ok();
    Err(Misfit::nearest("a number with decimals", nearest))
}

/// `kind` describes a text that contains no number of any integer type.
fn integer_of_text<T: IntegerType>(text: &str, kind: fn(&str) -> &'static str) -> Converted<T> {
    let text = text.trim_ascii();
    if let Ok(number) = without_zeros(text).parse() {
        return Ok(number);
    }
    match text.parse::<f64>() {
        // The float may have lost its decimals.
        Ok(number) if has_decimals(text) => Err(match integer_of_float(number) {
            Ok(nearest) => Misfit::nearest("a number with decimals", Some(nearest)),
            Err(misfit) => misfit,
        }),
        Ok(number) if number.is_finite() => integer_of_float(number),
        _ => Err(Misfit::new(kind(text))),
    }
}

/// Removes decimals that are all zero: `5.0` becomes `5`.
fn without_zeros(text: &str) -> &str {
    match decimals(text) {
        Some((whole, decimals)) if decimals.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    }
}

fn has_decimals(text: &str) -> bool {
    decimals(text).is_some_and(|(_, decimals)| decimals.bytes().any(|digit| digit != b'0'))
}

/// Splits a number at its point. Returns `None` if it has an exponent.
fn decimals(text: &str) -> Option<(&str, &str)> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = decimals.bytes().all(|digit| digit.is_ascii_digit());
    digits.then_some((whole, decimals))
}

/// Decodes a float.
pub(super) struct Float;

impl Target for Float {
    type Value = f64;

    fn scalar(self, value: Scalar<'_>) -> Converted<f64> {
        match value {
            Scalar::Float(number) => Ok(number),
            Scalar::Signed(number) => Ok(number as f64),
            Scalar::Unsigned(number) => Ok(number as f64),
            Scalar::Text(text) => float_of_text(&text),
            Scalar::Digits(digits) => float_of_text(digits),
            Scalar::Bool(flag) => {
                let nearest = f64::from(u8::from(flag));
                Err(Misfit::nearest(value.kind(), Some(nearest)))
            }
        }
    }
}

fn float_of_text(text: &str) -> Converted<f64> {
    let text = text.trim_ascii();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Misfit::new(text_kind(text))),
    }
}

/// Decodes a boolean.
pub(super) struct Flag;

impl Target for Flag {
    type Value = bool;

    fn scalar(self, value: Scalar<'_>) -> Converted<bool> {
        let number = match &value {
            Scalar::Bool(flag) => return Ok(*flag),
            Scalar::Signed(number) => *number as f64,
            Scalar::Unsigned(number) => *number as f64,
            Scalar::Float(number) => *number,
            Scalar::Text(text) => return flag_of_text(text),
            Scalar::Digits(digits) => return flag_of_text(digits),
        };
        match number {
            0.0 => Ok(false),
            1.0 => Ok(true),
            _ => Err(Misfit::new(value.kind())),
        }
    }
}

fn flag_of_text(text: &str) -> Converted<bool> {
    let text = text.trim_ascii();
    match (text, without_zeros(text)) {
        ("true" | "True" | "TRUE", _) | (_, "1") => Ok(true),
        ("false" | "False" | "FALSE", _) | (_, "0") => Ok(false),
        _ => Err(Misfit::new(text_kind(text))),
    }
}
