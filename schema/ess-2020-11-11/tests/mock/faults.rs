//! Tests how both clients classify the faults, and how scenarios select them.

use std::time::{Duration, Instant};

use serde_json::json;
use tencent_ess::Error;
use tencent_ess::error::TransportCause;
use tencent_ess::mock::{Fault, MockServer, Scenario};
use tencent_ess::model::{
    CancelFlowRequest, DescribeFlowBriefsRequest, DescribeFlowBriefsResponse, FlowStatus,
};
use tests::clients::{AnyClient, Settings, each};

use crate::servers::send;
use crate::{FLOW, cancel, code, describe, once, retrying, start};

/// Asserts what each client reports for a fault of one request, without retries.
fn fails_with(fault: Fault, check: impl Fn(&Error)) {
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>().injects(fault.clone());
        let error = open(&once(&mock)).send(&cancel(FLOW)).unwrap_err();
        check(&error);
        let received = usize::from(fault != Fault::DropBeforeBody);
        assert_eq!(mock.received::<CancelFlowRequest>().len(), received);
        assert_eq!(mock.verify(), Ok(()));
    });
}

/// Asserts that a call succeeds after a fault of its first attempt.
fn succeeds_after(fault: Fault) {
    each(|open| {
        let mock = start();
        mock.on::<DescribeFlowBriefsRequest>()
            .injects(fault.clone())
            .then()
            .reply_default();
        open(&retrying(&mock)).send(&describe()).unwrap();
    });
}

#[test]
fn a_dropped_connection_is_ambiguous() {
    for fault in [
        Fault::DropBeforeBody,
        Fault::DropAfterBody,
        Fault::TruncatedBody,
    ] {
        fails_with(fault.clone(), |error| {
            let Error::Ambiguous(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.cause(), TransportCause::Broken);
        });
        succeeds_after(fault);
    }
}

#[test]
fn an_answer_that_is_not_json_is_undecodable() {
    for (fault, status) in [
        (Fault::TruncatedJson, 200),
        (Fault::Html(503), 503),
        (Fault::Html(404), 404),
        (Fault::Empty, 200),
        (Fault::NotJson, 200),
    ] {
        fails_with(fault, |error| {
            assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
            assert_eq!(error.http_status(), Some(status));
            assert_eq!(error.is_retryable(), status == 503);
        });
    }
    succeeds_after(Fault::Html(503));
}

#[test]
fn a_throttled_call_is_repeated() {
    fails_with(Fault::Throttled, |error| {
        assert_eq!(code(error), "RequestLimitExceeded");
        assert!(error.is_throttled() && error.is_retryable());
    });
    succeeds_after(Fault::Throttled);
}

#[test]
fn an_expired_token_is_an_error_of_the_credential() {
    fails_with(Fault::ExpiredToken, |error| {
        assert_eq!(code(error), "AuthFailure.TokenFailure");
        assert!(error.is_auth());
    });
}

#[test]
fn the_client_corrects_its_clock() {
    let hour = Duration::from_secs(3600);
    fails_with(Fault::ClockAhead(hour), |error| {
        assert_eq!(code(error), "AuthFailure.SignatureExpire");
    });
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>()
            .injects(Fault::ClockAhead(hour))
            .then()
            .reply_default();
        let client = open(&retrying(&mock));
        client.send(&cancel(FLOW)).unwrap();
        client.send(&cancel(FLOW)).unwrap();
        let received = mock.received::<CancelFlowRequest>();
        assert_eq!(received.len(), 3);
        let time = |position: usize| -> u64 {
            let received = received.get(position).unwrap();
            received.header("x-tc-timestamp").unwrap().parse().unwrap()
        };
        assert!(time(1) - time(0) >= 3599 && time(2) >= time(1));

        mock.set_clock_ahead(Duration::ZERO);
        client.send(&cancel(FLOW)).unwrap();
    });
}

#[test]
fn a_slow_answer_is_a_timeout() {
    let fault = Fault::Slow(Duration::from_millis(400));
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>().injects(fault.clone());
        let started = Instant::now();
        open(&once(&mock)).send(&cancel(FLOW)).unwrap();
        assert!(started.elapsed() >= Duration::from_millis(400));
        let impatient = Settings {
            attempt_timeout: Duration::from_millis(100),
            ..once(&mock)
        };
        let error = open(&impatient).send(&cancel(FLOW)).unwrap_err();
        assert!(
            matches!(error, Error::Ambiguous(_)) && error.is_timeout(),
            "{error:?}"
        );
    });
}

#[test]
fn numbers_as_text_are_decoded() {
    each(|open| {
        let mock = start();
        mock.on::<DescribeFlowBriefsRequest>()
            .injects(Fault::NumbersAsText)
            .then()
            .reply_default();
        let client = open(&once(&mock));
        let odd = client.send(&describe()).unwrap();
        let normal = client.send(&describe()).unwrap();
        assert!(!odd.flow_briefs.is_empty());
        assert_eq!(odd.flow_briefs, normal.flow_briefs);
    });
}

