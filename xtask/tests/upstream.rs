//! Where upstream's descriptions are taken from: a wheel, a tree, a file, pip.

mod following;
mod project;

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use self::following::{Following, changed, first, member, members};
use self::project::{Project, Ran};

/// A wheel with these files.
fn wheel(project: &Project, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = project.folder.path().join("target").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    path
}

#[test]
fn a_source_is_a_wheel_a_tree_a_services_folder_or_a_file() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let text = next.to_string();
    // The folder is not called after the service.
    let inside = "tccli/services/demonstration/v20200101/api.json";
    let wheel = wheel(&project, "tccli-3.0.2.1-py3-none-any.whl", &[
        ("tccli-3.0.2.1.dist-info/METADATA", b"Name: tccli"),
        ("tccli/services/other/v20200101/api.json", br#"{"actions":{},"objects":{},"metadata":{"serviceShortName":"other","apiVersion":"2020-01-01"}}"#),
        (inside, text.as_bytes()),
    ]);
    let tree = project.folder.path().join("target/checkout");
    let file = tree.join(inside);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, text).unwrap();
    std::fs::write(tree.join("tccli/__init__.py"), "__version__ = '3.0.2.1'\n").unwrap();
    for from in [
        wheel,
        tree.clone(),
        tree.join("tccli"),
        tree.join("tccli/services"),
        file,
    ] {
        let ran = project.update(&from, &["--check"]);
        assert_eq!(ran.status, Some(1), "{}: {}", from.display(), ran.complaint);
        assert!(
            ran.shown.contains("tccli 3.0.1.1 -> 3.0.2.1"),
            "{}: {}",
            from.display(),
            ran.shown
        );
        assert!(ran.shown.contains("Person.Age"), "{}", ran.shown);
    }
}

#[test]
fn broken_sources_are_told_and_change_nothing() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let text = first().to_string();
    let bomb = vec![b' '; 65 * 1024 * 1024];
    let place = "tccli/services/demo/v20200101/api.json";
    let unknown = changed(|next| members(next, "Person")[0]["member"] = "Nothing".into());
    let sources = [
        (
            wheel(
                &project,
                "without.whl",
                &[("tccli/services/x/v20200101/api.json", b"{}")],
            ),
            "describes no service demo",
        ),
        (
            wheel(&project, "bomb.whl", &[(place, &bomb)]),
            "is larger than",
        ),
        (
            wheel(
                &project,
                "out.whl",
                &[("../../etc/passwd", b""), (place, text.as_bytes())],
            ),
            "leads out of it",
        ),
        (
            wheel(
                &project,
                "truncated.whl",
                &[(place, &text.as_bytes()[..500])],
            ),
            "is not JSON",
        ),
        (
            project.source("unknown.json", &unknown),
            "has no object `Nothing`",
        ),
        (
            project.source(
                "another.json",
                &changed(|next| next["metadata"]["serviceShortName"] = "x".into()),
            ),
            "describes x 2020-01-01, not demo",
        ),
        (
            project.source("list.json", &json!([])),
            "is not an API description",
        ),
        (project.folder.path().join("nowhere"), "there is nothing at"),
        (
            project.folder.path().join("schema"),
            "holds no descriptions",
        ),
    ];
    let cut = project.folder.path().join("target/cut.json");
    std::fs::write(&cut, &text[..500]).unwrap();
    let no_archive = project.folder.path().join("target/text.whl");
    std::fs::write(&no_archive, "no archive").unwrap();
    let more = [
        (cut, "is not JSON"),
        (no_archive, "cannot be read as a zip archive"),
    ];
    for (from, told) in sources.into_iter().chain(more) {
        let ran = project.update(&from, &[]);
        assert_eq!(ran.status, Some(2), "{}: {}", from.display(), ran.shown);
        assert!(
            ran.words().contains(told),
            "{told} is not in {}",
            ran.complaint
        );
        assert_eq!(project.state(), before, "{}", from.display());
    }
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn without_pip_it_names_the_way_that_needs_none() {
    let project = Project::new();
    project.begin();
    let mut command = project.command(&["update"]);
    let ran = Ran::of(command.env("PATH", "").output().unwrap());
    assert_eq!(ran.status, Some(2));
    assert!(ran.complaint.contains("--from"), "{}", ran.complaint);
}
