//! Ctrl-C, and the request of the system to end.

/// Calls a function for each signal. If signals cannot be watched, they end the process as usual.
pub(super) async fn watch(mut on_signal: impl FnMut()) {
    let Ok(mut signals) = platform::Signals::new() else {
        return;
    };
    while signals.next().await.is_some() {
        on_signal();
    }
}

#[cfg(unix)]
mod platform {
    use std::future::poll_fn;
    use std::io;
    use std::task::Poll;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    pub(super) struct Signals([Signal; 2]);

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
            Ok(Self([signal(interrupt)?, signal(terminate)?]))
        }

        pub(super) async fn next(&mut self) -> Option<()> {
            poll_fn(|context| {
                for signal in &mut self.0 {
                    if let Poll::Ready(received) = signal.poll_recv(context) {
                        return Poll::Ready(received);
                    }
                }
                Poll::Pending
            })
            .await
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    pub(super) struct Signals;

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn next(&mut self) -> Option<()> {
            tokio::signal::ctrl_c().await.ok()
        }
    }
}
