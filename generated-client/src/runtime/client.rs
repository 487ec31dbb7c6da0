//! The engine: what happens between a typed request and a typed result.
//!
//! Only [`Core::call`] is compiled once per operation, and there is next to nothing in it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use super::base::Address;
use super::code::{Class, Code, Safety};
use super::config::Config;
use super::error::{Accepted, Error, InDoubt, InDoubtReason, InvalidRequest, NotSent, NotSentReason, Origin};
use super::fresh::Fresh;
use super::hook::{Event, Outcome, Watch};
use super::hosts::Bases;
use super::invalid::Invalid;
use super::judge::Read;
use super::malformed::Malformed;
use super::operation::{Context, Draft, Operation, OperationFacts, Vendor};
use super::options::Options;
use super::pages::{self, Page, Paged, Turn};
use super::prepared::{self, Prepared, Write};
use super::redact::Redactor;
use super::reply::Payload;
use super::retry::{self, Budget, Fault};
use super::secret::Secret;
use super::session::{Before, Clocks, Failure, Held, Session, SessionCell, Token};
use super::signed::Keys;
use super::trace;
use super::transport::{BoxFuture, Delivery, Outgoing, Received, Transport, TransportError};

/// What stands behind a generated client: cheap to clone; clones share connections, token and budget.
///
/// A call whose future is dropped is cut off where it is: nothing goes on in the background. If its request
/// was under way, it is in doubt, and only the hook can tell.
pub struct Core<V: Vendor> {
    shared: Arc<Shared<V>>,
    options: Arc<Options>,
}

struct Shared<V: Vendor> {
    credentials: V::Credentials,
    settings: V::Settings,
    bases: Bases,
    transport: Arc<dyn Transport>,
    fresh: Fresh,
    sessions: Vec<SessionCell>,
    budget: Budget,
}

impl<V: Vendor> Clone for Core<V> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), options: Arc::clone(&self.options) }
    }
}

