//! The changes that new facts bring, and the files that are written for them.

use miette::{Context, IntoDiagnostic, Report, Result, miette};
use semver::{BuildMetadata, Prerelease, Version};
use tencent_codegen::compare::{self, Comparison, Level, Snapshot};
use tencent_codegen::description::Facts;
use tencent_codegen::provenance::{StaleProvenance, stale_provenance};
use tencent_codegen::{Diagnostics, SourceFile, Upstream};

use super::changelog;
use crate::output::{Durability, NewFile, Plan, read_if_present};
use crate::project::ProjectPaths;

/// New facts, compared with the present description.
pub(crate) struct UpdatePlan {
    new: Snapshot,
    facts_text: String,
    /// The releases of upstream's package, before and after.
    pub(crate) releases: (String, String),
    /// The versions of the crate, before and after.
    pub(crate) versions: (String, String),
    pub(crate) comparison: Comparison,
    /// The rules whose prose changed since a person read it.
    pub(crate) stale: Vec<StaleProvenance>,
}

/// Why new facts cannot be applied.
pub(crate) enum Rejection {
    /// They do not fit the selection or the overlay.
    Conflicts(Diagnostics),
    Other(Report),
}

impl UpdatePlan {
    /// Plans an update to upstream's facts of these actions. Nothing is written.
    pub(crate) fn for_actions<'a>(
        present: &Snapshot,
        upstream: &Upstream,
        actions: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Rejection> {
        compare::all_selected_are_there(present, upstream).map_err(Rejection::Conflicts)?;
        let facts = upstream.facts(actions).map_err(Report::new)?;
        Self::new(present, facts)
    }

    /// Plans an update to new facts. Nothing is written.
    pub(crate) fn new(present: &Snapshot, facts: Facts) -> Result<Self, Rejection> {
        compare::fits(present, &facts).map_err(Rejection::Conflicts)?;
        // The overlay fits the present facts, so whatever does not fit now comes from the new ones.
        let mut new = present.with_facts(facts).map_err(Rejection::Conflicts)?;
        let comparison = compare::compare(present, &new);
        let from = present.crate_version().to_owned();
        let to = raise(&from, comparison.level)?;
        let release = |snapshot: &Snapshot| snapshot.facts().source.release.clone();
        Ok(Self {
            facts_text: new
                .set_version(to.clone())
                .into_diagnostic()
                .wrap_err("the facts cannot be written as JSON")?,
            releases: (release(present), release(&new)),
            versions: (from, to),
            stale: stale_provenance(&new),
            comparison,
            new,
        })
    }

    /// Whether anything changed that concerns the selected actions.
    pub(crate) fn has_changes(&self) -> bool {
        self.comparison.level > Level::None
    }

    /// Writes the changelog, the facts and the crate. Without changes, only the crate, in case an earlier
    /// command was killed. Returns `None` if there was nothing to write.
    ///
    /// Replacing the facts is the commit point. The entry of the changelog comes before it, and writing it
    /// again changes nothing. The crate comes after it, and is generated from the facts.
    pub(crate) fn write(
        &self,
        present: &Snapshot,
        facts: &SourceFile,
        paths: &ProjectPaths,
    ) -> Result<Option<Plan>> {
        if !self.has_changes() {
            let plan = paths.plan(present)?;
            plan.apply()?;
            return Ok((!plan.is_up_to_date()).then_some(plan));
        }
        let plan = paths.plan(&self.new)?;
        let old_changelog = read_changelog(paths).map_err(nothing_changed)?;
        let entry = changelog::entry(&self.title(), &self.comparison);
        let changelog = changelog::with_entry(old_changelog.as_deref().unwrap_or_default(), &entry);
        let path = paths.changelog();
        let new_changelog =
            NewFile::write(&path, &changelog, Durability::Synced).map_err(nothing_changed)?;
        let new_facts = NewFile::write(&facts.path, &self.facts_text, Durability::Synced)
            .map_err(nothing_changed)?;
        match &old_changelog {
            Some(old) if *old == changelog => Ok(()),
            Some(old) => new_changelog.replace(old.as_bytes()),
            None => new_changelog.create(),
        }
        .map_err(nothing_changed)?;
        new_facts.replace(&facts.bytes).map_err(not_committed)?;
        plan.apply().map_err(not_generated)?;
        Ok(Some(plan))
    }

