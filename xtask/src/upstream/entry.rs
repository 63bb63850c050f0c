//! The place of one description among many.

use miette::{Report, Result, miette};

/// The place of the description of one service and version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The name of the folder. It is not always the name of the service.
    pub(crate) folder: String,
    /// The version, as `2020-11-11`.
    pub(crate) version: String,
    pub(super) path: String,
}

impl Entry {
    /// The entry whose file has that path: `…/<service>/v<yyyymmdd>/<file>`.
    pub(super) fn of(path: &str, file: &str) -> Option<Self> {
        let path = path.strip_suffix(file)?.strip_suffix('/')?;
        let mut parts = path.rsplit('/');
        let version = version(parts.next()?)?;
        Some(Self {
            folder: parts.next()?.to_owned(),
            version,
            path: path.to_owned(),
        })
    }
}

/// The version that a folder is named after: `v20201111` is `2020-11-11`.
pub(super) fn version(folder: &str) -> Option<String> {
    let digits = folder.strip_prefix('v')?;
    let is_date = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_date.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

/// Refuses two descriptions of one service and version. The entries are in order.
pub(super) fn refuse_repeated(entries: &[Entry]) -> Result<()> {
    let is_same =
        |one: &Entry, other: &Entry| (&one.folder, &one.version) == (&other.folder, &other.version);
    let mut pairs = entries.iter().zip(entries.iter().skip(1));
    match pairs.find(|(one, other)| is_same(one, other)) {
        Some((one, other)) => Err(described_twice(&one.folder, one, other)),
        None => Ok(()),
    }
}

/// The error for two descriptions of one service and version.
pub(super) fn described_twice(service: &str, one: &Entry, other: &Entry) -> Report {
    miette!(
        help = "name one of them, or remove the other; nothing was changed",
        "{service} {} is described twice, in {} and in {}",
        one.version,
        one.path,
        other.path
    )
}
