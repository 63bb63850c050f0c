//! Objects and their fields.

use std::collections::{BTreeSet, HashSet};

use super::aliases;
use super::context::{Context, Fields};
use super::defaults;
use super::docs;
use super::flags;
use super::location::{Located, Location};
use super::member_docs;
use super::schemas;
use super::unused;
use super::written_values;
use crate::description::{self, BodyForm, Member, MemberOverlay, ObjectOverlay, Scalar};
use crate::diagnostics::{MOST_PROBLEMS, Problem};
use crate::model::{Field, Name, Type, Variants};
use crate::names::{Scope, wire};

/// Resolves the fields of every object.
pub(super) fn fields(context: &Context<'_>, problems: &mut Vec<Problem>) -> Fields {
    let mut all = Fields::new();
    for (name, object) in &context.facts.objects {
        if problems.len() > MOST_PROBLEMS {
            break;
        }
        let fields = object_fields(context, name, object, problems);
        all.insert(context.type_name(name), fields);
    }
    all
}

fn object_fields(
    context: &Context<'_>,
    name: &str,
    object: &description::Object,
    problems: &mut Vec<Problem>,
) -> Vec<Field> {
    let at = context.facts_at.to("objects").to(name).to("members");
    report_names(context, name, object, problems);
    let overlay = context.index.objects.get(name);
    if let Some(overlay) = overlay {
        report_unmatched(overlay, name, object, problems);
        report_unchecked_rules(context, name, overlay, problems);
    }
    // The bodies of other actions are JSON, in which bytes are texts.
    let mut actions = context.facts.actions.values();
    let has_bytes = actions.any(|action| action.input == name && !action.body.is_json());
    let mut scope = Scope::default();
    let members = object.members.iter().enumerate();
    members
        .filter_map(|(position, member)| {
            if problems.len() > MOST_PROBLEMS {
                return None;
            }
            let located = overlay.and_then(|overlay| member_overlay(overlay, &member.name));
            let of = member_type(
                (context, has_bytes),
                member,
                located.as_ref(),
                &at.to(position),
                problems,
            )?;
            let place = FieldPlace {
                object: name,
                member,
                located: located.as_ref(),
            };
            Some(field(
                context,
                &place,
                of,
                scope.field(&member.name),
                problems,
            ))
        })
        .collect()
}

/// The overlay of a member, if there is one.
pub(super) fn member_overlay<'a>(
    object: &Located<'a, ObjectOverlay>,
    member: &str,
) -> Option<Located<'a, MemberOverlay>> {
    let value = object.value.members.get(member)?;
    Some(Located {
        value,
        at: object.at.to("members").to(member),
    })
}

struct FieldPlace<'a> {
    object: &'a str,
    member: &'a Member,
    located: Option<&'a Located<'a, MemberOverlay>>,
}

fn field(
    context: &Context<'_>,
    place: &FieldPlace<'_>,
    of: Type,
    rust: Name,
    problems: &mut Vec<Problem>,
) -> Field {
    let FieldPlace {
        object,
        member,
        located,
    } = *place;
    let overlay = located.map(|located| located.value);
    let direction = context.direction(object);
    let flag = |read: fn(&MemberOverlay) -> bool| overlay.is_some_and(read);
    let named = of.name().and_then(|name| context.enum_named(name));
    let page = context.page(object);
    let written = context.written_doc(object, &member.name);
    let doc = match of {
        Type::Bytes if written.is_none() && is_octets(context, object) => member_docs::body(member),
        _ => member_docs::lines(member, written, overlay, named, page, direction.request),
    };
    let schema = schemas::member(context, member, &of, (written, overlay), direction);
    let field = Field {
        wire: member.name.clone(),
        aliases: located.map_or_else(Vec::new, |Located { value, at }| {
            aliases::resolve(&value.aliases, &rust, at, problems)
        }),
        rust,
        summary: docs::first_paragraph(&doc),
        doc,
        of,
        list: member.list,
        boxed: !member.list && context.cycles.closes(object, member),
        always_present: flag(|overlay| overlay.always_present) && !direction.request,
        constructor_arg: flag(|overlay| overlay.always_required) && direction.request,
        sensitive: context.sensitive.contains(object, &member.name),
        deprecated: member.disabled.then(|| {
            "upstream hides this member from its documentation; it is still sent and received"
                .to_owned()
        }),
        schema,
    };
    if let Some(located) = located {
        flags::report(context, place.object, place.member, located, problems);
        unused::report_member(context, object, &field, located, problems);
        let before = problems.len();
        defaults::report_misfit(context, &field, located, problems);
        if problems.len() == before {
            written_values::report_default(context, member, located, problems);
        }
        if let Some(constraint) = &located.value.constraint {
            let at = located.at.to("constraint");
            written_values::report_excluded_values(constraint, &at, problems);
        }
    }
    field
}

