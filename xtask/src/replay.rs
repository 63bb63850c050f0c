//! `cargo xtask replay`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fs_err as fs;
use miette::{IntoDiagnostic, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::arguments::{Docs, Replay, Sdk};
use crate::problem::{Problem, while_doing};
use crate::say::say;
use crate::sdk::{self, Package};
use crate::upstream::Descriptions;
use crate::{Outcome, sources};

/// What upstream documents of a service's actions.
#[derive(Deserialize)]
struct Examples {
    actions: BTreeMap<String, Vec<Example>>,
}

#[derive(Deserialize)]
struct Example {
    #[serde(default)]
    title: String,
    input: String,
    output: String,
}

/// A text that is replayed.
#[derive(Debug, Serialize)]
struct Documented {
    action: String,
    sent: bool,
    text: String,
    #[serde(skip)]
    title: String,
}

/// Why the generated types do not take a text.
#[derive(Clone, Debug, Deserialize)]
struct Objection {
    kind: String,
    path: String,
    reason: String,
}

/// What came of the documented calls of a service.
#[derive(Debug, Default, Serialize)]
struct Told {
    service: String,
    inputs: Count,
    outputs: Count,
    /// How many failed for which reason.
    reasons: BTreeMap<String, usize>,
    failures: Vec<Failure>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Count {
    passed: usize,
    failed: usize,
}

#[derive(Debug, Serialize)]
struct Failure {
    action: String,
    title: String,
    of: &'static str,
    kind: String,
    path: String,
    reason: String,
}

pub(crate) fn run(arguments: &Replay) -> Result<Outcome> {
    let work = match &arguments.work {
        Some(folder) => folder.clone(),
        None => sources::in_project("target/replay")?,
    };
    let sdk = Sdk {
        from: Some(arguments.from.clone()),
        tccli: None,
        out: work.join("sdk"),
        all: arguments.services.is_empty(),
        services: arguments.services.clone(),
        actions: Vec::new(),
        docs: Docs::None,
        quiet: arguments.json,
        runtime: None,
        schema: None,
        cache: None,
    };
    let packages = sdk::generate(&sdk)?.packages;
    let checker = work.join("checker");
    write_checker(&checker, &sdk.out, &packages)?;
    build(&checker)?;
    let mut descriptions = Descriptions::open(&arguments.from)?;
    let mut told = Vec::new();
    for package in &packages {
        let file = descriptions.read(&package.entry, "examples.json")?;
        let examples: Examples = serde_json::from_slice(&file.bytes).into_diagnostic()?;
        told.push(check(&checker, package, documented(examples))?);
    }
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&told).into_diagnostic()?);
    } else {
        show(&told);
    }
    Ok(Outcome::Written)
}

/// The texts that say what is sent and what is answered. Upstream documents some calls as addresses,
/// and some answers are errors: neither has a type here.
fn documented(examples: Examples) -> Vec<Documented> {
    let mut texts = Vec::new();
    for (action, examples) in examples.actions {
        for example in examples {
            let text = |sent, text| Documented {
                action: action.clone(),
                sent,
                text,
                title: example.title.clone(),
            };
            if example.input.starts_with("POST") {
                texts.push(text(true, body(&example.input).to_owned()));
            }
            texts.extend(response(&example.output).map(|answer| text(false, answer)));
        }
    }
    texts
}

/// What stands below the headers.
fn body(request: &str) -> &str {
    let ends = ["\r\n\r\n", "\n\n"];
    let parts = ends.iter().filter_map(|end| request.split_once(end));
    parts
        .map(|(_, body)| body)
        .next()
        .unwrap_or_default()
        .trim()
}

fn response(output: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(output).ok()?;
    let response = answer.get("Response")?;
    let is_error = response.get("Error").is_some_and(Value::is_object);
    (!is_error).then(|| response.to_string())
}

