//! Parses INI files like Python's `configparser`, which the official SDK uses for the same files.
//!
//! The crates for INI files do not report duplicate sections. rust-ini also joins an indented
//! comment, or a line without `=`, to the next key, and continues a line after `\`. A wrong guess
//! would sign with the key of another account, and the format is small.

use std::collections::BTreeMap;

use thiserror::Error;

/// The sections of a file by name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct IniFile(BTreeMap<String, Section>);

/// The values of a section by key. Keys are in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section(BTreeMap<String, String>);

/// Why a text is not a valid INI file. It does not contain the line, which may be secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("line {line} {flaw}")]
pub(super) struct IniError {
    line: usize,
    flaw: Flaw,
}

/// The error in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
enum Flaw {
    #[error("has no `=`")]
    NoValue,
    #[error("has nothing in front of its `=`")]
    NoKey,
    #[error("stands in front of the first [section]")]
    NoSection,
    #[error("opens a section without closing its name with `]`")]
    OpenName,
    #[error("opens a section that was there before")]
    SecondSection,
    #[error("gives a key a second value")]
    SecondValue,
}

impl IniFile {
    pub(super) fn parse(text: &str) -> Result<Self, IniError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::default();
        for (line, content) in (1..).zip(text.lines()) {
            let read = reader.line(content);
            read.map_err(|flaw| IniError { line, flaw })?;
        }
        Ok(reader.file)
    }

    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.0.get(name)
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

impl Section {
    /// Returns a value without surrounding whitespace and quotes. An empty value counts as absent.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let value = self.0.get(key)?.trim();
        // configparser does not remove quotes, but the example of the official SDK has them.
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            let rest = value.strip_prefix(quote)?;
            rest.strip_suffix(quote)
        });
        let value = quoted.unwrap_or(value).trim();
        (!value.is_empty()).then_some(value)
    }
}

/// The state of the parser.
#[derive(Default)]
struct Reader {
    file: IniFile,
    section: Option<String>,
    key: Option<String>,
    /// The indentation of the last key. A line with more indentation continues its value.
    indent: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Flaw> {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            return Ok(());
        }
        let indent = line.len() - line.trim_start().len();
        if indent > self.indent
            && let Some(value) = self.value()
        {
            value.push('\n');
            value.push_str(content);
            return Ok(());
        }
        self.indent = indent;
        match content.strip_prefix('[') {
            Some(name) => self.open(name),
            None => self.set(content),
        }
    }

    /// Returns the last value.
    fn value(&mut self) -> Option<&mut String> {
        let (section, key) = (self.section.as_ref()?, self.key.as_ref()?);
        self.file.0.get_mut(section)?.0.get_mut(key)
    }

    fn open(&mut self, name: &str) -> Result<(), Flaw> {
        let (name, _) = name.split_once(']').ok_or(Flaw::OpenName)?;
        let name = name.trim().to_owned();
        let before = self.file.0.insert(name.clone(), Section::default());
        self.section = Some(name);
        self.key = None;
        before.map_or(Ok(()), |_| Err(Flaw::SecondSection))
    }

    fn set(&mut self, content: &str) -> Result<(), Flaw> {
        let section = self.section.as_ref();
        let section = section.and_then(|name| self.file.0.get_mut(name));
        let section = section.ok_or(Flaw::NoSection)?;
        let (key, value) = content.split_once(['=', ':']).ok_or(Flaw::NoValue)?;
        let key = key.trim().to_lowercase();
        if key.is_empty() {
            return Err(Flaw::NoKey);
        }
        let before = section.0.insert(key.clone(), value.trim().to_owned());
        self.key = Some(key);
        before.map_or(Ok(()), |_| Err(Flaw::SecondValue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, String)> {
        let file = IniFile::parse(text).unwrap();
        let section = file.section("default").unwrap();
        let keys = section.0.keys();
        keys.filter_map(|key| Some((key.clone(), section.value(key)?.to_owned())))
            .collect()
    }

    fn reads(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(values(text), expected, "{text}");
    }

    #[test]
    fn comments_are_passed_over_wherever_they_begin() {
        reads(
            "# note\n[default]\na = 1\n  # note = x\n\t; note\nb = 2 # no note\n\n",
            &[("a", "1"), ("b", "2 # no note")],
        );
    }

    #[test]
    fn a_backslash_stands_for_itself() {
        reads(
            "[default]\na = 1\\\nb = \\2\\\\n\n",
            &[("a", "1\\"), ("b", "\\2\\\\n")],
        );
    }

    #[test]
    fn keys_are_the_same_in_any_case_and_sections_are_not() {
        reads("[default]\nAbC: 1\n[Default]\nabc = 2\n", &[("abc", "1")]);
    }

    #[test]
    fn quotes_around_a_value_are_none_of_it() {
        reads(
            "[default]\na = \"1\"\nb = '2'\nc = \"\"\nd = \"4\ne = \"\n",
            &[("a", "1"), ("b", "2"), ("d", "\"4"), ("e", "\"")],
        );
    }

    #[test]
    fn a_line_that_is_indented_further_continues_the_value() {
        reads(
            "[default]\n a =\n  1==\n\n  2\n b = 3\r\n",
            &[("a", "1==\n2"), ("b", "3")],
        );
    }

    #[test]
    fn what_configparser_refuses_is_refused() {
        let cases = [
            ("a = 1", 1, Flaw::NoSection),
            ("[default]\n\nhidden\n", 3, Flaw::NoValue),
            ("[default]\n= 1\n", 2, Flaw::NoKey),
            ("[default\na = 1\n", 1, Flaw::OpenName),
            ("[a]\n[b]\n[a]\n", 3, Flaw::SecondSection),
            ("[a]\nb = 1\nB = 2\n", 3, Flaw::SecondValue),
        ];
        for (text, line, flaw) in cases {
            let error = IniFile::parse(text).unwrap_err();
            assert_eq!(error, IniError { line, flaw }, "{text}");
            assert!(!error.to_string().contains("hidden"));
        }
    }
}
