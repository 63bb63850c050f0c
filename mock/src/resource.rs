//! The state of one thing.

use serde_json::{Map, Value};

use crate::machine::{Scalar, StateMachine, Transition};

/// One thing with its state.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) state: Scalar,
    pub(crate) parties: Vec<Party>,
    /// The values of the requests that created and changed it.
    pub(crate) sent: Map<String, Value>,
    /// In seconds since 1970, or `None` if the mock does not know the request that created it.
    pub(crate) created_at: Option<u64>,
    pub(crate) changed_at: u64,
}

/// A person or a company with a state of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) state: Option<Scalar>,
    pub(crate) has_acted: bool,
    /// In seconds since 1970. 0 before it acts.
    pub(crate) changed_at: u64,
    pub(crate) sent: Map<String, Value>,
}

impl Resource {
    /// Creates a thing with the values of a request. `now` is in seconds since 1970.
    pub(crate) fn created(
        machine: &StateMachine,
        state: Scalar,
        requests: &[&Value],
        now: u64,
    ) -> Self {
        let parties = requests
            .iter()
            .find_map(|request| parties(machine, request));
        Self {
            state,
            parties: parties.unwrap_or_default(),
            sent: requests
                .iter()
                .rev()
                .flat_map(|request| scalars(request))
                .collect(),
            created_at: Some(now),
            changed_at: now,
        }
    }

    /// Creates a thing whose request is unknown, in this state and with one party.
    pub(crate) fn assumed(state: Scalar) -> Self {
        Self {
            state,
            parties: vec![Party::default()],
            sent: Map::new(),
            created_at: None,
            changed_at: 0,
        }
    }

    /// Adds the values of a request.
    pub(crate) fn learn(&mut self, request: &Value) {
        self.sent.extend(scalars(request));
    }

    /// Changes the state.
    pub(crate) fn apply(&mut self, transition: &Transition, now: u64) {
        if let Some(state) = transition.party
            && let Some(party) = self.parties.iter_mut().find(|party| !party.has_acted)
        {
            party.state = Some(state);
            party.has_acted = true;
            party.changed_at = now;
        }
        if let Some(state) = transition.parties {
            let waiting = self.parties.iter_mut().filter(|party| !party.has_acted);
            waiting.for_each(|party| party.state = Some(state));
        }
        let last = transition.last.filter(|_| self.have_all_acted());
        if let Some(to) = last.map(|(to, _)| to).or(transition.to) {
            self.state = to;
            self.changed_at = now;
        }
    }

    /// Returns whether all parties have acted.
    pub(crate) fn have_all_acted(&self) -> bool {
        self.parties.iter().all(|party| party.has_acted)
    }
}

/// Returns the values of the members of an object that are no lists and no objects.
fn scalars(object: &Value) -> impl Iterator<Item = (String, Value)> {
    let members = object.as_object().into_iter().flatten();
    let scalars =
        members.filter(|(_, value)| !value.is_array() && !value.is_object() && !value.is_null());
    scalars.map(|(name, value)| (name.clone(), value.clone()))
}

fn parties(machine: &StateMachine, request: &Value) -> Option<Vec<Party>> {
    let mut lists = machine
        .parties
        .iter()
        .filter_map(|member| request.get(member));
    let list = lists.find_map(Value::as_array)?;
    let party = |item: &Value| Party {
        sent: scalars(item).collect(),
        ..Party::default()
    };
    Some(list.iter().map(party).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::BOX;

    fn step(name: &str) -> &'static Transition {
        let mut commands = BOX.commands.iter();
        &commands
            .find(|command| command.name == name)
            .unwrap()
            .transition
    }

    fn created(owners: Value) -> Resource {
        let request = json!({ "Colour": "RED", "Lid": { "Width": 1 }, "Owners": owners });
        let mut found = Resource::created(&BOX, Scalar::Text("NEW"), &[&request], 10);
        found.apply(BOX.transition("MakeBox").unwrap(), 10);
        found
    }

    #[test]
    fn each_party_acts_once_and_the_last_one_ends_it() {
        let mut found = created(json!([{ "Name": "a" }, { "Name": "b" }]));
        assert_eq!(found.sent, *json!({ "Colour": "RED" }).as_object().unwrap());
        let states = |found: &Resource| -> Vec<_> {
            found
                .parties
                .iter()
                .map(|party| party.state.map(|state| state.integer()))
                .collect()
        };
        assert_eq!(
            (found.state, states(&found)),
            (Scalar::Text("NEW"), vec![Some(1), Some(1)])
        );

        found.apply(step("open"), 11);
        assert_eq!(
            (found.state, states(&found)),
            (Scalar::Text("PART"), vec![Some(2), Some(1)])
        );
        assert_eq!(found.parties[0].changed_at, 11);

        found.apply(step("open"), 12);
        assert_eq!(
            (found.state, states(&found)),
            (Scalar::Text("OPEN"), vec![Some(2), Some(2)])
        );
        assert_eq!((found.created_at, found.changed_at), (Some(10), 12));
    }

    #[test]
    fn parties_that_did_not_act_change_together() {
        let mut found = created(json!([{}, {}, {}]));
        found.apply(step("open"), 11);
        found.apply(step("burn"), 12);
        let states = found
            .parties
            .iter()
            .map(|party| party.state.unwrap().integer());
        assert_eq!(states.collect::<Vec<_>>(), [2, 9, 9]);
        let times = found.parties.iter().map(|party| party.changed_at);
        assert_eq!(times.collect::<Vec<_>>(), [11, 0, 0]);
    }

    #[test]
    fn a_thing_without_parties_or_with_an_unknown_one_ends_with_the_first_act() {
        for mut found in [created(json!([])), Resource::assumed(Scalar::Text("NEW"))] {
            found.apply(step("open"), 11);
            assert_eq!(found.state, Scalar::Text("OPEN"));
        }
    }
}
