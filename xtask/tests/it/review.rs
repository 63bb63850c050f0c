//! Tests `cargo xtask review` on a small description in upstream's format.

use serde_json::{Value, json};
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

#[test]
fn show_prints_prose_with_visible_escapes() {
    let project = Project::new();
    project.begin();
    let hostile = changed(|next| {
        members(next, "Person")[0]["document"] = "姓名\u{1b}[31m\n第二行\u{202e}".into();
    });
    let from = project.source("3.0.1.1.json", &hostile);
    let from = from.to_str().unwrap();
    let ran = project.run(&[
        "review",
        "--from",
        from,
        "--show",
        "Person.Name",
        "AskRequest",
    ]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout([
        "Person.Name\n  姓名\\u{1b}[31m\n  第二行\\u{202e}\n",
        "AskRequest.Question\n  一个问题，不超过150个字\n",
        "AskRequest\n  (upstream has no prose about it)\n",
    ]);
    assert!(!ran.stdout.contains('\u{1b}'), "{:?}", ran.stdout);
    // An action comes with its request and its response; one that is not selected can be shown too.
    let ran = project.run(&["review", "--from", from, "--show", "Wait"]);
    ran.assert_stdout([
        "Wait\n  等\n",
        "WaitRequest.Seconds\n  秒\n",
        "WaitResponse.RequestId\n",
    ]);
    // Without --from, the description comes from the cache.
    let ran = project.run(&["review", "--show", "AskRequest.Asker"]);
    ran.assert_stdout(["AskRequest.Asker\n  提问的人\n"]);

    let ran = project.run(&["review", "--show", "AskRequest.Quesion"]);
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.stderr.contains("did you mean `AskRequest.Question`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn fill_completes_entries_and_keeps_the_formatting() {
    let project = Project::new();
    project.begin();
    let path = project.service().join("overlay/Ask.json");
    let text = |[open, close]: [&str; 2], one: &str, several: &str, rule: &str| {
        format!(
            "{{\r\n  \"objects\": {{ \"AskRequest\": {{ \"members\": {{\r\n    \"Question\": {{ \"constraint\" : {{\"maxLength\":150}},\r\n\
             \x20     \"provenance\": [{open}{{ \"of\":\"AskRequest.Question\"{one} }}{close}] }},\r\n\
             \x20   \"Asker\": {{ \"doc\": \"The asker.\", \"provenance\": [\r\n      {{\r\n\t\"of\": \"AskRequest.Asker\"{several}\r\n      }}\r\n    ] }}\r\n  }},\r\n\
             \x20 \"rules\": [{{ \"name\": \"r\", \"message\": \"…\", \"schema\": {{ \"required\": [\"Asker\"] }},\r\n\
             \x20   \"provenance\": [{{{rule} \"of\": \"AskRequest.Asker\" }}] }}]\r\n}} }} }}\r\n"
        )
    };
    let (question, asker) = (prose_hash(QUESTION), prose_hash("提问的人"));
    let stale = format!(
        " \"sha256\": \"{}\", \"release\": \"3.0.0.1\",",
        prose_hash("old")
    );
    std::fs::write(&path, text([" ", " "], "", "", &stale)).unwrap();
    // A member of an entry is missing, so the overlay cannot be loaded yet.
    let ran = project.run(&["codegen"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("review --fill"), "{}", ran.stderr);

    let ran = project.run(&["review", "--fill"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    ran.assert_stdout(["completed 2 entries"]);
    // An entry on one line gets a line of its own.
    let expected = text(
        ["\r\n        ", "\r\n      "],
        &format!(", \"sha256\": \"{question}\", \"release\": \"3.0.1.1\""),
        &format!(",\r\n\t\"sha256\": \"{asker}\",\r\n\t\"release\": \"3.0.1.1\""),
        // A stale hash stays until a person accepts the new prose.
        &stale,
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(project.run(&["codegen"]).status, Some(0));
    project
        .run(&["review"])
        .assert_stdout(["AskRequest.Asker was read in 3.0.0.1"]);
    let ran = project.run(&["review", "--fill"]);
    ran.assert_stdout(["no `provenance` entry lacks its hash"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn fill_refuses_entries_that_no_present_prose_completes() {
    let project = Project::new();
    project.begin();
    let path = project.service().join("overlay/Ask.json");
    let old = prose_hash("old");
    for (entry, words) in [
        (
            r#"{ "of": "AskRequest.Quesion" }"#.to_owned(),
            "`AskRequest.Question`",
        ),
        (
            r#"{ "of": "AskRequest" }"#.to_owned(),
            "no prose about `AskRequest`",
        ),
        (
            format!(r#"{{ "of": "AskRequest.Question", "sha256": "{old}" }}"#),
            "not the hash of `AskRequest.Question`",
        ),
        (
            r#"{ "of": "AskRequest.Question", "release": "3.0.0.1" }"#.to_owned(),
            "release 3.0.1.1 only",
        ),
    ] {
        let text = format!(
            r#"{{ "objects": {{ "AskRequest": {{ "members": {{
                "Asker": {{ "doc": "…", "provenance": [{{ "of": "AskRequest.Asker" }}] }},
                "Question": {{ "constraint": {{ "maxLength": 150 }}, "provenance": [{entry}] }} }} }} }} }}"#
        );
        std::fs::write(&path, &text).unwrap();
        let ran = project.run(&["review", "--fill"]);
        assert_eq!(ran.status, Some(2), "{entry}");
        assert!(ran.stderr.contains(words), "{entry}: {}", ran.stderr);
        assert!(ran.stderr.contains("Ask.json:3:"), "{}", ran.stderr);
        // Nothing is written, not even the entries that could be completed.
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn review_compares_enums_with_their_prose() {
    const PROSE: &str =
        "<p>类型：</p><ul><li>**SHORT_FORM**：短</li><li>**LONG_FORM**：长</li></ul>";
    let project = Project::new();
    project.begin();
    let next = changed(|next| members(next, "AskRequest")[0]["document"] = PROSE.into());
    let next = project.source("3.0.2.1.json", &next);
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let reviewed = |values: &[&str], omitted: &[&str]| {
        let value = |value: &&str| {
            let name: String = value.chars().filter(char::is_ascii_alphabetic).collect();
            let name = format!("{}{}", &name[..1], name[1..].to_lowercase());
            json!({ "value": value, "name": name, "doc": "…" })
        };
        let values: Vec<Value> = values.iter().map(value).collect();
        let mut named = json!({ "doc": "…", "values": values, "provenance": [
            { "of": "AskRequest.Question", "sha256": prose_hash(PROSE), "release": "3.0.2.1" },
        ] });
        if !omitted.is_empty() {
            named["omitted"] = json!(omitted);
        }
        project.overlay(&json!({
            "enums": { "Kind": named },
            "objects": { "AskRequest": { "members": { "Question": { "enum": "Kind" } } } },
        }));
        let ran = project.run(&["review"]);
        (ran.status, ran.stderr)
    };
    assert_eq!(
        reviewed(&["SHORT_FORM", "LONG_FORM"], &[]),
        (Some(0), String::new())
    );
    assert_eq!(
        reviewed(&["SHORT_FORM"], &["LONG_FORM"]),
        (Some(0), String::new())
    );
    for (values, omitted, words) in [
        (
            &["SHORT_FORM", "LONG_FORM", "WIDE_FORM"][..],
            &[][..],
            "does not contain \"WIDE_FORM\"",
        ),
        (&["SHORT_FORM"], &[], "lists \"LONG_FORM\""),
        (
            &["SHORT_FORM", "LONG_FORM"],
            &["WIDE_FORM"],
            "does not contain \"WIDE_FORM\"",
        ),
    ] {
        let (status, complaint) = reviewed(values, omitted);
        assert_eq!(status, Some(2), "{values:?}");
        assert!(complaint.contains(words), "{values:?}: {complaint}");
    }
}

#[test]
fn review_compares_limits_units_and_defaults_with_their_prose() {
    const PROSE: &str = "等待时间，单位为秒，默认为20，取值范围：1-100。";
    let project = Project::new();
    project.begin();
    let next = changed(|next| {
        let mut wait = members(next, "AskRequest")[0].clone();
        (wait["name"], wait["document"]) = ("Wait".into(), PROSE.into());
        (wait["type"], wait["member"]) = ("int".into(), "int64".into());
        wait["required"] = false.into();
        let members = next["objects"]["AskRequest"]["members"].as_array_mut();
        members.unwrap().push(wait);
    });
    let next = project.source("3.0.2.1.json", &next);
    assert_eq!(project.update(&next, &[]).status, Some(0));
    let reviewed = |unit: &str, default: i64, maximum: i64| {
        project.overlay(&json!({ "objects": { "AskRequest": { "members": { "Wait": {
            "unit": unit, "default": default, "constraint": { "maximum": maximum },
            "provenance": [
                { "of": "AskRequest.Wait", "sha256": prose_hash(PROSE), "release": "3.0.2.1" },
            ],
        } } } } }));
        let ran = project.run(&["review"]);
        (ran.status, ran.stderr)
    };
    assert_eq!(reviewed("seconds", 20, 100), (Some(0), String::new()));
    for (unit, default, maximum, words) in [
        ("minutes", 20, 100, "the unit seconds"),
        ("seconds", 21, 100, "the default 20"),
        ("seconds", 20, 99, "`maximum` 100"),
    ] {
        let (status, complaint) = reviewed(unit, default, maximum);
        assert_eq!(status, Some(2), "{words}");
        assert!(complaint.contains(words), "{words}: {complaint}");
    }
}
