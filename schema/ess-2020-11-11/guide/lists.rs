//! Lists that come page by page, and waits.

use std::error::Error;
use std::time::Duration;

use tencent_ess::mock::{ClientBuilderExt, MockServer};
use tencent_ess::model::*;
use tencent_ess::{CallOptions, Client};

// ANCHOR: pages
async fn read(
    client: &Client,
    request: DescribeFileUrlsRequest,
) -> Result<usize, tencent_ess::Error> {
    let mut links = Vec::new();
    let mut files = client.paginate(request).items();
    while let Some(file) = files.next().await {
        // The link is a secret: do not log it.
        links.push(file?.url);
    }
    Ok(links.len())
}
// ANCHOR_END: pages

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let file = |url: &str| FileUrl::default().url(url);
    let page = |files: Vec<FileUrl>| {
        DescribeFileUrlsResponse::default()
            .file_urls(files)
            .total_count(3)
    };
    mock.on::<DescribeFileUrlsRequest>()
        .reply(page(vec![file("1"), file("2")]))
        .times(1)
        .then()
        .reply(page(vec![file("3")]));
    let client = Client::builder().mock(&mock).build().unwrap();
    let request = DescribeFileUrlsRequest::new(DownloadBusinessType::Contract, [crate::FLOW]);
    let request = request.operator(crate::operator()).limit(2);
    assert_eq!(read(&client, request).await.unwrap(), 3);
}

// ANCHOR: wait
/// Waits until an uploaded file is a PDF. Returns the id of the PDF.
async fn converted(
    client: &Client,
    request: DescribeFileConvertTaskRequest,
) -> Result<String, Box<dyn Error>> {
    let patient = client.with_options(CallOptions::new().timeout(Duration::from_secs(1_800)));
    let response = patient.wait_until_file_converted(request).await?;
    Ok(response.resource_id.ok_or("the service returned no id")?)
}
// ANCHOR_END: wait

#[tokio::test]
async fn a_wait_ends_with_the_final_state() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let state = |state: ConvertTaskStatus, id: &str| {
        DescribeFileConvertTaskResponse::default()
            .task_status(state)
            .resource_id(id)
    };
    mock.on::<DescribeFileConvertTaskRequest>()
        .reply(state(ConvertTaskStatus::Converting, ""))
        .times(1)
        .then()
        .reply(state(ConvertTaskStatus::Finished, "pdf"));
    mock.add_id("task");
    let client = Client::builder().mock(&mock).build().unwrap();
    let request = DescribeFileConvertTaskRequest::new("task").operator(crate::operator());
    assert_eq!(converted(&client, request).await.unwrap(), "pdf");
}
