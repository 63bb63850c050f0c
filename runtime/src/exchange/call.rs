//! One call, from its turn to its outcome.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Core;
use super::answer::{Answer, RawAnswer};
use super::draft::Draft;
use super::failure::SendFailure;
use super::prepared::PreparedRequest;
use crate::ActionInfo;
use crate::credential::{Credential, CredentialError};
use crate::error::{Error, Scrubber, TransportCause, TransportError};
use crate::options::CallOptions;
use crate::retry::Remedy;
use crate::telemetry::Telemetry;
use crate::wire::{Decode, Encode, Place, Unreadable};

/// One call that is under way.
pub(crate) struct Call<'a> {
    core: &'a Arc<Core>,
    draft: Draft,
    started: Instant,
    limit: Duration,
    attempts: u32,
    clock_corrected: bool,
    credential_renewed: bool,
    credential: Option<Credential>,
    /// That of the last attempt.
    signature: String,
    /// How an earlier attempt failed that may have been carried out all the same.
    open: Option<Error>,
    /// What the server said to the credential, while another one is looked for.
    refused: Option<Error>,
    pub(crate) telemetry: Telemetry,
}

/// What is to be done next. Whoever does it tells the call what came of it.
pub(crate) enum Step {
    /// Wait that long, then ask for a [turn](Call::turn).
    Wait(Duration),
    /// Find a [credential](Call::credential).
    Credential,
    /// Send the request, and bring what is [answered](Call::answered).
    Send(Box<PreparedRequest>),
    /// The call is over.
    Done(Result<Answer, Error>),
}

impl<'a> Call<'a> {
    /// Starts a call.
    pub(crate) fn start(
        core: &'a Arc<Core>,
        action: &'static ActionInfo,
        request: &dyn Encode,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let telemetry = Telemetry::start(core.service.name, action.name);
        let draft = Draft::new(core, action, request, options)
            .inspect_err(|error| telemetry.failed(0, error))?;
        Ok(Self {
            core,
            started: Instant::now(),
            limit: draft.limit(),
            draft,
            attempts: 0,
            clock_corrected: false,
            credential_renewed: false,
            credential: None,
            signature: String::new(),
            open: None,
            refused: None,
            telemetry,
        })
    }

