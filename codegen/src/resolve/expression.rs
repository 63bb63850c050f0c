//! The regular expressions that constraints may use: those that the runtime and every validator of JSON
//! Schema interpret in the same way.

use regex_syntax::ast::{
    self, Alternation, Ast, ClassSetItem, Concat, GroupKind, Repetition, RepetitionKind,
    RepetitionRange, Visitor,
};

/// The maximum number of alternatives.
const MAX_ALTERNATIVES: usize = 64;

/// The maximum number of repetitions. `maxLength` is the better limit for longer texts.
const MAX_REPETITIONS: u32 = 10_000;

/// Checks that the runtime can match an expression, and that other validators interpret it in the same way.
///
/// Errors are sentences about the expression.
pub(super) fn check(expression: &str) -> Result<(), String> {
    refuse_escaped_letters(expression)?;
    for (text, instead) in [
        ("[]", "write \\] for the bracket"),
        ("[^]", "write \\] for the bracket"),
        ("{,", "write {0,n}"),
    ] {
        if expression.contains(text) {
            return Err(format!(
                "`{text}` means different things to different validators; {instead}"
            ));
        }
    }
    let parsed = ast::parse::Parser::new().parse(expression);
    let tree = parsed.map_err(|error| error.kind().to_string())?;
    ast::visit(&tree, Refuse)?;
    // Finds expressions that the grammar allows but no text can match, such as `[b-a]`.
    regex_syntax::parse(expression).map_err(|error| reason(&error))?;
    check_anchors(&tree, true, true)
}

/// The parser's reason, without the expression.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is not a regular expression".to_owned(),
    }
}

/// `\d`, `\w` and `\s` are ASCII in JSON Schema, and Unicode in this parser.
fn refuse_escaped_letters(expression: &str) -> Result<(), String> {
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            continue;
        }
        match characters.next() {
            Some(named) if named.is_ascii_alphanumeric() => {
                return Err(format!(
                    "`\\{named}` means different things to different validators; write the characters, like [0-9]"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Rejects anchors in the middle, because they never match or have no effect.
fn check_anchors(tree: &Ast, first: bool, last: bool) -> Result<(), String> {
    match tree {
        Ast::Assertion(anchor) => match anchor.kind {
            ast::AssertionKind::StartLine if first => Ok(()),
            ast::AssertionKind::EndLine if last => Ok(()),
            ast::AssertionKind::StartLine | ast::AssertionKind::EndLine => {
                Err("it has an anchor in the middle".to_owned())
            }
            _ => Err("only the anchors ^ and $ can be compiled".to_owned()),
        },
        Ast::Group(group) => check_anchors(&group.ast, first, last),
        Ast::Alternation(alternation) => {
            let Alternation { asts, .. } = &**alternation;
            let mut branches = asts.iter();
            branches.try_for_each(|branch| check_anchors(branch, first, last))
        }
        Ast::Concat(concat) => {
            let Concat { asts, .. } = &**concat;
            let end = asts.len() - 1;
            let mut parts = asts.iter().enumerate();
            parts.try_for_each(|(i, part)| check_anchors(part, first && i == 0, last && i == end))
        }
        _ => Ok(()),
    }
}

fn check_repetition(repetition: &Repetition) -> Result<(), String> {
    if !matches!(
        *repetition.ast,
        Ast::Literal(_) | Ast::Dot(_) | Ast::ClassBracketed(_)
    ) {
        return Err("only single characters and classes can be repeated".to_owned());
    }
    let most = match &repetition.op.kind {
        RepetitionKind::Range(
            RepetitionRange::Exactly(count) | RepetitionRange::AtLeast(count),
        ) => *count,
        RepetitionKind::Range(RepetitionRange::Bounded(_, most)) => *most,
        _ => 0,
    };
    if most > MAX_REPETITIONS {
        return Err(format!(
            "a part of it repeats more than {MAX_REPETITIONS} times"
        ));
    }
    Ok(())
}

struct Refuse;

impl Visitor for Refuse {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), String> {
        let flags = "it sets flags, which other validators do not know";
        match tree {
            Ast::Flags(_) => Err(flags.to_owned()),
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureIndex(_) => Ok(()),
                GroupKind::NonCapturing(set) if set.items.is_empty() => Ok(()),
                GroupKind::NonCapturing(_) => Err(flags.to_owned()),
                GroupKind::CaptureName { .. } => Err("a group has a name; leave it out".to_owned()),
            },
            Ast::Repetition(repetition) => check_repetition(repetition),
            Ast::Alternation(alternation) if alternation.asts.len() > MAX_ALTERNATIVES => {
                Err(format!("it has more than {MAX_ALTERNATIVES} alternatives"))
            }
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Ascii(_) => {
                Err("it names a class as POSIX does; write the characters, like [a-z]".to_owned())
            }
            ClassSetItem::Bracketed(_) => {
                Err("it has a class inside another class; write \\[ for the bracket".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, _: &ast::ClassSetBinaryOp) -> Result<(), String> {
        Err("classes are combined, which other validators do not know".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_with_one_interpretation_are_accepted() {
        for expression in [
            "^[0-9]{17}[0-9X]$",
            "^https?://",
            "^(?:a|b[0-9]+)$",
            "b|2",
            r"^[\]\-a]*\.$",
            "^a|b$",
        ] {
            assert_eq!(check(expression), Ok(()), "{expression}");
        }
    }

    #[test]
    fn other_expressions_are_rejected_with_a_reason() {
        for expression in [
            "(ab)+",
            "a$b",
            "[",
            r"\bword",
            r"\d",
            "(?=a)",
            "a^",
            "(?i)a",
            "(?i:a)",
            "(?<n>a)",
            "[[:alpha:]]",
            "[a&&b]",
            "[a--b]",
            "[[a]b]",
            "[]a]",
            "[^]a]",
            "a{,3}",
            "[0-9]{4294967295}[0-9]",
            "[0-9]{10001}",
            "a{2}{3}",
            "[b-a]",
        ] {
            let reason = check(expression).expect_err(expression);
            assert!(!reason.contains('\n'), "{reason}");
        }
        let many: Vec<String> = (0..65).map(|number| format!("a{number}")).collect();
        assert!(check(&many.join("|")).is_err());
    }
}
