//! Regular expressions, matched as they are written.
//!
//! The generator refuses expressions that this matcher cannot read: it accepts characters, `.`,
//! classes, groups, alternatives, anchors, and repetitions of single characters.

/// A regular expression.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    expression: &'static str,
    description: Option<&'static str>,
}

impl Pattern {
    /// A pattern from an expression that the generator accepted.
    #[must_use]
    pub const fn new(expression: &'static str) -> Self {
        Self {
            expression,
            description: None,
        }
    }

    /// Describes the pattern, in words that continue "must be".
    #[must_use]
    pub const fn described(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }

    /// The requirement of the pattern, in words that continue "must be".
    #[must_use]
    pub const fn description(&self) -> Option<&'static str> {
        self.description
    }

    /// The expression as it was written.
    #[must_use]
    pub const fn expression(&self) -> &'static str {
        self.expression
    }

    /// Whether the expression matches somewhere in the text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        if self.expression.starts_with('^') && !self.expression.contains('|') {
            return sequence(self.expression, text, 0, &|_| true);
        }
        let starts = text.char_indices().map(|(start, _)| start);
        let mut starts = starts.chain([text.len()]);
        starts.any(|start| alternatives(self.expression, text, start, &|_| true))
    }
}

/// Accepts the position after a match if the rest of the expression matches there.
type Rest<'a> = &'a dyn Fn(usize) -> bool;

/// Whether one of the alternatives matches from a position on.
fn alternatives(expression: &str, text: &str, at: usize, rest: Rest<'_>) -> bool {
    let mut remaining = expression;
    loop {
        let end = branch_end(remaining);
        if sequence(&remaining[..end], text, at, rest) {
            return true;
        }
        match remaining.get(end + 1..) {
            Some(next) if end < remaining.len() => remaining = next,
            _ => return false,
        }
    }
}

/// Whether a sequence of characters, groups and anchors matches from a position on.
fn sequence(mut expression: &str, text: &str, mut at: usize, rest: Rest<'_>) -> bool {
    while let Some(first) = expression.chars().next() {
        let (atom, after) = expression.split_at(atom_length(expression));
        match first {
            '^' if at != 0 => return false,
            '$' if at != text.len() => return false,
            '^' | '$' => expression = after,
            '(' => {
                let inner = &atom[1..atom.len() - 1];
                let inner = inner.strip_prefix("?:").unwrap_or(inner);
                return alternatives(inner, text, at, &|at| sequence(after, text, at, rest));
            }
            _ => {
                let (min, max, after) = repetition(after);
                let (count, end) = Class::new(atom).run(text, at, max);
                if count < min {
                    return false;
                }
                if min != max {
                    return fewer(count - min, text, end, &|at| {
                        sequence(after, text, at, rest)
                    });
                }
                (expression, at) = (after, end);
            }
        }
    }
    rest(at)
}

/// Whether the rest matches at a position, or after giving back some of the characters before it.
fn fewer(mut spare: usize, text: &str, mut at: usize, rest: Rest<'_>) -> bool {
    loop {
        if rest(at) {
            return true;
        }
        match text[..at].chars().next_back() {
            Some(last) if spare > 0 => {
                spare -= 1;
                at -= last.len_utf8();
            }
            _ => return false,
        }
    }
}

/// The characters that a single character or a class matches.
struct Class<'e> {
    /// A bit for each ASCII character, in two halves: a shift of 128 bits is slow.
    ascii: [u64; 2],
    expression: &'e str,
}

impl<'e> Class<'e> {
    fn new(expression: &'e str) -> Self {
        let mut ascii = 0;
        if expression == "." {
            ascii = !bits('\n', '\n');
        } else if let Some((negated, items)) = items(expression) {
            for (first, last) in items {
                ascii |= bits(first, last);
            }
            if negated {
                ascii = !ascii;
            }
        } else if let Some(character) = expression.chars().next_back() {
            ascii = bits(character, character);
        }
        let ascii = [ascii as u64, (ascii >> 64) as u64];
        Self { ascii, expression }
    }

    /// How many characters from a position on are in the class, up to `max`, and where they end.
    fn run(&self, text: &str, start: usize, max: usize) -> (usize, usize) {
        let (mut count, mut end) = (0, start);
        while count < max
            && let Some(length) = self.length_at(text, end)
        {
            count += 1;
            end += length;
        }
        (count, end)
    }

    /// The length of the character at a position of a text, in bytes, if it is in the class.
    fn length_at(&self, text: &str, position: usize) -> Option<usize> {
        let byte = *text.as_bytes().get(position)?;
        if byte.is_ascii() {
            let half = self.ascii[usize::from(byte >> 6)];
            return (half >> (byte & 63) & 1 == 1).then_some(1);
        }
        let character = text[position..].chars().next()?;
        self.contains_beyond_ascii(character)
            .then(|| character.len_utf8())
    }

