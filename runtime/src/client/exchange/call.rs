//! One call, from its start to its outcome.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::called_action::CalledAction;
use super::encoded_request::{AnswerForm, EncodedRequest};
use super::prepared_request::PreparedRequest;
use super::recording::Recording;
use super::response::{HttpResponse, SuccessResponse};
use super::send_failure::SendFailure;
use crate::client::credential::{Credential, CredentialError};
use crate::client::error::{Error, PermitError, Redactor, TransportCause, TransportError};
use crate::client::inner::ClientInner;
use crate::client::options::CallOptions;
use crate::client::rate_limit::{Acquisition, AttemptOutcome, Entered, FinishedAttempt, Waiter};
use crate::client::retry::RetryDecision;
use crate::client::telemetry::Telemetry;
use crate::wire::Encode;

/// The state of one call.
pub(crate) struct Call<'a> {
    inner: &'a Arc<ClientInner>,
    pub(super) request: EncodedRequest,
    pub(super) started: Instant,
    timeout: Duration,
    /// The time that the call spent in the queue of the rate limiter.
    queued: Duration,
    pub(super) attempts: u32,
    attempt_started: Instant,
    recording: Recording,
    /// The attempts that the server refused with a code of [`ActionInfo::retry_on`](crate::ActionInfo::retry_on).
    refused_for_a_while: u32,
    clock_corrected: bool,
    credential_renewed: bool,
    credential: Option<Credential>,
    /// The signature of the last attempt.
    signature: String,
    /// The error of an earlier attempt that the server may have carried out.
    ambiguous_error: Option<Error>,
    /// The error that refused the credential, while the call looks for another credential.
    refused_error: Option<Error>,
    pub(crate) telemetry: Telemetry,
}

/// The next thing that a transport must do for a call.
pub(crate) enum Step {
    /// Wait, then call [`Call::acquire_permit`].
    Wait(Duration),
    /// Wait in the queue of the rate limiter, then call [`Call::on_permit`].
    Queue(Waiter),
    /// Ask the limiter of the program for a permit, then call [`Call::on_permit`].
    AskLimiter(Acquisition),
    /// Get a credential, then call [`Call::on_credential`] or [`Call::on_timeout`].
    GetCredential,
    /// Send the request, then call [`Call::on_response`].
    Send(Box<PreparedRequest>),
    /// Stop. Pass the result to [`Call::finish`].
    Done(Result<SuccessResponse, Error>),
}

impl<'a> Call<'a> {
    /// Starts a call.
    pub(crate) fn start(
        inner: &'a Arc<ClientInner>,
        action: CalledAction,
        request: &dyn Encode,
        options: &CallOptions,
        answer: AnswerForm,
    ) -> Result<Self, Error> {
        let started = Instant::now();
        let server = inner.endpoints.of(action.name()).address();
        let telemetry = Telemetry::start(inner.service.name, action.name(), server);
        let request = EncodedRequest::new(inner, action, request, options)
            .inspect_err(|error| telemetry.failed(0, started.elapsed(), error))?
            .answered_with(answer);
        Ok(Self {
            inner,
            started,
            timeout: request.timeout(),
            recording: Recording::new(request.options.recorder.is_some()),
            request,
            queued: Duration::ZERO,
            attempts: 0,
            attempt_started: started,
            refused_for_a_while: 0,
            clock_corrected: false,
            credential_renewed: false,
            credential: None,
            signature: String::new(),
            ambiguous_error: None,
            refused_error: None,
            telemetry,
        })
    }

    /// Returns the time since the start of the call.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Returns the time that the call has left. The queue of the rate limiter has its own time limit.
    pub(crate) fn time_left(&self) -> Duration {
        let used = self.elapsed().saturating_sub(self.queued);
        self.timeout.saturating_sub(used)
    }

    /// Asks the rate limiter for a permit. Every attempt begins here.
    pub(crate) fn acquire_permit(&mut self) -> Step {
        if self.request.options.rate_limit == Some(false) {
            return self.on_permit(Ok(Duration::ZERO));
        }
        let (limiter, limit) = (&self.inner.rate_limiter, self.request.queue_timeout());
        match limiter.enter(self.request.action.info(), limit, self.queued) {
            Ok(Entered::Permitted) => self.on_permit(Ok(Duration::ZERO)),
            Ok(Entered::Queued(waiter)) => Step::Queue(waiter),
            Ok(Entered::Ask(acquisition)) => Step::AskLimiter(acquisition),
            Err(error) => self.on_permit(Err(error.into())),
        }
    }

    /// Continues with the permit. `permit` contains the time that it took.
    pub(crate) fn on_permit(&mut self, permit: Result<Duration, PermitError>) -> Step {
        match permit {
            Ok(queued) => self.queued += queued,
            Err(error) => return self.finish_unsent(error.into()),
        }
        if self.request.needs_credential() {
            Step::GetCredential
        } else {
            self.send(self.request.skip_signature(self.inner))
        }
    }

