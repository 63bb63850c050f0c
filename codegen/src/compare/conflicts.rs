//! What the overlay says of members that new facts no longer have, have with another type, or
//! promise no longer.

use super::Snapshot;
use crate::description::{Constraint, Facts, Member, MemberOverlay, ObjectOverlay};
use crate::diagnostics::{Diagnostics, Problem};
use crate::json::{Document, Pointer};
use crate::load::Description;

/// Holds new facts against what the overlay says of the present ones.
///
/// # Errors
///
/// Where an object or a member is gone of which the overlay speaks, a member has another type under
/// a constraint, or upstream no longer promises what the overlay promises. Each problem names the
/// place in the overlay and the one in the facts.
pub fn fits(present: &Snapshot, new: &Facts) -> Result<(), Diagnostics> {
    let description = &present.description;
    let mut search = Search {
        description,
        new,
        problems: Vec::new(),
    };
    for file in &description.overlays {
        for (name, said) in &file.content.objects {
            let at = Pointer::root().to("objects").to(name);
            search.object(&file.document, &at, name, said);
        }
    }
    Diagnostics::check(search.problems)
}

struct Search<'a> {
    description: &'a Description,
    new: &'a Facts,
    problems: Vec<Problem>,
}

/// Where the overlay speaks of something.
#[derive(Clone, Copy)]
struct Speaks<'a> {
    document: &'a Document,
    at: &'a Pointer,
    /// Whether it is the name at that place that speaks of it, or the value.
    by_name: bool,
}

/// What became of a member.
enum Fate<'a> {
    /// It is there and has its type: before, and after.
    Same(&'a Member, &'a Member),
    Gone,
    Retyped {
        from: String,
        to: String,
    },
    /// It was not there before either: another check tells that.
    Unknown,
}

impl<'a> Search<'a> {
    fn object(&mut self, document: &Document, at: &Pointer, name: &str, said: &ObjectOverlay) {
        let old = &self.description.facts.content;
        if old.objects.contains_key(name) && !self.new.objects.contains_key(name) {
            let speaks = Speaks {
                document,
                at,
                by_name: true,
            };
            self.conflict(speaks, &Pointer::root().to("objects").to(name), || {
                format!("the overlay speaks of the object `{name}`, which is no longer reached")
            });
            return;
        }
        for (member, entry) in &said.members {
            let at = at.to("members").to(member);
            let speaks = Speaks {
                document,
                at: &at,
                by_name: true,
            };
            self.member(speaks, name, member, is_typed(entry));
            if entry.promised {
                self.promise(&at, document, name, member);
            }
        }
        for (position, rule) in said.rules.iter().enumerate() {
            let at = at.to("rules").to(position);
            let speaks = Speaks {
                document,
                at: &at,
                by_name: false,
            };
            self.constraint(speaks, name, &rule.schema);
        }
    }

    /// Follows a rule to every member that it names.
    fn constraint(&mut self, speaks: Speaks<'_>, object: &str, constraint: &Constraint) {
        let required = constraint.required.iter().flatten();
        let dependent = constraint.dependent_required.iter().flatten();
        let dependent = dependent.flat_map(|(name, others)| std::iter::once(name).chain(others));
        for name in required.chain(dependent) {
            self.member(speaks, object, name, false);
        }
        for (name, inner) in constraint.properties.iter().flatten() {
            let typed = inner.required.is_none() && inner.properties.is_none();
            if let Some(of) = self.member(speaks, object, name, typed) {
                self.constraint(speaks, &of, inner);
            }
        }
        let boxed = [
            &constraint.not,
            &constraint.condition,
            &constraint.then,
            &constraint.otherwise,
            &constraint.items,
            &constraint.contains,
        ];
        let listed = [&constraint.all_of, &constraint.any_of, &constraint.one_of];
        let inner = boxed.into_iter().flatten().map(|inner| &**inner);
        for inner in inner.chain(listed.into_iter().flatten().flatten()) {
            self.constraint(speaks, object, inner);
        }
    }

    /// Tells what became of a member; gives its type where it is still there.
    fn member(
        &mut self,
        speaks: Speaks<'_>,
        object: &str,
        name: &str,
        typed: bool,
    ) -> Option<String> {
        match self.fate(object, name) {
            Fate::Same(_, member) => return Some(member.of.clone()),
            Fate::Gone => self.conflict(speaks, &self.place_of(object, name), || {
                format!("the overlay speaks of `{object}.{name}`, which is gone")
            }),
            Fate::Retyped { from, to } if typed => {
                self.conflict(speaks, &self.place_of(object, name), || {
                    format!(
                        "the overlay says which values of `{object}.{name}` are valid, and it \
                         was {from} and is {to}"
                    )
                });
            }
            Fate::Retyped { .. } | Fate::Unknown => {}
        }
        None
    }

    /// Tells of a promise that the overlay gives after upstream, and upstream takes back.
    fn promise(&mut self, at: &Pointer, document: &Document, object: &str, name: &str) {
        let Fate::Same(old, new) = self.fate(object, name) else {
            return;
        };
        let withdrawn = if old.output_required && !new.output_required {
            "that it is always there"
        } else if !old.nullable && new.nullable {
            "that it is never null"
        } else {
            return;
        };
        let at = at.to("promised");
        let speaks = Speaks {
            document,
            at: &at,
            by_name: false,
        };
        self.conflict(speaks, &self.place_of(object, name), || {
            format!(
                "the overlay promises `{object}.{name}` in every response, and upstream no longer \
                 says {withdrawn}"
            )
        });
    }

    fn fate(&self, object: &str, name: &str) -> Fate<'a> {
        let find = |facts: &'a Facts| {
            let members = &facts.objects.get(object)?.members;
            members.iter().find(|member| member.name == name)
        };
        match (find(&self.description.facts.content), find(self.new)) {
            (None, _) => Fate::Unknown,
            (Some(_), None) => Fate::Gone,
            (Some(old), Some(new)) if (&old.of, old.list) != (&new.of, new.list) => Fate::Retyped {
                from: in_words(old),
                to: in_words(new),
            },
            (Some(old), Some(new)) => Fate::Same(old, new),
        }
    }

    fn place_of(&self, object: &str, name: &str) -> Pointer {
        let members = self.description.facts.content.objects.get(object);
        let position = members
            .and_then(|object| object.members.iter().position(|member| member.name == name))
            .unwrap_or_default();
        let objects = Pointer::root().to("objects");
        objects.to(object).to("members").to(position)
    }

    fn conflict(&mut self, speaks: Speaks<'_>, fact: &Pointer, message: impl FnOnce() -> String) {
        let release = &self.new.source.release;
        let message = format!("{} as of {release}", message());
        let problem = if speaks.by_name {
            speaks.document.name_problem(speaks.at, message)
        } else {
            speaks.document.problem(speaks.at, message)
        };
        let facts = &self.description.facts.document;
        let (line, column) = facts.line_and_column(fact).unwrap_or((1, 1));
        let help = format!(
            "the facts of {} have it at {}:{line}:{column}; change what the overlay says of it \
             to fit both, or remove that, and run the command again",
            self.description.facts.content.source.release,
            facts.name(),
        );
        self.problems.push(problem.help(help));
    }
}

/// Whether the entry says something that depends on the member's type.
fn is_typed(entry: &MemberOverlay) -> bool {
    entry.constraint.is_some() || entry.of.is_some() || entry.default.is_some()
}

fn in_words(member: &Member) -> String {
    if member.list {
        format!("a list of {}", member.of)
    } else {
        member.of.clone()
    }
}
