//! Links in documentation: wire names in code style link to their Rust items. Values of enums and names of
//! variants link to variants.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::model::{
    Action, CallbackMessage, Doc, Enum, ErrorCode, Name, Object, Variant, Variants,
};

/// Adds links to all documentation.
pub(super) fn add(
    objects: &mut [Object],
    enums: &mut [Enum],
    actions: &mut [Action],
    errors: &mut [ErrorCode],
) {
    let targets = Targets::new("crate::model", objects, enums, actions, errors);
    link_types(objects, enums, &targets);
    let by_name: BTreeMap<&Name, &Object> = objects
        .iter()
        .map(|object| (&object.rust, object))
        .collect();
    for action in actions {
        let request = by_name.get(&action.request).copied();
        let own = Own::of_action(action, request, &targets);
        link(&mut action.doc, &targets, &own);
        link(&mut action.summary, &targets, &own);
        for waiter in &mut action.waiters {
            link(&mut waiter.doc, &targets, &own);
            link(&mut waiter.summary, &targets, &own);
        }
    }
    for error in errors {
        let own = Own::named(&error.code);
        link(&mut error.doc, &targets, &own);
    }
}

/// Adds links to the documentation of callbacks.
pub(super) fn add_to_callbacks(
    objects: &mut [Object],
    enums: &mut [Enum],
    messages: &mut [CallbackMessage],
) {
    let targets = Targets::new("crate::callback", objects, enums, &[], &[]);
    link_types(objects, enums, &targets);
    for message in messages {
        let own = Own::named(&message.wire);
        link(&mut message.doc, &targets, &own);
    }
}

fn link_types(objects: &mut [Object], enums: &mut [Enum], targets: &Targets) {
    for object in objects {
        let own = Own::of_object(object, targets);
        link(&mut object.doc, targets, &own);
        for field in &mut object.fields {
            let own = own.in_field(&field.wire, field.of.name());
            link(&mut field.doc, targets, &own);
            link(&mut field.summary, targets, &own);
        }
    }
    for named in enums {
        let own = Own::of_enum(&named.rust);
        link(&mut named.doc, targets, &own);
        match &mut named.variants {
            Variants::Integer(variants) => link_variants(variants, targets, &own),
            Variants::Text(variants) => link_variants(variants, targets, &own),
        }
    }
}

fn link_variants<T: ToString>(variants: &mut [Variant<T>], targets: &Targets, own: &Own<'_>) {
    for variant in variants {
        let own = own.in_variant(variant.value.to_string());
        link(&mut variant.doc, targets, &own);
    }
}

/// A field: its name, and the enum that its values are of.
#[derive(Clone)]
struct Target {
    field: Name,
    of: Option<Name>,
}

/// The items that wire names link to.
#[derive(Default)]
struct Targets {
    /// The path of the module that contains the types.
    module: &'static str,
    /// Types, by the names of objects, enums and actions.
    types: BTreeMap<String, Name>,
    /// Fields, by the wire names of object and member.
    fields: BTreeMap<String, BTreeMap<String, Target>>,
    /// Variants, by the type, and by the value or the name.
    variants: BTreeMap<Name, BTreeMap<String, Name>>,
    errors: BTreeMap<String, Name>,
}

impl Targets {
    fn new(
        module: &'static str,
        objects: &[Object],
        enums: &[Enum],
        actions: &[Action],
        errors: &[ErrorCode],
    ) -> Self {
        let mut targets = Self {
            module,
            ..Self::default()
        };
        for action in actions {
            targets
                .types
                .insert(action.wire.clone(), action.request.clone());
        }
        for named in enums {
            targets
                .types
                .insert(named.rust.to_string(), named.rust.clone());
            let names = named.names().map(|name| (name.to_string(), name));
            let values = named.values().into_iter().zip(named.names());
            // A value takes precedence over a name.
            let variants = names.chain(values).map(|(code, name)| (code, name.clone()));
            targets
                .variants
                .insert(named.rust.clone(), variants.collect());
        }
        for object in objects {
            targets
                .types
                .insert(object.wire.clone(), object.rust.clone());
            let fields = object.fields.iter().map(|field| {
                let target = Target {
                    field: field.rust.clone(),
                    of: field.of.name().cloned(),
                };
                (field.wire.clone(), target)
            });
            targets.fields.insert(object.wire.clone(), fields.collect());
        }
        for error in errors {
            targets
                .errors
                .insert(error.code.clone(), error.rust.clone());
        }
        targets
    }
}

/// The item that a text documents.
#[derive(Clone, Default)]
struct Own<'t> {
    /// The names of the item itself, which need no link.
    names: Vec<String>,
    /// The type that has the documentation: its own page needs no link either.
    of: Option<&'t Name>,
    /// The fields of the object that has the item.
    fields: Option<&'t BTreeMap<String, Target>>,
    /// The path of that object.
    object: String,
    /// The enum whose values the item has.
    values: Option<Name>,
}

impl<'t> Own<'t> {
    fn named(name: &str) -> Self {
        Self {
            names: vec![name.to_owned()],
            ..Self::default()
        }
    }

