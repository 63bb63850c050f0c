//! Decodes types of the standard library, and any JSON value.

use serde_json::Value;

use super::decode::Decode;
use super::decoder::{DecodeError, Decoder};

impl<T: Decode> Decode for Option<T> {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        Ok(T::decode(decoder)?.map(Some))
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        let mut items = Vec::new();
        let found = decoder.decode_list(&mut |item| {
            match T::decode(item)? {
                Some(value) => items.push(value),
                None => {
                    item.report_null()?;
                    items.extend(T::placeholder());
                }
            }
            Ok(())
        })?;
        Ok(found.map(|()| items))
    }

    fn placeholder() -> Option<Self> {
        Some(Self::new())
    }
}

impl Decode for String {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_string()
    }

    fn placeholder() -> Option<Self> {
        Some(Self::new())
    }
}

impl Decode for i64 {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_i64()
    }
}

impl Decode for u64 {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_u64()
    }
}

impl Decode for f64 {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_f64()
    }

    fn placeholder() -> Option<Self> {
        Some(Self::NAN)
    }
}

impl Decode for bool {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_bool()
    }
}

impl Decode for Value {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        decoder.decode_json()
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode_or_skip;
    use super::super::decode_log::DecodeLog;
    use super::super::deserialize;
    use super::super::deserialize::deserialize_with_log;
    use super::super::path::Path;
    use super::super::request::redacted_reason;
    use super::*;

    fn read<T: Decode>(json: &str) -> Result<T, serde_json::Error> {
        deserialize(&mut serde_json::Deserializer::from_str(json))
    }

    #[test]
    fn integers_are_read_from_every_number_that_is_one() {
        for json in ["5", "5.0", "\"5\"", "\"5.0\"", "5e0"] {
            assert_eq!(read::<i64>(json).unwrap(), 5, "{json}");
        }
        assert_eq!(read::<u64>("18446744073709551615").unwrap(), u64::MAX);
        assert_eq!(read::<i64>("\"-9223372036854775808\"").unwrap(), i64::MIN);
        for json in [
            "5.5", "\"\"", "\"five\"", "-1.5", "1e30", "[]", "true", "\"NaN\"",
        ] {
            assert!(read::<i64>(json).is_err(), "{json}");
        }
        assert!(read::<u64>("-1").is_err());
        assert!(read::<i64>("9223372036854775808").is_err());
    }

    #[test]
    fn texts_floats_and_flags_are_read_from_each_other() {
        assert_eq!(read::<String>("12").unwrap(), "12");
        assert_eq!(read::<String>("true").unwrap(), "true");
        assert_eq!(read::<f64>("\"1.5\"").unwrap(), 1.5);
        assert_eq!(read::<f64>("2").unwrap(), 2.0);
        assert!(read::<f64>("\"inf\"").is_err());
        assert!(read::<bool>("\"true\"").unwrap());
        assert!(!read::<bool>("0").unwrap());
        assert!(read::<bool>("2").is_err());
        assert!(read::<String>("{}").is_err());
    }

    #[test]
    fn integers_that_a_float_cannot_tell_apart_are_refused() {
        assert_eq!(read::<i64>("9007199254740991.0").unwrap(), (1 << 53) - 1);
        for json in [
            "9007199254740992.0",
            "9007199254740993.0",
            "\"9007199254740993e0\"",
        ] {
            assert!(read::<i64>(json).is_err(), "{json}");
        }
        // A text contains all digits.
        assert_eq!(
            read::<i64>("\"9007199254740993.0\"").unwrap(),
            (1 << 53) + 1
        );
        assert_eq!(
            read::<u64>("\"18446744073709551615.00\"").unwrap(),
            u64::MAX
        );
        assert!(read::<i64>("\"4503599627370497.3\"").is_err());
    }

    #[test]
    fn texts_are_not_made_of_numbers_that_lost_digits() {
        assert_eq!(
            read::<String>("18446744073709551615").unwrap(),
            "18446744073709551615"
        );
        assert_eq!(read::<String>("1.50").unwrap(), "1.5");
        for json in ["12345678901234567890123", "-9007199254740993.0", "1e300"] {
            let error = read::<String>(json).unwrap_err().to_string();
            assert!(error.contains("as a string"), "{json}: {error}");
        }
    }

