//! Runs the example of a whole contract as a process: which calls it makes, on which hosts and in which
//! order, and how it ends.
//!
//! This file is in `schema/` because it uses names of the service.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};
use tencent_ess::ErrorCode;
use tencent_ess::callback::{
    CallbackRequest, Event, FlowStatus, FlowStatusChange, Message, SIGNATURE_HEADER, Sender,
};
use tencent_ess::mock::{self, Expectation, Fault, MockServer};
use tencent_ess::model::{
    CreateFileConvertTaskRequest, CreateFlowByFilesRequest, CreateFlowSignUrlRequest,
    DescribeFileUrlsRequest, UploadFilesRequest,
};
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Seen, Server};

const CALLBACK_KEY: &str = "0123456789abcdef0123456789abcdef";
const CALLBACK_TOKEN: &str = "a-token-that-must-stay-secret";

const SIGNER: &str = "典子谦";
const SIGNER_MOBILE: &str = "13200000000";

const FLOW_ID: &str = "yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm";

const HOST: &str = "ess.test.ess.tencent.cn";
const FILE_HOST: &str = "file.test.ess.tencent.cn";

/// The longest time to wait for the program.
const PATIENCE: Duration = Duration::from_secs(30);

/// The replies in the order of the calls. The conversion takes two polls.
fn replies() -> Vec<Reply> {
    let conversion = |status: i64, id: &str| json!({ "TaskStatus": status, "ResourceId": id });
    let link = json!({ "SignUrl": "https://test.essurl.cn/secret-link" });
    let file = json!({ "Url": "https://file.test.ess.tencent.cn/signed.pdf" });
    [
        json!({ "FileIds": ["uploaded-file"], "TotalCount": 1 }),
        json!({ "TaskId": "conversion" }),
        conversion(4, ""),
        conversion(8, "converted-pdf"),
        json!({ "FlowId": FLOW_ID }),
        json!({ "FlowApproverUrlInfos": [link] }),
        json!({ "FileUrls": [file], "TotalCount": 1 }),
    ]
    .map(|response| Reply::json(&json!({ "Response": response })))
    .into()
}

/// The example as a process. Its file is a Word document, unless the name says otherwise.
struct Program {
    process: Child,
    lines: Receiver<String>,
    /// The address of the callbacks.
    address: String,
    _folder: tempfile::TempDir,
}

impl Program {
    fn start(file: &str, target: &[&str], variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(file);
        std::fs::write(&file, "the text of the contract").unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_contract"))
            .args(["order-17", file.to_str().unwrap()])
            .args(target)
            .env_clear()
            .env("HOME", "/nonexistent")
            .env("TENCENTCLOUD_SECRET_ID", SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", SECRET_KEY)
            .env("OPERATOR_ID", "operator")
            .env("SIGNER_NAME", SIGNER)
            .env("SIGNER_MOBILE", SIGNER_MOBILE)
            .env("CALLBACK_ADDRESS", "127.0.0.1:0")
            .env("CALLBACK_KEY", CALLBACK_KEY)
            .env("CALLBACK_TOKEN", CALLBACK_TOKEN)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut program = Self {
            lines: lines(process.stdout.take().unwrap()),
            process,
            address: String::new(),
            _folder: folder,
        };
        program.address = program.line("callbacks: http://");
        program
    }

    /// Reads a line of standard output. Returns it without its beginning.
    #[track_caller]
    fn line(&mut self, beginning: &str) -> String {
        let line = self.lines.recv_timeout(PATIENCE).unwrap_or_default();
        let Some(rest) = line.strip_prefix(beginning) else {
            let _ = self.process.kill();
            let stderr = self.end().1;
            panic!("{line:?} does not begin with {beginning:?}: {stderr}");
        };
        rest.to_owned()
    }

    /// Posts a callback. Returns the status.
    fn post(&self, request: &CallbackRequest) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let signature = request.signature.as_deref().unwrap();
        let length = request.body.len();
        write!(
            stream,
            "POST / HTTP/1.1\r\n{SIGNATURE_HEADER}: {signature}\r\nContent-Length: {length}\r\n\r\n{}",
            request.body
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Waits for the end. Returns the exit status and standard error.
    fn end(&mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + PATIENCE;
        while self.process.try_wait().unwrap().is_none() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
        let _ = self.process.kill();
        let mut stderr = String::new();
        let pipe = self.process.stderr.as_mut().unwrap();
        pipe.read_to_string(&mut stderr).unwrap();
        (self.process.wait().unwrap(), stderr)
    }
}

/// Reads lines, so that a test can stop to wait for them.
fn lines(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            let _ = sender.send(line.unwrap());
        }
    });
    receiver
}

