//! Tests how the mock answers an action with server-sent events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tencent_ess::mock::{Actions, ClientBuilderExt as _, MockServer};
use tencent_runtime::client::{CallOptions, ClientBuilder, EventStream, Transport};
use tencent_runtime::schema::VisitSchemas as _;
use tencent_runtime::validate::Validate;
use tencent_runtime::{Action, ActionInfo, ErrorCode, EventStreamInfo, Service, StreamingAction};
use tests::streams::open;

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

macro_rules! object {
    ($name:ident { $($wire:literal => $field:ident: $of:ty),* }) => {
        #[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(default)]
        struct $name {
            $(#[serde(rename = $wire)] $field: $of,)*
        }

        tests::wire_object!($name { $($wire => $field),* });
    };
}

object!(Question { "Stream" => stream: bool });
object!(Part { "Text" => text: String, "ErrorCode" => code: String });

const EVENTS: EventStreamInfo = EventStreamInfo::new()
    .switch("Stream")
    .error(&["ErrorCode"], &["ErrorMessage"]);

impl Validate for Question {}

impl Action for Question {
    type Response = Part;
    const INFO: ActionInfo = ActionInfo::new("Ask", &SERVICE).event_stream(EVENTS);
}

impl StreamingAction for Question {
    fn ask_for_events(&mut self) {
        self.stream = true;
    }
}

fn serve() -> (MockServer, Transport) {
    let mut actions = Actions::new(&SERVICE);
    actions.visit::<Question>();
    let mock = MockServer::start(actions).unwrap();
    let builder = ClientBuilder::<Transport>::new(&SERVICE);
    let client = builder.mock(&mock).build().unwrap();
    (mock, client)
}

async fn texts(mut events: EventStream<Part>) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(event) = events.next().await {
        texts.push(event.unwrap().into_response().text);
    }
    texts
}

#[tokio::test]
async fn the_mock_answers_with_the_events_of_an_expectation() {
    let (mock, client) = serve();
    let part = |text: &str| Part {
        text: text.to_owned(),
        ..Part::default()
    };
    mock.on::<Question>().reply_events([part("a"), part("b")]);
    let events = open(&client, Question::default(), &CallOptions::new())
        .await
        .unwrap();
    assert!(events.request_id().is_some());
    assert_eq!(texts(events).await, ["a", "b"]);
}

#[tokio::test]
async fn the_switch_selects_the_form_of_the_default_answer() {
    let (mock, client) = serve();
    let options = CallOptions::new();
    let events = open(&client, Question::default(), &options).await.unwrap();
    assert_eq!(texts(events).await, ["Text"]);
    let whole = client.call(&Question::default(), &options).await.unwrap();
    assert_eq!(whole.text, "Text");
    mock.on::<Question>().fails(ErrorCode::FAILED_OPERATION);
    let error = open(&client, Question::default(), &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::FAILED_OPERATION));
}
