//! New facts take the place of the present ones: what that changes, and everything that is written
//! for it, together.

use std::path::PathBuf;

use miette::{Diagnostic, Result};
use tencent_codegen::compare::{self, Comparison, Level, Snapshot};
use tencent_codegen::description::{Facts, Release};
use tencent_codegen::sentences::{OpenSentence, open_sentences};
use tencent_codegen::{
    Diagnostics, Output, Problem as Misfit, ServiceSources, SourceFile, Upstream,
};
use thiserror::Error;

use crate::place::Place;
use crate::problem::Problem;
use crate::sync::{Plan, Turn};
use crate::{changelog, json, sources};

/// New facts, held against all that is there.
pub(crate) struct Adoption {
    place: Place,
    facts_text: String,
    release_text: String,
    output: Output,
    package: String,
    /// The releases of upstream's package, before and after.
    pub(crate) releases: (String, String),
    /// The versions of the crate, before and after.
    pub(crate) versions: (String, String),
    pub(crate) comparison: Comparison,
    /// The rules whose sentences changed since a person had read them.
    pub(crate) open: Vec<OpenSentence>,
}

/// New facts do not fit what people selected or wrote.
#[derive(Debug, Error, Diagnostic)]
#[error(transparent)]
#[diagnostic(transparent)]
pub(crate) struct Conflict(#[from] Diagnostics);

impl Conflict {
    pub(crate) fn problems(&self) -> &[Misfit] {
        self.0.problems()
    }
}

impl Adoption {
    /// Finds out what a description of these actions changes. Nothing is written.
    pub(crate) fn of<'a>(
        place: &Place,
        sources: &ServiceSources,
        present: &Snapshot,
        upstream: &Upstream,
        actions: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        compare::all_selected_are_there(present, upstream).map_err(Conflict)?;
        Self::plan(place, sources, present, upstream.facts(actions)?)
    }

    /// Finds out what the new facts change. Nothing is written.
    pub(crate) fn plan(
        place: &Place,
        sources: &ServiceSources,
        old: &Snapshot,
        facts: Facts,
    ) -> Result<Self> {
        compare::fits(old, &facts).map_err(Conflict)?;
        // The overlay fits the present facts: what is wrong now comes with the new ones.
        let new = Snapshot::with_facts(facts, sources).map_err(Conflict)?;
        let comparison = compare::compare(old, &new);
        let from = old.crate_version().to_owned();
        let to = raised(&from, comparison.level)?;
        let facts_text = json::text(new.facts())?;
        let release_text = json::text(&Release {
            version: to.clone(),
            ..old.release().clone()
        })?;
        let output = tencent_codegen::generate(&ServiceSources {
            facts: SourceFile::new(sources::facts_file(&place.service), facts_text.as_str()),
            release: Some(SourceFile::new(
                sources::release_file(&place.service),
                release_text.as_str(),
            )),
            ..sources.clone()
        })?;
        let release = |snapshot: &Snapshot| snapshot.facts().source.release.clone();
        Ok(Self {
            place: place.clone(),
            facts_text,
            release_text,
            output,
            package: new.package().to_owned(),
            releases: (release(old), release(&new)),
            versions: (from, to),
            open: open_sentences(&new),
            comparison,
        })
    }

    /// Whether anything changed that concerns the selected actions.
    pub(crate) fn is_news(&self) -> bool {
        self.comparison.level > Level::None
    }

    /// Writes facts, release, crate and changelog: all of it or nothing.
    pub(crate) fn write(&self, turn: &Turn) -> Result<Plan> {
        let changelog = self.place.changelog();
        let present = changelog::read(&changelog)?;
        let title = format!(
            "{} {}, from tccli {}",
            self.package, self.versions.1, self.releases.1
        );
        let entry = changelog::entry(&title, &self.comparison);
        let others: Vec<(PathBuf, String)> = vec![
            (
                sources::facts_file(&self.place.service),
                self.facts_text.clone(),
            ),
            (
                sources::release_file(&self.place.service),
                self.release_text.clone(),
            ),
            (changelog, changelog::with_entry(&present, &entry)),
        ];
        Ok(turn.apply_with(self.output.files.clone(), &others)?)
    }
}

/// The version after a change of that level. Before 1.0, the second number stands for the first.
fn raised(version: &str, level: Level) -> Result<String, Problem> {
    let wrong = || Problem::Version {
        version: version.to_owned(),
    };
    let numbers: Vec<u64> = version
        .split('.')
        .map(|number| number.parse().map_err(|_| wrong()))
        .collect::<Result<_, _>>()?;
    let [major, minor, patch] = numbers[..] else {
        return Err(wrong());
    };
    let after = |number: u64| number.checked_add(1).ok_or_else(wrong);
    let (major, minor, patch) = match (level, major) {
        (Level::None, _) => (major, minor, patch),
        (Level::Major, 0) => (0, after(minor)?, 0),
        (Level::Minor | Level::Patch, 0) => (0, minor, after(patch)?),
        (Level::Major, _) => (after(major)?, 0, 0),
        (Level::Minor, _) => (major, after(minor)?, 0),
        (Level::Patch, _) => (major, minor, after(patch)?),
    };
    Ok(format!("{major}.{minor}.{patch}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_rise_by_what_changed() {
        for (version, level, raised_to) in [
            ("0.1.2", Level::None, "0.1.2"),
            ("0.1.2", Level::Patch, "0.1.3"),
            ("0.1.2", Level::Minor, "0.1.3"),
            ("0.1.2", Level::Major, "0.2.0"),
            ("1.2.3", Level::Patch, "1.2.4"),
            ("1.2.3", Level::Minor, "1.3.0"),
            ("1.2.3", Level::Major, "2.0.0"),
        ] {
            assert_eq!(
                raised(version, level).unwrap(),
                raised_to,
                "{version} {level:?}"
            );
        }
        assert!(raised("1.2", Level::Patch).is_err());
        assert!(raised("1.2.x", Level::Patch).is_err());
        for (version, level) in [
            (format!("0.{}.0", u64::MAX), Level::Major),
            (format!("0.1.{}", u64::MAX), Level::Patch),
            (format!("{}.0.0", u64::MAX), Level::Major),
        ] {
            assert!(raised(&version, level).is_err(), "{version} {level:?}");
        }
    }
}
