//! The addresses that the requests of a client are sent to.

use std::collections::BTreeMap;
use std::fmt;

use super::build_error::BuildError;
use super::endpoint::Endpoint;

/// The endpoints of a client, each once: the default one, and those of single actions.
pub(crate) struct Endpoints {
    /// The first one is the default.
    all: Vec<Endpoint>,
    /// The actions with another endpoint, and its position.
    of_actions: Vec<(&'static str, usize)>,
}

impl Endpoints {
    /// All actions have the same endpoint.
    pub(crate) fn new(default: Endpoint) -> Self {
        Self {
            all: vec![default],
            of_actions: Vec::new(),
        }
    }

    /// Parses the default endpoint, and those of single actions. The last one of an action counts.
    pub(crate) fn parse<'e>(
        default: &str,
        of_actions: impl Iterator<Item = (&'static str, &'e str)>,
    ) -> Result<Self, BuildError> {
        let mut endpoints = Self::new(Endpoint::parse(default)?);
        let of_actions: BTreeMap<_, _> = of_actions.collect();
        for (action, text) in of_actions {
            let endpoint = Endpoint::parse(text)?;
            let known = endpoints.all.iter().position(|known| *known == endpoint);
            let position = known.unwrap_or(endpoints.all.len());
            if known.is_none() {
                endpoints.all.push(endpoint);
            }
            endpoints.of_actions.push((action, position));
        }
        Ok(endpoints)
    }

    /// Returns the endpoints, each once.
    pub(crate) fn all(&self) -> &[Endpoint] {
        &self.all
    }

    /// Returns the position of the endpoint of an action.
    pub(crate) fn position(&self, action: &str) -> usize {
        let mut of_actions = self.of_actions.iter();
        let found = of_actions.find(|(name, _)| *name == action);
        found.map_or(0, |(_, position)| *position)
    }

    /// Returns the endpoint at a position that [`position`](Self::position) returned.
    pub(crate) fn get(&self, position: usize) -> &Endpoint {
        &self.all[position]
    }

    /// Returns the endpoint of an action.
    pub(crate) fn of(&self, action: &str) -> &Endpoint {
        self.get(self.position(action))
    }
}

/// Shows the host. If single actions have others, shows theirs too.
impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = self.get(0).host();
        if self.of_actions.is_empty() {
            return default.fmt(f);
        }
        let mut hosts = f.debug_map();
        hosts.entry(&"*", &default);
        for (action, position) in &self.of_actions {
            hosts.entry(action, &self.get(*position).host());
        }
        hosts.finish()
    }
}
