//! Which batch an output belongs to, and how it is protected and repaired.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use tencent_ess::mock::{Fault, MockServer, Scenario};

use crate::trial::{Ran, Trial, mock, received, request};

/// Starts a server, and a batch of three requests of which two have a response.
fn interrupted() -> (MockServer, Trial) {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 3);
    trial.run(&[]).assert(0, &[]);
    let text = std::fs::read_to_string(trial.output()).unwrap();
    // As if the process had been killed before the third request was started.
    let kept = text.lines().map(|line| match line.contains("\"started\"") {
        true => without_third(line),
        false => line.to_owned(),
    });
    let kept = kept.filter(|line| !line.starts_with("{\"line\":3,"));
    let kept: String = kept.map(|line| line + "\n").collect();
    std::fs::write(trial.output(), kept).unwrap();
    (mock, trial)
}

fn without_third(line: &str) -> String {
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    record["started"].as_object_mut().unwrap().remove("3");
    record.to_string()
}

#[test]
fn a_batch_continues_with_the_requests_that_were_not_started() {
    let (mock, trial) = interrupted();
    trial.run(&[]).assert(0, &["3 of 3"]);
    assert_eq!(received(&mock), [(1, 1), (2, 1), (3, 2)].into());
}

#[test]
fn a_changed_input_is_refused_with_its_place() {
    let (mock, trial) = interrupted();
    let output = std::fs::read(trial.output()).unwrap();
    let (one, two, three, four) = (request(1), request(2), request(3), request(4));
    for (lines, place) in [
        (
            [&*one, &four, &three].join("\n"),
            "requests.jsonl:2: this line changed",
        ),
        (
            [&*one, &two, &four].join("\n"),
            "requests.jsonl:3: this line, or a later one, changed",
        ),
        ([&*one, &two].join("\n"), "it has 2 requests instead of 3"),
        (
            [&*one, &two, &three, &four].join("\n"),
            "it has 4 requests instead of 3",
        ),
        (
            [&*two, &one, &three].join("\n"),
            "requests.jsonl:1: this line changed",
        ),
    ] {
        trial.write_input(lines);
        trial.run(&[]).assert(2, &[place, "choose another --out"]);
    }
    assert_eq!(std::fs::read(trial.output()).unwrap(), output);
    assert_eq!(received(&mock).values().sum::<usize>(), 3);
}

#[test]
fn another_action_endpoint_or_region_is_refused() {
    let (mock, trial) = interrupted();
    let run = |action: &str, more: &[&str]| -> Ran {
        trial.command_of(action, more).output().unwrap().into()
    };
    run("StartFlow", &[]).assert(2, &["another action: CreateDocument, not StartFlow"]);
    let other = ["--region", "ap-guangzhou"];
    trial
        .run(&other)
        .assert(2, &["another region: none, not ap-guangzhou"]);
    let other = Trial::at("http://127.0.0.1:1".to_owned(), 3);
    std::fs::copy(trial.output(), other.output()).unwrap();
    let ran = other.run(&[]);
    ran.assert(
        2,
        &["another endpoint: ", &mock.url(), "http://127.0.0.1:1"],
    );
}

#[test]
fn a_file_that_is_not_an_output_is_left_alone() {
    let mock = mock(Scenario::none(), 0);
    let trial = Trial::new(&mock, 1);
    for content in [
        "hello",
        "hello\n",
        "{\"line\":1}\n",
        "\0\0\0\0",
        "{\"batch\":1}\n{}\n",
    ] {
        std::fs::write(trial.output(), content).unwrap();
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(trial.output(), open).unwrap();
        trial
            .run(&[])
            .assert(2, &["results.jsonl", "choose another --out"]);
        assert_eq!(std::fs::read_to_string(trial.output()).unwrap(), content);
        let mode = trial.output().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o644);
    }
    std::fs::remove_file(trial.output()).unwrap();
    std::fs::create_dir(trial.output()).unwrap();
    trial.run(&[]).assert(2, &["results.jsonl"]);
    std::fs::remove_dir(trial.output()).unwrap();
    // An empty file, as touch creates it, becomes private.
    std::fs::write(trial.output(), "").unwrap();
    std::fs::set_permissions(trial.output(), std::fs::Permissions::from_mode(0o644)).unwrap();
    trial.run(&[]).assert(0, &["1 of 1"]);
    let mode = trial.output().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn an_incomplete_last_line_is_removed() {
    let (mock, trial) = interrupted();
    let complete = std::fs::read(trial.output()).unwrap();
    let started = "{\"started\":{\"3\":\"5fd924625f6ab16a\"},\"at\":\"2026-11-30T12:00:00Z\"}\n";
    let sent = received(&mock).values().sum::<usize>();
    for (number, length) in (1..started.len()).step_by(13).enumerate() {
        let mut torn = complete.clone();
        torn.extend(&started.as_bytes()[..length]);
        std::fs::write(trial.output(), torn).unwrap();
        trial.run(&[]).assert(0, &["3 of 3"]);
        assert_eq!(trial.outcomes()[&3].len(), 1);
        assert_eq!(received(&mock).values().sum::<usize>(), sent + number + 1);
    }
    // The blocks of a file may be empty after a loss of power.
    let mut torn = complete.clone();
    torn.extend([0; 4096]);
    std::fs::write(trial.output(), torn).unwrap();
    trial.run(&[]).assert(0, &["3 of 3"]);
}

#[test]
fn a_damaged_line_before_others_is_refused() {
    let (mock, trial) = interrupted();
    let text = std::fs::read_to_string(trial.output()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for damaged in 1..lines.len() - 1 {
        let mut lines = lines.clone();
        lines[damaged] = "\0\0\0";
        std::fs::write(trial.output(), lines.join("\n") + "\n").unwrap();
        let place = format!("results.jsonl:{}: the line is damaged", damaged + 1);
        trial.run(&[]).assert(2, &[&place]);
    }
    assert_eq!(received(&mock).values().sum::<usize>(), 3);
}

#[test]
fn two_processes_cannot_write_to_one_output() {
    let mock = mock(Scenario::always(Fault::Slow(Duration::from_secs(2))), 0);
    let trial = Trial::new(&mock, 1);
    let first = trial.start(&[]);
    while received(&mock).is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    trial.run(&[]).assert(2, &["another process"]);
    let first: Ran = first.wait_with_output().unwrap().into();
    first.assert(0, &["1 of 1"]);
    assert_eq!(received(&mock), [(1, 1)].into());
}

#[test]
fn a_request_that_changes_during_the_batch_is_not_sent() {
    let mock = mock(Scenario::always(Fault::Slow(Duration::from_millis(500))), 0);
    let trial = Trial::new(&mock, 0);
    // More than a reader buffers.
    let padding = " ".repeat(100_000);
    let lines: Vec<String> = (1..=4).map(|line| request(line) + &padding).collect();
    trial.write_input(lines.join("\n"));
    let process = trial.start(&["--concurrency", "1"]);
    while received(&mock).is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(trial.input())
        .unwrap();
    let changed = lines[..2].join("\n") + "\n" + &lines[2].replace("yDRS", "yDRT");
    file.write_all(changed.as_bytes()).unwrap();
    let ran: Ran = process.wait_with_output().unwrap().into();
    ran.assert(3, &["requests.jsonl:3: this line changed", "2 of 4"]);
    assert_eq!(received(&mock), [(1, 1), (2, 1)].into());
}
