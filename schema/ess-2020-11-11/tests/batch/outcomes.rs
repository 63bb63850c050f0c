//! The outcomes of calls, and which requests the next run sends again.

use tencent_ess::ErrorCode;
use tencent_ess::mock::{Fault, Scenario};
use tencent_ess::model::{
    CreateDocumentRequest, CreateDocumentResponse, DescribeFlowBriefsRequest, UserInfo,
};

use crate::trial::{OPERATOR, Ran, Trial, bare_mock, expect_others, flow, mock, received};

fn is_line(line: usize) -> impl Fn(&CreateDocumentRequest) -> bool + Send + 'static {
    move |request| request.flow_id == Some(flow(line))
}

fn last(trial: &Trial) -> Vec<String> {
    trial.last_outcomes().into_values().collect()
}

#[test]
fn an_error_of_the_server_is_final() {
    let mock = bare_mock();
    let refused = ErrorCode::from("FailedOperation.FlowHasDocument");
    let refusal = mock.on::<CreateDocumentRequest>().matching(is_line(2));
    refusal.fails_with(refused, "The contract has a document.");
    expect_others(&mock);
    let trial = Trial::new(&mock, 3);
    for _ in 0..2 {
        trial.run(&[]).assert(1, &["2 of 3", "1 have an error"]);
        assert_eq!(last(&trial), ["response", "error", "response"]);
    }
    let record = &trial.outcomes()[&2][0];
    assert_eq!(record["code"], "FailedOperation.FlowHasDocument");
    assert_eq!(record["message"], "The contract has a document.");
    assert!(record["request_id"].is_string());
    assert_eq!(received(&mock), [(1, 1), (2, 1), (3, 1)].into());
}

#[test]
fn a_request_that_was_refused_for_now_is_sent_again() {
    let mock = bare_mock();
    let throttled = mock.on::<CreateDocumentRequest>().matching(is_line(2));
    // The four attempts of the first run.
    throttled.fails(ErrorCode::REQUEST_LIMIT_EXCEEDED).times(4);
    expect_others(&mock);
    let trial = Trial::new(&mock, 3);
    trial
        .run(&[])
        .assert(3, &["2 of 3", "1 were not executed", "again"]);
    assert_eq!(last(&trial), ["response", "not_executed", "response"]);
    trial.run(&[]).assert(0, &["3 of 3"]);
    assert_eq!(last(&trial), ["response"; 3]);
    assert_eq!(received(&mock), [(1, 1), (2, 5), (3, 1)].into());
}

#[test]
fn an_ambiguous_request_is_sent_again_only_on_demand() {
    for fault in [Fault::DropAfterBody, Fault::TruncatedJson, Fault::Html(503)] {
        let mock = bare_mock();
        let dropped = mock.on::<CreateDocumentRequest>().matching(is_line(2));
        dropped.injects(fault).times(1);
        expect_others(&mock);
        let trial = Trial::new(&mock, 3);
        for _ in 0..2 {
            let ran = trial.run(&[]);
            ran.assert(
                4,
                &[
                    "2 of 3",
                    "1 are ambiguous",
                    "lines 2;",
                    "--resend-ambiguous",
                ],
            );
            assert_eq!(last(&trial), ["response", "ambiguous", "response"]);
            assert_eq!(received(&mock), [(1, 1), (2, 1), (3, 1)].into());
        }
        trial.run(&["--resend-ambiguous"]).assert(0, &["3 of 3"]);
        assert_eq!(last(&trial), ["response"; 3]);
        assert_eq!(received(&mock), [(1, 1), (2, 2), (3, 1)].into());
    }
}

#[test]
fn an_answer_that_is_cut_off_is_kept() {
    let mock = mock(Scenario::always(Fault::TruncatedJson), 0);
    let trial = Trial::new(&mock, 1);
    trial.run(&[]).assert(4, &[]);
    let record = &trial.outcomes()[&1][0];
    let body = record["body"].as_str().unwrap();
    assert!(body.starts_with("{\"Response\":{"), "{body}");
}

#[test]
fn a_response_with_a_value_of_another_type_is_a_response_with_a_warning() {
    let mock = mock(Scenario::always(Fault::FutureServer), 0);
    let trial = Trial::new(&mock, 1);
    trial.run(&[]).assert(0, &[]);
    let response = &trial.outcomes()[&1][0]["response"];
    assert!(response["MemberOfTheFuture"].is_object(), "{response}");
}

#[test]
fn requests_of_an_idempotent_action_are_repeated() {
    let mock = bare_mock();
    // The four attempts of the first run.
    mock.on::<DescribeFlowBriefsRequest>()
        .injects(Fault::DropAfterBody)
        .times(4)
        .then()
        .reply_default();
    let trial = Trial::new(&mock, 0);
    let operator = UserInfo::default().user_id(OPERATOR);
    let request = DescribeFlowBriefsRequest::new([flow(1)]).operator(operator);
    trial.write_input(serde_json::to_string(&request).unwrap());
    let run = || -> Ran {
        let mut command = trial.command_of("DescribeFlowBriefs", &[]);
        command.output().unwrap().into()
    };
    run().assert(3, &["0 of 1", "run the same command again"]);
    run().assert(0, &["1 of 1"]);
    assert_eq!(mock.received::<DescribeFlowBriefsRequest>().len(), 5);
}

#[test]
fn a_batch_stops_if_all_calls_fail() {
    // Nothing listens on this port.
    let trial = Trial::at("http://127.0.0.1:1".to_owned(), 50);
    let ran = trial.run(&["--concurrency", "2"]);
    ran.assert(
        3,
        &[
            "10 calls in a row failed",
            "127.0.0.1",
            "0 of 50",
            "50 were not executed",
        ],
    );
    assert!(trial.outcomes().len() < 15, "{}", trial.outcomes().len());

    let mock = bare_mock();
    mock.set_scenario(Scenario::always(Fault::Html(503)));
    let trial = Trial::new(&mock, 50);
    trial
        .run(&["--concurrency", "2"])
        .assert(3, &["10 calls in a row failed", "ambiguous"]);
    assert!(received(&mock).len() < 15);
}

#[test]
fn standard_error_contains_no_values_of_requests_and_responses() {
    let mock = bare_mock();
    let expected = mock.on::<CreateDocumentRequest>();
    expected.reply_with(|_| CreateDocumentResponse::default().document_id("a-secret-id"));
    let trial = Trial::new(&mock, 2);
    let ran = trial.run(&[]);
    for secret in ["a-secret-id", OPERATOR, "yDwFmUUckpst"] {
        assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
    }
}
