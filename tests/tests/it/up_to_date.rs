//! Tests that generated files are up to date.

use std::path::{Path, PathBuf};

use tests::schema::{self, files_in, workspace};

#[test]
fn generated_files_are_up_to_date() {
    let folders = schema::service_folders();
    assert_eq!(
        folders.len(),
        1,
        "generated/ holds the crate of one service"
    );
    let output = tencent_codegen::generate(&schema::sources(&folders[0])).unwrap();
    let root = workspace().join("generated");
    for (path, text) in &output.files {
        let found = std::fs::read_to_string(root.join(path)).unwrap_or_default();
        assert!(
            found == *text,
            "{path} is out of step; run `cargo xtask codegen`"
        );
    }
    for file in all_files(&root) {
        let path = file
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let known = output.files.contains_key(&path) || path.starts_with("LICENSE");
        assert!(known, "{path} is not generated; run `cargo xtask codegen`");
    }
}

#[test]
fn the_same_sources_give_the_same_files() {
    let sources = schema::sources(&schema::service_folders()[0]);
    let first = tencent_codegen::generate(&sources).unwrap();
    assert_eq!(first, tencent_codegen::generate(&sources).unwrap());
}

#[test]
fn json_schema_files_are_up_to_date() {
    for (name, text) in tencent_codegen::description::json_schemas() {
        let found = std::fs::read_to_string(workspace().join("schema").join(name)).unwrap();
        assert!(
            found == text,
            "schema/{name} is out of step; run `cargo xtask schema`"
        );
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let (folders, files): (Vec<_>, Vec<_>) =
        files_in(folder).into_iter().partition(|path| path.is_dir());
    files
        .into_iter()
        .chain(folders.iter().flat_map(|folder| all_files(folder)))
        .collect()
}
