//! Tests default answers: documented responses, values of the request, and ids.

use serde_json::{Value, json};
use tencent_ess::Error;
use tencent_ess::mock::MockServer;
use tencent_ess::model::{
    CreateDocumentRequest, CreateFlowRequest, DescribeFlowBriefsRequest, DescribeFlowInfoRequest,
    StartFlowRequest, UploadFilesRequest,
};
use tests::clients::{AnyClient, each};
use tests::{actions, schema};

use crate::{FLOW, cancel, code, id, message, once, operator, sign_url, start};

#[test]
fn the_documented_response_contains_values_of_the_request() {
    each(|open| {
        let mock = start();
        let mut request = sign_url();
        let approver = request.flow_approver_info.as_mut().unwrap();
        approver.approver_name = Some("李四".to_owned());
        let link = open(&once(&mock))
            .send(&request)
            .unwrap()
            .flow_approver_url_info;
        assert_eq!(link.approver_name.as_deref(), Some("李四"));
        assert_eq!(link.approver_mobile.as_deref(), Some("13200000000"));
        // The documented link, not one with the shape of a link.
        assert!(
            link.sign_url.starts_with("https://") && !link.sign_url.contains("mock"),
            "{}",
            link.sign_url
        );
    });
}

#[test]
fn a_list_has_an_item_for_each_id_of_the_request() {
    each(|open| {
        let mock = start();
        let flows = ["flow-b", "flow-a", "flow-c"].map(id);
        flows.iter().for_each(|flow| mock.add_id(flow));
        let request = DescribeFlowBriefsRequest::new(&flows).operator(operator());
        let found = open(&once(&mock)).send(&request).unwrap().flow_briefs;
        let ids: Vec<_> = found.iter().map(|brief| brief.flow_id.as_str()).collect();
        assert_eq!(ids, flows);
        assert!(found.iter().all(|brief| brief.flow_status.is_some()));
    });
}

fn create_flow() -> CreateFlowRequest {
    let request = json!({
        "Operator": { "UserId": "yDRSRUUgygj6qnwfUuO4zjEwc193c2hH" },
        "FlowName": "contract",
        "Approvers": [{ "ApproverType": 1, "ApproverName": "典子谦", "ApproverMobile": "13200000000" }],
    });
    serde_json::from_value(request).unwrap()
}

#[test]
fn created_ids_are_new_and_known_and_others_are_not_found() {
    each(|open| {
        let mock = start();
        let client = open(&once(&mock));
        let create = || client.send(&create_flow()).unwrap().flow_id;
        let (first, second) = (create(), create());
        assert_ne!(first, second);
        for flow in [&first, &second] {
            client
                .send(&StartFlowRequest::new(flow).operator(operator()))
                .unwrap();
            client.send(&sign_url().flow_ids([flow])).unwrap();
            client.send(&cancel(flow)).unwrap();
        }
        let error = client.send(&cancel(&id("flow-1"))).unwrap_err();
        assert!(code(&error).starts_with("ResourceNotFound"), "{error:?}");
        assert!(message(&error).contains("FlowId") && message(&error).contains("flow-1"));
        let error = client
            .send(&sign_url().flow_ids([first.clone(), id("flow-1")]))
            .unwrap_err();
        assert!(code(&error).starts_with("ResourceNotFound"), "{error:?}");
        // An id of another kind of thing is unknown too.
        let request = CreateDocumentRequest::new(id("template"))
            .flow_id(create().as_str())
            .operator(operator());
        let document = client.send(&request).unwrap().document_id.unwrap();
        assert!(client.send(&cancel(&document)).is_err());

        mock.add_id(id("flow-1"));
        client.send(&cancel(&id("flow-1"))).unwrap();
    });
}

#[test]
fn ids_of_typed_responses_are_known() {
    let mock = start();
    mock.on::<CreateFlowRequest>()
        .reply(serde_json::from_value(json!({ "FlowId": id("flow-2") })).unwrap());
    let client = AnyClient::blocking(&once(&mock));
    assert!(client.send(&cancel(&id("flow-2"))).is_err());
    client.send(&create_flow()).unwrap();
    client.send(&cancel(&id("flow-2"))).unwrap();
}

#[test]
fn a_lenient_server_knows_all_ids() {
    let mock = MockServer::builder(tencent_ess::actions())
        .lenient(true)
        .start()
        .unwrap();
    AnyClient::blocking(&once(&mock))
        .send(&cancel(&id("flow-1")))
        .unwrap();
}

#[test]
fn each_uploaded_file_gets_an_id() {
    let mock = start();
    let request = json!({
        "BusinessType": "DOCUMENT",
        "Caller": { "OperatorId": "yDxbWUyKQDxjzjEB8mxCcDjAyF" },
        "FileType": "pdf",
        "FileInfos": [{ "FileBody": "AA==", "FileName": "a.pdf" }, { "FileBody": "AA==", "FileName": "b.pdf" }],
    });
    let request: UploadFilesRequest = serde_json::from_value(request).unwrap();
    let found = AnyClient::blocking(&once(&mock)).send(&request).unwrap();
    let ids = found.file_ids;
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(found.total_count, Some(2));
}

#[test]
fn every_documented_request_gets_an_answer() {
    each(|open| {
        let mock = start();
        let client = open(&once(&mock));
        let examples = schema::examples();
        for example in examples
            .iter()
            .filter(|example| example.violations.is_empty())
        {
            let action = actions::named(&example.action);
            let found = client.call(&action, &example.request.to_string());
            // Some requests are documented several times, with several responses.
            let mut same = examples
                .iter()
                .filter(|other| other.request == example.request);
            assert!(
                same.any(|same| fits(&found, &same.response["Response"])),
                "{} {}: {found:?}",
                example.action,
                example.name,
            );
        }
    });
}

fn fits(found: &Result<Value, Error>, documented: &Value) -> bool {
    match (found, documented.get("Error")) {
        (Ok(found), None) => has_members(found, documented),
        (Err(found), Some(error)) => code(found) == error["Code"],
        _ => false,
    }
}

/// Returns whether an answer has the members of the documented one.
fn has_members(found: &Value, documented: &Value) -> bool {
    let (Some(found), Some(documented)) = (found.as_object(), documented.as_object()) else {
        return true;
    };
    let mut documented = documented.iter().filter(|(_, value)| !value.is_null());
    documented.all(|(name, value)| {
        found
            .get(name)
            .is_some_and(|found| has_members(found, value))
    })
}

/// The answers to a series of calls.
fn series(seed: u64) -> Vec<String> {
    let mock = MockServer::builder(tencent_ess::actions())
        .seed(seed)
        .start()
        .unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let group = DescribeFlowInfoRequest::default()
        .flow_ids([FLOW])
        .operator(operator());
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(serde_json::to_string(&client.send(&create_flow()).unwrap()).unwrap());
        answers.push(serde_json::to_string(&client.send(&group).unwrap()).unwrap());
    }
    answers
}

#[test]
fn the_same_seed_gives_the_same_answers() {
    let first = series(1);
    assert_eq!(first, series(1));
    let second = series(2);
    assert!(first.iter().zip(&second).all(|(one, other)| one != other));
}
