//! Single values on their way in, read as leniently as nothing is lost by it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Unexpected, Visitor};

use super::number::written;

/// From here on, which is 2^53, a float does not tell neighbouring integers apart.
const INEXACT: f64 = 9_007_199_254_740_992.0;

pub(super) struct Text;

impl<'de> Visitor<'de> for Text {
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
        if number.abs() < INEXACT {
            return Ok(number.to_string());
        }
        // Digits are gone already. Numbers this long are ids, and a wrong id is worse than none.
        Err(E::custom(
            "a number of that many digits must be written as a string",
        ))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        written(map, &self)
    }
}

pub(super) struct Integer<T>(pub(super) PhantomData<T>);

/// The integers that a type holds.
pub(super) trait Whole: TryFrom<i64> + TryFrom<u64> + std::str::FromStr {
    const EXPECTED: &'static str;
}

impl Whole for i64 {
    const EXPECTED: &'static str = "an integer from -2^63 to 2^63-1";
}

impl Whole for u64 {
    const EXPECTED: &'static str = "an integer from 0 to 2^64-1";
}

impl<'de, T: Whole> Visitor<'de> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        // Every other number of that type has room in both.
        T::try_from(number).map_err(|_| E::custom("must not be negative"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        T::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        if number.fract() == 0.0 && number.abs() < INEXACT {
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
            // A float may have no room for them, and look like an integer.
            Ok(number) if has_decimals(text) => {
                Err(E::invalid_value(Unexpected::Float(number), &self))
            }
            Ok(number) => self.visit_f64(number),
            // The text may be somebody's: it is not repeated.
            Err(_) => Err(E::invalid_type(Unexpected::Other("a string"), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let text = written(map, &self)?;
        self.visit_str(&text)
    }
}

/// The text of a number without decimals that say nothing: `5.0` as `5`.
fn without_zeros(text: &str) -> &str {
    match decimals(text) {
        Some((whole, decimals)) if decimals.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    }
}

fn has_decimals(text: &str) -> bool {
    decimals(text).is_some_and(|(_, decimals)| decimals.bytes().any(|digit| digit != b'0'))
}

/// What stands before the point and behind it, where there is no exponent.
fn decimals(text: &str) -> Option<(&str, &str)> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = decimals.bytes().all(|digit| digit.is_ascii_digit());
    digits.then_some((whole, decimals))
}

pub(super) struct Float;

impl<'de> Visitor<'de> for Float {
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
        let text = written(map, &self)?;
        self.visit_str(&text)
    }
}

pub(super) struct Boolean;

impl<'de> Visitor<'de> for Boolean {
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
        let text = written(map, &self)?;
        self.visit_str(&text)
    }
}
