//! Tests the methods that read lists and that wait.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::json;
use tencent_ess::mock::{ClientBuilderExt, MockServer};
use tencent_ess::model::{
    ConvertTaskStatus, DescribeFileConvertTaskRequest, DescribeFileConvertTaskResponse,
    DescribeFileUrlsRequest, DescribeFileUrlsResponse, FileUrl, UserInfo,
};
use tencent_ess::stub::Stub;
use tencent_ess::{CallOptions, Client, Error, ResponseFuture, WaitError, blocking};

/// Answers with the states that are left; the last one stays.
#[derive(Debug)]
struct Conversion(Mutex<Vec<i64>>);

impl Conversion {
    fn of(states: &[i64]) -> Self {
        Self(Mutex::new(states.iter().rev().copied().collect()))
    }

    fn next(&self) -> DescribeFileConvertTaskResponse {
        let mut states = self.0.lock().unwrap();
        let state = match states.len() {
            1 => states[0],
            _ => states.pop().unwrap(),
        };
        serde_json::from_value(json!({ "TaskStatus": state, "ResourceId": "pdf-1" })).unwrap()
    }
}

impl Stub for Conversion {
    fn describe_file_convert_task<'a>(
        &'a self,
        _: &'a DescribeFileConvertTaskRequest,
        _: &'a CallOptions,
    ) -> ResponseFuture<'a, DescribeFileConvertTaskResponse> {
        ResponseFuture::ready(Ok(self.next()))
    }
}

impl blocking::Stub for Conversion {
    fn describe_file_convert_task(
        &self,
        _: &DescribeFileConvertTaskRequest,
        _: &CallOptions,
    ) -> Result<DescribeFileConvertTaskResponse, Error> {
        Ok(self.next())
    }
}

type Outcome = Result<DescribeFileConvertTaskResponse, WaitError<DescribeFileConvertTaskResponse>>;

fn wait(states: &[i64]) -> [Outcome; 2] {
    let operator = || UserInfo::default().user_id("user-1");
    let request = || DescribeFileConvertTaskRequest::new("task-1").operator(operator());
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    let client = Client::from_stub(Conversion::of(states));
    let first = runtime.block_on(client.wait_until_file_converted(request()));
    let client = blocking::Client::from_stub(Conversion::of(states));
    [first, client.wait_until_file_converted(request())]
}

#[test]
fn a_conversion_is_awaited() {
    for outcome in wait(&[0, 4, 4, 8]) {
        assert_eq!(outcome.unwrap().resource_id.as_deref(), Some("pdf-1"));
    }
}

#[test]
fn a_failed_conversion_ends_the_wait() {
    for (state, status) in [-2, -6, -13].map(|state| (state, ConvertTaskStatus::from(state))) {
        for outcome in wait(&[0, state]) {
            let error = outcome.unwrap_err();
            let response = error.response().unwrap();
            assert_eq!(response.task_status, Some(status));
            assert!(!error.is_timeout());
            let message = format!("wait_until_file_converted failed: the state is {state}");
            assert_eq!(error.to_string(), message);
        }
    }
}

#[test]
fn a_conversion_that_takes_too_long_ends_the_wait() {
    // The second state is one that upstream may add.
    for outcome in wait(&[0, 5]) {
        let error = outcome.unwrap_err();
        assert!(error.is_timeout());
        assert!(error.to_string().ends_with("within 600s"), "{error}");
    }
}

/// Three pages of links, of which the last one is shorter.
fn pages() -> MockServer {
    let page = |urls: &[&str]| {
        let urls = urls.iter().map(|url| FileUrl::default().url(*url));
        let page = DescribeFileUrlsResponse::default().file_urls(urls);
        page.total_count(5)
    };
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    mock.on::<DescribeFileUrlsRequest>()
        .reply(page(&["a", "b"]))
        .then()
        .reply(page(&["c", "d"]))
        .then()
        .reply(page(&["e"]));
    mock
}

fn request() -> DescribeFileUrlsRequest {
    let request = serde_json::from_value(json!({
        "Operator": { "UserId": "user-1" }, "BusinessType": "FLOW", "BusinessIds": ["flow-1"], "Limit": 2,
    }));
    request.unwrap()
}

/// The member counts pages, despite its name.
fn check(mock: &MockServer, urls: &[String]) {
    assert_eq!(urls, ["a", "b", "c", "d", "e"]);
    let received = mock.received::<DescribeFileUrlsRequest>();
    let offsets: Vec<_> = received.iter().map(|seen| seen.request.offset).collect();
    assert_eq!(offsets, [None, Some(1), Some(2)]);
}

#[tokio::test]
async fn the_asynchronous_client_reads_all_pages() {
    let mock = pages();
    let client = Client::builder().mock(&mock).build().unwrap();
    let paginator = client.paginate(request()).timeout(Duration::from_secs(60));
    // The stream needs neither the client nor its variable.
    drop(client);
    let task = tokio::spawn(async move { paginator.items().try_collect().await });
    let found = task.await.unwrap().unwrap();
    check(
        &mock,
        &found.into_iter().map(|file| file.url).collect::<Vec<_>>(),
    );
}

#[test]
fn the_blocking_client_reads_all_pages() {
    let mock = pages();
    let client = blocking::Client::builder().mock(&mock).build().unwrap();
    let urls: Result<Vec<_>, Error> = client
        .paginate(request())
        .items()
        .map(|file| file.map(|file| file.url))
        .collect();
    check(&mock, &urls.unwrap());
}

#[test]
fn items_and_pages_are_streams_that_tasks_can_own() {
    fn is_stream<S: futures_core::Stream<Item = Result<T, Error>> + Send + Unpin + 'static, T>() {}
    is_stream::<tencent_ess::Items<DescribeFileUrlsRequest>, FileUrl>();
    is_stream::<tencent_ess::Pages<DescribeFileUrlsRequest>, DescribeFileUrlsResponse>();
    fn is_iterator<I: Iterator<Item = Result<T, Error>> + Send + 'static, T>() {}
    is_iterator::<blocking::Items<DescribeFileUrlsRequest>, FileUrl>();
}
