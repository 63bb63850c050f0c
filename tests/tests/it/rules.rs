//! Tests every rule with the cases beside the description: the generated validators and an independent
//! validator of the JSON Schemas must agree.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value};
use tests::schema::{Broken, RuleCase, RuleCases, prune};
use tests::{actions, schema};

#[test]
fn validators_report_path_and_keyword_of_each_broken_rule() {
    let mut failures = Vec::new();
    for (rule, bases) in schema::rule_cases() {
        let action = actions::named(&rule.action);
        for case in &rule.cases {
            let request = case.request(&bases);
            let checked = match (action.check)(&request.to_string()) {
                Ok(checked) => checked,
                Err(error) => {
                    failures.push(format!("{}: not read: {error}", title(&rule, case)));
                    continue;
                }
            };
            if sorted(&checked.violations) != sorted(&case.violations) {
                let found = sorted(&checked.violations);
                failures.push(format!("{}: {found:?}", title(&rule, case)));
            }
            if case
                .warnings
                .as_ref()
                .is_some_and(|expected| sorted(expected) != sorted(&checked.warnings))
            {
                let found = sorted(&checked.warnings);
                failures.push(format!("{}: warnings {found:?}", title(&rule, case)));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn an_independent_validator_agrees_on_each_case() {
    let mut failures = Vec::new();
    for (rule, bases) in schema::rule_cases() {
        let action = actions::named(&rule.action);
        let validator = jsonschema::validator_for(&(action.request_schema)()).unwrap();
        for case in &rule.cases {
            let mut request = case.request(&bases);
            prune(&mut request);
            if validator.is_valid(&request) != case.violations.is_empty() {
                failures.push(title(&rule, case));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Combines changes of all cases at random.
#[test]
fn an_independent_validator_agrees_on_mixtures_of_all_cases() {
    let cases = schema::rule_cases();
    let actions: BTreeSet<&str> = cases.iter().map(|(rule, _)| &*rule.action).collect();
    for action in actions {
        let cases = cases.iter().filter(|(rule, _)| rule.action == action);
        agree_on_mixtures(action, &cases.collect::<Vec<_>>());
    }
}

fn agree_on_mixtures(action: &str, cases: &[&(RuleCases, Map<String, Value>)]) {
    let action = actions::named(action);
    let validator = jsonschema::validator_for(&(action.request_schema)()).unwrap();
    let bases: Vec<Value> = cases
        .iter()
        .flat_map(|(rule, bases)| rule.cases.iter().map(|case| bases[&case.base].clone()))
        .collect();
    let changes: Vec<(String, Value)> = cases
        .iter()
        .flat_map(|(rule, _)| &rule.cases)
        .flat_map(|case| case.set.clone())
        .collect();
    let change = prop::sample::select(changes);
    let mixture = (
        prop::sample::select(bases),
        prop::collection::vec(change, 1..5),
    );
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 2_000,
        ..ProptestConfig::default()
    });
    let judged = Cell::new((0, 0));
    runner
        .run(&mixture, |(mut request, changes)| {
            for (pointer, value) in changes {
                *schema::place(&mut request, &pointer) = value;
            }
            let Ok(checked) = (action.check)(&request.to_string()) else {
                return Ok(());
            };
            let valid = checked.violations.is_empty();
            prune(&mut request);
            prop_assert_eq!(
                valid,
                validator.is_valid(&request),
                "{}: {:?}",
                request,
                checked
            );
            let (accepted, refused) = judged.get();
            judged.set((accepted + u32::from(valid), refused + u32::from(!valid)));
            Ok(())
        })
        .unwrap();
    let (accepted, refused) = judged.get();
    assert!(
        accepted > 50 && refused > 50,
        "{accepted} accepted, {refused} refused"
    );
}

#[test]
fn every_rule_has_valid_and_invalid_cases() {
    let mut numbers = Vec::new();
    for (rule, _) in schema::rule_cases() {
        numbers.push(rule.rule);
        let (keep, broken): (Vec<_>, Vec<_>) = rule
            .cases
            .iter()
            .partition(|case| case.violations.is_empty());
        assert!(!keep.is_empty(), "rule {}: no case keeps it", rule.rule);
        assert!(!broken.is_empty(), "rule {}: no case breaks it", rule.rule);
    }
    // Each rule has one file, and none is missing.
    numbers.sort();
    let all: Vec<u32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, all);
}

/// The cases are complete if a case breaks each rule and each constraint of the overlay.
#[test]
fn cases_break_every_rule_and_every_constraint_of_the_overlay() {
    let folders = schema::service_folders();
    let facts = folders
        .iter()
        .map(|folder| schema::json(&folder.join("upstream.json")));
    let facts: Vec<Value> = facts.collect();
    let (mut rules, mut members) = (BTreeSet::new(), BTreeSet::new());
    for (case_of, bases) in schema::rule_cases() {
        let action = actions::named(&case_of.action);
        for case in &case_of.cases {
            let Ok(checked) = (action.check)(&case.request(&bases).to_string()) else {
                continue;
            };
            for violation in checked.found {
                match violation.rule() {
                    Some(name) => {
                        let sources = violation.source().split(", ");
                        let sources = sources.filter_map(|source| source.split(' ').next());
                        let sources = sources.map(str::to_owned).collect::<BTreeSet<_>>();
                        rules.insert((name.to_owned(), sources));
                    }
                    None => members.extend(member_at(&facts, &case_of.action, violation.path())),
                }
            }
        }
    }
    let mut missing = Vec::new();
    for folder in folders {
        for file in schema::files_in(&folder.join("overlay")) {
            let overlay: Value = schema::json(&file);
            for (name, object) in overlay["objects"].as_object().into_iter().flatten() {
                for rule in object["rules"].as_array().into_iter().flatten() {
                    let sources = rule["provenance"].as_array().into_iter().flatten();
                    let sources = sources.map(|source| source["of"].as_str().unwrap().to_owned());
                    let rule = rule["name"].as_str().unwrap().to_owned();
                    if !rules.contains(&(rule.clone(), sources.collect())) {
                        missing.push(format!("{name}:{rule}"));
                    }
                }
                for (member, overlay) in object["members"].as_object().into_iter().flatten() {
                    let member = format!("{name}.{member}");
                    if overlay.get("constraint").is_some() && !members.contains(&member) {
                        missing.push(member);
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "no case breaks {missing:?}");
}

/// Returns the member, as `Object.Member`, at a path in a request of an action.
fn member_at(facts: &[Value], action: &str, path: &str) -> Option<String> {
    facts.iter().find_map(|facts| {
        let mut of = facts["actions"][action]["input"].as_str()?.to_owned();
        let mut found = None;
        for name in path.split('.').filter_map(|part| part.split('[').next()) {
            let members = facts["objects"][of.as_str()]["members"].as_array()?;
            let member = members.iter().find(|member| member["name"] == name)?;
            found = Some(format!("{of}.{name}"));
            of = member["type"].as_str()?.to_owned();
        }
        found
    })
}

#[test]
fn every_base_is_used_by_a_case() {
    for folder in schema::service_folders() {
        let bases: Map<String, Value> = schema::json(&folder.join("cases/bases.json"));
        let used: BTreeSet<String> = schema::rule_cases()
            .into_iter()
            .flat_map(|(rule, _)| rule.cases)
            .map(|case| case.base)
            .collect();
        let unused: Vec<&String> = bases.keys().filter(|name| !used.contains(*name)).collect();
        assert!(unused.is_empty(), "no case changes {unused:?}");
    }
}

#[test]
fn tests_and_benchmarks_of_services_are_listed_in_the_manifest() {
    let manifest = std::fs::read_to_string(schema::workspace().join("tests/Cargo.toml")).unwrap();
    for folder in schema::service_folders() {
        for kind in ["tests", "benches"] {
            let files = schema::files_in(&folder.join(kind)).into_iter();
            // A program with several files is a folder. Other files are data.
            let code = files.map(|path| match path.is_dir() {
                true => path.join("main.rs"),
                false => path,
            });
            for path in code
                .filter(|path| path.is_file() && path.extension().is_some_and(|end| end == "rs"))
            {
                let path = path.strip_prefix(schema::workspace()).unwrap();
                let listed = format!("path = \"../{}\"", path.display());
                assert!(
                    manifest.contains(&listed),
                    "{listed} is not in tests/Cargo.toml"
                );
            }
        }
    }
}

#[test]
fn violation_messages_contain_no_values() {
    for (rule, bases) in schema::rule_cases() {
        let action = actions::named(&rule.action);
        // Short texts, and texts of the rules themselves, can occur in any message.
        let rules = (action.request_schema)().to_string();
        let is_telling = |text: &str| text.chars().count() >= 6 && !rules.contains(text);
        for case in &rule.cases {
            let request = case.request(&bases);
            let Ok(checked) = (action.check)(&request.to_string()) else {
                continue;
            };
            for message in &checked.messages {
                for text in texts(&request) {
                    assert!(
                        !is_telling(&text) || !message.contains(&text),
                        "{text}: {message}"
                    );
                }
            }
        }
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn title(rule: &RuleCases, case: &RuleCase) -> String {
    format!("rule {} ({}), {}", rule.rule, rule.about, case.name)
}

fn sorted(broken: &[Broken]) -> Vec<Broken> {
    let mut broken = broken.to_vec();
    broken.sort();
    broken
}
