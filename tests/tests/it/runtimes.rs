//! One client in several Tokio runtimes, and in runtimes that lack something.

use std::time::Duration;

use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::error::TransportCause;
use tencent_runtime::client::{CallOptions, ClientBuilder, Error, RetryPolicy, Transport};
use tests::outcomes::serve;
use tests::server::{Reply, SECRET_ID, SECRET_KEY, Server};
use tests::test_actions::{Plain, answer};
use tokio::runtime::{Builder, Runtime};

type Builds = ClientBuilder<Transport>;

fn builder(server: &Server) -> Builds {
    Builds::new(&tencent_ess::SERVICE)
        .endpoint(server.url())
        .credential(Credential::new(SECRET_ID, SECRET_KEY))
        .retry(RetryPolicy::never())
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn send(transport: &Transport, runtime: &Runtime) -> Result<(), Error> {
    let options = CallOptions::new();
    runtime.block_on(transport.call(&Plain, &options)).map(drop)
}

#[test]
fn a_runtime_does_not_use_the_connections_of_another() {
    let server = serve(vec![Reply::json(&answer())]);
    let transport = builder(&server).build().unwrap();
    // Neither runtime runs while the other one does.
    let (one, other) = (runtime(), runtime());
    for runtime in [&one, &other, &one, &other] {
        send(&transport, runtime).unwrap();
    }
    let connections: Vec<usize> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 1, 0, 1]);
}

#[test]
fn runtimes_that_stop_break_no_call_of_another() {
    let server = serve(vec![Reply::json(&answer())]);
    let transport = builder(&server).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    send(&transport, &runtime()).unwrap();
                }
            });
        }
    });
    assert_eq!(server.seen().len(), 100);
}

#[test]
fn a_runtime_without_timers_or_sockets_is_an_error() {
    let server = serve(vec![Reply::json(&answer())]);
    let transport = builder(&server).build().unwrap();
    let lacking = [
        Builder::new_current_thread().build(),
        Builder::new_current_thread().enable_io().build(),
        Builder::new_current_thread().enable_time().build(),
    ];
    for runtime in lacking {
        let runtime = runtime.unwrap();
        let error = send(&transport, &runtime).unwrap_err();
        let Error::NotSent(cause) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(cause.cause(), TransportCause::NoRuntime);
        assert!(
            !error.is_retryable() && error.to_string().contains("enable_all"),
            "{error}"
        );
        let options = CallOptions::new();
        runtime
            .block_on(transport.prepare(&Plain, &options))
            .unwrap();
    }
    assert!(server.seen().is_empty());
    send(&transport, &runtime()).unwrap();
}

#[test]
fn idle_connections_are_limited() {
    let server = serve(vec![
        Reply::json(&answer()).after(Duration::from_millis(100)),
    ]);
    let transport = builder(&server).pool_max_idle_per_host(1).build().unwrap();
    let runtime = runtime();
    for _ in 0..2 {
        let options = CallOptions::new();
        runtime.block_on(async {
            let call = || transport.call(&Plain, &options);
            let (one, two, three) = tokio::join!(call(), call(), call());
            one.and(two).and(three).unwrap();
        });
    }
    let last = server.seen().iter().map(|seen| seen.connection).max();
    assert_eq!(last, Some(4), "one of three connections is used again");
}
