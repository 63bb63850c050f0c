//! Options of single calls, and calls of actions that no crate contains.

use tencent_ess::mock::{ClientBuilderExt, MockServer};

// ANCHOR: options
use tencent_ess::model::DescribeFlowBriefsRequest;
use tencent_ess::{CallOptions, CallRecorder, Client, Error};

/// Returns the body of a response as the server sent it.
async fn raw_answer(client: &Client, request: DescribeFlowBriefsRequest) -> Result<String, Error> {
    let recorder = CallRecorder::new();
    let options = CallOptions::new()
        .header(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        )
        .recorder(&recorder);
    client
        .with_options(options)
        .describe_flow_briefs(request)
        .await?;

    let Some(call) = recorder.take() else {
        return Ok(String::new());
    };
    println!("{} attempts in {:?}", call.attempts().len(), call.latency());
    let body = call.into_response().map(|response| response.into_body());
    Ok(body.map_or_else(String::new, |body| {
        String::from_utf8_lossy(&body).into_owned()
    }))
}
// ANCHOR_END: options

#[tokio::test]
async fn the_raw_answer_of_a_call_is_recorded() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let client = Client::builder().mock(&mock).build().unwrap();
    let request = DescribeFlowBriefsRequest::new([crate::FLOW]).operator(crate::operator());
    let answer = raw_answer(&client, request).await.unwrap();
    assert!(answer.contains("FlowBriefs"), "{answer}");
}

// ANCHOR: json
use tencent_ess::runtime::serde_json::{Value, json};

/// Calls an action by its name, for example one that the crate does not contain yet.
async fn states(client: &Client, contract: &str) -> Result<Value, Error> {
    let request = json!({
        "Operator": { "UserId": "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH" },
        "FlowIds": [contract],
    });
    client
        .call_json("DescribeFlowBriefs", "2020-11-11", request)
        .await
}
// ANCHOR_END: json

#[tokio::test]
async fn an_action_is_called_by_its_name() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let client = Client::builder().mock(&mock).build().unwrap();
    let answer = states(&client, crate::FLOW).await.unwrap();
    assert!(answer["FlowBriefs"].is_array(), "{answer}");
    let refused = client
        .call_json("CancelFlow", "2020-11-11", json!({}))
        .await;
    assert!(matches!(refused, Err(Error::Api(_))));
}
