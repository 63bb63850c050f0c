//! Measures the peak memory of an upload: the request of the caller, its body, and the rest. It is a program
//! of its own, because it reads the peak of its process. Only Linux reports and resets it.
//!
//! `cargo test --package tests --test ess_upload_memory -- --nocapture` prints the figures.
#![cfg(target_os = "linux")]

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use sha2::{Digest, Sha256};
use tencent_ess::model::{
    Caller, UploadBusinessType, UploadFile, UploadFilesRequest, UploadFilesResponse,
};
use tencent_ess::{BuildClient, Client, ClientBuilder, Credential, Error, RetryPolicy, blocking};

/// The size of the file in Base64, in bytes. The rest of the body is small.
const FILE: usize = 45_000_000;

/// The limit of the peak, as a multiple of the body.
const LIMIT: f64 = 2.5;

const SUCCESS: &str =
    r#"{"Response":{"FileIds":["yDRS4UUgygqdcjkeUuO4zjEyBrnjJxKv"],"RequestId":"req-1"}}"#;
const FAILURE: &str =
    r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"no JVBE"},"RequestId":"req-1"}}"#;

fn request() -> UploadFilesRequest {
    let file = UploadFile::new("JVBE".repeat(FILE / 4)).file_name("contract.pdf");
    UploadFilesRequest::new(UploadBusinessType::Document)
        .caller(Caller::default().operator_id("yDRCLUUgygq2xun5UuO4zjEwg0vjoimj"))
        .file_infos([file])
}

/// Starts a server that keeps no request, and answers each with this body. Returns its address.
fn serve(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
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
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let stream = reader.get_mut();
        stream.write_all((head + body).as_bytes()).unwrap();
    });
    format!("http://{address}")
}

/// Returns a figure of this process, in bytes.
fn memory(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.unwrap().trim_matches([':', ' ', '\t', 'k', 'B']);
    kilobytes.parse::<usize>().unwrap() * 1024
}

/// Returns the memory that a task needs at most, as a multiple of the body.
fn peak(name: &str, task: impl FnOnce()) -> f64 {
    // Writing 5 resets the peak.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    task();
    let needed = memory("VmHWM").saturating_sub(before) as f64;
    let ratio = needed / FILE as f64;
    println!("{name}: {:.1} MB, {ratio:.2} times the body", needed / 1e6);
    ratio
}

/// Encodes the request with serde_json into a buffer of the right size, hashes it, and sends it.
fn floor() {
    let url = serve(SUCCESS);
    let request = request();
    let mut body = Vec::with_capacity(FILE + 1000);
    serde_json::to_writer(&mut body, &request).unwrap();
    black_box(Sha256::digest(&body));
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    write!(
        stream,
        "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    stream.write_all(&body).unwrap();
    assert_ne!(stream.read(&mut [0; 64]).unwrap(), 0);
    drop(request);
}

fn open<C: BuildClient>(reply: &'static str) -> C {
    ClientBuilder::<C>::new(&tencent_ess::SERVICE)
        .credential(Credential::new("AKIDexample", "a-secret-key"))
        .endpoint_for::<UploadFilesRequest>(serve(reply))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn check(outcome: Result<UploadFilesResponse, Error>, reply: &str) {
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
    let least = peak("floor", floor);
    assert!(least > 1.9, "the measurement is wrong: {least}");
    for reply in [SUCCESS, FAILURE] {
        println!("the server answers {reply}");
        let asynchronous = peak("asynchronous client", || {
            let client: Client = open(reply);
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            check(runtime.block_on(client.upload_files(request())), reply);
        });
        let blocking = peak("blocking client", || {
            let client: blocking::Client = open(reply);
            check(client.upload_files(request()), reply);
        });
        assert!(
            asynchronous <= LIMIT && blocking <= LIMIT,
            "{asynchronous} {blocking}"
        );
    }
}
