//! Creates a link with which a signer signs contracts: `first-link http://127.0.0.1:8080`.

// ANCHOR: program
use tencent_ess::{Client, model::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = std::env::args()
        .nth(1)
        .ok_or("give the address of the mock")?;
    let client = Client::builder().endpoint(endpoint).build()?;

    let signer = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    let operator = UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH");
    let request = CreateBatchQuickSignUrlRequest::new(signer)
        .operator(operator)
        .flow_ids(["yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm"]);

    let response = client.create_batch_quick_sign_url(request).await?;
    println!("{}", response.flow_approver_url_info.sign_url);
    Ok(())
}
// ANCHOR_END: program
