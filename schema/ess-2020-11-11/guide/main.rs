//! The code of the guide in docs/, compiled and run. The pages include the parts between the comments
//! `ANCHOR` and `ANCHOR_END`.
//!
//! This folder is in `schema/` because it uses names of the service.

mod callbacks;
mod credentials;
mod errors;
mod lists;
mod many_links;
mod networks;
mod options;
mod own_limiter;
#[cfg(unix)]
mod shell;
mod states;
mod stubs;
mod testing;
mod web_service;

use tencent_ess::model::*;

/// A flow of the documented calls, which the mock knows.
const FLOW: &str = "yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm";

fn operator() -> UserInfo {
    UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH")
}

fn signer() -> FlowCreateApprover {
    FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000")
}
