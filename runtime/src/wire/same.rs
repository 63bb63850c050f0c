//! Whether two values are the same.

use serde_json::Value;

use super::encode::Encode;
use super::sink::{Member, Sink};
use super::source::Sealed;

/// Whether two values are the same. Objects are where all their members are.
pub fn same<T: Encode>(one: &T, other: &T) -> bool {
    same_any(one, other)
}

fn same_any(one: &dyn Encode, other: &dyn Encode) -> bool {
    if one.is_nothing() || other.is_nothing() {
        return one.is_nothing() && other.is_nothing();
    }
    let mut same = false;
    one.encode(&mut Taken(|one: Written<'_>| {
        other.encode(&mut Taken(|other: Written<'_>| same = one.is(&other)));
    }));
    same
}

/// A value that was written.
enum Written<'a> {
    Text(&'a str),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Flag(bool),
    Json(&'a Value),
    List(usize, &'a dyn Fn(usize) -> &'a dyn Encode),
    Object(&'a [Member<'a>]),
}

impl Written<'_> {
    fn is(&self, other: &Written<'_>) -> bool {
        use Written::{Flag, Float, Json, List, Object, Signed, Text, Unsigned};
        match (self, other) {
            (Text(one), Text(other)) => one == other,
            (Signed(one), Signed(other)) => one == other,
            (Unsigned(one), Unsigned(other)) => one == other,
            (Float(one), Float(other)) => one == other,
            (Flag(one), Flag(other)) => one == other,
            (Json(one), Json(other)) => one == other,
            (List(length, one), List(other_length, other)) => {
                length == other_length
                    && (0..*length).all(|index| same_any(one(index), other(index)))
            }
            (Object(one), Object(other)) => {
                let mut pairs = one.iter().zip(*other);
                one.len() == other.len()
                    && pairs.all(|((name, one), (other_name, other))| {
                        name == other_name && same_any(*one, *other)
                    })
            }
            _ => false,
        }
    }
}

/// A place that hands on what is written into it.
struct Taken<F: FnMut(Written<'_>)>(F);

impl<F: FnMut(Written<'_>)> Sealed for Taken<F> {}

impl<F: FnMut(Written<'_>)> Sink for Taken<F> {
    fn text(&mut self, value: &str) {
        (self.0)(Written::Text(value));
    }

    fn signed(&mut self, value: i64) {
        (self.0)(Written::Signed(value));
    }

    fn unsigned(&mut self, value: u64) {
        (self.0)(Written::Unsigned(value));
    }

    fn float(&mut self, value: f64) {
        (self.0)(Written::Float(value));
    }

    fn flag(&mut self, value: bool) {
        (self.0)(Written::Flag(value));
    }

    fn json(&mut self, value: &Value) {
        (self.0)(Written::Json(value));
    }

    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        (self.0)(Written::List(length, &|index| item(index)));
    }

    fn object(&mut self, _: &'static str, members: &[Member<'_>]) {
        (self.0)(Written::Object(members));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A member of each kind. What is derived says what is the same.
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
        promised: String,
    }

    impl Encode for Kinds {
        fn encode(&self, sink: &mut dyn Sink) {
            let members: [Member<'_>; 9] = [
                ("Text", &self.text),
                ("Signed", &self.signed),
                ("Unsigned", &self.unsigned),
                ("Float", &self.float),
                ("Flag", &self.flag),
                ("Json", &self.json),
                ("List", &self.list),
                ("Inner", &self.inner),
                ("Promised", &self.promised),
            ];
            sink.object("Kinds", &members);
        }
    }

    fn list(texts: &[&[&str]]) -> Vec<Vec<String>> {
        let owned = |texts: &&[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        texts.iter().map(owned).collect()
    }

    /// Objects that differ from each other, but for the last: not a number is nothing, not even itself.
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
            one(|object| object.promised = "1".to_owned()),
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
                assert_eq!(same(one, other), one == other, "{one:?} {other:?}");
            }
        }
        assert!(!same(&f64::NAN, &f64::NAN) && same(&0.0, &-0.0));
    }
}
