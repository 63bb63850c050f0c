//! The example in a client's documentation.

use crate::model::{Field, Model, Name, Type, Variants};

/// How deep an example goes into what constructors ask for.
const DEEPEST: usize = 4;

/// How many required members an example sets or names at most, beside those that the constructor asks
/// for.
const MOST_SET: usize = 4;

/// A doctest that makes a client and calls the first action.
pub(super) fn call(model: &Model) -> Vec<String> {
    let Some(action) = model.actions.first() else {
        return Vec::new();
    };
    let library = &model.service.library;
    let make_request = make_request(model, &action.request);
    format!(
        "
# Example

```no_run
use {library}::{{Client, model::*}};

# async fn run() -> Result<(), Box<dyn std::error::Error>> {{
// The credential comes from the environment or from the usual files.
let client = Client::builder().region(\"ap-guangzhou\").build()?;
{make_request}
let response = client.{method}(request).await?;
println!(\"{{response:?}}\");
# Ok(())
# }}
```",
        method = action.method,
    )
    .lines()
    .map(str::to_owned)
    .collect()
}

/// Makes the request with what it would be refused without: what has a value of its own is set, and
/// the rest is named.
fn make_request(model: &Model, name: &Name) -> String {
    let mut text = format!("let request = {}", construct(model, name, DEEPEST));
    let object = model.objects.iter().find(|object| object.rust == *name);
    let fields = object.map_or(&[][..], |object| &object.fields);
    let required = fields
        .iter()
        .filter(|field| field.schema.required && !field.pinned && field.deprecated.is_none());
    let (values, objects): (Vec<_>, Vec<_>) =
        required.partition(|field| !matches!(field.of, Type::Object(_)));
    for field in values.iter().take(MOST_SET) {
        let value = argument(model, field, DEEPEST);
        text.push_str(&format!("\n    .{}({value})", field.rust));
    }
    text.push(';');
    let left = values.iter().skip(MOST_SET).chain(&objects);
    let left: Vec<String> = left.map(|field| format!("`{}`", field.rust)).collect();
    if !left.is_empty() {
        let others = if left.len() > MOST_SET {
            " and others"
        } else {
            ""
        };
        let named = left[..left.len().min(MOST_SET)].join(", ");
        text.push_str(&format!("\n// It also requires {named}{others}."));
    }
    text
}

fn construct(model: &Model, name: &Name, depth: usize) -> String {
    let object = model.objects.iter().find(|object| object.rust == *name);
    match object {
        Some(object) if object.has_pinned() && depth > 0 => {
            let arguments: Vec<_> = object
                .pinned()
                .map(|field| argument(model, field, depth - 1))
                .collect();
            format!("{}::new({})", name, arguments.join(", "))
        }
        _ => format!("{name}::default()"),
    }
}

fn argument(model: &Model, field: &Field, depth: usize) -> String {
    let one = match &field.of {
        Type::Integer | Type::Unsigned => "1".to_owned(),
        Type::Float => "1.0".to_owned(),
        Type::Bool => "true".to_owned(),
        Type::Text => "\"…\"".to_owned(),
        Type::Object(name) => construct(model, name, depth),
        Type::IntegerEnum(name) | Type::TextEnum(name) => variant(model, name),
    };
    if field.list { format!("[{one}]") } else { one }
}

fn variant(model: &Model, name: &Name) -> String {
    let named = model.enums.iter().find(|named| named.rust == *name);
    let first = named.and_then(|named| match &named.variants {
        Variants::Integer(variants) => variants.first().map(|variant| &variant.rust),
        Variants::Text(variants) => variants.first().map(|variant| &variant.rust),
    });
    match first {
        Some(first) => format!("{name}::{first}"),
        None => "Default::default()".to_owned(),
    }
}
