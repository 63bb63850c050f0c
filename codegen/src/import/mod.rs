//! From upstream's own description to facts: what the selected actions reach, without the prose.

mod api_json;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use self::api_json::{ApiJson, ApiMember};
use crate::description::{Action, Facts, Member, Object, Source, Status};
use crate::diagnostics::{Diagnostics, Problem, nearest};
use crate::source::SourceFile;

/// The types that are no objects.
pub(crate) const SCALARS: [&str; 9] = [
    "int64",
    "uint64",
    "float",
    "bool",
    "string",
    "date",
    "datetime",
    "datetime_iso",
    "binary",
];

/// Imports the facts of the named actions and of everything they reach from one `api.json`, as
/// published in `release` of upstream's package.
///
/// # Errors
///
/// Where the file is no such description, or lacks an action or an object that it refers to.
pub fn facts(file: &SourceFile, release: &str, actions: &[String]) -> Result<Facts, Diagnostics> {
    let api = api_json::parse(file)?;
    let selected = select(&api, actions, file)?;
    let objects = closure(&api, &selected, file)?;
    Ok(Facts {
        schema: Some("../facts.schema.json".to_owned()),
        service: api.metadata.service.clone(),
        version: api.metadata.version.clone(),
        source: Source {
            package: "tccli".to_owned(),
            release: release.to_owned(),
        },
        actions: selected,
        objects,
    })
}

fn select(
    api: &ApiJson,
    names: &[String],
    file: &SourceFile,
) -> Result<BTreeMap<String, Action>, Diagnostics> {
    let mut problems = Vec::new();
    let mut selected = BTreeMap::new();
    for name in names {
        let Some(action) = api.actions.get(name) else {
            let problem = Problem::new(format!("{} has no action `{name}`", file.path.display()));
            problems.push(suggest(problem, name, api.actions.keys()));
            continue;
        };
        let action = Action {
            input: action.input.clone(),
            output: action.output.clone(),
            status: status(&action.status),
            prose: Some(hash(&action.document)),
        };
        selected.insert(name.clone(), action);
    }
    Diagnostics::check(problems)?;
    Ok(selected)
}

/// Every object that the actions reach, found by walking from their inputs and outputs.
fn closure(
    api: &ApiJson,
    actions: &BTreeMap<String, Action>,
    file: &SourceFile,
) -> Result<BTreeMap<String, Object>, Diagnostics> {
    let mut problems = Vec::new();
    let mut objects = BTreeMap::new();
    let mut wanted: BTreeSet<(&str, String)> = actions
        .iter()
        .flat_map(|(name, action)| {
            [&action.input, &action.output].map(|object| (object.as_str(), name.clone()))
        })
        .collect();
    while let Some((name, wanted_by)) = wanted.pop_first() {
        if objects.contains_key(name) {
            continue;
        }
        let Some(object) = api.objects.get(name) else {
            let message = format!(
                "{} has no object `{name}`, which {wanted_by} refers to",
                file.path.display()
            );
            problems.push(suggest(Problem::new(message), name, api.objects.keys()));
            continue;
        };
        for member in object
            .members
            .iter()
            .filter(|member| !is_scalar(&member.member))
        {
            wanted.insert((&member.member, format!("{name}.{}", member.name)));
        }
        let members = object.members.iter().map(import_member).collect();
        objects.insert(
            name.to_owned(),
            Object {
                prose: Some(hash(&object.document)),
                members,
            },
        );
    }
    Diagnostics::check(problems)?;
    Ok(objects)
}

fn suggest<'a>(
    problem: Problem,
    name: &str,
    known: impl IntoIterator<Item = &'a String>,
) -> Problem {
    match nearest(name, known.into_iter().map(String::as_str)) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}

fn import_member(member: &ApiMember) -> Member {
    Member {
        name: member.name.clone(),
        of: member.member.clone(),
        list: member.kind == "list",
        required: member.required,
        disabled: member.disabled,
        output_required: member.output_required,
        nullable: member.value_allowed_null,
        prose: Some(hash(&member.document)),
    }
}

fn status(text: &str) -> Status {
    match text {
        "deprecated" => Status::Deprecated,
        "offline" => Status::Offline,
        _ => Status::Online,
    }
}

pub(crate) fn is_scalar(name: &str) -> bool {
    SCALARS.contains(&name)
}

fn hash(prose: &str) -> String {
    let digest = Sha256::digest(prose.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
