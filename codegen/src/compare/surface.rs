//! What a caller sees of a type, as text.

use crate::model::{Field, Object, Type};

/// The type of a field, as it is generated.
pub(super) fn type_text(field: &Field) -> String {
    let one = value_type(&field.of);
    let value = match (field.list, field.boxed) {
        (true, _) => format!("Vec<{one}>"),
        (false, true) => format!("Box<{one}>"),
        (false, false) => one.to_owned(),
    };
    if field.promised {
        value
    } else {
        format!("Option<{value}>")
    }
}

/// How an object is made: by its constructor, or as a default.
pub(super) fn constructor(object: &Object) -> String {
    if !object.has_pinned() {
        return "default()".to_owned();
    }
    let arguments: Vec<String> = object
        .pinned()
        .map(|field| format!("{}: {}", field.rust, type_text(field)))
        .collect();
    format!("new({})", arguments.join(", "))
}

fn value_type(of: &Type) -> &str {
    match of {
        Type::Integer => "i64",
        Type::Unsigned => "u64",
        Type::Float => "f64",
        Type::Bool => "bool",
        Type::Text => "String",
        Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) => name.as_str(),
    }
}
