//! Kills batches at random points.
//!
//! `BATCH_KILLS=200` sets the number of kills, and `BATCH_SEED` the seed. The default takes seconds.

use std::collections::BTreeMap;
use std::time::Duration;

use tencent_ess::mock::{Fault, MockServer, Scenario};

use crate::trial::{Trial, flow, mock, outcome, received};

const REQUESTS: usize = 300;

/// The longest time before a kill.
const LIFE: u64 = 500;

/// The calls at a time, and so the largest number of calls that a kill makes ambiguous.
const CONCURRENCY: usize = 8;

fn variable(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |value| value.parse().unwrap())
}

/// Faults after which the outcome is unknown, or the answer is late.
fn faults() -> Scenario {
    Scenario::mix([
        (Fault::DropBeforeBody, 0.01),
        (Fault::DropAfterBody, 0.01),
        (Fault::TruncatedBody, 0.01),
        (Fault::Html(503), 0.01),
        (Fault::Slow(Duration::from_millis(30)), 0.3),
    ])
}

#[test]
fn a_killed_batch_continues_and_sends_no_request_twice() {
    let seed = variable("BATCH_SEED", 1);
    let mut kills = variable("BATCH_KILLS", 8);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut totals = BTreeMap::<&str, usize>::new();
    while kills > 0 {
        let mock = mock(faults(), random.u64(..));
        let trial = Trial::new(&mock, REQUESTS);
        let concurrency = CONCURRENCY.to_string();
        let arguments = ["--concurrency", &concurrency];
        let before = kills;
        let status = loop {
            let mut process = trial.start(&arguments);
            if kills > 0 {
                std::thread::sleep(Duration::from_millis(random.u64(..LIFE)));
                process.kill().unwrap();
            }
            let ended = process.wait_with_output().unwrap();
            match ended.status.code() {
                None => kills -= 1,
                Some(status) => break status,
            }
        };
        check(
            &mock,
            &trial,
            status,
            (before - kills) as usize,
            &mut totals,
        );
    }
    println!("seed {seed}: {totals:?}");
}

/// Checks a batch that ended.
fn check(
    mock: &MockServer,
    trial: &Trial,
    status: i32,
    kills: usize,
    totals: &mut BTreeMap<&'static str, usize>,
) {
    let received = received(mock);
    let outcomes = trial.outcomes();
    assert_eq!(
        outcomes.keys().copied().collect::<Vec<_>>(),
        (1..=REQUESTS).collect::<Vec<_>>()
    );
    let (mut answered, mut ambiguous, mut unreceived) = (0, 0, 0);
    for (line, outcomes) in &outcomes {
        let received = received.get(line).copied().unwrap_or_default();
        let [outcome_of_line] = &outcomes[..] else {
            panic!("line {line}: {outcomes:?}");
        };
        match outcome(outcome_of_line).as_str() {
            "response" => {
                assert_eq!(received, 1, "line {line}");
                let document = outcome_of_line["response"]["DocumentId"].as_str().unwrap();
                assert_eq!(document.replace("doc", "pst"), flow(*line));
                answered += 1;
            }
            "ambiguous" => {
                assert!(received <= 1, "line {line}: {received}");
                ambiguous += 1;
                unreceived += usize::from(received == 0);
            }
            other => panic!("line {line}: {other}"),
        }
    }
    assert_eq!(answered + ambiguous, REQUESTS);
    let expected = if ambiguous == 0 { 0 } else { 4 };
    assert_eq!(status, expected);
    for (name, count) in [
        ("kills", kills),
        ("answered", answered),
        ("ambiguous", ambiguous),
        ("ambiguous and not received", unreceived),
        ("received", received.values().sum()),
    ] {
        *totals.entry(name).or_default() += count;
    }
}
