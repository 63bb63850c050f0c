//! What an expression may be written with: that which means the same to every validator.

use regex_syntax::ast::{self, Ast, ClassSetItem, GroupKind, Visitor};

/// Refuses what JSON Schema, whose expressions are JavaScript's, reads otherwise or not at all.
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
    ast::visit(&tree, Refuse)
}

/// The parser's reason, without the drawing of the expression.
pub(super) fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    }
}

/// What `\d`, `\w` and `\s` stand for differs between JSON Schema, which means ASCII, and this
/// library, which means Unicode.
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

struct Refuse;

impl Visitor for Refuse {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), String> {
        match tree {
            Ast::Flags(_) => {
                Err("it switches flags, which other validators do not know".to_owned())
            }
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureIndex(_) => Ok(()),
                GroupKind::NonCapturing(flags) if flags.items.is_empty() => Ok(()),
                GroupKind::NonCapturing(_) => {
                    Err("it switches flags, which other validators do not know".to_owned())
                }
                GroupKind::CaptureName { .. } => Err("a group has a name; leave it out".to_owned()),
            },
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Ascii(_) => {
                Err("it names a class as POSIX does; write the characters, like [a-z]".to_owned())
            }
            ClassSetItem::Bracketed(_) => {
                Err("a class stands inside another; write \\[ for the bracket".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, _: &ast::ClassSetBinaryOp) -> Result<(), String> {
        Err("classes are combined, which other validators do not know".to_owned())
    }
}
