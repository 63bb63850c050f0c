//! `cargo xtask sdk`

mod package;
mod progress;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use miette::Result;

use self::package::Made;
pub(crate) use self::package::Package;
use self::progress::Progress;
use crate::arguments::Sdk;
use crate::counted::counted;
use crate::problem::Problem;
use crate::say::{say, warn_of};
use crate::upstream::{Cache, Descriptions, Wanted};
use crate::{Outcome, sync};

pub(crate) fn run(arguments: &Sdk) -> Result<Outcome> {
    let start = Instant::now();
    let generated = generate(arguments)?;
    report(&generated, start);
    Ok(Outcome::Written)
}

/// What was done.
pub(crate) struct Generated {
    /// The crates that are in step now.
    pub(crate) packages: Vec<Package>,
    made: BTreeMap<Made, usize>,
    files: usize,
    removed: Vec<PathBuf>,
}

/// Brings the workspace in step.
pub(crate) fn generate(arguments: &Sdk) -> Result<Generated> {
    let from = match &arguments.from {
        Some(path) => path.clone(),
        None => {
            Cache::find_folder(arguments.cache.as_deref())?.wheel(arguments.tccli.as_deref())?
        }
    };
    let descriptions = Descriptions::open(&from)?.named(arguments.tccli.as_deref())?;
    let (packages, selected) = select(arguments, descriptions)?;
    workspace::prepare(&arguments.out, arguments.runtime.as_deref())?;
    let jobs = Jobs {
        arguments,
        from: &from,
        packages: &selected,
        next: AtomicUsize::new(0),
        progress: Progress::new(selected.len(), arguments.quiet),
        done: Mutex::default(),
    };
    std::thread::scope(|scope| {
        for _ in 0..workers(selected.len()) {
            scope.spawn(|| jobs.work());
        }
    });
    let done = jobs.finish();
    let removed = if arguments.all {
        workspace::remove_others(&arguments.out, &packages)?
    } else {
        Vec::new()
    };
    for (name, report) in &done.failed {
        warn_of!("{name}: {report:?}");
    }
    if !done.failed.is_empty() {
        return Err(Problem::SomeFailed {
            failed: done.failed.len(),
            all: selected.len(),
        }
        .into());
    }
    Ok(Generated {
        packages: selected,
        made: done.made,
        files: done.files,
        removed,
    })
}

/// The names of all crates that upstream's services would have, and those that are to be made.
fn select(
    arguments: &Sdk,
    mut descriptions: Descriptions,
) -> Result<(BTreeSet<String>, Vec<Package>)> {
    let all = package::all(&mut descriptions)?;
    let names = all.iter().map(|package| package.name.clone()).collect();
    if arguments.all {
        return Ok((names, all));
    }
    let mut selected = Vec::new();
    for wanted in arguments.services.iter().map(|name| Wanted::parse(name)) {
        let found: Vec<&Package> = all.iter().filter(|package| package.is(&wanted)).collect();
        if found.is_empty() {
            return Err(unknown(&wanted, &all).into());
        }
        selected.extend(found.into_iter().cloned());
    }
    selected.sort();
    selected.dedup();
    Ok((names, selected))
}

fn unknown(wanted: &Wanted, all: &[Package]) -> Problem {
    let versions: Vec<String> = all
        .iter()
        .filter(|package| package.service == wanted.service)
        .map(|package| package.entry.version.clone())
        .collect();
    Problem::UnknownService {
        service: wanted.to_string(),
        versions,
    }
}

fn workers(jobs: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(jobs).max(1)
}

/// What all workers share.
struct Jobs<'a> {
    arguments: &'a Sdk,
    from: &'a Path,
    packages: &'a [Package],
    next: AtomicUsize,
    progress: Progress,
    done: Mutex<Done>,
}

/// What became of the crates.
#[derive(Debug, Default)]
struct Done {
    made: BTreeMap<Made, usize>,
    files: usize,
    failed: Vec<(String, miette::Report)>,
}

impl Jobs<'_> {
    /// Takes one crate after the other. Each worker reads the descriptions by itself.
    fn work(&self) {
        let release = self.arguments.tccli.as_deref();
        let opened = Descriptions::open(self.from);
        let mut descriptions = match opened.and_then(|found| found.named(release)) {
            Ok(descriptions) => descriptions,
            Err(problem) => {
                self.lock()
                    .failed
                    .push(("the descriptions".to_owned(), problem.into()));
                return;
            }
        };
        while let Some(package) = self.packages.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let made = package::make(package, &mut descriptions, self.arguments);
            self.progress.step(&package.name);
            let mut done = self.lock();
            match made {
                Ok((made, files)) => {
                    *done.made.entry(made).or_default() += 1;
                    done.files += files;
                }
                Err(report) => done.failed.push((package.name.clone(), report)),
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Done> {
        self.done
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn finish(self) -> Done {
        self.progress.finish();
        self.done
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn report(generated: &Generated, start: Instant) {
    for folder in &generated.removed {
        say!("removed  {}", folder.display());
    }
    let count = |made| generated.made.get(&made).copied().unwrap_or_default();
    say!(
        "{} written ({}), {} unchanged, {} removed, in {:.2} s",
        counted(count(Made::Written), "crate"),
        counted(generated.files, "file"),
        count(Made::Unchanged),
        generated.removed.len(),
        start.elapsed().as_secs_f64(),
    );
}

/// The folder of a crate in the workspace.
fn folder(out: &Path, name: &str) -> PathBuf {
    out.join(name)
}

/// Removes what was generated in a folder.
fn remove(folder: &Path) -> Result<(), Problem> {
    sync::remove(folder, &[package::INPUTS])
}
