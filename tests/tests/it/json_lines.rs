//! Tests the option `--validate` of the generated command line, which reads one request per line.

use std::io::{BufRead, BufReader, Write};
use std::time::Duration;

use tests::schema;

use crate::shell::{Folder, call, example, ran, with_credential};

#[test]
fn lines_are_checked_in_order() {
    let mut lines = String::new();
    let mut expected = Vec::new();
    let action = &example().action;
    let of_action = schema::rule_cases().into_iter();
    let of_action = of_action.filter(|(rule, _)| rule.action == *action);
    for (rule, bases) in of_action.take(12) {
        for case in &rule.cases {
            lines.push_str(&format!("{}\n", case.request(&bases)));
            expected.push(case.violations.clone());
        }
    }
    let folder = Folder::new();
    let file = folder.file("requests.jsonl", &lines);
    for (arguments, input) in [
        (&[&**action, "--validate"][..], &*lines),
        (&[action, "-", "--validate"], &lines),
        (&[action, &file, "--validate"], ""),
    ] {
        let ran = call(arguments, input);
        assert_eq!(ran.status, 1, "{}", ran.stderr);
        let printed = ran.json_lines();
        assert_eq!(printed.len(), expected.len());
        for (line, expected) in printed.iter().zip(&expected) {
            let mut expected = expected.clone();
            let mut found: Vec<schema::Broken> =
                serde_json::from_value(line["violations"].clone()).unwrap();
            found.sort();
            expected.sort();
            assert_eq!(found, expected);
            for violation in line["violations"].as_array().unwrap() {
                assert!(!violation["message"].as_str().unwrap().is_empty());
            }
        }
    }
}

#[test]
fn invalid_lines_are_reported_in_order() {
    let good = example().request.to_string();
    let action = &example().action;
    let all_good = call(&[action, "--validate"], &format!("{good}\n{good}"));
    assert_eq!(all_good.status, 0, "{}", all_good.stderr);
    assert_eq!(
        all_good.stdout,
        "{\"violations\":[]}\n{\"violations\":[]}\n"
    );

    let deep = "[".repeat(200_000);
    let deep_member = format!("{{\"Nonsense\":{deep}{}}}", "]".repeat(200_000));
    let input = [
        good.as_bytes(),
        b"nonsense",
        b"[]",
        b"{\"Nonsense\":1}",
        b"\xff{}",
        deep.as_bytes(),
        deep_member.as_bytes(),
        b"{\"Nonsense\":\"\xff\"}",
        good.as_bytes(),
    ];
    let ran = ran(
        with_credential(&[action, "--validate"]),
        &input.join(&b'\n'),
    );
    assert_eq!(ran.status, 1);
    let mut expected = [true; 9];
    (expected[0], expected[8]) = (false, false);
    assert_eq!(ran.errors(), expected, "{}", ran.stdout);
    let nonsense = ran.json_lines()[1]["error"].as_str().unwrap().to_owned();
    assert!(nonsense.ends_with(" at column 2"), "{nonsense}");
}

#[test]
fn a_line_can_have_any_length() {
    let good = example().request.to_string();
    let long = format!("{{\"Nonsense\":\"{}\"}}", "x".repeat(11 << 20));
    let longer = "x".repeat(65 << 20);
    let input = format!("{good}\n{long}\n{longer}\n{good}\n{longer}");
    let ran = call(&[&example().action, "--validate"], &input);
    assert_eq!(ran.errors(), [false, true, true, false, true]);
    let message = ran.json_lines()[2]["error"].as_str().unwrap().to_owned();
    assert!(message.contains("longer than"), "{message}");
    assert_eq!(ran.status, 1);
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_accepted() {
    let good = example().request.to_string();
    let input = format!("\u{feff}{good}\r\n{good}\r\n\u{feff}{good}\r\n\r\n");
    let ran = call(&[&example().action, "--validate"], &input);
    assert_eq!(ran.stdout, "{\"violations\":[]}\n".repeat(3));
    assert_eq!(ran.status, 0);
}

#[test]
fn empty_lines_are_errors_except_at_the_end() {
    let good = example().request.to_string();
    let action = &example().action;
    for (input, expected, status) in [
        (format!("{good}\n\n{good}\n"), &[false, true, false][..], 1),
        (format!("\n\r\n{good}\n \n"), &[true, true, false, true], 1),
        (format!("{good}\n\n"), &[false], 0),
        (format!("{good}\n\r\n\n\n"), &[false], 0),
        ("\n\n".to_owned(), &[], 0),
        ("\u{feff}".to_owned(), &[], 0),
        (String::new(), &[], 0),
    ] {
        let ran = call(&[action, "--validate"], &input);
        assert_eq!(ran.errors(), expected, "{input:?}");
        assert_eq!(ran.status, status, "{input:?}");
    }
}

#[test]
fn each_line_is_answered_immediately() {
    let good = example().request.to_string();
    let mut child = with_credential(&[&example().action, "--validate"])
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let (answered, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || answers.for_each(|line| drop(answered.send(line.unwrap()))));
    let (valid, empty) = (r#"{"violations":[]}"#, r#"{"error":"the line is empty"}"#);
    // An empty line is answered after the next line, and does not delay other lines.
    for (fed, expected) in [
        (format!("{good}\n"), &[valid][..]),
        (format!("{good}\n\n"), &[valid]),
        (format!("{good}\n"), &[empty, valid]),
    ] {
        stdin.write_all(fed.as_bytes()).unwrap();
        for expected in expected {
            let answer = answer.recv_timeout(Duration::from_secs(20));
            assert_eq!(answer.as_deref(), Ok(*expected));
        }
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_closed_output_is_not_reported() {
    let folder = Folder::new();
    // More than a pipe can buffer.
    let line = format!("{}\n", example().request);
    let file = folder.file("requests.jsonl", line.repeat(20_000));
    let mut child = with_credential(&[&example().action, &file, "--validate"])
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    assert_eq!(first, "{\"violations\":[]}\n");
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    // The command does not know whether all lines are valid.
    assert_eq!((output.status.code(), &*stderr), (Some(1), ""));
}

#[test]
fn a_closed_error_stream_is_ignored() {
    let mut child = with_credential(&[&example().action, "-"]).spawn().unwrap();
    drop(child.stderr.take());
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}