impl Drop for Program {
    /// Ends the process if a test failed.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A proxy that connects each tunnel to one server, and remembers to which hosts they lead.
struct Proxy {
    address: String,
    hosts: Arc<Mutex<BTreeSet<String>>>,
}

impl Proxy {
    fn start(server: &Server) -> Self {
        let (listener, port) = (TcpListener::bind("127.0.0.1:0").unwrap(), server.port());
        let address = format!("http://{}", listener.local_addr().unwrap());
        let hosts = Arc::<Mutex<BTreeSet<String>>>::default();
        let seen = Arc::clone(&hosts);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut client = stream.unwrap();
                let host = tunnel_host(&mut client);
                seen.lock().unwrap().insert(host);
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                thread::spawn(move || std::io::copy(&mut from, &mut to));
                thread::spawn(move || std::io::copy(&mut server, &mut client));
            }
        });
        Self { address, hosts }
    }
}

/// Reads the head of `CONNECT host:port`, byte by byte because TLS follows it. Returns the host and the port.
fn tunnel_host(client: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.strip_prefix("CONNECT ").unwrap();
    target.split(' ').next().unwrap().to_owned()
}

/// Returns the path of a file that `contract/make.sh` created.
fn file(name: &str) -> PathBuf {
    let service = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/ess-2020-11-11");
    service.join("tests/contract").join(name)
}

