//! Tests the states of contracts: actions and commands change them, responses show them, and callbacks report
//! them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tencent_ess::callback::{Event, FlowStatusChange, Message, Protection, ReceiveError, Receiver};
use tencent_ess::mock::{CommandError, FlowCommands, MockServer, MockServerBuilder};
use tencent_ess::model::{
    ApproverStatus, CreateFileConvertTaskRequest, CreateFlowByFilesRequest, CreateFlowRequest,
    CreateFlowSignUrlRequest, DescribeFileConvertTaskRequest, DescribeFileUrlsRequest,
    DescribeFlowBriefsRequest, DescribeFlowInfoRequest, DownloadBusinessType, FlowApproverDetail,
    FlowCreateApprover, FlowStatus, StartFlowRequest, UploadFilesRequest,
};
use tests::clients::{AnyClient, each};

use crate::receiver::{Application, PATIENCE};
use crate::{FLOW, cancel, code, id, once, operator, start};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn protection() -> Protection {
    Protection::new(KEY, "token").unwrap()
}

fn posting_to(application: &Application) -> MockServerBuilder {
    MockServer::builder(tencent_ess::actions())
        .callback_url(&application.url)
        .callback_protection(protection())
        .callback_backoff(Duration::from_millis(1), Duration::from_millis(4))
}

fn signer(name: &str) -> Value {
    json!({
        "ApproverType": 1, "ApproverName": name, "ApproverMobile": "13200000000",
        "SignComponents": [{
            "ComponentType": "SIGN_SIGNATURE", "FileIndex": 0, "ComponentPage": 1, "ComponentPosX": 1.0,
            "ComponentPosY": 1.0, "ComponentWidth": 100.0, "ComponentHeight": 50.0,
        }],
    })
}

fn by_files(file: &str, signers: &[&str]) -> CreateFlowByFilesRequest {
    let signers: Vec<Value> = signers.iter().map(|name| signer(name)).collect();
    let request = json!({
        "Operator": operator(), "FlowName": "the contract", "FileIds": [file], "Approvers": signers,
        "Deadline": 1_900_000_000, "UserData": "b3JkZXItMTc=",
    });
    serde_json::from_value(request).unwrap()
}

fn upload() -> UploadFilesRequest {
    let request = json!({
        "BusinessType": "DOCUMENT",
        "Caller": { "OperatorId": "yDxbWUyKQDxjzjEB8mxCcDjAyF" },
        "FileInfos": [{ "FileBody": "AA==", "FileName": "a.pdf" }],
    });
    serde_json::from_value(request).unwrap()
}

/// Creates a contract that its signers can sign.
fn started(client: &AnyClient, signers: &[&str]) -> String {
    let file = client.send(&upload()).unwrap().file_ids.remove(0);
    client
        .send(&by_files(&file, signers))
        .unwrap()
        .flow_id
        .unwrap()
}

fn create_flow(client: &AnyClient) -> String {
    let request = json!({
        "Operator": operator(), "FlowName": "contract",
        "Approvers": [{ "ApproverType": 1, "ApproverName": "a", "ApproverMobile": "13200000000" }],
    });
    let request: CreateFlowRequest = serde_json::from_value(request).unwrap();
    client.send(&request).unwrap().flow_id
}

fn start_flow(flow: &str) -> StartFlowRequest {
    StartFlowRequest::new(flow).operator(operator())
}

fn state(client: &AnyClient, flow: &str) -> FlowStatus {
    let request = DescribeFlowBriefsRequest::new([flow]).operator(operator());
    let brief = client.send(&request).unwrap().flow_briefs.remove(0);
    assert_eq!(brief.flow_id, flow);
    brief.flow_status.unwrap()
}

fn signers(client: &AnyClient, flow: &str) -> Vec<FlowApproverDetail> {
    let request = DescribeFlowInfoRequest::default()
        .flow_ids([flow])
        .operator(operator());
    let info = client.send(&request).unwrap().flow_detail_infos.remove(0);
    info.flow_approver_infos.unwrap()
}

fn flow_change(message: &Message) -> &FlowStatusChange {
    match message.event() {
        Event::FlowStatusChange(change) => change,
        other => panic!("{other:?}"),
    }
}

/// The operation and the state of a message.
fn reported(message: &Message) -> (String, i64) {
    let change = flow_change(message);
    let operate = change.operate.as_ref().unwrap().to_string();
    (operate, change.flow_callback_status.unwrap().value())
}