    /// Signs the request with the credential that the provider returned.
    pub(crate) fn on_credential(&mut self, found: Result<Credential, CredentialError>) -> Step {
        let usable =
            found.and_then(|found| found.check(|| self.inner.system_time()).map(|()| found));
        match (usable, self.refused_error.take()) {
            (Ok(same), Some(error)) if self.credential.as_ref() == Some(&same) => {
                Step::Done(Err(error))
            }
            // The retry asks for the credential again, because it may wait for a permit first.
            (Ok(_), Some(error)) => self.schedule_retry(Duration::ZERO, error),
            (Ok(credential), None) => {
                let request = self.request.sign(self.inner, &credential);
                self.credential = Some(credential);
                self.send(request)
            }
            (Err(error), _) => self.on_credential_error(error),
        }
    }

    /// Asks the provider again after a pause if it may succeed later. That counts as an attempt.
    fn on_credential_error(&mut self, error: CredentialError) -> Step {
        if !error.is_retryable() {
            return self.finish_unsent(Error::Credential(error));
        }
        self.attempts += 1;
        let pause = self.inner.retry.backoff(self.counted_attempts());
        self.schedule_retry(pause, Error::Credential(error))
    }

    fn send(&mut self, mut request: PreparedRequest) -> Step {
        let time_left = self.time_left();
        if time_left.is_zero() {
            return self.on_timeout();
        }
        self.attempts += 1;
        self.attempt_started = Instant::now();
        self.signature = request.signature().to_owned();
        request.timeout = request.timeout.min(time_left);
        Step::Send(Box::new(request))
    }

    /// Ends a call whose time is over before the request was sent.
    pub(crate) fn on_timeout(&mut self) -> Step {
        match self.refused_error.take() {
            Some(error) => Step::Done(Err(error)),
            None => self.finish_unsent(self.not_sent(TransportCause::CallTimeout(self.timeout))),
        }
    }

    /// Fails a call that was made outside a Tokio runtime with timers and I/O.
    pub(crate) fn without_runtime(&self) -> Error {
        self.not_sent(TransportCause::NoRuntime)
    }

    fn not_sent(&self, cause: TransportCause) -> Error {
        Error::NotSent(TransportError::new(cause, self.host()))
    }

    /// Returns the host that the request is sent to.
    pub(super) fn host(&self) -> &str {
        self.inner.endpoints.get(self.request.endpoint).host()
    }

    pub(super) fn max_response_bytes(&self) -> usize {
        self.inner.limits.max_response_bytes
    }

    /// Ends a call whose last attempt was not sent. An earlier ambiguous error takes precedence.
    fn finish_unsent(&mut self, error: Error) -> Step {
        Step::Done(Err(self.ambiguous_error.take().unwrap_or(error)))
    }

    /// Interprets the result of an attempt and decides whether to retry.
    pub(crate) fn on_response(&mut self, response: Result<HttpResponse, SendFailure>) -> Step {
        let latency = self.attempt_started.elapsed();
        let (status, date, retry_after) = match &response {
            Ok(response) => {
                let date = response.date().map(str::to_owned);
                (Some(response.status), date, response.retry_after())
            }
            Err(failure) => (failure.status, None, None),
        };
        self.recording.add_response(response.as_ref().ok());
        let outcome = match response {
            Ok(response) => response.interpret(&self.request.action, || self.redactor()),
            Err(failure) => Err(failure.into_error(
                &self.inner.limits,
                self.request.attempt_timeout(self.inner),
                self.host(),
                self.time_left(),
                self.timeout,
                || self.redactor(),
            )),
        };
        let outcome = outcome.map_err(|error| self.name_environment(error));
        self.telemetry
            .attempt(self.attempts, status, latency, &outcome, || self.redactor());
        self.recording
            .add_attempt(latency, status, outcome.as_ref().err());
        self.report_to_limiter(&outcome, retry_after);
        match outcome {
            Ok(response) => {
                if self.attempts == 1 {
                    self.inner.retry_budget.refund();
                }
                Step::Done(Ok(response))
            }
            Err(error) => self.on_error(error, date.as_deref(), retry_after),
        }
    }

    /// Reports the outcome of an attempt to the rate limiter, also if the call asked for no permit.
    fn report_to_limiter(
        &self,
        outcome: &Result<SuccessResponse, Error>,
        retry_after: Option<Duration>,
    ) {
        let outcome = match outcome {
            Err(error) if error.is_throttled() => AttemptOutcome::throttled(retry_after),
            Ok(_) | Err(Error::Api(_)) => AttemptOutcome::Accepted,
            Err(_) => AttemptOutcome::Unanswered,
        };
        let (action, sent_at) = (self.request.action.info(), self.attempt_started.into_std());
        let attempt = FinishedAttempt::new(action, sent_at, outcome);
        self.inner.rate_limiter.on_attempt(&attempt);
    }

