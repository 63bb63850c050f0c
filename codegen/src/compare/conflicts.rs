//! Finds entries of the overlay that new facts contradict: the object or member is removed, has another
//! type, or is no longer always present.

use crate::description::{Constraint, Facts, Member, MemberOverlay, ObjectOverlay};
use crate::diagnostics::{Diagnostics, Problem};
use crate::json::{Document, Pointer};
use crate::load::Description;
use crate::snapshot::Snapshot;

/// Checks that the overlay fits new facts.
///
/// # Errors
///
/// A problem for each entry that no longer fits, with its position in the overlay and in the facts.
pub fn fits(present: &Snapshot, new: &Facts) -> Result<(), Diagnostics> {
    let description = &present.description;
    let mut search = Search {
        description,
        new,
        problems: Vec::new(),
    };
    for file in &description.additions.overlays {
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

/// A mention of an object or a member in the overlay.
#[derive(Clone, Copy)]
struct Mention<'a> {
    document: &'a Document,
    at: &'a Pointer,
    /// Whether a problem marks the name at that position, or the value.
    by_name: bool,
}

/// The difference of a member between the present and the new facts.
enum Difference<'a> {
    /// The member has the same type: the present one and the new one.
    Same(&'a Member, &'a Member),
    Gone,
    Retyped {
        from: String,
        to: String,
    },
    /// The present facts do not have it either. `resolve` reports that.
    Unknown,
}

impl<'a> Search<'a> {
    fn object(&mut self, document: &Document, at: &Pointer, name: &str, said: &ObjectOverlay) {
        let old = &self.description.facts.content;
        if old.objects.contains_key(name) && !self.new.objects.contains_key(name) {
            let mention = Mention {
                document,
                at,
                by_name: true,
            };
            self.conflict(mention, &Pointer::root().to("objects").to(name), || {
                format!("the overlay mentions the object `{name}`, which no action uses any more")
            });
            return;
        }
        for (member, entry) in &said.members {
            let at = at.to("members").to(member);
            let mention = Mention {
                document,
                at: &at,
                by_name: true,
            };
            self.member(mention, name, member, is_typed(entry));
            if entry.always_present {
                self.always_present(&at, document, name, member);
            }
        }
        for (position, rule) in said.rules.iter().enumerate() {
            let at = at.to("rules").to(position);
            let mention = Mention {
                document,
                at: &at,
                by_name: false,
            };
            self.constraint(mention, name, &rule.schema);
        }
    }

    /// Checks every member that a rule names.
    fn constraint(&mut self, mention: Mention<'_>, object: &str, constraint: &Constraint) {
        let required = constraint.required.iter().flatten();
        let dependent = constraint.dependent_required.iter().flatten();
        let dependent = dependent.flat_map(|(name, others)| std::iter::once(name).chain(others));
        for name in required.chain(dependent) {
            self.member(mention, object, name, false);
        }
        for (name, inner) in constraint.properties.iter().flatten() {
            let typed = inner.required.is_none() && inner.properties.is_none();
            if let Some(of) = self.member(mention, object, name, typed) {
                self.constraint(mention, &of, inner);
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
            self.constraint(mention, object, inner);
        }
    }

    /// Reports a removed or retyped member. Returns the type of an unchanged one.
    fn member(
        &mut self,
        mention: Mention<'_>,
        object: &str,
        name: &str,
        typed: bool,
    ) -> Option<String> {
        match self.difference(object, name) {
            Difference::Same(_, member) => return Some(member.of.clone()),
            Difference::Gone => self.conflict(mention, &self.fact_of(object, name), || {
                format!("the overlay mentions `{object}.{name}`, which is gone")
            }),
            Difference::Retyped { from, to } if typed => {
                self.conflict(mention, &self.fact_of(object, name), || {
                    format!(
                        "the overlay limits the values of `{object}.{name}`, whose type was {from} \
                         and is {to}"
                    )
                });
            }
            Difference::Retyped { .. } | Difference::Unknown => {}
        }
        None
    }

    /// Reports a member that is no longer always present, although the overlay says that it is.
    fn always_present(&mut self, at: &Pointer, document: &Document, object: &str, name: &str) {
        let Difference::Same(old, new) = self.difference(object, name) else {
            return;
        };
        let withdrawn = if old.output_required && !new.output_required {
            "that it is always present"
        } else if !old.nullable && new.nullable {
            "that it is never null"
        } else {
            return;
        };
        let at = at.to("always_present");
        let mention = Mention {
            document,
            at: &at,
            by_name: false,
        };
        self.conflict(mention, &self.fact_of(object, name), || {
            format!(
                "the overlay says that `{object}.{name}` is always present in responses, but upstream no \
                 longer says {withdrawn}"
            )
        });
    }

    fn difference(&self, object: &str, name: &str) -> Difference<'a> {
        let find = |facts: &'a Facts| {
            let members = &facts.objects.get(object)?.members;
            members.iter().find(|member| member.name == name)
        };
        match (find(&self.description.facts.content), find(self.new)) {
            (None, _) => Difference::Unknown,
            (Some(_), None) => Difference::Gone,
            (Some(old), Some(new)) if (&old.of, old.list) != (&new.of, new.list) => {
                Difference::Retyped {
                    from: in_words(old),
                    to: in_words(new),
                }
            }
            (Some(old), Some(new)) => Difference::Same(old, new),
        }
    }

    fn fact_of(&self, object: &str, name: &str) -> Pointer {
        let members = self.description.facts.content.objects.get(object);
        let position = members
            .and_then(|object| object.members.iter().position(|member| member.name == name))
            .unwrap_or_default();
        let objects = Pointer::root().to("objects");
        objects.to(object).to("members").to(position)
    }

    fn conflict(&mut self, mention: Mention<'_>, fact: &Pointer, message: impl FnOnce() -> String) {
        let release = &self.new.source.release;
        let message = format!("{} as of {release}", message());
        let problem = if mention.by_name {
            mention.document.name_problem(mention.at, message)
        } else {
            mention.document.problem(mention.at, message)
        };
        let facts = &self.description.facts.document;
        let (line, column) = facts.line_and_column(fact).unwrap_or((1, 1));
        let help = format!(
            "the facts of {} have it at {}:{line}:{column}; change the entry of the overlay to \
             fit both, or remove it, and run the command again",
            self.description.facts.content.source.release,
            facts.name(),
        );
        self.problems.push(problem.help(help));
    }
}

/// Whether the entry depends on the type of the member.
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
