//! Names on the wire: of services, versions, actions, objects, members and enums.
//!
//! They occur in paths, messages and documentation, so each is checked where a description is read.

use crate::characters::problem_in_line;

/// The form of service names, as help.
pub(crate) const SERVICE: &str =
    "it is the first label of a host: lower-case letters, digits and `-`";

/// The form of versions, as help.
pub(crate) const VERSION: &str = "it is a date, such as `2020-11-11`";

/// The form of the names of actions, as help.
pub(crate) const ACTION: &str = "it is made of ASCII letters, digits and `_`";

/// The form of other names, as help.
pub(crate) const NAME: &str =
    "it is made of letters, digits, `_` and `-`, and does not begin with `-`";

/// Whether a service can have this name, which is the first label of its host.
pub(crate) fn is_label(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(is_letter)
}

/// Whether a text is the version of an API: a date, with a possible month and day.
pub(crate) fn is_api_version(text: &str) -> bool {
    let is_digit = |(position, byte): (usize, u8)| match position {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10
        && text.bytes().enumerate().all(is_digit)
        && ("01"..="12").contains(&&text[5..7])
        && ("01"..="31").contains(&&text[8..])
}

/// Whether an action can have this name, which is sent in an HTTP header.
pub(crate) fn is_action(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(is_letter)
}

/// Whether a text is an error code: words with dots between them, such as `ResourceNotFound.Instance`.
pub(crate) fn is_error_code(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_letter)
}

/// The beginnings of the names of actions that only read.
const READS: [&str; 5] = ["Describe", "Get", "List", "Query", "Check"];

/// Whether the name of an action says that it only reads.
pub(crate) fn is_named_like_a_read(action: &str) -> bool {
    READS.iter().any(|verb| {
        let rest = action.strip_prefix(verb);
        rest.is_some_and(|rest| rest.starts_with(|next: char| !next.is_ascii_lowercase()))
    })
}

/// Describes why an object, a member or an enum cannot have this name.
pub(crate) fn problem_in_name(name: &str) -> Option<String> {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if let Some(problem) = problem_in_line(name) {
        return Some(problem);
    }
    if name.is_empty() {
        return Some("the name is empty".to_owned());
    }
    let wrong = name.chars().find(|c| !is_letter(*c));
    let wrong = wrong.or(name.starts_with('-').then_some('-'))?;
    Some(format!("a name does not have `{wrong}` here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_are_recognized_by_their_first_word() {
        for name in [
            "DescribeThings",
            "GetThing",
            "ListThings",
            "Query3D",
            "CheckThing",
        ] {
            assert!(is_named_like_a_read(name), "{name}");
        }
        for name in [
            "Describe",
            "Getting",
            "Queryable",
            "CreateList",
            "describeThings",
            "",
        ] {
            assert!(!is_named_like_a_read(name), "{name}");
        }
    }

    #[test]
    fn services_versions_and_actions_have_one_form() {
        for name in ["ess", "a1", "a-b"] {
            assert!(is_label(name), "{name}");
        }
        for name in ["", "Ess", "1a", "-", "a-", "a b", "a/b", "..", "a\n", "名"] {
            assert!(!is_label(name), "{name}");
        }
        assert!(is_api_version("2020-11-11"));
        for version in [
            "",
            "2020-11-1",
            "20201111",
            "2020-11-11\n",
            "2020/11/11",
            "2020-00-11",
            "2020-13-11",
            "2020-11-00",
            "2020-11-32",
            "２020-11-11",
            "../../etc/x",
        ] {
            assert!(!is_api_version(version), "{version}");
        }
        assert!(is_action("Do_1"));
        for name in ["", "a b", "a-b", "做"] {
            assert!(!is_action(name), "{name}");
        }
    }

    #[test]
    fn other_names_have_no_punctuation() {
        for name in ["FlowIds", "_", "a-b", "3D", "名称"] {
            assert_eq!(problem_in_name(name), None);
        }
        for name in [
            "",
            "a b",
            "a.b",
            "..",
            "a/b",
            "`a`",
            "a\"",
            "*/",
            "#",
            "-a",
            "a\n",
            "a\u{200b}b",
            "\u{feff}a",
        ] {
            assert!(problem_in_name(name).is_some(), "{name}");
        }
    }
}
