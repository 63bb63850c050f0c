//! Regular expressions, compiled by the generator to tables.

/// A regular expression: one of its alternatives matches.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    source: &'static str,
    words: Option<&'static str>,
    alternatives: &'static [Alternative],
}

/// A sequence of pieces, bound to the start or the end of the text or to neither.
#[derive(Clone, Copy, Debug)]
pub struct Alternative {
    /// Whether the first piece stands at the start of the text.
    pub from_start: bool,
    /// Whether the last piece stands at the end of the text.
    pub to_end: bool,
    /// The pieces, in order.
    pub pieces: &'static [Piece],
}

/// A class of characters that repeats.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The characters of the class, as inclusive ranges.
    pub class: &'static [(char, char)],
    /// The fewest repetitions.
    pub min: u32,
    /// The most repetitions; without one, any number.
    pub max: Option<u32>,
}

impl Pattern {
    /// A compiled expression, with the text that it was compiled from.
    #[must_use]
    pub const fn new(source: &'static str, alternatives: &'static [Alternative]) -> Self {
        Self {
            source,
            words: None,
            alternatives,
        }
    }

    /// The same expression, with what it asks for, in words that continue "must be".
    #[must_use]
    pub const fn in_words(mut self, words: &'static str) -> Self {
        self.words = Some(words);
        self
    }

    /// What it asks for, in words that continue "must be", where somebody has said it.
    #[must_use]
    pub const fn words(&self) -> Option<&'static str> {
        self.words
    }

    /// The expression as it was written.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the expression matches somewhere in the text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.alternatives
            .iter()
            .any(|alternative| alternative.is_match(text))
    }
}

impl Alternative {
    fn is_match(&self, text: &str) -> bool {
        if self.from_start {
            return self.matches_here(self.pieces, text);
        }
        let starts = text.char_indices().map(|(index, _)| index);
        starts
            .chain([text.len()])
            .any(|start| self.matches_here(self.pieces, &text[start..]))
    }

    /// Takes as many repetitions of the first piece as there are, and gives them back one by one
    /// until the rest matches too.
    fn matches_here(&self, pieces: &[Piece], text: &str) -> bool {
        let Some((piece, rest)) = pieces.split_first() else {
            return !self.to_end || text.is_empty();
        };
        let mut taken = piece.run(text);
        if taken.count < piece.min {
            return false;
        }
        loop {
            if self.matches_here(rest, &text[taken.bytes..]) {
                return true;
            }
            if taken.count == piece.min {
                return false;
            }
            let last = text[..taken.bytes]
                .chars()
                .next_back()
                .map_or(0, char::len_utf8);
            taken = Run {
                count: taken.count - 1,
                bytes: taken.bytes - last,
            };
        }
    }
}

/// How much of a text one piece takes.
struct Run {
    count: u32,
    bytes: usize,
}

impl Piece {
    fn run(&self, text: &str) -> Run {
        let most = self.max.unwrap_or(u32::MAX);
        let mut run = Run { count: 0, bytes: 0 };
        for character in text.chars() {
            if run.count == most || !self.contains(character) {
                break;
            }
            run.count += 1;
            run.bytes += character.len_utf8();
        }
        run
    }

    fn contains(&self, character: char) -> bool {
        self.class
            .iter()
            .any(|&(first, last)| (first..=last).contains(&character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGIT: &[(char, char)] = &[('0', '9')];

    const fn one(class: &'static [(char, char)]) -> Piece {
        Piece {
            class,
            min: 1,
            max: Some(1),
        }
    }

    #[test]
    fn a_bound_sequence_takes_the_whole_text() {
        const PIECES: &[Piece] = &[Piece {
            class: DIGIT,
            min: 3,
            max: Some(3),
        }];
        const CODE: Pattern = Pattern::new(
            "^[0-9]{3}$",
            &[Alternative {
                from_start: true,
                to_end: true,
                pieces: PIECES,
            }],
        );
        assert!(CODE.is_match("123"));
        for text in ["", "12", "1234", "12a", "１２３", " 123"] {
            assert!(!CODE.is_match(text), "{text}");
        }
    }

    #[test]
    fn an_unbound_sequence_is_found_anywhere() {
        const STAR: &[Piece] = &[one(&[('*', '*')])];
        const MASKED: Pattern = Pattern::new(
            "[*]",
            &[Alternative {
                from_start: false,
                to_end: false,
                pieces: STAR,
            }],
        );
        assert!(MASKED.is_match("典*谦"));
        assert!(!MASKED.is_match("典子谦"));
    }

    #[test]
    fn repetitions_are_given_back_where_the_rest_needs_them() {
        const ANY: Piece = Piece {
            class: &[('\0', char::MAX)],
            min: 0,
            max: None,
        };
        const PIECES: &[Piece] = &[ANY, one(DIGIT)];
        const ENDS_IN_DIGIT: Pattern = Pattern::new(
            "^.*[0-9]$",
            &[Alternative {
                from_start: true,
                to_end: true,
                pieces: PIECES,
            }],
        );
        assert!(ENDS_IN_DIGIT.is_match("电话1"));
        assert!(ENDS_IN_DIGIT.is_match("11"));
        assert!(!ENDS_IN_DIGIT.is_match("1电话"));
    }
}
