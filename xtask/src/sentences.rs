//! The sentences behind rules, old and new, word by word.

use std::collections::BTreeMap;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use miette::Result;
use similar::{ChangeTag, TextDiff};
use tencent_codegen::sentences::OpenSentence;
use tencent_codegen::{Upstream, prose_hash};

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
        (Some(old), Some(new)) => show_words(old, new),
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

fn show_words(old: &str, new: &str) {
    let (old, new) = (one_line(old), one_line(new));
    let diff = TextDiff::from_unicode_words(&*old, &*new);
    let mut line = String::new();
    for operation in diff.grouped_ops(AROUND) {
        if !line.is_empty() {
            line.push_str(" … ");
        }
        for change in operation.iter().flat_map(|step| diff.iter_changes(step)) {
            line.push_str(&marked(change.tag(), change.value()));
        }
    }
    let line = line.replace("-][-", "").replace("+}{+", "");
    say!("      {}", coloured(&line));
}

/// As `git diff --word-diff` writes it: readable without colours.
fn marked(tag: ChangeTag, text: &str) -> String {
    match tag {
        ChangeTag::Delete => format!("[-{text}-]"),
        ChangeTag::Insert => format!("{{+{text}+}}"),
        ChangeTag::Equal => text.to_owned(),
    }
}

fn coloured(line: &str) -> String {
    let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
    let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
    line.replace("[-", &format!("{red}[-"))
        .replace("-]", &format!("-]{red:#}"))
        .replace("{+", &format!("{green}{{+"))
        .replace("+}", &format!("+}}{green:#}"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
