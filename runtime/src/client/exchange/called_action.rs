//! The action of a call.

use std::borrow::Cow;
use std::sync::Arc;

use crate::client::error::Unsendable;
use crate::client::json_request::JsonRequest;
use crate::{ActionInfo, Service};

/// The name of all actions that callers name, for the rate limiter.
const NAMED: &str = "call_json";

/// The longest name of an action, in bytes.
const MAX_NAME: usize = 128;

/// The action of a call: one that a crate describes, or one that the caller names.
#[derive(Clone)]
pub(crate) enum CalledAction {
    Described(&'static ActionInfo),
    Named(Arc<NamedAction>),
}

/// An action that the caller names.
pub(crate) struct NamedAction {
    name: String,
    version: String,
    /// The properties. Their name is [`NAMED`].
    info: ActionInfo,
}

impl CalledAction {
    /// Returns the action of a request that no crate contains.
    ///
    /// # Errors
    ///
    /// [`Unsendable`] if a header cannot contain its name or its version, or the members are not an object.
    pub(crate) fn named(
        request: &JsonRequest,
        service: &'static Service,
    ) -> Result<Self, Unsendable> {
        let (name, version) = (request.action(), request.version());
        let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !(1..=MAX_NAME).contains(&name.len()) || !name.bytes().all(is_valid) {
            let reason = "its name must be 1 to 128 ASCII letters, digits and `_`";
            return Err(Unsendable::action(reason));
        }
        if !is_date(version) {
            let reason = "its version must be a date like 2017-03-12";
            return Err(Unsendable::action(reason));
        }
        if !request.members().is_object() {
            return Err(Unsendable::json("the request is not an object"));
        }
        let info = ActionInfo::new(NAMED, service);
        Ok(Self::Named(Arc::new(NamedAction {
            name: name.to_owned(),
            version: version.to_owned(),
            info: if only_reads(name) {
                info.idempotent()
            } else {
                info
            },
        })))
    }

    /// Returns the properties. The name of an action that the caller names is not among them.
    pub(crate) fn info(&self) -> &ActionInfo {
        match self {
            Self::Described(info) => info,
            Self::Named(named) => &named.info,
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Described(info) => info.name,
            Self::Named(named) => &named.name,
        }
    }

    /// Returns the name, for errors.
    pub(crate) fn to_name(&self) -> Cow<'static, str> {
        match self {
            Self::Described(info) => Cow::Borrowed(info.name),
            Self::Named(named) => Cow::Owned(named.name.clone()),
        }
    }

    /// Returns the version of the API, if it is not that of the client.
    pub(crate) fn version(&self) -> Option<&str> {
        match self {
            Self::Described(_) => None,
            Self::Named(named) => Some(&named.version),
        }
    }
}

impl From<&'static ActionInfo> for CalledAction {
    fn from(info: &'static ActionInfo) -> Self {
        Self::Described(info)
    }
}

/// Whether a text has the form of a date: `2017-03-12`.
fn is_date(text: &str) -> bool {
    let is_valid = |(position, byte): (usize, u8)| match position {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(is_valid)
}

/// Whether the name of an action says that it only reads.
///
/// Some actions with other names for reading, such as `Get…`, change something. Upstream says it in prose, so
/// generated crates know it; here, the caller decides.
fn only_reads(name: &str) -> bool {
    ["Describe", "List"].iter().any(|verb| {
        let rest = name.strip_prefix(verb);
        rest.is_some_and(|rest| rest.starts_with(|next: char| !next.is_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.example.com");

    #[test]
    fn names_versions_and_members_are_checked() {
        let named = |action: &str, version: &str, members| {
            CalledAction::named(&JsonRequest::new(action, version, members), &SERVICE).is_ok()
        };
        assert!(named("DescribeThings", "2017-03-12", json!({})));
        let long = "a".repeat(MAX_NAME + 1);
        for action in ["", "Do Thing", "Do\r\nHost: x", "做", &long] {
            assert!(!named(action, "2017-03-12", json!({})), "{action:?}");
        }
        for version in ["", "2017-3-12", "2017/03/12", "2017-03-12\n", "20170312ab"] {
            assert!(!named("DoThing", version, json!({})), "{version:?}");
        }
        for members in [json!([]), json!(null), json!("{}")] {
            assert!(!named("DoThing", "2017-03-12", members));
        }
    }

    #[test]
    fn only_two_beginnings_of_names_are_certain_reads() {
        for (action, idempotent) in [
            ("DescribeThings", true),
            ("ListThings", true),
            ("Describe", false),
            ("Listen", false),
            ("GetThing", false),
            ("CreateThing", false),
        ] {
            let request = JsonRequest::new(action, "2017-03-12", json!({}));
            let named = CalledAction::named(&request, &SERVICE).unwrap();
            assert_eq!(named.info().idempotent, idempotent, "{action}");
        }
    }
}
