//! Tests without a server.

// ANCHOR: stub
use tencent_ess::model::*;
use tencent_ess::runtime::client::error::{
    ApiError, TransportCause, TransportError, UndecodableError,
};
use tencent_ess::stub::Stub;
use tencent_ess::{CallOptions, Client, Error, ErrorCode, ResponseFuture};

/// A service whose rate limit is exceeded.
#[derive(Debug)]
struct Throttled;

impl Stub for Throttled {
    fn create_batch_quick_sign_url<'a>(
        &'a self,
        request: &'a CreateBatchQuickSignUrlRequest,
        _: &'a CallOptions,
    ) -> ResponseFuture<'a, CreateBatchQuickSignUrlResponse> {
        let error = ApiError::new(request, ErrorCode::REQUEST_LIMIT_EXCEEDED, "slow down");
        ResponseFuture::ready(Err(error.into()))
    }
}
// ANCHOR_END: stub

#[tokio::test]
async fn a_stub_replaces_the_server() {
    let request = || CreateBatchQuickSignUrlRequest::new(crate::signer()).flow_ids([crate::FLOW]);
    let request = || request().operator(crate::operator());
    // ANCHOR: client
    let client = Client::from_stub(Throttled);
    let error = client
        .create_batch_quick_sign_url(request())
        .await
        .unwrap_err();
    assert!(error.is_throttled());
    // ANCHOR_END: client

    // ANCHOR: errors
    let request = request();
    let unknown = Error::Ambiguous(TransportError::new(
        TransportCause::Broken,
        "ess.tencentcloudapi.com",
    ));
    let no_json = Error::from(UndecodableError::new(&request, "<html>", "it is not JSON"));
    let too_large = Error::too_large(200, 16 << 20);
    assert!(unknown.is_outcome_unknown() && !no_json.is_retryable() && !too_large.is_retryable());
    // ANCHOR_END: errors
}
