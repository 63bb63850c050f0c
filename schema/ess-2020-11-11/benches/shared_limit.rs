//! Measures several processes that share the rate limit of one account: the answered requests per second, and
//! the share of requests that the server throttles.
//!
//! ```text
//! cargo bench --package tests --features benches --bench ess_shared_limit -- --processes 10 --seconds 60
//! ```
//!
//! This process runs the mock with the limit. The others run four calls at a time, without a pause, and start
//! together. With `--fixed`, the rate of their limiters does not adapt.

use std::error::Error;
use std::num::NonZeroU32;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tencent_ess::mock::{MockServer, SECRET_ID, SECRET_KEY};
use tencent_ess::model::{DescribeFlowBriefsRequest, UserInfo};
use tencent_ess::rate_limit::{
    AttemptOutcome, FinishedAttempt, LimitRate, PermitError, PermitRequest,
};
use tencent_ess::runtime::BoxFuture;
use tencent_ess::{Client, Credential, RateLimit, RateLimiter};
use tokio::task::JoinSet;

/// A flow of the documented calls.
const FLOW: &str = "yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm";
const CALLS_AT_ONCE: usize = 4;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    match &arguments.client {
        Some(endpoint) => client(endpoint, &arguments),
        None => (1..=arguments.runs).try_for_each(|run| server(run, &arguments)),
    }
}

#[derive(Debug)]
struct Arguments {
    processes: usize,
    limit: NonZeroU32,
    seconds: u64,
    runs: usize,
    fixed: bool,
    /// The endpoint, if this process is a client.
    client: Option<String>,
}

impl Arguments {
    fn parse(mut texts: impl Iterator<Item = String>) -> Result<Self> {
        let mut arguments = Self {
            processes: 10,
            limit: NonZeroU32::MIN.saturating_add(19),
            seconds: 60,
            runs: 1,
            fixed: false,
            client: None,
        };
        while let Some(name) = texts.next() {
            let mut value = || texts.next().ok_or(format!("{name} needs a value"));
            match name.as_str() {
                "--processes" => arguments.processes = value()?.parse()?,
                "--limit" => arguments.limit = value()?.parse()?,
                "--seconds" => arguments.seconds = value()?.parse()?,
                "--runs" => arguments.runs = value()?.parse()?,
                "--client" => arguments.client = Some(value()?),
                "--fixed" => arguments.fixed = true,
                // `cargo bench` adds it.
                "--bench" => {}
                _ => return Err(format!("unknown argument {name}").into()),
            }
        }
        Ok(arguments)
    }
}

/// Runs the mock and all clients, and prints their figures.
fn server(run: usize, arguments: &Arguments) -> Result<()> {
    let mock = MockServer::builder(tencent_ess::actions())
        .requests_per_second(arguments.limit)
        .start()?;
    let program = std::env::current_exe()?;
    let seconds = arguments.seconds.to_string();
    let start = || {
        let mut command = Command::new(&program);
        command.args(["--client", &mock.url(), "--seconds", &seconds]);
        command.args(["--limit", &arguments.limit.to_string()]);
        command.args(arguments.fixed.then_some("--fixed"));
        command.stdout(Stdio::piped()).spawn()
    };
    let clients: std::io::Result<Vec<_>> = (0..arguments.processes).map(|_| start()).collect();
    let mut counts = Vec::new();
    for client in clients? {
        let output = client.wait_with_output()?;
        let text = String::from_utf8(output.stdout)?;
        let numbers: std::result::Result<Vec<u32>, _> =
            text.split_whitespace().map(str::parse).collect();
        let [accepted, throttled, failed] = numbers?[..] else {
            return Err("a client has no figures".into());
        };
        counts.push((accepted, throttled, failed));
    }
    print(run, arguments, &counts);
    Ok(())
}

fn print(run: usize, arguments: &Arguments, counts: &[(u32, u32, u32)]) {
    let seconds = arguments.seconds as f64;
    let per_second = |requests: u32| f64::from(requests) / seconds;
    let accepted: u32 = counts.iter().map(|(accepted, ..)| accepted).sum();
    let throttled: u32 = counts.iter().map(|(_, throttled, _)| throttled).sum();
    let failed: u32 = counts.iter().map(|(.., failed)| failed).sum();
    let each = counts.iter().map(|(accepted, ..)| *accepted);
    let (least, most) = (each.clone().min(), each.max());
    println!(
        "run {run}: {:.1} of {} requests per second answered, {:.2} % throttled, {failed} calls failed; each \
         process {:.1} to {:.1} per second",
        per_second(accepted),
        arguments.limit,
        100.0 * f64::from(throttled) / f64::from((accepted + throttled).max(1)),
        per_second(least.unwrap_or_default()),
        per_second(most.unwrap_or_default()),
    );
}

/// Counts the requests that pass a limiter.
#[derive(Debug, Default)]
struct Counting {
    limiter: RateLimiter,
    accepted: AtomicU32,
    throttled: AtomicU32,
}

impl LimitRate for Counting {
    fn acquire_permit(
        &self,
        request: PermitRequest,
    ) -> BoxFuture<'_, std::result::Result<(), PermitError>> {
        self.limiter.acquire_permit(request)
    }

    fn on_attempt(&self, attempt: &FinishedAttempt) {
        match attempt.outcome() {
            AttemptOutcome::Accepted => self.accepted.fetch_add(1, Ordering::Relaxed),
            AttemptOutcome::Throttled { .. } => self.throttled.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
        self.limiter.on_attempt(attempt);
    }
}

/// Calls the server until the time is over, and prints the numbers of accepted and throttled requests, and of
/// failed calls.
fn client(endpoint: &str, arguments: &Arguments) -> Result<()> {
    let limiter = Arc::new(Counting {
        limiter: RateLimiter::new(RateLimit::PerSecond(arguments.limit)).adaptive(!arguments.fixed),
        ..Counting::default()
    });
    let client = Client::builder()
        .endpoint(endpoint)
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .rate_limit(Arc::clone(&limiter))
        .build()?;
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let failed: u32 = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..CALLS_AT_ONCE {
            tasks.spawn(call(client.clone(), end));
        }
        tasks.join_all().await.into_iter().sum()
    });
    let accepted = limiter.accepted.load(Ordering::Relaxed);
    let throttled = limiter.throttled.load(Ordering::Relaxed);
    println!("{accepted} {throttled} {failed}");
    Ok(())
}

/// Calls until the time is over, and returns the number of calls that failed.
async fn call(client: Client, end: Instant) -> u32 {
    let operator = UserInfo::default().user_id("yDRSRUUgygj6qnwfUuO4zjEwc193c2hH");
    let mut failed = 0;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let request = DescribeFlowBriefsRequest::new([FLOW]).operator(operator.clone());
        let outcome = tokio::time::timeout(left, client.describe_flow_briefs(request)).await;
        match outcome {
            Ok(outcome) => failed += u32::from(outcome.is_err()),
            Err(_) => return failed,
        }
    }
}
