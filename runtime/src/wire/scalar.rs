//! Visitors for scalar values. They convert between types if nothing is lost.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Unexpected, Visitor};

use super::number::arbitrary_precision;

/// 2^53. From here on, a float cannot represent every integer.
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

pub(super) struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        if number.abs() < FIRST_INEXACT {
            return Ok(number.to_string());
        }
        // Some digits may be lost. Long numbers are ids, and a wrong id is worse than an error.
        Err(E::custom(
            "a number of that many digits must be written as a string",
        ))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        arbitrary_precision(map, &self)
    }
}

pub(super) struct IntegerVisitor<T>(pub(super) PhantomData<T>);

/// An integer type.
pub(super) trait Integer: TryFrom<i64> + TryFrom<u64> + std::str::FromStr {
    const EXPECTED: &'static str;
}

impl Integer for i64 {
    const EXPECTED: &'static str = "an integer from -2^63 to 2^63-1";
}

impl Integer for u64 {
    const EXPECTED: &'static str = "an integer from 0 to 2^64-1";
}

impl<'de, T: Integer> Visitor<'de> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        // Every other integer fits into both types.
        T::try_from(number).map_err(|_| E::custom("must not be negative"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        T::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        if number.fract() == 0.0 && number.abs() < FIRST_INEXACT {
            return self.visit_i64(number as i64);
        }
        Err(E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let text = text.trim_ascii();
        if let Ok(number) = without_zeros(text).parse() {
            return Ok(number);
        }
        match text.parse::<f64>() {
            // The float may have lost its decimals.
            Ok(number) if has_decimals(text) => {
                Err(E::invalid_value(Unexpected::Float(number), &self))
            }
            Ok(number) => self.visit_f64(number),
            // The text may be sensitive, so the error does not contain it.
            Err(_) => Err(E::invalid_type(Unexpected::Other("a string"), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let text = arbitrary_precision(map, &self)?;
        self.visit_str(&text)
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

pub(super) struct FloatVisitor;

impl<'de> Visitor<'de> for FloatVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text.trim_ascii().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(E::invalid_type(Unexpected::Other("a string"), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<f64, A::Error> {
        let text = arbitrary_precision(map, &self)?;
        self.visit_str(&text)
    }
}

pub(super) struct BoolVisitor;

impl<'de> Visitor<'de> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<bool, E> {
        Ok(flag)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<bool, E> {
        match number {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(E::invalid_value(Unexpected::Signed(number), &self)),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        match number {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        match number {
            0.0 => Ok(false),
            1.0 => Ok(true),
            _ => Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        let text = text.trim_ascii();
        match (text, without_zeros(text)) {
            ("true" | "True" | "TRUE", _) | (_, "1") => Ok(true),
            ("false" | "False" | "FALSE", _) | (_, "0") => Ok(false),
            _ => Err(E::invalid_type(Unexpected::Other("a string"), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let text = arbitrary_precision(map, &self)?;
        self.visit_str(&text)
    }
}
