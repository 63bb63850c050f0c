//! Tests the sources of upstream's descriptions: a wheel, a tree, a file, pip.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use miniz_oxide::deflate::compress_to_vec;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use serde_json::json;

use crate::project::{Project, Ran, install};
use crate::update_fixture::{Following, changed, first, member, members};

/// Creates a wheel with these files.
fn wheel(project: &Project, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = project.folder.path().join("target").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut archive = ZipArchiveWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        // Writes entries without checks: a name can lead out of the archive.
        let file = archive.new_file(EntryPath::verbatim(name.as_bytes()));
        let file = file.compression_method(CompressionMethod::DEFLATE);
        let (mut entry, _) = file.start().unwrap();
        entry.write_all(&compress_to_vec(bytes, 6)).unwrap();
        let size = bytes.len() as u64;
        let sum = DataDescriptorOutput::new(rawzip::crc32(bytes), size);
        entry.finish(sum).unwrap();
    }
    archive.finish().unwrap();
    path
}

/// Creates a folder with a fake pip that copies the wheel of tccli.
fn pip_with(project: &Project, wheel: &Path) -> PathBuf {
    pip_with_all(project, &[("tccli*", wheel)])
}

/// Creates a folder with a fake pip that copies wheels, by patterns of what is wanted.
fn pip_with_all(project: &Project, wheels: &[(&str, &Path)]) -> PathBuf {
    let folder = project.folder.path().join("target/programs");
    std::fs::create_dir_all(&folder).unwrap();
    // `pip download --no-deps --only-binary :all: --dest FOLDER tccli`
    let wheels = wheels.iter().map(|(wanted, wheel)| {
        let wheel = wheel.display();
        format!("case \"$7\" in {wanted}) /bin/cp '{wheel}' \"$6/\";; esac\n")
    });
    let wheels: String = wheels.collect();
    let script = format!("#!/bin/sh\n[ \"$1\" = --version ] && exit\necho \"pip $*\"\n{wheels}");
    let text = project.folder.path().join("target/pip3.sh");
    std::fs::write(&text, script).unwrap();
    install(&text, &folder.join("pip3"));
    folder
}

#[test]
fn a_source_can_be_a_wheel_a_tree_a_services_folder_or_a_file() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let text = next.to_string();
    // The folder does not have the name of the service.
    let inside = "tccli/services/demonstration/v20200101/api.json";
    let wheel = wheel(&project, "tccli-3.0.2.1-py3-none-any.whl", &[
        ("other-2.0.dist-info/METADATA", b"Name: other"),
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
        tree.join("tccli/services/demonstration"),
        tree.join("tccli/services/demonstration/v20200101"),
        file,
    ] {
        let ran = project.update(&from, &["--check"]);
        assert_eq!(ran.status, Some(1), "{}: {}", from.display(), ran.stderr);
        ran.assert_stdout(["tccli 3.0.1.1 -> 3.0.2.1", "Person.Age"]);
    }
}

#[test]
fn broken_sources_are_errors_and_change_nothing() {
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
                "other-2.0-py3-none-any.whl",
                &[
                    ("other-2.0.dist-info/METADATA", b"Name: other"),
                    ("other/__init__.py", b""),
                ],
            ),
            "holds no descriptions",
        ),
        (
            wheel(
                &project,
                "tccli-3.0.3.1-py3-none-any.whl",
                &[
                    ("tccli-3.0.2.1.dist-info/METADATA", b"Name: tccli"),
                    (place, text.as_bytes()),
                ],
            ),
            "is named after release 3.0.3.1, and its content is of 3.0.2.1",
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
            project.source("3.0.2.1.json", &unknown),
            "has no object `Nothing`",
        ),
        (
            project.source(
                "3.0.2.2.json",
                &changed(|next| next["metadata"]["serviceShortName"] = "x".into()),
            ),
            "describes x 2020-01-01, not demo",
        ),
        (
            project.source("3.0.2.3.json", &json!([])),
            "is not an API description: expected an object, found a list",
        ),
        (project.folder.path().join("nowhere"), "there is nothing at"),
        (
            project.folder.path().join("schema"),
            "holds no descriptions",
        ),
    ];
    let cut = project.folder.path().join("target/3.0.2.4.json");
    std::fs::write(&cut, &text[..500]).unwrap();
    let no_archive = project.folder.path().join("target/text.whl");
    std::fs::write(&no_archive, "no archive").unwrap();
    let more = [
        (cut, "is not JSON"),
        (no_archive, "cannot be read as a zip archive"),
    ];
    for (from, expected) in sources.into_iter().chain(more) {
        let ran = project.update(&from, &[]);
        assert_eq!(ran.status, Some(2), "{}: {}", from.display(), ran.stdout);
        ran.assert_stderr([expected]);
        assert_eq!(project.state(), before, "{}", from.display());
    }
    assert_eq!(project.litter(), Vec::<String>::new());
}