    /// The title of the entry in the changelog, without its `###`.
    fn title(&self) -> String {
        let package = self.new.package();
        format!(
            "{package} {}, from tccli {}",
            self.versions.1, self.releases.1
        )
    }
}

impl From<Report> for Rejection {
    fn from(report: Report) -> Self {
        Self::Other(report)
    }
}

impl From<Rejection> for Report {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Conflicts(conflicts) => Self::new(conflicts),
            Rejection::Other(report) => report,
        }
    }
}

fn read_changelog(paths: &ProjectPaths) -> Result<Option<String>> {
    let path = paths.changelog();
    let Some(bytes) = read_if_present(&path)? else {
        return Ok(None);
    };
    String::from_utf8(bytes).map(Some).map_err(|error| {
        miette!(
            help = "convert it to UTF-8 and run the command again",
            "{}: {}",
            path.display(),
            error.utf8_error()
        )
    })
}

fn nothing_changed(cause: Report) -> Report {
    let help = cause
        .help()
        .map(|help| help.to_string())
        .unwrap_or_default();
    miette!(help = format!("nothing was changed; {help}"), "{cause}")
}

fn not_committed(cause: Report) -> Report {
    miette!(
        help = "the changelog has the new entry, the facts and the crate are as before; fix the cause and run \
                the command again, or take the entry out of the changelog",
        "{cause}"
    )
}

fn not_generated(cause: Report) -> Report {
    miette!(
        help = "the facts and the changelog are written, the crate is not; fix the cause and run \
                `cargo xtask codegen`",
        "{cause}"
    )
}

/// The version after a change of that level. Before 1.0, a minor version may break callers.
fn raise(version: &str, level: Level) -> Result<String> {
    let invalid = || {
        miette!(
            help = "correct `version` of `crate` in upstream.json",
            "the version `{version}` of the crate cannot be raised: it must be three numbers"
        )
    };
    let old = Version::parse(version).map_err(|_| invalid())?;
    if old.pre != Prerelease::EMPTY || old.build != BuildMetadata::EMPTY {
        return Err(invalid());
    }
    let next = |number: u64| number.checked_add(1).ok_or_else(invalid);
    let Version {
        major,
        minor,
        patch,
        ..
    } = old;
    let new = match (level, major) {
        (Level::None, _) => old,
        (Level::Major, 0) => Version::new(0, next(minor)?, 0),
        (Level::Minor | Level::Patch, 0) => Version::new(0, minor, next(patch)?),
        (Level::Major, _) => Version::new(next(major)?, 0, 0),
        (Level::Minor, _) => Version::new(major, next(minor)?, 0),
        (Level::Patch, _) => Version::new(major, minor, next(patch)?),
    };
    Ok(new.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_raises_the_version() {
        for (version, level, raised) in [
            ("0.1.2", Level::None, "0.1.2"),
            ("0.1.2", Level::Patch, "0.1.3"),
            ("0.1.2", Level::Minor, "0.1.3"),
            ("0.1.2", Level::Major, "0.2.0"),
            ("1.2.3", Level::Patch, "1.2.4"),
            ("1.2.3", Level::Minor, "1.3.0"),
            ("1.2.3", Level::Major, "2.0.0"),
        ] {
            assert_eq!(
                raise(version, level).unwrap(),
                raised,
                "{version} {level:?}"
            );
        }
        assert!(raise("1.2", Level::Patch).is_err());
        assert!(raise("1.2.x", Level::Patch).is_err());
        assert!(raise("1.2.3-alpha", Level::Patch).is_err());
        for (version, level) in [
            (format!("0.{}.0", u64::MAX), Level::Major),
            (format!("0.1.{}", u64::MAX), Level::Patch),
            (format!("{}.0.0", u64::MAX), Level::Major),
        ] {
            assert!(raise(&version, level).is_err(), "{version} {level:?}");
        }
    }
}
