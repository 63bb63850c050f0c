//! Finds the release of upstream's package that descriptions are of.

use std::path::Path;

use fs_err as fs;
use miette::{Result, miette};
use tencent_codegen::visible;

/// The largest number of folders between a description and the package: `tccli/services/<name>/v…/api.json`.
const HEIGHT: usize = 5;

/// Whether a text is a release: numbers with dots between them.
pub(super) fn is_release(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.contains('.') && text.split('.').all(is_number)
}

/// Refuses a text that is not a release.
pub(super) fn check(text: &str) -> Result<()> {
    match is_release(text) {
        true => Ok(()),
        false => Err(miette!(
            help = "a release is numbers with dots between them, such as `3.1.189.1`",
            "`{}` is not a release of tccli",
            visible(text)
        )),
    }
}

/// The release of a source, from its content and from its name. Fails if they differ.
pub(super) fn agreed(
    path: &Path,
    content: Option<String>,
    name: Option<String>,
) -> Result<Option<String>> {
    match (content, name) {
        (Some(content), Some(name)) if content != name && is_release(&content) => Err(miette!(
            help = "rename it, or name the right file; nothing was changed",
            "{} is named after release {name}, and its content is of {content}",
            path.display()
        )),
        (content, name) => Ok(content.or(name).filter(|release| is_release(release))),
    }
}

/// The release that a wheel is named after, such as `tccli-3.1.6.1-py3-none-any.whl`.
pub(super) fn in_wheel_name(path: &Path) -> Option<String> {
    let release = path.file_stem()?.to_str()?.split('-').nth(1)?;
    is_release(release).then(|| release.to_owned())
}

/// Whether a release is older than another one.
pub(crate) fn is_older(release: &str, other: &str) -> bool {
    let numbers = |release: &str| -> Vec<(usize, String)> {
        let numbers = release
            .split('.')
            .map(|number| number.trim_start_matches('0'));
        numbers
            .map(|number| (number.len(), number.to_owned()))
            .collect()
    };
    numbers(release) < numbers(other)
}

/// The release that a file is named after, such as `3.1.6.1.json`.
pub(super) fn in_name(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    is_release(stem).then(|| stem.to_owned())
}

/// The release in the package's file of a folder, the folder `tccli` in it, or one above.
pub(super) fn around(folder: &Path) -> Option<String> {
    let below = folder.join("tccli").join("__init__.py");
    in_file(&folder.join("__init__.py"))
        .or_else(|| in_file(&below))
        .or_else(|| above(folder))
}

/// The release in the package's file of a folder above.
pub(super) fn above(path: &Path) -> Option<String> {
    let whole = path.canonicalize().ok()?;
    let mut above = whole.ancestors().skip(1).take(HEIGHT);
    above.find_map(|folder| in_file(&folder.join("__init__.py")))
}

/// The release in the package's file: `__version__ = '3.1.189.1'`.
fn in_file(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, rest) = text.split_once("__version__")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (release, _) = value[1..].split_once(quote)?;
    Some(release.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_by_number() {
        for (old, new) in [
            ("3.0.9.1", "3.0.10.1"),
            ("3.0.1213.1", "3.1.6.1"),
            ("3.1.6", "3.1.6.1"),
            ("3.1.06.1", "3.1.7.1"),
            ("3.1.6.1", "3.1.99999999999999999999.1"),
        ] {
            assert!(is_older(old, new), "{old} {new}");
            assert!(!is_older(new, old), "{old} {new}");
            assert!(!is_older(new, new), "{new}");
        }
    }
}
