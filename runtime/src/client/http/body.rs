//! A request body that records whether sending has started.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// Whether a request has started to be sent.
///
/// hyper polls the body before it writes the first byte of the request. Until then nothing was
/// sent, whatever happened to the connection.
#[derive(Clone, Debug, Default)]
pub(super) struct SendProgress(Arc<AtomicBool>);

impl SendProgress {
    pub(super) fn has_started(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A body of one chunk.
pub(super) struct Body {
    /// `None` after the chunk was polled.
    content: Option<Bytes>,
    progress: SendProgress,
}

impl Body {
    pub(super) fn new(content: Bytes, progress: &SendProgress) -> Self {
        Self {
            content: Some(content),
            progress: progress.clone(),
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
        self.progress.0.store(true, Ordering::Release);
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
