//! A list as a stream of its pages.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::call::address;
use crate::call::request::Request;
use crate::client::error::Error;
use crate::lists::described::Paginated;
use crate::lists::partial::{self, Partial};
use crate::lists::position;
use crate::lists::progress::Progress;
use crate::lists::walk::{Page, Walk};
use crate::wire::failure::DecodeFailure;
use crate::wire::operation::Operation;
use crate::wire::response::Response;

/// A list, page by page; made by [`Request::pages`].
///
/// It is a `Stream`, and [`try_next`](Self::try_next) needs nothing else in scope. Each page is a call of its own, with
/// the time and the retries that the request has, and is only asked for once the page before has been taken.
///
/// - The list begins with the page that the request asks for, and ends where the server says so. Where it contradicts
///   itself (a next page beyond the last number, say), one more page is asked for, and an empty one is the end.
/// - It never goes on for ever: a server that leads back to a page that was there already, sends another page than that
///   which was asked for, or has a hundred empty pages in a row, is an [`Error::Pagination`], and so is a list of more
///   than [`max_pages`](Self::max_pages).
/// - A page without a list of items, though it says that there are more, is an [`Error::Pagination`]: an end would hide
///   that items are missing.
/// - A next page on another host is an [`Error::Pagination`] too: the token stays where it is.
/// - A page with an item that does not decode is an [`Error::Decode`], unless [`on_unreadable`](Self::on_unreadable)
///   takes such items.
/// - After an error the stream has ended. What was read before has been returned, and [`into_request`](Self::into_request)
///   is the request for the page that failed: send it, or walk on from it.
/// - Where pages are numbered and the list changes in the meantime, items can come twice or be missed: that is how the
///   server counts, and nothing here changes it.
#[must_use = "a list is read only as far as it is asked for"]
pub struct Pages<O: Paginated> {
    walk: Walk,
    /// What asks for the next page, and for the one that is awaited.
    request: Option<Request<O>>,
    state: State<O>,
    on_unreadable: Option<OnUnreadable>,
}

/// What takes the items that do not decode.
type OnUnreadable = Box<dyn FnMut(DecodeFailure) + Send>;

/// What is to be done next.
enum State<O: Operation> {
    /// Ask for a page.
    Ask,
    /// Wait for the one that was asked for.
    Wait(Pending<O>),
    /// Say why the page before was the last that could be read.
    Fail(Error),
    /// Nothing.
    End,
}

/// What comes of a request.
type Pending<O> = Pin<Box<dyn Future<Output = Result<Response<<O as Operation>::Output>, Error>> + Send>>;

impl<O: Paginated> Pages<O> {
    pub(crate) fn new(request: Request<O>) -> Self {
        let walk = Walk::new(O::PAGINATION, position::position(&request.parts, O::PAGINATION));
        Self { walk, request: Some(request), state: State::Ask, on_unreadable: None }
    }

    /// How many pages are read at most, 10,000 unless it is said here; a list that has more is an
    /// [`Error::Pagination`].
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.walk.set_max_pages(pages);
        self
    }

    /// Hands items that do not decode to a function, each in a failure whose [`item`](DecodeFailure::item) it is, as
    /// soon as their page is there, and returns the page without them. What is wrong besides items stays an error.
    /// [`Items`](crate::Items) says how to collect them.
    pub fn on_unreadable(mut self, take: impl FnMut(DecodeFailure) + Send + 'static) -> Self {
        self.on_unreadable = Some(Box::new(take));
        self
    }

    /// The next page; [`None`] at the end of the list. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`Request::send`], and [`Error::Pagination`] where the list does not go on as promised; then it has ended.
    pub async fn try_next(&mut self) -> Result<Option<Response<O::Output>>, Error> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// How far the list is read: which page of how many.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.walk.progress()
    }

    /// The request for the next page, or for the one that failed; [`None`] where the list has come to its end.
    ///
    /// It is for going on later: after an error, or in another process that gets the position.
    #[must_use]
    pub fn into_request(self) -> Option<Request<O>> {
        self.request
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<O::Output>, Error>>> {
        let in_parts = self.on_unreadable.is_some();
        self.poll_parts(context, in_parts).map(|next| next.map(|arrived| arrived.map(|partial| partial.page)))
    }

    /// The next page; where it does not decode and may be read `in_parts`, without the items that are why.
    pub(super) fn poll_parts(
        &mut self,
        context: &mut Context<'_>,
        in_parts: bool,
    ) -> Poll<Option<Result<Partial<O>, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::End => return Poll::Ready(None),
                State::Fail(error) => return Poll::Ready(Some(Err(error))),
                State::Ask => {
                    let Some(request) = self.request.clone() else { return Poll::Ready(None) };
                    if let Err(error) = self.walk.check() {
                        return Poll::Ready(Some(Err(error.into())));
                    }
                    self.state = State::Wait(Box::pin(request.send()));
                }
                State::Wait(mut response) => match response.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Wait(response);
                        return Poll::Pending;
                    }
                    Poll::Ready(response) => {
                        let read = self.read_parts(response, in_parts);
                        return Poll::Ready(Some(read.and_then(|page| self.arrive(page))));
                    }
                },
            }
        }
    }

    /// The page of a response, as far as it can be read.
    fn read_parts(&self, response: Result<Response<O::Output>, Error>, in_parts: bool) -> Result<Partial<O>, Error> {
        match (response, &self.request) {
            (Ok(page), _) => Ok(Partial { page, unreadable: Vec::new() }),
            (Err(Error::Decode(failure)), Some(request)) if in_parts => {
                partial::read(failure, request.client.inner.decode_policy).map_err(Error::Decode)
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Takes a page, and finds out what comes after it. What is wrong with the page itself is its error; what is wrong
    /// with the next one is reported when that is asked for.
    fn arrive(&mut self, mut partial: Partial<O>) -> Result<Partial<O>, Error> {
        let Partial { page, unreadable } = &mut partial;
        let items = O::items(page).map(|items| items.len() + unreadable.len());
        if let Some(take) = &mut self.on_unreadable {
            // They are reported, whatever becomes of their page.
            unreadable.drain(..).for_each(take);
        }
        let Some(mut request) = self.request.take() else { return Ok(partial) };
        let url = address::url(&request.client, &request.parts)?;
        let body = page.utf8();
        let arrived = Page { url: &url, body: &body, items };
        if let Err(error) = self.walk.arrive(arrived) {
            self.request = Some(request);
            return Err(error.into());
        }
        self.state = match self.walk.after(arrived) {
            Ok(None) => State::End,
            Ok(Some(position)) => {
                let moved = position::go_to(&mut request.parts, position);
                self.request = Some(request);
                moved.map_or_else(|problem| State::Fail(problem.into()), |()| State::Ask)
            }
            Err(error) => {
                self.request = Some(request);
                State::Fail(error.into())
            }
        };
        Ok(partial)
    }
}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("operation", &O::ID).finish_non_exhaustive()
    }
}