fn is(operate: &str, state: i64) -> (String, i64) {
    (operate.to_owned(), state)
}

#[test]
fn a_contract_is_uploaded_started_signed_by_command_reported_and_downloaded() {
    each(|open| {
        let application = Application::start(&[]);
        let mock = posting_to(&application).start().unwrap();
        let client = open(&once(&mock));
        let flow = started(&client, &["first", "second"]);
        let approver = FlowCreateApprover::new(tencent_ess::model::ApproverType::Individual)
            .approver_name("first")
            .approver_mobile("13200000000");
        let link = CreateFlowSignUrlRequest::new(flow.as_str())
            .operator(operator())
            .flow_approver_infos([approver]);
        client.send(&link).unwrap();
        assert_eq!(state(&client, &flow), FlowStatus::AwaitingSignature);

        assert_eq!(mock.sign(&flow), Ok(FlowStatus::PartlySigned));
        assert_eq!(state(&client, &flow), FlowStatus::PartlySigned);
        let found = signers(&client, &flow);
        let names: Vec<_> = found
            .iter()
            .map(|signer| signer.approve_name.as_deref())
            .collect();
        assert_eq!(names, [Some("first"), Some("second")]);
        let states: Vec<_> = found.iter().map(|signer| signer.approve_status).collect();
        assert_eq!(
            states,
            [
                Some(ApproverStatus::Signed),
                Some(ApproverStatus::AwaitingSignature)
            ]
        );
        assert!(found[0].approve_time > Some(1_700_000_000) && found[1].approve_time == Some(0));

        assert_eq!(mock.sign(&flow), Ok(FlowStatus::Signed));
        assert_eq!(state(&client, &flow), FlowStatus::Signed);
        let all = signers(&client, &flow);
        assert!(
            all.iter()
                .all(|signer| signer.approve_status == Some(ApproverStatus::Signed))
        );
        mock.wait_for_callbacks(PATIENCE).unwrap();
        let messages = application.messages(&protection());
        let found: Vec<_> = messages.iter().map(reported).collect();
        assert_eq!(
            found,
            [
                is("start", 1),
                is("sign", 2),
                is("sign", 4),
                is("finish", 4)
            ]
        );
        check_message(&messages[1], &flow);
        let mut ids: Vec<_> = messages
            .iter()
            .map(|message| message.msg_id().unwrap())
            .collect();
        ids.dedup();
        assert_eq!(ids.len(), 4);

        let request = DescribeFileUrlsRequest::new(DownloadBusinessType::Contract, [flow.as_str()]);
        assert!(
            !client
                .send(&request.operator(operator()))
                .unwrap()
                .file_urls
                .is_empty()
        );
    });
}

/// Checks the message that the first of two signers signed.
#[track_caller]
fn check_message(message: &Message, flow: &str) {
    assert_eq!(message.msg_version(), Some("CustomApp"));
    let change = flow_change(message);
    assert_eq!(change.flow_id.as_deref(), Some(flow));
    assert_eq!(change.flow_name.as_deref(), Some("the contract"));
    assert_eq!(change.user_data.as_deref(), Some("b3JkZXItMTc="));
    assert_eq!(change.dead_line, Some(1_900_000_000));
    assert_eq!(
        change
            .flow_callback_show_status
            .as_ref()
            .unwrap()
            .to_string(),
        "PART"
    );
    assert_eq!(change.callback_type.as_ref().unwrap().to_string(), "sign");
    assert!(change.create_on > Some(1_700_000_000) && change.occur_time >= change.create_on);
    let signers = change.approvers.as_deref().unwrap();
    let shown: Vec<_> = signers
        .iter()
        .map(|signer| {
            let state = signer.approve_callback_status.unwrap().value();
            let word = signer
                .approve_callback_show_status
                .as_ref()
                .unwrap()
                .to_string();
            (signer.approver_name.as_deref().unwrap(), state, word)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("first", 3, "ACCEPT".to_owned()),
            ("second", 2, "PENDING".to_owned())
        ]
    );
}