    fn of_object(object: &Object, targets: &'t Targets) -> Self {
        Self {
            names: vec![object.wire.clone()],
            of: targets.types.get(&object.wire),
            fields: targets.fields.get(&object.wire),
            object: "Self".to_owned(),
            values: None,
        }
    }

    fn in_field(&self, wire: &str, of: Option<&Name>) -> Self {
        let mut own = self.clone();
        own.names.push(wire.to_owned());
        own.values = of.cloned();
        own
    }

    fn of_enum(rust: &Name) -> Self {
        Self {
            names: vec![rust.to_string()],
            values: Some(rust.clone()),
            ..Self::default()
        }
    }

    fn in_variant(&self, value: String) -> Self {
        let mut own = self.clone();
        own.names.push(value);
        own
    }

    /// The documentation of an action can name members of its request.
    fn of_action(action: &Action, request: Option<&Object>, targets: &'t Targets) -> Self {
        Self {
            names: vec![action.wire.clone()],
            of: None,
            fields: request.and_then(|request| targets.fields.get(&request.wire)),
            object: format!("crate::model::{}", action.request),
            values: None,
        }
    }
}

/// Links the code in a text that names an item.
fn link(doc: &mut Doc, targets: &Targets, own: &Own<'_>) {
    let text = doc.join("\n");
    // Most texts have only their own name as code, and need no parser.
    let mut codes = text.split('`').skip(1).step_by(2);
    if codes.all(|code| own.names.iter().any(|name| name == code)) {
        return;
    }
    let mut found = Finder {
        text: &text,
        targets,
        own,
        values: own.values.as_ref(),
        last: None,
        links: BTreeMap::new(),
        linked: String::new(),
        copied: 0,
    };
    found.run();
    let Finder {
        links,
        mut linked,
        copied,
        ..
    } = found;
    if links.is_empty() {
        return;
    }
    linked.push_str(&text[copied..]);
    *doc = linked.lines().map(str::to_owned).collect();
    doc.push(String::new());
    doc.extend(
        links
            .into_iter()
            .map(|(code, path)| format!("[`{code}`]: {path}")),
    );
}

struct Finder<'t> {
    text: &'t str,
    targets: &'t Targets,
    own: &'t Own<'t>,
    /// The enum whose values can follow.
    values: Option<&'t Name>,
    /// The end of the last code that named a member or a value.
    last: Option<usize>,
    /// The paths, by the code that links to them.
    links: BTreeMap<String, String>,
    /// The text with links, up to `copied`.
    linked: String,
    copied: usize,
}

impl<'t> Finder<'t> {
    fn run(&mut self) {
        let mut in_link = 0_usize;
        for (event, range) in Parser::new(self.text).into_offset_iter() {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => in_link += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => in_link = in_link.saturating_sub(1),
                Event::Code(code) if in_link == 0 => {
                    let path = self.path(&code, range.start);
                    let is_free =
                        |path: &String| self.links.get(&*code).is_none_or(|known| known == path);
                    if let Some(path) = path.filter(is_free) {
                        self.linked.push_str(&self.text[self.copied..range.start]);
                        self.linked
                            .push_str(&format!("[{}]", &self.text[range.clone()]));
                        self.copied = range.end;
                        self.links.insert(code.to_string(), path);
                    }
                    self.last = Some(range.end);
                }
                _ => {}
            }
        }
    }

    /// Returns the path of the item that a code names. A value can follow the member with that enum.
    fn path(&mut self, code: &str, start: usize) -> Option<String> {
        if self.own.names.iter().any(|name| name == code) {
            self.values = self.own.values.as_ref();
            return None;
        }
        let follows = self
            .last
            .is_some_and(|last| is_list(&self.text[last..start]));
        let values = if follows {
            self.values
        } else {
            self.own.values.as_ref()
        };
        if let Some(values) = values
            && let Some(variants) = self.targets.variants.get(values)
            && let Some(variant) = variants.get(code)
        {
            self.values = Some(values);
            return Some(format!("{}::{values}::{variant}", self.targets.module));
        }
        self.values = None;
        if let Some(target) = self.own.fields.and_then(|fields| fields.get(code)) {
            self.values = target.of.as_ref();
            return Some(format!("{}#structfield.{}", self.own.object, target.field));
        }
        if let Some((object, member)) = code.split_once('.')
            && let Some(target) = self.targets.fields.get(object).and_then(|f| f.get(member))
        {
            self.values = target.of.as_ref();
            let object = self.targets.types.get(object)?;
            return Some(format!(
                "{}::{object}#structfield.{}",
                self.targets.module, target.field
            ));
        }
        if let Some(name) = self.targets.types.get(code) {
            if self.own.of == Some(name) {
                return None;
            }
            self.values = Some(name);
            return Some(format!("{}::{name}", self.targets.module));
        }
        let error = self.targets.errors.get(code)?;
        Some(format!("crate::error_code::{error}"))
    }
}

/// Whether a text between two codes joins them in a list.
fn is_list(between: &str) -> bool {
    let words = between
        .split([' ', ',', '\n'])
        .filter(|word| !word.is_empty());
    between.len() <= " and\n".len() + 2
        && words
            .into_iter()
            .all(|word| ["and", "or", "to", "is", "with"].contains(&word))
}
