//! The sources of the default chain.

/// Declares the sources. The documentation of each is also its description, which README.md and the
/// help of the command line repeat.
macro_rules! sources {
    ($($(#[doc = $line:literal])+ $name:ident,)+) => {
        /// A source of the default chain, [`CredentialChain::new`](super::CredentialChain::new).
        ///
        /// ```
        /// use tencent_runtime::client::credential::CredentialSource;
        ///
        /// for source in CredentialSource::ALL {
        ///     println!("- {}", source.description());
        /// }
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum CredentialSource {
            $($(#[doc = $line])+ $name,)+
        }

        impl CredentialSource {
            /// All sources, in the order in which the chain asks them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Describes the source in Markdown.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($line),+).trim_ascii(),)+
                }
            }
        }
    };
}

sources! {
    /// The variables `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for a temporary
    /// credential, `TENCENTCLOUD_TOKEN`.
    Environment,
    /// The file in `TENCENTCLOUD_CREDENTIALS_FILE`, or `~/.tencentcloud/credentials`, then
    /// `/etc/tencentcloud/credentials`: `secret_id`, `secret_key`, `token`, `role_arn` and
    /// `role_session_name` in the section `[default]`.
    IniFile,
    /// The file of tccli for the profile in `TCCLI_PROFILE`, or `~/.tccli/default.credential`: a key,
    /// the key and the `role-arn` of a role, or the type `cvm-role`.
    Tccli,
    /// The role that is bound to the CVM instance, from its metadata service.
    CvmRole,
    /// The role of a pod of TKE: `TKE_ROLE_ARN`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` and
    /// `TKE_REGION`.
    WebIdentity,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Joins the lines of a text.
    fn joined(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_readme_lists_the_sources_in_their_order() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
        let readme = joined(&std::fs::read_to_string(path).unwrap());
        let list: Vec<String> = (1..)
            .zip(CredentialSource::ALL)
            .map(|(number, source)| format!("{number}. {}", source.description()))
            .collect();
        assert!(
            readme.contains(&list.join(" ")),
            "README.md lacks: {list:#?}"
        );
    }
}
