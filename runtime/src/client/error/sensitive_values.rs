//! Finds the values of sensitive members in a request, without a copy of the request.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The members of a request whose values are sensitive.
#[derive(Clone, Copy)]
pub(crate) enum Sensitive<'s> {
    /// All members.
    All,
    /// The members with these wire names, and all values in them.
    Members(&'s [&'s str]),
}

impl Sensitive<'_> {
    pub(super) fn is_empty(self) -> bool {
        matches!(self, Self::Members([]))
    }
}

/// Passes the text of each value in a sensitive member to `found`: strings and numbers, also inside
/// objects and lists. A body that is not JSON has none after its first error.
pub(super) fn sensitive_values(body: &[u8], sensitive: Sensitive<'_>, found: &mut dyn FnMut(&str)) {
    let mut json = serde_json::Deserializer::from_slice(body);
    let (sensitive, inside) = match sensitive {
        Sensitive::All => (&[][..], true),
        Sensitive::Members(members) => (members, false),
    };
    let search = Search {
        sensitive,
        inside,
        found,
    };
    // The values before an error are found already.
    let _ = search.deserialize(&mut json);
}

/// A search in one value.
struct Search<'s> {
    sensitive: &'s [&'s str],
    /// Whether the value is in a sensitive member.
    inside: bool,
    found: &'s mut dyn FnMut(&str),
}

impl Search<'_> {
    /// Returns the search in a value inside this one.
    fn inner(&mut self, inside: bool) -> Search<'_> {
        Search {
            sensitive: self.sensitive,
            inside,
            found: self.found,
        }
    }

    fn number(self, number: impl Into<serde_json::Number>) {
        if self.inside {
            (self.found)(&number.into().to_string());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let inside = self.inside || self.sensitive.contains(&name.as_str());
            members.next_value_seed(self.inner(inside))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let inside = self.inside;
        while items.next_element_seed(self.inner(inside))?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.inside {
            (self.found)(text);
        }
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(number);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(number);
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        if let Some(number) = serde_json::Number::from_f64(number) {
            self.number(number);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str, sensitive: &[&str]) -> Vec<String> {
        values(body, Sensitive::Members(sensitive))
    }

    fn values(body: &str, sensitive: Sensitive<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        sensitive_values(body.as_bytes(), sensitive, &mut |text| {
            texts.push(text.to_owned())
        });
        texts
    }

    #[test]
    fn all_strings_and_numbers_of_sensitive_members_are_found() {
        let body = r#"{"A": [{"B": "1\n", "C": null}, 2, -3, 1.0, true], "D": "4", "B": 5}"#;
        assert_eq!(found(body, &["A"]), ["1\n", "2", "-3", "1.0"]);
        assert_eq!(found(body, &["B", "D"]), ["1\n", "4", "5"]);
        assert_eq!(found(body, &[]), [""; 0]);
        let all = ["1\n", "2", "-3", "1.0", "4", "5"];
        assert_eq!(values(body, Sensitive::All), all);
        assert_eq!(found(r#"{"A": "1", "#, &["A"]), ["1"]);
    }
}
