//! A rate limiter of the program.

// ANCHOR: limiter
use std::sync::Arc;

use tencent_ess::Client;
use tencent_ess::rate_limit::{LimitRate, PermitError, PermitRequest};
use tencent_ess::runtime::BoxFuture;
use tokio::sync::watch;

/// Sends requests only in a maintenance window.
#[derive(Debug)]
struct Window {
    is_open: watch::Receiver<bool>,
}

impl LimitRate for Window {
    fn acquire_permit(&self, _: PermitRequest) -> BoxFuture<'_, Result<(), PermitError>> {
        Box::pin(async {
            let mut is_open = self.is_open.clone();
            let open = is_open.wait_for(|open| *open).await;
            open.map(drop).map_err(PermitError::limiter)
        })
    }
}

fn client(is_open: watch::Receiver<bool>) -> Result<Client, tencent_ess::BuildError> {
    Client::builder()
        .rate_limit(Arc::new(Window { is_open }))
        .build()
}
// ANCHOR_END: limiter

#[tokio::test]
async fn a_call_waits_for_the_limiter_of_the_program() {
    let (open, is_open) = watch::channel(false);
    client(is_open.clone()).unwrap();
    let mock = tencent_ess::mock::MockServer::start(tencent_ess::actions()).unwrap();
    let builder = tencent_ess::mock::ClientBuilderExt::mock(Client::builder(), &mock);
    let client = builder
        .rate_limit(Arc::new(Window { is_open }))
        .build()
        .unwrap();
    let request = tencent_ess::model::DescribeFlowBriefsRequest::new([crate::FLOW]);
    let call = client.describe_flow_briefs(request.operator(crate::operator()));
    let opened = async {
        tokio::task::yield_now().await;
        assert!(
            mock.received::<tencent_ess::model::DescribeFlowBriefsRequest>()
                .is_empty()
        );
        open.send(true).unwrap();
    };
    let (response, ()) = tokio::join!(call, opened);
    assert!(!response.unwrap().flow_briefs.is_empty());
}