#[test]
fn a_callback_is_repeated_until_the_answer_has_status_200() {
    let application = Application::start(&[503, 201]);
    let mock = posting_to(&application).start().unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let flow = started(&client, &["a"]);
    mock.sign(&flow).unwrap();
    mock.wait_for_callbacks(PATIENCE).unwrap();
    assert_eq!(mock.undelivered_callbacks(), []);
    let messages = application.messages(&protection());
    let found: Vec<_> = messages.iter().map(reported).collect();
    let start = is("start", 1);
    assert_eq!(
        found,
        [
            start.clone(),
            start.clone(),
            start,
            is("sign", 4),
            is("finish", 4)
        ]
    );
    assert_eq!(messages[0].msg_id(), messages[2].msg_id());
    assert_eq!(messages[0].json(), messages[2].json());
}

#[test]
fn a_receiver_with_another_token_refuses_the_callback_which_waits() {
    let application = Application::start(&[403; 1000]);
    let mock = posting_to(&application)
        .callback_backoff(Duration::from_secs(60), Duration::from_secs(60))
        .start()
        .unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let flows = [started(&client, &["a"]), started(&client, &["b"])];
    mock.sign(&flows[0]).unwrap();
    let error = loop {
        let error = mock
            .wait_for_callbacks(Duration::from_millis(1))
            .unwrap_err();
        let failed = error.0.iter().filter(|callback| callback.attempts > 0);
        // The second contract does not wait for the first one.
        if failed.count() == 2 {
            break error;
        }
    };
    assert_eq!(error.0, mock.undelivered_callbacks());
    let ids: Vec<_> = error
        .0
        .iter()
        .map(|callback| callback.id.as_str())
        .collect();
    let [first, second] = [&flows[0], &flows[1]];
    let waits = |flow: &String| ids.iter().filter(|id| *id == flow).count();
    assert_eq!((waits(first), waits(second)), (3, 1));
    let callback = error
        .0
        .iter()
        .find(|callback| callback.attempts > 0)
        .unwrap();
    assert_eq!(
        (callback.attempts, callback.last_error.as_deref()),
        (1, Some("status 403"))
    );
    assert!(error.to_string().contains("status 403"), "{error}");

    let posted = application.posted();
    let (signature, body) = &posted[0];
    let signature = signature.as_deref().map(str::as_bytes);
    let wrong = Receiver::with_protection(Protection::new(KEY, "other token").unwrap());
    assert_eq!(
        wrong.receive(signature, body).unwrap_err(),
        ReceiveError::Signature
    );
    let wrong =
        Receiver::with_protection(Protection::new(&KEY.replace('0', "1"), "token").unwrap());
    assert!(wrong.receive(signature, body).is_err());
}

#[test]
fn an_action_that_a_state_does_not_allow_gets_the_documented_code() {
    each(|open| {
        let mock = start();
        let client = open(&once(&mock));
        let flow = create_flow(&client);
        assert_eq!(state(&client, &flow), FlowStatus::NotStarted);
        let early = mock.sign(&flow).unwrap_err();
        let CommandError::NotAllowed {
            state: found,
            possible,
            ..
        } = &early
        else {
            panic!("{early:?}");
        };
        assert_eq!((found.as_str(), possible.len()), ("0 (NotStarted)", 0));

        client.send(&start_flow(&flow)).unwrap();
        assert_eq!(state(&client, &flow), FlowStatus::AwaitingSignature);
        let again = client.send(&start_flow(&flow)).unwrap_err();
        assert_eq!(code(&again), "OperationDenied.FlowHasStarted");
        client.send(&cancel(&flow)).unwrap();
        assert_eq!(state(&client, &flow), FlowStatus::Cancelled);
        let request = DescribeFlowBriefsRequest::new([flow.as_str()]).operator(operator());
        let brief = client.send(&request).unwrap().flow_briefs.remove(0);
        assert_eq!(brief.flow_message.as_deref(), Some("wrong amount"));
        for denied in [
            client.send(&cancel(&flow)).unwrap_err(),
            client.send(&start_flow(&flow)).unwrap_err(),
        ] {
            assert_eq!(code(&denied), "OperationDenied.FlowHasTerminated");
        }
    });
}

