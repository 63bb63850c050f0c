//! The environments of a service.

use std::error::Error;
use std::fmt;

/// One environment of a service, and its hosts.
///
/// ```
/// use tencent_runtime::EnvironmentInfo;
///
/// const TEST: EnvironmentInfo = EnvironmentInfo::new("test", "demo.test.example.com");
/// assert_eq!(TEST.host, "demo.test.example.com");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentInfo {
    /// The name in lower case, such as `production`.
    pub name: &'static str,
    /// The host of most actions, without a scheme.
    pub host: &'static str,
    /// The actions with another host: their names, and these hosts.
    pub action_hosts: &'static [(&'static str, &'static str)],
}

impl EnvironmentInfo {
    /// Creates a description. All actions have the same host.
    #[must_use]
    pub const fn new(name: &'static str, host: &'static str) -> Self {
        Self {
            name,
            host,
            action_hosts: &[],
        }
    }

    /// Sets the actions with another host: their names, and these hosts.
    #[must_use]
    pub const fn action_hosts(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.action_hosts = hosts;
        self
    }
}

/// The enum `Environment` of a generated crate whose service has environments.
///
/// `Display` writes the name of the environment, and `FromStr` reads it in any case.
///
/// ```
/// use tencent_runtime::ServiceEnvironment;
///
/// /// Lists the names of all environments, for the help of a command line.
/// fn names<E: ServiceEnvironment>() -> Vec<&'static str> {
///     E::ALL.iter().map(|environment| environment.info().name).collect()
/// }
/// ```
pub trait ServiceEnvironment: Copy + fmt::Debug + 'static {
    /// All environments. The first one is the default.
    const ALL: &'static [Self];

    /// Returns the name and the hosts.
    fn info(self) -> &'static EnvironmentInfo;
}

/// Finds an environment by its name, in any case. Generated enums implement `FromStr` with it.
///
/// # Errors
///
/// [`UnknownEnvironment`] lists the names.
#[doc(hidden)]
pub fn environment_from_str<E: ServiceEnvironment>(text: &str) -> Result<E, UnknownEnvironment> {
    let mut all = E::ALL.iter().copied();
    all.find(|environment| environment.info().name.eq_ignore_ascii_case(text))
        .ok_or_else(|| UnknownEnvironment {
            given: text.to_owned(),
            names: E::ALL.iter().map(|known| known.info().name).collect(),
        })
}

/// A text that is not the name of an environment.
///
/// ```
/// use std::str::FromStr;
/// use tencent_runtime::UnknownEnvironment;
///
/// /// Reads an argument. The message of the error lists the valid names.
/// fn parse<E: FromStr<Err = UnknownEnvironment>>(text: &str) -> Result<E, String> {
///     text.parse().map_err(|error: UnknownEnvironment| error.to_string())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment {
    given: String,
    names: Vec<&'static str>,
}

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not an environment; use {}",
            self.given,
            self.names.join(" or ")
        )
    }
}

impl Error for UnknownEnvironment {}

/// Implements the traits of the enum of a generated crate, for its variants in the order of the
/// service's environments.
#[doc(hidden)]
#[macro_export]
macro_rules! environments {
    ($name:ident of $infos:path; $($variant:ident),+) => {
        impl $crate::ServiceEnvironment for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[inline]
            fn info(self) -> &'static $crate::EnvironmentInfo {
                &$infos[self as usize]
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::ServiceEnvironment::info(*self).name)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownEnvironment;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::environment_from_str(text)
            }
        }
    };
}
