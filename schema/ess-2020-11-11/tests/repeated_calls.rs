//! Tests which calls of the service are repeated.
//!
//! This file is in `schema/` because it uses names of the service.

use std::time::Duration;

use serde_json::json;
use tencent_ess::Action;
use tencent_ess::model::{
    CancelFlowRequest, CreateDocumentRequest, CreateFileConvertTaskRequest,
    CreateFlowByFilesRequest, CreateFlowGroupByFilesRequest, CreateFlowGroupByTemplatesRequest,
    CreateFlowRequest, DescribeFlowBriefsRequest, StartFlowRequest,
};
use tencent_ess::{CallOptions, Error};
use tests::clients::{AnyClient, Settings};
use tests::outcomes::serve;
use tests::server::Reply;

/// Calls an action. Returns the result, and the number of requests.
fn call<A: Action>(request: &A, replies: Vec<Reply>) -> (Result<A::Response, Error>, usize) {
    let server = serve(replies);
    let client = AnyClient::blocking(&Settings::to(&server));
    let options = CallOptions::new().validate(false);
    let outcome = client.send_with(request, &options);
    (outcome, server.seen().len())
}

fn answer() -> Reply {
    Reply::json(&json!({ "Response": { "RequestId": "req-1" } }))
}

fn requests_after_an_unknown_outcome(request: &impl Action) -> usize {
    let (_, requests) = call(request, vec![Reply::new(503, "<html>"), answer()]);
    requests
}

/// A second contract would be a second charge.
#[test]
fn calls_that_create_or_change_contracts_are_not_repeated_after_an_unknown_outcome() {
    let groups = Vec::new;
    let requests = [
        requests_after_an_unknown_outcome(&CreateFlowRequest::new("", [])),
        requests_after_an_unknown_outcome(&CreateDocumentRequest::new("")),
        requests_after_an_unknown_outcome(&StartFlowRequest::new("")),
        requests_after_an_unknown_outcome(&CreateFlowByFilesRequest::default()),
        requests_after_an_unknown_outcome(&CreateFlowGroupByFilesRequest::new("", groups())),
        requests_after_an_unknown_outcome(&CreateFlowGroupByTemplatesRequest::new("", groups())),
        requests_after_an_unknown_outcome(&CreateFileConvertTaskRequest::new("")),
        requests_after_an_unknown_outcome(&CancelFlowRequest::new("", "")),
    ];
    assert_eq!(requests, [1; 8]);
    let query = DescribeFlowBriefsRequest::new([""]);
    assert_eq!(requests_after_an_unknown_outcome(&query), 2);
}

#[test]
fn a_contract_is_started_again_while_its_document_is_not_ready() {
    let refused = Reply::error("OperationDenied.DocumentNoAvailable", "…");
    let (outcome, requests) = call(&StartFlowRequest::new(""), vec![refused.clone(), answer()]);
    outcome.unwrap();
    assert_eq!(requests, 2);
    // No other action expects this code.
    let request = CreateFlowRequest::new("", []);
    let (outcome, requests) = call(&request, vec![refused, answer()]);
    outcome.unwrap_err();
    assert_eq!(requests, 1);
    // A contract that is not started within five minutes can never start.
    let [code] = StartFlowRequest::INFO.retry_on else {
        panic!("one code is retried");
    };
    assert_eq!(code.within, Duration::from_secs(300));
}
