//! The changes of a comparison: their kinds, levels and descriptions.

use heck::ToSnakeCase;
use schemars::JsonSchema;
use serde::Serialize;

/// The level of a change, as in semantic versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing changed.
    None,
    /// A change that callers do not notice.
    Patch,
    /// An addition, or a new warning. Existing callers still compile and work.
    Minor,
    /// Callers may no longer compile, or the server may reject calls that worked before.
    Major,
}

impl Level {
    /// Returns the name of the level.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "the names are self-explanatory, and docs/changes.md lists them"
)]
pub enum Kind {
    ActionAdded,
    ActionRemoved,
    ActionStatus,
    ActionSigning,
    ActionInput,
    ActionOutput,
    ObjectAdded,
    ObjectRemoved,
    ObjectDirection,
    MemberAdded,
    MemberRemoved,
    MemberRenamed,
    MemberType,
    MemberRequired,
    MemberDisabled,
    MemberAlwaysPresent,
    MemberOrder,
    RustName,
    RustType,
    Constructor,
    EnumAdded,
    EnumRemoved,
    ValueAdded,
    ValueRemoved,
    MessageAdded,
    MessageRemoved,
    MessageChanged,
    ErrorAdded,
    ErrorRemoved,
    RulesChanged,
    HandlingChanged,
    PaginatorAdded,
    PaginatorRemoved,
    PaginatorChanged,
    EventStreamAdded,
    EventStreamRemoved,
    EventStreamChanged,
    WaiterAdded,
    WaiterRemoved,
    WaiterChanged,
    CommandAdded,
    CommandRemoved,
    CommandChanged,
    StateMachineChanged,
    Documentation,
    FeaturesAdded,
    FeaturesRemoved,
    EnvironmentAdded,
    EnvironmentRemoved,
    HostChanged,
    RegionChanged,
    PackageChanged,
    ServiceChanged,
}

impl Kind {
    /// Returns the name of the kind, as reports write it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}").to_snake_case()
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Change {
    /// The changed item: an action, an object, `Object.Member`, `Object:rule`, `Action:Waiter`,
    /// `enum:Name`, `error:NAME`, `callback:MsgType`, `callback:Object.Member`, `callback:enum:Name`,
    /// `state_machine:Name`, `state_machine:Name.command`, `environment:Name`, `Action environment:Name`, `features`, `package` or `service`.
    pub path: String,
    /// The kind of the change.
    pub kind: Kind,
    /// The old value.
    pub from: Option<String>,
    /// The new value.
    pub to: Option<String>,
    /// The level of the change.
    pub level: Level,
    /// The effect on the wire and on callers.
    pub why: String,
}

/// Collects changes.
#[derive(Debug, Default)]
pub(super) struct Changes(pub(super) Vec<Change>);

impl Changes {
    pub(super) fn push(
        &mut self,
        kind: Kind,
        level: Level,
        path: impl Into<String>,
        (from, to): (Option<String>, Option<String>),
        why: impl Into<String>,
    ) {
        self.0.push(Change {
            path: path.into(),
            kind,
            from,
            to,
            level,
            why: why.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented() {
        let page = include_str!("../../../docs/changes.md");
        let kinds = schemars::schema_for!(Kind).to_value();
        for kind in kinds["enum"].as_array().unwrap() {
            let word = format!("`{}`", kind.as_str().unwrap());
            let mut rows = page.lines().filter(|line| line.starts_with("| `"));
            assert!(rows.any(|row| row.contains(&word)), "{word}");
        }
    }
}
