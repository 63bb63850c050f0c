//! Measures how long it takes to import upstream's description of a whole service and to compare it with an
//! earlier one. The floor is parsing the same files. `UPSTREAM_DIR` names a folder of
//! `<service>-<version>/api.json` with `history/<release>.json`; without it, nothing is measured.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Value;
use tencent_codegen::compare::{Snapshot, compare};
use tencent_codegen::description::Facts;
use tencent_codegen::{SourceFile, Upstream};

fn follow(criterion: &mut Criterion) {
    let Some(folder) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    for service in tests::schema::files_in(&folder) {
        measure(criterion, &service);
    }
}

fn measure(criterion: &mut Criterion, service: &Path) {
    let history = tests::schema::files_in(&service.join("history"));
    let old = read(history.last().unwrap());
    let new = read(&service.join("api.json"));
    let name = service.file_name().unwrap().to_string_lossy();
    let size = new.bytes.len() as f64 / 1e6;
    let mut group = criterion.benchmark_group(format!("follow {name}, {size:.1} MB, all actions"));
    group.bench_function("floor/parse one", |bencher| {
        bencher.iter(|| black_box(serde_json::from_slice::<Value>(&new.bytes).unwrap()));
    });
    group.bench_function("import", |bencher| {
        bencher.iter(|| serde_json::to_string_pretty(&facts(&new)).unwrap());
    });
    group.bench_function("diff", |bencher| {
        bencher.iter(|| {
            let snapshot = |file| Snapshot::of_facts(facts(file)).unwrap();
            compare(&snapshot(&old), &snapshot(&new))
        });
    });
    group.finish();
}

fn read(path: &Path) -> SourceFile {
    SourceFile::new(path, std::fs::read(path).unwrap())
}

fn facts(file: &SourceFile) -> Facts {
    let upstream = Upstream::parse(file, "0").unwrap();
    upstream.facts(upstream.actions()).unwrap()
}

criterion_group!(benches, follow);
criterion_main!(benches);
