//! Violations and warnings name their rule and its members, so that a form can show them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tencent_runtime::validate::Violation;
use tests::actions;
use tests::schema::{self, files_in};

/// The violations and warnings of all cases.
fn found() -> Vec<Violation> {
    let mut found = Vec::new();
    for (rule, bases) in schema::rule_cases() {
        let action = actions::named(&rule.action);
        for case in &rule.cases {
            let request = case.request(&bases).to_string();
            found.extend((action.check)(&request).unwrap().found);
        }
    }
    found
}

/// The names of all rules in all overlays.
fn rules() -> BTreeSet<String> {
    let services = schema::service_folders().into_iter();
    let files = services.flat_map(|service| files_in(&service.join("overlay")));
    let mut names = BTreeSet::new();
    for file in files {
        let overlay: Value = schema::json(&file);
        let objects = overlay["objects"].as_object().into_iter().flatten();
        for (_, object) in objects {
            let rules = object["rules"].as_array().into_iter().flatten();
            names.extend(rules.map(|rule| rule["name"].as_str().unwrap().to_owned()));
        }
    }
    names
}

#[test]
fn every_rule_is_reported_with_its_name_and_members() {
    let rules = rules();
    let mut reported = BTreeSet::new();
    for violation in found() {
        let (path, members) = (violation.path(), violation.members());
        let Some(rule) = violation.rule() else {
            assert_eq!(members, [path], "{violation}");
            continue;
        };
        reported.insert(rule.to_owned());
        let distinct: BTreeSet<_> = members.iter().collect();
        assert_eq!(distinct.len(), members.len(), "{violation}");
        assert!(
            members.iter().any(|member| member.starts_with(path)),
            "{violation}: {members:?}"
        );
        assert!(
            members.iter().all(|member| !member.contains("[]")),
            "{members:?}"
        );
    }
    assert_eq!(reported, rules);
}

#[test]
fn a_violation_is_one_line_and_one_json_object() {
    for violation in found() {
        let shown = violation.to_string();
        assert_eq!(shown.lines().count(), 1, "{shown}");
        let rule = violation.rule();
        assert!(rule.is_none_or(|rule| shown.contains(rule)), "{shown}");
        assert_eq!(
            serde_json::to_value(&violation).unwrap(),
            json!({
                "path": violation.path(),
                "keyword": violation.keyword().as_str(),
                "message": violation.message(),
                "rule": rule,
                "members": violation.members(),
            })
        );
    }
}
