//! Many links at once.

use tencent_ess::mock::{ClientBuilderExt, MockServer};
use tencent_ess::model::*;
use tencent_ess::{Client, RateLimit};

// ANCHOR: many
use tokio::task::JoinSet;

/// Creates a link for each signer. The links come in the order in which they were created.
async fn create_links(
    client: &Client,
    requests: Vec<CreateBatchQuickSignUrlRequest>,
) -> Vec<(
    usize,
    Result<CreateBatchQuickSignUrlResponse, tencent_ess::Error>,
)> {
    let mut calls = JoinSet::new();
    for (number, request) in requests.into_iter().enumerate() {
        let client = client.clone();
        // The rate limiter of the client spaces the calls: all of them may be started at once.
        calls.spawn(async move { (number, client.create_batch_quick_sign_url(request).await) });
    }
    calls.join_all().await
}
// ANCHOR_END: many

#[tokio::test]
async fn each_signer_gets_a_link() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let builder = Client::builder().mock(&mock);
    let client = builder.rate_limit(RateLimit::Unlimited).build().unwrap();
    let request = CreateBatchQuickSignUrlRequest::new(crate::signer())
        .operator(crate::operator())
        .flow_ids([crate::FLOW]);
    let mut links = create_links(&client, vec![request; 50]).await;
    links.sort_by_key(|(number, _)| *number);
    assert!(
        links
            .iter()
            .enumerate()
            .all(|(index, (number, link))| index == *number && link.is_ok())
    );
    assert_eq!(
        mock.received::<CreateBatchQuickSignUrlRequest>().len(),
        links.len()
    );
}
