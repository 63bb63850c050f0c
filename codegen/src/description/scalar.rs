//! Upstream's scalar types.

/// A scalar type of upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Int64,
    Uint64,
    Float,
    Bool,
    String,
    Date,
    Datetime,
    DatetimeIso,
    Binary,
}

impl Scalar {
    pub(crate) const ALL: [Self; 9] = [
        Self::Int64,
        Self::Uint64,
        Self::Float,
        Self::Bool,
        Self::String,
        Self::Date,
        Self::Datetime,
        Self::DatetimeIso,
        Self::Binary,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::String => "string",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::DatetimeIso => "datetime_iso",
            Self::Binary => "binary",
        }
    }

    /// Returns the scalar with that name. All other names are names of objects.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.name() == name)
    }
}
