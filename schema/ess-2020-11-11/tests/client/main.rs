//! Tests the client of the service as users write it: with constructors and setters, and a method for the
//! action.
//!
//! This file is in `schema/` because it uses names of the service.

mod call_sequences;

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use serde_json::json;
use tencent_ess::mock::{ClientBuilderExt, MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::{
    Agent, ApproverSignType, ApproverType, CreateBatchQuickSignUrlRequest,
    CreateBatchQuickSignUrlResponse, FlowBatchApproverInfo, FlowBatchUrlInfo, FlowCreateApprover,
    IdCardType, SignatureType, UploadBusinessType, UploadFilesRequest, UserInfo,
};
use tencent_ess::runtime::client::blocking::Transport;
use tencent_ess::stub::Stub;
use tencent_ess::{
    BuildClient, BuildError, CallOptions, Client, ClientBuilder, Credential, Environment, Error,
    Language, RateLimit, RetryPolicy, blocking,
};

fn request() -> CreateBatchQuickSignUrlRequest {
    let approver = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    CreateBatchQuickSignUrlRequest::new(approver)
        .operator(UserInfo::default().user_id("yDRbBUUgygqj9S8SUx7OMeSmxvNe2222"))
        .flow_ids([
            "yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111",
            "yDRSJUUgyg3y1cpzUEK6ByEnHIqr2222",
        ])
        .signature_types([SignatureType::Handwritten])
        .approver_sign_types([ApproverSignType::Face])
}

#[test]
fn each_environment_has_its_hosts() {
    let files = UploadFilesRequest::new(UploadBusinessType::Document);
    for (environment, host, file_host) in [
        (
            Environment::Production,
            "ess.tencentcloudapi.com",
            "file.ess.tencent.cn",
        ),
        (
            Environment::Test,
            "ess.test.ess.tencent.cn",
            "file.test.ess.tencent.cn",
        ),
    ] {
        let client = ClientBuilder::<Transport>::new(&tencent_ess::SERVICE)
            .credential(Credential::new(SECRET_ID, SECRET_KEY))
            .environment(environment);
        let client = client.build().unwrap();
        let options = CallOptions::new();
        let url = client.prepare(&request(), &options).unwrap().url();
        assert_eq!(url, format!("https://{host}/"));
        let url = client.prepare(&files, &options).unwrap().url();
        assert_eq!(url, format!("https://{file_host}/"));
    }
}

fn start() -> MockServer {
    MockServer::start(tencent_ess::actions()).unwrap()
}

fn with_answer() -> MockServer {
    let answer = serde_json::from_value(json!({
        "FlowApproverUrlInfo": {
            "SignUrl": "https://essurl.cn/xyz",
            "ApproverType": 1,
            "ApproverName": "典子谦",
            "ApproverMobile": "13200000000",
            "LongUrl": "https://quick.qian.tencent.cn/guide?xyz"
        },
        "RequestId": "req-1"
    }));
    let mock = start();
    mock.on::<CreateBatchQuickSignUrlRequest>()
        .reply(answer.unwrap());
    mock
}

fn check(mock: &MockServer, response: &CreateBatchQuickSignUrlResponse) {
    assert_eq!(response.request_id.as_deref(), Some("req-1"));
    assert_eq!(
        response.flow_approver_url_info.sign_url,
        "https://essurl.cn/xyz"
    );
    assert!(!format!("{response:?}").contains("essurl.cn/xyz"));
    let received = mock.received::<CreateBatchQuickSignUrlRequest>().remove(0);
    assert_eq!(received.request, request());
    let body: serde_json::Value = serde_json::from_slice(&received.body).unwrap();
    assert_eq!(
        body,
        json!({
            "FlowApproverInfo": {
                "ApproverType": 1,
                "ApproverName": "典子谦",
                "ApproverMobile": "13200000000"
            },
            "Operator": { "UserId": "yDRbBUUgygqj9S8SUx7OMeSmxvNe2222" },
            "FlowIds": ["yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111", "yDRSJUUgyg3y1cpzUEK6ByEnHIqr2222"],
            "SignatureTypes": [0],
            "ApproverSignTypes": [1]
        })
    );
}

#[tokio::test]
async fn the_async_client_calls_the_action() {
    let mock = with_answer();
    let client = Client::builder().mock(&mock).build().unwrap();
    let response = client.create_batch_quick_sign_url(request()).await.unwrap();
    check(&mock, &response);
}

#[test]
fn the_blocking_client_calls_the_action() {
    let mock = with_answer();
    let response = blocking_client(&mock)
        .create_batch_quick_sign_url(request())
        .unwrap();
    check(&mock, &response);
}

#[tokio::test]
async fn the_blocking_client_works_inside_a_runtime() {
    let mock = with_answer();
    let response = blocking_client(&mock)
        .create_batch_quick_sign_url(request())
        .unwrap();
    check(&mock, &response);
}

fn blocking_client(mock: &MockServer) -> blocking::Client {
    blocking::Client::builder().mock(mock).build().unwrap()
}

#[test]
fn an_invalid_request_is_sent_only_without_validation() {
    let mock = start();
    let client = blocking_client(&mock);
    let wrong = request().flow_ids((0..101).map(|n| format!("flow-{n}")));
    let error = client
        .create_batch_quick_sign_url(wrong.clone())
        .unwrap_err();
    let Error::Invalid(violations) = error else {
        panic!("{error:?}")
    };
    let violation = violations.into_iter().next().unwrap();
    assert_eq!(
        (violation.path(), violation.keyword().to_string()),
        ("FlowIds", "maxItems".into())
    );
    let received = || mock.received::<CreateBatchQuickSignUrlRequest>();
    assert!(received().is_empty());

    let insisting = client.with_options(CallOptions::new().validate(false));
    let error = insisting.create_batch_quick_sign_url(wrong).unwrap_err();
    assert_eq!(error.code().unwrap().as_str(), "InvalidParameterValue");
    assert_eq!(received().remove(0).violations[0].path(), "FlowIds");
}

/// Settings that a program shares between both of its clients.
fn shared_settings<C: BuildClient>(builder: ClientBuilder<C>) -> Result<C, BuildError> {
    builder
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .language(Language::English)
        .retry(RetryPolicy::never())
        .rate_limit(RateLimit::Unlimited)
        .build()
}

#[test]
fn every_type_of_the_settings_is_at_the_root_of_the_crate() {
    let builder: ClientBuilder<blocking::Client> = blocking::Client::builder();
    shared_settings(builder).unwrap();
    let builder: ClientBuilder<Client> = Client::builder();
    shared_settings(builder).unwrap();
}

#[test]
fn setters_take_a_value_or_an_option() {
    let approver = |name: Option<&str>| {
        FlowCreateApprover::new(ApproverType::Individual)
            .approver_name(name)
            .approver_mobile("13200000000")
            .pre_read_time(name.map(|_| 5))
            .approver_id_card_type(name.map(|_| "ID_CARD"))
            .approver_sign_types(name.map(|_| [ApproverSignType::Face]))
            .is_full_text(true)
            .deadline(None)
            .register_info(None)
    };
    let (some, none) = (approver(Some("典子谦")), approver(None));
    assert_eq!(some.approver_name.as_deref(), Some("典子谦"));
    assert_eq!(some.pre_read_time, Some(5));
    assert_eq!(some.approver_id_card_type, Some(IdCardType::ResidentIdCard));
    assert_eq!(some.approver_sign_types, Some(vec![ApproverSignType::Face]));
    let expected = FlowCreateApprover::new(ApproverType::Individual)
        .approver_mobile("13200000000")
        .is_full_text(true);
    assert_eq!(none, expected);
    // `None` clears a field.
    assert_eq!(some.approver_name(None::<String>).approver_name, None);
}

/// An import of all types is enough to call `build`.
mod built {
    use tencent_ess::Violations;
    use tencent_ess::model::*;

    pub fn file(body: &str) -> Result<UploadFile, Violations> {
        UploadFile::new(body).file_name("a.pdf").build()
    }
}

#[test]
fn a_chain_of_setters_ends_with_a_check() {
    let file = built::file("YQ==").unwrap();
    assert_eq!(file.file_body.as_deref(), Some("YQ=="));
    let violations = built::file("").unwrap_err();
    assert_eq!(violations.iter().next().unwrap().path(), "FileBody");
}

#[test]
fn objects_without_floats_are_keys_of_maps() {
    fn is_key<T: Eq + Hash>() {}
    is_key::<CreateBatchQuickSignUrlResponse>();
    let user = |id: &str| UserInfo::default().user_id(id);
    let users = HashSet::from([user("a"), user("b"), user("a"), UserInfo::default()]);
    assert_eq!(users.len(), 3);
    assert!(users.contains(&user("b")) && !users.contains(&user("c")));
}

#[test]
fn enums_are_parsed_from_their_wire_values_and_keep_unknown_ones() {
    let parsed: Result<IdCardType, _> = "HONGKONG_AND_MACAO".parse();
    assert_eq!(parsed, Ok(IdCardType::HongKongMacaoTravelPermit));
    let unknown: IdCardType = "NEW".parse().unwrap();
    assert!(matches!(&unknown, IdCardType::Unknown(value) if value.as_str() == "NEW"));
    assert_eq!(unknown.to_string().parse(), Ok(unknown));

    assert_eq!("3".parse(), Ok(ApproverType::EnterpriseAutoSign));
    let unknown: ApproverType = "99".parse().unwrap();
    assert!(matches!(&unknown, ApproverType::Unknown(value) if value.value() == 99));
    assert_eq!(unknown.to_string().parse(), Ok(unknown));
    assert!("individual".parse::<ApproverType>().is_err());
}

/// Returns a fixed response.
#[derive(Debug)]
struct Fixed(CreateBatchQuickSignUrlResponse);

impl Stub for Fixed {
    fn create_batch_quick_sign_url<'a>(
        &'a self,
        _request: &'a CreateBatchQuickSignUrlRequest,
        _options: &'a CallOptions,
    ) -> tencent_ess::ResponseFuture<'a, CreateBatchQuickSignUrlResponse> {
        tencent_ess::ResponseFuture::ready(Ok(self.0.clone()))
    }
}

