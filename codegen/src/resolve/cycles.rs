//! Finds the members through which an object contains itself.

use std::collections::HashMap;

use crate::description::{Facts, Member};

/// The groups of objects that contain each other, by way of some members.
#[derive(Debug)]
pub(super) struct Cycles<'a> {
    /// The group of each object. Objects contain each other if they have the same one.
    groups: HashMap<&'a str, usize>,
}

/// An object whose members are being followed.
struct Step<'a> {
    name: &'a str,
    next: std::slice::Iter<'a, Member>,
}

/// The search for groups: Tarjan's algorithm, without recursion, because a chain of objects can be long.
struct Search<'a> {
    facts: &'a Facts,
    /// The number of each object, in the order of discovery.
    numbers: HashMap<&'a str, usize>,
    /// The lowest number that each object reaches, by its own number.
    lowest: Vec<usize>,
    /// The objects without a group.
    open: Vec<&'a str>,
    groups: HashMap<&'a str, usize>,
}

impl<'a> Cycles<'a> {
    /// Follows the members that `counts` accepts for an object. It takes time in proportion to the members.
    pub(super) fn of(facts: &'a Facts, counts: &dyn Fn(&str, &Member) -> bool) -> Self {
        let mut search = Search {
            facts,
            numbers: HashMap::new(),
            lowest: Vec::new(),
            open: Vec::new(),
            groups: HashMap::new(),
        };
        for name in facts.objects.keys() {
            if !search.numbers.contains_key(name.as_str()) {
                search.run(name, counts);
            }
        }
        Self {
            groups: search.groups,
        }
    }

    /// Whether an object contains itself through a member that counts.
    pub(super) fn closes(&self, object: &str, member: &Member) -> bool {
        let group = self.groups.get(object);
        group.is_some() && group == self.groups.get(member.of.as_str())
    }
}

impl<'a> Search<'a> {
    fn run(&mut self, root: &'a str, counts: &dyn Fn(&str, &Member) -> bool) {
        let mut path: Vec<Step<'a>> = self.enter(root).into_iter().collect();
        while let Some(Step { name, next }) = path.last_mut() {
            let number = self.numbers[name];
            match next.find(|member| counts(name, member)) {
                Some(member) => match self.numbers.get(member.of.as_str()) {
                    None => path.extend(self.enter(&member.of)),
                    Some(known) if !self.groups.contains_key(member.of.as_str()) => {
                        self.lowest[number] = self.lowest[number].min(*known);
                    }
                    Some(_) => {}
                },
                None => {
                    self.leave(name, number);
                    path.pop();
                    if let Some(above) = path.last() {
                        let above = self.numbers[above.name];
                        self.lowest[above] = self.lowest[above].min(self.lowest[number]);
                    }
                }
            }
        }
    }

    /// Begins with an object. Returns `None` for a scalar.
    fn enter(&mut self, name: &'a str) -> Option<Step<'a>> {
        let next = self.facts.objects.get(name)?.members.iter();
        let number = self.lowest.len();
        self.numbers.insert(name, number);
        self.lowest.push(number);
        self.open.push(name);
        Some(Step { name, next })
    }

    /// Ends with an object. If it reaches no earlier one, it and all later ones form a group.
    fn leave(&mut self, name: &str, number: usize) {
        if self.lowest[number] != number {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.groups.insert(member, number);
            if member == name {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn facts(objects: &[(String, Vec<String>)]) -> Facts {
        let object = |members: &Vec<String>| {
            let members = members.iter().enumerate();
            let members = members.map(|(n, of)| json!({ "name": format!("M{n}"), "type": of }));
            json!({ "members": members.collect::<Value>() })
        };
        let objects = objects
            .iter()
            .map(|(name, members)| (name.clone(), object(members)));
        from_value(json!({
            "service": "demo", "version": "2020-01-01", "actions": {},
            "source": { "package": "tccli", "release": "3.0.1" },
            "objects": objects.collect::<serde_json::Map<_, _>>(),
        }))
        .unwrap()
    }

    #[test]
    fn a_member_closes_a_cycle_if_its_object_leads_back() {
        let objects = [
            ("A", vec!["B", "C", "string"]),
            ("B", vec!["C"]),
            ("C", vec!["A", "D"]),
            ("D", vec!["D", "E"]),
            ("E", vec![]),
        ];
        let own = |(name, members): (&str, Vec<&str>)| {
            (
                name.to_owned(),
                members.into_iter().map(str::to_owned).collect(),
            )
        };
        let facts = facts(&objects.map(own));
        let cycles = Cycles::of(&facts, &|_, _| true);
        let closing: Vec<String> = facts
            .objects
            .iter()
            .flat_map(|(name, object)| object.members.iter().map(move |member| (name, member)))
            .filter(|(name, member)| cycles.closes(name, member))
            .map(|(name, member)| format!("{name}{}", member.of))
            .collect();
        assert_eq!(closing, ["AB", "AC", "BC", "CA", "DD"]);
    }

    /// A search for each member would take hours.
    #[test]
    fn a_long_chain_is_followed_once() {
        let count = 100_000;
        let name = |n: usize| format!("O{n}");
        let objects: Vec<_> = (0..count)
            .map(|n| (name(n), vec![name((n + 1) % count)]))
            .collect();
        let facts = facts(&objects);
        let cycles = Cycles::of(&facts, &|_, _| true);
        let mut objects = facts.objects.iter();
        assert!(objects.all(|(name, object)| cycles.closes(name, &object.members[0])));
    }
}
