//! A web service on axum that creates links.

// ANCHOR: service
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use tencent_ess::model::*;
use tencent_ess::{Client, Error};

/// The form of the page.
#[derive(serde::Deserialize)]
struct Form {
    name: String,
    mobile: String,
    contracts: Vec<String>,
}

fn router(client: Client) -> Router {
    Router::new()
        .route("/links", post(create_link))
        .with_state(client)
}

async fn create_link(State(client): State<Client>, Json(form): Json<Form>) -> Response {
    let signer = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name(form.name)
        .approver_mobile(form.mobile);
    let request = CreateBatchQuickSignUrlRequest::new(signer)
        .operator(UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH"))
        .flow_ids(form.contracts);
    match client.create_batch_quick_sign_url(request).await {
        Ok(response) => response.flow_approver_url_info.sign_url.into_response(),
        Err(error) => refuse(error),
    }
}

fn refuse(error: Error) -> Response {
    match error {
        // The page marks the fields of the violations.
        Error::Invalid(violations) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(violations)).into_response()
        }
        error if error.is_throttled() || matches!(error, Error::QueueTimeout(_)) => {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        error => {
            eprintln!("no link: {error}");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}
// ANCHOR_END: service

// ANCHOR: main
async fn run(client: Client) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router(client)).await
}
// ANCHOR_END: main

// ANCHOR: test
#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tencent_ess::mock::{ClientBuilderExt, MockServer};
    use tower::ServiceExt;

    use super::*;

    async fn post(client: Client, json: &str) -> (StatusCode, String) {
        let request = Request::post("/links").header("content-type", "application/json");
        let request = request.body(Body::from(json.to_owned())).unwrap();
        let response = router(client).oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_form_becomes_a_link() {
        let mock = MockServer::start(tencent_ess::actions()).unwrap();
        let client = Client::builder().mock(&mock).build().unwrap();

        let form = r#"{"name": "典子谦", "mobile": "13200000000", "contracts": ["yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm"]}"#;
        let (status, link) = post(client.clone(), form).await;
        assert_eq!(status, StatusCode::OK);
        assert!(link.starts_with("https://"), "{link}");

        let wrong = form.replace("13200000000", "12345");
        let (status, violations) = post(client, &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            violations.contains("FlowApproverInfo.ApproverMobile"),
            "{violations}"
        );
        assert_eq!(mock.received::<CreateBatchQuickSignUrlRequest>().len(), 1);
    }
}
// ANCHOR_END: test

#[tokio::test]
async fn the_service_answers_busy_and_broken() {
    use tencent_ess::RetryPolicy;
    use tencent_ess::mock::{ClientBuilderExt, Fault, MockServer};

    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let builder = Client::builder().mock(&mock);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let on = || mock.on::<CreateBatchQuickSignUrlRequest>();
    on().injects(Fault::Throttled).times(1);
    on().injects(Fault::Html(503)).times(1);
    for expected in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::BAD_GATEWAY] {
        let form = Form {
            name: "典子谦".to_owned(),
            mobile: "13200000000".to_owned(),
            contracts: vec![crate::FLOW.to_owned()],
        };
        let response = create_link(State(client.clone()), Json(form)).await;
        assert_eq!(response.status(), expected);
    }
    let service = tokio::spawn(run(client));
    tokio::task::yield_now().await;
    assert!(!service.is_finished());
    service.abort();
}
