//! The table by which the runtime reads the list of an action page by page.

use super::file::{RustFile, Table};
use crate::model::{Action, PageStep, Pagination, PathStep};
use crate::rust_type::value_type;

/// Adds the table to the file of an action.
pub(super) fn add(file: &mut RustFile, action: &Action, pagination: &Pagination) {
    let item = match pagination.item.name() {
        Some(name) => format!("crate::model::{name}"),
        None => value_type(&pagination.item).to_string(),
    };
    file.table(Table {
        of: "tencent_runtime::paginate",
        name: action.request.clone(),
        rows: vec![(action.method.to_string(), item)],
        sections: vec![
            ("pages", pages(pagination)),
            ("position", pagination.position.1.to_string()),
            ("items", items(&pagination.items)),
        ],
    });
}

/// The description of the pages, as Rust code.
fn pages(pagination: &Pagination) -> String {
    let Pagination { step, position, .. } = pagination;
    let position = &position.0;
    let list = path(pagination.items.iter().map(|step| step.wire.as_str()));
    let step = match step {
        PageStep::Offset => format!("offset({position:?}, {list})"),
        PageStep::Page(Some(first)) => format!("page({position:?}, {first}, {list})"),
        PageStep::Page(None) => format!("page_from_request({position:?}, {list})"),
        PageStep::Token(next) => format!("token({position:?}, {}, {list})", path_of(next)),
        PageStep::Cursor(next) => format!("cursor({position:?}, {}, {list})", path_of(next)),
    };
    let limit = pagination.limit.iter();
    let limit: String = limit.map(|limit| format!(".limit({limit:?})")).collect();
    let total = pagination.total.iter();
    let total: String = total
        .map(|total| format!(".total({})", path_of(total)))
        .collect();
    format!("tencent_runtime::client::Pagination::{step}{limit}{total}")
}

fn path_of(names: &[String]) -> String {
    path(names.iter().map(String::as_str))
}

fn path<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("{name:?}")).collect();
    format!("&[{}]", names.join(", "))
}

/// A function that returns the list of a response.
fn items(path: &[PathStep]) -> String {
    let mut value = "response".to_owned();
    for (position, step) in path.iter().enumerate() {
        value = format!("{value}.{}", step.field);
        if !step.always_present && position + 1 < path.len() {
            value.push('?');
        }
    }
    match path.last() {
        Some(last) if last.always_present => format!("|response| Some({value})"),
        _ => format!("|response| {value}"),
    }
}
