//! Measures the mock under load: calls with two flow ids, whose signature and rules it checks.
//!
//! ```text
//! cargo bench --package tests --features benches --bench ess_mock_load
//! cargo bench --package tests --features benches --bench ess_mock_load -- --connections 10000
//! cargo bench --package tests --features benches --bench ess_mock_load -- --calls 1000000
//! ```
//!
//! The server has one thread of this process. Another process sends signed requests over connections that stay
//! open, and checks the answers. The CPU time of the thread is the one that Linux counts, including the work of
//! the kernel for its sockets, so other programs on the machine hardly change the figures. There are two floors:
//! the hashing that verifies a signature, and the same HTTP server with an answer of the same size and without
//! checks.
//!
//! Each process needs a file descriptor for each connection: `ulimit -n 10100` for 10,000.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use sha2::{Digest, Sha256};
use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::{
    ApproverSignType, ApproverType, CreateBatchQuickSignUrlRequest, FlowCreateApprover,
    SignatureType, UserInfo,
};
use tencent_ess::{Action, Credential};
use tencent_runtime::client::sign::{Signable, Signer};
use tokio::net::TcpListener;

/// The ids of the flows of all requests.
const FLOWS: [&str; 2] = [
    "yDRSJUUgyg3y1cpzUEK6ByEnHIqr0001",
    "yDRSJUUgyg3y1cpzUEK6ByEnHIqr0002",
];

/// The requests that wait for an answer at the same time.
const WINDOW: usize = 32;

/// An answer that is as long as that of the mock.
const ANSWER: [u8; 400] = [b' '; 400];

/// How long a signature is used. The server accepts it for five minutes.
const SIGNATURE_LIFETIME: Duration = Duration::from_secs(60);

/// The progress reports of a run.
const REPORTS: usize = 10;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    if let Some(server) = arguments.client {
        return client(server, &arguments);
    }
    let hashing = hashing();
    println!("hashing alone: {:.1} µs for each call", micros(hashing));
    let floor = start_floor()?;
    println!(
        "HTTP without checks: {}",
        measure("floor", floor, &arguments)?
    );
    let mock = MockServer::start(tencent_ess::actions())?;
    FLOWS.iter().for_each(|flow| mock.add_id(*flow));
    let address = mock.url().replace("http://", "").parse()?;
    println!("mock: {}", measure("tencent-mock", address, &arguments)?);
    Ok(())
}

#[derive(Debug)]
struct Arguments {
    calls: usize,
    connections: usize,
    /// The address of the server, if this process is the client.
    client: Option<SocketAddr>,
}

impl Arguments {
    fn parse(mut texts: impl Iterator<Item = String>) -> Result<Self> {
        let mut arguments = Self {
            calls: 100_000,
            connections: WINDOW,
            client: None,
        };
        while let Some(name) = texts.next() {
            let mut value = || texts.next().ok_or(format!("{name} needs a value"));
            match name.as_str() {
                "--calls" => arguments.calls = value()?.parse()?,
                "--connections" => arguments.connections = value()?.parse()?,
                "--client" => arguments.client = Some(value()?.parse()?),
                // `cargo bench` adds it.
                "--bench" => {}
                _ => return Err(format!("unknown argument {name}").into()),
            }
        }
        Ok(arguments)
    }
}

/// Sends all calls to a server in a thread of this process, and describes its CPU time and the memory.
fn measure(thread: &str, address: SocketAddr, arguments: &Arguments) -> Result<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--client", &address.to_string()]);
    command.args(["--calls", &arguments.calls.to_string()]);
    command.args(["--connections", &arguments.connections.to_string()]);
    let mut client = command.stdout(Stdio::piped()).spawn()?;
    let output = client.stdout.take().ok_or("no output")?;
    let (mut start, mut memory) = (None, Vec::new());
    for line in BufReader::new(output).lines() {
        line?;
        memory.push(resident_megabytes()?);
        // The first line comes after the first call of each connection.
        if start.is_none() {
            start = Some((cpu_time(thread)?, Instant::now()));
        }
    }
    let (cpu, started) = start.ok_or("the client does not run")?;
    let (cpu, time) = (cpu_time(thread)? - cpu, started.elapsed());
    if !client.wait()?.success() {
        return Err("the client failed".into());
    }
    let per_second = |time: Duration| arguments.calls as f64 / time.as_secs_f64();
    Ok(format!(
        "{:.0} calls for each second of CPU ({:.1} µs each), {:.0} for each second of time, {} connections; \
         memory in MB: {memory:?}",
        per_second(cpu),
        micros(cpu) / arguments.calls as f64,
        per_second(time),
        arguments.connections,
    ))
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Returns the CPU time of a thread of this process.
fn cpu_time(name: &str) -> Result<Duration> {
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        if fs::read_to_string(task.join("comm"))?.trim() == name {
            let times = fs::read_to_string(task.join("schedstat"))?;
            let running = times.split_whitespace().next().ok_or("an empty file")?;
            return Ok(Duration::from_nanos(running.parse()?));
        }
    }
    Err("the thread does not run".into())
}