/// A program for each crate: it compiles that crate's types alone.
fn write_checker(folder: &Path, sdk: &Path, packages: &[Package]) -> Result<(), Problem> {
    let writing = || while_doing("writing the checker");
    let sdk = sdk.canonicalize().map_err(writing())?;
    let runtime = sources::in_project("runtime")?
        .canonicalize()
        .map_err(writing())?;
    let mut manifest = format!(
        "[package]\nname = \"checker\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[profile.dev]\ndebug = false\nincremental = false\n\n[dependencies]\n\
         tencent-runtime = {{ path = {runtime:?}, default-features = false, \
         features = [\"cli\", \"default-tls\"] }}\n"
    );
    for package in packages {
        let path = sdk.join(&package.name);
        let text = fs::read_to_string(path.join("Cargo.toml")).map_err(writing())?;
        let features = if text.contains("\nfull = [") {
            "\"full\""
        } else {
            ""
        };
        let name = &package.name;
        manifest.push_str(&format!(
            "{name} = {{ path = {path:?}, default-features = false, features = [{features}] }}\n"
        ));
        let library = name.replace('-', "_");
        write(
            &folder.join(format!("src/bin/{name}.rs")),
            &format!(
                "fn main() -> std::process::ExitCode {{\n    \
                 tencent_runtime::cli::replay({library}::visit_actions)\n}}\n"
            ),
        )?;
    }
    write(&folder.join("Cargo.toml"), &manifest)
}

/// Writes a file, unless it says so already: cargo builds again what was touched.
fn write(path: &PathBuf, text: &str) -> Result<(), Problem> {
    let writing = || while_doing("writing the checker");
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(writing())?;
    }
    fs::write(path, text).map_err(writing())
}

fn build(checker: &Path) -> Result<(), Problem> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--bins", "--quiet"])
        .current_dir(checker)
        .env_remove("CARGO_TARGET_DIR")
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .map_err(while_doing("starting cargo"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::NotBuilt {
            folder: checker.to_path_buf(),
        })
    }
}

/// Has the program of a crate read all texts.
fn check(checker: &Path, package: &Package, texts: Vec<Documented>) -> Result<Told> {
    let mut program = Command::new(checker.join("target/debug").join(&package.name))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .into_diagnostic()?;
    let mut input = program.stdin.take();
    let answer = std::thread::scope(|scope| {
        // Both ends at once, or each would wait for the other.
        scope.spawn(|| {
            if let Some(mut input) = input.take() {
                for text in &texts {
                    let line = serde_json::to_string(text).unwrap_or_default();
                    if writeln!(input, "{line}").is_err() {
                        break;
                    }
                }
            }
        });
        program.wait_with_output()
    });
    let answer = String::from_utf8_lossy(&answer.into_diagnostic()?.stdout).into_owned();
    let mut told = Told {
        service: package.name.clone(),
        ..Told::default()
    };
    let mut answers = answer.lines();
    for text in texts {
        let objection = match answers.next() {
            Some(line) => serde_json::from_str::<Option<Objection>>(line).into_diagnostic()?,
            None => Some(Objection {
                kind: "crashed".to_owned(),
                path: String::new(),
                reason: "the checker came to no end".to_owned(),
            }),
        };
        told.count(text, objection);
    }
    Ok(told)
}

impl Told {
    fn count(&mut self, text: Documented, objection: Option<Objection>) {
        let count = if text.sent {
            &mut self.inputs
        } else {
            &mut self.outputs
        };
        let Some(objection) = objection else {
            count.passed += 1;
            return;
        };
        count.failed += 1;
        let of = if text.sent { "input" } else { "output" };
        *self
            .reasons
            .entry(format!("{of}: {}", objection.kind))
            .or_default() += 1;
        self.failures.push(Failure {
            action: text.action,
            title: text.title,
            of,
            kind: objection.kind,
            path: objection.path,
            reason: objection.reason,
        });
    }
}

fn show(told: &[Told]) {
    let line = |name: &str, inputs: Count, outputs: Count, reasons: &BTreeMap<String, usize>| {
        let reasons: Vec<String> = reasons
            .iter()
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        say!(
            "{name:<32} {:>6} of {:<6} {:>6} of {:<6} {}",
            inputs.passed,
            inputs.passed + inputs.failed,
            outputs.passed,
            outputs.passed + outputs.failed,
            reasons.join(", ")
        );
    };
    say!("{:<32} {:>16} {:>16}", "crate", "inputs", "outputs");
    let mut all = Told::default();
    for service in told {
        line(
            &service.service,
            service.inputs,
            service.outputs,
            &service.reasons,
        );
        for (sum, part) in [
            (&mut all.inputs, service.inputs),
            (&mut all.outputs, service.outputs),
        ] {
            sum.passed += part.passed;
            sum.failed += part.failed;
        }
        for (reason, count) in &service.reasons {
            *all.reasons.entry(reason.clone()).or_default() += count;
        }
    }
    line("all", all.inputs, all.outputs, &all.reasons);
}
