//! Compares what `draft` reads from upstream's prose with the overlays that people wrote, if `UPSTREAM_DIR` is
//! set. The project stores no prose.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tencent_codegen::description::{Constraint, Enum, Facts, MemberOverlay, Overlay};
use tencent_codegen::draft::{Reading, read};
use tencent_codegen::{SourceFile, Upstream, prose_hash, read_facts};

use crate::cargo::root;

const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.7;

/// Facts about members, by their kind.
type ByKind = BTreeMap<&'static str, BTreeSet<String>>;

#[test]
fn readings_agree_with_the_overlays_that_people_wrote() {
    let Some(upstream) = std::env::var_os("UPSTREAM_DIR").map(PathBuf::from) else {
        eprintln!("skipped: UPSTREAM_DIR names no folder of upstream's descriptions");
        return;
    };
    let (mut read, mut written) = (ByKind::new(), ByKind::new());
    for entry in std::fs::read_dir(root().join("schema")).unwrap() {
        let service = entry.unwrap().path();
        let api = upstream.join(service.file_name().unwrap()).join("api.json");
        if api.is_file() {
            collect(&service, &api, &mut read, &mut written);
        }
    }
    for kind in ["values", "default", "limit", "unit"] {
        let (read, written) = (&read[kind], &written[kind]);
        let both = read.intersection(written).count() as f64;
        let (precision, recall) = (both / read.len() as f64, both / written.len() as f64);
        println!(
            "{kind}: precision {precision:.3}, recall {recall:.3} of {}",
            written.len()
        );
        let wrong: Vec<_> = read.difference(written).collect();
        let missed: Vec<_> = written.difference(read).collect();
        assert!(
            precision >= PRECISION,
            "{kind}: {precision}; wrong: {wrong:#?}"
        );
        assert!(recall >= RECALL, "{kind}: {recall}; missed: {missed:#?}");
    }
    // People wrote no rule that requires one member alone, so every such reading would be wrong.
    let wrong: Vec<_> = read.entry("required").or_default().iter().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn file(path: &Path) -> SourceFile {
    SourceFile::new(path, std::fs::read(path).unwrap())
}

/// Adds the facts that are read from the prose of a service, and those in its overlay.
fn collect(service: &Path, api: &Path, read_facts_by_kind: &mut ByKind, written: &mut ByKind) {
    let facts = read_facts(&file(&service.join("upstream.json"))).unwrap();
    let upstream = Upstream::parse(&file(api), facts.source.release.clone()).unwrap();
    let entries = std::fs::read_dir(service.join("overlay")).unwrap();
    let overlays: Vec<Overlay> = entries
        .map(|entry| serde_json::from_slice(&file(&entry.unwrap().path()).bytes).unwrap())
        .collect();
    let enums: BTreeMap<&String, &Enum> = overlays.iter().flat_map(|it| &it.enums).collect();
    let sent = sent(&facts);
    for (name, overlay) in overlays.iter().flat_map(|overlay| &overlay.objects) {
        for member in &facts.objects[name].members {
            let path = format!("{name}.{}", member.name);
            let prose = upstream.prose(&path).unwrap_or_default();
            if member.prose != Some(prose_hash(prose)) {
                continue;
            }
            let mut reading = read(member, prose);
            // Like `draft`: values of responses have no limits and no defaults.
            if !sent.contains(name.as_str()) {
                (reading.limits, reading.default) = (None, None);
            }
            if reading.required.is_some() && !member.required {
                add(read_facts_by_kind, "required", &path, &Value::Null);
            }
            add_reading(read_facts_by_kind, &path, &reading);
            if let Some(overlay) = overlay.members.get(&member.name) {
                add_overlay(written, &path, overlay, &enums);
            }
        }
    }
}

/// Returns the objects that requests contain.
fn sent(facts: &Facts) -> BTreeSet<&str> {
    let inputs = facts.actions.values().map(|action| action.input.as_str());
    let (mut found, mut open) = (BTreeSet::new(), inputs.collect::<Vec<_>>());
    while let Some(name) = open.pop() {
        if let Some(object) = facts.objects.get(name)
            && found.insert(name)
        {
            open.extend(object.members.iter().map(|member| member.of.as_str()));
        }
    }
    found
}

fn add(facts: &mut ByKind, kind: &'static str, path: &str, fact: &Value) {
    facts
        .entry(kind)
        .or_default()
        .insert(format!("{path} {fact}"));
}

fn add_limits(facts: &mut ByKind, path: &str, limits: &Constraint) {
    const LIMITS: [&str; 6] = [
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
    ];
    let limits = json!(limits);
    for name in LIMITS.into_iter().filter(|name| !limits[name].is_null()) {
        add(facts, "limit", path, &json!({ name: limits[name] }));
    }
}

fn add_reading(facts: &mut ByKind, path: &str, reading: &Reading) {
    for (value, ..) in &reading.values {
        add(facts, "values", path, value);
    }
    if let Some((_, default)) = &reading.default {
        add(facts, "default", path, default);
    }
    if let Some((_, limits)) = &reading.limits {
        add_limits(facts, path, limits);
    }
    if let Some((_, unit)) = &reading.unit {
        add(facts, "unit", path, &json!(unit));
    }
}

fn add_overlay(
    facts: &mut ByKind,
    path: &str,
    overlay: &MemberOverlay,
    enums: &BTreeMap<&String, &Enum>,
) {
    let constraint = overlay.constraint.clone().unwrap_or_default();
    let of_items = constraint.items.clone().unwrap_or_default();
    let some = constraint.one_of_values.clone().or(of_items.one_of_values);
    if let Some(name) = &overlay.of {
        let all = enums[name].values.iter().map(|known| known.value.clone());
        for value in some.unwrap_or_else(|| all.collect()) {
            add(facts, "values", path, &value);
        }
    }
    if let Some(default) = &overlay.default {
        add(facts, "default", path, default);
    }
    add_limits(facts, path, &constraint);
    if let Some(unit) = &overlay.unit {
        add(facts, "unit", path, &json!(unit));
    }
}
