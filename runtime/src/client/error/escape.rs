//! Decodes texts in which a server may have escaped a value.

/// A text that was decoded, with the position in the original text for each of its bytes.
#[derive(Clone, Debug)]
pub(super) struct DecodedText {
    pub(super) text: String,
    /// The position of each byte's character in the original text, and the end of that text.
    origins: Vec<usize>,
}

/// How often a text is decoded. JSON in an HTML page is escaped twice.
const PASSES: usize = 3;

/// The maximum length of an HTML character reference: that of `&#x0010FFFF;`.
const MAX_REFERENCE: usize = 12;

impl DecodedText {
    /// Returns the text unchanged.
    pub(super) fn verbatim(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            origins: (0..=text.len()).collect(),
        }
    }

    /// Decodes the escapes of JSON, URLs and HTML, also where one escapes another.
    pub(super) fn unescaped(text: &str) -> Self {
        let mut decoded = Self::verbatim(text);
        for _ in 0..PASSES {
            if !decoded.text.contains(['\\', '%', '&']) {
                break;
            }
            decoded = decoded.map(|rest| escape(rest).unwrap_or_else(|| first(rest)));
        }
        decoded
    }

    /// Replaces each run of spaces with one space, and upper-case ASCII letters with lower-case
    /// ones. A `+` counts as a space, because forms encode a space like this.
    pub(super) fn folded(&self) -> Self {
        let is_space = |char: char| char.is_whitespace() || char == '+';
        self.map(|rest| match first(rest) {
            (char, _) if is_space(char) => {
                (' ', rest.len() - rest.trim_start_matches(is_space).len())
            }
            (char, length) => (char.to_ascii_lowercase(), length),
        })
    }

    /// Returns the position in the original text.
    pub(super) fn origin(&self, position: usize) -> usize {
        self.origins[position]
    }

    /// Replaces characters. `replace` returns the character for the start of a text, and the length
    /// that it replaces.
    fn map(&self, replace: impl Fn(&str) -> (char, usize)) -> Self {
        let mut mapped = Self {
            text: String::with_capacity(self.text.len()),
            origins: Vec::with_capacity(self.origins.len()),
        };
        let mut position = 0;
        while position < self.text.len() {
            let (char, length) = replace(&self.text[position..]);
            mapped.text.push(char);
            mapped
                .origins
                .resize(mapped.text.len(), self.origins[position]);
            position += length;
        }
        mapped.origins.push(self.origins[position]);
        mapped
    }
}

fn first(text: &str) -> (char, usize) {
    let char = text.chars().next().unwrap_or_default();
    (char, char.len_utf8())
}

/// Decodes the escape at the start of a text. Returns its character and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'\\' => json(text),
        b'%' => percent(text),
        b'&' => html(text),
        _ => None,
    }
}

/// Decodes `\n`, `\u5178` or a surrogate pair.
fn json(text: &str) -> Option<(char, usize)> {
    [2, 6, 12].into_iter().find_map(|length| {
        let string = format!("\"{}\"", text.get(..length)?);
        Some((serde_json::from_str(&string).ok()?, length))
    })
}

/// Decodes `%41` or `%E5%85%B8`.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |index: usize| {
        let digits = text.get(3 * index..3 * index + 3)?.strip_prefix('%')?;
        u8::try_from(number(digits, 16)?).ok()
    };
    (1..=4).find_map(|count| {
        let bytes: Vec<u8> = (0..count).map(byte).collect::<Option<_>>()?;
        let (char, _) = first(std::str::from_utf8(&bytes).ok()?);
        Some((char, 3 * count))
    })
}

/// Decodes `&amp;`, `&#20856;` or `&#x5178;`.
fn html(text: &str) -> Option<(char, usize)> {
    let mut bytes = text.bytes().take(MAX_REFERENCE);
    let end = bytes.position(|byte| byte == b';')?;
    let char = match &text[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        name => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            };
            char::from_u32(code?)?
        }
    };
    Some((char, end + 1))
}

/// Parses digits. Unlike `from_str_radix`, rejects a sign.
fn number(digits: &str, radix: u32) -> Option<u32> {
    let valid = digits.chars().all(|digit| digit.is_digit(radix));
    valid.then(|| u32::from_str_radix(digits, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_escape_is_decoded() {
        for (text, decoded) in [
            (r#"\u5178\ud83d\ude00\"\/\n"#, "典😀\"/\n"),
            ("%E5%85%b8%F0%9f%98%80%2B+", "典😀++"),
            ("&#20856;&#x5178;&#X1F600;&lt;&quot;", "典典😀<\""),
            ("%5Cu5178 &amp;#20856; %25E5%2585%25B8", "典 典 典"),
        ] {
            assert_eq!(DecodedText::unescaped(text).text, decoded);
        }
    }

    #[test]
    fn invalid_escapes_are_kept() {
        let texts = r"\u51 \ud83d \ud83d\x \x % %E %E5%85 %FF %+5 & &; &#; &#x; &#xD800; &典; &#99999999999; \";
        assert_eq!(DecodedText::unescaped(texts).text, texts);
        assert_eq!(DecodedText::unescaped("").text, "");
    }

    #[test]
    fn origins_are_positions_in_the_text() {
        let decoded = DecodedText::unescaped("a\\u5178 &amp;");
        assert_eq!(decoded.text, "a典 &");
        assert_eq!(
            [0, 1, 4, 5, 6].map(|at| decoded.origin(at)),
            [0, 1, 7, 8, 13]
        );
        let folded = DecodedText::verbatim("Ada \u{a0}\n+B").folded();
        assert_eq!(folded.text, "ada b");
        assert_eq!((folded.origin(3), folded.origin(4)), (3, 8));
    }
}
