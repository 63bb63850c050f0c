//! Tests expectations: which requests they match, which answers they give, and what they report.

use std::time::{Duration, Instant};

use tencent_ess::ErrorCode;
use tencent_ess::model::{
    CancelFlowRequest, CancelFlowResponse, CreateBatchQuickSignUrlRequest,
    DescribeFlowBriefsRequest, DescribeFlowBriefsResponse, FlowBrief, StartFlowRequest,
    StartFlowResponse, StartFlowStatus,
};
use tests::clients::{AnyClient, each};

use crate::{
    FLOW, cancel, code, describe, flow, id, message, once, operator, reasons, retrying, start,
};

fn response(id: &str) -> CancelFlowResponse {
    let mut response = CancelFlowResponse::default();
    response.request_id = Some(id.to_owned());
    response
}

#[test]
fn a_typed_response_arrives_as_it_is() {
    each(|open| {
        let mock = start();
        let brief = FlowBrief::default().flow_id("flow-1").flow_name("one");
        let reply = DescribeFlowBriefsResponse::default().flow_briefs([brief]);
        mock.on::<DescribeFlowBriefsRequest>().reply(reply.clone());
        let mut found = open(&once(&mock)).send(&describe()).unwrap();
        assert!(found.request_id.take().is_some());
        assert_eq!(found, reply);
    });
}

#[test]
fn a_response_is_made_from_the_request() {
    each(|open| {
        let mock = start();
        mock.on::<DescribeFlowBriefsRequest>()
            .reply_with(|request| {
                let briefs = request
                    .flow_ids
                    .iter()
                    .flatten()
                    .map(|id| FlowBrief::default().flow_id(id));
                DescribeFlowBriefsResponse::default().flow_briefs(briefs)
            });
        let request = DescribeFlowBriefsRequest::new(["a", "b"]).operator(operator());
        let found = open(&once(&mock)).send(&request).unwrap();
        let ids = found.flow_briefs.into_iter().map(|brief| brief.flow_id);
        assert_eq!(ids.collect::<Vec<_>>(), ["a", "b"]);
    });
}

#[test]
fn the_first_expectation_that_matches_answers() {
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>()
            .matching(|request| flow(request).starts_with('a'))
            .matching(|request| flow(request).starts_with("az"))
            .reply(response("both"));
        mock.on::<CancelFlowRequest>()
            .matching(|request| flow(request).starts_with('a'))
            .reply(response("one"));
        mock.on::<CancelFlowRequest>().reply(response("any"));
        let client = open(&once(&mock));
        for (flow, expected) in [("a", "one"), ("az", "both"), ("b", "any"), ("az", "both")] {
            let found = client.send(&cancel(&id(flow))).unwrap();
            assert_eq!(found.request_id.as_deref(), Some(expected), "{flow}");
        }
    });
}

#[test]
fn answers_follow_each_other() {
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>()
            .fails(ErrorCode::from("FailedOperation"))
            .times(2)
            .then()
            .fails_with(ErrorCode::from("OperationDenied"), "not now")
            .then()
            .reply(response("last"));
        let client = open(&once(&mock));
        let call = || client.send(&cancel(FLOW));
        assert_eq!(code(&call().unwrap_err()), "FailedOperation");
        assert_eq!(code(&call().unwrap_err()), "FailedOperation");
        let denied = call().unwrap_err();
        assert_eq!(
            (code(&denied), &*message(&denied)),
            ("OperationDenied", "not now")
        );
        for _ in 0..3 {
            assert_eq!(call().unwrap().request_id.as_deref(), Some("last"));
        }
    });
}

#[test]
fn a_condition_after_then_limits_the_whole_expectation() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .reply(response("first"))
        .then()
        .matching(|request| flow(request) == id("a"))
        .reply(response("second"));
    mock.on::<CancelFlowRequest>().reply(response("other"));
    let client = AnyClient::blocking(&once(&mock));
    let found: Vec<_> = ["b", "a", "a"]
        .map(|flow| client.send(&cancel(&id(flow))).unwrap().request_id.unwrap())
        .into();
    assert_eq!(found, ["other", "first", "second"]);
}

#[test]
fn a_default_answer_can_be_an_expectation() {
    each(|open| {
        let mock = start();
        mock.on::<StartFlowRequest>()
            .fails(ErrorCode::REQUEST_LIMIT_EXCEEDED)
            .then()
            .reply_default();
        let request = StartFlowRequest::new(FLOW).operator(operator());
        let found = open(&retrying(&mock)).send(&request).unwrap();
        assert_ne!(found, StartFlowResponse::default());
        assert!(!matches!(found.status, Some(StartFlowStatus::Unknown(_))));
        assert_eq!(mock.received::<StartFlowRequest>().len(), 2);
    });
}

