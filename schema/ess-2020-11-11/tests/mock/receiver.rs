//! An HTTP server that receives callbacks, as an application does.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use tencent_ess::callback::{Message, Protection, Received, Receiver, SIGNATURE_HEADER};

/// The longest time to wait for callbacks.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A callback: the signature and the body.
type Posted = (Option<String>, Vec<u8>);

/// A server for callbacks. It answers with the statuses of a list, and then with 200.
pub(crate) struct Application {
    pub(crate) url: String,
    posted: mpsc::Receiver<Posted>,
}

impl Application {
    pub(crate) fn start(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
        let (sender, posted) = mpsc::channel();
        std::thread::spawn(move || {
            let mut statuses = statuses.iter();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let posted = read(&mut BufReader::new(&stream));
                let status = statuses.next().unwrap_or(&200);
                // First, so that a test that the mock notifies finds it.
                let _ = sender.send(posted);
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} Any\r\nContent-Length: 2\r\n\r\nok"
                );
            }
        });
        Self { url, posted }
    }

    /// Returns the callbacks that were posted, also those that were answered with another status.
    pub(crate) fn posted(&self) -> Vec<Posted> {
        self.posted.try_iter().collect()
    }

    /// Returns the messages that were posted. Asserts that the receiver accepts each, and that its data has the
    /// described types.
    #[track_caller]
    pub(crate) fn messages(&self, protection: &Protection) -> Vec<Message> {
        let receiver = Receiver::with_protection(protection.clone());
        let messages = self.posted().into_iter().map(|(signature, body)| {
            let signature = signature.as_deref().map(str::as_bytes);
            let Received::Message(message) = receiver.receive(signature, &body).unwrap() else {
                panic!("a probe");
            };
            assert!(
                message.decode_warnings().is_empty(),
                "{:?}",
                message.decode_warnings()
            );
            message
        });
        messages.collect()
    }
}

fn read(reader: &mut impl std::io::BufRead) -> Posted {
    let (mut signature, mut length) = (None, 0);
    for line in reader.by_ref().lines() {
        let line = line.unwrap();
        let Some((name, value)) = line.split_once(": ") else {
            if line.is_empty() {
                break;
            }
            assert_eq!(line, "POST /callbacks HTTP/1.1");
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        } else if name.eq_ignore_ascii_case(SIGNATURE_HEADER) {
            signature = Some(value.to_owned());
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (signature, body)
}
