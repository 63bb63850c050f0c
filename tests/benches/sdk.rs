//! Measures how long it takes to generate complete crates of whole services. The floors of the same run are
//! parsing the descriptions, and printing plain structs with derives through quote, syn and prettyplease.
//! One thread, in seconds of wall-clock time.
//!
//! `UPSTREAM_DIR` names a folder of `<service>-<version>/api.json`. `TCCLI_SERVICES` names the folder
//! `tccli/services` of an unpacked wheel, for all services and a plot in `target/members.svg`. `ERROR_CODES` names
//! the folder `tencentcloud` of an unpacked wheel of tencentcloud-sdk-python.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use tencent_codegen::{SdkOptions, SourceFile, Upstream};
use tests::{derived, schema};

/// The times of one service or of several services.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    members: usize,
    parse: f64,
    derives: f64,
    whole: f64,
}

fn main() {
    println!(
        "{:<28} {:>8} {:>10} {:>10} {:>10}",
        "", "members", "parse", "derives", "everything"
    );
    for file in descriptions("UPSTREAM_DIR", 1) {
        let best = (0..5)
            .map(|_| measure(&file))
            .min_by(|a, b| a.whole.total_cmp(&b.whole));
        let name = file
            .path
            .parent()
            .and_then(Path::file_name)
            .unwrap_or_default();
        print(&name.to_string_lossy(), best.unwrap_or_default());
    }
    let all = descriptions("TCCLI_SERVICES", 2);
    if all.is_empty() {
        return;
    }
    let taken: Vec<Taken> = all.iter().map(measure).collect();
    let sum = taken.iter().fold(Taken::default(), |sum, one| Taken {
        members: sum.members + one.members,
        parse: sum.parse + one.parse,
        derives: sum.derives + one.derives,
        whole: sum.whole + one.whole,
    });
    print(&format!("all {}", all.len()), sum);
    let plot = schema::workspace().join("target/members.svg");
    std::fs::write(&plot, draw(&taken)).unwrap();
    println!("the plot is in {}", plot.display());
}

fn print(name: &str, taken: Taken) {
    let Taken {
        members,
        parse,
        derives,
        whole,
    } = taken;
    println!(
        "{name:<28} {members:>8} {parse:>10.3} {derives:>10.3} {whole:>10.3}   {:.1} times the derives",
        whole / derives
    );
}

/// Returns the `api.json` files at that depth below the folder that the variable names.
fn descriptions(variable: &str, depth: usize) -> Vec<SourceFile> {
    let Some(root) = std::env::var_os(variable).map(PathBuf::from) else {
        eprintln!("skipped: {variable} names no folder of upstream's descriptions");
        return Vec::new();
    };
    let mut folders = vec![root];
    for _ in 0..depth {
        let inner = folders
            .iter()
            .filter(|path| path.is_dir())
            .flat_map(|path| schema::files_in(path));
        folders = inner.collect();
    }
    let files = folders
        .iter()
        .map(|folder| folder.join("api.json"))
        .filter(|path| path.is_file());
    files
        .map(|path| SourceFile::new(&path, std::fs::read(&path).unwrap()))
        .collect()
}

fn measure(file: &SourceFile) -> Taken {
    let (parse, _) = timed(|| serde_json::from_slice::<Value>(&file.bytes).unwrap());
    let upstream = Upstream::parse(file, "0").unwrap();
    let facts = upstream.facts(upstream.actions()).unwrap();
    let (derives, _) = timed(|| derived::text(&facts));
    let options = SdkOptions {
        error_codes: error_codes(&file.path),
        ..SdkOptions::default()
    };
    let (whole, _) = timed(|| {
        let upstream = Upstream::parse(file, "0").unwrap();
        upstream.generate(&options).unwrap()
    });
    Taken {
        members: facts
            .objects
            .values()
            .map(|object| object.members.len())
            .sum(),
        parse,
        derives,
        whole,
    }
}

/// Reads the error codes of the service and version whose description has this path.
fn error_codes(description: &Path) -> Option<SourceFile> {
    let root = PathBuf::from(std::env::var_os("ERROR_CODES")?);
    let version = description.parent()?;
    let service = version.parent()?.file_name()?;
    let path = root
        .join(service)
        .join(version.file_name()?)
        .join("errorcodes.py");
    let bytes = std::fs::read(&path).ok()?;
    Some(SourceFile::new(path, bytes))
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let made = black_box(work());
    (start.elapsed().as_secs_f64(), made)
}

/// Draws seconds over members, with a dot for each service.
fn draw(taken: &[Taken]) -> String {
    let most = |of: fn(&Taken) -> f64| taken.iter().map(of).fold(1e-9, f64::max);
    let (members, seconds) = (most(|one| one.members as f64), most(|one| one.whole));
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 400\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"640\" height=\"400\" fill=\"white\"/>\n\
         <path d=\"M60 20V350H620\" fill=\"none\" stroke=\"black\"/>\n",
    );
    for one in taken {
        let x = 60.0 + 550.0 * one.members as f64 / members;
        let y = 350.0 - 320.0 * one.whole / seconds;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"steelblue\" fill-opacity=\"0.6\"/>"
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"610\" y=\"368\" text-anchor=\"end\">{members} members</text>"
    );
    let _ = writeln!(
        svg,
        "<text x=\"66\" y=\"30\">{seconds:.2} s for everything</text>"
    );
    svg.push_str("</svg>\n");
    svg
}
