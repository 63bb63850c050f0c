//! Reads the error codes of a service. Descriptions have none, but upstream's SDK for Python has a file of
//! constants for each service:
//!
//! ```python
//! # The instance does not exist.
//! RESOURCENOTFOUND_INSTANCE = 'ResourceNotFound.Instance'
//! ```

use std::collections::BTreeMap;

use crate::characters::visible;
use crate::diagnostics::{Diagnostics, Problem};
use crate::names::wire;
use crate::source::SourceFile;

/// The error codes, and upstream's prose about each.
pub(crate) type ErrorCodes = BTreeMap<String, String>;

/// Reads a file of constants. It accepts comments, empty lines and constants, and evaluates nothing.
pub(crate) fn parse(file: &SourceFile) -> Result<ErrorCodes, Diagnostics> {
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let path = file.path.display();
        Problem::new(format!("{path} is not UTF-8: {error}")).help(EXPECTED)
    })?;
    let mut codes = ErrorCodes::new();
    let mut comment: Vec<&str> = Vec::new();
    for (position, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            comment.clear();
        } else if let Some(prose) = line.strip_prefix('#') {
            comment.push(prose.trim());
        } else {
            let code = code(line).ok_or_else(|| wrong(file, position + 1, line))?;
            let prose = std::mem::take(&mut comment).join("\n");
            codes.entry(code.to_owned()).or_insert(prose);
        }
    }
    Ok(codes)
}

/// The code in `NAME = 'Code'`.
fn code(line: &str) -> Option<&str> {
    let (name, value) = line.split_once('=')?;
    let code = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    (wire::is_action(name.trim()) && wire::is_error_code(code)).then_some(code)
}

const EXPECTED: &str = "expected the `errorcodes.py` of one service from upstream's SDK for Python";

/// The largest number of characters of a line in a message.
const SHOWN: usize = 80;

fn wrong(file: &SourceFile, number: usize, line: &str) -> Problem {
    let shown: String = line.chars().take(SHOWN).collect();
    let (path, shown) = (file.path.display(), visible(&shown));
    let message = format!("{path}:{number}: `{shown}` is not a constant with an error code");
    Problem::new(message).help(EXPECTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<ErrorCodes, Diagnostics> {
        parse(&SourceFile::new("errorcodes.py", text.as_bytes().to_vec()))
    }

    #[test]
    fn a_comment_belongs_to_the_constant_below_it() {
        let text =
            "# -*- coding: utf8 -*-\n# License\n\n\n# 不存在\n# 请检查\nA_B = 'A.B_1'\nC='C.'\r\n";
        let expected = [("A.B_1", "不存在\n请检查"), ("C.", "")];
        let expected = expected.map(|(code, prose)| (code.to_owned(), prose.to_owned()));
        assert_eq!(parsed(text).unwrap(), expected.into());
    }

    #[test]
    fn nothing_but_constants_is_accepted() {
        for line in [
            "import os",
            "A = f()",
            "A = \"A\"",
            "A = 'A' + 'B'",
            "A = 'A'; B = 'B'",
            "A = 'a\\x41'",
            "A = '`A`'",
            "A = '1A'",
            "A = ''",
            "A.b = 'A'",
            "= 'A'",
        ] {
            let error = parsed(&format!("# one\nX = 'X'\n{line}\n")).unwrap_err();
            let message = error.problems()[0].message();
            assert!(message.contains("errorcodes.py:3: "), "{line}: {message}");
        }
        assert!(parse(&SourceFile::new("errorcodes.py", vec![0xff])).is_err());
    }
}
