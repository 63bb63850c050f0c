//! `cargo xtask add`, `remove` and `coverage`.

mod following;
mod project;

use serde_json::{Value, json};

use self::following::Following;
use self::project::Project;

#[test]
fn actions_come_and_go_with_what_they_reach() {
    let project = Project::new();
    project.begin();
    let added = project.run(&["add", "Wait"]);
    assert_eq!(added.status, Some(0), "{}", added.complaint);
    assert!(project.out().join("src/model/wait_request.rs").exists());
    let coverage: Value =
        serde_json::from_str(&project.run(&["coverage", "--json"]).shown).unwrap();
    assert_eq!(coverage["actions"]["of"], 2);
    assert_eq!(coverage["members"], json!({ "covered": 1, "of": 7 }));

    // The overlay speaks of what would go.
    let refused = project.run(&["remove", "Ask"]);
    assert_eq!(refused.status, Some(2), "{}", refused.shown);
    assert!(
        refused.complaint.contains("AskRequest"),
        "{}",
        refused.complaint
    );
    let removed = project.run(&["remove", "Wait"]);
    assert_eq!(removed.status, Some(0), "{}", removed.complaint);
    assert!(!project.out().join("src/model/wait_request.rs").exists());
    assert_eq!(project.run(&["remove", "Wait"]).status, Some(2));
    let last = project.run(&["remove", "Ask"]);
    assert!(
        last.complaint.contains("would leave no action"),
        "{}",
        last.complaint
    );
    let unknown = project.run(&["add", "Wiat"]);
    assert!(
        unknown.complaint.contains("did you mean `Wait`?"),
        "{}",
        unknown.complaint
    );
}