/// A stub without methods.
#[derive(Debug)]
struct Silent;

impl Stub for Silent {}

#[tokio::test]
async fn a_stub_replaces_the_service() {
    let answer: CreateBatchQuickSignUrlResponse = serde_json::from_value(json!({
        "FlowApproverUrlInfo": { "SignUrl": "https://essurl.cn/test", "LongUrl": "https://essurl.cn/longer" },
        "RequestId": "req-2"
    }))
    .unwrap();
    let client = Client::from_stub(Fixed(answer.clone()));
    assert_eq!(
        client.create_batch_quick_sign_url(request()).await.unwrap(),
        answer
    );

    let error = Client::from_stub(Silent)
        .create_batch_quick_sign_url(request())
        .await;
    assert!(matches!(error, Err(Error::NotStubbed { .. })));
}

#[test]
fn clients_can_be_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<blocking::Client>();
    shared::<Arc<CreateBatchQuickSignUrlRequest>>();
    let _ = Agent::default();
}

#[test]
fn violations_describe_valid_values() {
    let approver = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000")
        .pin_code("1234");
    let violations = CreateBatchQuickSignUrlRequest::new(approver)
        .flow_ids(["yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111"])
        .jump_url("ftp://example.com")
        .validate()
        .unwrap_err();
    assert_eq!(
        violations.to_string(),
        "the request breaks 2 rules: \
         FlowApproverInfo.PinCode: must be 64 hexadecimal digits (pattern); \
         JumpUrl: must be an address that begins with http:// or https:// (pattern)"
    );
}

