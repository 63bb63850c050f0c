//! Generates many crates at once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use miette::{Report, Result};

use super::actions::Parsed;
use super::package::{self, Package, Written};
use super::progress::Progress;
use super::request::SdkRequest;

/// The results of all crates.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    pub(super) written: usize,
    pub(super) unchanged: usize,
    /// The number of files that were written.
    pub(super) files: usize,
    /// The files that are no longer generated and stay, because a person edited them.
    pub(super) left: Vec<PathBuf>,
    /// The services and versions whose actions upstream withdrew.
    pub(super) without_client: BTreeSet<String>,
    pub(super) failed: Vec<(String, Report)>,
}

impl Jobs {
    fn add(&mut self, package: &Package, result: Result<Written>) {
        match result {
            Ok(Written::Files { plan, has_client }) => {
                if !has_client {
                    self.without_client.insert(package.title());
                }
                self.written += 1;
                self.files += plan.written();
                self.left.extend(plan.left_edited());
            }
            Ok(Written::Nothing) => self.unchanged += 1,
            Err(report) => self.failed.push((package.name.clone(), report)),
        }
    }
}

/// Generates all packages, with a worker for each core.
pub(super) fn run(request: &SdkRequest, packages: &[Package], parsed: Parsed) -> Jobs {
    let next = AtomicUsize::new(0);
    let progress = Progress::new(packages.len(), request.quiet);
    let jobs = Mutex::new(Jobs::default());
    let parsed = Mutex::new(parsed);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores.min(packages.len()).max(1) {
            scope.spawn(|| {
                let add = |package: &Package, result| {
                    let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                    jobs.add(package, result);
                    progress.step(&package.name);
                };
                work(request, packages, &parsed, &next, add);
            });
        }
    });
    progress.finish();
    jobs.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Generates one package after the other. Each worker opens the descriptions itself.
fn work(
    request: &SdkRequest,
    packages: &[Package],
    parsed: &Mutex<Parsed>,
    next: &AtomicUsize,
    add: impl Fn(&Package, Result<Written>),
) {
    let mut descriptions = request.open();
    while let Some(package) = packages.get(next.fetch_add(1, Ordering::Relaxed)) {
        let parsed = || {
            let mut parsed = parsed.lock().unwrap_or_else(PoisonError::into_inner);
            parsed.remove(package)
        };
        let result = match &mut descriptions {
            Ok(descriptions) => package::generate(package, parsed(), descriptions, request),
            Err(report) => Err(miette::miette!("{report}")),
        };
        add(package, result);
    }
}
