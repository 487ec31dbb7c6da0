//! Pages: a list that a vendor hands over piece by piece, as one stream of items.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};
use std::vec;

use super::base::Address;
use super::client::Core;
use super::error::{Error, InvalidRequest};
use super::hosts::Bases;
use super::invalid::Invalid;
use super::malformed::Malformed;
use super::operation::{Operation, Vendor};
use super::prepared;
use super::transport::BoxFuture;

/// An operation whose reply is one page of a longer list.
pub trait Paged: Operation + Clone + PartialEq + 'static {
    /// What the list is made of.
    type Item: Send;

    /// The items of a page, and where the next one is. `before` items came on earlier pages of this walk.
    fn turn(&self, reply: Self::Reply, before: i64) -> Turn<Self>;
}

/// A page, read.
pub struct Turn<R: Paged> {
    /// Its items.
    pub items: Vec<R::Item>,
    /// Where the next page is.
    pub next: Next<R>,
}

/// Where the next page is.
pub enum Next<R> {
    /// There is none.
    Last,
    /// This request asks for it.
    Request(R),
    /// The same request at this address, which the vendor gave.
    Address(String),
}

/// A page that is to be asked for: a request, and the vendor's address of it.
pub(crate) type Ask<R> = (R, Option<Address>);

/// A page, and the next one or why it can't be asked for.
pub(crate) type Page<R> = (Vec<<R as Paged>::Item>, Result<Option<Ask<R>>, Error<CodeOf<R>>>);

/// An item, or why there is none; nothing after the last.
type Found<R> = Option<Result<<R as Paged>::Item, Error<CodeOf<R>>>>;

type CodeOf<R> = <<R as Operation>::Vendor as Vendor>::Code;

/// The items of all pages, one after the other. Made by the client's `pages`.
///
/// ```text
/// let mut orders = client.pages(ListOrders::new());
/// while let Some(order) = orders.next().await {
///     println!("{}", order?.id);
/// }
/// ```
///
/// A page is asked for when its first item is wanted, with the retries and limits of a call of its own.
/// Dropping it ends the walk, and cuts off the page under way. After an error there is nothing more; the items
/// before it were right. With the feature `reqwest` it is a `futures_core::Stream` too.
///
/// Where the vendor gives the address of the next page, only an address of the server that this client talks
/// to is used: nothing is ever sent anywhere else.
pub struct Pages<R: Paged> {
    core: Core<R::Vendor>,
    step: Step<R>,
    items: vec::IntoIter<R::Item>,
    before: i64,
    asked: u32,
    limit: u32,
}

enum Step<R: Paged> {
    /// This page comes next.
    Ask(Ask<R>),
    /// It is under way.
    Asking(BoxFuture<'static, Result<Page<R>, Error<CodeOf<R>>>>),
    /// To be said once the items at hand are gone.
    Fail(Error<CodeOf<R>>),
    Over,
}

/// So many pages, unless the caller says otherwise.
const LIMIT: u32 = 1000;

// Nothing in it is pinned but what is in a box.
impl<R: Paged> Unpin for Pages<R> {}

impl<R: Paged> Pages<R> {
    /// The walk that begins with the page that `first` asks for.
    pub fn new(core: Core<R::Vendor>, first: R) -> Self {
        Self { core, step: Step::Ask((first, None)), items: Vec::new().into_iter(), before: 0, asked: 0, limit: LIMIT }
    }

    /// Asks for at most so many pages; without it 1000. A list that goes on beyond them ends in an error, so that
    /// nobody takes a part of it for the whole.
    #[must_use]
    pub fn at_most(mut self, pages: u32) -> Self {
        self.limit = pages;
        self
    }

    /// The next item; none after the last one. A future that is dropped loses nothing: the next one goes on.
    ///
    /// # Errors
    ///
    /// Those of the call that asks for a page; `Invalid` if there are more pages than allowed; `Accepted` if a page
    /// came and what it says of the next one can't be used.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error<CodeOf<R>>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first one, as of [`next`](Pages::next).
    pub async fn all(mut self) -> Result<Vec<R::Item>, Error<CodeOf<R>>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Found<R>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.step, Step::Over) {
                Step::Over => return Poll::Ready(None),
                Step::Fail(error) => return Poll::Ready(Some(Err(error))),
                Step::Ask(ask) => match self.ask(ask) {
                    Ok(step) => self.step = step,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                Step::Asking(mut page) => match page.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.step = Step::Asking(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(Ok((items, next))) => {
                        self.before = self.before.saturating_add(count(items.len()));
                        self.items = items.into_iter();
                        self.step = match next {
                            Ok(Some(ask)) => Step::Ask(ask),
                            Ok(None) => Step::Over,
                            Err(error) => Step::Fail(error),
                        };
                    }
                },
            }
        }
    }

    fn ask(&mut self, (request, address): Ask<R>) -> Result<Step<R>, Error<CodeOf<R>>> {
        if self.asked >= self.limit {
            let invalid = Invalid::new(format!("more than {} pages: allow more with `at_most`", self.limit));
            let origin = prepared::origin::<R::Vendor>(R::FACTS);
            return Err(Error::Invalid(InvalidRequest::new(origin, invalid.at("pages"))));
        }
        self.asked += 1;
        let (core, before) = (self.core.clone(), self.before);
        Ok(Step::Asking(Box::pin(async move { core.page(&request, address, before).await })))
    }
}

/// What comes after a page, as far as it can be asked for.
pub(crate) fn following<R: Paged>(
    bases: &Bases,
    request: &R,
    address: Option<&Address>,
    next: Next<R>,
) -> Result<Option<Ask<R>>, Malformed> {
    let again = || Malformed::new("another page than this one");
    match next {
        Next::Last => Ok(None),
        Next::Request(next) if next == *request => Err(again()),
        Next::Request(next) => Ok(Some((next, None))),
        Next::Address(text) => {
            let base = bases.of(R::FACTS).ok();
            let next = base
                .and_then(|base| base.inside(&text))
                .ok_or_else(|| Malformed::new("an address of the server that was asked"))?;
            if address == Some(&next) {
                return Err(again());
            }
            Ok(Some((request.clone(), Some(next))))
        }
    }
}

/// How generated code tells where a list ends.
pub fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

#[cfg(feature = "reqwest")]
impl<R: Paged> futures_core::Stream for Pages<R> {
    type Item = Result<R::Item, Error<CodeOf<R>>>;

    fn poll_next(self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &R::FACTS.name)
            .field("pages", &self.asked)
            .field("items", &self.before)
            .finish_non_exhaustive()
    }
}
