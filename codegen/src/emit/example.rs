//! The example in a client's documentation.

use crate::model::{Field, Model, Name, Type, Variants};

/// How deep an example goes into what constructors ask for.
const DEEPEST: usize = 4;

/// A doctest that makes a client and calls the first action.
pub(super) fn call(model: &Model) -> Vec<String> {
    let Some(action) = model.actions.first() else {
        return Vec::new();
    };
    let library = &model.service.library;
    let request = construct(model, &action.request, DEEPEST);
    format!(
        "
# Example

```no_run
use {library}::{{Client, model::*}};

# async fn run() -> Result<(), Box<dyn std::error::Error>> {{
// The credential comes from the environment or from the usual files.
let client = Client::builder().region(\"ap-guangzhou\").build()?;
let request = {request};
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
