//! `Hash` for generated types.

use std::hash::Hasher;

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member};

/// Feeds a value to a hasher. Values that are [equal](super::eq) have the same hash.
pub fn hash<T: Encode, H: Hasher>(value: &T, state: &mut H) {
    hash_dyn(value, state);
}

fn hash_dyn(value: &dyn Encode, state: &mut dyn Hasher) {
    state.write_u8(value.is_omitted().into());
    if !value.is_omitted() {
        value.encode(&mut HashEncoder(state));
    }
}

/// An encoder that feeds the value to a hasher.
struct HashEncoder<'a>(&'a mut dyn Hasher);

impl Sealed for HashEncoder<'_> {}

impl Encoder for HashEncoder<'_> {
    fn encode_str(&mut self, value: &str) {
        self.0.write_usize(value.len());
        self.0.write(value.as_bytes());
    }

    fn encode_i64(&mut self, value: i64) {
        self.0.write_i64(value);
    }

    fn encode_u64(&mut self, value: u64) {
        self.0.write_u64(value);
    }

    /// Types with floats do not implement `Hash`.
    fn encode_f64(&mut self, _: f64) {}

    fn encode_bool(&mut self, value: bool) {
        self.0.write_u8(value.into());
    }

    /// Any JSON value may contain floats.
    fn encode_json(&mut self, _: &Value) {}

    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        self.0.write_usize(length);
        (0..length).for_each(|index| hash_dyn(item(index), self.0));
    }

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        members
            .iter()
            .for_each(|(_, value)| hash_dyn(*value, self.0));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::DefaultHasher;

    use super::*;

    #[derive(Clone, Default)]
    struct Signer {
        name: Option<String>,
        alias: Option<String>,
        pages: Option<Vec<i64>>,
        active: Option<bool>,
        others: Option<Vec<Signer>>,
    }

    impl Encode for Signer {
        fn encode(&self, encoder: &mut dyn Encoder) {
            let members: [Member<'_>; 5] = [
                ("Name", &self.name),
                ("Alias", &self.alias),
                ("Pages", &self.pages),
                ("Active", &self.active),
                ("Others", &self.others),
            ];
            encoder.encode_object("Signer", &members);
        }
    }

    fn hashed<T: Encode>(value: &T) -> u64 {
        let mut state = DefaultHasher::new();
        hash(value, &mut state);
        state.finish()
    }

    #[test]
    fn values_that_differ_have_other_hashes_and_clones_have_the_same() {
        let one = |change: fn(&mut Signer)| {
            let mut signer = Signer::default();
            change(&mut signer);
            signer
        };
        let signers = [
            Signer::default(),
            one(|signer| signer.name = Some(String::new())),
            one(|signer| signer.name = Some("ab".to_owned())),
            one(|signer| signer.alias = Some("ab".to_owned())),
            one(|signer| {
                signer.name = Some("a".to_owned());
                signer.alias = Some("b".to_owned());
            }),
            one(|signer| signer.pages = Some(Vec::new())),
            one(|signer| signer.pages = Some(vec![1, 2])),
            one(|signer| signer.pages = Some(vec![2, 1])),
            one(|signer| signer.active = Some(false)),
            one(|signer| signer.active = Some(true)),
            one(|signer| signer.others = Some(vec![Signer::default()])),
            one(|signer| signer.others = Some(vec![one_named(), Signer::default()])),
        ];
        let hashes: HashSet<u64> = signers.iter().map(hashed).collect();
        assert_eq!(hashes.len(), signers.len());
        for signer in &signers {
            assert_eq!(hashed(signer), hashed(&signer.clone()));
        }
    }

    fn one_named() -> Signer {
        Signer {
            name: Some("ab".to_owned()),
            ..Signer::default()
        }
    }
}
