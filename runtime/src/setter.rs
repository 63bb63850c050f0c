//! The arguments of generated setters: a value, or an `Option` of a value.
//!
//! Setters of numbers, flags and objects take `impl Into<Option<T>>`. Other setters also convert the
//! value, as `impl Into<T>` does, which needs the traits of this module. `Plain` and `Optional`
//! distinguish their implementations. The compiler infers them from the argument.

/// The argument is a value.
#[derive(Debug)]
pub enum Plain {}

/// The argument is an `Option`.
#[derive(Debug)]
pub enum Optional {}

/// An argument that converts into a `T`, or an `Option` of one. `None` clears the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}` or `Option<{T}>`",
    label = "expected a value that implements `Into<{T}>`, or an `Option` of it"
)]
pub trait IntoOption<T, Kind> {
    /// Returns the value of the field.
    fn into_option(self) -> Option<T>;
}

impl<T, V: Into<T>> IntoOption<T, Plain> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> IntoOption<T, Optional> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(Into::into)
    }
}

/// A list whose items convert into `T`, or an `Option` of one. `None` clears the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of items that convert into `{T}`",
    label = "expected an `IntoIterator` with items that implement `Into<{T}>`, or an `Option` of it"
)]
pub trait IntoConvertedList<T, Kind> {
    /// Returns the value of the field.
    fn into_list(self) -> Option<Vec<T>>;
}

impl<T, L: IntoIterator<Item: Into<T>>> IntoConvertedList<T, Plain> for L {
    fn into_list(self) -> Option<Vec<T>> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, L: IntoIterator<Item: Into<T>>> IntoConvertedList<T, Optional> for Option<L> {
    fn into_list(self) -> Option<Vec<T>> {
        Some(self?.into_iter().map(Into::into).collect())
    }
}

/// A list of `T`, or an `Option` of one. `None` clears the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected an `IntoIterator` with items of type `{T}`, or an `Option` of it"
)]
pub trait IntoList<T, Kind> {
    /// Returns the value of the field.
    fn into_list(self) -> Option<Vec<T>>;
}

impl<T, L: IntoIterator<Item = T>> IntoList<T, Plain> for L {
    fn into_list(self) -> Option<Vec<T>> {
        Some(self.into_iter().collect())
    }
}

impl<T, L: IntoIterator<Item = T>> IntoList<T, Optional> for Option<L> {
    fn into_list(self) -> Option<Vec<T>> {
        Some(self?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option<K>(value: impl IntoOption<String, K>) -> Option<String> {
        value.into_option()
    }

    fn converted<K>(value: impl IntoConvertedList<String, K>) -> Option<Vec<String>> {
        value.into_list()
    }

    fn list<K>(value: impl IntoList<u64, K>) -> Option<Vec<u64>> {
        value.into_list()
    }

    #[test]
    fn values_and_options_are_converted() {
        let text = || Some("a".to_owned());
        assert_eq!(option("a"), text());
        assert_eq!(option(Some("a")), text());
        assert_eq!(option(text()), text());
        assert_eq!(option(None::<&str>), None);
    }

    #[test]
    fn lists_and_options_of_lists_are_converted() {
        let texts = || Some(vec!["a".to_owned()]);
        assert_eq!(converted(["a"]), texts());
        assert_eq!(converted(Some(vec!["a"])), texts());
        assert_eq!(converted(None::<Vec<String>>), None);
        assert_eq!(list([1, 2]), Some(vec![1, 2]));
        assert_eq!(list(vec![]), Some(vec![]));
        assert_eq!(list(Some([1])), Some(vec![1]));
        assert_eq!(list(None::<Vec<u64>>), None);
    }
}