#[test]
fn a_damaged_wheel_is_rejected() {
    let project = Project::new();
    project.begin();
    let before = project.state();
    let text = first().to_string();
    let place = "tccli/services/demo/v20200101/api.json";
    let whole = wheel(&project, "whole.whl", &[(place, text.as_bytes())]);
    let bytes = std::fs::read(&whole).unwrap();
    let damaged = |name: &str, damage: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        damage(&mut bytes);
        let path = whole.with_file_name(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let data = 30 + place.len() + 20;
    for from in [
        damaged("cut.whl", &|bytes| bytes.truncate(bytes.len() / 2)),
        damaged("end.whl", &|bytes| bytes.truncate(bytes.len() - 1)),
        damaged("flipped.whl", &|bytes| bytes[data] ^= 0xff),
        wheel(&project, "twice.whl", &[(place, b"{}"), (place, b"{}")]),
    ] {
        let ran = project.update(&from, &[]);
        assert_eq!(ran.status, Some(2), "{}: {}", from.display(), ran.stdout);
        ran.assert_stderr(["cannot be read as a zip archive"]);
        assert_eq!(project.state(), before, "{}", from.display());
    }
}

#[test]
fn a_wheel_with_an_unsafe_path_is_rejected() {
    let project = Project::new();
    project.begin();
    let text = first().to_string();
    let place = "tccli/services/demo/v20200101/api.json";
    for (number, name) in [
        "../outside",
        "tccli/../../outside",
        "/outside",
        "..\\outside",
        "tccli\\..\\..\\outside",
        "\\outside",
        "C:outside",
        "C:\\outside",
    ]
    .into_iter()
    .enumerate()
    {
        let from = wheel(
            &project,
            &format!("{number}.whl"),
            &[(name, b""), (place, text.as_bytes())],
        );
        let ran = project.update(&from, &["--tccli", "3.0.2.1"]);
        assert_eq!(ran.status, Some(2), "{name}: {}", ran.stdout);
        ran.assert_stderr(["leads out of it"]);
    }
}

#[test]
fn a_source_that_is_not_a_file_or_folder_is_an_error() {
    let project = Project::new();
    project.begin();
    let pipe = project.folder.path().join("target/pipe.whl");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let link = project.folder.path().join("target/link.whl");
    std::os::unix::fs::symlink("nowhere", &link).unwrap();
    for (from, expected) in [
        (pipe, "is neither a file nor a folder"),
        (link, "is a symbolic link that leads nowhere"),
    ] {
        let ran = project.update(&from, &[]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr([expected]);
    }
}

#[test]
fn duplicate_descriptions_are_errors_with_both_paths() {
    let text = first().to_string();
    for (one, other) in [
        // Two releases side by side, and two folders for one service.
        (
            "a/tccli/services/demo/v20200101",
            "b/tccli/services/demo/v20200101",
        ),
        ("services/demo/v20200101", "services/again/v20200101"),
    ] {
        let project = Project::new();
        project.begin();
        let tree = project.folder.path().join("target/both");
        for place in [one, other] {
            std::fs::create_dir_all(tree.join(place)).unwrap();
            std::fs::write(tree.join(place).join("api.json"), &text).unwrap();
        }
        let ran = project.update(&tree, &["--tccli", "3.0.2.1"]);
        assert_eq!(ran.status, Some(2), "{}", ran.stdout);
        ran.assert_stderr(["demo 2020-01-01 is described twice", one, other]);
    }
}

#[test]
fn the_release_comes_from_exactly_one_place() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let named = project.source("3.0.2.1.json", &next);
    let nameless = project.source("api.json", &next);
    let before = project.state();
    for (from, more, expected) in [
        (
            &named,
            &["--tccli", "3.0.1.1"][..],
            &["3.0.2.1.json is of tccli 3.0.2.1", "--tccli says 3.0.1.1"][..],
        ),
        (
            &nameless,
            &[],
            &["does not say which release", "with --tccli"],
        ),
        (
            &nameless,
            &["--tccli", "newest"],
            &["`newest` is not a release"],
        ),
    ] {
        let ran = project.update(from, more);
        assert_eq!(ran.status, Some(2), "{more:?}: {}", ran.stdout);
        ran.assert_stderr(expected);
        assert_eq!(project.state(), before);
    }
    for (from, more) in [(&named, &[][..]), (&nameless, &["--tccli", "3.0.2.1"])] {
        let ran = project.update(from, &[&["--check"], more].concat());
        assert_eq!(ran.status, Some(1), "{}", ran.stderr);
        ran.assert_stdout(["-> 3.0.2.1"]);
    }
    // A comparison writes nothing.
    let ran = project.run(&["diff", "schema", "target/api.json"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}

#[test]
fn a_truncated_wheel_in_the_cache_is_fetched_again() {
    let project = Project::new();
    project.begin();
    let text = first().to_string();
    let name = "tccli-3.0.1.1-py3-none-any.whl";
    let whole = wheel(
        &project,
        name,
        &[
            ("tccli-3.0.1.1.dist-info/METADATA", b"Name: tccli"),
            ("tccli/services/demo/v20200101/api.json", text.as_bytes()),
        ],
    );
    let programs = pip_with(&project, &whole);
    let cached = project.folder.path().join("target/upstream").join(name);
    std::fs::create_dir_all(cached.parent().unwrap()).unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    std::fs::write(&cached, &bytes[..bytes.len() / 2]).unwrap();
    let mut command = project.command(&["update", "--check", "--tccli", "3.0.1.1"]);
    let ran = Ran::of(command.env("PATH", programs).output().unwrap());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("it is fetched again"), "{}", ran.stderr);
    assert_eq!(std::fs::read(&cached).unwrap(), bytes);
}

#[test]
fn a_missing_pip_suggests_the_option_from() {
    let project = Project::new();
    project.begin();
    let mut command = project.command(&["update"]);
    let ran = Ran::of(command.env("PATH", "").output().unwrap());
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--from"), "{}", ran.stderr);
}

#[test]
fn a_cached_wheel_is_not_fetched_again() {
    let project = Project::new();
    let first = project.begin();
    let inside = "tccli/services/demo/v20200101/api.json";
    let text = std::fs::read(first).unwrap();
    let name = "upstream/tccli-3.0.1.1-py2.py3-none-any.whl";
    std::fs::remove_dir_all(project.folder.path().join("target/upstream")).unwrap();
    std::fs::create_dir_all(project.folder.path().join("target/upstream")).unwrap();
    let release = ("tccli-3.0.1.1.dist-info/METADATA", &b"Name: tccli"[..]);
    wheel(&project, name, &[release, (inside, &text)]);
    for arguments in [&["update", "--tccli", "3.0.1.1"][..], &["add", "Wait"]] {
        let mut command = project.command(arguments);
        let ran = Ran::of(command.env("PATH", "").output().unwrap());
        assert_eq!(ran.status, Some(0), "{arguments:?}: {}", ran.stderr);
    }
    assert!(project.out().join("src/model/wait_request.rs").exists());
}

#[test]
fn the_newest_release_is_fetched_with_pip_and_cached() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "Person").push(member("Age", "int64", false, "")));
    let text = next.to_string();
    let inside = "tccli/services/demo/v20200101/api.json";
    let name = "tccli-3.0.2.1-py2.py3-none-any.whl";
    let release = ("tccli-3.0.2.1.dist-info/METADATA", &b"Name: tccli"[..]);
    let wheel = wheel(&project, name, &[release, (inside, text.as_bytes())]);
    let mut command = project.command(&["update", "--json"]);
    let programs = pip_with(&project, &wheel);
    let ran = Ran::of(command.env("PATH", programs).output().unwrap());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    // Output of pip goes to standard error, separately from the JSON output.
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["release"]["to"], "3.0.2.1");
    assert!(
        ran.stderr.contains("pip download --no-deps"),
        "{}",
        ran.stderr
    );
    let kept = project.folder.path().join("target/upstream");
    let names = std::fs::read_dir(&kept).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["demo-2020-01-01", name]);
}

