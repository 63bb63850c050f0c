//! The result of a command that did what it was asked for.

/// The result of a command. It gives the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was up to date before.
    UpToDate,
    /// Something was written, and everything is up to date now.
    Written,
    /// Something is out of date and was left so.
    OutOfDate,
}
