//! Summarizes the files of a folder that are not generated. A build leaves thousands of them.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Ownership};
use super::plan::Plan;

/// The number of files of one folder that are listed one by one.
const NAMED: usize = 3;

/// A file that is not generated, or a folder of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leftover<'a> {
    File(&'a str),
    /// A folder, and the number of files in it.
    Folder(&'a str, usize),
}

/// The files that are not generated, in order.
pub(super) fn of(plan: &Plan) -> Vec<Leftover<'_>> {
    let files = plan.files.iter();
    let is_left = |change: &Change| matches!(change, Change::Left(Ownership::Foreign));
    let (left, ours): (Vec<_>, Vec<_>) = files.partition(|(_, change)| is_left(change));
    let ours: BTreeSet<&str> = ours
        .into_iter()
        .flat_map(|(path, _)| folders(path))
        .collect();
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, _) in left {
        groups.entry(group(path, &ours)).or_default().push(path);
    }
    let groups = groups.into_iter();
    groups
        .flat_map(|(folder, files)| {
            if files.len() > NAMED {
                let folder = if folder.is_empty() { "." } else { folder };
                vec![Leftover::Folder(folder, files.len())]
            } else {
                files.into_iter().map(Leftover::File).collect()
            }
        })
        .collect()
}

/// The topmost folder without generated files, or else the folder of the file.
fn group<'a>(path: &'a str, ours: &BTreeSet<&str>) -> &'a str {
    let foreign = folders(path).find(|folder| !ours.contains(folder));
    let own = || path.rsplit_once('/').map_or("", |(folder, _)| folder);
    foreign.unwrap_or_else(own)
}

/// The folders of a file, from the top.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}
