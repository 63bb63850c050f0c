//! Tests of a program with the mock.

use std::error::Error;

use tencent_ess::mock::MockServer;

use crate::FLOW;

// ANCHOR: function
use tencent_ess::model::*;
use tencent_ess::{Client, Error as CallError};

/// Withdraws a contract.
async fn withdraw(client: &Client, flow_id: &str, reason: &str) -> Result<(), CallError> {
    let operator = UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH");
    let request = CancelFlowRequest::new(flow_id, reason).operator(operator);
    client.cancel_flow(request).await?;
    Ok(())
}
// ANCHOR_END: function

// ANCHOR: test
#[tokio::test]
async fn withdrawing_survives_two_throttled_answers() -> Result<(), Box<dyn Error>> {
    use tencent_ess::ErrorCode;
    use tencent_ess::mock::{ClientBuilderExt, MockServer};

    let mock = MockServer::start(tencent_ess::actions())?;
    mock.on::<CancelFlowRequest>()
        .matching(|request| request.cancel_message.is_some())
        .fails(ErrorCode::REQUEST_LIMIT_EXCEEDED)
        .times(2)
        .then()
        .reply_default();
    let client = Client::builder().mock(&mock).build()?;

    withdraw(&client, "yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm", "wrong amount").await?;

    let received = mock.received::<CancelFlowRequest>();
    assert_eq!(received.len(), 3);
    assert_eq!(
        received[0].request.cancel_message.as_deref(),
        Some("wrong amount")
    );
    Ok(())
}
// ANCHOR_END: test

// ANCHOR: blocking
#[test]
fn the_blocking_client_calls_the_same_mock() -> Result<(), Box<dyn Error>> {
    use tencent_ess::blocking::Client;
    use tencent_ess::mock::{ClientBuilderExt, MockServer};

    let mock = MockServer::start(tencent_ess::actions())?;
    let client = Client::builder().mock(&mock).build()?;
    let operator = UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH");
    let request = DescribeFlowBriefsRequest::new(["yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm"]);
    let response = client.describe_flow_briefs(request.operator(operator))?;
    assert!(!response.flow_briefs.is_empty());
    Ok(())
}
// ANCHOR_END: blocking

/// Starts a mock for a test that runs for a long time.
fn soak() -> Result<MockServer, Box<dyn Error>> {
    // ANCHOR: scenario
    let mock = MockServer::builder(tencent_ess::actions())
        .scenario("throttled=0.1,drop-after-body=0.02".parse()?)
        .seed(7)
        .start()?;
    // ANCHOR_END: scenario
    Ok(mock)
}

#[tokio::test]
async fn a_scenario_adds_faults_to_answers() {
    use tencent_ess::RetryPolicy;
    use tencent_ess::mock::ClientBuilderExt;

    let mock = soak().unwrap();
    let builder = Client::builder().mock(&mock).retry(RetryPolicy::never());
    let client = builder.build().unwrap();
    let (mut throttled, mut unknown) = (0, 0);
    for _ in 0..300 {
        match withdraw(&client, FLOW, "wrong amount").await {
            Err(error) if error.is_throttled() => throttled += 1,
            Err(error) if error.is_outcome_unknown() => unknown += 1,
            other => other.unwrap(),
        }
    }
    assert!(throttled > unknown && unknown > 0, "{throttled}, {unknown}");
}
