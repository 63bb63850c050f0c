//! Tests whether a value counts as present.
//!
//! An empty string and an empty list count as absent, because the servers treat them so: clients in
//! other languages send zero values for unset members. Every other value is present.

use crate::wire::Encode;

/// Returns the value of a member, unless it counts as absent.
#[must_use]
pub fn present<T: Encode>(member: &Option<T>) -> Option<&T> {
    member.as_ref().filter(|value| !value.is_absent())
}

/// Whether a member has a value that does not count as absent.
#[must_use]
pub fn is_present<T: Encode>(member: &Option<T>) -> bool {
    !member.is_absent()
}

/// Returns whether a value is an empty string or list.
#[must_use]
pub fn is_absent<T: Encode>(value: &T) -> bool {
    value.is_absent()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_strings_and_lists_count_as_absent() {
        assert!(!is_present(&Some(String::new())));
        assert!(!is_present(&Some(Vec::<i64>::new())));
        assert!(!is_present(&None::<bool>));
        assert_eq!(present(&Some(String::new())), None);
        assert!(is_absent(&String::new()));
    }

    #[test]
    fn zero_and_false_count_as_present() {
        assert_eq!(present(&Some(0_i64)), Some(&0));
        assert_eq!(present(&Some(false)), Some(&false));
        assert!(is_present(&Some(vec![String::new()])));
    }
}