#[test]
fn a_contract_ends_when_a_signer_refuses_or_its_deadline_passes() {
    let mock = start();
    let client = AnyClient::blocking(&once(&mock));
    let refused = started(&client, &["a", "b", "c"]);
    mock.sign(&refused).unwrap();
    assert_eq!(mock.reject(&refused), Ok(FlowStatus::Rejected));
    let states = signers(&client, &refused)
        .into_iter()
        .map(|signer| signer.approve_status.unwrap());
    use ApproverStatus::{Expired, Rejected, Signed, Terminated};
    assert_eq!(states.collect::<Vec<_>>(), [Signed, Rejected, Terminated]);
    let expired = started(&client, &["a", "b"]);
    mock.sign(&expired).unwrap();
    assert_eq!(mock.expire(&expired), Ok(FlowStatus::Expired));
    let states = signers(&client, &expired)
        .into_iter()
        .map(|signer| signer.approve_status.unwrap());
    assert_eq!(states.collect::<Vec<_>>(), [Signed, Expired]);
    for (flow, name) in [(&refused, "3 (Rejected)"), (&expired, "5 (Expired)")] {
        let error = mock.sign(flow).unwrap_err();
        let expected = CommandError::NotAllowed {
            command: "sign".to_owned(),
            id: flow.clone(),
            state: name.to_owned(),
            possible: Vec::new(),
        };
        assert_eq!(error, expected);
    }
}

#[test]
fn commands_need_an_id_that_is_known() {
    let mock = start();
    let client = AnyClient::blocking(&once(&mock));
    let unknown = id("flow-1");
    let error = mock.sign(&unknown).unwrap_err();
    let expected = CommandError::UnknownId {
        member: "FlowId".to_owned(),
        id: unknown.clone(),
    };
    assert_eq!(error, expected);
    assert!(error.to_string().contains("add_id"), "{error}");
    mock.add_id(&unknown);
    // The number of its signers is unknown: the first one is the last one.
    for flow in [FLOW, &unknown] {
        client.send(&start_flow(flow)).unwrap();
        client.send(&start_flow(flow)).unwrap();
        assert_eq!(mock.sign(flow), Ok(FlowStatus::Signed));
        assert_eq!(state(&client, flow), FlowStatus::Signed);
        assert_eq!(
            code(&client.send(&cancel(flow)).unwrap_err()),
            "OperationDenied.FlowHasTerminated"
        );
    }
}

#[test]
fn responses_of_tests_create_contracts_and_are_not_changed() {
    let mock = start();
    let client = AnyClient::blocking(&once(&mock));
    let flow = id("flow-2");
    mock.on::<CreateFlowRequest>()
        .reply(serde_json::from_value(json!({ "FlowId": flow })).unwrap());
    assert_eq!(create_flow(&client), flow);
    assert_eq!(state(&client, &flow), FlowStatus::NotStarted);
    let brief = json!({ "FlowBriefs": [{ "FlowId": flow, "FlowStatus": 16 }] });
    mock.on::<DescribeFlowBriefsRequest>()
        .reply(serde_json::from_value(brief).unwrap());
    assert_eq!(state(&client, &flow), FlowStatus::Invalid);
}

