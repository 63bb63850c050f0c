//! Calls through proxies of the environment, as a program of its own makes them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tests::server::{Reply, Server};

use crate::shell::{Ran, example, ran, server, with_credential};

/// A host to which there is no way without a proxy.
const HTTP: &str = "http://demo.invalid";
const HTTPS: &str = "https://demo.invalid";

fn call(endpoint: &str, variables: &[(&str, &str)]) -> Ran {
    let example = example();
    let mut command = with_credential(&[&example.action, "-", "--endpoint", endpoint]);
    command.envs(variables.iter().copied());
    ran(command, example.request.to_string().as_bytes())
}

/// A proxy that does the same on each connection, and counts them.
struct Proxy {
    address: String,
    connections: Arc<AtomicUsize>,
}

impl Proxy {
    fn start(serve: impl Fn(TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = Arc::new(AtomicUsize::new(0));
        let (counter, serve) = (Arc::clone(&connections), Arc::new(serve));
        thread::spawn(move || {
            for stream in listener.incoming() {
                counter.fetch_add(1, Ordering::SeqCst);
                let serve = Arc::clone(&serve);
                thread::spawn(move || serve(stream.unwrap()));
            }
        });
        Self {
            address,
            connections,
        }
    }

    /// A SOCKS5 proxy without passwords, which connects to one server.
    fn socks(server: &Server) -> Self {
        let port = server.port();
        Self::start(move |mut client| {
            let mut greeting = [0; 2];
            client.read_exact(&mut greeting)?;
            client.read_exact(&mut vec![0; greeting[1].into()])?;
            client.write_all(&[5, 0])?;
            let mut request = [0; 5];
            client.read_exact(&mut request)?;
            assert_eq!(request[..4], [5, 1, 0, 3], "to a host name");
            client.read_exact(&mut vec![0; usize::from(request[4]) + 2])?;
            client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
            let mut server = TcpStream::connect(("127.0.0.1", port))?;
            let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
            thread::spawn(move || std::io::copy(&mut from, &mut to));
            std::io::copy(&mut server, &mut client)?;
            Ok(())
        })
    }
}

#[test]
fn a_proxy_is_used_for_its_scheme() {
    let server = server(Reply::json(&example().response));
    let url = server.url();
    for variables in [
        [("HTTP_PROXY", &*url), ("HTTPS_PROXY", "malformed")],
        [("ALL_PROXY", &url), ("HTTPS_PROXY", "malformed")],
    ] {
        let ran = call(HTTP, &variables);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    for seen in server.seen() {
        assert!(
            seen.line.starts_with("POST http://demo.invalid/ "),
            "{}",
            seen.line
        );
        assert_eq!(seen.signature, Ok(()));
    }
}

#[test]
fn endpoints_on_this_machine_need_no_proxy() {
    let server = server(Reply::json(&example().response));
    let ran = call(&server.url(), &[("ALL_PROXY", "malformed://")]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(server.seen()[0].line.starts_with("POST / "));
}

#[test]
fn a_malformed_proxy_is_an_error() {
    for value in [
        "http//127.0.0.1:1",
        "htp://127.0.0.1:1",
        "http://me:secret@",
    ] {
        let ran = call(HTTPS, &[("HTTPS_PROXY", value)]);
        assert_eq!(
            (ran.status, &*ran.stdout),
            (2, ""),
            "{value}: {}",
            ran.stderr
        );
        ran.assert_stderr(&["HTTPS_PROXY", "http://host:port"]);
        assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
    }
}

#[test]
fn a_proxy_that_refuses_is_named_and_asked_once() {
    for status in ["407 Proxy Authentication Required", "403 Forbidden"] {
        let proxy = Proxy::start(move |mut stream| {
            let _ = stream.read(&mut [0; 4096])?;
            write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")
        });
        let value = format!("http://me:secret@{}", proxy.address);
        let ran = call(HTTPS, &[("HTTPS_PROXY", &value)]);
        assert_eq!((ran.status, &*ran.stdout), (1, ""), "{}", ran.stderr);
        ran.assert_stderr(&[
            "nothing was sent",
            "HTTPS_PROXY",
            &proxy.address,
            "demo.invalid",
        ]);
        assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("not reached"), "{}", ran.stderr);
        assert_eq!(proxy.connections.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_proxy_that_requires_a_password_for_http_is_named_and_asked_once() {
    let server = server(Reply::new(407, "<html>"));
    let ran = call(HTTP, &[("HTTP_PROXY", &server.url())]);
    assert_eq!((ran.status, &*ran.stdout), (1, ""), "{}", ran.stderr);
    ran.assert_stderr(&["nothing was sent", "HTTP_PROXY", &server.url(), "407"]);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_proxy_that_answers_an_http_request_itself_is_named() {
    for status in [403, 502] {
        let server = server(Reply::new(status, "<html>"));
        let ran = call(HTTP, &[("HTTP_PROXY", &server.url())]);
        assert_eq!(
            (ran.status, &*ran.stdout),
            (1, "<html>\n"),
            "{}",
            ran.stderr
        );
        ran.assert_stderr(&["HTTP_PROXY", &server.url(), &status.to_string(), "may have"]);
    }
}

#[test]
fn a_proxy_is_not_blamed_for_an_endpoint_that_it_cannot_reach() {
    // The first one breaks the connection, and with `socks5` the program looks up the host itself.
    for scheme in ["http", "socks5"] {
        let proxy = Proxy::start(|mut stream| {
            let _ = stream.read(&mut [0; 4096])?;
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")
        });
        let value = format!("{scheme}://{}", proxy.address);
        let ran = call(HTTPS, &[("HTTPS_PROXY", &value)]);
        assert_eq!((ran.status, &*ran.stdout), (1, ""), "{}", ran.stderr);
        ran.assert_stderr(&[
            "nothing was sent",
            &value,
            "or its connection to demo.invalid",
        ]);
    }
}

#[test]
fn a_proxy_that_is_not_there_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap().to_string();
    drop(closed);
    for scheme in ["http", "socks5h"] {
        let value = format!("{scheme}://{address}");
        let ran = call(HTTPS, &[("all_proxy", &value)]);
        assert_eq!((ran.status, &*ran.stdout), (1, ""), "{}", ran.stderr);
        ran.assert_stderr(&["nothing was sent: the proxy", "all_proxy", &value]);
    }
}

#[test]
fn a_call_goes_through_a_socks_proxy() {
    let server = server(Reply::json(&example().response));
    let proxy = Proxy::socks(&server);
    let value = format!("socks5h://{}", proxy.address);
    let ran = call(HTTP, &[("ALL_PROXY", &value)]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(proxy.connections.load(Ordering::SeqCst), 1);
    assert!(server.seen()[0].line.starts_with("POST / "));
}

#[test]
fn a_socks_proxy_that_refuses_is_named_and_asked_once() {
    let proxy = Proxy::start(|mut stream| {
        let _ = stream.read(&mut [0; 4096])?;
        stream.write_all(&[5, 0xff])
    });
    let value = format!("socks5h://{}", proxy.address);
    let ran = call(HTTPS, &[("ALL_PROXY", &value)]);
    assert_eq!((ran.status, &*ran.stdout), (1, ""), "{}", ran.stderr);
    ran.assert_stderr(&["nothing was sent", "ALL_PROXY", &value, "did not connect"]);
    assert_eq!(proxy.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_proxy_is_chosen_for_each_host_of_the_service() {
    let example = example();
    let environment = tencent_ess::SERVICE.environments[0];
    let (_, other) = environment.action_hosts[0];
    let dry_run = |excluded: &str| {
        let mut command = with_credential(&[&example.action, "-", "--dry-run"]);
        command
            .env("HTTPS_PROXY", "http://")
            .env("NO_PROXY", excluded);
        ran(command, example.request.to_string().as_bytes())
    };
    for excluded in ["", environment.host, other] {
        let refused = dry_run(excluded);
        assert_eq!(refused.status, 2, "{excluded}: {}", refused.stderr);
        refused.assert_stderr(&["HTTPS_PROXY"]);
    }
    let all = format!("{},{other}", environment.host);
    let ran = dry_run(&all);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}