impl<V: Vendor> fmt::Debug for Core<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &V::FACTS.name)
            .field("host", &self.shared.bases.shown())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<V: Vendor> Core<V> {
    pub(crate) fn new(config: Config<V>, bases: Bases, transport: Arc<dyn Transport>) -> Self {
        let clock = Arc::clone(&config.fresh.clock);
        let (now, date) = (|| transport.now(), || clock());
        let clocks = Clocks { now: &now, date: &date };
        let sessions = V::SESSIONS.iter().zip(&config.tokens);
        let sessions = sessions
            .map(|(session, given)| SessionCell::new(session.name, given.as_ref(), config.store.clone(), clocks))
            .collect();
        Self {
            shared: Arc::new(Shared {
                credentials: config.credentials,
                settings: config.settings,
                bases,
                transport,
                fresh: config.fresh,
                sessions,
                budget: Budget::new(),
            }),
            options: Arc::new(config.options),
        }
    }

    /// The same client with other options, for one call or for many.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        let options = change(Options::clone(&self.options));
        Self { shared: Arc::clone(&self.shared), options: Arc::new(options) }
    }

    /// The same, for a change that may be refused.
    ///
    /// # Errors
    ///
    /// Those of the change.
    pub fn try_with<E>(&self, change: impl FnOnce(Options) -> Result<Options, E>) -> Result<Self, E> {
        let options = change(Options::clone(&self.options))?;
        Ok(Self { shared: Arc::clone(&self.shared), options: Arc::new(options) })
    }

    /// Makes a call.
    ///
    /// # Errors
    ///
    /// One of the five outcomes, see [`Error`].
    pub async fn call<O: Operation<Vendor = V>>(&self, operation: &O) -> Result<O::Reply, Error<V::Code>> {
        self.answer(operation, &|context, draft| operation.write(context, draft)).await.map(|(reply, _)| reply)
    }

    /// Asks for a page of a list, and finds out where the next one is.
    pub(crate) async fn page<R: Paged<Vendor = V>>(
        &self,
        request: &R,
        address: Option<Address>,
        before: i64,
    ) -> Result<Page<R>, Error<V::Code>> {
        let write = |context: &Context<'_, V>, draft: &mut Draft| {
            request.write(context, draft)?;
            if let Some(address) = &address {
                address.path.iter().for_each(|path| draft.path = path.clone().into_bytes());
                draft.query = address.query.clone().into_bytes();
            }
            Ok(())
        };
        let (reply, received) = self.answer(request, &write).await?;
        let Turn { items, next } = request.turn(reply, before);
        let next = pages::following(&self.shared.bases, request, address.as_ref(), next).map_err(|malformed| {
            let (origin, status) = (prepared::origin::<V>(R::FACTS), received.status().as_u16());
            Error::Accepted(Accepted::new(origin, malformed, status, received.body().clone()))
        });
        Ok((items, next))
    }

    async fn answer<O: Operation<Vendor = V>>(
        &self,
        operation: &O,
        write: Write<'_, V>,
    ) -> Result<(O::Reply, Received), Error<V::Code>> {
        let mut reply = None;
        let keys = Keys { credentials: &self.shared.credentials, settings: &self.shared.settings };
        let mut read = |payload: Payload<'_>| {
            operation.verify(&keys, &payload)?;
            if payload.is_yes() {
                reply = Some(operation.read(payload)?);
            }
            Ok(())
        };
        let received = self.run(prepared::origin_of(operation), write, &mut read, None, &[]).await?;
        match reply {
            Some(reply) => Ok((reply, received)),
            None => Err(prepared::no_reply::<V>(O::FACTS, &received)),
        }
    }

    /// One whole call, watched and limited. `deadline` is set for the call that obtains a token on behalf
    /// of another; `spent` are secrets of its request that no client keeps.
    fn run<'a>(
        &'a self,
        origin: Origin,
        write: Write<'a, V>,
        read: Read<'a>,
        deadline: Option<Instant>,
        spent: &'a [Secret],
    ) -> BoxFuture<'a, Result<Received, Error<V::Code>>> {
        static CALLS: AtomicU64 = AtomicU64::new(1);
        let call = CALLS.fetch_add(1, Ordering::Relaxed);
        Box::pin(trace::in_call(origin, call, async move {
            let begin = self.now();
            let deadline = deadline.unwrap_or_else(|| begin + self.options.time_limit());
            let event = Event { origin, call, attempt: 0 };
            let mut course = Course { origin, deadline, watch: Watch::new(self.options.observer().cloned(), event) };
            let result = if origin.operation.tokens.is_empty() {
                self.attempts(&mut course, write, read, &[], spent).await
            } else {
                self.with_tokens(&mut course, write, read, spent).await
            };
            let outcome = Outcome::of(&result);
            let status = match &result {
                Ok(received) => Some(received.status().as_u16()),
                Err(error) => error.http_status(),
            };
            trace::finished(course.watch.attempt(), status, outcome, self.now().saturating_duration_since(begin));
            course.watch.finish(outcome);
            result
        }))
    }

    /// Sees to the tokens first. If the vendor refuses one, what only reads is tried once more with new ones;
    /// anything else is left to the caller, whose next call gets the new ones.
    async fn with_tokens(
        &self,
        course: &mut Course,
        write: Write<'_, V>,
        read: Read<'_>,
        spent: &[Secret],
    ) -> Result<Received, Error<V::Code>> {
        // What the vendor said to a token that it no longer takes.
        let mut refused = None;
        loop {
            let mut held = Vec::new();
            let mut secrets: Vec<Option<Secret>> = vec![None; self.shared.sessions.len()];
            for index in course.origin.operation.tokens {
                let token = match (self.token(course, *index).await, refused.take()) {
                    (Ok(token), before) => {
                        refused = before;
                        token
                    }
                    // The call was sent and refused, and there is no token for another attempt: not sent it is not.
                    (Err(_), Some(before)) => return before,
                    (Err(error), None) => return Err(error),
                };
                if let Some(place) = secrets.get_mut(*index) {
                    *place = Some(token.secret.clone());
                }
                held.push((*index, token));
            }
            let result = self.attempts(course, write, &mut *read, &secrets, spent).await;
            let Err(error) = &result else { return result };
            let stale: Vec<_> = held.iter().filter(|(index, _)| is_stale::<V>(*index, error)).collect();
            for (index, token) in &stale {
                if let Some(session) = self.shared.sessions.get(*index) {
                    session.forget(token).await;
                }
            }
            if stale.is_empty() || refused.is_some() || course.origin.operation.safety != Safety::Read {
                return result;
            }
            refused = Some(result);
        }
    }

    async fn token(&self, course: &Course, index: usize) -> Result<Held, Error<V::Code>> {
        let deadline = course.deadline;
        let (now, date) = (|| self.now(), || (self.shared.fresh.clock)());
        let clocks = Clocks { now: &now, date: &date };
        let failed = |failure: Failure| {
            let Failure { class, passes_with_time, source } = failure;
            Error::NotSent(NotSent::for_want_of_a_token(course.origin, class, passes_with_time, source))
        };
        let (Some(session), Some(cell)) = (V::SESSIONS.get(index), self.shared.sessions.get(index)) else {
            return Err(failed(no_way("token")));
        };
        let obtain = |before| -> BoxFuture<'_, _> { Box::pin(self.obtain_token(session, before, deadline)) };
        let waiting = cell.token(clocks, &obtain);
        match self.within(self.remaining(deadline), waiting).await {
            Some(Ok(held)) => Ok(held),
            Some(Err(failure)) => Err(failed(failure)),
            None => Err(Error::NotSent(NotSent::new(course.origin, NotSentReason::Deadline))),
        }
    }

    /// A new token: by the refresh token, and if there is none or it is no longer good, by the credentials.
    async fn obtain_token(
        &self,
        session: &'static Session<V>,
        before: Before,
        deadline: Instant,
    ) -> Result<Token, Failure> {
        let spent: Vec<Secret> = before.refresh.iter().chain(&before.refused).cloned().collect();
        if let (Some(operation), Some(refresh)) = (&session.refresh, &before.refresh) {
            let write = |cx: &Context<'_, V>, draft: &mut Draft| (operation.write)(refresh, cx, draft);
            match self.hand_out(operation.facts, &write, operation.read, &spent, deadline).await {
                Ok(token) if token.refresh.is_none() => return Ok(token.renewed_by(Some(refresh.clone()))),
                Ok(token) => return Ok(token),
                Err(failure) if session.obtain.is_none() => return Err(failure),
                // Spent or refused: the credentials are still good for one.
                Err(_) => {}
            }
        }
        match &session.obtain {
            Some(operation) => self.hand_out(operation.facts, &operation.write, operation.read, &spent, deadline).await,
            None => Err(no_way(session.name)),
        }
    }

    /// Calls an operation for the sake of its token.
    async fn hand_out(
        &self,
        facts: &'static OperationFacts,
        write: Write<'_, V>,
        read_token: fn(Payload<'_>) -> Result<Token, Malformed>,
        spent: &[Secret],
        deadline: Instant,
    ) -> Result<Token, Failure> {
        let mut token = None;
        let mut read = |payload: Payload<'_>| {
            if payload.is_yes() {
                token = Some(read_token(payload)?);
            }
            Ok(())
        };
        let origin = prepared::origin::<V>(facts);
        let result = self.run(origin, write, &mut read, Some(deadline), spent).await;
        match (result, token) {
            (Ok(_), Some(token)) => Ok(token),
            (Ok(_), None) => {
                Err(Failure { class: None, passes_with_time: false, source: Arc::new(Malformed::new("a token")) })
            }
            (Err(error), _) => {
                Err(Failure { class: error.class(), passes_with_time: error.is_retryable(), source: Arc::new(error) })
            }
        }
    }

    /// Attempts until one has a result, or until there is no sense in another.
    async fn attempts(
        &self,
        course: &mut Course,
        write: Write<'_, V>,
        read: Read<'_>,
        tokens: &[Option<Secret>],
        spent: &[Secret],
    ) -> Result<Received, Error<V::Code>> {
        let shared = &*self.shared;
        let origin = course.origin;
        let from = prepared::From {
            credentials: &shared.credentials,
            settings: &shared.settings,
            tokens,
            bases: &shared.bases,
            options: &self.options,
            fresh: &shared.fresh,
        };
        let prepare = || {
            prepared::prepare(&from, origin.operation, write)
                .map_err(|invalid| Error::Invalid(InvalidRequest::new(origin, invalid)))
        };
        let mut prepared = prepare()?;
        trace::formats(prepared.request_format(), prepared.reply_format());
        // The vendor knows the token also where this call does not send it.
        let in_force: Vec<Secret> = shared.sessions.iter().flat_map(SessionCell::in_force).collect();
        let known = tokens.iter().flatten().chain(&in_force).chain(spent);
        let redactor = prepared::redactor::<V>(&shared.credentials, known);
        shared.budget.earn();

        // The latest attempt that may have arrived: no later one can undo it.
        let mut in_doubt: Option<InDoubt> = None;
        let mut number = 1;
        loop {
            let result = self.attempt(course, &prepared, &redactor, &mut *read).await;
            let error = match result {
                Ok(received) => return Ok(received),
                Err(error) => error,
            };
            let fault = fault_of(&error);
            let again =
                retry::decide(origin.safety(), fault, number, self.options.policy()) && !origin.is_used_up(fault);
            let wait = retry::wait(number, retry::jitter(), retry_after_of(&error));
            let error = settle(origin, in_doubt.take(), error);
            if !again || wait >= self.remaining(course.deadline) || !shared.budget.spend() {
                return Err(error);
            }
            if let Error::InDoubt(error) = error {
                in_doubt = Some(error);
            }
            shared.transport.sleep(wait).await;
            number += 1;
            // What holds the time or a nonce is written anew.
            if prepared.is_dated() {
                prepared = prepare().map_err(|refused| in_doubt.take().map_or(refused, Error::InDoubt))?;
            }
        }
    }

    /// Puts the request on the wire once.
    async fn attempt(
        &self,
        course: &mut Course,
        prepared: &Prepared,
        redactor: &Redactor,
        read: Read<'_>,
    ) -> Result<Received, Error<V::Code>> {
        let origin = course.origin;
        let not_sent = |reason| Err(Error::NotSent(NotSent::new(origin, reason)));
        let remaining = self.remaining(course.deadline);
        if remaining.is_zero() {
            return not_sent(NotSentReason::Deadline);
        }
        let number = course.watch.attempt() + 1;
        if let ControlFlow::Break(()) = course.watch.sending(number) {
            return not_sent(NotSentReason::Stopped);
        }
        let begin = self.now();
        let outgoing = Outgoing::new(prepared.outgoing(), remaining, self.options.reply_limit());
        let sent = self.within(remaining, self.shared.transport.send(outgoing)).await;
        // A transport that is late says nothing: the request may be anywhere.
        let sent = sent.unwrap_or_else(|| Err(TransportError::in_doubt(InDoubtReason::Timeout)));
        let (status, result) = match sent {
            Ok(received) => {
                let status = Some(received.status().as_u16());
                let result = prepared::decode::<V>(origin, prepared.reply_format(), &received, redactor, read);
                (status, result.map(|()| received))
            }
            Err(error) => (error.http_status(), Err(of_transport(origin, error))),
        };
        let outcome = Outcome::of(&result);
        trace::attempt(number, status, outcome, self.now().saturating_duration_since(begin));
        course.watch.sent(status, outcome);
        result
    }

    fn now(&self) -> Instant {
        self.shared.transport.now()
    }

    fn remaining(&self, deadline: Instant) -> Duration {
        deadline.saturating_duration_since(self.now())
    }

    /// `None`: the time was over first.
    async fn within<T>(&self, limit: Duration, future: impl Future<Output = T>) -> Option<T> {
        let transport = &*self.shared.transport;
        if transport.blocks() {
            return Some(future.await);
        }
        let mut future = pin!(future);
        let mut sleep = None;
        poll_fn(|context| {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            let sleep = sleep.get_or_insert_with(|| transport.sleep(limit));
            sleep.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

/// A call under way.
struct Course {
    origin: Origin,
    deadline: Instant,
    watch: Watch,
}

/// Nobody can hand out this token.
fn no_way(name: &'static str) -> Failure {
    let invalid = Invalid::new("the vendor has no operation that gives one: set it in `Config::token`").at(name);
    Failure { class: None, passes_with_time: false, source: Arc::new(invalid) }
}

/// Whether the vendor says that a token is no longer good.
fn is_stale<V: Vendor>(index: usize, error: &Error<V::Code>) -> bool {
    // What is no answer says nothing of the token.
    let (Error::Rejected(rejected), Some(session)) = (error, V::SESSIONS.get(index)) else { return false };
    let code = rejected.code().map(Code::as_str);
    rejected.class() == Class::Credentials
        || code.is_some_and(|code| session.stale_codes.contains(&code))
        || error.http_status().is_some_and(|status| session.stale_http.contains(&status))
}

fn of_transport<C: Code>(origin: Origin, error: TransportError) -> Error<C> {
    match error.delivery() {
        Delivery::NotSent(reason) => Error::NotSent(NotSent::new(origin, reason).with_transport(error)),
        Delivery::InDoubt(reason) => {
            let doubt = InDoubt::new(origin, reason);
            Error::InDoubt(match error.http_status() {
                Some(status) => doubt.with_answer(status, None).with_transport(error),
                None => doubt.with_transport(error),
            })
        }
    }
}

fn fault_of<C: Code>(error: &Error<C>) -> Fault {
    match error {
        Error::Invalid(_) => Fault::Invalid,
        Error::NotSent(error) => Fault::NotSent(error.reason()),
        Error::Rejected(error) => Fault::Rejected(error.class()),
        Error::InDoubt(error) => Fault::InDoubt(error.reason(), error.http_status()),
        Error::Accepted(_) => Fault::Accepted,
    }
}

fn retry_after_of<C: Code>(error: &Error<C>) -> Option<Duration> {
    match error {
        Error::Rejected(error) => error.retry_after(),
        _ => None,
    }
}

/// What to say after several attempts. A later "not sent" or "no" is no news of an earlier attempt that may
/// have arrived: the call as a whole stays in doubt, unless it changes nothing anyway.
pub(crate) fn settle<C: Code>(origin: Origin, earlier: Option<InDoubt>, latest: Error<C>) -> Error<C> {
    let Some(earlier) = earlier else {
        return latest;
    };
    if origin.operation.safety == Safety::Read {
        return latest;
    }
    match latest {
        Error::Rejected(error) => Error::InDoubt(
            earlier.with_words(error.code().map(|code| code.as_str().to_owned()), error.message().map(str::to_owned)),
        ),
        Error::NotSent(_) => Error::InDoubt(earlier),
        latest @ (Error::Invalid(_) | Error::InDoubt(_) | Error::Accepted(_)) => latest,
    }
}