#[test]
fn a_broken_rule_names_the_members_that_it_involves() {
    let approver = FlowCreateApprover::new(ApproverType::Individual).approver_name("典子谦");
    let violations = CreateBatchQuickSignUrlRequest::new(approver)
        .validate()
        .unwrap_err();
    let found: Vec<_> = violations
        .iter()
        .map(|violation| (violation.rule(), violation.path(), violation.members()))
        .collect();
    let members = |members: &[&str]| members.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            (
                Some("flows-or-group"),
                "",
                &*members(&["FlowIds", "FlowGroupId"])
            ),
            (
                Some("signer-number"),
                "FlowApproverInfo",
                &*members(&[
                    "FlowBatchUrlInfo",
                    "FlowApproverInfo.SignId",
                    "FlowApproverInfo.UserId",
                    "FlowApproverInfo.ApproverMobile",
                    "FlowApproverInfo.ApproverIdCardNumber",
                ])
            ),
        ]
    );
}

#[test]
fn a_broken_rule_of_an_item_has_paths_with_its_index() {
    let places = [
        FlowBatchApproverInfo::default().recipient_id("yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111"),
        FlowBatchApproverInfo::default(),
    ];
    let request = request()
        .flow_ids(["yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111", "a*b"])
        .flow_batch_url_info(FlowBatchUrlInfo::default().flow_batch_approver_infos(places));
    let violations = request.validate().unwrap_err();
    let violation = violations.iter().next().unwrap();
    assert_eq!(violation.rule(), Some("place-of-signer"));
    assert_eq!(
        violation.members(),
        ["FlowBatchUrlInfo.FlowBatchApproverInfos[1].RecipientId"]
    );
    let warnings = request.warnings();
    let masked = warnings
        .iter()
        .find(|warning| warning.rule() == Some("masked-ids"));
    assert_eq!(masked.unwrap().members(), ["FlowGroupId", "FlowIds[1]"]);
}