#[test]
fn pip_also_fetches_the_error_codes_of_the_same_release() {
    let project = Project::new();
    let text = first().to_string();
    let described = wheel(
        &project,
        "tccli-3.0.2.1-py2.py3-none-any.whl",
        &[
            ("tccli-3.0.2.1.dist-info/METADATA", b"Name: tccli"),
            ("tccli/services/demo/v20200101/api.json", text.as_bytes()),
        ],
    );
    let codes = "# Gone.\nA_B = 'ResourceNotFound.Demo'\n";
    let codes = wheel(
        &project,
        "tencentcloud_sdk_python-3.0.2-py2.py3-none-any.whl",
        &[(
            "tencentcloud/demo/v20200101/errorcodes.py",
            codes.as_bytes(),
        )],
    );
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let runtime = runtime.to_str().unwrap();
    let arguments = ["--out", "target/sdk", "--all", "--runtime", runtime];
    let mut command = project.command(&[&["sdk"], &arguments[..]].concat());
    let wheels = [
        ("tccli", &*described),
        ("tencentcloud-sdk-python==3.0.2", &*codes),
    ];
    let programs = pip_with_all(&project, &wheels);
    let ran = Ran::of(command.env("PATH", programs).output().unwrap());
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let file = "target/sdk/tencent-demo/src/error_code.rs";
    let text = std::fs::read_to_string(project.folder.path().join(file)).unwrap();
    assert!(text.contains("RESOURCE_NOT_FOUND_DEMO"), "{text}");

    // Both wheels are in the cache now.
    let arguments = [&["sdk", "--tccli", "3.0.2.1"], &arguments[..]].concat();
    let ran = Ran::of(
        project
            .command(&arguments)
            .env("PATH", "")
            .output()
            .unwrap(),
    );
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
}
