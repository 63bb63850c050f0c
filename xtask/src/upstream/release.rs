//! Which release of upstream's package descriptions are of, as far as it can be told.

use std::path::Path;

use fs_err as fs;

/// How far above a description the package's own file stands at most:
/// `tccli/services/<name>/v…/api.json`.
const HEIGHT: usize = 5;

/// Whether that is a release: numbers with dots between them.
pub(super) fn is_release(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.contains('.') && text.split('.').all(is_number)
}

/// A file that is called after a release, as `3.1.6.1.json`.
pub(super) fn in_name(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    is_release(stem).then(|| stem.to_owned())
}

/// The release that a folder is of, or one above or right below it.
pub(super) fn around(folder: &Path) -> Option<String> {
    let below = folder.join("tccli").join("__init__.py");
    in_file(&folder.join("__init__.py"))
        .or_else(|| in_file(&below))
        .or_else(|| above(folder))
}

/// The release that a folder above says it is.
pub(super) fn above(path: &Path) -> Option<String> {
    let whole = path.canonicalize().ok()?;
    let mut above = whole.ancestors().skip(1).take(HEIGHT);
    above.find_map(|folder| in_file(&folder.join("__init__.py")))
}

/// The release that the package's own file names: `__version__ = '3.1.189.1'`.
fn in_file(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, rest) = text.split_once("__version__")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (release, _) = value[1..].split_once(quote)?;
    Some(release.to_owned())
}
