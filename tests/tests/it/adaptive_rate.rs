//! Several programs that share the limit of one account. The time is paused, so that no test waits.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencent_runtime::client::error::QueueTimeout;
use tencent_runtime::client::rate_limit::{AttemptOutcome, FinishedAttempt, LimitRate};
use tencent_runtime::client::{CallOptions, RateLimit, RateLimiter, RetryPolicy};
use tencent_runtime::{Action, ActionInfo};
use tests::clients::{Settings, each};
use tests::outcomes::serve;
use tests::server::Reply;
use tests::test_actions::{Limited, Plain};
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// The limit of `Limited`.
const LIMIT: usize = 20;
const PROGRAMS: usize = 10;
const SECOND: Duration = Duration::from_secs(1);
const ACTION: &ActionInfo = &Limited::INFO;

/// How a server counts requests.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// Requests within the second before. Refused requests count too.
    AnySecond,
    /// Requests since the second began.
    FullSeconds,
}

/// A server that accepts so many requests per second.
struct Server {
    rule: Rule,
    start: Instant,
    latest: VecDeque<Instant>,
}

impl Server {
    fn accepts(&mut self) -> bool {
        let now = Instant::now();
        let full_second = |at: Instant| (at - self.start).as_secs();
        let is_counted = |at: Instant| match self.rule {
            Rule::AnySecond => now - at < SECOND,
            Rule::FullSeconds => full_second(at) == full_second(now),
        };
        self.latest.push_back(now);
        if self.latest.len() <= LIMIT {
            return true;
        }
        let earlier = self.latest.pop_front();
        earlier.is_none_or(|earlier| !is_counted(earlier))
    }
}

/// The requests of one program.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    accepted: usize,
    throttled: usize,
    /// The requests that were accepted in the last ten seconds.
    accepted_late: usize,
}

/// A program that calls again as soon as its call was answered, until the end.
async fn program(
    limiter: RateLimiter,
    server: Arc<Mutex<Server>>,
    end: Instant,
    counts: Arc<Mutex<Counts>>,
) {
    while Instant::now() < end {
        limiter.acquire::<Limited>(Duration::MAX).await.unwrap();
        let sent_at = Instant::now().into_std();
        sleep(Duration::from_millis(fastrand::u64(1..5))).await;
        let is_accepted = server.lock().unwrap().accepts();
        sleep(Duration::from_millis(fastrand::u64(1..5))).await;
        let outcome = if is_accepted {
            let mut counts = counts.lock().unwrap();
            counts.accepted += 1;
            counts.accepted_late += usize::from(end - Instant::now() < SECOND * 10);
            AttemptOutcome::Accepted
        } else {
            counts.lock().unwrap().throttled += 1;
            AttemptOutcome::throttled(None)
        };
        limiter.on_attempt(&FinishedAttempt::new(ACTION, sent_at, outcome));
        if !is_accepted {
            sleep(Duration::from_millis(fastrand::u64(0..200))).await;
        }
    }
}

/// Runs programs that start together. Each has its time and its limiter.
fn run(rule: Rule, programs: &[(Duration, RateLimiter)], seed: u64) -> Vec<Counts> {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    // The limiter uses the same generator, in the same thread.
    fastrand::seed(seed);
    runtime.block_on(async {
        let start = Instant::now();
        let latest = VecDeque::new();
        let server = Arc::new(Mutex::new(Server {
            rule,
            start,
            latest,
        }));
        let mut tasks = JoinSet::new();
        let counts = programs.iter().map(|(time, limiter)| {
            let counts = Arc::default();
            let (limiter, server) = (limiter.clone(), Arc::clone(&server));
            tasks.spawn(program(limiter, server, start + *time, Arc::clone(&counts)));
            counts
        });
        let counts: Vec<Arc<Mutex<Counts>>> = counts.collect();
        tasks.join_all().await;
        let counts = counts.iter().map(|counts| *counts.lock().unwrap());
        counts.collect()
    })
}

/// Runs ten equal programs.
fn run_ten(rule: Rule, time: Duration, adaptive: bool, seed: u64) -> Vec<Counts> {
    let program = || (time, RateLimiter::default().adaptive(adaptive));
    let programs: Vec<_> = std::iter::repeat_with(program).take(PROGRAMS).collect();
    run(rule, &programs, seed)
}

fn sums(counts: &[Counts]) -> (usize, usize) {
    let accepted = counts.iter().map(|counts| counts.accepted).sum();
    let throttled = counts.iter().map(|counts| counts.throttled).sum();
    (accepted, throttled)
}

