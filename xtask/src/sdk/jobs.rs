//! Makes many crates at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::order::Order;
use super::package::{self, Made, Package};
use super::progress::Progress;

/// What became of the crates.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) written: usize,
    pub(super) unchanged: usize,
    /// How many files were written.
    pub(super) files: usize,
    /// The files that somebody had edited.
    pub(super) edited: Vec<PathBuf>,
    /// Those that somebody had edited and that are no longer generated.
    pub(super) left: Vec<PathBuf>,
    pub(super) failed: Vec<(String, miette::Report)>,
}

impl Done {
    fn add(&mut self, made: &Made) {
        match made {
            Made::Written(plan) => {
                self.written += 1;
                self.files += plan.written();
                self.edited.extend(plan.edited());
                self.left.extend(plan.left_edited());
            }
            Made::Unchanged => self.unchanged += 1,
        }
    }
}

/// Makes all of them.
pub(super) fn done(order: &Order, packages: &[Package]) -> Done {
    let jobs = Jobs {
        order,
        packages,
        next: AtomicUsize::new(0),
        progress: Progress::new(packages.len(), order.quiet),
        done: Mutex::default(),
    };
    std::thread::scope(|scope| {
        for _ in 0..workers(packages.len()) {
            scope.spawn(|| jobs.work());
        }
    });
    jobs.finish()
}

fn workers(jobs: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(jobs).max(1)
}

/// What all workers share.
struct Jobs<'a> {
    order: &'a Order,
    packages: &'a [Package],
    next: AtomicUsize,
    progress: Progress,
    done: Mutex<Done>,
}

impl Jobs<'_> {
    /// Takes one crate after the other. Each worker reads the descriptions by itself.
    fn work(&self) {
        let mut descriptions = match self.order.open() {
            Ok(descriptions) => descriptions,
            Err(problem) => {
                let told = ("the descriptions".to_owned(), problem.into());
                self.lock().failed.push(told);
                return;
            }
        };
        while let Some(package) = self.packages.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let made = package::make(package, &mut descriptions, self.order);
            self.progress.step(&package.name);
            let mut done = self.lock();
            match made {
                Ok(made) => done.add(&made),
                Err(report) => done.failed.push((package.name.clone(), report)),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(self) -> Done {
        self.progress.finish();
        self.done
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
