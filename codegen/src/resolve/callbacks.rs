//! Callbacks: their objects and enums are resolved like those of actions.

use std::collections::BTreeMap;

use super::context::Context;
use super::{assemble, callback_checks, code_names, docs, links, objects, report_unmatched};
use crate::description::{
    CallbackEnum, CallbackMember, CallbackObject, CallbackValue, Callbacks, Certainty, Crate, Enum,
    EnumValue, Facts, Member, MemberOverlay, Object, ObjectOverlay, Overlay,
};
use crate::diagnostics::Problem;
use crate::load::{Description, ParsedAdditions, ParsedFile};
use crate::model::{self, CallbackMessage, Doc};
use crate::names::Scope;

/// Names of items that every module of callbacks has.
const RESERVED: &[&str] = &[
    "CallbackRequest",
    "Event",
    "Events",
    "JsonData",
    "Message",
    "MsgFormat",
    "Protection",
    "ProtectionError",
    "ReceiveError",
    "Received",
    "Receiver",
    "Sender",
    "UnknownEvent",
];

/// Resolves the callbacks of a description, if it has some.
pub(super) fn resolve(
    description: &Description,
    problems: &mut Vec<Problem>,
) -> Option<model::Callbacks> {
    let file = description.additions.callbacks.as_ref()?;
    let before = problems.len();
    let inner = description_of(file, &description.facts.content);
    callback_checks::report(file, &inner.facts.content, problems);
    let mut context = Context::new(&inner, problems);
    report_reserved(&context, problems);
    report_unmatched(&context, problems);
    code_names::report_unknown(&context, problems);
    let fields = objects::fields(&context, problems);
    if problems.len() > before {
        return None;
    }
    let mut messages = messages(&file.content, &context);
    let mut objects = assemble(&context, fields, BTreeMap::new(), &[], problems);
    let mut enums: Vec<_> = std::mem::take(&mut context.enums).into_values().collect();
    links::add_to_callbacks(&mut objects, &mut enums, &mut messages);
    let Callbacks {
        doc,
        version,
        without_envelope,
        sources,
        ..
    } = &file.content;
    Some(model::Callbacks {
        doc: docs::lines(doc),
        sources: source_list(sources),
        version: version.clone(),
        without_envelope: without_envelope
            .as_ref()
            .map(|bare| (bare.message.clone(), bare.member.clone())),
        messages,
        objects,
        enums,
    })
}

fn source_list(sources: &BTreeMap<String, String>) -> Doc {
    let items = sources.iter();
    items
        .flat_map(|(name, text)| docs::lines(&format!("- `{name}`: {text}")))
        .collect()
}

fn messages(callbacks: &Callbacks, context: &Context<'_>) -> Vec<CallbackMessage> {
    let mut scope = Scope::default();
    let messages = callbacks.messages.iter().map(|(wire, message)| {
        let mut doc = docs::lines(&message.doc);
        docs::paragraph(
            &mut doc,
            sources_in_words(&message.sources, message.certainty),
        );
        docs::paragraph(&mut doc, format!("Wire name: `{wire}`."));
        CallbackMessage {
            wire: wire.clone(),
            rust: scope.variant(message.name.as_ref().unwrap_or(wire)),
            doc,
            data: message.data.as_ref().map(|data| context.type_name(data)),
        }
    });
    messages.collect()
}

/// Reports types with the name of an item that every module has.
fn report_reserved(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let objects = context.index.objects.iter();
    let objects = objects.map(|(name, located)| (&located.at, *name, context.type_name(name)));
    let enums = context.index.enums.iter().filter_map(|(name, located)| {
        let named = context.enums.get(name)?;
        Some((&located.at, *name, named.rust.clone()))
    });
    for (at, name, rust) in objects.chain(enums) {
        if RESERVED.contains(&rust.as_str()) {
            let message = format!("every module of callbacks has a type `{rust}`");
            problems.push(at.unknown(&message, name, []).help("give it another name"));
        }
    }
}

