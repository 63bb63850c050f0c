//! Signals that end a batch.

use std::process::{Child, Command};
use std::time::Duration;

use tencent_ess::mock::{Fault, MockServer, Scenario};

use crate::trial::{Ran, Trial, mock, received};

fn slow() -> (MockServer, Trial) {
    let mock = mock(Scenario::always(Fault::Slow(Duration::from_secs(1))), 0);
    let trial = Trial::new(&mock, 10);
    (mock, trial)
}

/// Starts a batch, and waits for the first requests.
fn start(mock: &MockServer, trial: &Trial, requests: usize) -> Child {
    let process = trial.start(&["--concurrency", &requests.to_string()]);
    while received(mock).len() < requests {
        std::thread::sleep(Duration::from_millis(5));
    }
    process
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    let status = Command::new("kill").args(["-s", name, &id]).status();
    assert!(status.unwrap().success());
}

fn end(process: Child) -> Ran {
    process.wait_with_output().unwrap().into()
}

#[test]
fn the_first_signal_waits_for_the_calls_that_were_sent() {
    for name in ["INT", "TERM"] {
        let (mock, trial) = slow();
        let process = start(&mock, &trial, 2);
        signal(&process, name);
        end(process).assert(3, &["stopping", "2 of 10", "8 were not executed"]);
        assert_eq!(trial.last_outcomes().len(), 2);
        assert_eq!(received(&mock).len(), 2);
    }
}

#[test]
fn the_second_signal_ends_at_once() {
    let (mock, trial) = slow();
    let process = start(&mock, &trial, 2);
    signal(&process, "INT");
    std::thread::sleep(Duration::from_millis(200));
    signal(&process, "INT");
    end(process).assert(130, &["ended before 2 calls had an outcome"]);
    assert!(trial.outcomes().is_empty());
    mock.set_scenario(Scenario::none());
    let ran = trial.run(&[]);
    ran.assert(4, &["8 of 10", "2 are ambiguous", "lines 1-2;"]);
    assert!(received(&mock).values().all(|received| *received == 1));
}

#[test]
fn calls_that_wait_for_a_permit_are_not_sent_after_a_signal() {
    let (mock, trial) = slow();
    // All ten calls wait for permits, of which one comes each 3 ms, so the first one is sent.
    let process = start(&mock, &trial, 1);
    signal(&process, "INT");
    end(process).assert(3, &["stopping"]);
    let started = received(&mock).len();
    assert_eq!(trial.last_outcomes().len(), started);
}
