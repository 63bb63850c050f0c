//! The rate limiter, with many calls at once. The time is paused, so that no test waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::TransportCause;
use tencent_runtime::client::{
    BuildClient, CallOptions, ClientBuilder, Error, RateLimit, RateLimiter, Transport, blocking,
};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY};
use tests::test_actions::{Limited, Plain, answer};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::{Instant, advance, sleep};

/// The pause between two requests of `Limited`.
const PAUSE: Duration = Duration::from_millis(50);
/// The precision of timers, and how much the limiter makes up for.
const PRECISION: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(1_000);

fn paused() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(true).build().unwrap()
}

/// Calls that wait for permits, and the order in which they got them.
#[derive(Default)]
struct Calls {
    limiter: RateLimiter,
    served: Arc<Mutex<Vec<usize>>>,
    tasks: JoinSet<()>,
    aborts: Vec<tokio::task::AbortHandle>,
}

impl Calls {
    fn start(&mut self) {
        let (limiter, served) = (self.limiter.clone(), Arc::clone(&self.served));
        let call = self.aborts.len();
        let abort = self.tasks.spawn(async move {
            limiter.acquire::<Limited>(LONG).await.unwrap();
            served.lock().unwrap().push(call);
        });
        self.aborts.push(abort);
    }

    async fn finish(mut self) -> Vec<usize> {
        while self.tasks.join_next().await.is_some() {}
        std::mem::take(&mut *self.served.lock().unwrap())
    }
}

#[test]
fn many_calls_are_served_in_order_of_arrival_and_reach_the_limit() {
    paused().block_on(async {
        let mut calls = Calls::default();
        let start = Instant::now();
        let count = 1_400;
        (0..count).for_each(|_| calls.start());
        assert!(calls.finish().await.into_iter().eq(0..count));
        let expected = PAUSE * (count as u32 - 1);
        let taken = start.elapsed();
        assert!(
            taken >= expected && taken < expected + PRECISION,
            "{taken:?}"
        );
    });
}

#[test]
fn new_calls_do_not_overtake_a_burst() {
    paused().block_on(async {
        let mut calls = Calls::default();
        (0..100).for_each(|_| calls.start());
        for _ in 0..500 {
            sleep(PAUSE.mul_f64(20.0 / 19.0)).await;
            calls.start();
        }
        assert!(calls.finish().await.into_iter().eq(0..600));
    });
}

#[test]
fn calls_that_are_dropped_give_up_their_places() {
    paused().block_on(async {
        let mut calls = Calls::default();
        let start = Instant::now();
        (0..200).for_each(|_| calls.start());
        sleep(PAUSE / 2).await;
        let dropped = |call: &usize| !call.is_multiple_of(3);
        for call in (1..200).filter(dropped) {
            calls.aborts[call].abort();
        }
        let served = calls.finish().await;
        let left: Vec<_> = (0..200).filter(|call| !dropped(call)).collect();
        assert_eq!(served, left);
        let expected = PAUSE * (left.len() as u32 - 1);
        let taken = start.elapsed();
        assert!(
            taken >= expected && taken < expected + PRECISION,
            "{taken:?}"
        );
    });
}

#[test]
fn a_permit_is_taken_only_if_no_call_waits() {
    paused().block_on(async {
        let limiter = RateLimiter::default();
        assert!(limiter.try_acquire::<Limited>().is_ok());
        let refused = limiter.try_acquire::<Limited>().unwrap_err();
        assert_eq!((refused.wait(), refused.waiting()), (PAUSE, 0));
        let waiting = limiter.acquire::<Limited>(LONG);
        tokio::pin!(waiting);
        let not_yet = tokio::time::timeout(Duration::from_millis(1), &mut waiting).await;
        assert!(not_yet.is_err());
        advance(PAUSE).await;
        let refused = limiter.try_acquire::<Limited>().unwrap_err();
        assert!(
            refused.wait() > PAUSE / 2,
            "the waiting call has the permit"
        );
        waiting.await.unwrap();
        assert!(limiter.try_acquire::<Plain>().is_ok(), "it has no limit");
    });
}

#[test]
fn a_call_whose_permit_comes_too_late_gives_up() {
    paused().block_on(async {
        let limiter = RateLimiter::default();
        limiter.try_acquire::<Limited>().unwrap();
        let limit = PAUSE * 5 / 2;
        let first = limiter.acquire::<Limited>(limit);
        let second = limiter.acquire::<Limited>(limit);
        let (first, second, ()) = tokio::join!(first, second, advance(Duration::from_secs(60)));
        first.unwrap();
        let refused = second.unwrap_err();
        assert_eq!(refused.limit(), limit);
        assert!(refused.wait() > limit, "{refused}");
    });
}

fn client<T: BuildClient>(endpoint: &str, limiter: &RateLimiter) -> T {
    ClientBuilder::<T>::new(&tencent_ess::SERVICE)
        .endpoint(endpoint)
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .rate_limit(limiter.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn clients_of_both_kinds_can_share_a_limiter() {
    let server = serve(vec![Reply::json(&answer())]);
    let limiter = RateLimiter::new(RateLimit::PerSecond(1.try_into().unwrap()));
    let asynchronous: Transport = client(&server.url(), &limiter);
    let blocking: blocking::Transport = client(&server.url(), &limiter);
    let now = CallOptions::new().queue_timeout(Duration::ZERO);
    asynchronous.call(&Plain, &now).await.unwrap();
    let error = blocking.call(&Plain, &now).unwrap_err();
    assert!(matches!(error, Error::QueueTimeout(_)), "{error:?}");
    assert!(limiter.try_acquire::<Plain>().is_err());
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn time_in_the_queue_is_not_time_of_the_call() {
    paused().block_on(async {
        // Nothing listens on the port of a listener that is closed.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", closed.local_addr().unwrap());
        drop(closed);
        let limiter = RateLimiter::new(RateLimit::PerSecond(1.try_into().unwrap()));
        let client: Transport = client(&endpoint, &limiter);
        let options = CallOptions::new()
            .timeout(Duration::from_secs(2))
            .retry(false);
        let queued: Vec<_> = (0..10)
            .map(|_| {
                let limiter = limiter.clone();
                tokio::spawn(async move { limiter.acquire::<Plain>(LONG).await })
            })
            .collect();
        tokio::task::yield_now().await;
        let start = Instant::now();
        let error = client.call(&Plain, &options).await.unwrap_err();
        assert!(
            start.elapsed() >= Duration::from_secs(9),
            "it was in the queue"
        );
        let Error::NotSent(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.cause(), TransportCause::Connect);
        for queued in queued {
            queued.await.unwrap().unwrap();
        }
    });
}