/// Starts a server with the certificate of the hosts.
fn start_tls(replies: Vec<Reply>) -> Server {
    let certificate = CertificateDer::from_pem_file(file("hosts.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(file("hosts.key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Server::start_tls(tencent_ess::SERVICE.name, replies, Arc::new(tls))
}

fn message(id: &str, flow_id: &str, status: FlowStatus) -> Message {
    let flow = FlowStatusChange::default().flow_id(flow_id);
    let flow = flow.flow_callback_status(status);
    Message::new(id, Event::FlowStatusChange(Box::new(flow)))
}

fn sender() -> Sender {
    Sender::new(CALLBACK_KEY, CALLBACK_TOKEN).unwrap()
}

fn body(seen: &Seen) -> Value {
    serde_json::from_slice(&seen.body).unwrap()
}

/// The host and the action of each request. Asserts that all are signed.
#[track_caller]
fn calls(seen: &[Seen]) -> Vec<(&str, &str)> {
    let call = |seen: &'_ Seen| assert_eq!(seen.signature, Ok(()));
    seen.iter().for_each(call);
    seen.iter()
        .map(|seen| (&*seen.headers["host"], &*seen.headers["x-tc-action"]))
        .collect()
}

#[test]
fn a_contract_is_uploaded_converted_started_signed_and_downloaded() {
    let server = start_tls(replies());
    let proxy = Proxy::start(&server);
    let trusted = file("hosts.pem");
    let variables = [
        ("HTTPS_PROXY", &*proxy.address),
        ("SSL_CERT_FILE", trusted.to_str().unwrap()),
    ];
    let mut program = Program::start("Contract.DOCX", &[], &variables);
    assert_eq!(program.line("contract: "), FLOW_ID);
    let link = program.line("link for the signer: ");
    assert_eq!(link, "https://test.essurl.cn/secret-link");
    let before_the_end = [
        (FILE_HOST, "UploadFiles"),
        (HOST, "CreateFileConvertTask"),
        (HOST, "DescribeFileConvertTask"),
        (HOST, "DescribeFileConvertTask"),
        (HOST, "CreateFlowByFiles"),
        (HOST, "CreateFlowSignUrl"),
    ];
    assert_eq!(calls(&server.seen()), before_the_end);

    let signed = message("4", FLOW_ID, FlowStatus::AllSigned);
    let forger = Sender::new(CALLBACK_KEY, "another token").unwrap();
    assert_eq!(program.post(&sender().probe()), 200);
    assert_eq!(program.post(&forger.request(&signed)), 403);
    for (id, flow_id, status) in [
        (
            "1",
            "yDRSJUUgyg3y1cpzUEK6ByEnHIqr1111",
            FlowStatus::AllSigned,
        ),
        ("2", FLOW_ID, FlowStatus::PartlySigned),
        ("3", FLOW_ID, FlowStatus::WaitingForSignatures),
    ] {
        let request = sender().request(&message(id, flow_id, status));
        assert_eq!(program.post(&request), 200);
    }
    assert_eq!(calls(&server.seen()), before_the_end);

    assert_eq!(program.post(&sender().request(&signed)), 200);
    let file = program.line("signed file: ");
    assert_eq!(file, "https://file.test.ess.tencent.cn/signed.pdf");
    let (status, stderr) = program.end();
    assert!(status.success(), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("refused a callback: "), "{stderr}");

    let seen = server.seen();
    let mut all = before_the_end.to_vec();
    all.push((HOST, "DescribeFileUrls"));
    assert_eq!(calls(&seen), all);
    let tunnels = [HOST, FILE_HOST].map(|host| format!("{host}:443"));
    assert_eq!(*proxy.hosts.lock().unwrap(), BTreeSet::from(tunnels));
    check_bodies(&seen);
}

/// Checks that each request has what the responses before it returned.
fn check_bodies(seen: &[Seen]) {
    let bodies: Vec<_> = seen.iter().map(body).collect();
    let [upload, convert, poll, poll_again, create, link, download] = &bodies[..] else {
        panic!("{bodies:?}");
    };
    let operator = json!({ "UserId": "operator" });
    assert_eq!(
        *upload,
        json!({
            "BusinessType": "DOCUMENT",
            "Caller": { "OperatorId": "operator" },
            "FileInfos": [{
                "FileBody": "dGhlIHRleHQgb2YgdGhlIGNvbnRyYWN0",
                "FileName": "Contract.DOCX"
            }]
        })
    );
    assert_eq!(
        *convert,
        json!({
            "ResourceType": "docx",
            "ResourceName": "Contract.DOCX",
            "ResourceId": "uploaded-file",
            "Operator": operator
        })
    );
    assert_eq!(
        *poll,
        json!({ "TaskId": "conversion", "Operator": operator })
    );
    assert_eq!(poll_again, poll);
    assert_eq!(create["FileIds"], json!(["converted-pdf"]));
    assert_eq!(create["Operator"], operator);
    assert_eq!(create["UserData"], "b3JkZXItMTc=");
    let signer = json!({
        "ApproverType": 1, "ApproverName": SIGNER, "ApproverMobile": SIGNER_MOBILE
    });
    for (name, value) in signer.as_object().unwrap() {
        assert_eq!(create["Approvers"][0][name], *value);
    }
    assert_eq!(
        *link,
        json!({ "FlowId": FLOW_ID, "Operator": operator, "FlowApproverInfos": [signer] })
    );
    assert_eq!(
        *download,
        json!({ "BusinessType": "FLOW", "BusinessIds": [FLOW_ID], "Operator": operator })
    );
}

/// Starts the program with a PDF, for a mock.
fn start_with_pdf(mock: &MockServer) -> Program {
    let credential = [
        ("TENCENTCLOUD_SECRET_ID", mock::SECRET_ID),
        ("TENCENTCLOUD_SECRET_KEY", mock::SECRET_KEY),
    ];
    Program::start("contract.pdf", &[&mock.url()], &credential)
}

#[test]
fn a_contract_whose_creation_has_an_unknown_outcome_is_not_created_again() {
    type Creation<'m> = Expectation<'m, CreateFlowByFilesRequest>;
    let unknown: [fn(Creation<'_>); 3] = [
        |creation| {
            creation.injects(Fault::DropAfterBody).times(1);
        },
        |creation| {
            creation.injects(Fault::Html(502)).times(1);
        },
        |creation| {
            creation.fails(ErrorCode::INTERNAL_ERROR).times(1);
        },
    ];
    for fail in unknown {
        let mock = MockServer::start(tencent_ess::actions()).unwrap();
        let uploaded = serde_json::from_value(json!({ "FileIds": ["uploaded-file"] }));
        mock.on::<UploadFilesRequest>().reply(uploaded.unwrap());
        fail(mock.on());
        let (status, stderr) = start_with_pdf(&mock).end();
        assert_eq!(status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains("look for order-17 in the console"),
            "{stderr}"
        );
        let created = mock.received::<CreateFlowByFilesRequest>();
        assert_eq!(created.len(), 1);
        let files = created[0].request.file_ids.as_deref().unwrap();
        assert_eq!(files, ["uploaded-file"]);
    }
    // A contract that the service refused can be created again.
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    mock.on::<CreateFlowByFilesRequest>()
        .fails(ErrorCode::INVALID_PARAMETER);
    let (status, stderr) = start_with_pdf(&mock).end();
    assert_eq!(status.code(), Some(1), "{stderr}");
    assert!(!stderr.contains("look for"), "{stderr}");
}

#[test]
fn nothing_is_downloaded_of_a_contract_that_was_refused() {
    let mock = MockServer::start(tencent_ess::actions()).unwrap();
    let mut program = start_with_pdf(&mock);
    let flow = program.line("contract: ");
    program.line("link for the signer: ");
    let refused = message("1", &flow, FlowStatus::Refused);
    assert_eq!(program.post(&sender().request(&refused)), 200);
    let (status, stderr) = program.end();
    assert_eq!(status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("ended with the status Refused"), "{stderr}");
    let link = mock.received::<CreateFlowSignUrlRequest>().remove(0);
    assert_eq!(link.request.flow_id.as_deref(), Some(&*flow));
    // A PDF is not converted.
    assert!(mock.received::<CreateFileConvertTaskRequest>().is_empty());
    assert!(mock.received::<DescribeFileUrlsRequest>().is_empty());
}
