//! Paths of members that the overlay names, such as `Data.Items` and `Tasks[].Status`.

use super::context::{Context, Fields};
use super::location::Location;
use crate::diagnostics::Problem;
use crate::model::{Field, Name, Type};

/// Follows paths from the request or the response of an action.
pub(super) struct Paths<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) fields: &'a Fields,
    /// The object where the paths begin.
    pub(super) object: Name,
}

impl<'a> Paths<'a> {
    /// Returns the members on a path. Members of lists are written with `[]`; the last member may be a list.
    /// Reports a member that does not exist or has another type.
    pub(super) fn follow(
        &self,
        path: &str,
        at: &Location<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<&'a Field>> {
        let mut found: Vec<&Field> = Vec::new();
        let mut object = &self.object;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let name = step.trim_end_matches("[]");
            let fields = self.fields.get(object)?;
            let Some(field) = fields.iter().find(|field| field.wire == name) else {
                let members = self.context.members(object);
                // A member without a field has a problem that is reported elsewhere.
                if members.iter().all(|member| member.name != name) {
                    let message = format!("`{object}` has no member `{name}`");
                    let known = members.iter().map(|member| member.name.as_str());
                    problems.push(at.dangling(&message, name, known));
                }
                return None;
            };
            found.push(field);
            if let Some(next) = steps.peek() {
                match &field.of {
                    Type::Object(inner) => object = inner,
                    _ => {
                        let next = next.trim_end_matches("[]");
                        let message = format!("`{name}` is not an object, so it has no `{next}`");
                        problems.push(at.problem(message));
                        return None;
                    }
                }
            }
            if (step.len() > name.len()) != (field.list && steps.peek().is_some()) {
                problems.push(misplaced_marks(field, name, steps.peek().is_some(), at));
                return None;
            }
        }
        Some(found)
    }
}

fn misplaced_marks(field: &Field, name: &str, has_next: bool, at: &Location<'_>) -> Problem {
    match (field.list, has_next) {
        (true, true) => at
            .problem(format!("`{name}` is a list of objects"))
            .help(format!("write `{name}[]`, which means all its items")),
        (true, false) => at
            .problem(format!("`{name}[]` ends with a list"))
            .help(format!("write `{name}`, or name a member of its items")),
        (false, _) => at
            .problem(format!("`{name}` is not a list"))
            .help(format!("write `{name}` without `[]`")),
    }
}
