//! One call, from its turn to its outcome.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::answer::{Answer, RawAnswer, ReadValue};
use super::prepared::PreparedRequest;
use super::{CALL, Core, fits_header};
use crate::ActionInfo;
use crate::credential::{Credential, CredentialError};
use crate::error::{Error, Scrubber, TransportCause, TransportError};
use crate::options::CallOptions;
use crate::retry::Remedy;
use crate::telemetry::Telemetry;
use crate::wire::{Decode, Encode, to_json};

/// The largest body that servers take, in bytes.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// What a body rarely exceeds, in bytes; one that does grows.
const USUAL_BODY: usize = 1024;

/// One call that is under way.
pub(crate) struct Call<'a> {
    core: &'a Arc<Core>,
    action: &'static ActionInfo,
    options: CallOptions,
    body: Bytes,
    started: Instant,
    limit: Duration,
    attempts: u32,
    clock_corrected: bool,
    credential_renewed: bool,
    credential: Option<Credential>,
    state: State,
    pub(crate) telemetry: Telemetry,
}

enum State {
    /// Waits for its turn.
    Turn,
    /// Has had its turn, and needs a credential.
    Unsigned,
    /// Is to be sent.
    Signed(Box<PreparedRequest>),
    /// Was sent.
    Sent,
    /// Failed, and is tried again after a pause.
    Pause(Duration),
    /// Is over.
    Done(Result<Answer, Error>),
}

/// What is to be done next.
pub(crate) enum Step {
    /// Wait that long.
    Wait(Duration),
    /// Find a credential.
    Credential,
    /// Send the request.
    Send(Box<PreparedRequest>),
    /// Nothing: the call is over.
    Done,
}

/// Why no answer came.
pub(crate) enum SendFailure {
    /// No connection was made.
    Connect(Box<dyn StdError + Send + Sync>),
    /// No connection was made in time.
    ConnectTimeout,
    /// The time of the attempt is over.
    Timeout,
    /// The connection broke.
    Broken(Box<dyn StdError + Send + Sync>),
    /// The answer is larger than the client takes.
    TooLarge { status: u16 },
    /// There is nothing to wait with.
    NoRuntime,
}

impl<'a> Call<'a> {
    /// Starts a call.
    pub(crate) fn start(
        core: &'a Arc<Core>,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Self {
        let options = options.or(&core.options);
        let telemetry = Telemetry::start(core.service.name, action.name);
        let body = sendable(request, &options);
        let limit = options.timeout.unwrap_or(CALL);
        let (body, state) = match body {
            Ok(body) => (body, State::Turn),
            Err(error) => (Bytes::new(), State::Done(Err(error))),
        };
        Self {
            core,
            action,
            options,
            body,
            started: Instant::now(),
            limit,
            attempts: 0,
            clock_corrected: false,
            credential_renewed: false,
            credential: None,
            state,
            telemetry,
        }
    }

