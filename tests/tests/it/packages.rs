//! The packages that are published: their versions, and their pages on crates.io.

use tests::schema::workspace;

fn read(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path)).unwrap()
}

/// The lines of a table of a manifest.
fn table(manifest: &str, name: &str) -> Vec<String> {
    let lines = manifest
        .lines()
        .skip_while(|line| *line != format!("[{name}]"));
    let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    lines.map(str::to_owned).collect()
}

/// The text between the first quotes after a key.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!("{key} = \""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[test]
fn generated_crates_require_the_runtime_and_the_mock_that_they_are_tested_with() {
    let manifest = read("Cargo.toml");
    let shared = table(&manifest, "workspace.package");
    let version = shared
        .iter()
        .find_map(|line| value(line, "version"))
        .unwrap();
    let dependencies = table(&manifest, "workspace.dependencies");
    for name in ["tencent-runtime", "tencent-mock"] {
        let start = format!("{name} = ");
        let line = dependencies
            .iter()
            .find(|line| line.starts_with(&start))
            .unwrap();
        assert_eq!(value(line, "version"), Some(version), "{line}");
    }
}

#[test]
fn the_page_of_the_runtime_lists_its_features() {
    let (manifest, page) = (read("runtime/Cargo.toml"), read("runtime/README.md"));
    let features = table(&manifest, "features");
    let features = features
        .iter()
        .filter_map(|line| line.split_once(" = [").map(|(name, _)| name))
        // Only for the programs of `cargo xtask replay`.
        .filter(|name| !["default", "replay"].contains(name));
    for feature in features {
        assert!(
            page.contains(&format!("`{feature}`")),
            "{feature} is not in\n{page}"
        );
    }
}

#[test]
fn the_example_of_a_page_is_the_example_of_the_documentation() {
    let (page, lib) = (read("generated/README.md"), read("generated/src/lib.rs"));
    let code = |text: &str, fence: &str| {
        let (_, rest) = text.split_once(fence).unwrap();
        let (code, _) = rest.split_once("\n```").unwrap();
        let shown = code.lines().filter(|line| !line.starts_with("# "));
        shown.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(code(&page, "```rust\n"), code(&lib, "```no_run\n"));
}
