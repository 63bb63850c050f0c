//! Measures the peak memory of a large upload: the request of the caller, its body, and the rest. It is a
//! program of its own, because it reads the peak of its process. Only Linux reports and resets it.
//!
//! `cargo test --package tests --test upload_memory -- --nocapture` prints the figures.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{
    BuildClient, CallOptions, ClientBuilder, Error, RetryPolicy, Transport, blocking,
};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder};
use tencent_runtime::{Action, ActionInfo, Service};

/// The size of the file in base64, in bytes.
const FILE: usize = 45_000_000;

/// The limit of the peak, as a multiple of the body.
const LIMIT: f64 = 2.5;

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// A request with a file, and with other members before and after it.
#[derive(Debug)]
struct Upload {
    kind: String,
    files: Vec<File>,
    caller: String,
}

#[derive(Debug)]
struct File {
    name: String,
    body: String,
}

impl Upload {
    fn new() -> Self {
        let file = File {
            name: "contract.pdf".to_owned(),
            body: "JVBE".repeat(FILE / 4),
        };
        Self {
            kind: "DOCUMENT".to_owned(),
            files: vec![file],
            caller: "caller".repeat(1000),
        }
    }
}

impl Encode for File {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_object("File", &[("Body", &self.body), ("Name", &self.name)]);
    }
}

impl Encode for Upload {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_object(
            "Upload",
            &[
                ("Kind", &self.kind),
                ("Files", &self.files),
                ("Caller", &self.caller),
            ],
        );
    }
}

impl Validate for Upload {}

impl Action for Upload {
    type Response = Value;
    const INFO: ActionInfo = ActionInfo::new("Upload", &SERVICE)
        .max_request_bytes(2 * FILE)
        .sensitive(&["Body"]);
}

/// Starts a server that keeps no request, and answers each with this body. Returns its address.
fn serve(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut line = String::new();
            let mut length = 0;
            while line != "\r\n" {
                line.clear();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
            }
            let read = std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink());
            assert_eq!(read.unwrap(), length);
            let reply = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            reader.get_mut().write_all(reply.as_bytes()).unwrap();
        }
    });
    format!("http://{address}")
}

/// Returns a value of this process in bytes.
fn memory(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.unwrap().trim_matches([':', ' ', '\t', 'k', 'B']);
    kilobytes.parse::<usize>().unwrap() * 1024
}

/// Returns the memory that a task needed at most, in sizes of the file.
fn peak(what: &str, task: impl FnOnce()) -> f64 {
    // Writing 5 resets the peak.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    task();
    let needed = memory("VmHWM").saturating_sub(before);
    let ratio = needed as f64 / FILE as f64;
    println!(
        "{what}: {:.1} MB, {ratio:.2} times the body",
        needed as f64 / 1e6
    );
    ratio
}

fn open<C: BuildClient>(endpoint: &str) -> C {
    ClientBuilder::<C>::new(&SERVICE)
        .credential(Credential::new("AKIDexample", "a-secret-key"))
        .endpoint(endpoint)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

const SUCCESS: &str = r#"{"Response":{"RequestId":"req-1"}}"#;
const FAILURE: &str =
    r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"no JVBE"},"RequestId":"req-1"}}"#;

fn check(outcome: Result<Value, Error>, reply: &str) {
    match outcome {
        Ok(_) => assert_eq!(reply, SUCCESS),
        Err(error) => assert!(
            reply == FAILURE && matches!(error, Error::Api(_)),
            "{error}"
        ),
    }
}

#[test]
fn an_upload_needs_little_more_than_its_request_and_its_body() {
    let options = CallOptions::new();
    let floor = peak(
        "floor: encode with serde_json, hash, write to a socket",
        || {
            let url = serve(SUCCESS);
            let request = Upload::new();
            let File { body, name } = &request.files[0];
            let body =
                serde_json::to_vec(&serde_json::json!({ "Kind": request.kind })).map(|mut all| {
                    all.reserve_exact(FILE + 20_000);
                    serde_json::to_writer(&mut all, body).unwrap();
                    serde_json::to_writer(&mut all, name).unwrap();
                    serde_json::to_writer(&mut all, &request.caller).unwrap();
                    all
                });
            let body = body.unwrap();
            std::hint::black_box(Sha256::digest(&body));
            let mut stream =
                std::net::TcpStream::connect(url.trim_start_matches("http://")).unwrap();
            write!(
                stream,
                "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
                body.len()
            )
            .unwrap();
            stream.write_all(&body).unwrap();
            let mut reply = [0; 64];
            assert_ne!(stream.read(&mut reply).unwrap(), 0);
            drop(request);
        },
    );
    assert!(floor > 1.9, "the measurement is wrong: {floor}");
    for reply in [SUCCESS, FAILURE] {
        let of = if reply == SUCCESS {
            "success"
        } else {
            "failure"
        };
        let asynchronous = peak(&format!("asynchronous client, {of}"), || {
            let client: Transport = open(&serve(reply));
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let request = Upload::new();
            check(runtime.block_on(client.call(&request, &options)), reply);
        });
        let blocking = peak(&format!("blocking client, {of}"), || {
            let client: blocking::Transport = open(&serve(reply));
            let request = Upload::new();
            check(client.call(&request, &options), reply);
        });
        assert!(
            asynchronous <= LIMIT && blocking <= LIMIT,
            "{asynchronous} {blocking}"
        );
    }
}
