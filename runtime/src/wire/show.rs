//! Values as `Debug` shows them.

use std::fmt::{self, Debug, Formatter};

use serde_json::Value;

use super::encode::Encode;
use super::sink::{Member, Sink, with_values};
use super::source::Sealed;

/// Shows a value: objects with the members that have values, and those that are secret without them.
///
/// # Errors
///
/// Where the formatter fails.
pub fn show<T: Encode>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    show_any(value, f)
}

fn show_any(value: &dyn Encode, f: &mut Formatter<'_>) -> fmt::Result {
    let mut place = Place {
        secret: value.secret(),
        shown: Ok(()),
        f,
    };
    value.encode(&mut place);
    place.shown
}

/// Brings [`Encode`] to where a formatter asks for [`Debug`].
struct Shown<'a>(&'a dyn Encode);

impl Debug for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        show_any(self.0, f)
    }
}

/// A place for one value.
struct Place<'a, 'f> {
    f: &'a mut Formatter<'f>,
    /// The members whose values are left out, should it be an object.
    secret: &'static [&'static str],
    shown: fmt::Result,
}

impl Place<'_, '_> {
    fn show(&mut self, value: &dyn Debug) {
        self.shown = value.fmt(self.f);
    }
}

impl Sealed for Place<'_, '_> {}

impl Sink for Place<'_, '_> {
    fn text(&mut self, value: &str) {
        self.show(&value);
    }

    fn signed(&mut self, value: i64) {
        self.show(&value);
    }

    fn unsigned(&mut self, value: u64) {
        self.show(&value);
    }

    fn float(&mut self, value: f64) {
        self.show(&value);
    }

    fn flag(&mut self, value: bool) {
        self.show(&value);
    }

    fn json(&mut self, value: &Value) {
        self.show(value);
    }

    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        let items = (0..length).map(|index| Shown(item(index)));
        self.shown = self.f.debug_list().entries(items).finish();
    }

    fn object(&mut self, name: &'static str, members: &[Member<'_>]) {
        let mut object = self.f.debug_struct(name);
        for (name, value) in with_values(members) {
            if self.secret.contains(name) {
                object.field(name, &format_args!("[redacted]"));
            } else {
                object.field(name, &Shown(*value));
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
        fn encode(&self, sink: &mut dyn Sink) {
            let members: [Member<'_>; 4] = [
                ("Name", &self.name),
                ("Pages", &self.pages),
                ("Weight", &self.weight),
                ("Others", &self.others),
            ];
            sink.object("Signer", &members);
        }

        fn secret(&self) -> &'static [&'static str] {
            &["Name"]
        }
    }

    impl Debug for Signer {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            show(self, f)
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
    fn a_formatter_that_fails_is_told() {
        struct Full;

        impl fmt::Write for Full {
            fn write_str(&mut self, _: &str) -> fmt::Result {
                Err(fmt::Error)
            }
        }

        assert!(fmt::Write::write_fmt(&mut Full, format_args!("{:?}", Signer::default())).is_err());
    }
}
