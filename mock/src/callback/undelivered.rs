//! Callbacks that no receiver accepted yet.

use std::fmt;

/// A callback that was not answered with status 200 yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndeliveredCallback {
    /// The id of the thing whose change it reports.
    pub id: String,
    /// The type of the message.
    pub msg_type: String,
    /// The id of the message.
    pub msg_id: String,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// Why the last one failed, such as `status 503`. `None` before the first one ended.
    pub last_error: Option<String>,
}

/// The callbacks that were not delivered in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeliveredCallbacks(pub Vec<UndeliveredCallback>);

impl fmt::Display for UndeliveredCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            msg_type,
            attempts,
            ..
        } = self;
        write!(f, "{msg_type} of {id}, {attempts} failed attempts")?;
        match &self.last_error {
            Some(reason) => write!(f, ", the last one: {reason}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for UndeliveredCallbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} callbacks are not delivered; check the server at the callback URL",
            self.0.len()
        )?;
        self.0
            .iter()
            .try_for_each(|callback| write!(f, "\n- {callback}"))
    }
}

impl std::error::Error for UndeliveredCallbacks {}