    #[test]
    fn spaces_around_a_value_in_a_text_are_left_out() {
        assert_eq!(read::<i64>("\" 5 \"").unwrap(), 5);
        assert_eq!(read::<u64>("\"\\t5.0\\n\"").unwrap(), 5);
        assert_eq!(read::<f64>("\" 1.5 \"").unwrap(), 1.5);
        assert!(read::<bool>("\" true \"").unwrap());
        assert_eq!(read::<String>("\" 5 \"").unwrap(), " 5 ");
    }

    #[test]
    fn flags_are_read_from_every_number_that_is_0_or_1() {
        for json in ["1", "1.0", "\"1.0\"", "1e0"] {
            assert!(read::<bool>(json).unwrap(), "{json}");
        }
        for json in ["0", "0.0", "-0.0", "\"0.0\""] {
            assert!(!read::<bool>(json).unwrap(), "{json}");
        }
        for json in ["0.5", "-1", "2.0", "\"1.5\"", "\"\""] {
            assert!(read::<bool>(json).is_err(), "{json}");
        }
    }

    /// Decodes a number in the form that serde_json uses with its feature `arbitrary_precision`.
    fn arbitrary<T: Decode>(number: &str) -> Result<T, serde_json::Error> {
        read(&format!(
            "{{\"$serde_json::private::Number\": \"{number}\"}}"
        ))
    }

    #[test]
    fn numbers_of_arbitrary_precision_are_numbers() {
        assert_eq!(arbitrary::<f64>("12.5").unwrap(), 12.5);
        assert_eq!(arbitrary::<i64>("5.0").unwrap(), 5);
        assert_eq!(
            arbitrary::<u64>("18446744073709551615.0").unwrap(),
            u64::MAX
        );
        assert!(arbitrary::<bool>("1.0").unwrap());
        assert_eq!(arbitrary::<String>("1.50").unwrap(), "1.50");
        assert!(arbitrary::<f64>("1e999").is_err());
        assert!(arbitrary::<i64>("5.5").is_err());
        assert!(arbitrary::<String>("Ada").is_err());
    }

    #[test]
    fn numbers_of_arbitrary_precision_are_no_objects() {
        let mut members = 0;
        let mut object = |decoder: &mut dyn Decoder| {
            decoder.decode_object("Empty", &[], &mut |_, decoder| {
                members += 1;
                decode_or_skip(None, decoder)
            })
        };
        let json = r#"{"$serde_json::private::Number": "12.5"}"#;
        let mut log = DecodeLog::new(true);
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let read = deserialize_with_log(&mut deserializer, &mut log, &Path::Document, &mut object);
        let reason = redacted_reason(&read.unwrap_err());
        assert_eq!(reason, "found a number, expected an object (Empty)");
        assert_eq!(members, 0);
    }

    #[test]
    fn objects_are_no_values() {
        for json in ["{}", r#"{"Name": "Ada"}"#] {
            let reason = redacted_reason(&read::<String>(json).unwrap_err());
            assert_eq!(reason, "found an object, expected a string", "{json}");
            assert!(read::<i64>(json).is_err() && read::<f64>(json).is_err());
            assert!(read::<bool>(json).is_err());
        }
    }

    #[test]
    fn errors_of_numbers_name_the_range() {
        let reason = |json| redacted_reason(&read::<u64>(json).unwrap_err());
        for json in ["-5", "-5.0", "\"-5\""] {
            assert!(
                reason(json).starts_with("found a negative number, "),
                "{json}"
            );
        }
        let expected = "expected an integer from 0 to 2^64-1";
        for json in ["1e30", "5.5", "\"18446744073709551616\"", "\"five\""] {
            assert!(reason(json).ends_with(expected), "{json}: {}", reason(json));
        }
        let reason = redacted_reason(&read::<i64>("9223372036854775808").unwrap_err());
        assert!(
            reason.ends_with("expected an integer from -2^63 to 2^63-1"),
            "{reason}"
        );
    }

    #[test]
    fn errors_do_not_repeat_a_text() {
        let error = read::<i64>("\"13200000000x\"").unwrap_err().to_string();
        assert!(!error.contains("13200000000"), "{error}");
    }
}