/// Returns the resident memory of this process.
fn resident_megabytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let mut lines = status.lines();
    let resident = lines.find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.and_then(|text| text.split_whitespace().next());
    Ok(kilobytes.ok_or("no VmRSS")?.parse::<u64>()? / 1024)
}

/// Returns the time of the hashes that verify one signature.
fn hashing() -> Duration {
    const ROUNDS: u32 = 100_000;
    let body = body();
    let canonical = "0".repeat(160);
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(Sha256::digest(&body));
        black_box(Sha256::digest(&canonical));
        // The key of a day, a service and a credential, then the signature.
        for length in [10, 3, 12, 140] {
            let mut mac = Hmac::<Sha256>::new_from_slice(&black_box([7; 32])).unwrap();
            mac.update(&[b'0'; 140][..length]);
            black_box(mac.finalize().into_bytes());
        }
    }
    started.elapsed() / ROUNDS
}

/// Starts an HTTP server that reads each request and checks nothing.
fn start_floor() -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let serve = move || runtime.block_on(accept(listener));
    let thread = std::thread::Builder::new().name("floor".to_owned());
    thread.spawn(serve)?;
    Ok(address)
}

async fn accept(listener: std::net::TcpListener) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let connection =
                http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
            let _ = connection.await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> hyper::Result<Response<Full<Bytes>>> {
    request.into_body().collect().await?;
    Ok(Response::new(Full::from(&ANSWER[..])))
}

/// Returns the body of all requests.
fn body() -> Vec<u8> {
    let approver = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    let request = CreateBatchQuickSignUrlRequest::new(approver)
        .operator(UserInfo::default().user_id("yDRbBUUgygqj9S8SUx7OMeSmxvNe2222"))
        .flow_ids(FLOWS)
        .signature_types([SignatureType::Handwritten])
        .approver_sign_types([ApproverSignType::Face]);
    serde_json::to_vec(&request).unwrap()
}

/// Returns a signed HTTP request.
fn signed(server: SocketAddr) -> Result<Vec<u8>> {
    let (body, host) = (body(), server.to_string());
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let signable = Signable::post(&host, "application/json", &body);
    let credential = Credential::new(SECRET_ID, SECRET_KEY);
    let service = &tencent_ess::SERVICE;
    let authorization = Signer::new().authorization(&credential, service.name, &signable, now);
    let action = CreateBatchQuickSignUrlRequest::INFO.name;
    let mut text = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nX-TC-Action: {action}\r\n\
         X-TC-Version: {}\r\nX-TC-Timestamp: {now}\r\nX-TC-Language: zh-CN\r\n\
         Authorization: {authorization}\r\nContent-Length: {}\r\n\r\n",
        service.version,
        body.len(),
    )
    .into_bytes();
    text.extend(body);
    Ok(text)
}

/// Sends all calls, and prints a line after the first call of each connection and after each tenth of the calls.
fn client(server: SocketAddr, arguments: &Arguments) -> Result<()> {
    let opened = (0..arguments.connections).map(|_| {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        Ok(stream)
    });
    let mut connections = opened.collect::<io::Result<Vec<_>>>()?;
    let mut request = signed(server)?;
    let mut signed_at = Instant::now();
    exchange(&mut connections, &request)?;
    println!("0");
    let (mut sent, mut reported) = (0, 0);
    while sent < arguments.calls {
        for window in connections.chunks_mut(WINDOW) {
            let count = window.len().min(arguments.calls - sent);
            exchange(&mut window[..count], &request)?;
            sent += count;
            if signed_at.elapsed() > SIGNATURE_LIFETIME {
                (request, signed_at) = (signed(server)?, Instant::now());
            }
            if sent * REPORTS / arguments.calls > reported {
                reported = sent * REPORTS / arguments.calls;
                println!("{sent}");
            }
        }
    }
    Ok(())
}

/// Sends a request over each connection, then reads the answers.
fn exchange(connections: &mut [TcpStream], request: &[u8]) -> Result<()> {
    for window in connections.chunks_mut(WINDOW) {
        for connection in &mut *window {
            connection.write_all(request)?;
        }
        window.iter_mut().try_for_each(read_answer)?;
    }
    Ok(())
}

/// Reads an answer, and checks that it is a success.
fn read_answer(connection: &mut TcpStream) -> Result<()> {
    let mut buffer = [0; 16 << 10];
    let mut length = 0;
    loop {
        let read = connection.read(&mut buffer[length..])?;
        if read == 0 {
            return Err("the server closed the connection".into());
        }
        length += read;
        let text = &buffer[..length];
        let Some(end) = text.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = str::from_utf8(&text[..end])?;
        let mut headers = head.lines().filter_map(|line| line.split_once(": "));
        let size = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let size: usize = size.ok_or("no content length")?.1.parse()?;
        if length < end + 4 + size {
            continue;
        }
        let is_success =
            head.starts_with("HTTP/1.1 200") && !text.windows(7).any(|w| w == b"\"Error\"");
        let shown = || String::from_utf8_lossy(text).into_owned();
        return is_success.then_some(()).ok_or_else(|| shown().into());
    }
}
