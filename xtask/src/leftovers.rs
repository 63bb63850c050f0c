//! What stays in a crate's folder and is not the generator's, in few words: a build leaves thousands
//! of files, and nobody reads their names.

use std::collections::{BTreeMap, BTreeSet};

use crate::sync::{Change, Plan, Whose};

/// Files of one folder that are named one by one.
const NAMED: usize = 3;

/// What is told of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leftover<'a> {
    File(&'a str),
    /// A folder, and how many files below it.
    Folder(&'a str, usize),
}

/// What nobody generated, in order.
pub(crate) fn of(plan: &Plan) -> Vec<Leftover<'_>> {
    let files = plan.files.iter();
    let is_left = |change: &Change| matches!(change, Change::Left(Whose::Foreign));
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

/// The topmost folder that holds nothing of the generator's, or else the one that the file is in.
fn group<'a>(path: &'a str, ours: &BTreeSet<&str>) -> &'a str {
    let foreign = folders(path).find(|folder| !ours.contains(folder));
    let own = || path.rsplit_once('/').map_or("", |(folder, _)| folder);
    foreign.unwrap_or_else(own)
}

/// The folders that a file is in, from the top.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}