#[test]
fn an_answer_can_be_late() {
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>()
            .reply(response("late"))
            .delay(Duration::from_millis(150));
        let started = Instant::now();
        open(&once(&mock)).send(&cancel(FLOW)).unwrap();
        assert!(started.elapsed() >= Duration::from_millis(150));
    });
}

#[test]
fn an_expectation_without_a_call_is_not_met() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .reply(response("one"))
        .times(2);
    let line = line!() - 2;
    AnyClient::blocking(&once(&mock))
        .send(&cancel(FLOW))
        .unwrap();
    let [reason] = &reasons(mock)[..] else {
        panic!()
    };
    assert!(reason.contains("CancelFlow: expected 2 calls"), "{reason}");
    assert!(
        reason.contains(&format!("expectations.rs:{line}")),
        "{reason}"
    );
    assert!(reason.contains("received 1"), "{reason}");
}

#[test]
fn an_expectation_that_is_met_is_not_reported() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .reply(response("one"))
        .times(1);
    mock.on::<StartFlowRequest>().reply_default().times(0);
    AnyClient::blocking(&once(&mock))
        .send(&cancel(FLOW))
        .unwrap();
    assert_eq!(mock.verify(), Ok(()));
}

#[test]
fn an_unexpected_request_fails_with_the_nearest_expectation() {
    each(|open| {
        let mock = start();
        mock.on::<CancelFlowRequest>()
            .matching(|request| flow(request) == id("a"))
            .matching(|request| request.cancel_message.is_none())
            .reply(response("far"))
            .times(0);
        mock.on::<CancelFlowRequest>()
            .matching(|request| flow(request) == FLOW)
            .matching(|request| request.cancel_message.as_deref() == Some("near"))
            .reply(response("near"))
            .times(0);
        let line = line!() - 3;
        let error = open(&once(&mock)).send(&cancel(FLOW)).unwrap_err();
        assert_eq!(code(&error), "FailedOperation");
        let [reason] = &reasons(mock)[..] else {
            panic!()
        };
        assert!(message(&error).contains(reason.as_str()));
        assert!(reason.contains("no expectation matches"), "{reason}");
        assert!(
            reason.contains(&format!("expectations.rs:{line}:")),
            "{reason}"
        );
        assert!(
            !reason.contains(&format!("expectations.rs:{}:", line - 1)),
            "{reason}"
        );
    });
}

#[test]
fn too_many_requests_are_unexpected() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .reply(response("one"))
        .times(1);
    let client = AnyClient::blocking(&once(&mock));
    client.send(&cancel(FLOW)).unwrap();
    client.send(&cancel(FLOW)).unwrap_err();
    let [reason] = &reasons(mock)[..] else {
        panic!()
    };
    assert!(reason.contains("more calls than the 1"), "{reason}");
}

#[test]
fn an_action_can_be_forbidden() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .reply(response("one"))
        .times(0);
    let client = AnyClient::blocking(&once(&mock));
    assert_eq!(mock.verify(), Ok(()));
    client.send(&cancel(FLOW)).unwrap_err();
    let [reason] = &reasons(mock)[..] else {
        panic!()
    };
    assert!(reason.contains("more calls than the 0"), "{reason}");
}

#[test]
fn a_panic_in_a_closure_fails_the_test_with_its_message() {
    let mock = start();
    mock.on::<CancelFlowRequest>()
        .matching(|request| {
            assert_eq!(flow(request), "another flow");
            true
        })
        .reply(response("one"))
        .times(0);
    let error = AnyClient::blocking(&once(&mock))
        .send(&cancel(FLOW))
        .unwrap_err();
    assert_eq!(code(&error), "FailedOperation");
    let [reason] = &reasons(mock)[..] else {
        panic!()
    };
    assert!(
        reason.contains("panicked") && reason.contains("another flow"),
        "{reason}"
    );
}

#[test]
fn actions_without_expectations_get_default_answers() {
    let mock = start();
    mock.on::<StartFlowRequest>().reply_default().times(0);
    AnyClient::blocking(&once(&mock))
        .send(&cancel(FLOW))
        .unwrap();
    assert!(mock.received::<CreateBatchQuickSignUrlRequest>().is_empty());
    assert_eq!(mock.received::<CancelFlowRequest>().len(), 1);
}

#[test]
fn a_failing_test_is_not_hidden_by_expectations() {
    let failure = std::panic::catch_unwind(|| {
        let mock = start();
        mock.on::<CancelFlowRequest>().reply(response("one"));
        assert!(mock.url().is_empty(), "the failure of the test");
    });
    let panic = failure.unwrap_err();
    let text = panic.downcast_ref::<&str>().unwrap();
    assert!(text.contains("the failure of the test"));
}
