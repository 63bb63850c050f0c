//! The guide in `docs/`: both languages have the same pages and the same code, Rust code comes from files
//! that tests run, and all links lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tests::diagnostics::problems;
use tests::schema;
use tests::tiny::{Tiny, member};

const LANGUAGES: [&str; 2] = ["en", "zh"];

/// The pages of a language, by file name.
fn pages(language: &str) -> BTreeMap<String, String> {
    let folder = source(language);
    let entries = fs::read_dir(&folder).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn source(language: &str) -> PathBuf {
    schema::workspace().join("docs").join(language).join("src")
}

/// A block of code: its language and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                open = Some(Block {
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of code is not closed");
    blocks
}

/// Returns the file and the anchor that a block includes.
fn included(block: &Block) -> Option<(&str, &str)> {
    let include = block.text.trim().strip_prefix("{{#include ")?;
    include.strip_suffix("}}")?.rsplit_once(':')
}

/// The text of a shell block without its comments, which are translated.
fn without_comments(block: &Block) -> Block {
    let lines = block.text.lines();
    let code = lines.map(|line| line.split(" #").next().unwrap_or_default().trim_end());
    Block {
        language: block.language.clone(),
        text: code.collect::<Vec<_>>().join("\n"),
    }
}

/// The names of the anchors of a file.
fn anchors(text: &str) -> BTreeSet<String> {
    let lines = text.lines();
    lines
        .filter_map(|line| Some(line.split_once("ANCHOR: ")?.1.trim().to_owned()))
        .collect()
}

#[test]
fn both_languages_have_the_same_pages_with_the_same_code() {
    let [english, chinese] = LANGUAGES.map(pages);
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&english), names(&chinese));
    for (name, page) in &english {
        let code = |page: &str| {
            blocks(page)
                .iter()
                .map(without_comments)
                .collect::<Vec<_>>()
        };
        assert_eq!(code(page), code(&chinese[name]), "{name}");
    }
    let languages_of_blocks = |name: &str| {
        let page = fs::read_to_string(schema::workspace().join(name)).unwrap();
        let blocks = blocks(&page).into_iter();
        blocks.map(|block| block.language).collect::<Vec<_>>()
    };
    assert_eq!(
        languages_of_blocks("README.md"),
        languages_of_blocks("README.zh-CN.md")
    );
}

#[test]
fn the_table_of_contents_lists_every_page() {
    for language in LANGUAGES {
        let mut pages = pages(language);
        let contents = pages.remove("SUMMARY.md").unwrap();
        let listed = links(&contents).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(listed, pages.into_keys().collect(), "{language}");
    }
}

/// Rust code comes from files that are compiled and run; each part of these files is on a page.
#[test]
fn code_is_included_from_files_that_tests_run() {
    let mut used = BTreeSet::new();
    for (name, page) in pages("en") {
        for block in blocks(&page) {
            let Some((file, anchor)) = included(&block) else {
                assert!(
                    !["rust", "toml"]
                        .contains(&block.language.split(',').next().unwrap_or_default()),
                    "{name} contains code that no test runs:\n{}",
                    block.text
                );
                continue;
            };
            let path = source("en").join(file);
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {file}: {error}"));
            assert!(
                anchors(&text).contains(anchor),
                "{name}: {file} has no anchor {anchor}"
            );
            used.insert((path.canonicalize().unwrap(), anchor.to_owned()));
        }
    }
    let folders = used
        .iter()
        .map(|(path, _)| path.parent().unwrap().to_path_buf());
    for folder in folders.collect::<BTreeSet<_>>() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path().canonicalize().unwrap();
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            for anchor in anchors(&text) {
                assert!(
                    used.contains(&(path.clone(), anchor.clone())),
                    "no page shows {anchor} of {}",
                    path.display()
                );
            }
        }
    }
}

/// The targets of the links of a page.
fn links(page: &str) -> Vec<String> {
    let parts = page.split("](").skip(1);
    parts
        .filter_map(|part| Some(part.split_once(')')?.0.to_owned()))
        .collect()
}

/// The identifiers of the headings, as mdBook makes them.
fn headings(page: &str) -> BTreeSet<String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title
                .chars()
                .filter(|char| char.is_alphanumeric() || "-_ ".contains(*char));
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}

#[test]
fn links_lead_to_pages_and_headings_that_exist() {
    for language in LANGUAGES {
        let pages = pages(language);
        for (name, page) in &pages {
            for link in links(page) {
                let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
                if file.starts_with("https://") {
                    continue;
                }
                if let Some(diagram) = file.strip_suffix(".svg") {
                    let drawing = source(language).join(format!("{diagram}.dot"));
                    assert!(drawing.is_file(), "{language}/{name}: {link}");
                    continue;
                }
                let target = if file.is_empty() {
                    Some(page)
                } else {
                    pages.get(file)
                };
                let target = target.unwrap_or_else(|| panic!("{language}/{name}: no page {link}"));
                assert!(
                    heading.is_empty() || headings(target).contains(heading),
                    "{language}/{name}: no heading {link}"
                );
            }
        }
    }
    for name in [
        "README.md",
        "README.zh-CN.md",
        "docs/changes.md",
        "docs/replay.md",
    ] {
        let path = schema::workspace().join(name);
        for link in links(&fs::read_to_string(&path).unwrap()) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(path.parent().unwrap().join(file).exists(), "{name}: {link}");
        }
    }
}

/// The overlay of the tutorial is one that the generator accepts; its parts are JSON.
#[test]
fn the_json_of_the_tutorial_is_valid() {
    let page = &pages("en")["writing-an-overlay.md"];
    let json: Vec<String> = blocks(page)
        .into_iter()
        .filter(|block| block.language == "json")
        .map(|block| block.text)
        .collect();
    let overlays: Vec<Value> = json
        .iter()
        .map(|text| match text.trim_start().starts_with('{') {
            true => text.clone(),
            false => format!("{{{text}}}"),
        })
        .map(|text| serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
        .filter(|value: &Value| value.get("$schema").is_some())
        .collect();
    assert_eq!(overlays.len(), 1);
    for overlay in overlays {
        let members = json!([member("Kind", "string"), member("Wait", "int64")]);
        let tiny = Tiny::new(json!([])).action("DescribeThing", members);
        // Only the hashes are missing: the next step of the tutorial adds them.
        for problem in problems(tiny.overlay(overlay).generate()) {
            assert!(problem.contains("`cargo xtask review --fill`"), "{problem}");
        }
    }
}
