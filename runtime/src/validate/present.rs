//! What counts as present.
//!
//! Callers in other languages send zero values where they mean nothing, and the servers treat them
//! so: an empty string and an empty list count as absent. Everything else is present.

use crate::wire::Encode;

/// The value of a member, unless it counts as absent.
#[must_use]
pub fn present<T: Encode>(member: &Option<T>) -> Option<&T> {
    member.as_ref().filter(|value| !value.is_absent())
}

/// Whether a member has a value that counts.
#[must_use]
pub fn is_present<T: Encode>(member: &Option<T>) -> bool {
    !member.is_absent()
}

/// Whether a value is an empty string or an empty list.
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
