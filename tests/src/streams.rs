//! Actions that answer with server-sent events, and clients that read them.

use serde_json::json;
use tencent_runtime::client::{
    Backend, CallOptions, Error, Event, EventStream, ResponseFuture, Transport, blocking,
    not_stubbed,
};
use tencent_runtime::validate::{Path, Report, Validate};
use tencent_runtime::wire::{DecodeObject, DecodeWarning, DecodeWarnings, Encode, Encoder, Slot};
use tencent_runtime::{Action, ActionInfo, EventStreamInfo, Service, StreamingAction};

use crate::clients::AnyClient;

static SERVICE: Service = Service::new("plain", "2020-01-01", "plain.example.com");

/// A part of an answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// A text.
    pub text: Option<String>,
    /// A number.
    pub count: Option<i64>,
    decode_warnings: DecodeWarnings,
}

impl Encode for Answer {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_object("Answer", &[("Text", &self.text), ("Count", &self.count)]);
    }
}

impl DecodeObject for Answer {
    const NAME: &'static str = "Answer";
    const STORE_WARNINGS: Option<fn(&mut Self, DecodeWarnings)> =
        Some(|answer, warnings| answer.decode_warnings = warnings);

    fn empty() -> Self {
        Self::default()
    }

    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot> {
        Some(match name {
            "Text" => &mut self.text,
            "Count" => &mut self.count,
            _ => return None,
        })
    }
}

impl Answer {
    /// Creates a part with a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            ..Self::default()
        }
    }

    /// The warnings of the part.
    #[must_use]
    pub fn warnings(&self) -> &[DecodeWarning] {
        self.decode_warnings.as_slice()
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident is $info:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            /// Whether it asks for events.
            pub stream: Option<bool>,
            /// A sensitive text.
            pub secret: Option<String>,
        }

        impl Encode for $name {
            fn encode(&self, encoder: &mut dyn Encoder) {
                encoder.encode_json(&json!({ "Stream": self.stream, "Secret": self.secret }));
            }
        }

        impl Validate for $name {
            fn report(&self, _: Path<'_>, _: &mut Report) {}
        }

        impl Action for $name {
            type Response = Answer;
            const INFO: ActionInfo = $info.sensitive(&["Secret"]);
        }
    )*};
}

const SWITCHED: EventStreamInfo = EventStreamInfo::new()
    .switch("Stream")
    .error(&["ErrorMsg", "Code"], &["ErrorMsg", "Msg"]);

actions! {
    /// An action with a switch for events. It is not idempotent.
    Ask is ActionInfo::new("Ask", &SERVICE).event_stream(SWITCHED);
    /// The same as an idempotent action.
    AskAgain is ActionInfo::new("AskAgain", &SERVICE).event_stream(SWITCHED).idempotent();
    /// The same with an idempotency token.
    AskOnce is ActionInfo::new("AskOnce", &SERVICE).event_stream(SWITCHED).idempotency_token("Token");
    /// An action that always answers with events.
    Watch is ActionInfo::new("Watch", &SERVICE).event_stream(EventStreamInfo::new());
    /// An action without events.
    Mute is ActionInfo::new("Mute", &SERVICE);
}

impl StreamingAction for Ask {
    fn ask_for_events(&mut self) {
        self.stream = Some(true);
    }
}

impl StreamingAction for AskAgain {
    fn ask_for_events(&mut self) {
        self.stream = Some(true);
    }
}

impl StreamingAction for AskOnce {
    fn ask_for_events(&mut self) {
        self.stream = Some(true);
    }
}

impl StreamingAction for Watch {}

/// The type of stubs; there is none.
#[derive(Debug)]
pub enum NoStub {}

fn no_answer<'a, A: Action>(
    _: &'a NoStub,
    _: &'a A,
    _: &'a CallOptions,
) -> ResponseFuture<'a, A::Response> {
    not_stubbed(A::INFO.name)
}

fn no_events<'a, A: StreamingAction>(
    _: &'a NoStub,
    _: &'a A,
    _: &'a CallOptions,
) -> ResponseFuture<'a, EventStream<A::Response>> {
    not_stubbed(A::INFO.name)
}