    fn contains_beyond_ascii(&self, character: char) -> bool {
        match items(self.expression) {
            Some((negated, mut items)) => {
                items.any(|(first, last)| (first..=last).contains(&character)) != negated
            }
            None => self.expression == "." || self.expression.ends_with(character),
        }
    }
}

/// A bit for each ASCII character from the first to the last.
fn bits(first: char, last: char) -> u128 {
    let (first, last) = (u32::from(first), u32::from(last).min(127));
    if first > last {
        return 0;
    }
    (u128::MAX >> (127 - (last - first))) << first
}

/// Whether a class is negated, and its ranges.
fn items(class: &str) -> Option<(bool, impl Iterator<Item = (char, char)>)> {
    let inner = class.strip_prefix('[')?.strip_suffix(']')?;
    let (inner, negated) = match inner.strip_prefix('^') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let mut characters = inner.chars();
    let ranges = std::iter::from_fn(move || {
        let first = next_in_class(&mut characters)?;
        let mut ahead = characters.clone();
        if ahead.next() == Some('-')
            && let Some(last) = next_in_class(&mut ahead)
        {
            characters = ahead;
            return Some((first, last));
        }
        Some((first, first))
    });
    Some((negated, ranges))
}

fn next_in_class(characters: &mut std::str::Chars<'_>) -> Option<char> {
    match characters.next() {
        Some('\\') => characters.next(),
        other => other,
    }
}

/// The length of the first character, class or group of an expression, in bytes.
fn atom_length(expression: &str) -> usize {
    let bytes = expression.as_bytes();
    if !matches!(bytes.first(), Some(b'\\' | b'[' | b'(')) {
        return expression.chars().next().map_or(0, char::len_utf8);
    }
    let mut depth = 0_usize;
    let mut in_class = false;
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'\\' => position += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => depth += 1,
            b')' if !in_class => depth = depth.saturating_sub(1),
            _ => {}
        }
        position += 1;
        if depth == 0 && !in_class {
            break;
        }
    }
    while !expression.is_char_boundary(position) {
        position += 1;
    }
    position
}

/// Where the first alternative ends.
fn branch_end(expression: &str) -> usize {
    if !expression.contains('|') {
        return expression.len();
    }
    let mut end = 0;
    while end < expression.len() && !expression[end..].starts_with('|') {
        end += atom_length(&expression[end..]);
    }
    end
}

/// How often the atom before it may repeat, and the rest of the expression. Greedy and lazy
/// repetitions match the same texts.
fn repetition(expression: &str) -> (usize, usize, &str) {
    let (min, max, length) = match expression.as_bytes().first() {
        Some(b'?') => (0, 1, 1),
        Some(b'*') => (0, usize::MAX, 1),
        Some(b'+') => (1, usize::MAX, 1),
        Some(b'{') => {
            let end = expression.find('}').unwrap_or(expression.len() - 1);
            let (min, max) = bounds(&expression[1..end]);
            (min, max, end + 1)
        }
        _ => return (1, 1, expression),
    };
    let rest = &expression[length..];
    (min, max, rest.strip_prefix('?').unwrap_or(rest))
}

fn bounds(counts: &str) -> (usize, usize) {
    let number = |digits: &str| digits.trim().parse().ok();
    match counts.split_once(',') {
        Some((min, max)) => (number(min).unwrap_or(0), number(max).unwrap_or(usize::MAX)),
        None => {
            let count = number(counts).unwrap_or(0);
            (count, count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_match_as_other_engines_match_them() {
        let cases: &[(&'static str, &[&str], &[&str])] = &[
            (
                "^[0-9]{3}$",
                &["123"],
                &["", "12", "1234", "12a", "１２３", " 123"],
            ),
            ("[*]", &["典*谦"], &["典子谦"]),
            ("^.*[0-9]$", &["电话1", "11"], &["1电话", "a\n1"]),
            (
                "^https?://",
                &["http://a", "https://"],
                &["httpss://", "ahttp://"],
            ),
            ("^(?:a|b[0-9]+)$", &["a", "b12"], &["b", "ab1", "c"]),
            ("b|2", &["abc", "12"], &["a1", ""]),
            ("^a|b$", &["ac", "cb"], &["ca", "bc"]),
            (
                r"^[\]\-x.]{1,2}\.$",
                &["].", "-.", "x..", ".."],
                &[".", "a.", "]-x."],
            ),
            ("^[^*]*$", &["", "电子签"], &["a*", "*"]),
            ("^[a-cx-]+?$", &["abc-x"], &["d", ""]),
            ("^(a|(b|c)d)e{2,}$", &["aee", "bdeee"], &["ae", "bee"]),
            ("^a{0,2}ab$", &["ab", "aaab"], &["aaaab", "b"]),
            ("", &["", "a"], &[]),
        ];
        for (expression, valid, invalid) in cases {
            let pattern = Pattern::new(expression);
            for text in *valid {
                assert!(pattern.is_match(text), "{expression} on {text:?}");
            }
            for text in *invalid {
                assert!(!pattern.is_match(text), "{expression} on {text:?}");
            }
        }
    }
}
