//! Tests the option `--dry-run` of the generated command line.

use serde_json::Value;
use tests::server::{Reply, SECRET_ID, SECRET_KEY};

use crate::shell::{TOKEN, call, command, example, ran, server, with_credential};

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let example = example();
    let server = server(Reply::json(&example.response));
    let url = server.url();
    let arguments = [
        &*example.action,
        "-",
        "--dry-run",
        "--endpoint",
        &url,
        "--region",
        "ap-guangzhou",
    ];
    let mut command = with_credential(&arguments);
    command.env("TENCENTCLOUD_TOKEN", TOKEN);
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(server.seen().is_empty());
    for secret in [SECRET_ID, SECRET_KEY, TOKEN] {
        assert!(!ran.stdout.contains(secret), "{}", ran.stdout);
        assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
    }

    let (head, body) = ran.stdout.split_once("\n\n").unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body, example.request);
    let (first, headers) = head.split_once('\n').unwrap();
    assert_eq!(first, format!("POST {url}/"));
    let headers: Vec<(&str, &str)> = headers
        .lines()
        .map(|line| line.split_once(": ").unwrap())
        .collect();
    let value = |name| headers.iter().find(|header| header.0 == name).unwrap().1;
    let seconds = value("X-TC-Timestamp");
    assert!(seconds.parse::<u64>().is_ok(), "{seconds}");
    let signed = value("Authorization");
    let date = signed.split('/').nth(1).unwrap();
    let service = tencent_ess::SERVICE;
    let authorization = format!(
        "TC3-HMAC-SHA256 Credential=[redacted]/{date}/{}/tc3_request, \
         SignedHeaders=content-type;host, Signature=[redacted]",
        service.name
    );
    let client = value("X-TC-RequestClient");
    let expected = [
        ("Content-Type", "application/json"),
        ("Host", url.strip_prefix("http://").unwrap()),
        ("X-TC-Action", &example.action),
        ("X-TC-Version", service.version),
        ("X-TC-Timestamp", seconds),
        ("X-TC-Language", "zh-CN"),
        ("X-TC-RequestClient", client),
        ("X-TC-Region", "ap-guangzhou"),
        ("X-TC-Token", "[redacted]"),
        ("Authorization", &authorization),
    ];
    assert_eq!(headers, expected);
}

#[test]
fn a_dry_run_uses_the_host_of_the_service() {
    let example = example();
    let arguments = [&*example.action, "-", "--dry-run"];
    let ran = call(&arguments, &example.request.to_string());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let first = format!("POST https://{}/", tencent_ess::SERVICE.host);
    assert_eq!(ran.stdout.lines().next(), Some(&*first));
}

#[test]
fn a_dry_run_uses_the_host_of_the_environment() {
    let example = example();
    for environment in tencent_ess::SERVICE.environments {
        let own = environment.action_hosts.iter();
        let own = own.clone().find(|(action, _)| *action == example.action);
        let host = own.map_or(environment.host, |(_, host)| host);
        let capitals = environment.name.to_uppercase();
        for name in [environment.name, &capitals] {
            let arguments = [&*example.action, "-", "--dry-run", "--environment", name];
            let ran = call(&arguments, &example.request.to_string());
            assert_eq!(ran.status, 0, "{}", ran.stderr);
            let first = format!("POST https://{host}/");
            assert_eq!(ran.stdout.lines().next(), Some(&*first));
            assert!(
                ran.stdout.contains(&format!("\nHost: {host}\n")),
                "{}",
                ran.stdout
            );
        }
    }
}

#[test]
fn a_dry_run_without_a_credential_says_that_the_call_would_fail() {
    let example = example();
    let command = command(&[&example.action, "-", "--dry-run"]);
    let ran = ran(command, example.request.to_string().as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let header = "\nAuthorization: [not signed: there is no credential]\n";
    assert!(ran.stdout.contains(header), "{}", ran.stdout);
    ran.assert_stderr(&[
        "this call would fail",
        "TENCENTCLOUD_SECRET_ID",
        ".tencentcloud/credentials",
    ]);
}
