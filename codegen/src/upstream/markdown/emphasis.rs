//! Bold, italic and deleted words.

/// Puts a mark around words. A mark must touch a letter on its inner side, because Markdown would ignore it
/// if there is a letter on the outer side. So punctuation, code and links at both ends stay outside.
pub(super) fn emphasised(words: &str, mark: &str) -> String {
    let Some((start, end)) = letters(words) else {
        return words.to_owned();
    };
    let (before, core, after) = (&words[..start], &words[start..end], &words[end..]);
    format!("{before}{mark}{core}{mark}{after}")
}

/// Returns the range from the first to the last letter outside of code and links.
fn letters(words: &str) -> Option<(usize, usize)> {
    let mut range: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        if c.is_alphanumeric() {
            let (start, _) = range.unwrap_or((at, at));
            range = Some((start, at + c.len_utf8()));
        }
        at += length(&words[at..], c);
    }
    range
}

/// Returns the length of the unit that begins here: a character, an escape, a code span or a link.
fn length(rest: &str, c: char) -> usize {
    let length = match c {
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        '`' => {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let found = rest[ticks..].find(&rest[..ticks]);
            found.map_or(rest.len(), |code| ticks + code + ticks)
        }
        '[' => closed(rest, ")"),
        '<' => closed(rest, ">"),
        _ => c.len_utf8(),
    };
    length.min(rest.len())
}

fn closed(rest: &str, end: &str) -> usize {
    let from = rest.find("](").unwrap_or_default();
    let found = rest[from..].find(end);
    found.map_or(rest.len(), |at| from + at + end.len())
}
