//! The sentences behind rules, old and new, word by word.

use std::collections::BTreeMap;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use miette::Result;
use similar::{ChangeTag, TextDiff};
use tencent_codegen::sentences::OpenSentence;
use tencent_codegen::{Upstream, is_unwanted, prose_hash};

use crate::say::say;
use crate::upstream::{Cache, Descriptions, Wanted};

/// Where sentences can be looked up. The project stores none, only their hashes.
pub(crate) struct Texts<'a> {
    pub(crate) cache: &'a Cache,
    pub(crate) wanted: &'a Wanted,
    /// A description that holds the old sentences.
    pub(crate) old: Option<&'a Path>,
    /// The description that holds the new ones.
    pub(crate) new: Option<&'a Upstream>,
}

/// Shows every rule whose sentence changed, with both texts where they are at hand.
pub(crate) fn show_open(open: &[OpenSentence], texts: &Texts<'_>) -> Result<()> {
    if open.is_empty() {
        return Ok(());
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let count = open.len();
    say!("{bold}to be read by a person ({count}){bold:#}");
    let named = match texts.old {
        Some(path) => Some(Descriptions::open(path)?.service(texts.wanted)?.0),
        None => None,
    };
    let mut kept: BTreeMap<&str, Option<Upstream>> = BTreeMap::new();
    for (sentence, rules) in by_sentence(open) {
        let (of, release) = (&sentence.of, sentence.release.as_str());
        say!("  {of} was read in {release} for");
        for rule in rules {
            let (constraint, place) = (&rule.constraint, &rule.place);
            say!("    {bold}{constraint}{bold:#} {dim}({place}){dim:#}");
        }
        let at_hand = kept
            .entry(release)
            .or_insert_with(|| texts.cache.find(texts.wanted, release));
        let old = [named.as_ref(), at_hand.as_ref()].into_iter().flatten();
        let old = old
            .filter_map(|upstream| text_of(upstream, of, &sentence.read))
            .next();
        let new = texts
            .new
            .and_then(|upstream| text_of(upstream, of, &sentence.now));
        show_texts(old, new, release);
    }
    Ok(())
}

/// The rules that were read from each sentence.
fn by_sentence(open: &[OpenSentence]) -> Vec<(&OpenSentence, Vec<&OpenSentence>)> {
    let mut groups: BTreeMap<(&str, &str), Vec<&OpenSentence>> = BTreeMap::new();
    for sentence in open {
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
        (Some(old), Some(new)) => say!("      {}", changed(old, new)),
        (_, None) => {
            say!("      {dim}the new text is not at hand: name its release with --from{dim:#}")
        }
        (None, Some(new)) => {
            say!("      {dim}the old text is not at hand: name tccli {release} with --old{dim:#}");
            say!("      {}", one_line(new));
        }
    }
}

/// The text, if it is the one that was meant.
fn text_of<'a>(upstream: &'a Upstream, of: &str, hash: &str) -> Option<&'a str> {
    upstream.prose(of).filter(|text| prose_hash(text) == hash)
}

/// What stays is shown for the sake of what changed: long stretches of it are cut.
const AROUND: usize = 24;

/// What changed from one sentence to the other, in one line.
fn changed(old: &str, new: &str) -> String {
    let (old, new) = (one_line(old), one_line(new));
    if old == new {
        let dim = Style::new().dimmed();
        return format!("{dim}only white space changed{dim:#}");
    }
    words(&old, &new)
}

/// What changed between two lines, word by word.
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

/// As `git diff --word-diff` writes it: readable without colours.
fn marked(tag: ChangeTag, text: &str) -> String {
    let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
    let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
    match tag {
        ChangeTag::Delete => format!("{red}[-{text}-]{red:#}"),
        ChangeTag::Insert => format!("{green}{{+{text}+}}{green:#}"),
        ChangeTag::Equal => text.to_owned(),
    }
}

/// The text as a terminal may have it: what would command it, or turn its letters around, is spelt out.
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
    fn marks_that_the_text_has_itself_are_not_coloured() {
        let shown = words("see [-a-] or {+b+} here", "see [-a-] or {+b+} there");
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
        assert_eq!(
            shown,
            format!("see [-a-] or {{+b+}} {red}[-here-]{red:#}{green}{{+there+}}{green:#}")
        );
    }

    #[test]
    fn white_space_alone_is_told_in_words() {
        let shown = |old, new| anstream::adapter::strip_str(&changed(old, new)).to_string();
        assert_eq!(shown("a\n\nb ", "a b"), "only white space changed");
        assert_eq!(shown("a\n\nb ", "a c"), "a [-b-]{+c+}");
    }

    #[test]
    fn words_that_changed_together_have_one_mark() {
        let plain =
            anstream::adapter::strip_str(&words("at most 150 characters", "at most two lines"))
                .to_string();
        assert_eq!(plain, "at most [-150-]{+two+} [-characters-]{+lines+}");
    }

    #[test]
    fn what_commands_a_terminal_is_spelt_out() {
        assert_eq!(
            one_line("a\u{1b}[31mb\u{7}\n\tc\u{9b}d\u{202e}e 甲\u{300}"),
            "a\\u{1b}[31mb\\u{7} c\\u{9b}d\\u{202e}e 甲\u{300}"
        );
    }
}
