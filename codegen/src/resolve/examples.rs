//! The example of each action: Rust code that creates a request.

use std::collections::{HashMap, HashSet};

use proc_macro2::Literal;
use serde_json::{Map, Value};

use super::context::Context;
use super::location::Location;
use super::written_values::report_example;
use crate::diagnostics::Problem;
use crate::model::{Action, Doc, Enum, Field, Name, Object, Type, Variants};

/// The maximum depth of constructor arguments in a generated example.
const MAX_DEPTH: usize = 4;

/// The maximum number of required members that a generated example sets or names, without constructor
/// arguments.
const MAX_MEMBERS: usize = 4;

/// Adds the code of an example to each action: the example of the overlay, or one that is generated from
/// the required members.
pub(super) fn add(
    context: &Context<'_>,
    actions: &mut [Action],
    objects: &[Object],
    enums: &[Enum],
    problems: &mut Vec<Problem>,
) {
    let types = Types {
        objects: objects
            .iter()
            .map(|object| (&object.rust, object))
            .collect(),
        enums: enums.iter().map(|named| (&named.rust, named)).collect(),
    };
    for action in actions {
        let Some(object) = types.object(&action.request) else {
            continue;
        };
        let entry = context.index.actions.get(action.wire.as_str());
        let written = entry.and_then(|entry| {
            let example = entry.value.example.as_ref()?;
            Some((example, entry.at.to("example")))
        });
        let mut code = Code::default();
        match written {
            Some((example, at)) => {
                action.is_example_written = true;
                action.is_example_complete = true;
                match code.object(&types, object, example, &at) {
                    Ok(request) => {
                        code.bind("request", &request);
                        report_example(context, &object.wire, example, &at, problems);
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            None => {
                let example = types.sample(object, MAX_DEPTH, true);
                if let Ok(request) = code.object(&types, object, &example, &context.facts_at) {
                    code.bind("request", &request);
                }
                let left_out = left_out(object);
                action.is_example_complete = left_out.is_none();
                code.lines.extend(left_out);
            }
        }
        action.example = code.lines;
    }
}

struct Types<'m> {
    objects: HashMap<&'m Name, &'m Object>,
    enums: HashMap<&'m Name, &'m Enum>,
}

impl<'m> Types<'m> {
    fn object(&self, name: &Name) -> Option<&'m Object> {
        self.objects.get(name).copied()
    }

    fn variant(&self, name: &Name, value: &Value) -> Option<&'m Name> {
        self.enums.get(name)?.variant(value)
    }

    /// Creates an object with its constructor arguments and, if it is the request, with some required
    /// members.
    fn sample(&self, object: &Object, depth: usize, is_request: bool) -> Value {
        let required = required(object).take(MAX_MEMBERS).filter(|_| is_request);
        let fields = object.constructor_args().chain(required);
        let members = fields.map(|field| {
            let value = self.sample_value(field, depth);
            let value = if field.list {
                vec![value].into()
            } else {
                value
            };
            (field.wire.clone(), value)
        });
        members.collect::<Map<_, _>>().into()
    }

    fn sample_value(&self, field: &Field, depth: usize) -> Value {
        match &field.of {
            Type::Integer | Type::Unsigned => 1.into(),
            Type::Float => 1.0.into(),
            Type::Bool => true.into(),
            Type::Text | Type::Bytes => "…".into(),
            Type::Object(name) => match self.object(name) {
                Some(object) if depth > 0 => self.sample(object, depth - 1, false),
                _ => Map::new().into(),
            },
            Type::IntegerEnum(name) | Type::TextEnum(name) => {
                let named = self.enums.get(name);
                named.map_or(Value::Null, |named| named.first_value())
            }
        }
    }
}

impl Enum {
    fn first_value(&self) -> Value {
        match &self.variants {
            Variants::Integer(variants) => variants.first().map(|known| known.value.into()),
            Variants::Text(variants) => variants.first().map(|known| known.value.clone().into()),
        }
        .unwrap_or_default()
    }
}

/// Returns the required members of a request that are scalars and not constructor arguments.
fn required(object: &Object) -> impl Iterator<Item = &Field> {
    let fields = required_fields(object);
    fields.filter(|field| !matches!(field.of, Type::Object(_)))
}

fn required_fields(object: &Object) -> impl Iterator<Item = &Field> {
    let fields = object.fields.iter();
    fields.filter(|field| {
        field.schema.required && !field.constructor_arg && field.deprecated.is_none()
    })
}