#[test]
fn each_contract_of_a_group_has_its_own_signers() {
    let mock = start();
    let client = AnyClient::blocking(&once(&mock));
    let file = client.send(&upload()).unwrap().file_ids.remove(0);
    let contract = |names: &[&str]| {
        let signers: Vec<Value> = names.iter().map(|name| signer(name)).collect();
        json!({ "FlowName": names[0], "FileIds": [file], "Approvers": signers })
    };
    let request = json!({
        "Operator": operator(), "FlowGroupName": "group",
        "FlowGroupInfos": [contract(&["a"]), contract(&["b", "c"])],
    });
    let flows = ["flow-3", "flow-4"].map(id);
    mock.on::<tencent_ess::model::CreateFlowGroupByFilesRequest>()
        .reply(serde_json::from_value(json!({ "FlowGroupId": "g", "FlowIds": flows })).unwrap());
    let request: tencent_ess::model::CreateFlowGroupByFilesRequest =
        serde_json::from_value(request).unwrap();
    client.send(&request).unwrap();
    assert_eq!(mock.sign(&flows[0]), Ok(FlowStatus::Signed));
    assert_eq!(mock.sign(&flows[1]), Ok(FlowStatus::PartlySigned));
    let names = signers(&client, &flows[1])
        .into_iter()
        .map(|signer| signer.approve_name.unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn ids_in_members_with_another_name_are_checked() {
    each(|open| {
        let mock = start();
        let client = open(&once(&mock));
        let urls = |kind: DownloadBusinessType, id: &str| {
            client.send(&DescribeFileUrlsRequest::new(kind, [id]).operator(operator()))
        };
        let convert = |file: &str| {
            let request = CreateFileConvertTaskRequest::new(file)
                .operator(operator())
                .resource_type("docx")
                .resource_name("a.docx");
            client.send(&request)
        };
        let unknown = id("other");
        for error in [
            urls(DownloadBusinessType::Contract, &unknown).unwrap_err(),
            urls(DownloadBusinessType::Document, &unknown).unwrap_err(),
            convert(&unknown).unwrap_err(),
        ] {
            assert!(code(&error).starts_with("ResourceNotFound"), "{error:?}");
        }
        urls(DownloadBusinessType::Contract, &create_flow(&client)).unwrap();
        // No action creates templates.
        urls(DownloadBusinessType::Template, &unknown).unwrap();
        let file = client.send(&upload()).unwrap().file_ids.remove(0);
        let task = convert(&file).unwrap().task_id;
        let request = DescribeFileConvertTaskRequest::new(task).operator(operator());
        let pdf = client.send(&request).unwrap().resource_id.unwrap();
        client.send(&by_files(&pdf, &["a"])).unwrap();
    });
}

/// Sends a request to the mock itself. Returns the status and the body.
fn http(mock: &MockServer, method: &str, path: &str, body: &str) -> (u16, String) {
    let host = mock.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

#[test]
fn commands_are_also_requests_over_http() {
    // Faults are for the service, not for commands.
    let mock = MockServer::builder(tencent_ess::actions()).start().unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let flow = started(&client, &["a"]);
    mock.set_scenario("html".parse().unwrap());
    let body = json!({ "FlowId": flow }).to_string();
    let (status, answer) = http(&mock, "POST", "/_mock/sign", &body);
    let expected = json!({ "FlowId": flow, "state": 4, "name": "Signed", "possible": [] });
    assert_eq!(
        (status, serde_json::from_str::<Value>(&answer).unwrap()),
        (200, expected)
    );

    let unknown = json!({ "FlowId": "other" }).to_string();
    for (method, path, body, status, reason) in [
        ("POST", "/_mock/sign", &*body, 409, "4 (Signed)"),
        ("POST", "/_mock/sign", &*unknown, 404, "other"),
        ("POST", "/_mock/sign", "{}", 400, "FlowId"),
        ("POST", "/_mock/sign", "no JSON", 400, "FlowId"),
        ("POST", "/_mock/sing", &*body, 404, "sing"),
        ("POST", "/_mock/", &*body, 404, "no command"),
        ("GET", "/_mock/sign", "", 404, "POST"),
    ] {
        let (found, answer) = http(&mock, method, path, body);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(found, status, "{answer}");
        assert!(
            answer["error"].as_str().unwrap().contains(reason),
            "{answer}"
        );
        let commands = answer["commands"].as_array().unwrap();
        let sign = commands
            .iter()
            .find(|command| command["command"] == "sign")
            .unwrap();
        assert_eq!(sign["id"], "FlowId");
        assert_eq!(
            sign["states"],
            json!(["1 (AwaitingSignature)", "2 (PartlySigned)"])
        );
    }
    let (status, list) = http(&mock, "GET", "/_mock/", "");
    assert_eq!(status, 200);
    for part in [
        "POST /_mock/sign {\"FlowId\":\"<id>\"}",
        "1 (AwaitingSignature)",
        "/_mock/callbacks",
    ] {
        assert!(list.contains(part), "{list}");
    }
    assert_eq!(
        http(&mock, "GET", "/_mock/callbacks", ""),
        (200, "[]".to_owned())
    );
    // Other paths belong to the service, which has none.
    mock.set_scenario(tencent_ess::mock::Scenario::none());
    for path in ["/_mocks", "/_mocker/sign"] {
        let (status, answer) = http(&mock, "POST", path, &body);
        assert_eq!(status, 200);
        assert!(answer.contains("InvalidRequest"), "{answer}");
    }
}

#[test]
fn undelivered_callbacks_are_listed_over_http() {
    let application = Application::start(&[500; 1000]);
    let mock = posting_to(&application).start().unwrap();
    let client = AnyClient::blocking(&once(&mock));
    let flow = started(&client, &["a"]);
    let (_, list) = http(&mock, "GET", "/_mock/callbacks", "");
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(
        (&list[0]["id"], &list[0]["MsgType"]),
        (&json!(flow), &json!("FlowStatusChange"))
    );
}

#[test]
fn an_invalid_callback_url_is_an_error_of_start() {
    let started = MockServer::builder(tencent_ess::actions())
        .callback_url("https://localhost/")
        .start();
    let error = started.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(error.to_string().contains("http://127.0.0.1"), "{error}");
}
