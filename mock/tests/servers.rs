//! Tests that servers leave nothing behind. One test in a program of its own, so that no other server takes
//! a port or a thread.

use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use tencent_mock::{Actions, MockServer};
use tencent_runtime::Service;

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// Waits until that number of threads have the name of servers. Threads set their name after their start.
fn wait_for_threads(expected: usize) {
    let started = Instant::now();
    while cfg!(target_os = "linux") && threads() != expected {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{} threads",
            threads()
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn threads() -> usize {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let names = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")));
    names
        .filter(|name| {
            name.as_ref()
                .is_ok_and(|name| name.trim() == "tencent-mock")
        })
        .count()
}

#[test]
fn a_hundred_servers_leave_no_port_and_no_thread() {
    let start = || MockServer::start(Actions::new(&SERVICE)).unwrap();
    let servers: Vec<MockServer> = (0..100).map(|_| start()).collect();
    wait_for_threads(100);
    let addresses: Vec<String> = servers
        .iter()
        .map(|server| server.url().replace("http://", ""))
        .collect();
    // An open connection must not keep a server alive.
    let connections: Vec<TcpStream> = addresses
        .iter()
        .map(|address| TcpStream::connect(address).unwrap())
        .collect();
    drop(servers);
    wait_for_threads(0);
    for address in &addresses {
        assert!(TcpStream::connect(address).is_err(), "{address}");
    }
    drop(connections);
    let port: u16 = addresses[0].rsplit(':').next().unwrap().parse().unwrap();
    // The port of an earlier server is free for the next one.
    for _ in 0..3 {
        let server = MockServer::builder(Actions::new(&SERVICE))
            .port(port)
            .start()
            .unwrap();
        assert_eq!(server.url(), format!("http://127.0.0.1:{port}"));
        drop(TcpStream::connect(&addresses[0]).unwrap());
    }
    let taken = TcpListener::bind(&addresses[0]).unwrap();
    let error = MockServer::builder(Actions::new(&SERVICE))
        .port(port)
        .start()
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    drop(taken);
}
