//! The states of a contract in the mock.

use std::error::Error;

// ANCHOR: states
#[test]
fn a_contract_is_signed() -> Result<(), Box<dyn Error>> {
    use tencent_ess::blocking::Client;
    use tencent_ess::mock::{ClientBuilderExt, CommandError, FlowCommands, MockServer};
    use tencent_ess::model::*;

    let mock = MockServer::start(tencent_ess::actions())?;
    let client = Client::builder().mock(&mock).build()?;
    let operator = UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH");
    let signer = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    let request = CreateFlowRequest::new("Contract", [signer]).operator(operator.clone());
    let flow = client.create_flow(request)?.flow_id;
    client.start_flow(StartFlowRequest::new(&*flow).operator(operator))?;

    assert_eq!(mock.sign(&flow)?, FlowStatus::Signed);
    assert!(matches!(
        mock.reject(&flow),
        Err(CommandError::NotAllowed { .. })
    ));
    Ok(())
}
// ANCHOR_END: states
