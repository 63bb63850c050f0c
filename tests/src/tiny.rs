//! Small descriptions for tests.

use serde_json::{Value, json};
use tencent_codegen::{Additions, Diagnostics, Output, ServiceSources, SourceFile, generate};

/// The description of one action, `DoThing`, of a service with the name `demo`.
#[derive(Clone, Debug)]
pub struct Tiny {
    facts: Value,
    overlay: Value,
    callbacks: Option<Value>,
}

impl Tiny {
    /// Creates an action whose request has these members.
    #[must_use]
    pub fn new(members: Value) -> Self {
        let request_id = json!([{ "name": "RequestId", "type": "string" }]);
        Self {
            facts: json!({
                "service": "demo",
                "version": "2020-01-01",
                "source": { "package": "tccli", "release": "3.0.1" },
                "actions": {
                    "DoThing": { "input": "DoThingRequest", "output": "DoThingResponse" }
                },
                "objects": {
                    "DoThingRequest": { "members": members },
                    "DoThingResponse": { "members": request_id },
                },
            }),
            overlay: json!({}),
            callbacks: None,
        }
    }

    /// Adds an object.
    #[must_use]
    pub fn object(mut self, name: &str, members: Value) -> Self {
        self.facts["objects"][name] = json!({ "members": members });
        self
    }

    /// Adds an action whose request has these members.
    #[must_use]
    pub fn action(self, name: &str, members: Value) -> Self {
        let input = format!("{name}Request");
        let action = json!({ "input": input, "output": "DoThingResponse" });
        self.object(&input, members)
            .fact(&format!("/actions/{name}"), action)
    }

    /// Sets the overlay.
    #[must_use]
    pub fn overlay(mut self, overlay: Value) -> Self {
        self.overlay = overlay;
        self
    }

    /// Sets the callbacks.
    #[must_use]
    pub fn callbacks(mut self, callbacks: Value) -> Self {
        self.callbacks = Some(callbacks);
        self
    }

    /// Sets a value in the facts.
    #[must_use]
    pub fn fact(mut self, pointer: &str, value: Value) -> Self {
        let (parent, last) = pointer.rsplit_once('/').unwrap();
        self.facts.pointer_mut(parent).unwrap()[last] = value;
        self
    }

    /// Returns the files of the description, as the generator takes them.
    #[must_use]
    pub fn sources(&self) -> ServiceSources {
        let callbacks = self.callbacks.as_ref();
        let callbacks = callbacks.map(|value| format!("{value:#}"));
        let mut sources = sources(&format!("{:#}", self.facts), &format!("{:#}", self.overlay));
        sources.additions.callbacks = callbacks.map(|text| SourceFile::new("callbacks.json", text));
        sources
    }

    /// Generates the crate.
    ///
    /// # Errors
    ///
    /// The problems of the description.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        generate(&self.sources())
    }

    /// Returns one generated file without its first line.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        let output = self
            .generate()
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        let text = &output.files[path];
        text.split_once('\n').unwrap().1.trim_start().to_owned()
    }
}

/// Creates a member of that type without flags.
#[must_use]
pub fn member(name: &str, of: &str) -> Value {
    json!({ "name": name, "type": of })
}

/// Creates both files of a description from their texts.
#[must_use]
pub fn sources(facts: &str, overlay: &str) -> ServiceSources {
    ServiceSources {
        folder: "demo-2020-01-01".to_owned(),
        facts: SourceFile::new("upstream.json", facts),
        additions: Additions {
            overlay: vec![SourceFile::new("overlay.json", overlay)],
            ..Additions::default()
        },
    }
}