#[test]
fn ten_programs_share_the_limit_and_few_requests_are_throttled() {
    let time = SECOND * 120;
    for rule in [Rule::AnySecond, Rule::FullSeconds] {
        for seed in 0..5 {
            let counts = run_ten(rule, time, true, seed);
            let (accepted, throttled) = sums(&counts);
            let context = format!("{rule:?} {seed} {counts:?}");
            // Including the start, when all programs send at the limit.
            assert!(throttled * 50 < accepted + throttled, "{context}");
            let limit = LIMIT * time.as_secs() as usize;
            assert!(
                accepted * 4 > limit * 3 && accepted <= limit + LIMIT,
                "{context}"
            );
            let share = limit / PROGRAMS;
            let is_fair =
                |counts: &Counts| counts.accepted > share / 4 && counts.accepted < share * 5 / 2;
            assert!(counts.iter().all(is_fair), "{context}");
        }
    }
}

#[test]
fn without_adaptation_most_requests_of_ten_programs_are_throttled() {
    let counts = run_ten(Rule::FullSeconds, SECOND * 30, false, 0);
    let (accepted, throttled) = sums(&counts);
    assert!(throttled > accepted * 2, "{accepted} {throttled}");
}

#[test]
fn a_program_that_is_alone_again_regains_the_limit() {
    let mut programs = vec![(SECOND * 600, RateLimiter::default())];
    programs.extend((1..PROGRAMS).map(|_| (SECOND * 60, RateLimiter::default())));
    let counts = run(Rule::FullSeconds, &programs, 0);
    assert!(counts[1].accepted_late < LIMIT * 4, "{counts:?}");
    assert!(counts[0].accepted_late > LIMIT * 9, "{counts:?}");
}

#[test]
fn the_rate_of_a_program_that_is_alone_is_the_limit() {
    let counts = run(
        Rule::FullSeconds,
        &[(SECOND * 60, RateLimiter::default())],
        0,
    );
    let (accepted, throttled) = sums(&counts);
    assert!(accepted >= LIMIT * 60 && throttled == 0, "{counts:?}");
}

fn throttled() -> Reply {
    Reply::error("RequestLimitExceeded", "slow down").header("Retry-After", "30")
}

/// Asks for a permit after one call of both clients without retries.
fn permits_after(reply: &Reply, limiter: fn() -> RateLimiter) -> Vec<Result<(), QueueTimeout>> {
    let permits = std::cell::RefCell::new(Vec::new());
    each(|open| {
        let limiter = limiter();
        let server = serve(vec![reply.clone()]);
        let client = open(&Settings {
            rate_limit: limiter.clone().into(),
            retry: RetryPolicy::never(),
            ..Settings::to(&server)
        });
        let _ = client.send(&Limited);
        assert!(limiter.try_acquire::<Plain>().is_ok(), "another action");
        // An outcome also counts if the call asked for no permit.
        let without = CallOptions::new().rate_limit(false);
        let _ = client.send_with(&Limited, &without);
        permits.borrow_mut().push(limiter.try_acquire::<Limited>());
    });
    permits.into_inner()
}

#[test]
fn both_clients_report_throttling_answers_to_the_limiter() {
    let too_many = Reply::new(429, "<html>Too Many Requests</html>").header("Retry-After", "30");
    for reply in [throttled(), too_many] {
        for permit in permits_after(&reply, RateLimiter::default) {
            let refused = permit.unwrap_err();
            assert!(refused.wait() > SECOND * 20, "{refused}");
            let floor = Duration::from_millis(2_500);
            assert_eq!(refused.interval(), Some(floor), "{refused}");
        }
    }
}

#[test]
fn other_answers_and_a_fixed_rate_do_not_lower_the_rate() {
    let fixed = || RateLimiter::default().adaptive(false);
    let refused = Reply::error("InvalidParameter", "…").header("Retry-After", "30");
    let outcomes = [
        permits_after(&throttled(), fixed),
        permits_after(&refused, RateLimiter::default),
        permits_after(&Reply::none(), RateLimiter::default),
        permits_after(&throttled(), || RateLimiter::new(RateLimit::Unlimited)),
    ];
    for permit in outcomes.into_iter().flatten() {
        let wait = permit
            .err()
            .map(|refused| (refused.wait(), refused.interval()));
        // The next permit comes at the latest after the pause between two requests.
        let at_the_limit = |(wait, interval): (Duration, Option<Duration>)| {
            wait <= SECOND / 20 && interval.is_none()
        };
        assert!(wait.is_none_or(at_the_limit), "{wait:?}");
    }
}
