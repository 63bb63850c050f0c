//! Presence of members.
//!
//! SDKs in other languages send empty strings and lists for members that are not set, and the
//! servers ignore them. So an empty string or list counts as absent. Every other value is present.

use crate::wire::Encode;

/// Returns the value of a member, unless it counts as absent.
#[must_use]
pub fn present<T: Encode>(member: &Option<T>) -> Option<&T> {
    member.as_ref().filter(|value| !value.is_absent())
}

/// Returns whether a member is present.
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
