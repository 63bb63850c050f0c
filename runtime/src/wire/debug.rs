//! `Debug` for generated types.

use std::fmt::{self, Debug, Formatter};

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member, with_values};

/// Writes a value like a derived `Debug`. Leaves out absent members, and the values of sensitive
/// members.
///
/// # Errors
///
/// If the formatter fails.
pub fn debug<T: Encode>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    debug_dyn(value, f)
}

fn debug_dyn(value: &dyn Encode, f: &mut Formatter<'_>) -> fmt::Result {
    let mut encoder = DebugEncoder {
        sensitive: value.sensitive_members(),
        shown: Ok(()),
        f,
    };
    value.encode(&mut encoder);
    encoder.shown
}

/// Implements [`Debug`] for a value that implements [`Encode`].
struct AsDebug<'a>(&'a dyn Encode);

impl Debug for AsDebug<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        debug_dyn(self.0, f)
    }
}

/// An encoder that writes to a formatter.
struct DebugEncoder<'a, 'f> {
    f: &'a mut Formatter<'f>,
    /// The sensitive members, if the value is an object.
    sensitive: &'static [&'static str],
    shown: fmt::Result,
}

impl DebugEncoder<'_, '_> {
    fn show(&mut self, value: &dyn Debug) {
        self.shown = value.fmt(self.f);
    }
}

impl Sealed for DebugEncoder<'_, '_> {}

impl Encoder for DebugEncoder<'_, '_> {
    fn encode_str(&mut self, value: &str) {
        self.show(&value);
    }

    fn encode_bytes(&mut self, value: &[u8]) {
        self.show(&format_args!("[{} bytes]", value.len()));
    }

    fn encode_i64(&mut self, value: i64) {
        self.show(&value);
    }

    fn encode_u64(&mut self, value: u64) {
        self.show(&value);
    }

    fn encode_f64(&mut self, value: f64) {
        self.show(&value);
    }

    fn encode_bool(&mut self, value: bool) {
        self.show(&value);
    }

    fn encode_json(&mut self, value: &Value) {
        self.show(value);
    }

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        let items = (0..length).map(|index| AsDebug(item(index)));
        self.shown = self.f.debug_list().entries(items).finish();
    }

    fn encode_object(&mut self, name: &'static str, members: &[Member<'_>]) {
        let mut object = self.f.debug_struct(name);
        for (name, value) in with_values(members) {
            if self.sensitive.contains(name) {
                object.field(name, &format_args!("[redacted]"));
            } else {
                object.field(name, &AsDebug(*value));
            }
        }
        self.shown = object.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Signer {
        name: Option<String>,
        pages: Option<Vec<i64>>,
        weight: Option<f64>,
        others: Vec<Signer>,
    }

    impl Encode for Signer {
        fn encode(&self, encoder: &mut dyn Encoder) {
            let members: [Member<'_>; 4] = [
                ("Name", &self.name),
                ("Pages", &self.pages),
                ("Weight", &self.weight),
                ("Others", &self.others),
            ];
            encoder.encode_object("Signer", &members);
        }

        fn sensitive_members(&self) -> &'static [&'static str] {
            &["Name"]
        }
    }

    impl Debug for Signer {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            debug(self, f)
        }
    }

    #[test]
    fn members_are_shown_by_their_names_and_secrets_without_their_values() {
        let inner = Signer {
            name: Some("典子谦".to_owned()),
            weight: Some(f64::NAN),
            ..Signer::default()
        };
        let signer = Signer {
            pages: Some(vec![1, 2]),
            others: vec![inner],
            ..Signer::default()
        };
        assert_eq!(
            format!("{signer:?}"),
            "Signer { Pages: [1, 2], Others: [Signer { Name: [redacted], Weight: NaN, Others: [] }] }"
        );
        assert_eq!(
            format!("{:#?}", Signer::default()),
            "Signer {\n    Others: [],\n}"
        );
    }

    #[test]
    fn errors_of_the_formatter_are_returned() {
        struct Full;

        impl fmt::Write for Full {
            fn write_str(&mut self, _: &str) -> fmt::Result {
                Err(fmt::Error)
            }
        }

        assert!(fmt::Write::write_fmt(&mut Full, format_args!("{:?}", Signer::default())).is_err());
    }
}
