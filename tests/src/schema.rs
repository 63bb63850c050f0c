//! Reads the files in `schema/`.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tencent_codegen::{Additions, ServiceSources, SourceFile};

/// Returns the folder of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// Returns the folders of all services in `schema/`.
#[must_use]
pub fn service_folders() -> Vec<PathBuf> {
    let entries = files_in(&workspace().join("schema"));
    entries.into_iter().filter(|path| path.is_dir()).collect()
}

/// Returns the sources of a service, as the command line reads them.
#[must_use]
pub fn sources(folder: &Path) -> ServiceSources {
    let read = |path: &Path| {
        let shown = path.strip_prefix(workspace()).unwrap_or(path).to_path_buf();
        SourceFile::new(shown, std::fs::read(path).unwrap())
    };
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    ServiceSources {
        folder: name,
        facts: read(&folder.join("upstream.json")),
        additions: Additions {
            overlay: files_in(&folder.join("overlay"))
                .iter()
                .map(|path| read(path))
                .collect(),
            examples: files_in(&folder.join("examples"))
                .iter()
                .flat_map(|action| files_in(action))
                .filter(|path| !path.ends_with("violations.json"))
                .map(|path| read(&path))
                .collect(),
            callbacks: Some(folder.join("callbacks.json"))
                .filter(|path| path.exists())
                .map(|path| read(&path)),
        },
    }
}

/// Returns the paths in a folder, sorted.
#[must_use]
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Reads a JSON file.
#[must_use]
pub fn json<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A documented call.
#[derive(Debug)]
pub struct Example {
    /// The name of the action.
    pub action: String,
    /// The name of the example.
    pub name: String,
    /// The documented request.
    pub request: Value,
    /// The documented response.
    pub response: Value,
    /// The rules that the request breaks.
    pub violations: Vec<Broken>,
}

/// A broken rule: its path and its keyword.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Broken {
    /// The path, in wire names.
    pub path: String,
    /// The keyword.
    pub keyword: String,
}

/// Returns all documented calls.
#[must_use]
pub fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for folder in service_folders() {
        for action_folder in files_in(&folder.join("examples")) {
            let action = action_folder
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let violations = action_folder.join("violations.json");
            let mut violations: Map<String, Value> = match violations.is_file() {
                true => json(&violations),
                false => Map::new(),
            };
            for path in files_in(&action_folder) {
                let file = path.file_name().unwrap().to_string_lossy().into_owned();
                let Some(name) = file.strip_suffix(".request.json") else {
                    continue;
                };
                let broken = violations
                    .remove(name)
                    .unwrap_or_else(|| Value::Array(Vec::new()));
                examples.push(Example {
                    action: action.clone(),
                    name: name.to_owned(),
                    request: json(&path),
                    response: json(&action_folder.join(format!("{name}.response.json"))),
                    violations: serde_json::from_value(broken).unwrap(),
                });
            }
            assert!(violations.is_empty(), "no such examples: {violations:?}");
        }
    }
    examples
}

/// The cases of one rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCases {
    /// The number of the rule.
    pub rule: u32,
    /// The meaning of the rule.
    pub about: String,
    /// The action with the request.
    pub action: String,
    /// Requests that keep or break the rule.
    pub cases: Vec<RuleCase>,
}

/// A request that keeps or breaks a rule, as a change of a valid request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCase {
    /// The purpose of the case.
    pub name: String,
    /// The name of the valid request.
    pub base: String,
    /// The values to set, by JSON pointer.
    #[serde(default)]
    pub set: Map<String, Value>,
    /// The JSON pointers of the values to remove.
    #[serde(default)]
    pub unset: Vec<String>,
    /// All violations of the request.
    pub violations: Vec<Broken>,
    /// All warnings about the request, if the case lists them.
    pub warnings: Option<Vec<Broken>>,
}

/// Returns the cases of every rule, with the valid requests that they change.
#[must_use]
pub fn rule_cases() -> Vec<(RuleCases, Map<String, Value>)> {
    let mut all = Vec::new();
    for folder in service_folders() {
        let cases = folder.join("cases");
        let bases: Map<String, Value> = json(&cases.join("bases.json"));
        for path in files_in(&cases) {
            if path.file_name().is_some_and(|name| name != "bases.json") {
                all.push((json(&path), bases.clone()));
            }
        }
    }
    all
}

impl RuleCase {
    /// Returns the request of this case.
    #[must_use]
    pub fn request(&self, bases: &Map<String, Value>) -> Value {
        let mut request = bases[&self.base].clone();
        for (pointer, value) in &self.set {
            *place(&mut request, pointer) = value.clone();
        }
        for pointer in &self.unset {
            let (parent, last) = pointer.rsplit_once('/').unwrap();
            match request.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(last).unwrap()),
                Value::Array(items) => drop(items.remove(last.parse().unwrap())),
                other => panic!("nothing to take out of {other}"),
            }
        }
        request
    }
}

/// Returns the value at a JSON pointer. Creates it if it is missing.
#[must_use]
pub fn place<'a>(value: &'a mut Value, pointer: &str) -> &'a mut Value {
    pointer
        .split('/')
        .skip(1)
        .fold(value, |value, step| match step.parse::<usize>() {
            Ok(index) => {
                if !value.is_array() {
                    *value = Value::Array(Vec::new());
                }
                let items = value.as_array_mut().unwrap();
                while items.len() <= index {
                    items.push(Value::Null);
                }
                &mut items[index]
            }
            Err(_) => {
                if !value.is_object() {
                    *value = Value::Object(Map::new());
                }
                value
                    .as_object_mut()
                    .unwrap()
                    .entry(step)
                    .or_insert(Value::Null)
            }
        })
}

/// Removes values that count as absent. Empty items of a list stay, because they have a position.
pub fn prune(value: &mut Value) {
    retain(value, &|value| {
        let empty_list = value.as_array().is_some_and(Vec::is_empty);
        !value.is_null() && value.as_str() != Some("") && !empty_list
    });
}

/// Removes the null members of a response. Empty values stay, because `always_present` members can be
/// empty.
pub fn prune_nulls(value: &mut Value) {
    retain(value, &|value| !value.is_null());
}

fn retain(value: &mut Value, is_present: &impl Fn(&Value) -> bool) {
    match value {
        Value::Object(members) => members.retain(|_, value| {
            retain(value, is_present);
            is_present(value)
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| retain(item, is_present)),
        _ => {}
    }
}