/// A comment that lists the required members which a generated example omits.
fn left_out(object: &Object) -> Option<String> {
    let objects = required_fields(object).filter(|field| matches!(field.of, Type::Object(_)));
    let left = required(object).skip(MAX_MEMBERS).chain(objects);
    let left: Vec<String> = left.map(|field| format!("`{}`", field.rust)).collect();
    let others = if left.len() > MAX_MEMBERS {
        " and others"
    } else {
        ""
    };
    let named = left[..left.len().min(MAX_MEMBERS)].join(", ");
    (!left.is_empty()).then(|| format!("// It also requires {named}{others}."))
}

/// Statements that create a request.
#[derive(Debug, Default)]
struct Code {
    lines: Doc,
}

impl Code {
    /// A statement that binds an expression of one or more lines.
    fn bind(&mut self, variable: &str, expression: &str) {
        let statement = format!("let {variable} = {expression};");
        self.lines.extend(statement.lines().map(str::to_owned));
    }

    /// An expression that creates an object.
    fn object(
        &mut self,
        types: &Types<'_>,
        object: &Object,
        example: &Value,
        at: &Location<'_>,
    ) -> Result<String, Problem> {
        let Value::Object(members) = example else {
            return Err(at.problem(format!("{example} is not an object")));
        };
        let known: HashSet<&str> = object.fields.iter().map(|field| &*field.wire).collect();
        for wire in members.keys() {
            if !known.contains(wire.as_str()) {
                let message = format!("`{}` has no member `{wire}`", object.wire);
                let known = object.fields.iter().map(|field| field.wire.as_str());
                return Err(at.to(wire).dangling(&message, wire, known));
            }
        }
        let mut arguments = Vec::new();
        for field in object.constructor_args() {
            let Some(value) = members.get(&field.wire) else {
                let message = format!("the example lacks `{}`, which is required", field.wire);
                return Err(at.problem(message));
            };
            arguments.push(self.argument(types, field, value, &at.to(&field.wire))?);
        }
        let mut text = if arguments.is_empty() {
            format!("{}::default()", object.rust)
        } else {
            format!("{}::new({})", object.rust, arguments.join(", "))
        };
        let others = object.fields.iter().filter(|field| !field.constructor_arg);
        for field in others {
            if let Some(value) = members.get(&field.wire) {
                let argument = self.argument(types, field, value, &at.to(&field.wire))?;
                text.push_str(&format!("\n    .{}({argument})", field.rust));
            }
        }
        Ok(text)
    }

    /// The argument of a setter or constructor. An object with members gets a variable of its own.
    fn argument(
        &mut self,
        types: &Types<'_>,
        field: &Field,
        value: &Value,
        at: &Location<'_>,
    ) -> Result<String, Problem> {
        if !field.list {
            let expression = self.value(types, field, value, at)?;
            if !expression.contains('\n') {
                return Ok(expression);
            }
            self.bind(field.rust.as_str(), &expression);
            return Ok(field.rust.to_string());
        }
        let Value::Array(items) = value else {
            return Err(at.problem(format!("{value} is not a list")));
        };
        let mut arguments = Vec::new();
        for (position, item) in items.iter().enumerate() {
            let expression = self.value(types, field, item, &at.to(position))?;
            arguments.push(expression.replace("\n    ", ""));
        }
        Ok(format!("[{}]", arguments.join(", ")))
    }

    fn value(
        &mut self,
        types: &Types<'_>,
        field: &Field,
        value: &Value,
        at: &Location<'_>,
    ) -> Result<String, Problem> {
        let literal = match (&field.of, value) {
            (Type::Object(name), _) => match types.object(name) {
                Some(object) => return self.object(types, object, value, at),
                None => None,
            },
            (Type::IntegerEnum(name) | Type::TextEnum(name), _) => {
                let variant = types.variant(name, value);
                variant.map(|variant| format!("{name}::{variant}"))
            }
            (Type::Text, Value::String(text)) => Some(Literal::string(text).to_string()),
            (Type::Bytes, Value::String(text)) => {
                Some(Literal::byte_string(text.as_bytes()).to_string())
            }
            (Type::Bool, Value::Bool(flag)) => Some(flag.to_string()),
            (Type::Integer, Value::Number(number)) => {
                number.as_i64().map(|number| number.to_string())
            }
            (Type::Unsigned, Value::Number(number)) => {
                number.as_u64().map(|number| number.to_string())
            }
            (Type::Float, Value::Number(number)) => number
                .as_f64()
                .map(|number| Literal::f64_unsuffixed(number).to_string()),
            _ => None,
        };
        literal.ok_or_else(|| at.problem(format!("{value} is not a value of `{}`", field.wire)))
    }
}
