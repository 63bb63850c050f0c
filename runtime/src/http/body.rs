//! A body that tells whether it has begun to leave.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// Whether a request has begun to leave.
///
/// The HTTP client asks for the body before it writes the first byte. As long as it has not asked,
/// nothing was sent, whatever became of the connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Departure(Arc<AtomicBool>);

impl Departure {
    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A body in one piece.
pub(super) struct Body {
    /// Until somebody asks for it.
    content: Option<Bytes>,
    departure: Departure,
}

impl Body {
    pub(super) fn new(content: Bytes, departure: &Departure) -> Self {
        Self {
            content: Some(content),
            departure: departure.clone(),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.departure.0.store(true, Ordering::Release);
        Poll::Ready(self.content.take().map(|content| Ok(Frame::data(content))))
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(
            self.content
                .as_ref()
                .map_or(0, |content| content.len() as u64),
        )
    }
}
