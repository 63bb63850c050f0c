//! Regular expressions, compiled to sequences of repeated character classes.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::model::{Piece, Sequence};

mod syntax;

/// More alternatives than this are a sign that the expression should be written differently.
const MOST_ALTERNATIVES: usize = 64;

/// A longer text than this is better bounded by `maxLength`.
const MOST_REPETITIONS: u32 = 10_000;

/// Compiles an expression into its alternatives.
///
/// Errors are sentences about the expression, for whoever knows where it stands.
pub(super) fn compile(expression: &str) -> Result<Vec<Sequence>, String> {
    syntax::check(expression)?;
    let hir = regex_syntax::parse(expression).map_err(|error| syntax::reason(&error))?;
    let alternatives = sequences(&hir)?;
    alternatives
        .iter()
        .try_for_each(|parts| check_order(parts))?;
    Ok(alternatives
        .into_iter()
        .map(|parts| assemble(&parts))
        .collect())
}

/// A step of an alternative, before its anchors are told apart from its characters.
#[derive(Clone)]
enum Part {
    Start,
    End,
    Piece(Piece),
}

fn sequences(hir: &Hir) -> Result<Vec<Vec<Part>>, String> {
    match hir.kind() {
        HirKind::Empty => Ok(vec![Vec::new()]),
        HirKind::Literal(literal) => Ok(vec![literal_parts(&literal.0)?]),
        HirKind::Class(class) => Ok(vec![vec![Part::Piece(once(ranges(class)))]]),
        HirKind::Look(Look::Start) => Ok(vec![vec![Part::Start]]),
        HirKind::Look(Look::End) => Ok(vec![vec![Part::End]]),
        HirKind::Look(_) => Err("only the anchors ^ and $ can be compiled".to_owned()),
        HirKind::Capture(group) => sequences(&group.sub),
        HirKind::Alternation(branches) => {
            let branches: Result<Vec<_>, _> = branches.iter().map(sequences).collect();
            let branches = branches?.concat();
            check_count(branches.len()).map(|()| branches)
        }
        HirKind::Concat(steps) => steps.iter().try_fold(vec![Vec::new()], |before, step| {
            append(before, &sequences(step)?)
        }),
        HirKind::Repetition(repetition)
            if repetition.min.max(repetition.max.unwrap_or(0)) > MOST_REPETITIONS =>
        {
            Err(format!(
                "something repeats more than {MOST_REPETITIONS} times"
            ))
        }
        HirKind::Repetition(repetition) => {
            let piece = Piece {
                class: single_class(&repetition.sub)?,
                min: repetition.min,
                max: repetition.max,
            };
            Ok(vec![vec![Part::Piece(piece)]])
        }
    }
}

/// Every alternative so far, followed by every alternative of the next step.
fn append(before: Vec<Vec<Part>>, next: &[Vec<Part>]) -> Result<Vec<Vec<Part>>, String> {
    check_count(before.len() * next.len())?;
    Ok(before
        .iter()
        .flat_map(|start| next.iter().map(|end| [start.as_slice(), end].concat()))
        .collect())
}

fn check_count(alternatives: usize) -> Result<(), String> {
    if alternatives > MOST_ALTERNATIVES {
        return Err(format!("it has more than {MOST_ALTERNATIVES} alternatives"));
    }
    Ok(())
}

fn literal_parts(literal: &[u8]) -> Result<Vec<Part>, String> {
    let text = std::str::from_utf8(literal).map_err(|_| "it matches bytes, not characters")?;
    Ok(text
        .chars()
        .map(|character| Part::Piece(once(vec![(character, character)])))
        .collect())
}

fn single_class(hir: &Hir) -> Result<Vec<(char, char)>, String> {
    match hir.kind() {
        HirKind::Class(class) => Ok(ranges(class)),
        HirKind::Capture(group) => single_class(&group.sub),
        HirKind::Literal(literal) => {
            let mut characters = std::str::from_utf8(&literal.0).unwrap_or_default().chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => Ok(vec![(only, only)]),
                _ => Err("only single characters and classes can be repeated".to_owned()),
            }
        }
        _ => Err("only single characters and classes can be repeated".to_owned()),
    }
}

fn ranges(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => class
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        // The parser makes these only for expressions that switch Unicode off, and refuses what
        // could match inside a character.
        Class::Bytes(class) => class
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    }
}

fn once(class: Vec<(char, char)>) -> Piece {
    Piece {
        class,
        min: 1,
        max: Some(1),
    }
}

/// An anchor in the middle can never match, or says nothing: either way it is a mistake.
fn check_order(parts: &[Part]) -> Result<(), String> {
    let inner_start = parts.iter().skip(1).any(|part| matches!(part, Part::Start));
    let inner_end = parts
        .iter()
        .rev()
        .skip(1)
        .any(|part| matches!(part, Part::End));
    if inner_start || inner_end {
        return Err("an anchor stands in the middle of it".to_owned());
    }
    Ok(())
}

fn assemble(parts: &[Part]) -> Sequence {
    let mut sequence = Sequence::default();
    for part in parts {
        match part {
            Part::Start => sequence.from_start = true,
            Part::End => sequence.to_end = true,
            Part::Piece(piece) => push(&mut sequence.pieces, piece),
        }
    }
    sequence
}

/// Joins a piece to the one before it where both are the same class a fixed number of times.
fn push(pieces: &mut Vec<Piece>, piece: &Piece) {
    if let Some(last) = pieces.last_mut()
        && last.class == piece.class
        && last.max == Some(last.min)
        && piece.max == Some(piece.min)
        && let Some(times) = last.min.checked_add(piece.min)
    {
        last.min = times;
        last.max = Some(times);
        return;
    }
    pieces.push(piece.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(class: &[(char, char)], min: u32, max: Option<u32>) -> Piece {
        Piece {
            class: class.to_vec(),
            min,
            max,
        }
    }

    #[test]
    fn classes_and_counts_become_pieces() {
        let compiled = compile("^[0-9]{17}[0-9X]$").unwrap();
        let pieces = vec![
            piece(&[('0', '9')], 17, Some(17)),
            piece(&[('0', '9'), ('X', 'X')], 1, Some(1)),
        ];
        assert_eq!(
            compiled,
            [Sequence {
                from_start: true,
                to_end: true,
                pieces
            }]
        );
    }

    #[test]
    fn optional_characters_and_alternatives_are_kept() {
        let scheme = compile("^https?://").unwrap();
        assert_eq!(scheme.len(), 1);
        assert!(scheme[0].from_start && !scheme[0].to_end);
        let either = compile("^(?:a|b[0-9]+)$").unwrap();
        assert_eq!(either.len(), 2);
        assert_eq!(either[1].pieces[1], piece(&[('0', '9')], 1, None));
    }

    #[test]
    fn what_cannot_be_compiled_is_said() {
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
        ] {
            let reason = compile(expression).expect_err(expression);
            assert!(!reason.contains('\n'), "{reason}");
        }
        let many: Vec<String> = (0..65).map(|number| format!("a{number}")).collect();
        assert!(compile(&many.join("|")).is_err());
    }
}
