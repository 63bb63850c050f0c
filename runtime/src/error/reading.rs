//! The ways to read a text in which something may stand encoded.

/// A text as it is read: characters, each with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Reading(Vec<Glyph>);

#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// How often something may be encoded: JSON in a page, for instance.
const DEPTH: usize = 2;

/// Shows the text as it stands, and as it reads with what is encoded in it decoded.
///
/// Each encoding is a reading of its own: what is the escape of one character may as well be meant
/// as it stands.
pub(super) fn each_reading(text: &str, see: &mut dyn FnMut(&Reading)) {
    let glyphs = text.char_indices().map(|(start, char)| Glyph {
        char,
        start,
        end: start + char.len_utf8(),
    });
    Reading(glyphs.collect()).each(DEPTH, see);
}

impl Reading {
    fn each(&self, depth: usize, see: &mut dyn FnMut(&Self)) {
        see(self);
        if depth > 0 {
            let deeper = DECODERS.iter().filter_map(|decode| self.decoded(*decode));
            deeper.for_each(|reading| reading.each(depth - 1, see));
        }
    }

    /// `None` where nothing is encoded that way.
    fn decoded(&self, decode: Decode) -> Option<Self> {
        let mut glyphs = Vec::new();
        let mut rest = self.0.as_slice();
        let mut found = false;
        while let Some(first) = rest.first() {
            let decoded = decode(rest);
            found |= decoded.is_some();
            let (char, length) = decoded.unwrap_or((first.char, 1));
            let (taken, behind) = rest.split_at(length);
            let end = taken.last().map_or(first.end, |last| last.end);
            glyphs.push(Glyph {
                char,
                end,
                ..*first
            });
            rest = behind;
        }
        found.then_some(Self(glyphs))
    }

    /// The characters, with all space between two words as one, and ASCII letters as small ones.
    pub(super) fn folded(&self) -> Vec<Glyph> {
        let mut folded: Vec<Glyph> = Vec::with_capacity(self.0.len());
        for glyph in &self.0 {
            let char = fold(glyph.char);
            match folded.last_mut() {
                Some(last) if char == ' ' && last.char == ' ' => last.end = glyph.end,
                _ => folded.push(Glyph { char, ..*glyph }),
            }
        }
        folded
    }
}

/// The same of a text that is looked for.
pub(super) fn folded(text: &str) -> Vec<char> {
    let mut folded: Vec<char> = text.trim().chars().map(fold).collect();
    folded.dedup_by(|one, other| *one == ' ' && *other == ' ');
    folded
}

fn fold(char: char) -> char {
    if char.is_whitespace() {
        ' '
    } else {
        char.to_ascii_lowercase()
    }
}

/// What is encoded at the start of some characters, and how many of them it takes.
type Decode = fn(&[Glyph]) -> Option<(char, usize)>;

const DECODERS: [Decode; 4] = [json, percent, form, html];

/// `\"`, `\n`, `\u5178`.
fn json(glyphs: &[Glyph]) -> Option<(char, usize)> {
    let [backslash, kind, ..] = glyphs else {
        return None;
    };
    match (backslash.char, kind.char) {
        ('\\', 'u') => utf16(glyphs),
        ('\\', 'n') => Some(('\n', 2)),
        ('\\', 'r') => Some(('\r', 2)),
        ('\\', 't') => Some(('\t', 2)),
        ('\\', '"' | '\'' | '\\' | '/') => Some((kind.char, 2)),
        _ => None,
    }
}

/// One unit, or two that belong together.
fn utf16(glyphs: &[Glyph]) -> Option<(char, usize)> {
    const LENGTH: usize = 6;
    let unit = |glyphs: &[Glyph]| match glyphs.get(..LENGTH)? {
        [backslash, u, digits @ ..] if backslash.char == '\\' && u.char == 'u' => {
            number(digits, 16)
        }
        _ => None,
    };
    let first = unit(glyphs)?;
    if let Some(char) = char::from_u32(first) {
        return Some((char, LENGTH));
    }
    let second = unit(&glyphs[LENGTH..])?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let char = char::decode_utf16(units).next()?.ok()?;
    Some((char, 2 * LENGTH))
}

