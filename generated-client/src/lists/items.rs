//! A list as a stream of its items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::call::request::Request;
use crate::client::error::Error;
use crate::lists::described::Paginated;
use crate::lists::pages::Pages;
use crate::lists::partial::Merged;
use crate::lists::progress::Progress;
use crate::wire::failure::DecodeFailure;

impl<O: Paginated> Request<O> {
    /// The items of the whole list, one by one, from the page on that the request asks for. Pages are fetched as they are
    /// needed.
    pub fn items(self) -> Items<O> {
        Items::new(self)
    }

    /// The whole list, page by page, from the page on that the request asks for.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self)
    }
}

/// The items of a list, one by one; made by [`Request::items`].
///
/// It is a `Stream` that reads [`Pages`] as it needs them, and ends, or fails, as they do, but for an item that does
/// not decode: it comes as an [`Error::Decode`] whose [`item`](DecodeFailure::item) it is, in its place among the
/// others, and the list **goes on**; or it is handed to the function of [`on_unreadable`](Self::on_unreadable). After
/// any other error the stream has ended, so that a loop that logs each error and goes on comes to an end.
#[must_use = "a list is read only as far as it is asked for"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    page: Merged<O>,
}

impl<O: Paginated> Items<O> {
    pub(crate) fn new(request: Request<O>) -> Self {
        Self { pages: Pages::new(request), page: Merged::default() }
    }

    /// How many pages are read at most, 10,000 unless it is said here; a list that has more is an
    /// [`Error::Pagination`].
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Hands items that do not decode to a function, each in a failure whose [`item`](DecodeFailure::item) it is, so
    /// that the list has only those that do. It is called as soon as their page is there. What is wrong besides items
    /// stays an error.
    ///
    /// It may be called from another thread, so it borrows nothing. What it reports comes back through a channel: with
    /// `let (sender, unreadable) = std::sync::mpsc::channel();` it is `move |failure| drop(sender.send(failure))`, and
    /// at the end of the list `unreadable.try_iter()` returns all of them.
    pub fn on_unreadable(mut self, take: impl FnMut(DecodeFailure) + Send + 'static) -> Self {
        self.pages = self.pages.on_unreadable(take);
        self
    }

    /// The next item; [`None`] at the end of the list. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// An [`Error::Decode`] that has an [`item`](DecodeFailure::item) is about that one, and the next call returns the
    /// one behind it. All others are as in [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// How far the list is read: which page of how many, that of the last item among them.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.pages.progress()
    }

    /// The request for the next page, or for the one that failed, as [`Pages::into_request`]; items of the present page
    /// that have not been taken are lost.
    #[must_use]
    pub fn into_request(self) -> Option<Request<O>> {
        self.pages.into_request()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            match self.page.next() {
                Some(item) => return Poll::Ready(Some(item.map_err(Error::Decode))),
                None => match self.pages.poll_parts(context, true) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(Some(Ok(partial))) => self.page = partial.merged(),
                },
            }
        }
    }
}

// Nothing in it is pinned but futures, which have a box of their own.
impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("operation", &O::ID).finish_non_exhaustive()
    }
}
