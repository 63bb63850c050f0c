//! The description around state machines.

use crate::description::CallbackEnum;
use crate::load::Description;
use crate::model::Callbacks;
use crate::resolve::context::{Context, Fields};

/// The description in which the machines are.
pub(in crate::resolve) struct Surroundings<'a> {
    pub(in crate::resolve) context: &'a Context<'a>,
    pub(in crate::resolve) fields: &'a Fields,
    pub(in crate::resolve) description: &'a Description,
    pub(in crate::resolve) callbacks: Option<&'a Callbacks>,
}

impl Surroundings<'_> {
    /// The enum with this name in the callbacks, which says which states are final.
    pub(super) fn callback_enum(&self, name: &str) -> Option<&CallbackEnum> {
        let file = self.description.additions.callbacks.as_ref()?;
        file.content.enums.get(name)
    }
}
