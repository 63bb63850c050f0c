//! Tests the JSON Schemas of the generated crate, apart from the rules in `rules.rs`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_runtime::wire::{Decode, Encode};
use tencent_runtime::{Action, VisitActions};
use tests::schema::{prune, prune_nulls};
use tests::{actions, schema};

#[test]
fn examples_fit_their_schemas() {
    for mut example in schema::examples() {
        let action = actions::named(&example.action);
        prune(&mut example.request);
        assert_eq!(
            jsonschema::is_valid(&(action.request_schema)(), &example.request),
            example.violations.is_empty(),
            "{}",
            example.name
        );
        let response = &mut example.response["Response"];
        if response.get("Error").is_none() {
            prune_nulls(response);
            let judged = jsonschema::validate(&(action.response_schema)(), response);
            assert!(judged.is_ok(), "{}: {judged:?}", example.name);
        }
    }
}

#[test]
fn every_action_has_schemas() {
    struct Names(Vec<&'static str>);

    impl VisitActions for Names {
        fn visit<A>(&mut self)
        where
            A: Action + Decode + Serialize + DeserializeOwned + 'static,
            A::Response: Encode + Serialize + DeserializeOwned,
        {
            self.0.push(A::INFO.name);
        }
    }

    let mut names = Names(Vec::new());
    tencent_ess::visit_actions(&mut names);
    let with_schemas: Vec<_> = actions::all().iter().map(|entry| entry.info.name).collect();
    assert_eq!(with_schemas, names.0);
}
