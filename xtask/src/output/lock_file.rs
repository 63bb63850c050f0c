//! The version of a crate in `Cargo.lock`. Without it, cargo fails with `--locked` after the crate's version
//! was raised.

use std::path::Path;

use miette::Result;

use super::change::Change;
use super::new_file::read_if_present;

pub(super) const LOCK: &str = "Cargo.lock";

/// The change of the lock file that lists a crate, by its path from the folder of the crate. `None` if no
/// lock file, in that folder or above, lists the crate, or if it lists this version.
pub(super) fn change(
    root: &Path,
    package: &str,
    version: &str,
) -> Result<Option<(String, Change)>> {
    for (height, folder) in root.ancestors().enumerate() {
        let Some(bytes) = read_if_present(&folder.join(LOCK))? else {
            continue;
        };
        let old = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(new) = with_version(&old, package, version) {
            let name = "../".repeat(height) + LOCK;
            return Ok((new != old).then_some((name, Change::Updated { old, new })));
        }
    }
    Ok(None)
}

/// A lock file with that version of a crate of the workspace; `None` if it does not list the crate.
fn with_version(lock: &str, package: &str, version: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let has = |entry: &str, start: &str| entry.lines().any(|line| line.starts_with(start));
    // A crate of the workspace has no source.
    let is_own = |entry: &&mut &str| {
        has(entry, "package]]") && has(entry, &name) && !has(entry, "source = ")
    };
    let mut entries: Vec<&str> = lock.split("[[").collect();
    let entry = entries.iter_mut().find(is_own)?;
    let mut lines = entry.lines();
    let old = lines.find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))?;
    let line = |version: &str| format!("version = \"{version}\"");
    let raised = entry.replacen(&line(old), &line(version), 1);
    *entry = &raised;
    // If another crate has the same name, the dependents name the version.
    let dependency = |version: &str| format!("\"{package} {version}\"");
    let text = entries.join("[[");
    Some(text.replace(&dependency(old), &dependency(version)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPENDENT: &str =
        "[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"demo\",\n]\n\n";
    const NAMESAKE: &str =
        "[[package]]\nname = \"demo\"\nversion = \"0.1.0\"\nsource = \"registry+x\"\n\n";

    #[test]
    fn the_version_of_the_crate_is_replaced_and_nothing_else() {
        let own = |version| format!("[[package]]\nname = \"demo\"\nversion = \"{version}\"\n");
        let start = "# @generated\nversion = 4\n\n";
        let lock = |version| format!("{start}{DEPENDENT}{NAMESAKE}{}", own(version));
        let windows = |text: String| text.replace('\n', "\r\n");
        let (old, new) = (lock("0.1.0"), lock("0.2.0"));
        assert_eq!(with_version(&old, "demo", "0.2.0"), Some(new.clone()));
        assert_eq!(with_version(&old, "demo", "0.1.0"), Some(old.clone()));
        assert_eq!(
            with_version(&windows(old), "demo", "0.2.0"),
            Some(windows(new))
        );
    }

    #[test]
    fn a_dependent_that_names_the_version_follows() {
        let lock = "[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"demo 0.1.0\",\n \"demo 0.1.0 (registry+x)\",\n]\n\n\
                    [[package]]\nname = \"demo\"\nversion = \"0.1.0\"\n";
        let new = with_version(lock, "demo", "0.1.1").unwrap();
        assert!(new.contains("\"demo 0.1.1\""), "{new}");
        assert!(new.contains("\"demo 0.1.0 (registry+x)\""), "{new}");
    }

    #[test]
    fn a_lock_file_without_the_crate_stays() {
        for lock in ["", "version = 4\n", DEPENDENT, NAMESAKE] {
            assert_eq!(with_version(lock, "demo", "0.2.0"), None);
        }
        let unused = "[[package]]\nname = \"app\"\nversion = \"1.0.0\"\n\n[[patch.unused]]\nname = \"demo\"\nversion = \"0.1.0\"\n";
        assert_eq!(with_version(unused, "demo", "0.2.0"), None);
    }
}