/// Creates a description with the objects as facts, and with their documentation as an overlay.
fn description_of(file: &ParsedFile<Callbacks>, facts: &Facts) -> Description {
    let callbacks = &file.content;
    let messages = callbacks.messages.values();
    let facts = Facts {
        schema: None,
        service: facts.service.clone(),
        version: facts.version.clone(),
        requires_region: facts.requires_region,
        source: facts.source.clone(),
        krate: Crate::default(),
        actions: BTreeMap::new(),
        objects: by_name(&callbacks.objects, object_facts),
        received: messages
            .filter_map(|message| message.data.clone())
            .collect(),
    };
    let overlay = Overlay {
        objects: by_name(&callbacks.objects, object_overlay),
        enums: by_name(&callbacks.enums, enum_overlay),
        ..Overlay::default()
    };
    Description {
        folder: String::new(),
        facts: ParsedFile {
            content: facts,
            document: file.document.clone(),
        },
        additions: ParsedAdditions {
            overlays: vec![ParsedFile {
                content: overlay,
                document: file.document.clone(),
            }],
            ..ParsedAdditions::default()
        },
        has_other_facts: false,
        left_out: Vec::new(),
    }
}

fn by_name<T, U>(entries: &BTreeMap<String, T>, of: fn(&T) -> U) -> BTreeMap<String, U> {
    let entries = entries.iter();
    entries
        .map(|(name, entry)| (name.clone(), of(entry)))
        .collect()
}

fn object_facts(object: &CallbackObject) -> Object {
    let members = object.members.iter().map(|member| Member {
        name: member.name.clone(),
        of: member.of.clone(),
        list: member.list,
        required: false,
        disabled: false,
        output_required: false,
        nullable: true,
        numbers_pages: None,
        idempotency_token: false,
        prose: None,
    });
    Object {
        prose: None,
        members: members.collect(),
    }
}

fn object_overlay(object: &CallbackObject) -> ObjectOverlay {
    let members = object.members.iter();
    ObjectOverlay {
        doc: Some(with_sources(&object.doc, &object.sources, None)),
        members: members
            .map(|member| (member.name.clone(), member_overlay(member)))
            .collect(),
        ..ObjectOverlay::default()
    }
}

fn member_overlay(member: &CallbackMember) -> MemberOverlay {
    MemberOverlay {
        doc: Some(with_sources(&member.doc, &member.sources, member.certainty)),
        unit: member.unit.clone(),
        of: member.of_enum.clone(),
        sensitive: member.sensitive,
        ..MemberOverlay::default()
    }
}

fn enum_overlay(named: &CallbackEnum) -> Enum {
    Enum {
        doc: with_sources(&named.doc, &named.sources, None),
        aliases: Vec::new(),
        values: named.values.iter().map(value_overlay).collect(),
        omitted: Vec::new(),
        ignore_case: false,
        provenance: Vec::new(),
    }
}

fn value_overlay(value: &CallbackValue) -> EnumValue {
    EnumValue {
        value: value.value.clone(),
        name: value.name.clone(),
        doc: with_sources(&value.doc, &value.sources, value.certainty),
        aliases: Vec::new(),
        proposed: None,
        is_final: value.is_final,
        may_become: value.may_become.clone(),
    }
}

fn with_sources(doc: &str, names: &[String], certainty: Option<Certainty>) -> String {
    match (names, certainty) {
        ([], None) => doc.to_owned(),
        _ => format!(
            "{}\n\n{}",
            doc.trim_end(),
            sources_in_words(names, certainty)
        ),
    }
}

/// The sources of a fact in words.
fn sources_in_words(names: &[String], certainty: Option<Certainty>) -> String {
    let certainty = match certainty {
        Some(Certainty::Inferred) => Some("inferred"),
        Some(Certainty::Disputed) => Some("disputed"),
        None => None,
    };
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match (names.as_slice(), certainty) {
        ([], certainty) => format!("Certainty: {}.", certainty.unwrap_or("unknown")),
        (names, None) => format!("Sources: {}.", names.join(", ")),
        (names, Some(certainty)) => format!("Sources: {}; {certainty}.", names.join(", ")),
    }
}
