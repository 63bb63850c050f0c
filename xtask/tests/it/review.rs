//! Tests `cargo xtask review` on a small description in upstream's format.

use serde_json::Value;
use tencent_codegen::prose_hash;

use crate::project::Project;
use crate::update_fixture::{Following, LONGER, QUESTION, changed, members};

#[test]
fn accepted_prose_is_no_longer_listed() {
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "AskRequest")[0]["document"] = LONGER.into());
    let next = project.source("3.0.2.1.json", &next);
    assert_eq!(project.run(&["review"]).stdout.lines().count(), 1);
    assert_eq!(project.update(&next, &[]).status, Some(0));

    let check = project.run(&["codegen", "--check"]);
    assert_eq!(check.status, Some(0), "{}", check.stdout);
    assert!(
        check.stderr.contains("what 1 rule was read from"),
        "{}",
        check.stderr
    );
    let open = project.run(&["review"]);
    open.assert_stdout(["[-150-]{+250+}"]);
    let open: Value = serde_json::from_str(&project.run(&["review", "--json"]).stdout).unwrap();
    assert_eq!(open[0]["constraint"], "AskRequest.Question");

    assert_eq!(project.run(&["review", "--accept", "Ask"]).status, Some(2));
    let accepted = project.run(&["review", "--accept", "AskRequest.Question"]);
    assert_eq!(accepted.status, Some(0), "{}", accepted.stderr);
    accepted.assert_stdout(["accepted 1, still stale 0"]);
    let overlay = std::fs::read_to_string(project.service().join("overlay/Ask.json")).unwrap();
    assert!(
        overlay.contains(&prose_hash(LONGER)) && overlay.contains("3.0.2.1"),
        "{overlay}"
    );
    let check = project.run(&["codegen", "--check"]);
    assert_eq!(
        (check.status, check.stderr.as_str()),
        (Some(0), ""),
        "{}",
        check.stdout
    );
}

/// Returns an overlay with Windows line ends and its own layout, with rules that were read from the same
/// prose.
fn by_hand(question: (&str, &str), release: &str, asker: &str) -> String {
    let (sha256, read_in) = question;
    let text = format!(
        r#"{{
	"objects": {{ "AskRequest": {{
		"doc": "一个问题，和提问的人。",
		"members": {{ "Question": {{ "doc": "问题：不超过150个字。",   "constraint": {{ "maxLength": 1.5e2 }},
			"provenance": [ {{ "release" : "{read_in}", "of": "AskRequest.Question" , "sha256":"{sha256}" }} ] }} }},
		"rules": [ {{ "name": "asker-asks", "message": "Whoever asks has a question.",
			"schema": {{ "dependentRequired": {{ "Asker": ["Question"] }} }}, "provenance": [
				{{ "of": "AskRequest.Asker", "sha256": "{asker}", "release": "{release}" }},
				{{ "of": "AskRequest.Question", "sha256": "{sha256}", "release": "{read_in}" }} ] }} ]
	}} }} }}

"#
    );
    text.replace('\n', "\r\n")
}

#[test]
fn accepting_prose_changes_only_its_hashes_and_releases() {
    const ASKER: &str = "提问的人";
    let project = Project::new();
    project.begin();
    let path = project.service().join("overlay/Ask.json");
    let (old, asker) = (prose_hash(QUESTION), prose_hash(ASKER));
    std::fs::write(&path, by_hand((&old, "3.0.9.1"), "3.0.9.1", &asker)).unwrap();
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    let next = changed(|next| {
        let members = members(next, "AskRequest");
        members[0]["document"] = LONGER.into();
        members[1]["document"] = "谁提问".into();
    });
    let next = project.source("3.0.10.1.json", &next);
    let ran = project.update(&next, &[]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);

    let both = project.run(&["review", "--accept", "AskRequest.Question", "--json"]);
    assert_eq!(both.status, Some(2), "{}", both.stdout);
    assert!(
        both.stderr.contains("cannot be used with"),
        "{}",
        both.stderr
    );
    let ran = project.run(&["review", "--accept", "AskRequest.Question"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout(["accepted 2, still stale 1"]);
    let now = prose_hash(LONGER);
    let overlay = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(overlay, by_hand((&now, "3.0.10.1"), "3.0.9.1", &asker));
    let ran = project.run(&["review", "--accept", "AskRequest.Asker"]);
    ran.assert_stdout(["accepted 1, still stale 0"]);
    let overlay = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
    let asker = prose_hash("谁提问");
    assert_eq!(overlay, by_hand((&now, "3.0.10.1"), "3.0.10.1", &asker));
}
