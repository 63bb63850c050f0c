//! What is known of a request, as a JSON Schema that any validator understands.
//!
//! The schema is for instances from which `null`, empty strings and empty lists were taken out, as
//! they count as absent. Generated validators are held against it.

use serde_json::{Map, Value, json};

use crate::description::{Constraint, Member, MemberOverlay, ObjectOverlay};
use crate::diagnostics::{Diagnostics, Problem};
use crate::load::{Description, load};
use crate::resolve::resolve;
use crate::source::ServiceSources;

/// The JSON Schema (2020-12) of an action's request.
///
/// # Errors
///
/// Everything that is wrong with the sources, or that they lack the action.
pub fn request_schema(sources: &ServiceSources, action: &str) -> Result<Value, Diagnostics> {
    let description = load(sources)?;
    resolve(&description)?;
    let facts = &description.facts.content;
    let Some(action) = facts.actions.get(action) else {
        return Err(Problem::new(format!("the facts know no action `{action}`")).into());
    };
    let objects = facts.objects.keys();
    let definitions: Map<String, Value> = objects
        .map(|name| (name.clone(), object_schema(&description, name)))
        .collect();
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{}", action.input),
        "$defs": definitions,
    }))
}

fn object_schema(description: &Description, name: &str) -> Value {
    let members = description
        .facts
        .content
        .objects
        .get(name)
        .map(|object| &object.members);
    let overlay = overlays(description).find_map(|overlay| overlay.objects.get(name));
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in members.into_iter().flatten() {
        let said = overlay.and_then(|overlay| overlay.members.get(&member.name));
        properties.insert(
            member.name.clone(),
            member_schema(description, member, said),
        );
        if member.required {
            required.push(member.name.clone());
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let rules = rules(overlay);
    if !rules.is_empty() {
        schema["allOf"] = json!(rules);
    }
    schema
}

fn rules(overlay: Option<&ObjectOverlay>) -> Vec<Value> {
    let rules = overlay
        .map(|overlay| overlay.rules.as_slice())
        .unwrap_or_default();
    rules
        .iter()
        .filter(|rule| !rule.advice)
        .map(|rule| constraint_schema(&rule.schema))
        .collect()
}

fn member_schema(
    description: &Description,
    member: &Member,
    overlay: Option<&MemberOverlay>,
) -> Value {
    let constraint = overlay.and_then(|overlay| overlay.constraint.as_ref());
    let named = overlay.and_then(|overlay| overlay.of.as_deref());
    let known = named.map(|name| known_values(description, name));
    let constraint = constraint
        .map(constraint_schema)
        .unwrap_or_else(|| json!({}));
    let one = type_schema(&member.of);
    if !member.list {
        let lists_values = constraint.get("enum").is_some();
        let known = known.filter(|_| !lists_values).unwrap_or_else(|| json!({}));
        return json!({ "allOf": [one, known, constraint] });
    }
    let lists_values = constraint.pointer("/items/enum").is_some();
    let known = known.filter(|_| !lists_values).unwrap_or_else(|| json!({}));
    let items = json!({ "allOf": [one, unless_empty(known)] });
    json!({ "type": "array", "items": items, "allOf": [constraint] })
}

fn known_values(description: &Description, name: &str) -> Value {
    let Some(named) = overlays(description).find_map(|overlay| overlay.enums.get(name)) else {
        return json!({});
    };
    let values: Vec<&Value> = named.values.iter().map(|known| &known.value).collect();
    if !named.ignore_case {
        return json!({ "enum": values });
    }
    let texts = values.iter().filter_map(|value| value.as_str());
    let patterns: Vec<String> = texts.map(in_any_case).collect();
    json!({ "pattern": format!("^(?:{})$", patterns.join("|")) })
}

fn in_any_case(text: &str) -> String {
    text.chars()
        .map(|c| match c.is_ascii_alphabetic() {
            true => format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase()),
            false => format!("[{c}]"),
        })
        .collect()
}

fn type_schema(name: &str) -> Value {
    match name {
        "int64" => json!({ "type": "integer" }),
        "uint64" => json!({ "type": "integer", "minimum": 0 }),
        "float" => json!({ "type": "number" }),
        "bool" => json!({ "type": "boolean" }),
        "string" | "date" | "datetime" | "datetime_iso" | "binary" => json!({ "type": "string" }),
        object => json!({ "$ref": format!("#/$defs/{object}") }),
    }
}

/// A constraint, in which an empty item of a list is held against `minLength` only.
fn constraint_schema(constraint: &Constraint) -> Value {
    let mut schema = serde_json::to_value(constraint).unwrap_or_default();
    relax_items(&mut schema);
    schema
}

fn relax_items(schema: &mut Value) {
    match schema {
        Value::Object(words) => {
            words.values_mut().for_each(relax_items);
            if let Some(items) = words.get_mut("items") {
                let mut content = items.take();
                let length = content
                    .as_object_mut()
                    .and_then(|words| words.remove("minLength"));
                let length =
                    length.map_or_else(|| json!({}), |least| json!({ "minLength": least }));
                *items = json!({ "allOf": [length, unless_empty(content)] });
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(relax_items),
        _ => {}
    }
}

fn unless_empty(schema: Value) -> Value {
    json!({ "anyOf": [{ "const": "" }, schema] })
}

fn overlays(description: &Description) -> impl Iterator<Item = &crate::description::Overlay> {
    description.overlays.iter().map(|overlay| &overlay.content)
}
