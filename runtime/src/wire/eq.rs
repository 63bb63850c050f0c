//! `PartialEq` for generated types.

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member};

/// Returns whether two values are equal. Objects are equal if all members are.
pub fn eq<T: Encode>(one: &T, other: &T) -> bool {
    eq_dyn(one, other)
}

fn eq_dyn(one: &dyn Encode, other: &dyn Encode) -> bool {
    if one.is_omitted() || other.is_omitted() {
        return one.is_omitted() && other.is_omitted();
    }
    let mut same = false;
    one.encode(&mut EqEncoder(|one: EncodedValue<'_>| {
        other.encode(&mut EqEncoder(|other: EncodedValue<'_>| {
            same = one.is(&other)
        }));
    }));
    same
}

/// An encoded value, without its content if it is a list or an object.
enum EncodedValue<'a> {
    Text(&'a str),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Flag(bool),
    Json(&'a Value),
    List(usize, &'a dyn Fn(usize) -> &'a dyn Encode),
    Object(&'a [Member<'a>]),
}

impl EncodedValue<'_> {
    fn is(&self, other: &EncodedValue<'_>) -> bool {
        use EncodedValue::{Flag, Float, Json, List, Object, Signed, Text, Unsigned};
        match (self, other) {
            (Text(one), Text(other)) => one == other,
            (Signed(one), Signed(other)) => one == other,
            (Unsigned(one), Unsigned(other)) => one == other,
            (Float(one), Float(other)) => one == other,
            (Flag(one), Flag(other)) => one == other,
            (Json(one), Json(other)) => one == other,
            (List(length, one), List(other_length, other)) => {
                length == other_length && (0..*length).all(|index| eq_dyn(one(index), other(index)))
            }
            (Object(one), Object(other)) => {
                let mut pairs = one.iter().zip(*other);
                one.len() == other.len()
                    && pairs.all(|((name, one), (other_name, other))| {
                        name == other_name && eq_dyn(*one, *other)
                    })
            }
            _ => false,
        }
    }
}

/// An encoder that passes the value to a function.
struct EqEncoder<F: FnMut(EncodedValue<'_>)>(F);

impl<F: FnMut(EncodedValue<'_>)> Sealed for EqEncoder<F> {}

impl<F: FnMut(EncodedValue<'_>)> Encoder for EqEncoder<F> {
    fn encode_str(&mut self, value: &str) {
        (self.0)(EncodedValue::Text(value));
    }

    fn encode_i64(&mut self, value: i64) {
        (self.0)(EncodedValue::Signed(value));
    }

    fn encode_u64(&mut self, value: u64) {
        (self.0)(EncodedValue::Unsigned(value));
    }

    fn encode_f64(&mut self, value: f64) {
        (self.0)(EncodedValue::Float(value));
    }

    fn encode_bool(&mut self, value: bool) {
        (self.0)(EncodedValue::Flag(value));
    }

    fn encode_json(&mut self, value: &Value) {
        (self.0)(EncodedValue::Json(value));
    }

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        (self.0)(EncodedValue::List(length, &|index| item(index)));
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        (self.0)(EncodedValue::Object(members));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A member of each kind. The derived `PartialEq` is the reference.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Kinds {
        text: Option<String>,
        signed: Option<i64>,
        unsigned: Option<u64>,
        float: Option<f64>,
        flag: Option<bool>,
        json: Option<Value>,
        list: Option<Vec<Vec<String>>>,
        inner: Option<Box<Kinds>>,
        always_present: String,
    }

    impl Encode for Kinds {
        fn encode(&self, encoder: &mut dyn Encoder) {
            let members: [Member<'_>; 9] = [
                ("Text", &self.text),
                ("Signed", &self.signed),
                ("Unsigned", &self.unsigned),
                ("Float", &self.float),
                ("Flag", &self.flag),
                ("Json", &self.json),
                ("List", &self.list),
                ("Inner", &self.inner),
                ("Promised", &self.always_present),
            ];
            encoder.encode_object("Kinds", &members);
        }
    }

    fn list(texts: &[&[&str]]) -> Vec<Vec<String>> {
        let owned = |texts: &&[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        texts.iter().map(owned).collect()
    }

    /// Objects that all differ. The last one contains NaN, which differs from itself.
    fn objects() -> Vec<Kinds> {
        let one = |change: fn(&mut Kinds)| {
            let mut object = Kinds::default();
            change(&mut object);
            object
        };
        let mut objects = vec![
            Kinds::default(),
            one(|object| object.text = Some(String::new())),
            one(|object| object.text = Some("1".to_owned())),
            one(|object| object.signed = Some(1)),
            one(|object| object.signed = Some(-1)),
            one(|object| object.unsigned = Some(1)),
            one(|object| object.float = Some(1.0)),
            one(|object| object.float = Some(0.0)),
            one(|object| object.flag = Some(true)),
            one(|object| object.flag = Some(false)),
            one(|object| object.json = Some(json!({"A": 1}))),
            one(|object| object.json = Some(json!(null))),
            one(|object| object.list = Some(Vec::new())),
            one(|object| object.list = Some(list(&[&[]]))),
            one(|object| object.list = Some(list(&[&["a"], &["b"]]))),
            one(|object| object.list = Some(list(&[&["a", "b"]]))),
            one(|object| object.always_present = "1".to_owned()),
        ];
        let inner = objects.iter().map(|inner| Kinds {
            inner: Some(Box::new(inner.clone())),
            ..Kinds::default()
        });
        objects.extend(inner.collect::<Vec<_>>());
        objects.push(one(|object| object.float = Some(f64::NAN)));
        objects
    }

    #[test]
    fn the_same_is_what_is_derived() {
        let objects = objects();
        for one in &objects {
            for other in &objects {
                assert_eq!(eq(one, other), one == other, "{one:?} {other:?}");
            }
        }
        assert!(!eq(&f64::NAN, &f64::NAN) && eq(&0.0, &-0.0));
    }
}
