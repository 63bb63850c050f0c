//! An action that returns a list page by page, and a simulated service that answers it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tencent_runtime::client::{
    Backend, CallOptions, Error, FromPosition, Paginate, Pagination, Position, ResponseFuture,
    StubbedBy, Transport, blocking,
};
use tencent_runtime::validate::Validate;
use tencent_runtime::wire::{Encode, Encoder, Member};
use tencent_runtime::{Action, ActionInfo, Service};

static SERVICE: Service = Service::new("things", "2020-01-01", "things.example.com");

/// The values of a request.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The number of items before the page.
    pub offset: Option<i64>,
    /// The number of the page.
    pub page: Option<u64>,
    /// The token of the page.
    pub token: Option<String>,
    /// The maximum number of items of a page.
    pub limit: Option<i64>,
}

impl Encode for Selection {
    fn encode(&self, encoder: &mut dyn Encoder) {
        let members: [Member<'_>; 4] = [
            ("Offset", &self.offset),
            ("Page", &self.page),
            ("Token", &self.token),
            ("Limit", &self.limit),
        ];
        encoder.encode_object("Selection", &members);
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident sets $field:ident, $pagination:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name(pub Selection);

        impl Encode for $name {
            fn encode(&self, encoder: &mut dyn Encoder) {
                self.0.encode(encoder);
            }
        }

        impl Validate for $name {}

        impl Action for $name {
            type Response = Value;
            const INFO: ActionInfo = ActionInfo::new(stringify!($name), &SERVICE).idempotent();
        }

        impl Paginate for $name {
            type Item = Value;
            const PAGINATION: Pagination = $pagination;

            fn set_position(&mut self, position: Position) {
                self.0.$field = FromPosition::from_position(position);
            }

            fn into_items(mut response: Value) -> Option<Vec<Value>> {
                response.get_mut("Things")?.as_array_mut().map(std::mem::take)
            }
        }

        impl StubbedBy<Things> for $name {
            const METHOD: tencent_runtime::client::StubMethod<Things, Self> =
                |things, request, options| ResponseFuture::ready(things.answer(&request.0, options));
        }

        impl blocking::StubbedBy<Things> for $name {
            const METHOD: blocking::StubMethod<Things, Self> =
                |things, request, options| things.answer(&request.0, options);
        }
    )*};
}

lists! {
    /// Lists things by offset.
    ByOffset sets offset, Pagination::offset("Offset", &["Things"]).limit("Limit").total(&["Total"]);
    /// Lists things by the number of the page, from 1.
    ByPage sets page, Pagination::page("Page", 1, &["Things"]).limit("Limit").total(&["Total"]);
    /// Lists things by the number of the page. The number of the first page is in the request.
    ByPageFromRequest sets page,
        Pagination::page_from_request("Page", &["Things"]).limit("Limit").total(&["Total"]);
    /// Lists things by a cursor, which the service may return again.
    ByCursor sets token, Pagination::cursor("Token", &["Next"], &["Things"]).limit("Limit");
    /// Lists things by token.
    ByToken sets token, Pagination::token("Token", &["Next"], &["Things"]).limit("Limit");
}

type Answer = dyn Fn(&Selection, usize) -> Result<Value, Error> + Send + Sync;

/// A simulated service. It records the requests.
pub struct Things {
    answer: Box<Answer>,
    seen: Mutex<Vec<(Selection, CallOptions)>>,
}

impl std::fmt::Debug for Things {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Things").finish_non_exhaustive()
    }
}

impl Things {
    /// Creates a service. `answer` gets the request, and the number of requests before it.
    #[must_use]
    pub fn new(
        answer: impl Fn(&Selection, usize) -> Result<Value, Error> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            seen: Mutex::default(),
        })
    }

    /// Creates a service with that many things. A page has at most `max` of them.
    #[must_use]
    pub fn counted(things: u64, max: u64) -> Arc<Self> {
        Self::new(move |selection, _| Ok(page(selection, things, max)))
    }

    /// Returns the requests, in order.
    #[must_use]
    pub fn seen(&self) -> Vec<Selection> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|(selection, _)| selection.clone())
            .collect()
    }

    /// Returns the options of the calls, in order.
    #[must_use]
    pub fn options(&self) -> Vec<CallOptions> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(_, options)| options.clone()).collect()
    }

    /// Returns a backend of the asynchronous client.
    #[must_use]
    pub fn backend(self: &Arc<Self>) -> Backend<Transport, Self> {
        Backend::Stub(Arc::clone(self))
    }

    /// Returns a backend of the blocking client.
    #[must_use]
    pub fn blocking(self: &Arc<Self>) -> Backend<blocking::Transport, Self> {
        Backend::Stub(Arc::clone(self))
    }

    fn answer(&self, selection: &Selection, options: &CallOptions) -> Result<Value, Error> {
        let mut seen = self.seen.lock().unwrap();
        seen.push((selection.clone(), options.clone()));
        let before = seen.len() - 1;
        drop(seen);
        (self.answer)(selection, before)
    }
}

/// Returns the page of a correct service.
#[must_use]
pub fn page(selection: &Selection, things: u64, max: u64) -> Value {
    let limit = selection
        .limit
        .map_or(max, |limit| max.min(limit.try_into().unwrap()));
    let from = match (selection.offset, selection.page) {
        (Some(offset), _) => offset.try_into().unwrap(),
        (None, Some(page)) => (page - 1) * limit,
        (None, None) => 0,
    };
    let page: Vec<Value> = (from..things.min(from + limit)).map(Value::from).collect();
    json!({ "Things": page, "Total": things, "RequestId": "req-1" })
}