/// `%E5%85%B8`.
fn percent(glyphs: &[Glyph]) -> Option<(char, usize)> {
    const LENGTH: usize = 3;
    let byte = |index: usize| match glyphs.get(index * LENGTH..(index + 1) * LENGTH)? {
        [percent, digits @ ..] if percent.char == '%' => {
            number(digits, 16).and_then(|byte| u8::try_from(byte).ok())
        }
        _ => None,
    };
    let count = match byte(0)? {
        0x00..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let bytes: Vec<u8> = (0..count).map(byte).collect::<Option<_>>()?;
    let char = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((char, count * LENGTH))
}

/// The same, as forms are sent.
fn form(glyphs: &[Glyph]) -> Option<(char, usize)> {
    match glyphs.first()?.char {
        '+' => Some((' ', 1)),
        _ => percent(glyphs),
    }
}

/// `&#20856;`, `&#x5178;`, `&amp;`.
fn html(glyphs: &[Glyph]) -> Option<(char, usize)> {
    /// That of `&#x0010FFFF;`.
    const LONGEST: usize = 12;
    let (ampersand, rest) = glyphs.split_first()?;
    if ampersand.char != '&' {
        return None;
    }
    let length = rest
        .iter()
        .take(LONGEST)
        .position(|glyph| glyph.char == ';')?;
    let name: String = rest[..length].iter().map(|glyph| glyph.char).collect();
    let char = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => referred(&rest[..length])?,
    };
    Some((char, length + 2))
}

/// `#20856` or `#x5178`.
fn referred(glyphs: &[Glyph]) -> Option<char> {
    let code = match glyphs {
        [hash, x, digits @ ..] if hash.char == '#' && matches!(x.char, 'x' | 'X') => {
            number(digits, 16)
        }
        [hash, digits @ ..] if hash.char == '#' => number(digits, 10),
        _ => None,
    };
    code.and_then(char::from_u32)
}

/// The number that all of the characters write.
fn number(digits: &[Glyph], radix: u32) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.char.to_digit(radix)?;
        number.checked_mul(radix)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_reading(text, &mut |reading| {
            all.push(reading.0.iter().map(|glyph| glyph.char).collect());
        });
        all
    }

    #[test]
    fn a_text_without_escapes_is_read_once() {
        assert_eq!(readings("50% of 典 & \\ 9"), ["50% of 典 & \\ 9"]);
        assert_eq!(readings(""), [""]);
    }

    #[test]
    fn each_encoding_is_decoded() {
        for (text, meant) in [
            (r#"\u5178\ud83d\ude00\"\\\/\n"#, "典😀\"\\/\n"),
            ("%E5%85%b8%F0%9f%98%80%2B+", "典😀++"),
            ("a+%2B", "a +"),
            (
                "&#20856;&#x5178;&#X1F600;&amp;&lt;&gt;&quot;",
                "典典😀&<>\"",
            ),
            ("%5Cu5178", "典"),
            ("&amp;#20856;", "典"),
            ("%25E5%2585%25B8", "典"),
        ] {
            assert!(readings(text).contains(&meant.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_escape_is_left_as_it_stands() {
        for text in [
            r"\u51",
            r"\ud83d",
            r"\ud83d\u0041x",
            r"\",
            r"\x",
            "%",
            "%E",
            "%E5%85",
            "%FF",
            "%+5",
            "&",
            "&;",
            "&#;",
            "&#x;",
            "&#xD800;",
            "&#99999999999;",
            "&unknown;",
            "& ;",
        ] {
            assert_eq!(readings(text)[0], text);
            assert!(!readings(text).iter().any(String::is_empty), "{text}");
        }
        assert_eq!(readings("%E5%85"), ["%E5%85"]);
        assert_eq!(readings(r"\ud83d"), [r"\ud83d"]);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let mut found = Vec::new();
        each_reading("a\\u5178 &amp;", &mut |reading| {
            let glyphs = reading.folded();
            found.push(glyphs.last().map(|glyph| (glyph.start, glyph.end)));
        });
        assert_eq!(found.len(), 5);
        assert!(found[1..].contains(&Some((8, 13))));
    }

    #[test]
    fn space_and_case_do_not_count() {
        assert_eq!(folded("  Ada \t\n B  "), ['a', 'd', 'a', ' ', 'b']);
        each_reading("Ada \u{a0}\n B", &mut |reading| {
            let glyphs = reading.folded();
            let text: String = glyphs.iter().map(|glyph| glyph.char).collect();
            assert_eq!(text, "ada b");
            assert_eq!((glyphs[3].start, glyphs[3].end), (3, 8));
        });
    }
}
