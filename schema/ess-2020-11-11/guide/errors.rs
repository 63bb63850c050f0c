//! Errors: the decisions that a caller makes.

use tencent_ess::mock::{ClientBuilderExt, Fault, MockServer};
use tencent_ess::model::*;
use tencent_ess::{Client, Error, ErrorCode, RetryPolicy, error_code};

use crate::{FLOW, operator, signer};

// ANCHOR: violations
/// The fields of a form that are wrong, each with a message.
fn wrong_fields(request: &CreateBatchQuickSignUrlRequest) -> Vec<(String, String)> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    let mut fields = Vec::new();
    for violation in &violations {
        for member in violation.members() {
            fields.push((member.to_string(), violation.message().to_owned()));
        }
    }
    fields
}
// ANCHOR_END: violations

#[test]
fn a_form_shows_the_fields_that_are_wrong() {
    let signer = FlowCreateApprover::new(ApproverType::Individual).approver_mobile("12345");
    let fields = wrong_fields(&CreateBatchQuickSignUrlRequest::new(signer).operator(operator()));
    let message = |name: &str| {
        fields
            .iter()
            .find(|field| field.0 == name)
            .map(|field| &*field.1)
    };
    assert_eq!(
        message("FlowApproverInfo.ApproverMobile"),
        Some("ApproverMobile must be 11 digits, without +86.")
    );
    assert!(message("FlowIds").is_some() && message("FlowGroupId").is_some());
    assert!(message("Operator").is_none());
}

// ANCHOR: decision
/// The next step after a call that creates a contract failed.
#[derive(Debug, PartialEq)]
enum NextStep {
    /// Show the violations: the request is wrong, and nothing was sent.
    CorrectTheRequest,
    /// Look for your own id before anything else: the contract may exist, and a second one costs money.
    FindOut,
    /// Call again later: the service did not execute the request.
    TryLater,
    /// Ask the operations team: the credential or the permission is wrong.
    CheckTheAccount,
    /// Read the code: it explains what is wrong with this contract.
    Report,
}

fn next_step(error: &Error) -> NextStep {
    match error {
        Error::Invalid(_) | Error::Unsendable(_) => NextStep::CorrectTheRequest,
        error if error.is_outcome_unknown() => NextStep::FindOut,
        error if error.is_throttled() => NextStep::TryLater,
        error if error.is_auth() => NextStep::CheckTheAccount,
        Error::NotSent(_) | Error::QueueTimeout(_) => NextStep::TryLater,
        _ => NextStep::Report,
    }
}
// ANCHOR_END: decision

// ANCHOR: code
/// Whether the contract was started by an earlier call.
fn is_started(error: &Error) -> bool {
    error.code() == Some(&error_code::OPERATION_DENIED_FLOW_HAS_STARTED)
}
// ANCHOR_END: code

#[tokio::test]
async fn each_kind_of_error_has_a_next_step() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let client = Client::builder()
        .mock(&mock)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let start = || StartFlowRequest::new(FLOW).operator(operator());
    let on = || mock.on::<StartFlowRequest>();
    on().fails(ErrorCode::REQUEST_LIMIT_EXCEEDED).times(1);
    on().fails(ErrorCode::AUTH_FAILURE_SIGNATURE_FAILURE)
        .times(1);
    on().injects(Fault::DropAfterBody).times(1);
    on().fails(error_code::OPERATION_DENIED_FLOW_HAS_STARTED)
        .times(1);

    let expected = [
        NextStep::TryLater,
        NextStep::CheckTheAccount,
        NextStep::FindOut,
        NextStep::Report,
    ];
    for expected in expected {
        let error = client.start_flow(start()).await.unwrap_err();
        assert_eq!(next_step(&error), expected, "{error}");
        assert_eq!(is_started(&error), expected == NextStep::Report);
    }
    let invalid = CreateBatchQuickSignUrlRequest::new(signer());
    let error = client
        .create_batch_quick_sign_url(invalid)
        .await
        .unwrap_err();
    assert_eq!(next_step(&error), NextStep::CorrectTheRequest);
}
