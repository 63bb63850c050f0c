//! Measures each stage from the description to the text of the crate. The floor is parsing the same files
//! and printing the same text.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use serde_json::Value;
use tencent_codegen::{Loaded, ServiceSources, Tokens, generate};
use tests::schema;

fn stages(criterion: &mut Criterion) {
    let sources = schema::sources(&schema::service_folders()[0]);
    let loaded = Loaded::load(&sources).unwrap();
    let resolved = loaded.resolve().unwrap();

    let mut group = criterion.benchmark_group("pipeline");
    group.bench_function("floor/parse JSON", |bencher| {
        bencher.iter(|| parse(&sources))
    });
    group.bench_function("1 load", |bencher| {
        bencher.iter(|| Loaded::load(&sources).unwrap())
    });
    group.bench_function("2 resolve", |bencher| {
        bencher.iter(|| loaded.resolve().unwrap())
    });
    group.bench_function("3 emit", |bencher| bencher.iter(|| resolved.emit()));
    group.bench_function("4 format", |bencher| {
        let format = |tokens: Tokens<'_>| tokens.format().unwrap();
        bencher.iter_batched(|| resolved.emit(), format, BatchSize::SmallInput);
    });
    group.bench_function("whole", |bencher| {
        bencher.iter(|| generate(&sources).unwrap())
    });

    let files = generate(&sources).unwrap().files;
    let rust: Vec<&String> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(_, text)| text)
        .collect();
    group.bench_function("floor/parse and print Rust", |bencher| {
        bencher.iter(|| {
            for text in &rust {
                black_box(prettyplease::unparse(&syn::parse_file(text).unwrap()));
            }
        });
    });
    group.finish();
}

fn parse(sources: &ServiceSources) {
    for file in std::iter::once(&sources.facts).chain(&sources.additions.overlay) {
        black_box(serde_json::from_slice::<Value>(&file.bytes).unwrap());
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
