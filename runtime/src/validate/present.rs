//! What counts as present.

use crate::wire::Object;

/// Tells a value from the absence of one.
///
/// Callers in other languages send zero values where they mean nothing, and the servers treat them
/// so: an empty string and an empty list count as absent. Everything else is present.
pub trait Presence {
    /// Whether the value counts as absent.
    fn is_absent(&self) -> bool {
        false
    }
}

/// An object is there, whatever it holds.
impl<T: Object> Presence for T {}

impl Presence for bool {}
impl Presence for f64 {}
impl Presence for i64 {}
impl Presence for u64 {}

impl Presence for str {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Presence for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Presence for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// The value of a member, unless it counts as absent.
#[must_use]
pub fn present<T: Presence>(member: &Option<T>) -> Option<&T> {
    member.as_ref().filter(|value| !value.is_absent())
}

/// Whether a member has a value that counts.
#[must_use]
pub fn is_present<T: Presence>(member: &Option<T>) -> bool {
    present(member).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_strings_and_lists_count_as_absent() {
        assert!(!is_present(&Some(String::new())));
        assert!(!is_present(&Some(Vec::<i64>::new())));
        assert!(!is_present(&None::<bool>));
    }

    #[test]
    fn zero_and_false_count_as_present() {
        assert_eq!(present(&Some(0_i64)), Some(&0));
        assert_eq!(present(&Some(false)), Some(&false));
        assert!(is_present(&Some(vec![String::new()])));
    }
}
