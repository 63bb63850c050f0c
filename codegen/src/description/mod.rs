//! What is written in `schema/`: the facts that upstream publishes and the overlay that people write.
//!
//! Both file kinds are plain serde types. The JSON Schema that editors complete from, and that
//! `load` holds a file against before it is read, is derived from these very types.

mod constraint;
mod facts;
mod overlay;

pub use constraint::Constraint;
pub use facts::{Action, Facts, Member, Object, Source, Status};
pub use overlay::{
    ActionOverlay, Enum, EnumValue, ErrorOverlay, MemberOverlay, ObjectOverlay, Overlay, ReadFrom,
    Rule, ServiceOverlay,
};
