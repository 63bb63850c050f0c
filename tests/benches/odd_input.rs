//! The cost of large and odd descriptions, beside parsing the same JSON and printing the same Rust. The time
//! for each element stays the same if the generator is linear.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Map, Value, json};
use tencent_codegen::{SdkOptions, SourceFile, Upstream};

/// The numbers of members, objects, actions or elements.
const SIZES: [usize; 4] = [500, 1_000, 2_000, 4_000];

type Describe = fn(usize) -> Value;

const SHAPES: [(&str, Describe); 6] = [
    ("members of one object", members),
    ("members whose names collide", colliding),
    ("a chain of objects", chain),
    ("actions", actions),
    ("nested elements in prose", |size| {
        prose(&"<div>".repeat(size))
    }),
    ("spanning cells in prose", |size| {
        prose(&format!(
            "<table>{}</table>",
            "<tr><td rowspan=100 colspan=100>1</td></tr>".repeat(size)
        ))
    }),
];

fn odd_input(criterion: &mut Criterion) {
    for (name, describe) in SHAPES {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for size in SIZES {
            let file = SourceFile::new("api.json", describe(size).to_string());
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::new("generate", size), |bencher| {
                bencher.iter(|| generate(&file));
            });
            let rust: Vec<String> = generate(&file);
            group.bench_function(BenchmarkId::new("floor", size), |bencher| {
                bencher.iter(|| {
                    black_box(serde_json::from_slice::<Value>(&file.bytes).unwrap());
                    for text in &rust {
                        black_box(prettyplease::unparse(&syn::parse_file(text).unwrap()));
                    }
                });
            });
        }
        group.finish();
    }
}

/// The Rust files of a description.
fn generate(file: &SourceFile) -> Vec<String> {
    let upstream = Upstream::parse(file, "3.0.1").unwrap();
    let files = upstream.generate(&SdkOptions::default()).unwrap().files;
    let rust = files.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    rust.map(|(_, text)| text).collect()
}

fn member(name: &str, kind: &str, of: &str) -> Value {
    json!({ "name": name, "type": kind, "member": of, "required": true, "document": "值 <b>1</b> `A`" })
}

fn api(actions: &[&str], objects: impl IntoIterator<Item = (String, Vec<Value>)>) -> Value {
    let objects = objects
        .into_iter()
        .map(|(name, members)| (name, json!({ "members": members })));
    let actions = actions.iter().map(|name| {
        let action =
            json!({ "input": format!("{name}Request"), "output": format!("{name}Response") });
        ((*name).to_owned(), action)
    });
    json!({
        "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        "actions": actions.collect::<Map<_, _>>(),
        "objects": objects.collect::<Map<_, _>>(),
    })
}

/// A description with one action, whose request has these members.
fn one(members: Vec<Value>, objects: impl IntoIterator<Item = (String, Vec<Value>)>) -> Value {
    let own = [
        ("DoRequest".to_owned(), members),
        ("DoResponse".to_owned(), Vec::new()),
    ];
    api(&["Do"], own.into_iter().chain(objects))
}

fn members(count: usize) -> Value {
    one(
        (0..count)
            .map(|n| member(&format!("M{n}"), "string", "string"))
            .collect(),
        [],
    )
}

/// The names differ in case alone.
fn colliding(count: usize) -> Value {
    let name = |n: usize| -> String {
        let letters = "abcdefghijklmnop".chars().enumerate();
        let cased = letters.map(|(bit, c)| {
            if n >> bit & 1 == 1 {
                c.to_ascii_uppercase()
            } else {
                c
            }
        });
        cased.collect()
    };
    one(
        (0..count)
            .map(|n| member(&name(n), "string", "string"))
            .collect(),
        [],
    )
}

fn chain(count: usize) -> Value {
    let next = |n: usize| vec![member("Next", "object", &format!("O{n}"))];
    let objects = (0..count).map(|n| (format!("O{n}"), next((n + 1) % count)));
    one(next(0), objects)
}

fn actions(count: usize) -> Value {
    let names: Vec<String> = (0..count).map(|n| format!("Do{n}")).collect();
    let object = |name: &String, end: &str| {
        (
            format!("{name}{end}"),
            vec![member("A", "string", "string")],
        )
    };
    let objects = names
        .iter()
        .flat_map(|name| [object(name, "Request"), object(name, "Response")]);
    api(
        &names.iter().map(String::as_str).collect::<Vec<_>>(),
        objects,
    )
}

fn prose(text: &str) -> Value {
    let mut member = member("A", "string", "string");
    member["document"] = text.into();
    one(vec![member], [])
}

criterion_group!(benches, odd_input);
criterion_main!(benches);
