//! The cost of calls that wait for the rate limiter, beside tasks that only sleep until the same times.
//! The time is paused, so only the work is measured.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tencent_runtime::client::RateLimiter;
use tests::test_actions::Limited;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// The pause between two requests of `Limited`.
const PAUSE: Duration = Duration::from_millis(50);

fn rate_limit(criterion: &mut Criterion) {
    let runtime: Runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let mut group = criterion.benchmark_group("rate limit");
    for count in [100, 1_400, 10_000] {
        group.throughput(Throughput::Elements(count.into()));
        group.bench_function(BenchmarkId::new("floor: sleep", count), |bencher| {
            bencher.iter(|| runtime.block_on(sleep(count)));
        });
        group.bench_function(BenchmarkId::new("wait for permits", count), |bencher| {
            bencher.iter(|| runtime.block_on(wait(count)));
        });
    }
    group.finish();
}

async fn sleep(count: u32) {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for call in 0..count {
        tasks.spawn(sleep_until(start + PAUSE * call));
    }
    tasks.join_all().await;
}

async fn wait(count: u32) {
    let limiter = RateLimiter::default();
    let mut tasks = JoinSet::new();
    for _ in 0..count {
        let limiter = limiter.clone();
        tasks.spawn(async move { limiter.acquire::<Limited>(Duration::MAX).await });
    }
    tasks.join_all().await;
}

criterion_group!(benches, rate_limit);
criterion_main!(benches);