fn no_blocking_answer<A: Action>(_: &NoStub, _: &A, _: &CallOptions) -> Result<A::Response, Error> {
    blocking::not_stubbed(A::INFO.name)
}

fn no_blocking_events<A: StreamingAction>(
    _: &NoStub,
    _: &A,
    _: &CallOptions,
) -> Result<blocking::EventStream<A::Response>, Error> {
    blocking::not_stubbed(A::INFO.name)
}

/// The items of a stream, up to its end.
#[derive(Debug)]
pub struct Read<R> {
    /// The request id of the stream.
    pub request_id: Option<String>,
    /// The events before the end or the first error.
    pub events: Vec<Event<R>>,
    /// The error that ended the stream.
    pub error: Option<Error>,
}

impl<R> Read<R> {
    fn new(request_id: Option<&str>) -> Self {
        Self {
            request_id: request_id.map(str::to_owned),
            events: Vec::new(),
            error: None,
        }
    }

    fn push(&mut self, item: Result<Event<R>, Error>) {
        assert!(self.error.is_none(), "an item follows after an error");
        match item {
            Ok(event) => self.events.push(event),
            Err(error) => self.error = Some(error),
        }
    }
}

impl Read<Answer> {
    /// Returns the texts of the events.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let events = self.events.iter();
        events
            .map(|event| event.response().text.as_deref().unwrap_or_default())
            .collect()
    }
}

impl AnyClient {
    /// Reads the events of an action.
    ///
    /// # Errors
    ///
    /// The error of the call that opens the stream.
    pub fn read<A: StreamingAction>(
        &self,
        request: A,
        options: &CallOptions,
    ) -> Result<Read<A::Response>, Error> {
        match self {
            Self::Async(transport, runtime) => runtime.block_on(async {
                let mut events = open(transport, request, options).await?;
                let mut read = Read::new(events.request_id());
                while let Some(item) = events.next().await {
                    read.push(item);
                }
                assert!(events.next().await.is_none());
                Ok(read)
            }),
            Self::Blocking(transport) => {
                let backend = Backend::Service(transport.clone());
                let mut events = backend.stream(request, options, no_blocking_events)?;
                let mut read = Read::new(events.request_id());
                events.by_ref().for_each(|item| read.push(item));
                assert!(events.next().is_none());
                Ok(read)
            }
        }
    }

    /// Reads the first events of an action, then drops the stream.
    ///
    /// # Errors
    ///
    /// An error of the call or of an event.
    pub fn read_first<A: StreamingAction>(&self, request: A, count: usize) -> Result<(), Error> {
        let options = CallOptions::new();
        match self {
            Self::Async(transport, runtime) => runtime.block_on(async {
                let mut events = open(transport, request, &options).await?;
                for _ in 0..count {
                    events.next().await.transpose()?;
                }
                Ok(())
            }),
            Self::Blocking(transport) => {
                let backend = Backend::Service(transport.clone());
                let events = backend.stream(request, &options, no_blocking_events)?;
                for event in events.take(count) {
                    event?;
                }
                Ok(())
            }
        }
    }

    /// Calls an action that can answer with events, and waits for one response.
    ///
    /// # Errors
    ///
    /// The error of the call.
    pub fn whole<A: StreamingAction>(&self, request: A) -> Result<A::Response, Error> {
        let options = CallOptions::new();
        match self {
            Self::Async(transport, runtime) => {
                let backend = Backend::Service(transport.clone());
                let call = backend.streamable_call(request, &options, no_answer, no_events);
                runtime.block_on(async { call.await })
            }
            Self::Blocking(transport) => {
                let backend = Backend::Service(transport.clone());
                backend.call_streamable(request, &options, no_blocking_answer)
            }
        }
    }
}

/// Opens a stream with the asynchronous client.
///
/// # Errors
///
/// The error of the call.
pub async fn open<A: StreamingAction>(
    transport: &Transport,
    request: A,
    options: &CallOptions,
) -> Result<EventStream<A::Response>, Error> {
    let backend = Backend::Service(transport.clone());
    let call = backend.streamable_call(request, options, no_answer, no_events);
    call.stream().await
}
