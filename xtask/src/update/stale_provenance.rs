//! Shows rules whose prose changed, with the old and the new prose, word by word.

use std::collections::BTreeMap;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use miette::Result;
use similar::{ChangeTag, TextDiff};
use tencent_codegen::provenance::StaleProvenance;
use tencent_codegen::{Upstream, is_unwanted, prose_hash};

use crate::console::outln;
use crate::upstream::{Cache, Descriptions, Wanted};

/// The sources of prose. The project stores only its hashes.
pub(crate) struct Prose<'a> {
    pub(crate) cache: &'a Cache,
    pub(crate) wanted: &'a Wanted,
    /// A description that holds the old prose.
    pub(crate) old: Option<&'a Path>,
    /// The description that holds the new prose.
    pub(crate) new: Option<&'a Upstream>,
}

/// Shows the rules, with the old and the new prose if they can be found.
pub(crate) fn show(stale: &[StaleProvenance], prose: &Prose<'_>) -> Result<()> {
    if stale.is_empty() {
        return Ok(());
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let count = stale.len();
    outln!("{bold}to be read by a person ({count}){bold:#}");
    let named = match prose.old {
        Some(path) => Some(Descriptions::open(path)?.service(prose.wanted)?.0),
        None => None,
    };
    let mut cached_by_release: BTreeMap<&str, Option<Upstream>> = BTreeMap::new();
    for (sentence, rules) in by_prose(stale) {
        let (of, release) = (&sentence.of, sentence.release.as_str());
        outln!("  {of} was read in {release} for");
        for rule in rules {
            let (constraint, place) = (&rule.constraint, &rule.place);
            outln!("    {bold}{constraint}{bold:#} {dim}({place}){dim:#}");
        }
        let cached = cached_by_release
            .entry(release)
            .or_insert_with(|| prose.cache.find(prose.wanted, release));
        let old = [named.as_ref(), cached.as_ref()].into_iter().flatten();
        let old = old
            .filter_map(|upstream| text_of(upstream, of, &sentence.read))
            .next();
        let new = prose
            .new
            .and_then(|upstream| text_of(upstream, of, &sentence.now));
        show_texts(old, new, release);
    }
    Ok(())
}

/// The rules that were read from each piece of prose.
fn by_prose(stale: &[StaleProvenance]) -> Vec<(&StaleProvenance, Vec<&StaleProvenance>)> {
    let mut groups: BTreeMap<(&str, &str), Vec<&StaleProvenance>> = BTreeMap::new();
    for sentence in stale {
        let key = (sentence.of.as_str(), sentence.read.as_str());
        groups.entry(key).or_default().push(sentence);
    }
    let groups = groups.into_values();
    groups
        .filter_map(|rules| Some((*rules.first()?, rules)))
        .collect()
}

fn show_texts(old: Option<&str>, new: Option<&str>, release: &str) {
    let dim = Style::new().dimmed();
    match (old, new) {
        (Some(old), Some(new)) => outln!("      {}", changed(old, new)),
        (_, None) => {
            outln!(
                "      {dim}the new text is not in the cache: name its release with --from{dim:#}"
            )
        }
        (None, Some(new)) => {
            outln!(
                "      {dim}the old text is not in the cache: name tccli {release} with --old{dim:#}"
            );
            outln!("      {}", one_line(new));
        }
    }
}

/// The prose of a member, if it has that hash.
fn text_of<'a>(upstream: &'a Upstream, of: &str, hash: &str) -> Option<&'a str> {
    upstream.prose(of).filter(|text| prose_hash(text) == hash)
}

/// The number of unchanged words around a change. Longer stretches are cut.
const AROUND: usize = 24;

/// The changes from one text to another, in one line.
fn changed(old: &str, new: &str) -> String {
    let (old, new) = (one_line(old), one_line(new));
    if old == new {
        let dim = Style::new().dimmed();
        return format!("{dim}only white space changed{dim:#}");
    }
    words(&old, &new)
}

/// The changes between two lines, word by word.
fn words(old: &str, new: &str) -> String {
    let diff = TextDiff::from_unicode_words(old, new);
    let mut stretches: Vec<String> = Vec::new();
    for operation in diff.grouped_ops(AROUND) {
        let mut runs: Vec<(ChangeTag, String)> = Vec::new();
        for change in operation.iter().flat_map(|step| diff.iter_changes(step)) {
            match runs.last_mut() {
                Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
                _ => runs.push((change.tag(), change.value().to_owned())),
            }
        }
        let marked = runs.iter().map(|(tag, run)| marked(*tag, run));
        stretches.push(marked.collect());
    }
    stretches.join(" … ")
}

/// Marks a change as `git diff --word-diff` does, which is readable without colours.
fn marked(tag: ChangeTag, text: &str) -> String {
    let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
    let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
    match tag {
        ChangeTag::Delete => format!("{red}[-{text}-]{red:#}"),
        ChangeTag::Insert => format!("{green}{{+{text}+}}{green:#}"),
        ChangeTag::Equal => text.to_owned(),
    }
}

/// The text in one line. Control characters and marks that reorder text are escaped.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line = String::with_capacity(words.len());
    for character in words.chars() {
        if is_unwanted(character) {
            line.extend(character.escape_unicode());
        } else {
            line.push(character);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_the_text_are_not_coloured() {
        let shown = words("see [-a-] or {+b+} here", "see [-a-] or {+b+} there");
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
        assert_eq!(
            shown,
            format!("see [-a-] or {{+b+}} {red}[-here-]{red:#}{green}{{+there+}}{green:#}")
        );
    }

    #[test]
    fn changes_of_white_space_are_described() {
        let shown = |old, new| anstream::adapter::strip_str(&changed(old, new)).to_string();
        assert_eq!(shown("a\n\nb ", "a b"), "only white space changed");
        assert_eq!(shown("a\n\nb ", "a c"), "a [-b-]{+c+}");
    }

    #[test]
    fn adjacent_changed_words_share_a_mark() {
        let plain =
            anstream::adapter::strip_str(&words("at most 150 characters", "at most two lines"))
                .to_string();
        assert_eq!(plain, "at most [-150-]{+two+} [-characters-]{+lines+}");
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            one_line("a\u{1b}[31mb\u{7}\n\tc\u{9b}d\u{202e}e 甲\u{300}"),
            "a\\u{1b}[31mb\\u{7} c\\u{9b}d\\u{202e}e 甲\u{300}"
        );
    }
}
