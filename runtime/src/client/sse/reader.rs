//! Reads the events of a response.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Body as _;

use super::parser::{Parser, ServerEvent};

/// Why no further event can be read.
#[derive(Debug)]
pub(crate) enum ReadFailure {
    /// The connection broke.
    Broken(Box<dyn StdError + Send + Sync>),
    /// An event, or the whole response if it is JSON, is larger than the client accepts.
    TooLarge,
}

/// The body of a response that contains events.
pub(crate) struct EventReader {
    body: reqwest::Body,
    /// The bytes that were received and not read yet.
    piece: Bytes,
    parser: Parser,
    limit: usize,
    /// The result of [`peek`](Self::peek), until it is read.
    peeked: Option<Option<ServerEvent>>,
    is_finished: bool,
}

impl EventReader {
    /// `limit` is the maximum size of an event in bytes.
    pub(crate) fn new(body: reqwest::Body, limit: usize) -> Self {
        Self {
            body,
            piece: Bytes::new(),
            parser: Parser::new(limit),
            limit,
            peeked: None,
            is_finished: false,
        }
    }

    /// Returns whether the body begins like a JSON object, which no event does.
    pub(crate) async fn is_json(&mut self) -> Result<bool, ReadFailure> {
        loop {
            let text = self.piece.trim_ascii_start();
            let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
            if let Some(first) = text.trim_ascii_start().first() {
                return Ok(*first == b'{');
            }
            let Some(next) = poll_fn(|context| self.poll_piece(context)).await? else {
                return Ok(false);
            };
            self.piece = [&self.piece[..], &next[..]].concat().into();
            self.check_size(self.piece.len())?;
        }
    }

    /// Reads the whole body, which contains no events.
    pub(crate) async fn read_all(&mut self) -> Result<Vec<u8>, ReadFailure> {
        let mut bytes = self.piece.to_vec();
        while let Some(piece) = poll_fn(|context| self.poll_piece(context)).await? {
            self.check_size(bytes.len() + piece.len())?;
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    fn check_size(&self, size: usize) -> Result<(), ReadFailure> {
        if size > self.limit {
            return Err(ReadFailure::TooLarge);
        }
        Ok(())
    }

    /// Waits for the next event, and keeps it.
    pub(crate) async fn peek(&mut self) -> Result<(), ReadFailure> {
        let event = poll_fn(|context| self.poll_next(context)).await;
        self.peeked = Some(event.transpose()?);
        Ok(())
    }

    /// Returns the event that [`peek`](Self::peek) waited for.
    pub(crate) fn peeked(&self) -> Option<&ServerEvent> {
        self.peeked.as_ref()?.as_ref()
    }

    /// Reads the next event. `None` is the end of the response.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ServerEvent, ReadFailure>>> {
        if let Some(event) = self.peeked.take() {
            return Poll::Ready(event.map(Ok));
        }
        loop {
            match self.parser.read(&mut self.piece) {
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(None) if self.is_finished => {
                    return Poll::Ready(self.parser.finish().map(Ok));
                }
                Ok(None) => {}
                Err(_) => return Poll::Ready(Some(Err(ReadFailure::TooLarge))),
            }
            match ready!(self.poll_piece(context)) {
                Ok(piece) => self.piece = piece.unwrap_or_default(),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// Receives bytes. `None` is the end of the response, also if it is asked again.
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, ReadFailure>> {
        while !self.is_finished {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            match frame.transpose() {
                Ok(None) => self.is_finished = true,
                // Trailers are skipped.
                Ok(Some(frame)) => {
                    if let Ok(piece) = frame.into_data() {
                        return Poll::Ready(Ok(Some(piece)));
                    }
                }
                Err(error) => {
                    let error = Box::new(error.without_url());
                    return Poll::Ready(Err(ReadFailure::Broken(error)));
                }
            }
        }
        Poll::Ready(Ok(None))
    }
}