    /// What is to be done next.
    pub(crate) fn next(&mut self) -> Step {
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Turn => self.take_turn(),
            State::Unsigned => Step::Credential,
            State::Signed(mut request) => {
                self.attempts += 1;
                request.timeout = self.core.limits.attempt.min(self.left());
                Step::Send(request)
            }
            State::Pause(pause) => {
                self.state = State::Turn;
                Step::Wait(pause)
            }
            done @ (State::Sent | State::Done(_)) => {
                self.state = done;
                Step::Done
            }
        }
    }

    /// The time that the call has left.
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.started.elapsed())
    }

    fn take_turn(&mut self) -> Step {
        let limited = self.options.rate_limit != Some(false);
        let wait = if limited {
            self.core.limiter.take(self.action).err()
        } else {
            None
        };
        match wait {
            None if self.action.unsigned => {
                let body = self.body.clone();
                let request =
                    PreparedRequest::unsigned(self.core, self.action, &self.options, body);
                self.state = State::Signed(Box::new(request));
                self.next()
            }
            None => {
                self.state = State::Unsigned;
                Step::Credential
            }
            Some(wait) if wait < self.left() => {
                self.state = State::Turn;
                Step::Wait(wait)
            }
            Some(_) => {
                self.out_of_time();
                Step::Done
            }
        }
    }

    /// The call ran out of time before it was sent.
    pub(crate) fn out_of_time(&mut self) {
        let error = self.transport_error(TransportCause::CallTimeout(self.limit));
        self.end(Err(Error::NotSent(error)));
    }

    /// A credential was looked for: signs the request.
    pub(crate) fn credential(&mut self, found: Result<Credential, CredentialError>) {
        let usable = found.and_then(|found| found.check().map(|()| found));
        match usable {
            Ok(credential) => {
                let body = self.body.clone();
                let request =
                    PreparedRequest::sign(self.core, self.action, &self.options, body, &credential);
                self.credential = Some(credential);
                self.state = State::Signed(Box::new(request));
            }
            Err(error) => self.end(Err(Error::Credential(error))),
        }
    }

    /// The request was sent: tells what the answer means and whether the call goes on.
    pub(crate) fn answered(&mut self, answer: Result<RawAnswer, SendFailure>) {
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let date = answer.as_ref().ok().and_then(|answer| answer.date.clone());
        let outcome = match answer {
            Ok(answer) => answer.interpret(self.action.name, || self.scrubber()),
            Err(failure) => Err(self.failed(failure)),
        };
        self.telemetry.attempt(self.attempts, status, &outcome);
        match outcome {
            Ok(answer) => {
                if self.attempts == 1 {
                    self.core.budget.earn();
                }
                self.end(Ok(answer));
            }
            Err(error) => self.remedy(error, date.as_deref()),
        }
    }

    fn failed(&self, failure: SendFailure) -> Error {
        let endpoint = self.core.endpoint.host();
        let from = |cause, source| TransportError::from_source(cause, endpoint, source);
        match failure {
            SendFailure::Connect(source) => Error::NotSent(from(TransportCause::Connect, source)),
            SendFailure::ConnectTimeout => Error::NotSent(self.transport_error(
                TransportCause::ConnectTimeout(self.core.limits.connect.min(self.limit)),
            )),
            SendFailure::NoRuntime => {
                Error::NotSent(self.transport_error(TransportCause::NoRuntime))
            }
            SendFailure::Broken(source) => Error::Ambiguous(from(TransportCause::Broken, source)),
            SendFailure::Timeout => {
                Error::Ambiguous(self.transport_error(if self.left().is_zero() {
                    TransportCause::CallTimeout(self.limit)
                } else {
                    TransportCause::AttemptTimeout(self.core.limits.attempt)
                }))
            }
            SendFailure::TooLarge { status } => Error::TooLarge {
                status,
                limit: self.core.limits.response_bytes,
            },
        }
    }

    fn transport_error(&self, cause: TransportCause) -> TransportError {
        TransportError::new(cause, self.core.endpoint.host())
    }

    /// Tries again where that helps and does no harm; ends the call where not.
    fn remedy(&mut self, error: Error, date: Option<&str>) {
        let pause = match Remedy::of(&error, self.action) {
            _ if !self.may_go_on() => None,
            Remedy::None => None,
            Remedy::Pause => Some(self.core.retry.pause(self.attempts)),
            Remedy::CorrectClock => self.correct_clock(date).then_some(Duration::ZERO),
            Remedy::RenewCredential => self.renew_credential().then_some(Duration::ZERO),
        };
        match pause {
            Some(pause) if pause < self.left() && self.core.budget.spend() => {
                self.telemetry.again(self.attempts, pause, &error);
                self.state = State::Pause(pause);
            }
            _ => self.end(Err(error)),
        }
    }

    fn may_go_on(&self) -> bool {
        self.options.retry != Some(false) && self.attempts < self.core.retry.attempts
    }

    fn correct_clock(&mut self, date: Option<&str>) -> bool {
        let first = !std::mem::replace(&mut self.clock_corrected, true);
        first && date.is_some_and(|date| self.core.correction.learn(date, self.core.clock.now()))
    }

    fn renew_credential(&mut self) -> bool {
        let first = !std::mem::replace(&mut self.credential_renewed, true);
        if first {
            self.core.credential.invalidate();
        }
        first
    }

    fn end(&mut self, outcome: Result<Answer, Error>) {
        self.telemetry.end(self.attempts, &outcome);
        self.state = State::Done(outcome);
    }

    fn scrubber(&self) -> Scrubber {
        match &self.credential {
            Some(credential) => Scrubber::of(self.action.sensitive, &self.body, credential),
            None => Scrubber::default(),
        }
    }

    /// The response, once the call is over.
    pub(crate) fn response<R: Decode>(self) -> Result<R, Error> {
        let mut response = None;
        self.read_response(&mut |member| member.into(&mut response))?;
        response.ok_or_else(not_over)
    }

    /// The response as the server wrote it, once it was read by code that knows its type.
    #[cfg(feature = "cli")]
    pub(crate) fn response_text(self, read: &mut ReadValue<'_>) -> Result<String, Error> {
        self.read_response(read)
            .map(|answer| answer.response_text())
    }

    /// Has the response read by code that knows its type. All else is compiled once.
    fn read_response(mut self, read: &mut ReadValue<'_>) -> Result<Answer, Error> {
        match std::mem::replace(&mut self.state, State::Turn) {
            State::Done(outcome) => {
                let decoded = outcome?.decode(self.action.name, read, || self.scrubber());
                decoded.inspect_err(|error| self.telemetry.undecodable(error))
            }
            _ => Err(not_over()),
        }
    }

    /// The request, once it is signed.
    pub(crate) fn prepared(self, next: Step) -> Result<PreparedRequest, Error> {
        match (self.state, next) {
            (State::Signed(request), _) | (_, Step::Send(request)) => Ok(*request),
            (State::Done(Err(error)), _) => Err(error),
            _ => Err(Error::Unsendable("the call is not signed".to_owned())),
        }
    }
}

fn not_over() -> Error {
    Error::Unsendable("the call is not over".to_owned())
}

fn sendable(request: &dyn Encode, options: &CallOptions) -> Result<Bytes, Error> {
    if !options.region.as_deref().is_none_or(fits_header) {
        let reason = "the region must be visible ASCII characters, like ap-guangzhou";
        return Err(Error::Unsendable(reason.to_owned()));
    }
    let mut body = Vec::with_capacity(USUAL_BODY);
    to_json(request, &mut body)
        .map_err(|error| Error::Unsendable(format!("the request is no JSON: {error}")))?;
    if body.len() > LARGEST_BODY {
        let size = body.len();
        let reason = format!("the request has {size} bytes; servers take {LARGEST_BODY}");
        return Err(Error::Unsendable(reason));
    }
    Ok(Bytes::from(body))
}