fn status(response: &DescribeFlowBriefsResponse) -> Option<&FlowStatus> {
    response.flow_briefs.first()?.flow_status.as_ref()
}

#[test]
fn a_future_server_sends_unknown_values_and_members() {
    each(|open| {
        let mock = start();
        mock.on::<DescribeFlowBriefsRequest>()
            .injects(Fault::FutureServer)
            .then()
            .reply_default();
        let client = open(&once(&mock));
        let future = client.send(&describe()).unwrap();
        assert!(
            matches!(status(&future), Some(FlowStatus::Unknown(_))),
            "{future:?}"
        );
        let normal = client.send(&describe()).unwrap();
        assert!(
            !matches!(status(&normal), None | Some(FlowStatus::Unknown(_))),
            "{normal:?}"
        );
    });
}

#[test]
fn a_scenario_applies_to_all_actions_and_keeps_expectations() {
    each(|open| {
        let mock = MockServer::builder(tencent_ess::actions())
            .scenario("throttled".parse().unwrap())
            .start()
            .unwrap();
        mock.on::<CancelFlowRequest>().reply_default().times(1);
        let client = open(&once(&mock));
        assert!(client.send(&cancel(FLOW)).unwrap_err().is_throttled());
        assert!(client.send(&describe()).unwrap_err().is_throttled());
        mock.set_scenario(Scenario::always(Fault::DropBeforeBody));
        assert!(matches!(client.send(&describe()), Err(Error::Ambiguous(_))));
        mock.set_scenario(Scenario::none());
        client.send(&cancel(FLOW)).unwrap();
    });
}

#[test]
fn a_scenario_changes_the_answers_of_expectations() {
    let mock = start();
    let reply = json!({ "FlowBriefs": [{ "FlowId": FLOW, "FlowStatus": 2 }] });
    let reply: DescribeFlowBriefsResponse = serde_json::from_value(reply).unwrap();
    mock.on::<DescribeFlowBriefsRequest>().reply(reply.clone());
    mock.set_scenario("numbers-as-text".parse().unwrap());
    let answer = send(&mock, "DescribeFlowBriefs", &describe(), &[]);
    let brief = &answer["Response"]["FlowBriefs"][0];
    assert_eq!(brief, &json!({ "FlowId": FLOW, "FlowStatus": "2" }));
    let found = AnyClient::blocking(&once(&mock)).send(&describe()).unwrap();
    assert_eq!(found.flow_briefs, reply.flow_briefs);
}

#[test]
fn a_header_selects_the_scenario_of_one_request() {
    let mock = start();
    let call = |scenario: &str| {
        let answer = send(
            &mock,
            "CancelFlow",
            &cancel(FLOW),
            &[("X-Mock-Scenario", scenario)],
        );
        answer["Response"]["Error"]["Code"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(call("throttled").as_deref(), Some("RequestLimitExceeded"));
    assert_eq!(call("none"), None);
    assert_eq!(call("slower").as_deref(), Some("InvalidParameterValue"));
    mock.set_scenario("expired-token".parse().unwrap());
    assert_eq!(call("none"), None);
    assert_eq!(call("throttled=1").as_deref(), Some("RequestLimitExceeded"));
}

/// The outcome of 200 calls, one letter each.
fn outcomes(seed: u64) -> String {
    let mock = MockServer::builder(tencent_ess::actions())
        .seed(seed)
        .scenario("throttled=0.2,html=0.1".parse().unwrap())
        .start()
        .unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let calls = (0..200).map(|_| match client.send(&cancel(FLOW)) {
        Ok(_) => '.',
        Err(Error::Api(_)) => 'T',
        Err(Error::Undecodable(_)) => 'H',
        Err(other) => panic!("{other:?}"),
    });
    calls.collect()
}

#[test]
fn a_mix_is_the_same_for_the_same_seed() {
    let first = outcomes(1);
    assert_eq!(first, outcomes(1));
    assert_ne!(first, outcomes(2));
    let count = |letter| first.chars().filter(|found| *found == letter).count();
    assert!((20..=60).contains(&count('T')), "{first}");
    assert!((8..=36).contains(&count('H')), "{first}");
}

#[test]
fn calls_of_idempotent_actions_survive_the_soak_mix() {
    each(|open| {
        let mock = MockServer::builder(tencent_ess::actions())
            .scenario("soak".parse().unwrap())
            .seed(3)
            .start()
            .unwrap();
        let client = open(&Settings {
            retry: retrying(&mock).retry.max_attempts(8),
            ..retrying(&mock)
        });
        for _ in 0..100 {
            match client.send(&describe()) {
                Ok(_) => {}
                // Only the JSON of an answer with status 200 is not repeated.
                Err(Error::Undecodable(error)) => assert_eq!(error.http_status(), 200),
                Err(other) => panic!("{other:?}"),
            }
        }
    });
}
