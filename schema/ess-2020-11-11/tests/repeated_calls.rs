//! Tests which calls of the service are repeated.
//!
//! This file is in `schema/` because it uses names of the service.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tencent_ess::error_code::OPERATION_DENIED_DOCUMENT_NO_AVAILABLE;
use tencent_ess::mock::{Fault, MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::{
    CancelFlowRequest, CreateDocumentRequest, CreateFileConvertTaskRequest,
    CreateFlowByFilesRequest, CreateFlowGroupByFilesRequest, CreateFlowGroupByTemplatesRequest,
    CreateFlowRequest, DescribeFlowBriefsRequest, StartFlowRequest,
};
use tencent_ess::{Action, CallOptions, Credential, Error};
use tests::clients::{AnyClient, Settings};

/// Starts a server that accepts the invalid requests of these tests.
fn start() -> MockServer {
    let mock = MockServer::builder(tencent_ess::actions()).lenient(true);
    mock.start().unwrap()
}

fn call<A: Action>(mock: &MockServer, request: &A) -> Result<A::Response, Error> {
    let credential = Credential::new(SECRET_ID, SECRET_KEY);
    let client = AnyClient::blocking(&Settings::of(mock.url(), credential));
    client.send_with(request, &CallOptions::new().validate(false))
}

/// Returns the number of requests of a call that a proxy answers with status 503.
fn requests_after_an_unknown_outcome<A>(request: &A) -> usize
where
    A: Action + DeserializeOwned + 'static,
    A::Response: Serialize,
{
    let mock = start();
    mock.on::<A>().injects(Fault::Html(503));
    call(&mock, request).unwrap_err();
    mock.received::<A>().len()
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
    assert_eq!(requests_after_an_unknown_outcome(&query), 3);
}

#[test]
fn a_contract_is_started_again_while_its_document_is_not_ready() {
    let mock = start();
    mock.on::<StartFlowRequest>()
        .fails(OPERATION_DENIED_DOCUMENT_NO_AVAILABLE)
        .times(1)
        .then()
        .reply_default();
    call(&mock, &StartFlowRequest::new("")).unwrap();
    assert_eq!(mock.received::<StartFlowRequest>().len(), 2);
    // No other action expects this code.
    mock.on::<CreateFlowRequest>()
        .fails(OPERATION_DENIED_DOCUMENT_NO_AVAILABLE);
    call(&mock, &CreateFlowRequest::new("", [])).unwrap_err();
    assert_eq!(mock.received::<CreateFlowRequest>().len(), 1);
    // A contract that is not started within five minutes can never start.
    let [code] = StartFlowRequest::INFO.retry_on else {
        panic!("one code is retried");
    };
    assert_eq!(code.within, Duration::from_secs(300));
}