    /// The time that the call has left.
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.started.elapsed())
    }

    /// Takes the call's turn, at its beginning and after every pause.
    pub(crate) fn turn(&mut self) -> Step {
        let limited = self.draft.options.rate_limit != Some(false);
        let wait = if limited {
            self.core.limiter.take(self.draft.action).err()
        } else {
            None
        };
        match wait {
            Some(wait) if wait < self.left() => Step::Wait(wait),
            Some(_) => self.out_of_time(),
            None if self.draft.action.unsigned => self.attempt(self.draft.unsigned(self.core)),
            None => Step::Credential,
        }
    }

    /// A credential was looked for: signs the request.
    pub(crate) fn credential(&mut self, found: Result<Credential, CredentialError>) -> Step {
        let usable = found.and_then(|found| found.check(|| self.core.time()).map(|()| found));
        match (usable, self.refused.take()) {
            (Ok(same), Some(error)) if self.credential.as_ref() == Some(&same) => {
                Step::Done(Err(error))
            }
            // It is asked for once more when it is the call's turn, which may take a while.
            (Ok(_), Some(error)) => self.again(Duration::ZERO, error),
            (Ok(credential), None) => {
                let request = self.draft.signed(self.core, &credential);
                self.credential = Some(credential);
                self.attempt(request)
            }
            (Err(error), _) => self.unsent(Error::Credential(error)),
        }
    }

    fn attempt(&mut self, mut request: PreparedRequest) -> Step {
        let left = self.left();
        if left.is_zero() {
            return self.out_of_time();
        }
        self.attempts += 1;
        self.signature = request.signature().to_owned();
        request.timeout = self.core.limits.attempt.min(left);
        Step::Send(Box::new(request))
    }

    /// The call ran out of time before it was sent.
    pub(crate) fn out_of_time(&mut self) -> Step {
        match self.refused.take() {
            Some(error) => Step::Done(Err(error)),
            None => self.unsent(self.not_sent(TransportCause::CallTimeout(self.limit))),
        }
    }

    /// There is nothing to wait with. Nothing that the call could do again would change that.
    #[cfg(feature = "client")]
    pub(crate) fn without_runtime(&mut self) -> Result<Answer, Error> {
        Err(self.not_sent(TransportCause::NoRuntime))
    }

    fn not_sent(&self, cause: TransportCause) -> Error {
        Error::NotSent(TransportError::new(cause, self.core.endpoint.host()))
    }

    /// This attempt was not sent. If an earlier one was, what came of that says more.
    fn unsent(&mut self, error: Error) -> Step {
        Step::Done(Err(self.open.take().unwrap_or(error)))
    }

    /// The request was sent: tells what the answer means and whether the call goes on.
    pub(crate) fn answered(&mut self, answer: Result<RawAnswer, SendFailure>) -> Step {
        let status = match &answer {
            Ok(answer) => Some(answer.status),
            Err(failure) => failure.status,
        };
        let date = answer.as_ref().ok().and_then(|answer| answer.date.clone());
        let outcome = match answer {
            Ok(answer) => answer.interpret(self.draft.action.name, || self.scrubber()),
            Err(failure) => Err(failure.told(self.core, self.left(), self.limit)),
        };
        self.telemetry.attempt(self.attempts, status, &outcome);
        match outcome {
            Ok(answer) => {
                if self.attempts == 1 {
                    self.core.budget.earn();
                }
                Step::Done(Ok(answer))
            }
            Err(error) => self.remedy(error, date.as_deref()),
        }
    }

    /// Tries again where that helps and does no harm; ends the call where not.
    ///
    /// What was learned of the clock and the credential serves the next call, whether this one goes
    /// on or not.
    fn remedy(&mut self, error: Error, date: Option<&str>) -> Step {
        let pause = match Remedy::of(&error, self.draft.action) {
            Remedy::None => None,
            Remedy::Pause => Some(self.core.retry.pause(self.attempts)),
            Remedy::CorrectClock => self.correct_clock(date).then_some(Duration::ZERO),
            Remedy::RenewCredential => return self.renew_credential(error),
        };
        match pause {
            Some(pause) => self.again(pause, error),
            None => Step::Done(Err(error)),
        }
    }

    /// Tries again after a pause, if there is time and the client can afford it.
    fn again(&mut self, pause: Duration, error: Error) -> Step {
        if self.may_go_on() && pause < self.left() && self.core.budget.spend() {
            self.telemetry.again(self.attempts, pause, &error);
            if error.leaves_open() {
                self.open = Some(error);
            }
            Step::Wait(pause)
        } else if let Error::NotSent(_) = error {
            self.unsent(error)
        } else {
            Step::Done(Err(error))
        }
    }

    fn may_go_on(&self) -> bool {
        self.draft.options.retry != Some(false) && self.attempts < self.core.retry.attempts
    }

    fn correct_clock(&mut self, date: Option<&str>) -> bool {
        let first = !std::mem::replace(&mut self.clock_corrected, true);
        first && date.is_some_and(|date| self.core.correction.learn(date, self.core.clock.now()))
    }

    /// The server refused the credential: has it forgotten, and once in a call looks for another.
    fn renew_credential(&mut self, error: Error) -> Step {
        let Some(refused) = &self.credential else {
            return Step::Done(Err(error));
        };
        self.core.credential.invalidate(refused);
        let first = !std::mem::replace(&mut self.credential_renewed, true);
        if first && self.may_go_on() {
            self.refused = Some(error);
            Step::Credential
        } else {
            Step::Done(Err(error))
        }
    }

    fn scrubber(&self) -> Scrubber {
        let credential = self.credential.as_ref();
        Scrubber::of(self.draft.action.sensitive, &self.draft.body, credential).and(&self.signature)
    }

    /// The call is over: what is left is to read the response.
    pub(crate) fn over(self, outcome: Result<Answer, Error>) -> Result<Answered<'a>, Error> {
        match outcome {
            Ok(answer) => Ok(Answered { call: self, answer }),
            Err(error) => {
                self.telemetry.failed(self.attempts, &error);
                Err(error)
            }
        }
    }
}

/// A call that was answered with a success.
pub(crate) struct Answered<'a> {
    call: Call<'a>,
    answer: Answer,
}

impl Answered<'_> {
    /// The response. Of all that a call is, only this is compiled for each type.
    pub(crate) fn response<R: Decode>(self) -> Result<R, Error> {
        let mut response = None;
        let answered = self.read(&mut response)?;
        match response {
            Some(response) => Ok(response),
            None => Err(answered.undecodable(Unreadable::nothing())),
        }
    }

    /// The response as the server wrote it, once it was read into a place of its type.
    #[cfg(feature = "cli")]
    pub(crate) fn response_text(self, response: &mut dyn Place) -> Result<String, Error> {
        let answered = self.read(response)?;
        Ok(answered.answer.response_text())
    }

    fn read(self, response: &mut dyn Place) -> Result<Self, Error> {
        match self.answer.read(response) {
            Ok(()) => {
                let Self { call, answer } = &self;
                call.telemetry.succeeded(call.attempts, answer);
                Ok(self)
            }
            Err(unreadable) => Err(self.undecodable(unreadable)),
        }
    }

    fn undecodable(self, unreadable: Unreadable) -> Error {
        let Self { call, answer } = self;
        let error = answer.undecodable(call.draft.action.name, unreadable, &call.scrubber());
        call.telemetry.failed(call.attempts, &error);
        error
    }
}
