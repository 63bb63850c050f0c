//! Tests the mock with the actions of the service.
//!
//! This folder is in `schema/` because it uses names of the service.

mod answers;
mod expectations;
mod faults;
mod protocol;
mod receiver;
mod servers;
mod states;

use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::{
    ApproverType, CancelFlowRequest, CreateBatchQuickSignUrlRequest, DescribeFlowBriefsRequest,
    FlowCreateApprover, UserInfo,
};
use tencent_ess::{Credential, Error, RateLimit, RetryPolicy};
use tests::clients::Settings;

/// A flow of the documented calls.
const FLOW: &str = "yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm";

fn start() -> MockServer {
    MockServer::start(tencent_ess::actions()).unwrap()
}

/// Settings for calls without retries.
fn once(mock: &MockServer) -> Settings {
    Settings {
        retry: RetryPolicy::never(),
        ..retrying(mock)
    }
}

fn retrying(mock: &MockServer) -> Settings {
    Settings {
        rate_limit: RateLimit::Unlimited.into(),
        ..Settings::of(mock.url(), Credential::new(SECRET_ID, SECRET_KEY))
    }
}

fn operator() -> UserInfo {
    UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH")
}

fn cancel(flow: &str) -> CancelFlowRequest {
    CancelFlowRequest::new(flow, "wrong amount").operator(operator())
}

/// An id that is long enough.
fn id(name: &str) -> String {
    format!("{name:0<32}")
}

fn flow(request: &CancelFlowRequest) -> &str {
    request.flow_id.as_deref().unwrap_or_default()
}

/// A request of an idempotent action.
fn describe() -> DescribeFlowBriefsRequest {
    DescribeFlowBriefsRequest::new([FLOW]).operator(operator())
}

fn sign_url() -> CreateBatchQuickSignUrlRequest {
    let approver = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    CreateBatchQuickSignUrlRequest::new(approver)
        .operator(operator())
        .flow_ids([FLOW])
}

#[track_caller]
fn code(error: &Error) -> &str {
    match error {
        Error::Api(error) => error.code().as_str(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn message(error: &Error) -> String {
    match error {
        Error::Api(error) => error.raw_message().to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Ends a server whose expectations are not met, and returns the reasons.
fn reasons(mock: MockServer) -> Vec<String> {
    let reasons = mock.verify().unwrap_err().reasons().to_vec();
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(mock)));
    let panic = dropped.unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(
        reasons.iter().all(|reason| text.contains(reason.as_str())),
        "{text}"
    );
    reasons
}
