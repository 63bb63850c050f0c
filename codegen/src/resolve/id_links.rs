//! Members that contain ids of another name.

use std::collections::BTreeSet;

use super::context::{Context, Fields};
use super::location::Located;
use super::member_value::member_value;
use crate::description::{Action, MemberOverlay};
use crate::diagnostics::Problem;
use crate::model::{Field, IdLink, Type};

/// Returns the links of the members that a request contains.
pub(super) fn resolve(
    context: &Context<'_>,
    fields: &Fields,
    action: &Action,
    problems: &mut Vec<Problem>,
) -> Vec<IdLink> {
    let mut links = Vec::new();
    for object in context.facts.reached_from([action.input.as_str()]) {
        let Some(located) = context.index.objects.get(object) else {
            continue;
        };
        let fields = fields.get(&context.type_name(object));
        let fields = fields.map(Vec::as_slice).unwrap_or_default();
        for (name, value) in &located.value.members {
            let at = located.at.to("members").to(name);
            let member = Located { value, at };
            links.extend(of_member(context, fields, name, &member, problems));
        }
    }
    links
}

fn of_member(
    context: &Context<'_>,
    fields: &[Field],
    name: &str,
    member: &Located<'_, MemberOverlay>,
    problems: &mut Vec<Problem>,
) -> Vec<IdLink> {
    let Some(field) = fields.iter().find(|field| field.wire == name) else {
        return Vec::new();
    };
    let created = created(context);
    let mut links = Vec::new();
    for (position, written) in member.value.ids.iter().enumerate() {
        let at = member.at.to("ids").to(position);
        if field.of != Type::Text {
            problems.push(
                at.problem(format!("`{name}` is not a text"))
                    .help("remove the entry"),
            );
        }
        if !created.contains(written.of.as_str()) {
            // Other facts may lack the action that creates it.
            if context.has_other_facts {
                continue;
            }
            let message = format!("no action creates a `{}`", written.of);
            problems.push(
                at.to("of")
                    .dangling(&message, &written.of, created.iter().copied()),
            );
        }
        let mut when = Vec::new();
        for (other, value) in &written.when {
            let at = at.to("when").to(other);
            match fields
                .iter()
                .find(|field| field.wire == *other && !field.list)
            {
                None => {
                    let message =
                        format!("no member `{other}` that is not a list is beside `{name}`");
                    let known = fields.iter().filter(|field| !field.list);
                    problems.push(at.unknown(
                        &message,
                        other,
                        known.map(|field| field.wire.as_str()),
                    ));
                }
                Some(field) => match member_value(field, context.enums.values(), value) {
                    Ok(value) => when.push((other.clone(), value)),
                    Err((message, help)) => problems.push(at.problem(message).help(help)),
                },
            }
        }
        links.push(IdLink {
            member: name.to_owned(),
            of: written.of.clone(),
            when,
        });
    }
    links
}

/// The members of responses whose ids an action creates.
fn created<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    let actions = context.index.actions.values();
    actions
        .flat_map(|located| located.value.creates.iter().map(String::as_str))
        .collect()
}