/// Whether the body of a request consists of bytes.
fn is_octets(context: &Context<'_>, object: &str) -> bool {
    let mut actions = context.facts.actions.values();
    actions.any(|action| action.input == object && action.body == BodyForm::Octets)
}

fn member_type(
    (context, has_bytes): (&Context<'_>, bool),
    member: &Member,
    located: Option<&Located<'_, MemberOverlay>>,
    at: &Location<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Type> {
    let plain = match Scalar::named(&member.of) {
        Some(Scalar::Binary) if has_bytes && !member.list => Type::Bytes,
        Some(Scalar::Int64) => Type::Integer,
        Some(Scalar::Uint64) => Type::Unsigned,
        Some(Scalar::Float) => Type::Float,
        Some(Scalar::Bool) => Type::Bool,
        Some(
            Scalar::String | Scalar::Date | Scalar::Datetime | Scalar::DatetimeIso | Scalar::Binary,
        ) => Type::Text,
        None if context.facts.objects.contains_key(&member.of) => {
            Type::Object(context.type_name(&member.of))
        }
        None => {
            let message = format!("`{}` is neither a scalar type nor an object", member.of);
            let objects = context.facts.objects.keys().map(String::as_str);
            let known = objects.chain(Scalar::ALL.iter().map(|scalar| scalar.name()));
            problems.push(at.to("type").dangling(&message, &member.of, known));
            return None;
        }
    };
    let Some((located, name)) =
        located.and_then(|located| Some((located, located.value.of.as_deref()?)))
    else {
        return Some(plain);
    };
    let at = located.at.to("enum");
    let Some(named) = context.enums.get(name) else {
        let known = context.index.enums.keys().copied();
        // An enum that could not be resolved is reported elsewhere.
        if context.index.enums.contains_key(name) {
            return None;
        }
        problems.push(at.dangling(&format!("there is no enum `{name}`"), name, known));
        return None;
    };
    match (&named.variants, &plain) {
        (Variants::Integer(_), Type::Integer | Type::Unsigned) => {
            Some(Type::IntegerEnum(named.rust.clone()))
        }
        (Variants::Text(_), Type::Text) => Some(Type::TextEnum(named.rust.clone())),
        _ => {
            let message = format!("the values of `{name}` are not of the type `{}`", member.of);
            problems.push(at.problem(message));
            None
        }
    }
}

fn report_names(
    context: &Context<'_>,
    name: &str,
    object: &description::Object,
    problems: &mut Vec<Problem>,
) {
    let at = context.facts_at.to("objects").to(name);
    if name.is_empty() {
        problems.push(at.unknown("an object has a name", name, []));
    } else if let Some(problem) = wire::problem_in_name(name) {
        problems.push(at.unknown(&problem, name, []).help(wire::NAME));
    }
    if Scalar::named(name).is_some() {
        let message = format!("the object `{name}` has the name of a scalar type");
        problems.push(at.unknown(&message, name, []).help("give it another name"));
    }
    let at = at.to("members");
    let mut names = BTreeSet::new();
    for (position, member) in object.members.iter().enumerate() {
        if !names.insert(&member.name) {
            let message = format!("the object has the member `{}` twice", member.name);
            problems.push(at.to(position).to("name").problem(message));
        }
        let at = at.to(position).to("name");
        if member.name.is_empty() {
            problems.push(at.problem("a member has a name"));
        } else if let Some(problem) = wire::problem_in_name(&member.name) {
            problems.push(at.problem(problem).help(wire::NAME));
        }
    }
}

fn report_unmatched(
    overlay: &Located<'_, ObjectOverlay>,
    name: &str,
    object: &description::Object,
    problems: &mut Vec<Problem>,
) {
    let known: HashSet<&str> = object.members.iter().map(|known| &*known.name).collect();
    for member in overlay.value.members.keys() {
        if !known.contains(member.as_str()) {
            let at = overlay.at.to("members").to(member);
            let message = format!("the facts have no member `{member}` of `{name}`");
            let known = object.members.iter().map(|member| member.name.as_str());
            problems.push(at.unknown(&message, member, known));
        }
    }
}

/// Reports rules that can never apply.
fn report_unchecked_rules(
    context: &Context<'_>,
    name: &str,
    overlay: &Located<'_, ObjectOverlay>,
    problems: &mut Vec<Problem>,
) {
    if let Some(why) = context.never_sent(name)
        && !overlay.value.rules.is_empty()
    {
        let message = format!("rules of an object that {why} are never checked");
        let problem = overlay.at.to("rules").problem(message);
        problems.push(problem.help("describe them in the documentation of its members"));
    }
}
