//! Values of responses that do not have the described type.

use std::borrow::Cow;
use std::fmt;

/// A value of a response that does not have the described type, although the server sent it.
///
/// The rest of the response is decoded as usual. The value itself is decoded as follows:
///
/// | Expected | Found | Decoded as |
/// |---|---|---|
/// | an integer | a number with decimals (`174.19`) | the nearest integer (`174`) |
/// | a number | `true` or `false` | 1 or 0 |
/// | a string | an object or a list | its JSON text, unless it is empty |
/// | a list | `{}` | an empty list |
/// | an object | `[]` | an empty object |
/// | a string | bytes that are not UTF-8 | U+FFFD in place of these bytes |
/// | any | the same member twice | the last value |
/// | any | anything else | absent, like `null` |
///
/// An item of a list without a value becomes an empty string, an empty list or NaN if its type has
/// such a value, so that other items keep their positions. Other items are left out.
///
/// A member that is always present, and therefore not an `Option`, cannot be absent. If it is missing,
/// its whole object is absent. If that is the response, the call fails with `Error::Undecodable`.
///
/// Numbers, booleans and strings that convert without loss (`"5"`, `5.0`, `"true"`, and `1` for
/// `true`) are decoded without a warning.
///
/// ```
/// use tencent_runtime::wire::DecodeWarning;
///
/// /// Takes `decode_warnings()` of a response. No warning contains a value.
/// fn log(warnings: &[DecodeWarning]) {
///     for warning in warnings {
///         eprintln!("{}: {}", warning.path(), warning.found());
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecodeWarning {
    pub(super) path: String,
    pub(super) found: &'static str,
    pub(super) expected: Cow<'static, str>,
}

impl DecodeWarning {
    /// Returns the path of the value in wire names, for example `Contracts[0].Name`. It is empty for
    /// the whole response.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the kind of value in the response, for example `an empty string`. It never contains
    /// the value, which may be sensitive.
    #[must_use]
    pub fn found(&self) -> &str {
        self.found
    }

    /// Returns the kind of value that the type expects.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the reason without the path.
    pub(super) fn reason(&self) -> String {
        format!("found {}, expected {}", self.found, self.expected)
    }
}

impl fmt::Display for DecodeWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.reason())
    }
}

/// The warnings of one response.
#[derive(Clone, Debug, Default)]
pub struct DecodeWarnings(pub(super) Box<[DecodeWarning]>);

impl DecodeWarnings {
    /// Returns the warnings: at most 100, roughly in the order of the values.
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[DecodeWarning] {
        &self.0
    }
}