    /// Adds the environment and the host to the error of a refused credential, because using the key
    /// of another environment is the most frequent cause.
    fn name_environment(&self, error: Error) -> Error {
        let has_several = self.request.action.info().service.environments.len() > 1;
        match (error, self.inner.environment) {
            (Error::Api(error), Some(environment)) if has_several => {
                error.called(environment, self.host()).into()
            }
            (error, _) => error,
        }
    }

    /// Retries after an error if that is safe, or ends the call.
    ///
    /// The correction of the clock and the removal of a refused credential also serve later calls.
    fn on_error(
        &mut self,
        error: Error,
        date: Option<&str>,
        retry_after: Option<Duration>,
    ) -> Step {
        let pause = match self.retry_decision(&error) {
            RetryDecision::Stop => None,
            RetryDecision::Backoff => {
                let backoff = self.inner.retry.backoff(self.counted_attempts());
                Some(backoff.saturating_add(retry_after.unwrap_or_default()))
            }
            RetryDecision::Pause(code) => {
                let pause = code.pause.saturating_add(retry_after.unwrap_or_default());
                return self.retry_refused(pause, code.within, error);
            }
            RetryDecision::CorrectClock => self.correct_clock(date).then_some(Duration::ZERO),
            RetryDecision::RenewCredential => return self.renew_credential(error),
        };
        match pause {
            Some(pause) => self.schedule_retry(pause, error),
            None => self.stop(error),
        }
    }

    fn retry_decision(&self, error: &Error) -> RetryDecision {
        let (action, is_idempotent) = (self.request.action.info(), self.request.is_idempotent());
        RetryDecision::new(error, action, is_idempotent)
    }

    /// Retries after a pause if attempts, time and retry budget are left.
    fn schedule_retry(&mut self, pause: Duration, error: Error) -> Step {
        if self.may_retry() && pause < self.time_left() && self.inner.retry_budget.withdraw() {
            self.telemetry.retry(self.attempts, pause, &error);
            if error.is_outcome_unknown() {
                self.ambiguous_error = Some(error);
            }
            Step::Wait(pause)
        } else {
            self.stop(error)
        }
    }

    /// Retries a request that the server refuses for a short time. Time limits these retries, not their number,
    /// and they cost no retry budget, because the server is not in trouble.
    fn retry_refused(&mut self, pause: Duration, within: Duration, error: Error) -> Step {
        self.refused_for_a_while += 1;
        let retried_at = self.elapsed().saturating_add(pause);
        if self.may_retry() && pause < self.time_left() && retried_at < within {
            self.telemetry.retry(self.attempts, pause, &error);
            Step::Wait(pause)
        } else {
            self.stop(error)
        }
    }

    /// Ends the call with the error of its last attempt.
    fn stop(&mut self, error: Error) -> Step {
        if let Error::NotSent(_) | Error::Credential(_) = error {
            self.finish_unsent(error)
        } else {
            Step::Done(Err(error))
        }
    }

    fn may_retry(&self) -> bool {
        let max_attempts = self.inner.retry.max_attempts;
        self.request.options.retry != Some(false)
            && max_attempts > 1
            && self.counted_attempts() < max_attempts
    }

    /// Returns the number of attempts that [`RetryPolicy::max_attempts`](crate::client::RetryPolicy) limits.
    fn counted_attempts(&self) -> u32 {
        self.attempts - self.refused_for_a_while
    }

    /// Sets the clock by the `Date` header of a response, once in a call.
    fn correct_clock(&mut self, date: Option<&str>) -> bool {
        let first = !std::mem::replace(&mut self.clock_corrected, true);
        let inner = self.inner;
        first && date.is_some_and(|date| inner.clock_correction.update(date, inner.clock.now()))
    }

    /// Reports the refused credential to its provider, and asks for another one, once in a call.
    fn renew_credential(&mut self, error: Error) -> Step {
        let Some(refused) = &self.credential else {
            return Step::Done(Err(error));
        };
        self.inner.credential.invalidate(refused);
        let first = !std::mem::replace(&mut self.credential_renewed, true);
        if first && self.may_retry() {
            self.refused_error = Some(error);
            Step::GetCredential
        } else {
            Step::Done(Err(error))
        }
    }

    pub(super) fn redactor(&self) -> Redactor {
        let redactor = self.request.redactor(self.credential.as_ref());
        redactor.and(&self.signature)
    }

    /// Passes the record to the caller, if the caller wants one.
    pub(super) fn publish_record(&mut self) {
        let token = self.request.idempotency_token.as_ref();
        if let Some(record) = self
            .recording
            .finish(self.started.elapsed(), self.queued, token)
        {
            self.request.options.record(record);
        }
    }
}
